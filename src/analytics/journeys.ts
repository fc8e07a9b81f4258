import { ratio } from '../ratio.ts'

/** Pages of a path at most, and rows of a list. */
export const longestPath = 6
export const listRows = 12

/** A neighbour of a page: the page seen just before or after it, in the same visit. */
export interface Neighbour {
  /** null stands for the visit's beginning (before) or end (after). */
  readonly path: string | null
  readonly views: number
  readonly share: number | null
}

export interface Path {
  readonly pages: readonly string[]
  /** Whether the visit goes on beyond the pages shown. */
  readonly goesOn: boolean
  readonly visits: number
  readonly share: number | null
}

/** The largest neighbours, with the others put together so that the whole is there. */
export function neighboursOf(counted: readonly { readonly path: string | null; readonly views: number }[]): {
  readonly rows: readonly Neighbour[]
  readonly others: number
  readonly total: number
} {
  const total = counted.reduce((sum, { views }) => sum + views, 0)
  // The ends of visits come before the page without a name.
  const key = (path: string | null) => (path === null ? '' : `p${path}`)
  const sorted = counted.toSorted((a, b) => b.views - a.views || (key(a.path) < key(b.path) ? -1 : 1))
  const rows = sorted.slice(0, listRows).map((one) => ({ ...one, share: ratio(one.views, total) }))
  return { rows, others: total - rows.reduce((sum, { views }) => sum + views, 0), total }
}
