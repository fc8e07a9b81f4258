import { ChartFrame } from './charts/ChartFrame.tsx'
import { ValueAxis } from './charts/ValueAxis.tsx'
import { chartText, chartTextStrong, seriesStroke } from './charts/colours.ts'
import { apart, extent, linePath, linear, spread, textWidth, ticks } from './charts/scale.ts'
import { type ChartProps, type DrawingProps, type Series, shown, tableOf } from './charts/series.ts'

export interface LineSeries extends Series {
  /** A comparison or a forecast: dashed. */
  readonly isComparison?: boolean
}

/** Values over time. The axis starts at zero; each line is named at its end. */
export const LineChart = (chart: ChartProps<LineSeries>) => (
  <ChartFrame title={chart.title} draw={(width) => <LineDrawing {...chart} width={width} />} table={tableOf(chart)} />
)

/** The drawing alone, for a page or for paper. */
export function LineDrawing({
  labels,
  shortLabels = labels,
  series,
  format,
  whole = false,
  width,
}: DrawingProps<LineSeries>) {
  const isNarrow = width <= 500
  const height = isNarrow ? 220 : 260
  const [min, max] = extent(series.flatMap(({ values }) => values))
  const axis = ticks(min, max, 4, whole)
  const left = Math.max(...axis.map((tick) => textWidth(format(tick)))) + 10
  // Where there is little room, the names stand above the lines and not at their ends.
  const right =
    width - (isNarrow ? 10 : Math.min(Math.max(...series.map(({ name }) => textWidth(name))) + 16, width * 0.3))
  const top = isNarrow ? 18 + 16 * series.length : 12
  const bottom = height - 26
  const y = linear([axis[0] ?? 0, axis.at(-1) ?? 1], [bottom, top])
  const x = linear([0, Math.max(1, labels.length - 1)], [left, right])
  const room = Math.max(
    2,
    Math.floor((right - left) / (Math.max(...shortLabels.map((label) => textWidth(label)), 30) + 16)),
  )
  const ends = series.map(({ values }) => values.findLastIndex((value) => value !== null))
  const nameYs = apart(
    series.map(({ values }, s) => y(values[ends[s] ?? -1] ?? 0)),
    15,
    [top + 4, bottom],
  )
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <ValueAxis ticks={axis} y={y} left={left} right={right} format={format} />
      {spread(labels.length, room).map((i) => (
        <text
          key={i}
          {...chartText}
          x={x(i)}
          y={height - 6}
          textAnchor={labels.length === 1 || (i > 0 && i < labels.length - 1) ? 'middle' : i === 0 ? 'start' : 'end'}
        >
          {shortLabels[i]}
        </text>
      ))}
      {series.map(({ name, values, isComparison = false }, s) => {
        const end = ends[s] ?? -1
        const dash = isComparison ? { strokeDasharray: '5 4' } : {}
        return (
          <g key={name}>
            <path
              {...seriesStroke(s)}
              {...dash}
              d={linePath(values.map((value, i) => (value === null ? null : [x(i), y(value)])))}
              strokeWidth={isComparison ? 1.75 : 2.25}
              strokeLinejoin="round"
            />
            {end < 0 ? null : (
              <circle
                className={`series-${(s % 6) + 1}`}
                cx={x(end)}
                cy={y(values[end] ?? 0)}
                r={3.5}
                fill={seriesStroke(s).stroke}
              />
            )}
            {isNarrow ? (
              <>
                <line
                  {...seriesStroke(s)}
                  {...dash}
                  x1={left}
                  x2={left + 20}
                  y1={8 + 16 * s}
                  y2={8 + 16 * s}
                  strokeWidth={2.25}
                />
                <text {...chartTextStrong} x={left + 26} y={12 + 16 * s}>
                  {name}
                </text>
              </>
            ) : (
              <text {...chartTextStrong} x={x(Math.max(0, end)) + 10} y={(nameYs[s] ?? 0) + 4}>
                {name}
              </text>
            )}
          </g>
        )
      })}
      {/* A place to point at for each label, which says its values. */}
      {labels.map((label, i) => (
        <rect
          key={i}
          className="chart-hit"
          x={x(i - 0.5)}
          y={top}
          width={Math.max(1, x(1) - x(0))}
          height={bottom - top}
          fill="transparent"
        >
          <title>
            {[label, ...series.map(({ name, values }) => `${name} : ${shown(values[i], format)}`)].join('\n')}
          </title>
        </rect>
      ))}
    </svg>
  )
}
