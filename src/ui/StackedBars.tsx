import { useId } from 'react'
import { useWords } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'
import { ChartFrame } from './charts/ChartFrame.tsx'
import { chartText, chartTextStrong, seriesColours, seriesFill } from './charts/colours.ts'
import { fitted, linear, stack, textWidth } from './charts/scale.ts'

interface Props {
  /** The finding, or what is shown, in a sentence. */
  readonly title: string
  /** Heading of the rows' names in the table. */
  readonly rowLabel: string
  readonly series: readonly { readonly key: string; readonly label: string }[]
  /** Values by series key; what is absent is zero. */
  readonly rows: readonly { readonly label: string; readonly values: Readonly<Record<string, number>> }[]
  readonly format: (value: number) => string
}

/** Wholes and their parts. Every other part is hatched, so that neighbours are told apart without colour. */
export function StackedBars(props: Props) {
  const { title, rowLabel, series, rows, format } = props
  const t = useWords({ fr, en })
  return (
    <ChartFrame
      title={title}
      legend={<Legend series={series} />}
      draw={(width) => <StackedDrawing {...props} width={width} />}
      table={{
        columns: [rowLabel, ...series.map((each) => each.label), t.table.total],
        rows: rows.map((row) => [row.label, ...series.map(({ key }) => format(row.values[key] ?? 0)), format(totalOf(row, series))]),
      }}
    />
  )
}

const totalOf = (row: Props['rows'][number], series: Props['series']) => series.reduce((sum, { key }) => sum + Math.max(0, row.values[key] ?? 0), 0)

function Legend({ series }: Pick<Props, 'series'>) {
  const id = useId()
  return (
    <ul className="chart-legend">
      {series.map((each, i) => (
        <li key={each.key}>
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <Hatch id={`${id}h`} />
            <rect {...seriesFill(i)} width="14" height="14" rx="2" />
            {i % 2 === 1 ? <rect width="14" height="14" rx="2" fill={`url(#${id}h)`} /> : null}
          </svg>
          {each.label}
        </li>
      ))}
    </ul>
  )
}

const Hatch = ({ id }: { readonly id: string }) => (
  <defs>
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line className="chart-hatch" x1="0" y1="0" x2="0" y2="5" stroke="#ffffff" strokeWidth="2.5" strokeOpacity="0.6" />
    </pattern>
  </defs>
)

/** The drawing alone, for a page or for paper. */
export function StackedDrawing({ series, rows, format, width }: Pick<Props, 'series' | 'rows' | 'format'> & { readonly width: number }) {
  const id = useId()
  const isNarrow = width <= 500
  const rowHeight = isNarrow ? 42 : 30
  const height = rows.length * rowHeight + 4
  const left = isNarrow ? 0 : Math.min(width * 0.34, Math.max(...rows.map(({ label }) => textWidth(label)), 40) + 12)
  const totals = rows.map((row) => totalOf(row, series))
  const figures = Math.max(...totals.map((total) => textWidth(format(total))), 20) + 12
  const x = linear([0, Math.max(...totals, 1)], [left, width - figures])
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <Hatch id={`${id}h`} />
      {rows.map((row, r) => {
        const top = r * rowHeight + (isNarrow ? 18 : 4)
        const parts = stack(series.map(({ key }) => row.values[key] ?? 0))
        return (
          <g key={`${r} ${row.label}`}>
            <text {...chartTextStrong} x={isNarrow ? 0 : left - 10} y={isNarrow ? top - 4 : top + 15} textAnchor={isNarrow ? 'start' : 'end'}>
              {fitted(row.label, isNarrow ? width : left - 10)}
            </text>
            {parts.map(({ from, to }, i) =>
              to === from ? null : (
                <g key={series[i]?.key}>
                  <title>{`${row.label}, ${series[i]?.label} : ${format(to - from)}`}</title>
                  {/* A hair of ground between parts. */}
                  <rect {...seriesFill(i)} x={x(from)} y={top} width={Math.max(1, x(to) - x(from) - 1)} height={22} fill={seriesColours[i % 6]} />
                  {i % 2 === 1 ? <rect x={x(from)} y={top} width={Math.max(1, x(to) - x(from) - 1)} height={22} fill={`url(#${id}h)`} /> : null}
                </g>
              ),
            )}
            <text {...chartText} x={x(totals[r] ?? 0) + 7} y={top + 15}>
              {format(totals[r] ?? 0)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
