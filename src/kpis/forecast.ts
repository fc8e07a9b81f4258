/**
 * Exponential smoothing: Holt-Winters with additive errors, a trend that may be damped, a season that may be added or multiplied.
 * Sources: C. C. Holt (1957); P. R. Winters (1960); R. J. Hyndman, A. B. Koehler, J. K. Ord, R. D. Snyder, "Forecasting with Exponential
 * Smoothing" (2008), chapters 2 and 6; R. J. Hyndman, G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition (FPP3),
 * chapters 5 and 8. Parameters and starting values are those of R's `stats::HoltWinters`, so that its results can be reproduced.
 */
import { minimise } from './minimise.ts'

export interface Model {
  readonly trend: 'none' | 'linear' | 'damped'
  readonly season: 'none' | 'additive' | 'multiplicative'
  /** Length of a season, in points; 1 without a season. */
  readonly period: number
}

/** Each between 0 and 1. `phi` damps the trend: 1 leaves it straight. */
export interface Parameters {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
}

/** Where smoothing stands after a point. `seasons` holds the last season, oldest first. */
export interface State {
  readonly level: number
  readonly slope: number
  readonly seasons: readonly number[]
}

export interface Fit {
  readonly model: Model
  readonly parameters: Parameters
  /** After the last point. */
  readonly state: State
  /** Sum of squared one-step errors. */
  readonly sse: number
  /** One-step errors, from the first point that is predicted. */
  readonly errors: readonly number[]
  /** Points used to start: they are not predicted. */
  readonly skipped: number
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Starting values as R's `HoltWinters` takes them: without a season the first point (and the first step for a trend); with one, the
 * decomposition by moving average of the first two seasons, whose trend is fitted by a line.
 * @throws RangeError when there are fewer than two seasons, or fewer than two points
 */
export function startOf(
  series: readonly number[],
  { trend, season, period }: Model,
): { state: State; skipped: number } {
  const [first, second] = series
  if (first === undefined || second === undefined) throw new RangeError('two points at least')
  if (season === 'none')
    return trend === 'none'
      ? { state: { level: first, slope: 0, seasons: [] }, skipped: 1 }
      : { state: { level: second, slope: second - first, seasons: [] }, skipped: 2 }
  if (series.length < 2 * period) throw new RangeError('two seasons at least')
  const window = series.slice(0, 2 * period)
  const trendOf = movingAverage(window, period)
  const isMultiplied = season === 'multiplicative'
  const figure = Array.from({ length: period }, (_, i) =>
    mean(
      [i, i + period].flatMap((at) => {
        const [value, level] = [window[at], trendOf[at]]
        if (value === undefined || level === undefined || level === null) return []
        return [isMultiplied ? value / level : value - level]
      }),
    ),
  )
  const centre = mean(figure)
  const seasons = figure.map((value) => (isMultiplied ? value / centre : value - centre))
  const { intercept, slope } = lineThrough(trendOf.filter((value) => value !== null))
  return { state: { level: intercept, slope: trend === 'none' ? 0 : slope, seasons }, skipped: period }
}

/** Centred moving average over a season; null where the season does not fit. Half weights at the ends of an even season. */
function movingAverage(values: readonly number[], period: number): (number | null)[] {
  const half = Math.floor(period / 2)
  return values.map((_, i) => {
    if (i < half || i + half >= values.length) return null
    let sum = 0
    for (let k = -half; k <= half; k += 1) {
      const weight = period % 2 === 0 && Math.abs(k) === half ? 0.5 : 1
      sum += weight * (values[i + k] ?? 0)
    }
    return sum / period
  })
}

/** Least squares over the points 1, 2, 3… */
function lineThrough(values: readonly number[]): { intercept: number; slope: number } {
  const centre = (values.length + 1) / 2
  const average = mean(values)
  let [above, below] = [0, 0]
  for (const [i, value] of values.entries()) {
    above += (i + 1 - centre) * (value - average)
    below += (i + 1 - centre) ** 2
  }
  const slope = below === 0 ? 0 : above / below
  return { intercept: average - slope * centre, slope }
}

/** The value expected next, before its error. */
function expectedNext({ level, slope, seasons }: State, { season }: Model, { phi }: Parameters): number {
  const [oldest = season === 'multiplicative' ? 1 : 0] = seasons
  const base = level + phi * slope
  return season === 'multiplicative' ? base * oldest : base + (season === 'additive' ? oldest : 0)
}

/** The state once a point is known. */
function after(state: State, value: number, { trend, season }: Model, parameters: Parameters): State {
  const { alpha, beta, gamma, phi } = parameters
  const [oldest = season === 'multiplicative' ? 1 : 0, ...rest] = state.seasons
  const before = state.level + phi * state.slope
  const bare =
    season === 'multiplicative'
      ? oldest === 0
        ? before
        : value / oldest
      : season === 'additive'
        ? value - oldest
        : value
  const level = alpha * bare + (1 - alpha) * before
  const slope = trend === 'none' ? 0 : beta * (level - state.level) + (1 - beta) * phi * state.slope
  if (season === 'none') return { level, slope, seasons: [] }
  const now = season === 'multiplicative' ? (level === 0 ? oldest : value / level) : value - level
  return { level, slope, seasons: [...rest, gamma * now + (1 - gamma) * oldest] }
}

/** Smooths a series with given parameters. @throws RangeError as `startOf` */
export const smooth = (series: readonly number[], model: Model, parameters: Parameters): Fit =>
  smoothFrom(startOf(series, model), series, model, parameters)

/** The loop of fitting, run thousands of times: it allocates nothing but what it gives. */
function smoothFrom(
  { state: start, skipped }: ReturnType<typeof startOf>,
  series: readonly number[],
  model: Model,
  parameters: Parameters,
): Fit {
  const { alpha, beta, gamma, phi } = parameters
  const { trend, season, period } = model
  const isMultiplied = season === 'multiplicative'
  const none = isMultiplied ? 1 : 0
  const ring = [...start.seasons]
  let { level, slope } = start
  let sse = 0
  const errors: number[] = []
  for (let t = skipped; t < series.length; t += 1) {
    const value = series[t] ?? 0
    const place = (t - skipped) % period
    const oldest = season === 'none' ? none : (ring[place] ?? none)
    const before = level + phi * slope
    const error = value - (isMultiplied ? before * oldest : before + oldest)
    errors.push(error)
    sse += error * error
    const bare = isMultiplied ? (oldest === 0 ? before : value / oldest) : value - oldest
    const next = alpha * bare + (1 - alpha) * before
    if (trend !== 'none') slope = beta * (next - level) + (1 - beta) * phi * slope
    level = next
    if (season !== 'none') {
      const now = isMultiplied ? (level === 0 ? oldest : value / level) : value - level
      ring[place] = gamma * now + (1 - gamma) * oldest
    }
  }
  const turn = ring.length === 0 ? 0 : (series.length - skipped) % period
  const state = { level, slope, seasons: [...ring.slice(turn), ...ring.slice(0, turn)] }
  return { model, parameters, state, sse, errors, skipped }
}

const within = (low: number, high: number, free: number) => low + (high - low) / (1 + Math.exp(-free))
const freed = (low: number, high: number, value: number) => Math.log((value - low) / (high - value))

/** Damping outside of this is either none or a trend that is gone at once (FPP3, 8.2). */
const damping = [0.8, 0.98] as const

/**
 * The parameters that leave the smallest sum of squared errors, by Nelder and Mead's simplex (1965) over the logit of each.
 * @throws RangeError as `startOf`
 */
export function fit(series: readonly number[], model: Model): Fit {
  const names = [
    'alpha' as const,
    ...(model.trend === 'none' ? [] : ['beta' as const]),
    ...(model.season === 'none' ? [] : ['gamma' as const]),
    ...(model.trend === 'damped' ? ['phi' as const] : []),
  ]
  const read = (free: readonly number[]): Parameters => {
    const of = (name: (typeof names)[number], missing: number, low = 0, high = 1) => {
      const at = names.indexOf(name)
      return at < 0 ? missing : within(low, high, free[at] ?? 0)
    }
    return {
      alpha: of('alpha', 0),
      beta: of('beta', 0),
      gamma: of('gamma', 0),
      phi: of('phi', model.trend === 'linear' ? 1 : 0, ...damping),
    }
  }
  // R starts from 0.3, 0.1, 0.1; a second start keeps a flat bottom from holding the first.
  const starts = [
    { alpha: 0.3, beta: 0.1, gamma: 0.1, phi: 0.92 },
    { alpha: 0.8, beta: 0.02, gamma: 0.5, phi: 0.95 },
  ]
  const start = startOf(series, model)
  const tried = starts.map((first) => {
    const from = names.map((name) => (name === 'phi' ? freed(...damping, first.phi) : freed(0, 1, first[name])))
    return minimise((free) => smoothFrom(start, series, model, read(free)).sse, from)
  })
  const [best] = tried.toSorted((a, b) => a.value - b.value)
  return smooth(series, model, read(best?.at ?? []))
}

/**
 * Akaike's criterion corrected for short series, of a model fitted by least squares; lower is better. Parameters and starting values both
 * count (FPP3, 8.6).
 */
export function aicc({ model, errors, sse }: Fit): number {
  const n = errors.length
  const k =
    1 +
    (model.trend === 'none' ? 0 : 2) +
    (model.trend === 'damped' ? 1 : 0) +
    (model.season === 'none' ? 0 : model.period) +
    2
  if (n <= k + 1) return Number.POSITIVE_INFINITY
  return n * Math.log(Math.max(sse, 1e-12) / n) + 2 * k + (2 * k * (k + 1)) / (n - k - 1)
}

/** The next values, without errors. */
export function project(
  { state, model, parameters }: Pick<Fit, 'state' | 'model' | 'parameters'>,
  horizon: number,
): number[] {
  const values: number[] = []
  let now = state
  for (let h = 0; h < horizon; h += 1) {
    const value = expectedNext(now, model, parameters)
    values.push(value)
    now = after(now, value, model, parameters)
  }
  return values
}

/** One way the future may go: each step has its error, drawn by `error`, which the next ones carry. */
export function simulate(
  { state, model, parameters }: Pick<Fit, 'state' | 'model' | 'parameters'>,
  horizon: number,
  error: () => number,
): number[] {
  const values: number[] = []
  let now = state
  for (let h = 0; h < horizon; h += 1) {
    const value = expectedNext(now, model, parameters) + error()
    values.push(value)
    now = after(now, value, model, parameters)
  }
  return values
}

/**
 * Standard deviation of a forecast `h` steps ahead under additive errors, in closed form: σ √(1 + Σ cⱼ²), j < h, with
 * cⱼ = α (1 + β (φ + … + φʲ)) + γ (1 − α) where j is a whole number of seasons (Hyndman et al. 2008, table 6.1, in R's parameters).
 */
export function deviationAt({ model, parameters, errors }: Fit, h: number): number {
  const { alpha, beta, gamma, phi } = parameters
  const sigma2 = errors.reduce((sum, error) => sum + error * error, 0) / errors.length
  let [sum, damped] = [1, 0]
  for (let j = 1; j < h; j += 1) {
    damped += phi ** j
    const c =
      alpha * (1 + (model.trend === 'none' ? 0 : beta * damped)) +
      (model.season === 'additive' && j % model.period === 0 ? gamma * (1 - alpha) : 0)
    sum += c * c
  }
  return Math.sqrt(sigma2 * sum)
}
