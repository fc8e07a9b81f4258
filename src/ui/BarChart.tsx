import { useId } from 'react'
import { useColon } from './locale.tsx'
import { ChartFrame } from './charts/ChartFrame.tsx'
import { Hatch, Legend, Sample } from './charts/Legend.tsx'
import { ValueAxis } from './charts/ValueAxis.tsx'
import { chartText, chartTextStrong } from './charts/colours.ts'
import { anchor, bands, extent, fitted, linear, spread, textWidth, ticks } from './charts/scale.ts'
import { type ChartProps, type DrawingProps, isUnknown, shown, tableOf } from './charts/series.ts'

/** `columns` for things in time, `rows` to compare things. */
type Direction = 'columns' | 'rows'

/** Amounts side by side, from zero. */
export function BarChart({ direction = 'columns', ...chart }: ChartProps & { readonly direction?: Direction }) {
  return (
    <ChartFrame
      title={chart.title}
      legend={chart.series.length > 1 ? <Legend names={chart.series.map(({ name }) => name)} /> : null}
      draw={(width) =>
        direction === 'rows' ? <RowDrawing {...chart} width={width} /> : <ColumnDrawing {...chart} width={width} />
      }
      table={tableOf(chart)}
      isEmpty={isUnknown(chart.series)}
    />
  )
}

/** Horizontal bars, each with its figure; on a narrow drawing the name stands above its bars. */
export function RowDrawing({ labels, series, format, width }: DrawingProps) {
  const colon = useColon()
  const id = useId()
  const isNarrow = width <= 500
  const bar = series.length > 1 ? 14 : 20
  const block = bar * series.length + (isNarrow ? 24 : 10)
  const height = labels.length * block + 4
  const left = isNarrow ? 0 : Math.min(width * 0.38, Math.max(...labels.map((label) => textWidth(label)), 40) + 12)
  const values = series.flatMap((each) => each.values)
  const figures = Math.max(...values.map((value) => textWidth(shown(value, format))), 20) + 12
  const [min, max] = extent(values)
  const x = linear([min, max || 1], [left, width - figures])
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <Hatch id={`${id}h`} />
      {labels.map((label, i) => {
        const top = i * block + (isNarrow ? 18 : 4)
        return (
          <g key={`${i} ${label}`}>
            <text
              {...chartTextStrong}
              x={isNarrow ? 0 : left - 10}
              y={isNarrow ? top - 4 : top + (bar * series.length) / 2 + 4}
              textAnchor={isNarrow ? 'start' : 'end'}
            >
              {fitted(label, isNarrow ? width : left - 10)}
            </text>
            {series.map(({ name, values }, s) => {
              const value = values[i] ?? null
              const [from, to] = [x(Math.min(0, value ?? 0)), x(Math.max(0, value ?? 0))]
              return (
                <g key={name}>
                  <title>{`${label}, ${name}${colon}${shown(value, format)}`}</title>
                  {value === null ? null : (
                    <Sample
                      index={s}
                      hatch={`${id}h`}
                      x={from}
                      y={top + s * bar}
                      width={Math.max(1, to - from)}
                      height={bar - 1}
                    />
                  )}
                  <text {...chartText} x={to + 7} y={top + s * bar + bar / 2 + 4}>
                    {shown(value, format)}
                  </text>
                </g>
              )
            })}
          </g>
        )
      })}
      <line className="chart-zero" x1={x(0)} x2={x(0)} y1={0} y2={height} stroke="#8b857d" />
    </svg>
  )
}

/** Vertical bars on an axis. */
export function ColumnDrawing({ labels, shortLabels = labels, series, format, whole = false, width }: DrawingProps) {
  const colon = useColon()
  const id = useId()
  const height = width > 500 ? 240 : 210
  const [min, max] = extent(series.flatMap(({ values }) => values))
  const axis = ticks(min, max, 4, whole)
  const left = Math.max(...axis.map((tick) => textWidth(format(tick)))) + 10
  const y = linear([axis[0] ?? 0, axis.at(-1) ?? 1], [height - 26, 12])
  const places = bands(labels.length, [left, width])
  const room = Math.max(
    1,
    Math.floor((width - left) / (Math.max(...shortLabels.map((label) => textWidth(label)), 20) + 10)),
  )
  const written = new Set(spread(labels.length, room))
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <Hatch id={`${id}h`} />
      <ValueAxis ticks={axis} y={y} left={left} right={width} format={format} />
      {labels.map((label, i) => {
        const place = places[i]
        if (!place) return null
        const each = place.width / series.length
        return (
          <g key={`${i} ${label}`}>
            <title>
              {[label, ...series.map(({ name, values }) => `${name}${colon}${shown(values[i], format)}`)].join('\n')}
            </title>
            {series.map(({ name, values }, s) => {
              const value = values[i] ?? 0
              const [high, low] = [y(Math.max(0, value)), y(Math.min(0, value))]
              return (
                <Sample
                  key={name}
                  index={s}
                  hatch={`${id}h`}
                  x={place.start + s * each}
                  y={high}
                  width={each > 4 ? each - 1 : Math.max(0.5, each)}
                  height={Math.max(0, low - high)}
                />
              )
            })}
            {written.has(i) ? (
              <text
                {...chartText}
                x={place.middle}
                y={height - 6}
                textAnchor={anchor(place.middle, textWidth(shortLabels[i] ?? ''), 0, width)}
              >
                {shortLabels[i]}
              </text>
            ) : null}
          </g>
        )
      })}
    </svg>
  )
}
