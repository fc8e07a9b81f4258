import { ChartFrame } from './charts/ChartFrame.tsx'
import { useColon } from './locale.tsx'
import { ValueAxis } from './charts/ValueAxis.tsx'
import { chartText, chartTextStrong, seriesStroke } from './charts/colours.ts'
import { anchor, apart, areaPath, extent, fitted, linePath, linear, spread, textWidth, ticks } from './charts/scale.ts'
import { type ChartProps, type DrawingProps, type Series, isUnknown, shown, tableOf } from './charts/series.ts'

export interface LineSeries extends Series {
  /** A comparison or a forecast: dashed. */
  readonly isComparison?: boolean
  /** Of another origin than the others: dotted, its lone points drawn. */
  readonly isApart?: boolean
  /** The last value is still filling, such as today’s: the way to it is dotted, and its dot is hollow. */
  readonly isOpen?: boolean
}

/** Between what and what something was expected: drawn behind the lines, named in the legend. */
export interface ChartBand {
  readonly name: string
  readonly low: readonly (number | null)[]
  readonly high: readonly (number | null)[]
}

/** What happened at each label, in words: a flag on the drawing, a column in the table. */
export interface ChartMarks {
  readonly name: string
  readonly at: readonly (readonly string[])[]
}

interface Extras {
  readonly band?: ChartBand
  readonly marks?: ChartMarks
}

type LineProps = ChartProps<LineSeries> & Extras

/** Values over time. The axis starts at zero; each line is named at its end. */
export function LineChart(chart: LineProps) {
  const { band, marks, format } = chart
  const table = tableOf(chart)
  const more = [
    ...(band
      ? [{ name: band.name, cell: (i: number) => `${shown(band.low[i], format)} – ${shown(band.high[i], format)}` }]
      : []),
    ...(marks?.at.some((texts) => texts.length > 0)
      ? [{ name: marks.name, cell: (i: number) => (marks.at[i] ?? []).join(' · ') || '—' }]
      : []),
  ]
  return (
    <ChartFrame
      title={chart.title}
      legend={band ? <BandLegend name={band.name} /> : null}
      draw={(width) => <LineDrawing {...chart} width={width} />}
      isEmpty={isUnknown(chart.series)}
      table={{
        columns: [...table.columns, ...more.map(({ name }) => name)],
        rows: table.rows.map((row, i) => [...row, ...more.map(({ cell }) => cell(i))]),
      }}
    />
  )
}

const BandLegend = ({ name }: { readonly name: string }) => (
  <ul className="chart-legend">
    <li>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <rect {...bandFill} width="14" height="14" rx="2" />
      </svg>
      {name}
    </li>
  </ul>
)

const bandFill = { className: 'chart-band', fill: '#2f4b6e', fillOpacity: 0.16 }

/** Points that no line reaches. */
const lonely = (values: readonly (number | null)[]): number[] =>
  values.flatMap((value, i) =>
    value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null ? [i] : [],
  )

