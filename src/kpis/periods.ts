import { bucketOf, bucketsOf } from '../analytics/query.ts'
import { type Day, addDays, monthEnd } from '../period.ts'
import { type Plan, plannedOn } from './path.ts'

export type PeriodGrain = 'week' | 'month'

/** One week or month of a KPI: what was planned for it, what came of it. */
export interface PeriodRow {
  /** First and last day, within the KPI's own period. */
  readonly from: Day
  readonly to: Day
  readonly planned: number | null
  readonly actual: number | null
  /** actual − planned, in the KPI's unit. */
  readonly deviation: number | null
  /** As a share of what was planned, above zero when it is good news. */
  readonly relative: number | null
  readonly verdict: 'good' | 'within' | 'beyond' | 'unknown' | 'running'
  /** The figure was frozen when the week or month was over. */
  readonly isFrozen: boolean
}

interface Rules {
  readonly accumulates: boolean
  readonly direction: 'up' | 'down'
  readonly threshold: number
}

/**
 * Planned against actual, week by week or month by month. Of a figure that adds up, what the path rises over the period; of a
 * rate, where the path is at its end.
 * @param live what is read now, by the first day of each week or month
 * @param frozen what was read when it was over: it stands, whatever is read since
 */
export function periodRows(
  plan: Plan,
  grain: PeriodGrain,
  { accumulates, direction, threshold }: Rules,
  live: ReadonlyMap<Day, number | null>,
  frozen: ReadonlyMap<Day, number | null>,
  today: Day,
): PeriodRow[] {
  const { period } = plan
  const lived = { from: period.from, to: period.to < today ? period.to : today }
  if (lived.from > lived.to) return []
  return bucketsOf(grain, lived).map((label): PeriodRow => {
    const first = label < period.from ? period.from : label
    const end = grain === 'week' ? addDays(label, 6) : monthEnd(label)
    const last = end > period.to ? period.to : end
    const isFrozen = frozen.has(label)
    const actual = (isFrozen ? frozen.get(label) : live.get(label)) ?? null
    const planned = plannedOver(plan, accumulates, first, last)
    const isRunning = last >= today && period.to >= today
    const deviation = actual === null || planned === null ? null : actual - planned
    const good = deviation === null ? null : direction === 'up' ? deviation : -deviation
    const relative = good === null || planned === null || planned === 0 ? null : good / Math.abs(planned)
    const verdict = isRunning
      ? 'running'
      : good === null
        ? 'unknown'
        : good >= 0
          ? 'good'
          : relative !== null && relative >= -threshold
            ? 'within'
            : 'beyond'
    return { from: first, to: last, planned, actual, deviation, relative, verdict, isFrozen }
  })
}

function plannedOver(plan: Plan, accumulates: boolean, first: Day, last: Day): number | null {
  const end = plannedOn(plan, last)
  if (!accumulates || plan.isLimit) return end
  const start = first === plan.period.from ? (plan.from ?? 0) : plannedOn(plan, addDays(first, -1))
  return end === null || start === null ? null : end - start
}

/** The first day of the week or month of a day. */
export const periodLabel = (grain: PeriodGrain, day: Day): Day => bucketOf(grain, day)
