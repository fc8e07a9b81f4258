import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goesOn, LiveVisits, nextVisit, silence, type Visit, type VisitStart } from './visit.ts'
import { noUtm } from './source.ts'

const start: VisitStart = {
  entryPath: '/',
  referrerHost: '',
  source: '',
  channel: 'Direct',
  channelVersion: 0,
  clickId: '',
  utm: noUtm,
}
const clock = (time: string) => Date.parse(`2026-11-24T${time}Z`)

/** Visits that the events of one visitor make, live: the number of each event's visit, in order of first appearance. */
function live(times: readonly number[]): number[] {
  const visits = new LiveVisits()
  const seen: string[] = []
  return times.map((at) => {
    const { visit } = nextVisit(visits.find(['1', '0'], at), '1', at, () => start)
    visits.keep('1', visit, at)
    if (!seen.includes(visit.id)) seen.push(visit.id)
    return seen.indexOf(visit.id)
  })
}

describe('a visit ends after thirty minutes of silence', () => {
  test.each([
    ['10:00:00 then 29:59 later', ['10:00:00', '10:29:59'], 1],
    ['10:00:00 then 30:00 later', ['10:00:00', '10:30:00'], 1],
    ['10:00:00 then 30:01 later', ['10:00:00', '10:30:01'], 2],
    ['across the hour', ['10:58:00', '11:03:00'], 1],
    ['two in one hour', ['10:05:00', '10:50:00'], 2],
    ['kept alive for two hours', ['10:00:00', '10:25:00', '10:50:00', '11:15:00', '11:40:00'], 1],
    ['an event reported late joins the visit it lies in', ['10:00:00', '10:20:00', '10:10:00'], 1],
    ['an event reported late from before the visit starts another', ['10:40:00', '10:00:00'], 2],
    ['three visits in a day', ['08:00:00', '12:00:00', '12:10:00', '18:00:00'], 3],
  ])('%s', (_, times, visits) => {
    expect(new Set(live(times.map(clock))).size).toBe(visits)
  })

  test('visits computed live are those found by cutting the whole list at its silences', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 * 60_000 }), { maxLength: 60 }), (gaps) => {
        let at = clock('00:00:00')
        const times = gaps.map((gap) => (at += gap))
        let visit = -1
        const cut = times.map((time, i) => (i === 0 || time - (times[i - 1] ?? 0) > silence ? ++visit : visit))
        expect(live(times)).toEqual(cut)
      }),
    )
  })
})

describe('a visit keeps what it started with', () => {
  test('its first source, whatever comes next', () => {
    const first = nextVisit(undefined, '1', clock('10:00:00'), () => ({
      ...start,
      source: 'Google',
      channel: 'Organic Search',
    })).visit
    const { visit, isEntry } = nextVisit(first, '1', clock('10:10:00'), () => ({
      ...start,
      source: 'newsletter',
      channel: 'Email',
    }))
    expect(visit).toMatchObject({
      id: first.id,
      source: 'Google',
      startedAt: first.startedAt,
      lastAt: clock('10:10:00'),
    })
    expect(isEntry).toBe(false)
  })

  test('its number is the same whenever it is computed again, and differs from visit to visit', () => {
    const at = clock('10:00:00')
    const id = (visitor: string, when: number) => nextVisit(undefined, visitor, when, () => start).visit.id
    expect(id('1', at)).toBe(id('1', at))
    expect(new Set([id('1', at), id('2', at), id('1', at + 1)]).size).toBe(3)
    expect(BigInt(id('1', at)) < 2n ** 64n).toBe(true)
  })
})

describe('visits in memory', () => {
  const visit = (lastAt: number): Visit => ({ ...start, id: `${lastAt}`, visitor: '1', startedAt: lastAt, lastAt })

  test('past midnight a visit is found under the number of the day before', () => {
    const visits = new LiveVisits()
    visits.keep('yesterday', visit(clock('00:10:00')), clock('00:10:00'))
    expect(visits.find(['today', 'yesterday'], clock('00:20:00'))?.id).toBe(String(clock('00:10:00')))
    expect(visits.find(['today', 'yesterday'], clock('00:50:00'))).toBeUndefined()
  })

  test('those nobody touched for half an hour are forgotten', () => {
    const visits = new LiveVisits()
    visits.keep('a', visit(0), 0)
    visits.keep('b', visit(0), silence)
    visits.sweep(silence + 1)
    expect(visits.size).toBe(1)
  })

  test('an older one does not hide the one that goes on', () => {
    const visits = new LiveVisits()
    visits.keep('a', visit(clock('12:00:00')), clock('12:00:00'))
    visits.keep('a', visit(clock('10:00:00')), clock('12:01:00'))
    expect(visits.find(['a'], clock('12:10:00'))?.lastAt).toBe(clock('12:00:00'))
    expect(goesOn(visit(clock('12:00:00')), clock('12:30:00'))).toBe(true)
  })
})
