import { type Day, type Period, addDays, daysBetween, daysOf, elapsedShare, lengthOf } from '../period.ts'

export const pathShapes = ['linear', 'seasonal', 'drawn'] as const
export type PathShape = (typeof pathShapes)[number]

/** A value that the path goes through at the end of a day. */
export interface PathPoint {
  readonly day: Day
  readonly value: number
}

/** The way planned from a baseline to a target. */
export interface Plan {
  readonly period: Period
  /** Where it starts; 0 for a figure that adds up. null when it is not known. */
  readonly from: number | null
  readonly to: number
  readonly shape: PathShape
  readonly points: readonly PathPoint[]
  /** Last year's figure day by day over the same period; empty when nothing was measured then. */
  readonly lastYear: readonly number[]
  /** An alert is a limit that holds all along. */
  readonly isLimit: boolean
}

/** The shape a plan really takes: without points or without last year it is a straight line, and the page says so. */
export const shapeOf = ({ shape, points, lastYear, isLimit }: Plan): PathShape =>
  shape === 'drawn' && points.length > 0
    ? 'drawn'
    : shape === 'seasonal' && !isLimit && lastYear.some((value) => value > 0)
      ? 'seasonal'
      : 'linear'

/**
 * What the figure should be at the end of a day. Linear: in proportion of the days passed. Seasonal: in proportion of what last year had
 * reached at the same point of the period. Drawn: straight from one point to the next, from the baseline to the target.
 * @returns null where the path cannot be drawn: no baseline, and no point yet
 */
export function plannedOn(plan: Plan, day: Day): number | null {
  const { period, from, to } = plan
  const shape = shapeOf(plan)
  if (shape === 'drawn') return drawnOn(plan, day)
  if (plan.isLimit) return to
  if (from === null) return null
  const share = shape === 'seasonal' ? seasonalShare(plan, day) : elapsedShare(period, day)
  return from + (to - from) * share
}

function seasonalShare({ period, lastYear }: Plan, day: Day): number {
  const passed = daysBetween(period.from, day) + 1
  if (passed <= 0) return 0
  if (passed >= lengthOf(period)) return 1
  // A leap year has a day more: the same share of the period, not the same number of days.
  const count = Math.round((passed / lengthOf(period)) * lastYear.length)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + Math.max(0, value), 0)
  return sum(lastYear.slice(0, count)) / sum(lastYear)
}

function drawnOn({ period, from, to, points, isLimit }: Plan, day: Day): number | null {
  const drawn = points
    .filter((point) => point.day >= period.from && point.day <= period.to)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
  const start = isLimit || from === null ? [] : [{ day: addDays(period.from, -1), value: from }]
  const end = drawn.at(-1)?.day === period.to ? [] : [{ day: period.to, value: to }]
  const all = [...start, ...drawn, ...end]
  const next = all.find((point) => point.day >= day)
  const last = all.findLast((point) => point.day <= day)
  if (!last) return isLimit ? (next?.value ?? null) : null
  if (!next || next.day === last.day) return last.value
  return last.value + ((next.value - last.value) * daysBetween(last.day, day)) / daysBetween(last.day, next.day)
}

/** The path day by day, for a drawing. */
export const courseOf = (plan: Plan): { day: Day; planned: number | null }[] =>
  daysOf(plan.period).map((day) => ({ day, planned: plannedOn(plan, day) }))
