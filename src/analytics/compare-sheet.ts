import type { Sheet } from '../xlsx.ts'
import { type MetricName, metrics } from './catalog.ts'
import type { Comparison } from './compare.store.ts'
import type { fr } from './compare.fr.ts'

/** Both tables of a comparison as rows for a file: the figures, then the rows of the detail; amounts in units of money. */
export const compareSheet = (
  { figures, rows }: Comparison,
  t: typeof fr,
  metricName: (name: MetricName) => string,
  rowName: (name: string) => string,
): Sheet => ({
  title: t.title,
  columns: [
    { label: t.figure, format: 'text' },
    { label: t.a, format: 'number' },
    { label: t.b, format: 'number' },
    { label: t.difference, format: 'number' },
    { label: t.change, format: 'percent' },
  ],
  rows: [
    ...figures.map(({ metric, a, b, difference, change }) => {
      const inUnits = (value: number | null) =>
        value !== null && metrics[metric].unit === 'cents' ? value / 100 : value
      return [metricName(metric), inUnits(a), inUnits(b), inUnits(difference), change]
    }),
    ...rows.map(({ name, a, b, difference, change }) => [rowName(name), a, b, difference, change]),
  ],
})
