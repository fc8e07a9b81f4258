import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayIn } from '../period.ts'
import { defaultChannels } from './channel-rules.ts'
import { enrich, type Hit, type Surroundings } from './enrich.ts'
import { type EventRow, instantOf, visitOfRow } from './event-row.ts'
import type { Site } from './site.ts'
import { LiveVisits, silence } from './visit.ts'
import { visitorId } from './visitor.ts'

/*
 * The collector decides of visits as events come, one by one, with what it holds in memory. Here the same events are cut into
 * visits afterwards, all at once, by the rule as it is told: a visit ends with more than thirty minutes of silence.
 */
const site: Site = {
  id: 7, publicId: '', workspaceId: 'w', projectId: null, domain: 'ruches.example', timeZone: 'Europe/Paris', currency: 'EUR', mode: 'consent', settings: {},
} // prettier-ignore

const minute = 60_000
/** Half a day before the night summer time ends, so that two midnights and a 25-hour day are crossed. */
const start = Date.parse('2026-10-24T10:00:00Z')

interface Told {
  readonly who: number
  readonly at: number
  readonly name: string
  readonly path: string
}

/** Gaps are drawn around the rule's own edge: 29, 30 and 31 minutes, a second over, and far beyond. */
const gap = fc.oneof(
  fc.constantFrom(0, 1, 1_000, 29 * minute, 30 * minute, 30 * minute + 1, 31 * minute, 3 * 60 * minute),
  fc.integer({ min: 0, max: 90 * minute }),
)
const told = fc
  .array(
    fc.record({
      who: fc.nat(4),
      gap,
      name: fc.constantFrom('pageview', 'pageview', 'pageview', 'order'),
      path: fc.constantFrom('/', '/miel', '/merci'),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    const clocks = new Map<number, number>()
    return steps
      .map(({ who, gap: after, name, path }): Told => {
        const at = (clocks.get(who) ?? start + who * 7 * minute) + after
        clocks.set(who, at)
        return { who, at, name, path }
      })
      .toSorted((a, b) => a.at - b.at)
  })

const salts = (day: string) => day.replaceAll('-', '').padEnd(64, '0')

const around = (visits: LiveVisits): Surroundings => ({
  agentOf: () => ({ device: 'desktop', browser: 'Firefox', os: 'Linux', bot: '' }),
  countryOf: () => 'FR',
  shield: null,
  channels: defaultChannels,
  visits,
  visitorsOf: ({ at, ip, userAgent }) => {
    const day = dayIn(site.timeZone, new Date(at))
    const before = dayIn(site.timeZone, new Date(at - 25 * 3_600_000))
    return [visitorId(salts(day), site.id, ip, userAgent), visitorId(salts(before), site.id, ip, userAgent)]
  },
})

const hitOf = ({ who, at, name, path }: Told, n: number): Hit => ({
  url: new URL(`https://ruches.example${path}`), name, referrer: '', title: '', props: {}, revenue: null, consent: false, id: String(n),
  idGiven: false, at, receivedAt: at, ip: `192.0.2.${who}`, userAgent: 'Firefox', language: 'fr', signalsOptOut: false, origin: 'live',
}) // prettier-ignore

/** Takes the events in order; at `restartAt` the memory is lost and made again from the rows of the last half hour. */
function live(events: readonly Told[], restartAt = -1): EventRow[] {
  let visits = new LiveVisits()
  const rows: EventRow[] = []
  for (const [n, event] of events.entries()) {
    if (n === restartAt) {
      visits = new LiveVisits()
      for (const row of rows)
        if (event.at - instantOf(row.ts) <= silence) visits.keep(row.visitor_id, visitOfRow(row), instantOf(row.ts))
    }
    const outcome = enrich(hitOf(event, n), site, around(visits))
    if (outcome.status !== 'kept') throw new Error(outcome.reason)
    visits.keep(outcome.visitor, outcome.visit, event.at)
    rows.push(outcome.row)
  }
  return rows
}

/** Which events belong together, by the rule, without any memory. */
function recomputed(events: readonly Told[]): number[][] {
  const visits: number[][] = []
  const last = new Map<number, { at: number; visit: number[] }>()
  for (const [n, { who, at }] of events.entries()) {
    const open = last.get(who)
    const visit = open && at - open.at <= silence ? open.visit : []
    if (visit.length === 0) visits.push(visit)
    visit.push(n)
    last.set(who, { at, visit })
  }
  return visits
}

function grouped(rows: readonly EventRow[]): number[][] {
  const visits = new Map<string, number[]>()
  for (const [n, row] of rows.entries()) visits.set(row.visit_id, [...(visits.get(row.visit_id) ?? []), n])
  return [...visits.values()]
}

describe('whatever comes', () => {
  test('visits decided event by event are those that the rule gives afterwards', () => {
    fc.assert(
      fc.property(told, (events) => {
        expect(grouped(live(events))).toEqual(recomputed(events))
      }),
      { numRuns: 300 },
    )
  })

  test('a restart in the middle changes no visit', () => {
    fc.assert(
      fc.property(told, fc.nat(59), (events, restartAt) => {
        const straight = live(events)
        const restarted = live(events, restartAt % events.length)
        expect(restarted.map((row) => row.visit_id)).toEqual(straight.map((row) => row.visit_id))
        expect(restarted.map((row) => row.visitor_id)).toEqual(straight.map((row) => row.visitor_id))
      }),
      { numRuns: 300 },
    )
  })

  test('all the events of a visit tell the same visitor, start and entry page, and one of them is its entry', () => {
    fc.assert(
      fc.property(told, (events) => {
        const rows = live(events)
        for (const visit of grouped(rows)) {
          const [first, ...others] = visit.map((n) => rows[n])
          expect(first).toMatchObject({ is_entry: 1, entry_path: events[visit[0] ?? 0]?.path })
          for (const row of others) {
            expect(row?.is_entry).toBeUndefined()
            expect(row).toMatchObject({
              visitor_id: first?.visitor_id,
              visit_started_at: first?.visit_started_at,
              entry_path: first?.entry_path,
            })
          }
        }
      }),
    )
  })

  test('visitors of several days are the sum of the visitors of each: nobody is known two days running', () => {
    fc.assert(
      fc.property(told, (events) => {
        const rows = live(events)
        const byDay = new Map<string, Set<string>>()
        for (const row of rows) {
          const day = dayIn(site.timeZone, new Date(instantOf(row.visit_started_at)))
          byDay.set(day, (byDay.get(day) ?? new Set()).add(row.visitor_id))
        }
        const sum = [...byDay.values()].reduce((total, visitors) => total + visitors.size, 0)
        expect(new Set(rows.map((row) => row.visitor_id)).size).toBe(sum)
      }),
    )
  })

  test('an event is an interaction, unless it is a page view', () => {
    fc.assert(
      fc.property(told, (events) => {
        for (const [n, row] of live(events).entries())
          expect(row.interactive).toBe(events[n]?.name === 'pageview' ? undefined : 1)
      }),
    )
  })
})
