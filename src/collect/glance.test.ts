import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clickhouseInstant, type EventRow, instantOf, visitOfRow } from './event-row.ts'
import { glance, LatestOfEach } from './glance.ts'
import { LiveVisits } from './visit.ts'

/** Texts that could be taken for the names of a row, beside ordinary ones. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('"id_given":1', '\\"ts":"x', '"origin":"log"', '","lasting_id":"9', 'é’🐝', 'a\\', ''),
)
const instant = fc.integer({ min: 0, max: 3_600_000 }).map((ms) => clickhouseInstant(1_764_000_000_000 + ms))
const row = fc.record(
  {
    site_id: fc.integer({ min: 1, max: 2 ** 31 }),
    ts: instant,
    received_at: instant,
    event_id: text,
    name: text,
    visitor_id: fc.integer({ min: 1, max: 5 }).map(String),
    visit_id: fc.constant('7'),
    visit_started_at: instant,
    title: text,
    props: fc.dictionary(text, text, { maxKeys: 2 }),
    id_given: fc.constant(1 as const),
    lasting_id: fc.constantFrom('0', '11', '12'),
    origin: fc.constantFrom('live' as const, 'log' as const),
  },
  { requiredKeys: ['site_id', 'ts', 'received_at', 'event_id', 'name', 'visitor_id', 'visit_id', 'visit_started_at'] },
)
const written = (one: EventRow) => Buffer.from(JSON.stringify(one))
const numberOf = (one: EventRow) =>
  one.lasting_id === undefined || one.lasting_id === '0' ? one.visitor_id : one.lasting_id

test('a glance sees what parsing sees, whatever the texts hold', () => {
  fc.assert(
    fc.property(row, (one) => {
      expect(glance(written(one))).toEqual({
        siteId: one.site_id,
        givenId: one.id_given ? one.event_id : null,
        visitor: numberOf(one),
        at: one.ts,
        receivedAt: one.received_at,
        isLive: one.origin !== 'log',
      })
    }),
    { numRuns: 300 },
  )
})

test('the latest rows of each visitor bring back the same visits as all rows', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const [all, few] = [new LiveVisits(), new LiveVisits()]
      // An event tells of an hour before it came in, or of five minutes after it: another machine's clock.
      const received = rows
        .filter(({ ts, received_at: at }) => instantOf(ts) - instantOf(at) < 300_000)
        .toSorted((a, b) => instantOf(a.received_at) - instantOf(b.received_at))
      const keep = (visits: LiveVisits, one: EventRow) => visits.keep(numberOf(one), visitOfRow(one), instantOf(one.received_at)) // prettier-ignore
      for (const one of received) keep(all, one)
      const latest = new LatestOfEach()
      const chosen = received.toReversed().filter((one) => !latest.has(numberOf(one), one.ts))
      for (const one of chosen.toReversed()) keep(few, one)
      const now = 1_764_003_600_000
      for (const number of ['1', '2', '3', '4', '5', '11', '12'])
        for (const at of [now - 1_800_000, now])
          expect(few.find([number], at, true, now)).toEqual(all.find([number], at, true, now))
    }),
  )
})
