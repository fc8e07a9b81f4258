export const fr = {
  title: (domain: string) => `Vos visites sur ${domain}`,
  other: 'English',
  measured: (domain: string) =>
    `${domain} compte ses visites avec Filrouge, un outil installé par son éditeur. Votre adresse IP n’est pas gardée et rien n’est transmis à d’autres sociétés.`,
  exempt:
    'Sans cookie et sans numéro gardé dans votre navigateur : la page vue, l’hôte du site d’où vous venez, le type d’appareil, le navigateur, la langue et le lieu (pays, région ou ville). Vos visites de deux jours différents ne peuvent pas être rapprochées.',
  consent:
    'Sans votre accord, la mesure s’arrête là : la page vue, l’hôte du site d’où vous venez, le type d’appareil, le navigateur, la langue et le lieu (pays, région ou ville). Avec votre accord, la campagne d’où vous venez est gardée aussi, avec un numéro tiré au hasard qui reste 13 mois au plus dans votre navigateur.',
  kept: (months: number) => `Ces données sont effacées au bout de ${months} mois.`,
  state: {
    out: 'C’est fait : les visites de ce navigateur ne sont plus comptées.',
    in: 'Les visites de ce navigateur sont comptées.',
  },
  number: 'Votre numéro de visiteur',
  numberHelp: 'Donnez-le à l’éditeur du site pour recevoir une copie de ce qu’il désigne, ou le faire effacer.',
  noNumber: 'Ce navigateur ne garde aucun numéro de visiteur.',
  choice: 'Votre choix',
  on: (host: string) => `Sur ${host}`,
  out: 'Ne plus compter mes visites',
  in: 'Compter de nouveau mes visites',
  me: 'Voir mon numéro de visiteur',
  how: 'Le site s’ouvre un instant, note votre choix dans votre navigateur, et vous ramène ici. Ce choix est tout ce qui est gardé ; il vaut pour ce navigateur, jusqu’à ce que vous effaciez ses données.',
  failed: 'Si vous n’êtes pas ramené ici, la page ouverte n’est pas mesurée, ou un bloqueur l’empêche déjà de l’être.',
  signals: 'Ce site respecte aussi « Ne pas me pister » et Global Privacy Control, si votre navigateur les envoie.',
}
