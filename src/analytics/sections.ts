/** The pages of the audience, in the order a reader asks: each is an address below the project, named in sections.fr.ts. */
export const sections = [
  { name: 'audience', path: 'audience' },
  { name: 'realTime', path: 'audience/real-time' },
  { name: 'events', path: 'audience/events' },
  { name: 'orders', path: 'audience/orders' },
  { name: 'reading', path: 'audience/reading' },
  { name: 'search', path: 'audience/site-search' },
  { name: 'missing', path: 'audience/missing-pages' },
  { name: 'vitals', path: 'audience/web-vitals' },
  { name: 'places', path: 'audience/places' },
  { name: 'devices', path: 'audience/devices' },
  { name: 'goals', path: 'audience/goals' },
  { name: 'funnels', path: 'audience/funnels' },
  { name: 'journeys', path: 'audience/journeys' },
  { name: 'retention', path: 'audience/retention' },
  { name: 'segments', path: 'audience/segments' },
  { name: 'compare', path: 'audience/compare' },
] as const

/** What the reader chose on one page and finds again on the next: site, period, comparison, filters. */
const kept = ['site', 'period', 'from', 'to', 'compare', 'f']

/** The part of an address that every page of the audience reads. */
export function keptOf(search: string): string {
  const chosen = [...new URLSearchParams(search)].filter(([name]) => kept.includes(name))
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen)}`
}
