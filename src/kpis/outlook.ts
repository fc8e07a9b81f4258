import { type Fit, type Model, aicc, fit, project, simulate } from './forecast.ts'

/** What is forecast from: a series at even steps, and how its end is read. */
export interface Asked {
  readonly series: readonly number[]
  /** Steps of a season: 7 for days, 12 for months; 1 for a figure read now and then, which shows no season. */
  readonly period: 1 | 7 | 12
  readonly horizon: number
  /** Steps add up (visits); otherwise each is a level (a rate). */
  readonly accumulates: boolean
  /** What is already reached, added to the sum of what is to come; 0 for a level. */
  readonly soFar: number
  readonly target: number | null
  readonly direction: 'up' | 'down'
}

export interface Step {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface Backtest {
  /** Times the past was hidden and forecast. */
  readonly folds: number
  /** Steps forecast each time. */
  readonly horizon: number
  /** Mean absolute percentage error, over the points that are not zero; null when all are. */
  readonly mape: number | null
  readonly mapeNaive: number | null
  /** Mean absolute error, scaled by that of the same step a season before over the known past (Hyndman and Koehler, 2006). */
  readonly mase: number
  readonly maseNaive: number
}

export interface Outlook {
  readonly method: 'smoothing' | 'naive'
  readonly model: Model
  readonly parameters: Fit['parameters'] | null
  /** Cumulated from `soFar` for what adds up, the level itself otherwise. */
  readonly steps: readonly Step[]
  /** The last step. */
  readonly end: Step
  /** Share of the simulated futures that end at the target or better; null without a target. */
  readonly chance: number | null
  /** null when the past is too short to hide a part of it. */
  readonly backtest: Backtest | null
}

/** Bounds hold 8 of 10 simulated futures. */
export const coverage = 0.8
const paths = 1_000

/** The fewest points a forecast is made from: two seasons and a few steps to judge by. */
export const fewest = (period: number): number => 2 * period + 4

/**
 * Where a series goes. The model is chosen among four by Akaike's criterion; its bounds are those of simulated futures whose errors are drawn
 * among the past ones (FPP3, 5.5 and 8.7). On the hidden past, where smoothing does not beat "the same as a season ago", the latter is used.
 * @returns null when there are fewer points than `fewest`, or nothing to forecast
 */
export function outlook(asked: Asked): Outlook | null {
  const { series, period, horizon } = asked
  if (series.length < fewest(period) || horizon < 1) return null
  const backtest = backtestOf(series, period, horizon)
  const best = choose(series, period)
  // Where the past is too short to judge, the simplest stands.
  const isNaive = backtest === null || backtest.mase >= backtest.maseNaive
  const random = seeded(series.length)
  const pick = (errors: readonly number[]) => () => errors[Math.floor(random() * errors.length)] ?? 0
  const drift = driftOf(series, period)
  const naiveErrors = series.slice(period).map((value, i) => value - (series[i] ?? 0) - drift)
  const future = isNaive
    ? () => naivePath(series, period, horizon, pick(naiveErrors))
    : () => simulate(best, horizon, pick(best.errors))
  const middle = isNaive ? naivePath(series, period, horizon, () => 0) : project(best, horizon)
  const read = (path: readonly number[]) => told(path, asked, Math.min(...series) >= 0)
  const futures = Array.from({ length: paths }, () => read(future()))
  const steps = read(middle).map((value, h): Step => {
    const at = futures.map((path) => path[h] ?? 0).toSorted((a, b) => a - b)
    return { value, low: quantile(at, (1 - coverage) / 2), high: quantile(at, (1 + coverage) / 2) }
  })
  const end = steps.at(-1)
  if (!end) return null
  return {
    method: isNaive ? 'naive' : 'smoothing',
    model: isNaive ? { trend: 'none', season: period === 1 ? 'none' : 'additive', period } : best.model,
    parameters: isNaive ? null : best.parameters,
    steps,
    end,
    chance: chanceOf(futures, asked),
    backtest,
  }
}

/** A path as it is read: never below zero where the past never was, cumulated where steps add up. */
function told(path: readonly number[], { accumulates, soFar }: Asked, isPositive: boolean): number[] {
  let sum = soFar
  return path.map((value) => {
    const held = isPositive ? Math.max(0, value) : value
    sum += held
    return accumulates ? sum : held
  })
}

function chanceOf(futures: readonly (readonly number[])[], { target, direction }: Asked): number | null {
  if (target === null) return null
  const reached = futures.filter((path) => {
    const end = path.at(-1) ?? 0
    return direction === 'up' ? end >= target : end <= target
  })
  return reached.length / futures.length
}

/** Without a trend or with one that wears off, with a season or not: four models, the best by AICc over the same points. */
function choose(series: readonly number[], period: number): Fit {
  const models: Model[] = (['none', 'damped'] as const).flatMap((trend) =>
    seasons(period).map((season) => ({ trend, season, period: season === 'none' ? 1 : period })),
  )
  const fits = models.map((model) => fit(series, model))
  const judged = Math.min(...fits.map(({ errors }) => errors.length))
  const worth = (one: Fit) => {
    const errors = one.errors.slice(-judged)
    return aicc({ ...one, errors, sse: errors.reduce((sum, error) => sum + error * error, 0) })
  }
  const [best] = fits.map((one) => ({ one, value: worth(one) })).toSorted((a, b) => a.value - b.value)
  if (!best) throw new RangeError('no model')
  return best.one
}

const seasons = (period: number): readonly ('none' | 'additive')[] => (period === 1 ? ['none'] : ['none', 'additive'])

/**
 * The mean step of a series without a season: readings of what grows would be held at their last value for ever otherwise (FPP3, 5.2, the
 * drift method). A season ago needs none.
 */
const driftOf = (series: readonly number[], period: number): number =>
  period === 1 ? ((series.at(-1) ?? 0) - (series[0] ?? 0)) / Math.max(1, series.length - 1) : 0

/** The same as a season ago, or the last value and the mean step; each error carried to what follows. */
function naivePath(series: readonly number[], period: number, horizon: number, error: () => number): number[] {
  const path: number[] = []
  const drift = driftOf(series, period)
  for (let h = 0; h < horizon; h += 1) {
    const before = h < period ? (series[series.length - period + h] ?? 0) : (path[h - period] ?? 0)
    path.push(before + drift + error())
  }
  return path
}

/** Hides the end of the past up to three times, forecasts it, and compares with what came and with a season ago. */
export function backtestOf(series: readonly number[], period: number, wanted: number): Backtest | null {
  const horizon = Math.min(wanted, Math.floor(series.length / 5))
  if (horizon < 1) return null
  const ends = [3, 2, 1].map((fold) => series.length - fold * horizon).filter((end) => end >= fewest(period))
  if (ends.length === 0) return null
  const sums = { own: 0, naive: 0, points: 0, share: 0, shareNaive: 0, shares: 0 }
  for (const end of ends) {
    const known = series.slice(0, end)
    const scale = meanOf(known.slice(period).map((value, i) => Math.abs(value - (known[i] ?? 0))))
    if (scale === 0) continue
    const own = project(choose(known, period), horizon)
    const naive = naivePath(known, period, horizon, () => 0)
    for (const [h, value] of series.slice(end, end + horizon).entries()) {
      const [off, offNaive] = [Math.abs(value - (own[h] ?? 0)), Math.abs(value - (naive[h] ?? 0))]
      sums.own += off / scale
      sums.naive += offNaive / scale
      sums.points += 1
      if (value === 0) continue
      sums.share += off / Math.abs(value)
      sums.shareNaive += offNaive / Math.abs(value)
      sums.shares += 1
    }
  }
  if (sums.points === 0) return null
  return {
    folds: ends.length,
    horizon,
    mape: sums.shares === 0 ? null : sums.share / sums.shares,
    mapeNaive: sums.shares === 0 ? null : sums.shareNaive / sums.shares,
    mase: sums.own / sums.points,
    maseNaive: sums.naive / sums.points,
  }
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** Of values in order, by the straight line between the two nearest. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return below + (above - below) * (at - Math.floor(at))
}

/** Numbers between 0 and 1 that are the same each time: a page read again says the same (T. Ettinger's mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
