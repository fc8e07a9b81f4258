import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysOf } from '../period.ts'
import { type Plan, courseOf, plannedOn, shapeOf } from './path.ts'

const ten: Plan = {
  period: { from: '2026-11-01', to: '2026-11-10' }, from: 0, to: 100, shape: 'linear', points: [], lastYear: [], isLimit: false,
} // prettier-ignore

describe('the path to a target', () => {
  test.each([
    ['in a straight line, a tenth a day', ten, [10, 50, 100]],
    ['as last year went: nothing, then all', { ...ten, shape: 'seasonal', lastYear: [0, 0, 0, 0, 0, 5, 5, 5, 5, 5] }, [0, 0, 100]],
    ['as last year went, half of it on the first day', { ...ten, shape: 'seasonal', lastYear: [9, 1, 1, 1, 1, 1, 1, 1, 1, 1] }, [50, 650 / 9 , 100]],
    ['straight where last year has nothing', { ...ten, shape: 'seasonal', lastYear: [0, 0] }, [10, 50, 100]],
    ['through a point drawn', { ...ten, shape: 'drawn', points: [{ day: '2026-11-05', value: 80 }] }, [16, 80, 100]],
    ['through the points drawn, wherever the end is', { ...ten, shape: 'drawn', points: [{ day: '2026-11-10', value: 90 }, { day: '2026-11-05', value: 10 }] }, [2, 10, 90]],
    ['straight where no point is drawn', { ...ten, shape: 'drawn' }, [10, 50, 100]],
    ['for a limit, the limit itself', { ...ten, isLimit: true }, [100, 100, 100]],
    ['for a limit that steps, step by step', { ...ten, isLimit: true, shape: 'drawn', points: [{ day: '2026-11-05', value: 60 }] }, [60, 60, 100]],
    ['without a baseline, nowhere', { ...ten, from: null }, [null, null, null]],
    ['without a baseline, from its first point', { ...ten, from: null, shape: 'drawn', points: [{ day: '2026-11-05', value: 60 }] }, [null, 60, 100]],
  ] as const)('goes %s', (_, plan, expected) => {
    const found = ['2026-11-01', '2026-11-05', '2026-11-10'].map((day) => plannedOn(plan, day))
    expect(found.map((n) => (n === null ? null : Number(n.toFixed(6))))).toEqual(
      expected.map((n) => (n === null ? null : Number(n.toFixed(6)))),
    )
  }) // prettier-ignore

  test('is at its start before the period, and stays at its end after', () => {
    for (const shape of ['linear', 'seasonal', 'drawn'] as const) {
      const plan: Plan = { ...ten, shape, points: [{ day: '2026-11-04', value: 10 }], lastYear: [1, 2, 3] }
      expect([plannedOn(plan, '2026-10-31'), plannedOn(plan, '2026-12-01')]).toEqual([0, 100])
    }
  })

  test('of a leap year follows a year that was not: it ends at the target, never beyond', () => {
    const lastYear = Array.from({ length: 59 }, (_, i) => i)
    const plan: Plan = { ...ten, period: { from: '2028-01-01', to: '2028-02-29' }, shape: 'seasonal', lastYear }
    const course = courseOf(plan).map(({ planned }) => planned ?? Number.NaN)
    expect(course).toHaveLength(60)
    expect(course.at(-1)).toBe(100)
    expect(course.every((value, i) => value >= (course[i - 1] ?? 0) && value <= 100)).toBe(true)
  })

  test('never turns back on itself between points that rise, whatever the points', () => {
    const rising = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 100 })), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(rising, (given) => {
        const values = given.map(([, value]) => value).toSorted((a, b) => a - b)
        const days = [...new Set(given.map(([day]) => day))].toSorted((a, b) => a - b)
        const points = days.map((day, i) => ({ day: addDays('2026-11-01', day), value: values[i] ?? 0 }))
        const plan: Plan = { ...ten, shape: 'drawn', points }
        expect(shapeOf(plan)).toBe(points.length > 0 ? 'drawn' : 'linear')
        const course = daysOf(ten.period).map((day) => plannedOn(plan, day) ?? Number.NaN)
        for (const [i, value] of course.entries()) expect(value).toBeGreaterThanOrEqual((course[i - 1] ?? 0) - 1e-9)
        for (const { day, value } of points) expect(plannedOn(plan, day)).toBe(value)
      }),
    )
  })
})
