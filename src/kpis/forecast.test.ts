import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Model, deviationAt, fit, project, simulate, smooth, startOf } from './forecast.ts'
import { minimise } from './minimise.ts'
import { backtestOf, fewest, outlook, seeded } from './outlook.ts'

/** Box and Jenkins' airline passengers, thousands a month, 1949–1960: R's `AirPassengers`. */
const passengers = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
  145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
  196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
  242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
  315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
  360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
] // prettier-ignore

/** Yearly flow of the Nile at Aswan, 1871–1970: R's `Nile`. */
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260,
  1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
  864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
  744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
] // prettier-ignore

const simple: Model = { trend: 'none', season: 'none', period: 1 }
const weekly: Model = { trend: 'damped', season: 'additive', period: 7 }

describe('Holt-Winters', () => {
  test('gives what R gives on AirPassengers: α .2756, β .0327, γ .8707, squared errors 16570.8', () => {
    const { parameters, sse, state } = fit(passengers, { trend: 'linear', season: 'multiplicative', period: 12 })
    expect(parameters.alpha).toBeCloseTo(0.2756, 3)
    expect(parameters.beta).toBeCloseTo(0.0327, 3)
    expect(parameters.gamma).toBeCloseTo(0.8707, 3)
    expect(sse).toBeCloseTo(16570.8, 1)
    expect(state.level).toBeCloseTo(469.32, 1)
  })

  test('gives what R gives on the Nile, without trend or season: α .2466, level 805.04', () => {
    const { parameters, state } = fit(nile, simple)
    expect(parameters.alpha).toBeCloseTo(0.2466, 3)
    expect(state.level).toBeCloseTo(805.04, 1)
  })

  // Worked by hand: l₂ = .5·14 + .5·10 = 12; l₃ = .5·12 + .5·12 = 12; errors 4 and 0.
  test('smooths three points as one does by hand', () => {
    const found = smooth([10, 14, 12], simple, { alpha: 0.5, beta: 0, gamma: 0, phi: 0 })
    expect(found).toMatchObject({ errors: [4, 0], sse: 16, state: { level: 12 } })
    expect(project(found, 3)).toEqual([12, 12, 12])
  })

  test('a damped trend flattens: each step is a share of the step before', () => {
    const found = smooth([10, 12, 14, 16], { ...simple, trend: 'damped' }, { alpha: 0.5, beta: 0.5, gamma: 0, phi: 0.9 })
    const [a = 0, b = 0, c = 0, d = 0] = project(found, 4)
    expect((c - b) / (b - a)).toBeCloseTo(0.9, 10)
    expect((d - c) / (c - b)).toBeCloseTo(0.9, 10)
  }) // prettier-ignore

  test('continues a perfect season for ever, with no error', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 7, maxLength: 7 }), (week) => {
        const series = Array.from({ length: 28 }, (_, i) => 100 + (week[i % 7] ?? 0))
        const found = smooth(series, weekly, { alpha: 0.3, beta: 0.1, gamma: 0.2, phi: 0.9 })
        expect(found.sse).toBeLessThan(1e-12)
        for (const [i, value] of project(found, 14).entries()) expect(value).toBeCloseTo(100 + (week[i % 7] ?? 0), 6)
      }),
    )
  })

  test('follows its series: adding a constant or another unit moves the forecast as much', () => {
    const series = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 18, maxLength: 40 })
    const parameters = { alpha: 0.4, beta: 0.1, gamma: 0.3, phi: 0.9 }
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 50 }), (given, k) => {
        const of = (values: readonly number[]) => project(smooth(values, weekly, parameters), 9)
        const plain = of(given)
        for (const [h, value] of of(given.map((one) => one * k + 7)).entries())
          expect(value).toBeCloseTo((plain[h] ?? 0) * k + 7, 5)
      }),
    )
  })

  test('spreads its simulated futures as far as the closed form says', () => {
    const found = fit(nile.map((value, i) => value + 60 * (i % 7)), weekly)
    const random = seeded(1)
    const pick = () => found.errors[Math.floor(random() * found.errors.length)] ?? 0
    const middle = project(found, 15)
    const futures = Array.from({ length: 4_000 }, () => simulate(found, 15, pick))
    for (const h of [1, 5, 8, 15]) {
      const spread = Math.sqrt(
        futures.reduce((sum, path) => sum + ((path[h - 1] ?? 0) - (middle[h - 1] ?? 0)) ** 2, 0) / futures.length,
      )
      expect(spread / deviationAt(found, h)).toBeCloseTo(1, 0)
      expect(Math.abs(spread / deviationAt(found, h) - 1)).toBeLessThan(0.08)
    }
  }) // prettier-ignore

  test('needs two seasons to start', () => {
    expect(() => startOf([1, 2, 3], weekly)).toThrow(RangeError)
    expect(() => startOf([1], simple)).toThrow(RangeError)
  })
})

