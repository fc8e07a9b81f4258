export const fr = {
  plannedEvent: {
    one: 'événement du plan',
    many: 'Événements du plan de marquage',
    add: 'Ajouter un événement au plan',
    purpose:
      'Le plan de marquage dit ce que les sites doivent envoyer : chaque événement, quand il part, ce qu’il porte et le KPI qu’il nourrit.',
    example:
      'Ajout au panier : « ajout-panier », au clic sur le bouton de la fiche produit, avec « produit : texte, obligatoire » et « quantite : nombre ».',
    fields: {
      title: { label: 'Événement', help: 'Ce que fait le visiteur : « Ajout au panier ».' },
      eventName: { label: 'Nom technique', help: 'Tel que le site l’envoie : ajout-panier.' },
      state: { label: 'État' },
      priority: { label: 'Priorité' },
      trigger: {
        label: 'Déclencheur',
        help: 'À quel moment exact il part : au clic, à l’affichage, à la confirmation.',
      },
      page: { label: 'Page', help: 'Où il se produit : /boutique/* ou toutes.' },
      parameters: {
        label: 'Paramètres',
        help: 'Un par ligne : nom : type, obligatoire, valeur | valeur. Types : texte, nombre, oui-non, date, adresse.',
      },
      owner: { label: 'Responsable' },
      testedOn: { label: 'Testé le' },
      testedBy: { label: 'Testé par' },
      note: { label: 'Note' },
    },
    options: {
      state: { planned: 'Prévu', inPlace: 'En place', tested: 'Testé' },
      priority: { must: 'Indispensable', should: 'Important', could: 'Utile' },
    },
    groups: { follow: 'Suivi' },
  },
  check: {
    title: 'Plan de marquage',
    lead: 'Ce que les sites doivent envoyer, confronté à ce qui est arrivé.',
    basis: (sites: string, days: number) => `D’après les événements de ${sites}, sur ${days} jours, robots exclus.`,
    noSite: 'Ce projet n’a pas encore de site mesuré : rien n’est arrivé.',
    empty: 'Le plan est vide. Déclarez les événements que vos sites envoient, ou partez de ceux qui sont déjà arrivés.',
    list: 'Tous les champs du plan',
    csv: 'CSV',
    xlsx: 'XLSX',
    pdf: 'PDF',
    export: 'Télécharger le plan',
    summary: 'En bref',
    declared: 'Événements déclarés',
    fine: 'Reçus, conformes',
    faults: 'Reçus avec des écarts',
    unseen: 'Jamais reçus',
    undeclared: 'Reçus, non déclarés',
    undeclaredLead:
      'Ces événements arrivent et le plan ne les connaît pas. Ce que le traceur envoie de lui-même n’y est pas.',
    declare: 'Déclarer',
    event: 'Événement',
    technical: 'Nom technique',
    parameter: 'Paramètre',
    expected: 'Attendu',
    trigger: 'Déclencheur',
    page: 'Page',
    owner: 'Responsable',
    kpi: 'KPI nourri',
    kpiNone: 'Aucun',
    kpiLink: 'Relier à un KPI',
    volume: 'Reçus',
    state: 'Constat',
    states: { unseen: 'Jamais reçu', faults: 'Écarts', fine: 'Conforme' },
    parametersOf: (title: string) => `Paramètres de ${title}`,
    noParameter: 'Aucun paramètre déclaré ni reçu.',
    types: { text: 'texte', number: 'nombre', boolean: 'oui ou non', date: 'date', url: 'adresse' },
    required: 'obligatoire',
    notDeclared: 'Non déclaré',
    missing: (n: number | null) =>
      n === null ? 'Manque dans quelques événements' : `Manque dans ${n} événement${n > 1 ? 's' : ''}`,
    wrong: (n: number | null, examples: string) =>
      n === null
        ? 'Valeur inattendue dans quelques événements'
        : `Valeur inattendue dans ${n} événement${n > 1 ? 's' : ''} : ${examples}`,
    fault: 'Écart',
    small: {
      hide: (below: number) => `Les nombres sous ${below} ne sont pas montrés.`,
      round: (below: number) => `Nombres arrondis au multiple de ${below} le plus proche.`,
    },
    hidden: (n: number) =>
      n > 1
        ? `${n} événements non déclarés, trop rares, ne sont pas nommés.`
        : 'Un événement non déclaré, trop rare, n’est pas nommé.',
    noFault: 'Aucun',
    undeclaredEvent: 'Non déclaré',
    sheet: 'Plan de marquage',
    convention: 'Convention de nommage des liens',
    paper: {
      kicker: (company: string) => `Plan de marquage · ${company}`,
      project: 'Projet',
      sites: 'Sites',
      date: 'Établi le',
      period: (from: string, to: string) => `Vérifié du ${from} au ${to}`,
      contents: 'Sommaire',
      events: 'Événements',
      faults: 'Paramètres',
      method: 'Les valeurs sont vérifiées parmi les 200 plus fréquentes de chaque paramètre.',
    },
  },
}
