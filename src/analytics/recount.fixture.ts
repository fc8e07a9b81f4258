import { dayIn } from '../period.ts'

/** An event as a visitor's browser would send it, and what is known of it without asking the product. */
export interface RawEvent {
  readonly who: number
  /** Milliseconds. */
  readonly at: number
  readonly name: string
  readonly path: string
  readonly channel: string
  readonly source: string
  readonly campaign: string
  readonly device: string
  readonly browser: string
  readonly os: string
  readonly consent: boolean
  readonly revenueCents: number
  /** Whether it must be out of the figures: a robot, another site. */
  readonly isOut: boolean
}

export interface RawVisit {
  readonly who: number
  readonly startedAt: number
  readonly lastAt: number
  readonly events: readonly RawEvent[]
}

/** The visits of a list of events in order of time: thirty minutes of silence end one, and so does a consent withdrawn. */
export function visitsOf(events: readonly RawEvent[]): RawVisit[] {
  const visits: { who: number; startedAt: number; lastAt: number; events: RawEvent[] }[] = []
  const open = new Map<number, (typeof visits)[number]>()
  for (const event of events.filter(({ isOut }) => !isOut)) {
    const held = open.get(event.who)
    const goesOn = held && event.at - held.lastAt <= 30 * 60_000 && (event.consent || !held.events[0]?.consent)
    if (goesOn) {
      held.events.push(event)
      held.lastAt = event.at
      continue
    }
    const visit = { who: event.who, startedAt: event.at, lastAt: event.at, events: [event] }
    visits.push(visit)
    open.set(event.who, visit)
  }
  return visits
}

const views = (visit: RawVisit) => visit.events.filter(({ name }) => name === 'pageview').length

/** Every figure of the audience page, counted by hand over one period. */
export function recount(events: readonly RawEvent[], timeZone: string, from: string, to: string) {
  const isIn = (at: number) => {
    const day = dayIn(timeZone, new Date(at))
    return day >= from && day <= to
  }
  const visits = visitsOf(events).filter(({ startedAt }) => isIn(startedAt))
  const pages = events.filter(({ at, name, isOut }) => !isOut && name === 'pageview' && isIn(at))
  const bounces = visits.filter((visit) => views(visit) <= 1 && visit.events.every(({ name }) => name === 'pageview'))
  const seconds = visits.reduce((sum, visit) => sum + (visit.lastAt - visit.startedAt) / 1000, 0)
  // A visitor is known for a day of the site: one number a person and day.
  const visitors = new Set(visits.map(({ who, startedAt }) => `${who} ${dayIn(timeZone, new Date(startedAt))}`))
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
  const first = (visit: RawVisit) => visit.events[0] as RawEvent
  const last = (visit: RawVisit) => visit.events.at(-1) as RawEvent
  return {
    totals: {
      visitors: visitors.size,
      visits: visits.length,
      pageviews: pages.length,
      viewsPerVisit: share(pages.length, visits.length),
      bounceRate: share(bounces.length, visits.length),
      visitDuration: share(seconds, visits.length),
    },
    consented: share(visits.filter((visit) => visit.events.some(({ consent }) => consent)).length, visits.length),
    visitsByDay: tally(visits, (visit) => dayIn(timeZone, new Date(visit.startedAt))),
    panels: {
      page: tally(pages, ({ path }) => path),
      entryPage: tally(visits, (visit) => first(visit).path),
      exitPage: tally(visits, (visit) => last(visit).path),
      source: tally(visits, (visit) => first(visit).source),
      channel: tally(visits, (visit) => first(visit).channel),
      utmCampaign: tally(visits, (visit) => first(visit).campaign),
      country: tally(visits, () => ''),
      device: tally(visits, (visit) => first(visit).device),
      browser: tally(visits, (visit) => first(visit).browser),
      os: tally(visits, (visit) => first(visit).os),
      goal: tally(
        visits.flatMap((visit) => [
          ...(visit.events.some(({ name }) => name === 'commande') ? ['Achat'] : []),
          ...(visit.events.some(({ name, path }) => name === 'pageview' && path.startsWith('/contact'))
            ? ['Contact']
            : []),
        ]),
        (goal) => goal,
      ),
    },
    revenueCents: events
      .filter(({ at, isOut }) => !isOut && isIn(at))
      .reduce((sum, { revenueCents }) => sum + revenueCents, 0),
  }
}

/** How many of each, largest first, then by name: the order of a panel. */
export function tally<T>(list: readonly T[], nameOf: (one: T) => string): [name: string, count: number][] {
  const counts = new Map<string, number>()
  for (const one of list) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1)
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
}