describe('the outlook', () => {
  const noise = seeded(7)
  const season = [20, 22, 25, 24, 30, 60, 55]
  const lively = Array.from({ length: 98 }, (_, i) => (season[i % 7] ?? 0) + i * 0.3 + 12 * (noise() - 0.5))
  const asked = {
    series: lively, period: 7, horizon: 14, accumulates: true, soFar: 1_000, target: 1_600, direction: 'up',
  } as const // prettier-ignore

  test('adds what is to come to what is reached, between bounds that widen', () => {
    const found = outlook(asked)
    expect(found?.method).toBe('smoothing')
    expect(found?.steps).toHaveLength(14)
    const widths = found?.steps.map(({ low, high }) => high - low) ?? []
    expect(widths.at(-1)).toBeGreaterThan(widths[0] ?? Number.NaN)
    for (const { low, value, high } of found?.steps ?? []) {
      expect(low).toBeLessThan(value)
      expect(high).toBeGreaterThan(value)
    }
    const truth =
      1_000 + Array.from({ length: 14 }, (_, h) => (season[h % 7] ?? 0) + (98 + h) * 0.3).reduce((a, b) => a + b)
    expect(Math.abs((found?.end.value ?? 0) - truth) / truth).toBeLessThan(0.05)
  })

  test('beats “the same as a season ago” on a hidden past, and shows by how much', () => {
    const found = outlook(asked)?.backtest
    expect(found).toMatchObject({ folds: 3, horizon: 14 })
    expect(found?.mase).toBeLessThan(found?.maseNaive ?? 0)
    expect(found?.mape).toBeLessThan(0.2)
  })

  test('falls back on a season ago where smoothing does not do better, and where the past is too short to tell', () => {
    // A season that repeats exactly and turns at its end: nothing beats repeating it.
    const exact = Array.from({ length: 70 }, (_, i) => (season[i % 7] ?? 0))
    const found = outlook({ ...asked, series: exact })
    expect(found?.method).toBe('naive')
    expect(found?.steps.map(({ value }) => value)).toEqual(
      Array.from({ length: 14 }, (_, h) => 1_000 + Array.from({ length: h + 1 }, (_, i) => season[i % 7] ?? 0).reduce((a, b) => a + b)),
    )
    expect(outlook({ ...asked, series: lively.slice(0, fewest(7)) })).toMatchObject({ method: 'naive', backtest: null })
    expect(outlook({ ...asked, series: lively.slice(0, fewest(7) - 1) })).toBeNull()
    expect(outlook({ ...asked, horizon: 0 })).toBeNull()
  }) // prettier-ignore

  test('says the chance to reach the target, whichever way is up', () => {
    const chance = (more: object) => outlook({ ...asked, ...more })?.chance
    expect([chance({ target: 1_001 }), chance({ target: 1e6 }), chance({ target: null })]).toEqual([1, 0, null])
    expect(chance({ target: 1e6, direction: 'down' })).toBe(1)
  })

  test('says the same each time, never less than nothing of what never was, and nothing that is no number', () => {
    expect(outlook(asked)).toEqual(outlook(asked))
    const rare = fc.array(fc.constantFrom(0, 0, 0, 1, 2, 9), { minLength: 18, maxLength: 30 })
    fc.assert(
      fc.property(rare, (series) => {
        const found = outlook({ ...asked, series, horizon: 5, accumulates: false, soFar: 0 })
        for (const { low, value, high } of found?.steps ?? []) {
          for (const n of [low, value, high]) expect(Number.isFinite(n)).toBe(true)
          expect(low).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 5 },
    )
  })

  test('a past that never moves has no scale to be judged by', () => {
    expect(
      backtestOf(
        Array.from({ length: 60 }, () => 5),
        7,
        7,
      ),
    ).toBeNull()
  })
})

test('the lowest point of Rosenbrock’s valley is found', () => {
  const { at, value } = minimise(([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1], 2_000)
  expect(value).toBeLessThan(1e-8)
  expect(at[0]).toBeCloseTo(1, 3)
})
