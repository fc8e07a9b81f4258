import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Model, aicc, deviationAt, fit, project, simulate, smooth, startOf } from './forecast.ts'
import { minimise } from './minimise.ts'
import { backtestOf, fewest, outlook, seeded } from './outlook.ts'

// What holds of every model of the family, whatever the series.

const models: Model[] = (['none', 'linear', 'damped'] as const).flatMap((trend) =>
  (['none', 'additive', 'multiplicative'] as const).map((season) => ({ trend, season, period: season === 'none' ? 1 : 7 })),
) // prettier-ignore
const model = fc.constantFrom(...models)
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true })
/** The damping of a model is its own: none leaves a trend straight. */
const parametersOf = ({ trend }: Model) =>
  fc.record({
    alpha: share,
    beta: trend === 'none' ? fc.constant(0) : share,
    gamma: share,
    phi: trend === 'damped' ? fc.double({ min: 0.8, max: 0.98, noNaN: true }) : fc.constant(trend === 'linear' ? 1 : 0),
  })
const positive = fc.array(fc.integer({ min: 50, max: 150 }), { minLength: 14, maxLength: 40 })
const fitted = model.chain((one) => fc.tuple(fc.constant(one), parametersOf(one), positive))

describe('every model', () => {
  test('is not surprised by its own forecast: had it come true, what follows would be forecast the same', () => {
    fc.assert(
      fc.property(fitted, ([one, parameters, series]) => {
        const before = smooth(series, one, parameters)
        const [next = Number.NaN, ...then] = project(before, 9)
        const after = smooth([...series, next], one, parameters)
        expect(after.errors.at(-1)).toBeCloseTo(0, 6)
        const found = project(after, 8)
        for (const [h, value] of then.entries())
          expect(Math.abs((found[h] ?? Number.NaN) - value)).toBeLessThan(1e-6 * (1 + Math.abs(value)))
      }),
    )
  })

  test('simulated without errors is its projection, and one error moves the first step by as much', () => {
    fc.assert(
      fc.property(fitted, fc.integer({ min: -20, max: 20 }), ([one, parameters, series], error) => {
        const found = smooth(series, one, parameters)
        expect(simulate(found, 9, () => 0)).toEqual(project(found, 9))
        const [first = Number.NaN] = simulate(found, 1, () => error)
        expect(first - (project(found, 1)[0] ?? Number.NaN)).toBeCloseTo(error, 6)
      }),
    )
  })

  test('predicts each point once, after those it starts from', () => {
    fc.assert(
      fc.property(fitted, ([one, parameters, series]) => {
        const { errors, skipped, sse, state } = smooth(series, one, parameters)
        expect(errors).toHaveLength(series.length - skipped)
        expect(skipped).toBe(startOf(series, one).skipped)
        expect(sse).toBeCloseTo(
          errors.reduce((sum, error) => sum + error * error, 0),
          6,
        )
        expect(state.seasons).toHaveLength(one.season === 'none' ? 0 : one.period)
      }),
    )
  })

  test('is less sure the further it looks', () => {
    fc.assert(
      fc.property(fitted, ([one, parameters, series]) => {
        fc.pre(one.season !== 'multiplicative')
        const found = smooth(series, one, parameters)
        const spread = [1, 2, 7, 8, 15, 30].map((h) => deviationAt(found, h))
        expect(spread[0]).toBeCloseTo(Math.sqrt(found.sse / found.errors.length), 8)
        for (const [i, value] of spread.entries()) expect(value).toBeGreaterThanOrEqual(spread[i - 1] ?? 0)
      }),
    )
  })

  test.each(models)('fitted, errs no more than with the parameters it is looked for from: %j', (one) => {
    const noise = seeded(3)
    const series = Array.from({ length: 42 }, (_, i) => 100 + i + 20 * Math.sin((2 * Math.PI * i) / 7) + 10 * noise())
    const found = fit(series, one)
    const phi = one.trend === 'none' ? 0 : one.trend === 'linear' ? 1 : 0.92
    const beta = one.trend === 'none' ? 0 : 0.1
    const gamma = one.season === 'none' ? 0 : 0.1
    expect(found.sse).toBeLessThanOrEqual(smooth(series, one, { alpha: 0.3, beta, gamma, phi }).sse + 1e-9)
    for (const value of Object.values(found.parameters)) {
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(1)
    }
  })

  test('without enough points to judge it is worth nothing, and of two as exact the simpler is worth more', () => {
    const [simple, damped] = models.filter(({ season, trend }) => season === 'none' && trend !== 'linear')
    if (!simple || !damped) throw new Error('no such model')
    const parameters = { alpha: 0.5, beta: 0.1, gamma: 0, phi: 0.9 }
    expect(aicc(smooth([1, 2, 3, 4], simple, parameters))).toBe(Number.POSITIVE_INFINITY)
    const errors = Array.from({ length: 30 }, () => 1)
    const given = { ...smooth([1, 2, 3], simple, parameters), errors, sse: 30 }
    expect(aicc(given)).toBeLessThan(aicc({ ...given, model: damped }))
    expect(aicc({ ...given, sse: 20 })).toBeLessThan(aicc(given))
  })
})

