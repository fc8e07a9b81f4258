import { ChartFrame } from './charts/ChartFrame.tsx'
import { chartText, chartTextStrong, seriesStroke } from './charts/colours.ts'
import { apart, extent, linePath, linear, spread, textWidth, ticks } from './charts/scale.ts'

export interface LineSeries {
  readonly name: string
  /** One value a label; null where it is unknown. */
  readonly values: readonly (number | null)[]
  /** A comparison or a forecast: dashed. */
  readonly isComparison?: boolean
}

interface Props {
  /** The finding, or what is shown, in a sentence. */
  readonly title: string
  /** Heading of the column of labels in the table. */
  readonly xLabel: string
  /** Names of the points. */
  readonly labels: readonly string[]
  readonly series: readonly LineSeries[]
  readonly format: (value: number) => string
  /** Whether the values can only be whole. */
  readonly whole?: boolean
  readonly target?: { readonly value: number; readonly label: string }
}

/** Values over time. The axis starts at zero; each line is named at its end. */
export function LineChart(props: Props) {
  const { title, xLabel, labels, series, format } = props
  return (
    <ChartFrame
      title={title}
      draw={(width) => <LineDrawing {...props} width={width} />}
      table={{
        columns: [xLabel, ...series.map(({ name }) => name)],
        rows: labels.map((label, i) => [label, ...series.map(({ values }) => shown(values[i], format))]),
      }}
    />
  )
}

const shown = (value: number | null | undefined, format: (value: number) => string) => (value === null || value === undefined ? '—' : format(value))

/** The drawing alone, for a page or for paper. */
export function LineDrawing({ labels, series, format, whole = false, target, width, height = width > 500 ? 260 : 220 }: Omit<Props, 'title' | 'xLabel'> & { readonly width: number; readonly height?: number }) {
  const isNarrow = width <= 500
  const [min, max] = extent([...series.flatMap(({ values }) => values), target?.value ?? null])
  const axis = ticks(min, max, 4, whole)
  const left = Math.max(...axis.map((tick) => textWidth(format(tick)))) + 10
  const names = Math.max(...series.map(({ name }) => textWidth(name)), 0) + 14
  // Where there is little room, the names stand above their lines' ends and not beside them.
  const right = isNarrow ? 10 : Math.min(names, width * 0.3)
  const top = isNarrow ? 14 + 16 * series.length : 12
  const bottom = height - 26
  const y = linear([axis[0] ?? 0, axis.at(-1) ?? 1], [bottom, top])
  const x = linear([0, Math.max(1, labels.length - 1)], [left, width - right])
  const lastOf = (values: LineSeries['values']) => values.findLastIndex((value) => value !== null)
  const ends = series.map(({ values }) => y(values[lastOf(values)] ?? 0))
  const labelYs = apart(ends, 15, [top + 4, bottom])
  const room = Math.max(2, Math.floor((width - left - right) / (Math.max(...labels.map((label) => textWidth(label)), 30) + 16)))
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      {axis.map((tick) => (
        <g key={tick}>
          <line className={tick === 0 ? 'chart-zero' : 'chart-grid'} x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} stroke={tick === 0 ? '#8b857d' : '#e3e0dc'} />
          <text {...chartText} x={left - 8} y={y(tick) + 4} textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {spread(labels.length, room).map((i) => (
        <text key={i} {...chartText} x={x(i)} y={height - 6} textAnchor={i === 0 && labels.length > 1 ? 'start' : i === labels.length - 1 && labels.length > 1 ? 'end' : 'middle'}>
          {labels[i]}
        </text>
      ))}
      {target ? (
        <g>
          <line className="chart-target" x1={left} x2={width - right} y1={y(target.value)} y2={y(target.value)} stroke="#1d1b19" strokeDasharray="2 4" />
          <text {...chartText} x={left + 4} y={y(target.value) - 5}>
            {target.label}
          </text>
        </g>
      ) : null}
      {series.map(({ name, values, isComparison }, s) => {
        const points = values.map((value, i) => (value === null ? null : ([x(i), y(value)] as const)))
        const end = lastOf(values)
        const at = end < 0 ? null : points[end]
        return (
          <g key={name}>
            <path {...seriesStroke(s)} d={linePath(points)} strokeWidth={isComparison ? 1.75 : 2.25} strokeLinejoin="round" strokeLinecap="round" {...(isComparison ? { strokeDasharray: '5 4' } : {})} />
            {at ? <circle className={`series series-${(s % 6) + 1}`} cx={at[0]} cy={at[1]} r={3.5} fill={seriesStroke(s).stroke} /> : null}
            {isNarrow ? (
              <g>
                <line {...seriesStroke(s)} x1={left} x2={left + 18} y1={10 + 16 * s} y2={10 + 16 * s} strokeWidth={2.25} {...(isComparison ? { strokeDasharray: '5 4' } : {})} />
                <text {...chartTextStrong} x={left + 24} y={14 + 16 * s}>
                  {name}
                </text>
              </g>
            ) : at ? (
              <text {...chartTextStrong} x={at[0] + 9} y={(labelYs[s] ?? at[1]) + 4}>
                {name}
              </text>
            ) : null}
          </g>
        )
      })}
      {/* A place to point at for each x, which says its values. */}
      {labels.map((label, i) => (
        <rect key={i} className="chart-hit" x={x(i - 0.5)} y={top} width={Math.max(1, x(1) - x(0))} height={bottom - top} fill="transparent">
          <title>{[label, ...series.map(({ name, values }) => `${name} : ${shown(values[i], format)}`)].join('\n')}</title>
        </rect>
      ))}
    </svg>
  )
}
