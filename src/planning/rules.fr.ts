export const fr = {
  'action-without-objective': {
    rule: 'Chaque action sert un objectif ou une préconisation.',
    found: (title: string) => `« ${title} » ne sert aucun objectif.`,
    mend: 'Relier un objectif',
  },
  'action-without-owner': {
    rule: 'Chaque action a un responsable.',
    found: (title: string) => `« ${title} » n’a pas de responsable.`,
    mend: 'Nommer le responsable',
  },
  'action-without-dates': {
    rule: 'Chaque action a un début et une fin.',
    found: (title: string) => `« ${title} » n’a pas ses deux dates.`,
    mend: 'Dater l’action',
  },
  'deliverable-without-date': {
    rule: 'Chaque livrable a sa date.',
    found: (title: string) => `Le livrable de « ${title} » n’a pas de date.`,
    mend: 'Dater le livrable',
  },
  'late-action': {
    rule: 'Aucune action n’est en retard.',
    found: (title: string) => `« ${title} » est en retard.`,
    mend: 'Revoir les dates ou l’état',
  },
}