/** The drawing alone, for a page or for paper. */
export function LineDrawing({
  labels,
  shortLabels = labels,
  series,
  band,
  marks,
  format,
  whole = false,
  width,
}: DrawingProps<LineSeries> & Extras) {
  const colon = useColon()
  const isNarrow = width <= 500
  const height = isNarrow ? 220 : 260
  const [min, max] = extent([...series.flatMap(({ values }) => values), ...(band ? [...band.low, ...band.high] : [])])
  const axis = ticks(min, max, 4, whole)
  const left = Math.max(...axis.map((tick) => textWidth(format(tick)))) + 10
  // Where there is little room, the names stand above the lines and not at their ends.
  const names = isNarrow ? 0 : Math.min(Math.max(0, ...series.map(({ name }) => textWidth(name))) + 16, width * 0.3)
  const right = width - (isNarrow ? 10 : names)
  const top = isNarrow ? 18 + 16 * series.length : 12
  const bottom = height - 26
  const y = linear([axis[0] ?? 0, axis.at(-1) ?? 1], [bottom, top])
  const x = linear([0, Math.max(1, labels.length - 1)], [left, right])
  const widest = Math.max(...shortLabels.map((label) => textWidth(label)), 30)
  const room = Math.max(1, Math.floor((right - left) / (widest + 16)))
  const ends = series.map(({ values }) => values.findLastIndex((value) => value !== null))
  const nameYs = apart(
    series.map(({ values }, s) => y(values[ends[s] ?? -1] ?? 0)),
    15,
    [top + 4, bottom],
  )
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      {band ? (
        <path
          {...bandFill}
          d={areaPath(
            labels.map((_, i) => {
              const [low, high] = [band.low[i], band.high[i]]
              return typeof low === 'number' && typeof high === 'number' ? [x(i), y(low), y(high)] : null
            }),
          )}
        />
      ) : null}
      <ValueAxis ticks={axis} y={y} left={left} right={right} format={format} />
      {spread(labels.length, room).map((i) => (
        <text
          key={i}
          {...chartText}
          x={x(i)}
          y={height - 6}
          textAnchor={anchor(x(i), textWidth(shortLabels[i] ?? ''), labels.length === 1 ? 0 : left, width)}
        >
          {shortLabels[i]}
        </text>
      ))}
      {series.map(({ name, values, isComparison = false, isApart = false, isOpen = false }, s) => {
        const end = ends[s] ?? -1
        const dash = isApart
          ? { strokeDasharray: '0.1 5', strokeLinecap: 'round' as const }
          : isComparison
            ? { strokeDasharray: '5 4' }
            : {}
        const points = values.map((value, i) => (value === null ? null : ([x(i), y(value)] as const)))
        const closed = isOpen ? points.slice(0, end) : points
        return (
          <g key={name}>
            <path
              {...seriesStroke(s)}
              {...dash}
              d={linePath(closed)}
              strokeWidth={isComparison ? 1.75 : 2.25}
              strokeLinejoin="round"
            />
            {isOpen ? (
              <path
                {...seriesStroke(s)}
                d={linePath(points.slice(Math.max(0, end - 1), end + 1))}
                strokeWidth={1.75}
                strokeDasharray="2 4"
              />
            ) : null}
            {isApart
              ? lonely(values).map((i) => (
                  <circle
                    key={i}
                    cx={x(i)}
                    cy={y(values[i] ?? 0)}
                    r={1.75}
                    fill={seriesStroke(s).stroke}
                    className={`series-${(s % 6) + 1}`}
                  />
                ))
              : null}
            {end < 0 ? null : (
              <circle
                className={`series-${(s % 6) + 1}`}
                cx={x(end)}
                cy={y(values[end] ?? 0)}
                r={3.5}
                {...(isOpen
                  ? { ...seriesStroke(s), fill: 'none', strokeWidth: 1.75 }
                  : { fill: seriesStroke(s).stroke })}
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
                  {fitted(name, width - left - 26)}
                </text>
              </>
            ) : (
              <text {...chartTextStrong} x={x(Math.max(0, end)) + 10} y={(nameYs[s] ?? 0) + 4}>
                {fitted(name, names - 10)}
              </text>
            )}
          </g>
        )
      })}
      {marks?.at.map((texts, i) =>
        texts.length === 0 ? null : <Flag key={i} x={x(i)} top={top} count={texts.length} />,
      )}
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
            {[
              label,
              ...series.map(({ name, values }) => `${name}${colon}${shown(values[i], format)}`),
              ...(marks?.at[i] ?? []).map((text) => `⚑ ${text}`),
            ].join('\n')}
          </title>
        </rect>
      ))}
    </svg>
  )
}

/** A flag on a short pole above its label, and how many it stands for where there are several. */
function Flag({ x, top, count }: { readonly x: number; readonly top: number; readonly count: number }) {
  return (
    <g className="chart-flag" stroke="#625d57" fill="#625d57">
      <path d={`M${x} ${top + 13}v-13h7l-2 3l2 3h-7`} strokeWidth={1} strokeLinejoin="round" />
      {count > 1 ? (
        <text {...chartText} x={x + 9} y={top + 8} stroke="none">
          {count}
        </text>
      ) : null}
    </g>
  )
}
