export const fr = {
  kind: {
    one: 'enseignement',
    many: 'Enseignements',
    add: 'Ajouter un enseignement',
    purpose:
      'Un enseignement est un fait daté et sourcé, tiré de la veille, du diagnostic ou de l’audit. Il devient une force, une faiblesse, une opportunité ou une menace, et les objectifs en partent.',
    example:
      'Opportunité : « Le miel local progresse de 8 % en magasin spécialisé » (Interprofession, octobre 2026), poids 4.',
    fields: {
      title: {
        label: 'Enseignement',
        help: 'Une phrase qui dit le fait, pas son sujet : « Le prix du miel bio baisse de 6 % ».',
      },
      box: { label: 'Nature' },
      weight: { label: 'Poids', help: 'De 1 (à noter) à 5 (décisif pour le projet).' },
      source: { label: 'Source', help: 'Qui le dit : étude, article, entretien, chiffres internes.' },
      sourceUrl: { label: 'Adresse de la source' },
      observedOn: { label: 'Constaté le' },
      detail: { label: 'Précisions et portée', help: 'Ce que cela change pour l’entreprise.' },
    },
    options: {
      box: { strength: 'Force', weakness: 'Faiblesse', opportunity: 'Opportunité', threat: 'Menace' },
    },
    groups: { evidence: 'Preuve' },
  },
  swot: {
    title: 'SWOT',
    lead: 'Les enseignements du projet, du plus lourd au plus léger. Chaque ligne mène à sa source.',
    unsourced: 'sans source',
    add: (box: string) => `Ajouter : ${box}`,
    addShort: 'Ajouter',
    empty: 'Rien ici pour l’instant.',
    weight: (n: number) => `poids ${n}`,
    internal: 'Interne',
    external: 'Externe',
    boxes: { strength: 'Forces', weakness: 'Faiblesses', opportunity: 'Opportunités', threat: 'Menaces' },
    leads: (n: number) => (n === 0 ? 'aucun objectif' : `${n} objectif${n > 1 ? 's' : ''}`),
  },
}
