import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../period.ts'
import { type FrozenValue, correctionsOf, revisions } from './frozen.ts'
import type { Plan } from './path.ts'
import { periodRows } from './periods.ts'

const day = (n: number) => addDays('2026-11-01', n)

describe('figures that are frozen', () => {
  const at = (n: number) => new Date(Date.UTC(2026, 10, n))
  const frozen = (startsOn: string, revision: number, value: number | null, definition = 'a'): FrozenValue => ({
    startsOn, revision, value, definition, reason: revision === 1 ? 'reading' : 'reread', frozenAt: at(revision),
  }) // prettier-ignore

  test.each([
    ['a first reading', [], [[day(0), 5]], [[day(0), 1, 5, 'reading']]],
    ['nothing, where it reads the same', [frozen(day(0), 1, 5)], [[day(0), 5]], []],
    ['nothing for the noise of a division', [frozen(day(0), 1, 1 / 3)], [[day(0), 0.333333333333]], []],
    ['another revision, where the data changed', [frozen(day(0), 1, 5)], [[day(0), 6]], [[day(0), 2, 6, 'reread']]],
    ['another revision, where the KPI changed', [frozen(day(0), 1, 5, 'b')], [[day(0), 6]], [[day(0), 2, 6, 'redefined']]],
    ['nothing, where the KPI changed and its figure did not', [frozen(day(0), 1, 5, 'b')], [[day(0), 5]], []],
    ['what can no longer be computed', [frozen(day(0), 1, 5)], [[day(0), null]], [[day(0), 2, null, 'reread']]],
    ['what comes after the last revision', [frozen(day(0), 1, 5), frozen(day(0), 2, 6)], [[day(0), 5]], [[day(0), 3, 5, 'reread']]],
  ] as const)('take %s', (_, known, read, expected) => {
    const fresh = revisions(known, read.map(([startsOn, value]) => ({ startsOn, value })), 'a')
    expect(fresh.map((one) => [one.startsOn, one.revision, one.value, one.reason])).toEqual(expected)
  }) // prettier-ignore

  test('lose nothing: whatever is read and read again, the last revision is the last reading', () => {
    const readings = fc.array(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 }))), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(readings, (given) => {
        let known: FrozenValue[] = []
        const last = new Map<string, number>()
        for (const [n, reading] of given.entries()) {
          const read = [...new Map(reading)].map(([one, value]) => ({ startsOn: day(one), value }))
          const fresh = revisions(known, read, 'a').map((one) => ({ ...one, definition: 'a', frozenAt: at(n + 1) }))
          known = [...known, ...fresh].toSorted((a, b) =>
            a.startsOn === b.startsOn ? a.revision - b.revision : a.startsOn < b.startsOn ? -1 : 1,
          )
          for (const { startsOn, value } of read) last.set(startsOn, value)
        }
        for (const [startsOn, value] of last)
          expect(known.findLast((one) => one.startsOn === startsOn)?.value).toBe(value)
        expect(correctionsOf(known)).toHaveLength(known.length - last.size)
      }),
    )
  })

  test('say what was corrected, latest first', () => {
    const told = correctionsOf([frozen(day(0), 1, 5), frozen(day(0), 2, 6), frozen(day(1), 1, 4), frozen(day(1), 3, 3)])
    expect(told.map(({ startsOn, before, after }) => [startsOn, before, after])).toEqual([
      [day(1), 4, 3],
      [day(0), 5, 6],
    ])
  })
})

describe('planned against actual', () => {
  // Three months of 30, 31 and 30 days, a target of 910: ten a day.
  const plan: Plan = {
    period: { from: '2026-04-01', to: '2026-06-30' }, from: 0, to: 910, shape: 'linear', points: [], lastYear: [], isLimit: false,
  } // prettier-ignore
  const rules = { accumulates: true, direction: 'up' as const, threshold: 0.1 }
  const live = new Map([
    ['2026-04-01', 330],
    ['2026-05-01', 290],
    ['2026-06-01', 40],
  ])

  test('month by month, of what adds up: what the path rises, what came, what it is worth', () => {
    const rows = periodRows(plan, 'month', rules, live, new Map(), '2026-06-10')
    expect(rows.map(({ from, to, planned, actual, verdict }) => [from, to, planned, actual, verdict])).toEqual([
      ['2026-04-01', '2026-04-30', 300, 330, 'good'],
      ['2026-05-01', '2026-05-31', expect.closeTo(310, 8), 290, 'within'],
      ['2026-06-01', '2026-06-30', expect.closeTo(300, 8), 40, 'running'],
    ])
  })

  test('what was frozen stands, whatever is read since', () => {
    const [first] = periodRows(plan, 'month', rules, live, new Map([['2026-04-01', 200]]), '2026-06-10')
    expect(first).toMatchObject({ actual: 200, isFrozen: true, verdict: 'beyond', relative: expect.closeTo(-1 / 3, 8) })
  })

  test('a week cut by the start or the end counts its own days only', () => {
    const rows = periodRows(plan, 'week', rules, new Map(), new Map(), '2026-07-31')
    expect(rows[0]).toMatchObject({ from: '2026-04-01', to: '2026-04-05', planned: expect.closeTo(50, 8) })
    expect(rows.at(-1)).toMatchObject({ from: '2026-06-29', to: '2026-06-30', planned: expect.closeTo(20, 8), verdict: 'unknown' })
    expect(rows.reduce((sum, { planned }) => sum + (planned ?? 0), 0)).toBeCloseTo(910, 8)
  }) // prettier-ignore

  test.each([
    ['a rate is held to the end of its path', { ...rules, accumulates: false }, { ...plan, from: 10, to: 20 }, 15, 'good'],
    ['a cost that goes down is good news', { ...rules, accumulates: false, direction: 'down' as const }, { ...plan, from: 20, to: 10 }, 12, 'good'],
    ['a limit passed is beyond, whatever the day', { ...rules, direction: 'down' as const }, { ...plan, isLimit: true, to: 60 }, 70, 'beyond'],
    ['nothing is judged without a path', rules, { ...plan, from: null }, 15, 'good'],
  ])('%s', (_, more, over, actual, verdict) => {
    const [row] = periodRows(over, 'month', more, new Map([['2026-04-01', actual]]), new Map(), '2026-05-02')
    expect(row?.verdict).toBe(over.from === null ? 'unknown' : verdict)
  }) // prettier-ignore

  test('before its period begins there is nothing to tell', () => {
    expect(periodRows(plan, 'month', rules, live, new Map(), '2026-03-31')).toEqual([])
  })
})
