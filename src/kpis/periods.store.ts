import { type Period, addDays, monthEnd } from '../period.ts'
import { correctionsOf } from './frozen.ts'
import { readFigure } from './figures.store.ts'
import { type Measured, lastDayOf, usualThreshold } from './measures.store.ts'
import type { OneKpi } from './one-kpi.store.ts'
import { type PeriodGrain, type PeriodRow, periodLabel, periodRows } from './periods.ts'
import { frozenValues } from './values.store.ts'

/** Planned against actual by week or month, with what was corrected since it was frozen; empty without a path. */
export async function readPeriods(one: OneKpi, { plan, accumulates, points }: Measured, grain: PeriodGrain) {
  const { m, id, values, compiled, site, today } = one
  if (!plan || plan.period.from > today) return { rows: [] as PeriodRow[], corrections: [] }
  const lived = { from: plan.period.from, to: plan.period.to < today ? plan.period.to : today }
  const span: Period = { from: periodLabel(grain, lived.from), to: lived.to }
  const isDaily = compiled === null || compiled.isNow
  const [live, frozen] = await Promise.all([
    compiled && !compiled.isNow ? readFigure(m, compiled, site, lived, plan.period, grain) : null,
    frozenValues(m.scope, id, isDaily ? 'day' : grain, span),
  ])
  // A reading by hand, or a figure that is only known as of its day, stands for the week or month it ends.
  const lastOf = (values: readonly { readonly day: string; readonly actual: number | null }[]) =>
    new Map(values.filter(({ actual }) => actual !== null).map(({ day, actual }) => [periodLabel(grain, day), actual]))
  const over = frozen.filter(({ startsOn }) => lastDayOf(isDaily ? 'day' : grain, startsOn) < today)
  const known = isDaily
    ? lastOf(
        over
          .filter(({ startsOn }) => isWholePast(grain, startsOn, today))
          .map((one) => ({ day: one.startsOn, actual: one.value })),
      )
    : new Map(over.map(({ startsOn, value }) => [startsOn, value]))
  const rules = { accumulates, direction: values.direction, threshold: values.threshold ?? usualThreshold }
  const read = live ? new Map(live.buckets.map(({ label, value }) => [label, value])) : lastOf(points)
  return {
    rows: periodRows(plan, grain, rules, read, known, today),
    corrections: correctionsOf(frozen).slice(0, 20),
  }
}

const isWholePast = (grain: PeriodGrain, day: string, today: string): boolean => {
  const label = periodLabel(grain, day)
  return (grain === 'week' ? addDays(label, 6) : monthEnd(label)) < today
}
