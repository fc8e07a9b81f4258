import { isDay, lengthOf } from '../period.ts'
import type { Period } from '../period.ts'
import { change } from '../ratio.ts'
import type { Own } from './audience.ts'
import { type Headline, type Panel, headline, isPanel } from './audience.ts'
import type { MetricName } from './catalog.ts'

/** Two sides, each a period and a segment; the first side's period and filters are those of the view. */
export interface Sides {
  /** Number of a saved segment; null for none. */
  readonly segmentA: string | null
  readonly segmentB: string | null
  /** null for the period of the first side: two segments are then compared. */
  readonly periodB: Period | null
  readonly metric: Headline
  readonly panel: Exclude<Panel, 'goal'>
}

/** Figures set side by side, in order. */
export const compared = [
  ...headline,
  'conversions',
  'conversionRate',
  'revenue',
] as const satisfies readonly MetricName[]

export function sidesOf(search: URLSearchParams): Sides {
  const [from, to] = [search.get('bfrom') ?? '', search.get('bto') ?? '']
  const panel = search.get('panel') ?? ''
  return {
    segmentA: search.get('asegment') || null,
    segmentB: search.get('bsegment') || null,
    periodB: isDay(from) && isDay(to) && from <= to && lengthOf({ from, to }) <= 4000 ? { from, to } : null,
    metric: headline.find((name) => name === search.get('metric')) ?? 'visitors',
    panel: isPanel(panel) && panel !== 'goal' ? panel : 'channel',
  }
}

/** What an address says of the sides, beside the view. */
export const sideEntries = ({ segmentA, segmentB, periodB, panel }: Sides): Own => [
  ...(segmentA ? [['asegment', segmentA] as const] : []),
  ...(segmentB ? [['bsegment', segmentB] as const] : []),
  ...(periodB ? [['bfrom', periodB.from] as const, ['bto', periodB.to] as const] : []),
  ...(panel === 'channel' ? [] : [['panel', panel] as const]),
]

export interface Difference {
  readonly a: number | null
  readonly b: number | null
  /** b subtracted from a; null where either cannot be computed. */
  readonly difference: number | null
  /** The difference as a share of b. */
  readonly change: number | null
}

export const differenceOf = (a: number | null, b: number | null): Difference => ({
  a,
  b,
  difference: a === null || b === null ? null : a - b,
  change: change(a, b),
})

/** Rows of both sides under one name, the largest of the first side first. */
export function rowsOfBoth(
  a: readonly { readonly name: string; readonly count: number }[],
  b: readonly { readonly name: string; readonly count: number }[],
  most: number,
  /** What a name that one side lacks stands for: 0, or null where small rows are left out. */
  missing: 0 | null = 0,
): (Difference & { readonly name: string })[] {
  const [inA, inB] = [a, b].map((rows) => new Map(rows.map(({ name, count }) => [name, count])))
  const names = [...new Set([...a, ...b].map(({ name }) => name))]
  return names
    .map((name) => ({ name, ...differenceOf(inA?.get(name) ?? missing, inB?.get(name) ?? missing) }))
    .toSorted((x, y) => (y.a ?? 0) - (x.a ?? 0) || (y.b ?? 0) - (x.b ?? 0) || (x.name < y.name ? -1 : 1))
    .slice(0, most)
}
