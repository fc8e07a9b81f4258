import { describe, expect, test } from 'vitest'
import { defaultChannels } from './channel-rules.ts'
import { enrich, type Hit, type Surroundings } from './enrich.ts'
import { type EventRow, visitOfRow } from './event-row.ts'
import { IdMemory } from './id-memory.ts'
import { RateLimit } from './rate.ts'
import type { Site } from './site.ts'
import { LiveVisits } from './visit.ts'
import { visitorId } from './visitor.ts'

// Events that a server tells late, with their own time; and clocks that go back.

const site: Site = {
  id: 7, publicId: '', workspaceId: 'w', projectId: null, domain: 'ruches.example', timeZone: 'UTC', currency: 'EUR', mode: 'exempt', settings: {},
} // prettier-ignore
const instant = (time: string) => Date.parse(`2026-11-24T${time}Z`)

/** Events of one visitor as [received, its own time]: what the collector makes of them. */
function take(events: readonly (readonly [received: string, at?: string])[], visits = new LiveVisits()): EventRow[] {
  const around: Surroundings = {
    agentOf: () => ({ device: 'desktop', browser: 'Firefox', os: 'Linux', bot: '' }),
    countryOf: () => 'FR',
    shield: null,
    channels: defaultChannels,
    visits,
    visitorsOf: ({ ip, userAgent }) => [visitorId('a'.repeat(64), 7, ip, userAgent), visitorId('b'.repeat(64), 7, ip, userAgent)],
  } // prettier-ignore
  return events.map(([received, at = received], n) => {
    const hit: Hit = {
      url: new URL('https://ruches.example/'), name: 'pageview', referrer: '', title: '', props: {}, revenue: null, consent: false, id: String(n),
      idGiven: false, at: instant(at), receivedAt: instant(received), ip: '192.0.2.1', userAgent: 'Firefox', language: '', signalsOptOut: false,
      origin: 'live',
    } // prettier-ignore
    const outcome = enrich(hit, site, around)
    if (outcome.status !== 'kept') throw new Error(outcome.reason)
    visits.keep(outcome.visitor, outcome.visit, hit.receivedAt)
    return outcome.row
  })
}
const numbered = (rows: readonly EventRow[]) => {
  const ids = [...new Set(rows.map((row) => row.visit_id))]
  return rows.map((row) => ids.indexOf(row.visit_id))
}

describe('an event told late', () => {
  test.each([
    ['at once: one visit', [['10:00:00'], ['10:10:00']], [0, 0]],
    ['in a visit that goes on: it joins it', [['10:00:00'], ['10:20:00'], ['10:21:00', '10:10:00']], [0, 0, 0]],
    ['before the visit began, by less than a silence: it joins it', [['10:00:00'], ['10:01:00', '09:40:00']], [0, 0]],
    ['long before the visit began: another one', [['10:00:00'], ['10:01:00', '09:00:00'], ['10:05:00']], [0, 1, 0]],
    ['after the visit is over by the clock: it is not opened again', [['10:00:00'], ['10:45:00', '10:20:00']], [0, 1]],
    ['a second too late', [['10:00:00'], ['10:30:01', '10:10:00']], [0, 1]],
    ['just in time', [['10:00:00'], ['10:30:00', '10:10:00']], [0, 0]],
    ['of yesterday: a visit of its own, and today’s goes on', [['10:00:00'], ['10:10:00', '08:00:00'], ['10:20:00']], [0, 1, 0]],
    ['a whole visit of the past, sent in one go: one visit', [['15:00:00', '08:00:00'], ['15:00:01', '08:20:00'], ['15:00:02', '08:45:00']], [0, 0, 0]],
    ['two visits of the past in one go: two', [['15:00:00', '08:00:00'], ['15:00:01', '08:20:00'], ['15:00:02', '09:00:00']], [0, 0, 1]],
    ['the same minutes told again an hour later: another visit', [['15:00:00', '08:00:00'], ['16:00:00', '08:10:00']], [0, 1]],
  ] as [string, [string, string?][], number[]][])('%s', (_, events, visits) => {
    expect(numbered(take(events))).toEqual(visits)
  }) // prettier-ignore

  test('does not move the start of the visit it joins, nor its entry', () => {
    const rows = take([['10:00:00'], ['10:01:00', '09:40:00'], ['10:02:00']])
    expect(new Set(rows.map((row) => row.visit_started_at)).size).toBe(1)
    expect(rows.map((row) => row.is_entry)).toEqual([1, undefined, undefined])
  })
})

describe('a clock set back by an hour', () => {
  test('cuts the visit once, and not at each event', () => {
    expect(numbered(take([['10:00:00'], ['10:10:00'], ['09:10:00'], ['09:15:00'], ['09:20:00']]))).toEqual([
      0, 0, 1, 1, 1,
    ])
  })

  test('keeps no visit for longer than a silence', () => {
    const visits = new LiveVisits()
    take([['10:00:00']], visits)
    visits.sweep(instant('09:00:00'))
    expect(visits.size).toBe(1)
    visits.sweep(instant('09:30:01'))
    expect(visits.size).toBe(0)
  })

  test('lets the rate go on, and forgets its buckets', () => {
    const rate = new RateLimit(1, 2)
    expect([rate.take('a', 5_000), rate.take('a', 5_000), rate.take('a', 5_000)]).toEqual([0, 0, 1])
    expect([rate.take('a', 1_000), rate.take('a', 3_000)]).toEqual([1, 0])
    rate.take('b', 900_000)
    rate.sweep(1_000)
    rate.sweep(10_000)
    expect(rate.size).toBe(0)
  })

  test('still lets a generation of ids end', () => {
    const ids = new IdMemory(100, 1e6, 1e9)
    ids.add(1, 'old', 1e9)
    for (let now = 0; now <= 500; now += 100) ids.add(1, `n${now}`, now)
    expect([ids.has(1, 'old'), ids.has(1, 'n500')]).toEqual([false, true])
  })
})

test('visitors made up by the million are forgotten from the first on', () => {
  const visits = new LiveVisits(3)
  const [row] = take([['10:00:00']])
  if (!row) throw new Error('no row')
  const visit = visitOfRow(row)
  for (let n = 0; n < 1_000; n++) visits.keep(`v${n}`, visit, visit.lastAt)
  expect([visits.size, visits.find(['v0'], visit.lastAt), visits.find(['v999'], visit.lastAt)?.id]).toEqual([
    3,
    undefined,
    visit.id,
  ])
})
