import { dimensionNames } from '../analytics/catalog.ts'
import type { DimensionName, MetricName } from '../analytics/catalog.ts'
import type { FactName } from '../kpis/formula-names.ts'

export const cardKinds = ['number', 'line', 'bars', 'table', 'bullet', 'map', 'note'] as const
export type CardKind = (typeof cardKinds)[number]

/** Columns of twelve that a card may take. */
export const widths = [3, 4, 6, 8, 12] as const
export type Width = (typeof widths)[number]

/** One card of a dashboard. A kind looks at its own fields; the others are kept, so that a change of kind loses nothing. */
export interface Card {
  readonly id: string
  readonly kind: CardKind
  /** Empty: the title is proposed from what the card shows. */
  readonly title: string
  /** Several for a table or a curve; the first for the others. */
  readonly metrics: readonly MetricName[]
  readonly dimension: DimensionName
  /** As the audience writes them in an address. */
  readonly filters: readonly string[]
  /** A segment of the project. */
  readonly segment: string | null
  /** A KPI, over its own period and against its own target, in place of a metric: for a number, a curve or a target. */
  readonly kpi: string | null
  /** A fact of the project (budget, plan, contents) in place of a metric: for a number or a target. */
  readonly fact: FactName | null
  /** In the unit of the figure: a ratio is 0–1, money is in cents. */
  readonly target: number | null
  readonly note: string
  readonly width: Width
}

export const mostCards = 24

/** A card with what is said of it, the rest as usual. */
export const cardOf = (kind: CardKind, said: Partial<Card> = {}): Card => ({
  id: '',
  kind,
  title: '',
  metrics: ['visits'],
  dimension: kind === 'map' ? 'region' : 'channel',
  filters: [],
  segment: null,
  kpi: null,
  fact: null,
  target: null,
  note: '',
  width: usualWidths[kind],
  ...said,
})

export const usualWidths: Readonly<Record<CardKind, Width>> = {
  number: 3,
  line: 8,
  bars: 4,
  table: 6,
  bullet: 6,
  map: 6,
  note: 4,
}

/** Dimensions by which bars and tables may go: time is for curves. */
export const cardDimensions = dimensionNames.filter((name) => name !== 'date')

/** What each kind asks of a form; the rest of a card is kept as it was. */
export const fieldsOf: Readonly<Record<CardKind, readonly CardField[]>> = {
  number: ['figure', 'narrow'],
  line: ['metrics', 'course', 'narrow'],
  bars: ['metric', 'dimension', 'narrow'],
  table: ['metrics', 'dimension', 'narrow'],
  bullet: ['figure', 'target', 'narrow'],
  map: ['metric', 'place', 'narrow'],
  note: ['note'],
}
export type CardField =
  | 'figure'
  | 'metric'
  | 'metrics'
  | 'course'
  | 'dimension'
  | 'place'
  | 'target'
  | 'note'
  | 'narrow'
