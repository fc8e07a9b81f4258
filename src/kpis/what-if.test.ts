import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkFormula } from './formula-value.ts'
import { type Driver, driverKeys, effectOf, solve, whatIf } from './what-if.ts'

function made(text: string, values: Readonly<Record<string, number>>, doubt = 0) {
  const checked = checkFormula(text)
  if (!checked.ok) throw new Error(checked.problem.words.en)
  const drivers = driverKeys(checked.expr).map(({ key, part }): Driver => {
    const name = part.figure.written.en
    return { key, written: name, unit: 'number', value: values[name] ?? 0, doubt }
  })
  const named = (reaching: ReadonlyMap<string, number | null>) =>
    Object.fromEntries(drivers.map(({ key, written }) => [written, reaching.get(key)]))
  return { effect: effectOf(checked.expr, text), drivers, named }
}

describe('a what-if', () => {
  test('says what a cost per order becomes, how far it is, and what each driver should be', () => {
    const { effect, drivers, named } = made('campaignCost ÷ conversions', { campaignCost: 60_000, conversions: 20 })
    const found = whatIf(effect, drivers, 2_000)
    expect(found).toMatchObject({ result: 3_000, gap: 1_000, low: 3_000, high: 3_000 })
    expect(named(found.reaching)).toEqual({
      campaignCost: expect.closeTo(40_000, 6),
      conversions: expect.closeTo(30, 6),
    })
  })

  test('is surer the less its drivers are doubted', () => {
    const width = (doubt: number) => {
      const { effect, drivers } = made('visits × conversionRate', { visits: 1_000, conversionRate: 0.02 }, doubt)
      const { low, high } = whatIf(effect, drivers, null)
      return (high ?? 0) - (low ?? 0)
    }
    expect(width(0.05)).toBeGreaterThan(0)
    expect(width(0.2)).toBeGreaterThan(2 * width(0.05))
    // Two drivers of ±10 % make √2 × 10 % of doubt: about 5.7 between the bounds of 20.
    expect(width(0.1)).toBeGreaterThan(5)
    expect(width(0.1)).toBeLessThan(6.4)
  })

  test('of what cannot be computed says nothing, and finds no way to a target out of reach', () => {
    const zero = made('campaignCost ÷ conversions', { campaignCost: 60_000, conversions: 0 })
    expect(whatIf(zero.effect, zero.drivers, 2_000)).toMatchObject({ result: null, low: null, high: null, gap: null })
    const far = made('visits', { visits: 10 })
    expect(far.named(whatIf(far.effect, far.drivers, 1_000).reaching)).toEqual({ visits: null })
    expect(far.named(whatIf(far.effect, far.drivers, null).reaching)).toEqual({ visits: null })
  })

  test('finds, for any driver, the value that gives the target back', () => {
    const positive = fc.integer({ min: 1, max: 5_000 })
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 2, max: 90 }), (cost, orders, tenths) => {
        const { effect, drivers } = made('campaignCost ÷ conversions', { campaignCost: cost, conversions: orders })
        const target = ((cost / orders) * tenths) / 10
        const { reaching } = whatIf(effect, drivers, target)
        for (const { key } of drivers) {
          const value = reaching.get(key)
          if (value === null || value === undefined) continue
          const given = new Map([...drivers.map((one) => [one.key, one.value] as const), [key, value]])
          expect(effect(given)).toBeCloseTo(target, 5)
        }
        expect(reaching.get(drivers[0]?.key ?? '')).not.toBeNull()
      }),
    )
  })

  test.each([
    ['the nearest of two answers', (x: number) => (x - 3) * (x - 8), 0, 7, 8],
    ['an answer on a step', (x: number) => x, 5, 10, 5],
    ['from nothing', (x: number) => 2 * x, 3, 0, 1.5],
    ['none', (x: number) => x * x + 1, 0, 4, null],
    ['none across a hole', (x: number) => (x === 0 ? null : 1 / x), -1, 4, null],
  ] as const)('solves for %s', (_, of, target, from, expected) => {
    const found = solve(of, target, from)
    if (expected === null) expect(found).toBeNull()
    else expect(found).toBeCloseTo(expected, 8)
  })
})
