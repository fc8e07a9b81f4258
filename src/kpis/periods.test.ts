import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysOf, lengthOf } from '../period.ts'
import { type Plan, courseOf, pathShapes, plannedOn } from './path.ts'
import { periodLabel, periodRows } from './periods.ts'
import { fromUnit, inUnit } from './unit.ts'
import { solve, whatIf } from './what-if.ts'
import { doubtOf } from './what-if.store.ts'

const grain = fc.constantFrom('week' as const, 'month' as const)
const day = fc.integer({ min: 0, max: 700 }).map((n) => addDays('2027-06-15', n))
const planned = fc
  .record({
    from: day,
    length: fc.integer({ min: 1, max: 400 }),
    start: fc.integer({ min: 0, max: 1_000 }),
    to: fc.integer({ min: 0, max: 1_000 }),
    shape: fc.constantFrom(...pathShapes),
    points: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 1_000 })), { maxLength: 5 }),
    lastYear: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 400 }),
  })
  .map(({ from, length, start, to, shape, points, lastYear }): Plan => {
    const byDay = new Map(points.map(([at, value]) => [addDays(from, at % length), value]))
    return {
      period: { from, to: addDays(from, length - 1) }, from: start, to, shape, lastYear, isLimit: false,
      points: [...byDay].map(([on, value]) => ({ day: on, value })),
    } // prettier-ignore
  })
const rules = { accumulates: true, direction: 'up', threshold: 0.1 } as const

describe('planned against actual, week by week or month by month', () => {
  test('the periods follow each other from the first day to today, or to the last day', () => {
    fc.assert(
      fc.property(planned, grain, day, (plan, by, today) => {
        const rows = periodRows(plan, by, rules, new Map(), new Map(), today)
        if (today < plan.period.from) {
          expect(rows).toEqual([])
          return
        }
        expect(rows[0]?.from).toBe(plan.period.from)
        for (const [i, { from, to }] of rows.entries()) {
          expect(to >= from).toBe(true)
          if (i > 0) expect(from).toBe(addDays(rows[i - 1]?.to ?? '', 1))
          expect(new Set(daysOf({ from, to }).map((one) => periodLabel(by, one))).size).toBe(1)
        }
        const until = today < plan.period.to ? today : plan.period.to
        expect((rows.at(-1)?.to ?? '') >= until && (rows.at(-1)?.from ?? '') <= until).toBe(true)
        expect(rows.filter(({ verdict }) => verdict === 'running').length).toBe(today <= plan.period.to ? 1 : 0)
      }),
    )
  })

  test('of what adds up, what is planned for each adds up to what the path rises, by either grain', () => {
    fc.assert(
      fc.property(planned, grain, (plan, by) => {
        const rows = periodRows(plan, by, rules, new Map(), new Map(), addDays(plan.period.to, 1))
        const whole = (plannedOn(plan, plan.period.to) ?? Number.NaN) - (plan.from ?? 0)
        expect(rows.reduce((sum, one) => sum + (one.planned ?? Number.NaN), 0)).toBeCloseTo(whole, 6)
      }),
    )
  })

  test('a figure is good, within or beyond by how far it is, and the other way round where less is better', () => {
    const whatever = fc.integer({ min: 1, max: 2_000 })
    fc.assert(
      fc.property(whatever, whatever, (target, actual) => {
        const plan: Plan = {
          period: { from: '2026-03-01', to: '2026-03-31' }, from: 0, to: target, shape: 'linear', points: [], lastYear: [], isLimit: false,
        } // prettier-ignore
        const row = (direction: 'up' | 'down') =>
          periodRows(plan, 'month', { ...rules, direction }, new Map([['2026-03-01', actual]]), new Map(), '2026-04-01')[0]
        const [up, down] = [row('up'), row('down')]
        expect(up?.deviation).toBeCloseTo(actual - target, 9)
        expect(up?.relative).toBeCloseTo(-(down?.relative ?? Number.NaN), 9)
        const expected = actual >= target ? 'good' : actual >= target * 0.9 ? 'within' : 'beyond'
        // At the edge itself the noise of a division decides.
        if (Math.abs(actual / target - 0.9) > 1e-9) expect(up?.verdict).toBe(expected)
        if (actual !== target) expect([up?.verdict, down?.verdict].filter((one) => one === 'good')).toHaveLength(1)
      }),
    )
  }) // prettier-ignore

  test.each([
    ['a period that was frozen as unknown stays unknown', null, 40, 'unknown', null],
    ['a zero is a figure', 0, 40, 'beyond', 0],
  ])('%s, whatever is read since', (_, frozen, live, verdict, actual) => {
    const plan: Plan = {
      period: { from: '2026-03-01', to: '2026-04-30' }, from: 0, to: 610, shape: 'linear', points: [], lastYear: [], isLimit: false,
    } // prettier-ignore
    const at = '2026-03-01'
    const [row] = periodRows(plan, 'month', rules, new Map([[at, live]]), new Map([[at, frozen]]), '2026-04-10')
    expect(row).toMatchObject({ verdict, actual, isFrozen: true })
  })

  test('where nothing is planned, less than nothing is beyond, and there is no share of it', () => {
    const plan: Plan = {
      period: { from: '2026-03-01', to: '2026-03-31' }, from: 0, to: 0, shape: 'linear', points: [], lastYear: [], isLimit: false,
    } // prettier-ignore
    const of = (actual: number) => periodRows(plan, 'month', rules, new Map([['2026-03-01', actual]]), new Map(), '2026-04-01')[0]
    expect([of(-1), of(0), of(1)].map((row) => [row?.verdict, row?.relative])).toEqual([['beyond', null], ['good', null], ['good', null]])
  }) // prettier-ignore
})

