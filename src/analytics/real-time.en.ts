import type { fr } from './real-time.fr.ts'

export const en: typeof fr = {
  title: 'Real time',
  lead: 'The last half hour, minute by minute. The page updates by itself; a visit shows in under two seconds.',
  now: 'Visitors now',
  visitors: 'Visitors in 30 minutes',
  visitorsHelp: 'Different visitors with an event in the last 30 minutes.',
  pageviews: 'Page views',
  pageviewsHelp: 'Page views in the last 30 minutes.',
  chart: 'Page views by minute',
  minute: 'Minute',
  nothing: 'Nothing in 30 minutes.',
  lists: { page: 'Pages', source: 'Sources', event: 'Events', country: 'Countries' },
  names: { page: 'Page', source: 'Source', event: 'Event', country: 'Country' },
  counts: { page: 'Page views', source: 'Visitors', event: 'Events', country: 'Visitors' },
}
