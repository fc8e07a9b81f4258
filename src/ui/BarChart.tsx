import { ChartFrame } from './charts/ChartFrame.tsx'
import { chartText, chartTextStrong, seriesFill } from './charts/colours.ts'
import { bands, extent, fitted, linear, spread, textWidth, ticks } from './charts/scale.ts'

export interface Bar {
  readonly label: string
  readonly short?: string
  /** null where it cannot be computed. */
  readonly value: number | null
}

interface Props {
  /** The finding, or what is shown, in a sentence. */
  readonly title: string
  /** Headings of the table: what is named, what is counted. */
  readonly columns: readonly [name: string, value: string]
  readonly bars: readonly Bar[]
  readonly format: (value: number) => string
  /** `rows` to compare things, `columns` for things in time. */
  readonly direction?: 'rows' | 'columns'
  readonly whole?: boolean
}

/** Amounts side by side, from zero, each with its figure. */
export function BarChart(props: Props) {
  const { title, columns, bars, format, direction = 'rows' } = props
  return (
    <ChartFrame
      title={title}
      draw={(width) => (direction === 'rows' ? <RowDrawing {...props} width={width} /> : <ColumnDrawing {...props} width={width} />)}
      table={{ columns, rows: bars.map((bar) => [bar.label, bar.value === null ? '—' : format(bar.value)]) }}
    />
  )
}

type Drawing = Pick<Props, 'bars' | 'format' | 'whole'> & { readonly width: number }

/** Horizontal bars; on a narrow drawing the name stands above its bar. */
export function RowDrawing({ bars, format, width }: Drawing) {
  const isNarrow = width <= 500
  const rowHeight = isNarrow ? 40 : 28
  const height = bars.length * rowHeight + 4
  const left = isNarrow ? 0 : Math.min(width * 0.38, Math.max(...bars.map(({ label }) => textWidth(label)), 40) + 12)
  const figures = Math.max(...bars.map(({ value }) => textWidth(value === null ? '—' : format(value))), 20) + 12
  const [min, max] = extent(bars.map(({ value }) => value))
  const x = linear([min, max || 1], [left, width - figures])
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      {bars.map((bar, i) => {
        const top = i * rowHeight + (isNarrow ? 18 : 4)
        const [from, to] = [x(Math.min(0, bar.value ?? 0)), x(Math.max(0, bar.value ?? 0))]
        return (
          <g key={`${i} ${bar.label}`}>
            <title>{`${bar.label} : ${bar.value === null ? '—' : format(bar.value)}`}</title>
            <text {...chartTextStrong} x={isNarrow ? 0 : left - 10} y={isNarrow ? top - 4 : top + 14} textAnchor={isNarrow ? 'start' : 'end'}>
              {fitted(bar.label, isNarrow ? width : left - 10)}
            </text>
            <rect {...seriesFill(0)} x={from} y={top} width={Math.max(to - from, bar.value === null ? 0 : 1)} height={20} rx={2} />
            <text {...chartText} x={to + 7} y={top + 14}>
              {bar.value === null ? '—' : format(bar.value)}
            </text>
          </g>
        )
      })}
      <line className="chart-zero" x1={x(0)} x2={x(0)} y1={0} y2={height} stroke="#8b857d" />
    </svg>
  )
}

/** Vertical bars, in time. */
export function ColumnDrawing({ bars, format, whole = false, width }: Drawing) {
  const height = width > 500 ? 240 : 210
  const [min, max] = extent(bars.map(({ value }) => value))
  const axis = ticks(min, max, 4, whole)
  const left = Math.max(...axis.map((tick) => textWidth(format(tick)))) + 10
  const bottom = height - 26
  const y = linear([axis[0] ?? 0, axis.at(-1) ?? 1], [bottom, 12])
  const places = bands(bars.length, [left, width])
  const room = Math.max(1, Math.floor((width - left) / (Math.max(...bars.map(({ label, short }) => textWidth(short ?? label)), 20) + 10)))
  const written = new Set(spread(bars.length, room))
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      {axis.map((tick) => (
        <g key={tick}>
          <line className={tick === 0 ? 'chart-zero' : 'chart-grid'} x1={left} x2={width} y1={y(tick)} y2={y(tick)} stroke={tick === 0 ? '#8b857d' : '#e3e0dc'} />
          <text {...chartText} x={left - 8} y={y(tick) + 4} textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {bars.map((bar, i) => {
        const place = places[i]
        if (!place) return null
        const [high, low] = [y(Math.max(0, bar.value ?? 0)), y(Math.min(0, bar.value ?? 0))]
        return (
          <g key={`${i} ${bar.label}`}>
            <title>{`${bar.label} : ${bar.value === null ? '—' : format(bar.value)}`}</title>
            <rect {...seriesFill(0)} x={place.start} y={high} width={place.width} height={Math.max(0, low - high)} rx={2} />
            {written.has(i) ? (
              <text {...chartText} x={place.middle} y={height - 6} textAnchor="middle">
                {bar.short ?? bar.label}
              </text>
            ) : null}
          </g>
        )
      })}
    </svg>
  )
}
