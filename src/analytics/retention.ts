import { addDays, addMonths, daysBetween, monthStart, weekStart } from '../period.ts'
import type { Period } from '../period.ts'

/** How often people come back: cohorts of a day, a week or a month. */
export const cohortSizes = ['day', 'week', 'month'] as const
export type CohortSize = (typeof cohortSizes)[number]

/** Columns of the grid at most: as many cohorts and as many times after. */
export const mostCohorts: Readonly<Record<CohortSize, number>> = { day: 31, week: 27, month: 14 }

export interface Cohort {
  /** First day of the cohort. */
  readonly from: string
  /** Visitors whose first visit was then. */
  readonly size: number
  /** How many of them came then (the first is the size), one, two… later; null where it has not begun. */
  readonly back: readonly (number | null)[]
}

export const cohortSizeOf = (asked: string | null): CohortSize => cohortSizes.find((name) => name === asked) ?? 'week'

/** First days of the cohorts of a period, the latest ones when they are too many. */
export function cohortsOf(size: CohortSize, period: Period): string[] {
  const starts: string[] = []
  for (let day = startOf(size, period.from); day <= period.to; day = later(size, day, 1)) starts.push(day)
  return starts.slice(-mostCohorts[size])
}

/** The first day of the cohort of a day. */
export const startOf = (size: CohortSize, day: string): string =>
  size === 'day' ? day : size === 'week' ? weekStart(day) : monthStart(day)

const later = (size: CohortSize, start: string, n: number): string =>
  size === 'month' ? addMonths(start, n) : addDays(start, size === 'week' ? 7 * n : n)

/** How many cohorts lie between two starts. */
function placesBetween(size: CohortSize, from: string, to: string): number {
  if (size !== 'month') return daysBetween(from, to) / (size === 'week' ? 7 : 1)
  const [y1 = 0, m1 = 0] = from.split('-').map(Number)
  const [y2 = 0, m2 = 0] = to.split('-').map(Number)
  return (y2 - y1) * 12 + (m2 - m1)
}

export interface CameBack {
  readonly first: string
  readonly then: string
  readonly visitors: number
}

/**
 * The grid of counted returns. What has not begun is null, not 0.
 * @param last first day of the cohort that runs today
 */
export function gridOf(
  size: CohortSize,
  starts: readonly string[],
  counted: readonly CameBack[],
  last: string,
): Cohort[] {
  const known = new Map(counted.map(({ first, then, visitors }) => [`${first} ${then}`, visitors]))
  return starts.map((from) => {
    const lived = Math.max(0, placesBetween(size, from, last))
    const back = starts.map((_, n) => (n > lived ? null : (known.get(`${from} ${later(size, from, n)}`) ?? 0)))
    return { from, size: back[0] ?? 0, back }
  })
}

/**
 * Of all those who could come back after so long, how many did: cohorts too young for it are left out of both.
 * @returns one share a column; null where no cohort is old enough
 */
export function wholeShares(cohorts: readonly Cohort[]): (number | null)[] {
  return cohorts.map((_, n) => {
    const old = cohorts.filter(({ back }) => typeof back[n] === 'number')
    const could = old.reduce((sum, { size }) => sum + size, 0)
    return could === 0 ? null : old.reduce((sum, { back }) => sum + (back[n] ?? 0), 0) / could
  })
}
