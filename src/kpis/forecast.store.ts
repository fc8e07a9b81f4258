import { type Day, type Period, addDays, addMonths, daysBetween, monthEnd, monthStart, monthsOf } from '../period.ts'
import type { Compiled } from './compiled.ts'
import { addingUp } from './course.ts'
import { type FigureRead, readFigure } from './figures.store.ts'
import { type Measured, periodOf } from './measures.store.ts'
import type { OneKpi } from './one-kpi.store.ts'
import { type Outlook, fewest, outlook } from './outlook.ts'
import { plannedOn } from './path.ts'
import type { Reading } from './readings.ts'
import { currentValues } from './values.store.ts'

/** Days of the past that a daily forecast learns from: half a year. */
const learnt = 182

/** Beyond this many days to come, months are forecast where there are enough of them. */
const far = 92

/** Steps a series of readings is drawn on at most. */
const mostSteps = 400

/** Points a drawing has room for. */
const drawn = 90

export interface ForecastPoint {
  readonly day: Day
  readonly actual: number | null
  readonly planned: number | null
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/** What one point stands for: a day, a month, or a figure read by a person now and then. */
type ForecastGrain = 'day' | 'month' | 'reading'

export type Forecast =
  | { readonly none: 'over' | 'noPeriod' | 'notStarted' }
  | { readonly none: 'short'; readonly grain: ForecastGrain; readonly known: number; readonly fewest: number }
  | {
      readonly none: null
      readonly outlook: Outlook
      readonly grain: ForecastGrain
      readonly known: number
      readonly endsOn: Day
      readonly points: readonly ForecastPoint[]
    }

/** Where a KPI will be at the end of its period, learnt from its own past. */
export async function readForecast(one: OneKpi, measured: Measured): Promise<Forecast> {
  const { values, compiled, today } = one
  const period = periodOf(values)
  if (!period) return { none: 'noPeriod' }
  if (period.to < today) return { none: 'over' }
  if (period.from > today) return { none: 'notStarted' }
  const past = compiled ? ((await monthly(one, period)) ?? (await daily(one, period))) : readByHand(one, period)
  const season = { day: 7, month: 12, reading: 1 } as const
  // The lines drawn between readings add no knowledge.
  const known = past.readings ?? past.series.length
  const needed = fewest(season[past.grain === 'month' ? 'day' : past.grain])
  if (known < needed) return { none: 'short', grain: past.grain, known, fewest: needed }
  const found = outlook({
    series: past.series,
    period: season[past.grain],
    horizon: past.ahead.length,
    accumulates: compiled?.accumulates ?? false,
    soFar: past.soFar,
    target: values.target,
    direction: values.direction,
  })
  if (!found) return { none: 'over' }
  return {
    none: null,
    outlook: found,
    grain: past.grain,
    known,
    endsOn: period.to,
    points: pointsOf(measured, past.ahead, found, today),
  }
}

interface Past {
  readonly grain: ForecastGrain
  readonly series: readonly number[]
  /** The last day of each step to come. */
  readonly ahead: readonly Day[]
  readonly soFar: number
  /** Figures a person read, of which the series is drawn at even steps; left out where every point was measured. */
  readonly readings?: number
}

/**
 * A figure read by hand: its readings, whatever their days, on even steps as long as the usual gap between two of them; straight from one
 * to the next. The last step to come is the end of the period.
 */
function readByHand({ asked }: OneKpi, period: Period): Past {
  const readings = asked.readings ?? []
  const [first, last] = [readings[0], readings.at(-1)]
  if (!first || !last || last.day >= period.to)
    return { grain: 'reading', series: [], ahead: [], soFar: 0, readings: readings.length }
  const gaps = readings.slice(1).map(({ day }, i) => daysBetween(readings[i]?.day ?? day, day))
  const step = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1
  const count = Math.min(mostSteps, Math.floor(daysBetween(first.day, last.day) / step))
  const left = daysBetween(last.day, period.to)
  const ahead = Array.from({ length: Math.max(1, Math.round(left / step)) }, (_, h) =>
    addDays(last.day, (h + 1) * step),
  )
  return {
    grain: 'reading',
    series: Array.from({ length: count + 1 }, (_, i) => readBetween(readings, addDays(last.day, (i - count) * step))),
    ahead: [...ahead.slice(0, -1), period.to],
    soFar: 0,
    readings: readings.length,
  }
}

/** On the straight line from the reading before a day to the one after it. */
function readBetween(readings: readonly Reading[], day: Day): number {
  const before = readings.findLast((one) => one.day <= day)
  const after = readings.find((one) => one.day > day)
  if (!before || !after) return (before ?? after)?.actual ?? 0
  const share = daysBetween(before.day, day) / daysBetween(before.day, after.day)
  return before.actual + (after.actual - before.actual) * share
}

async function daily(one: OneKpi, period: Period): Promise<Past> {
  const { m, id, compiled, site, today } = one
  const yesterday = addDays(today, -1)
  const window = { from: addDays(today, -learnt), to: yesterday }
  const ahead = Array.from({ length: daysBetween(today, period.to) + 1 }, (_, i) => addDays(today, i))
  if (!compiled) return { grain: 'day', series: [], ahead, soFar: 0 }
  const read = compiled.isNow
    ? (await currentValues(m.scope, id, 'day', window)).map(({ value }) => value)
    : valuesOf(compiled, await readFigure(m, compiled, site, window, period, 'day'))
  return { grain: 'day', series: whole(read), ahead, soFar: await soFarOf(one, period, yesterday) }
}

/** Months, where the end is far and at least two years of whole months are known; null otherwise. */
async function monthly(one: OneKpi, period: Period): Promise<Past | null> {
  const { m, compiled, site, today } = one
  const first = monthStart(today)
  const isWhole = monthEnd(period.to) === period.to && period.from <= first
  if (!compiled || compiled.isNow || !isWhole || daysBetween(today, period.to) <= far) return null
  const window = { from: addMonths(first, -48), to: addDays(first, -1) }
  const series = whole(valuesOf(compiled, await readFigure(m, compiled, site, window, period, 'month')))
  if (series.length < fewest(12)) return null
  const ahead = monthsOf({ from: first, to: period.to }).map((month) => monthEnd(`${month}-01`))
  return { grain: 'month', series, ahead, soFar: await soFarOf(one, period, addDays(first, -1)) }
}

/** The past of a figure, step by step; what its site hides or rounds is estimated where steps add up. */
const valuesOf = ({ accumulates }: Compiled, { buckets, total }: FigureRead): readonly (number | null)[] => {
  const values = buckets.map(({ value }) => value)
  return accumulates ? addingUp(values, total.value) : values
}

/** What is already reached, of a figure that adds up. */
async function soFarOf({ m, compiled, site }: OneKpi, period: Period, until: Day): Promise<number> {
  if (!compiled?.accumulates || period.from > until) return 0
  const { total } = await readFigure(m, compiled, site, { from: period.from, to: until }, period, null)
  return total.value ?? 0
}

/** From the first point that holds something; a hole takes the straight line between its edges. */
function whole(values: readonly (number | null)[]): number[] {
  const start = values.findIndex((value) => value !== null && value !== 0)
  if (start < 0) return []
  const kept = values.slice(start)
  return kept.map((value, i) => {
    if (value !== null) return value
    const before = kept.findLastIndex((one, j) => j < i && one !== null)
    const after = kept.findIndex((one, j) => j > i && one !== null)
    const [low, high] = [kept[before] ?? 0, kept[after] ?? kept[before] ?? 0]
    return after < 0 ? low : low + ((high - low) * (i - before)) / (after - before)
  })
}

/** The course so far and the forecast on one axis of even steps, few enough for a drawing. */
function pointsOf({ points, plan }: Measured, ahead: readonly Day[], { steps }: Outlook, today: Day): ForecastPoint[] {
  const planned = (day: Day) => (plan ? plannedOn(plan, day) : null)
  const past = points.filter(({ day, actual }) => day < today && actual !== null)
  const last = past.at(-1)
  const bare = { actual: null, value: null, low: null, high: null }
  const [before, after] = [gapOf(past.map(({ day }) => day)), gapOf(ahead)]
  const span = past.length * before + ahead.length * after
  const step = Math.max(before, after, Math.ceil(span / drawn))
  return [
    ...everyNth(past, Math.round(step / before)).map(({ day, actual }) => {
      // The forecast begins where the past ends.
      const joint = day === last?.day ? { value: actual, low: actual, high: actual } : {}
      return { ...bare, day, actual, planned: planned(day), ...joint }
    }),
    ...everyNth(
      ahead.map((day, h) => ({ day, step: steps[h] })),
      Math.round(step / after),
    ).map(({ day, step: one }) => ({ ...bare, day, planned: planned(day), ...one })),
  ]
}

/** Days from one point to the next, in the middle of them all. */
const gapOf = (days: readonly Day[]): number => {
  const [first, last] = [days[0], days.at(-1)]
  return first === undefined || last === undefined || days.length < 2
    ? 1
    : Math.max(1, Math.round(daysBetween(first, last) / (days.length - 1)))
}

/** The last one and every nth before it. */
const everyNth = <T>(all: readonly T[], n: number): T[] =>
  all.filter((_, i) => (all.length - 1 - i) % Math.max(1, n) === 0)
