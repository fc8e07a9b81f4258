/** Named values over the same labels: what every chart of the family takes. */
export interface Series {
  readonly name: string
  /** One value a label; null where it is unknown. */
  readonly values: readonly (number | null)[]
}

export interface ChartProps<S extends Series = Series> {
  /** The finding, or what is shown, in a sentence. */
  readonly title: string
  /** Heading of the column of labels in the table. */
  readonly xLabel: string
  readonly labels: readonly string[]
  /** The same names as the axis writes them, where room is short. */
  readonly shortLabels?: readonly string[]
  readonly series: readonly S[]
  readonly format: (value: number) => string
  /** Whether the values can only be whole: the axis then has no half. */
  readonly whole?: boolean
}

/** What a drawing takes: the chart without its frame, at a width in CSS pixels. */
export type DrawingProps<S extends Series = Series> = Omit<ChartProps<S>, 'title' | 'xLabel'> & {
  readonly width: number
}

export const shown = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? '—' : format(value)

/** Whether no value of a chart is known. */
export const isUnknown = (series: readonly Series[]): boolean =>
  series.every(({ values }) => values.every((value) => value === null))

/** The chart as a table: a row a label, a column a series. */
export const tableOf = ({ xLabel, labels, series, format }: Omit<ChartProps, 'title'>) => ({
  columns: [xLabel, ...series.map(({ name }) => name)],
  rows: labels.map((label, i) => [label, ...series.map(({ values }) => shown(values[i], format))]),
})
