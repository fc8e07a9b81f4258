export const fr = {
  digitalObjective: {
    one: 'objectif digital',
    many: 'Objectifs digitaux',
    add: 'Ajouter un objectif digital',
    purpose:
      'Un objectif digital dit ce qu’un internaute doit faire pour qu’un objectif stratégique avance : remplir un formulaire, lire une page, télécharger, s’abonner. Chacun devient un ou plusieurs KPI.',
    example:
      'Objectif stratégique « fidéliser les clients du marché » → objectif digital « faire s’abonner à la lettre un client du marché sur trois » → KPI « inscriptions à la lettre ».',
    fields: {
      title: { label: 'Objectif digital', help: 'Un verbe, qui, et ce qui change.' },
      outcome: { label: 'Ce que fait l’internaute' },
      detail: { label: 'Précisions' },
      owner: { label: 'Responsable' },
      dueOn: { label: 'Échéance' },
      achievable: { label: 'Pourquoi c’est atteignable', help: 'Un chiffre passé, un essai, des moyens prévus.' },
      relevant: { label: 'Pourquoi c’est utile à la stratégie' },
    },
    options: {
      outcome: {
        form: 'remplit un formulaire',
        lead: 'devient un prospect',
        sale: 'achète',
        subscription: 's’abonne, s’inscrit',
        download: 'télécharge un document',
        page: 'voit une page précise',
        comment: 'commente, partage, donne un avis',
        follow: 'suit un compte',
        audience: 'découvre la marque',
        return: 'revient',
        other: 'autre',
      },
    },
    groups: { why: 'Pourquoi cet objectif' },
  },
  deviation: {
    one: 'écart',
    many: 'Écarts',
    add: 'Noter un écart',
    purpose:
      'Un écart est noté quand un KPI s’éloigne de son chemin plus que le seuil ne le permet. Il appelle une cause, puis une action ou une préconisation.',
    example:
      'Coût par commande, 46 € pour 29 € attendus : le ciblage est trop large → préconisation « recentrer sur les acheteurs de 2025 ».',
    fields: {
      title: { label: 'Écart' },
      state: { label: 'État' },
      noticedOn: { label: 'Constaté le' },
      actual: { label: 'Réalisé', help: 'Dans l’unité du KPI.' },
      expected: { label: 'Prévu' },
      relative: { label: 'Écart relatif', unit: '%', help: 'En dessous de zéro, il est défavorable.' },
      cause: { label: 'Cause', help: 'Ce qui explique l’écart, avec le fait qui le montre.' },
      closedOn: { label: 'Clos le' },
    },
    options: { state: { open: 'Ouvert', explained: 'Expliqué', closed: 'Clos' } },
    groups: { figures: 'Chiffres du jour' },
  },
  scenario: {
    one: 'scénario',
    many: 'Scénarios',
    add: 'Ajouter un scénario',
    purpose:
      'Un scénario garde ce que deviendrait un KPI si ses leviers changeaient : la dépense, un taux, des visites, un prix. Il se prépare depuis la page « Et si ? » du KPI.',
    example:
      'Dépense +20 %, taux de conversion à 2,4 % : 132 commandes au lieu de 104, la cible de 110 est dépassée de 22.',
    fields: {
      title: { label: 'Scénario' },
      note: { label: 'Hypothèses', help: 'Pourquoi ces valeurs sont plausibles, et d’où elles viennent.' },
      drivers: { label: 'Leviers' },
    },
  },
}
