import type { fr as Audience } from '../analytics/audience.fr.ts'
import type { fr as Catalog } from '../analytics/catalog.fr.ts'
import type { CsvCell } from '../csv.ts'
import { type Locale, formatMoney, formatNumber } from '../i18n.ts'
import type { Tone } from '../ui/Status.tsx'
import type { LineSeries } from '../ui/LineChart.tsx'
import type { ChartProps } from '../ui/charts/series.ts'
import type { Figures } from './figures.ts'
import type { fr as Words } from './sections.fr.ts'

/** A cell as a reader sees it; a tone colours a word that already says the thing. */
export interface Cell {
  readonly text: string
  readonly tone?: Tone
}

export interface ReportTable {
  readonly id: string
  /** The finding, or what the rows are. */
  readonly caption: string
  readonly columns: readonly { readonly label: string; readonly end: boolean }[]
  /** The first cell names its row. */
  readonly rows: readonly (readonly Cell[])[]
  /** Whether the last row is the sum of the others. */
  readonly hasTotal: boolean
  /** The same rows as an export holds them. */
  readonly csv: readonly (readonly CsvCell[])[]
}

/** A drawing as a plain value: it goes from the server to the page, and to the paper. */
export interface ReportChart extends Omit<ChartProps<LineSeries>, 'format'> {
  readonly kind: 'line' | 'bars'
  /** Of values that are cents; null for counts. */
  readonly currency: string | null
  /** What the drawing shows, for those who do not see it. */
  readonly alt: string
}

/** How the values of a drawing are written. */
export const formatOf =
  ({ currency }: ReportChart, locale: Locale) =>
  (value: number): string =>
    currency === null ? formatNumber(value, locale, 0) : formatMoney(value, currency, locale)

/** A figure a reader looks for first. */
export interface Highlight {
  readonly label: string
  readonly value: string
  readonly note: string
}

/** A chapter of the report: the same on screen, on paper and in an export. */
export interface Section {
  readonly id: string
  readonly title: string
  /** Where the figures come from, over which days, by which formula, in which unit. */
  readonly basis: string
  readonly charts: readonly ReportChart[]
  readonly tables: readonly ReportTable[]
  /** Tables that a screen shows with their drawing, and paper at its end. */
  readonly annexes: readonly ReportTable[]
  /** Sentences that qualify the figures. */
  readonly notes: readonly string[]
  /** What stands in the place of figures when there are none. */
  readonly empty: string | null
}

/** What a chapter is written with: the figures, the words and the reader's manner of writing numbers. */
export interface Writing {
  readonly figures: Figures
  readonly locale: Locale
  readonly t: typeof Words
  readonly audience: typeof Audience
  readonly catalog: typeof Catalog
  readonly day: (iso: string) => string
  readonly span: (period: { readonly from: string; readonly to: string }) => string
  readonly money: (cents: number | null) => string
  readonly count: (n: number | null) => string
  /** With its sign, so that more and less are told apart: +12, −3. */
  readonly signed: (text: string, value: number) => string
}

export interface ColumnOf<Row> {
  readonly label: string
  /** For figures, so that their digits stand under each other. */
  readonly end?: boolean
  readonly cell: (row: Row) => string | Cell
  /** As an export holds it; by default what the reader sees. */
  readonly csv?: (row: Row) => CsvCell
}

/** A table from its columns, written once for the reader and for the export. */
export const tableOf = <Row>(
  id: string,
  caption: string,
  rows: readonly Row[],
  columns: readonly ColumnOf<Row>[],
  hasTotal = false,
): ReportTable => {
  const shown = ({ cell }: ColumnOf<Row>, row: Row): Cell => {
    const made = cell(row)
    return typeof made === 'string' ? { text: made } : made
  }
  return {
    id,
    caption,
    hasTotal,
    columns: columns.map(({ label, end = false }) => ({ label, end })),
    rows: rows.map((row) => columns.map((column) => shown(column, row))),
    csv: rows.map((row) => columns.map((column) => (column.csv ? column.csv(row) : shown(column, row).text))),
  }
}

/** A chapter before anything is in it. */
export const blank = (id: string, title: string): Section => ({
  id,
  title,
  basis: '',
  charts: [],
  tables: [],
  annexes: [],
  notes: [],
  empty: null,
})
