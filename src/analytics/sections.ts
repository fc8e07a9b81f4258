/**
 * The pages of the audience by what they answer, in the order a reader asks: each is an address below the project, named in
 * sections.fr.ts. The first page of a group is where the group leads.
 */
export const groups = [
  {
    name: 'whole',
    pages: [
      { name: 'audience', path: 'audience' },
      { name: 'realTime', path: 'audience/real-time' },
      { name: 'compare', path: 'audience/compare' },
      { name: 'segments', path: 'audience/segments' },
    ],
  },
  {
    name: 'visitors',
    pages: [
      { name: 'places', path: 'audience/places' },
      { name: 'devices', path: 'audience/devices' },
      { name: 'retention', path: 'audience/retention' },
    ],
  },
  {
    name: 'behaviour',
    pages: [
      { name: 'reading', path: 'audience/reading' },
      { name: 'journeys', path: 'audience/journeys' },
      { name: 'events', path: 'audience/events' },
      { name: 'search', path: 'audience/site-search' },
      { name: 'missing', path: 'audience/missing-pages' },
      { name: 'vitals', path: 'audience/web-vitals' },
    ],
  },
  {
    name: 'conversion',
    pages: [
      { name: 'goals', path: 'audience/goals' },
      { name: 'funnels', path: 'audience/funnels' },
      { name: 'orders', path: 'audience/orders' },
    ],
  },
] as const

export const sections = groups.flatMap(({ pages }) => [...pages])

/** What the reader chose on one page and finds again on the next: site, period, comparison, filters. */
const kept = ['site', 'period', 'from', 'to', 'compare', 'f']

/** The part of an address that every page of the audience reads. */
export function keptOf(search: string): string {
  const chosen = [...new URLSearchParams(search)].filter(([name]) => kept.includes(name))
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen)}`
}
