export const fr = {
  annotation: {
    one: 'annotation',
    many: 'Annotations',
    add: 'Ajouter une annotation',
    purpose:
      'Une annotation dit ce qui s’est passé un jour donné : un salon, une panne, un passage à la radio. Elle se lit sur les courbes, et explique ce que les chiffres ne disent pas seuls.',
    example: '12 novembre : passage au journal régional, sujet de deux minutes sur la miellerie.',
    fields: {
      title: { label: 'Ce qui s’est passé' },
      subject: { label: 'Sujet' },
      startsOn: { label: 'Jour' },
      endsOn: { label: 'Jusqu’au', help: 'Vide si cela n’a duré qu’un jour.' },
      note: { label: 'Précisions' },
    },
    options: {
      subject: {
        event: 'Événement',
        communication: 'Communication',
        site: 'Site et mesure',
        market: 'Marché',
        other: 'Autre',
      },
    },
  },
  marks: {
    column: 'Annotations',
    title: 'Ce qui s’est passé',
    none: 'Rien n’est noté sur cette période.',
    add: 'Annoter',
    all: 'Toutes les annotations',
    hide: (what: string) => `Masquer : ${what}`,
    show: (what: string) => `Montrer : ${what}`,
    more: (count: number) => `et ${count} de plus dans le tableau`,
    sources: {
      annotation: 'notes',
      content: 'publications',
      campaign: 'campagnes',
      import: 'imports',
      channels: 'règles de canaux',
    },
    phases: {
      content: { on: (title: string) => `Publication : ${title}` },
      campaign: {
        from: (title: string) => `Début de campagne : ${title}`,
        to: (title: string) => `Fin de campagne : ${title}`,
      },
    },
    from: (title: string) => `${title} (début)`,
    to: (title: string) => `${title} (fin)`,
    imported: { log: 'Journaux du serveur importés', history: 'Historique importé' },
    channelsChanged: (version: number) => `Règles de canaux changées (version ${version})`,
  },
}
