import type { SmallFigures } from '../collect/site.ts'
import { ratio } from '../ratio.ts'
import type { Row } from './analytics.store.ts'
import type { MetricName } from './catalog.ts'

/** A count that could point at somebody. Nobody is not somebody: zero is shown. */
const isSmall = (count: number, { below }: SmallFigures): boolean => count > 0 && count < below

/** The nearest multiple of the threshold: 3 and 4 of 5 are both 5, 2 is 0. */
const rounded = (count: number, { below }: SmallFigures): number => Math.round(count / below) * below

export interface Ranked {
  readonly name: string
  readonly count: number
}

/**
 * A ranking as it may be shown, with each row's share of the whole. Shares are of the counts that are shown, since an exact share
 * would give the exact count away.
 * @param total what the shares are of; null gives none
 * @returns the rows, and how many were left out
 */
export function shownRanking<R extends Ranked>(
  rows: readonly R[],
  total: number | null,
  rule: SmallFigures | null,
): { readonly rows: readonly (R & { readonly share: number | null })[]; readonly hidden: number } {
  const kept = rule?.how === 'hide' ? rows.filter(({ count }) => !isSmall(count, rule)) : rows
  return {
    rows: kept.map((row) => {
      const count = rule?.how === 'round' ? rounded(row.count, rule) : row.count
      // Rounded up, a row may pass the whole.
      const share = ratio(count, total)
      return { ...row, count, share: share === null ? null : rule ? Math.min(1, share) : share }
    }),
    hidden: rows.length - kept.length,
  }
}

const counts: readonly MetricName[] = ['visitors', 'visits', 'pageviews', 'events', 'conversions']

/**
 * The rows of a table for download, under the same rule. `by` is the figure that says how many there were; rounded, what was computed from
 * few is left empty.
 */
export function shownTable(rows: readonly Row[], by: MetricName, rule: SmallFigures | null): readonly Row[] {
  if (rule === null) return rows
  const of = (row: Row) => row[by] ?? 0
  if (rule.how === 'hide') return rows.filter((row) => !isSmall(of(row), rule))
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        if (typeof value !== 'number') return [name, value]
        if (counts.some((count) => count === name)) return [name, rounded(value, rule)]
        return [name, isSmall(of(row), rule) ? null : value]
      }),
    ),
  )
}