describe('an outlook', () => {
  const noise = seeded(11)
  const series = Array.from({ length: 70 }, (_, i) => 40 + (i % 7 > 4 ? 25 : 0) + 10 * noise())
  const asked = { series, period: 7, horizon: 10, accumulates: false, soFar: 0, target: 50, direction: 'up' } as const

  test('of a level starts from nothing: only what adds up carries what is reached', () => {
    const [level, carried] = [outlook(asked), outlook({ ...asked, soFar: 10_000 })]
    expect(carried?.steps).toEqual(level?.steps)
    const sum = outlook({ ...asked, accumulates: true, soFar: 10_000 })
    expect(sum?.steps[0]?.value).toBeCloseTo(10_000 + (level?.steps[0]?.value ?? Number.NaN), 6)
    const whole = level?.steps.reduce((total, { value }) => total + value, 10_000)
    expect(sum?.end.value).toBeCloseTo(whole ?? Number.NaN, 6)
  })

  test.each([20, 45, 50, 60, 200])('gives chances that are whole: to reach %i, or to stay below', (target) => {
    const [up, down] = (['up', 'down'] as const).map((direction) => outlook({ ...asked, target, direction })?.chance)
    // A future exactly at the target is counted both ways.
    expect((up ?? 0) + (down ?? 0)).toBeGreaterThanOrEqual(1)
    expect((up ?? 0) + (down ?? 0)).toBeLessThan(1.01)
  })

  test('is the likelier to reach a target, the nearer it is', () => {
    const chances = [20, 40, 45, 50, 60, 200].map((target) => outlook({ ...asked, target })?.chance ?? Number.NaN)
    expect(chances).toEqual(chances.toSorted((a, b) => b - a))
    expect(new Set(chances).size).toBeGreaterThan(2)
  })

  test('goes below zero where the past did', () => {
    const found = outlook({ ...asked, series: series.map((value) => value - 60), target: null })
    expect(Math.min(...(found?.steps ?? []).map(({ low }) => low))).toBeLessThan(0)
  })

  test.each([
    ['too short to hide a part and still start', fewest(7), 7, null],
    ['long enough to hide one part', fewest(7) + 4, 4, { folds: 1, horizon: 4 }],
    ['never hides more than a fifth', 70, 40, { folds: 3, horizon: 14 }],
  ])('is judged on a past %s', (_, length, horizon, expected) => {
    const found = backtestOf(series.slice(0, length), 7, horizon)
    if (expected === null) expect(found).toBeNull()
    else expect(found).toMatchObject(expected)
  })

  test('has no error in per cent of a past that ends in nothing, and still one in its own scale', () => {
    const stopped = [...series.slice(0, 40), ...Array.from({ length: 15 }, () => 0)]
    const found = backtestOf(stopped, 7, 5)
    expect(found).toMatchObject({ mape: null, mapeNaive: null })
    expect(Number.isFinite(found?.mase)).toBe(true)
  })
})

describe('the lowest point', () => {
  test('of a bowl is its bottom, wherever it lies', () => {
    const place = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(place, (bottom) => {
        const bowl = (at: readonly number[]) => at.reduce((sum, x, i) => sum + (i + 1) * (x - (bottom[i] ?? 0)) ** 2, 7)
        const start = bottom.map(() => 0)
        const { at, value } = minimise(bowl, start, 2_000)
        expect(value).toBeLessThan(7.001)
        expect(bowl(at)).toBe(value)
      }),
      { numRuns: 50 },
    )
  })

  test('is looked for where there are numbers only, and never worse than the start', () => {
    const { at, value } = minimise(([x = 0]) => (x < 1 ? Number.NaN : x), [3])
    expect(value).toBeCloseTo(1, 2)
    expect(at[0]).toBeGreaterThanOrEqual(1)
    expect(minimise(([x = 0]) => x * x, [9], 0).value).toBe(81)
    expect(minimise(() => Number.NaN, [1]).value).toBe(Number.POSITIVE_INFINITY)
  })
})

test('numbers drawn are the same for the same seed, within 0 and 1, and spread evenly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
      const [one, again] = [seeded(seed), seeded(seed)]
      const drawn = Array.from({ length: 400 }, one)
      expect(Array.from({ length: 400 }, again)).toEqual(drawn)
      expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true)
      const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.1)
    }),
    { numRuns: 30 },
  )
})