describe('any path', () => {
  test('has a value for every day, between the lowest and the highest of what it goes through', () => {
    fc.assert(
      fc.property(planned, (plan) => {
        const course = courseOf(plan)
        expect(course).toHaveLength(lengthOf(plan.period))
        const through = [plan.from ?? 0, plan.to, ...(plan.shape === 'drawn' ? plan.points.map(({ value }) => value) : [])]
        for (const { planned: value } of course) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...through) - 1e-9)
          expect(value).toBeLessThanOrEqual(Math.max(...through) + 1e-9)
        }
      }),
    )
  }) // prettier-ignore

  test('that is a limit says the limit on every day, before and after too', () => {
    fc.assert(
      fc.property(planned, day, (plan, on) => {
        fc.pre(plan.shape !== 'drawn')
        expect(plannedOn({ ...plan, isLimit: true }, on)).toBe(plan.to)
      }),
    )
  })
})

describe('what it would take', () => {
  test.each(['percent', 'money', 'seconds', 'number'] as const)('%s typed come back as they were typed', (unit) => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.constantFrom(1, 10, 100), (n, by) => {
        expect(inUnit(unit, fromUnit(unit, n / by))).toBe(n / by)
      }),
    )
  })

  test('to reach what is reached already is what each driver is', () => {
    const amount = fc.integer({ min: 1, max: 1_000 })
    fc.assert(
      fc.property(amount, amount, (visits, basket) => {
        const drivers = [
          { key: 'visits', written: 'visits', unit: 'number', value: visits, doubt: 0.1 },
          { key: 'basket', written: 'basket', unit: 'money', value: basket, doubt: 0.1 },
        ] as const
        const found = whatIf((values) => (values.get('visits') ?? 0) * (values.get('basket') ?? 0), drivers, visits * basket)
        expect(found).toMatchObject({ result: visits * basket, gap: 0 })
        expect(Object.fromEntries(found.reaching)).toEqual({ visits, basket })
        expect(found.low).toBeLessThan(visits * basket)
        expect(found.high).toBeGreaterThan(visits * basket)
      }),
      { numRuns: 20 },
    )
  }) // prettier-ignore

  test('is looked for up to ten times the present value, no further', () => {
    expect(solve((x) => x, 100, 10)).toBe(100)
    expect(solve((x) => x, 100.1, 10)).toBeNull()
    expect(solve((x) => x, -1, 10)).toBeNull()
  })

  test('has no bounds where more than half of what may come cannot be computed', () => {
    const driver = { key: 'x', written: 'x', unit: 'number', value: 10, doubt: 0.5 } as const
    const only = (from: number) => whatIf((values) => ((values.get('x') ?? 0) > from ? 1 : null), [driver], null)
    expect(only(5)).toMatchObject({ result: 1, low: 1, high: 1 })
    expect(only(14)).toMatchObject({ result: null, low: null, high: null })
  })

  test.each([
    ['three weeks tell nothing: the usual doubt', [10, 20, 30], 0.1],
    ['nothing came: the usual doubt', [0, 0, 0, 0], 0.1],
    ['weeks all alike are doubted a little all the same', [10, 10, 10, 10], 0.02],
    // Mean 15, standard deviation 5.7735, of four weeks: 1.2816 × 5.7735 ÷ 2 ÷ 15.
    ['weeks that vary, by how much their mean does', [10, 20, 10, 20], 0.2466],
    ['one week that made it all is doubted whole, no more', [0, 0, 0, 90], 1],
  ])('%s', (_, weeks, expected) => expect(doubtOf(weeks)).toBeCloseTo(expected, 4))
})
