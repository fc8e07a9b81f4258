export const fr = {
  kind: {
    one: 'rapport',
    many: 'Rapports',
    add: 'Ajouter un rapport',
    purpose:
      'Un rapport dit à la direction ce qui s’est passé sur une période : chiffres face aux cibles, enseignements, préconisations. Ses chiffres se figent à une date et ne changent plus.',
    example:
      'Rapport du troisième trimestre 2026, pour la direction : 12 400 visites, 3 KPI sur 5 dans la cible, la campagne d’été à revoir, deux préconisations.',
    fields: {
      title: { label: 'Titre' },
      state: { label: 'État', help: 'Passe à « À valider » quand les chiffres sont figés.' },
      author: { label: 'Auteur' },
      function: { label: 'Fonction', help: 'Celle de l’auteur, telle qu’elle figure en couverture.' },
      audience: { label: 'Destinataires', help: 'Par exemple : direction, comité de pilotage.' },
      startsOn: { label: 'Du' },
      endsOn: { label: 'Au' },
      summary: {
        label: 'Synthèse',
        help: 'L’essentiel en quelques phrases : ce qui a marché, ce qui n’a pas marché, ce qui est demandé.',
      },
      lessons: {
        label: 'Enseignements',
        help: 'Ce que la période apprend, et pourquoi : les causes, pas seulement les chiffres.',
      },
      frozen: { label: 'Chiffres figés' },
    },
    options: { state: { draft: 'Brouillon', toApprove: 'À valider', approved: 'Validé' } },
    groups: { cover: 'Couverture', period: 'Période', text: 'Texte' },
  },
}
