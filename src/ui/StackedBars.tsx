import { useId } from 'react'
import { ChartFrame } from './charts/ChartFrame.tsx'
import { Hatch, Legend, Sample } from './charts/Legend.tsx'
import { chartText, chartTextStrong } from './charts/colours.ts'
import { fitted, linear, stack, textWidth } from './charts/scale.ts'
import { type ChartProps, type DrawingProps, isUnknown, tableOf } from './charts/series.ts'
import { useWords, useColon } from './locale.tsx'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

/** Wholes and their parts: a row a label, a part a series. */
export function StackedBars(chart: ChartProps) {
  const t = useWords({ fr, en }).table
  const { columns, rows } = tableOf(chart)
  return (
    <ChartFrame
      title={chart.title}
      legend={<Legend names={chart.series.map(({ name }) => name)} />}
      draw={(width) => <StackedDrawing {...chart} width={width} />}
      isEmpty={isUnknown(chart.series)}
      table={{
        columns: [...columns, t.total],
        rows: rows.map((row, i) => [...row, chart.format(totalAt(chart.series, i))]),
      }}
    />
  )
}

const totalAt = (series: ChartProps['series'], i: number) =>
  series.reduce((sum, { values }) => sum + Math.max(0, values[i] ?? 0), 0)

/** The drawing alone, for a page or for paper. */
export function StackedDrawing({ labels, series, format, width }: DrawingProps) {
  const colon = useColon()
  const id = useId()
  const isNarrow = width <= 500
  const block = isNarrow ? 42 : 30
  const height = labels.length * block + 4
  const left = isNarrow ? 0 : Math.min(width * 0.34, Math.max(...labels.map((label) => textWidth(label)), 40) + 12)
  const totals = labels.map((_, i) => totalAt(series, i))
  const figures = Math.max(...totals.map((total) => textWidth(format(total))), 20) + 12
  const x = linear([0, Math.max(...totals, Number.EPSILON)], [left, width - figures])
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
              y={isNarrow ? top - 4 : top + 15}
              textAnchor={isNarrow ? 'start' : 'end'}
            >
              {fitted(label, isNarrow ? width : left - 10)}
            </text>
            {stack(series.map(({ values }) => values[i] ?? 0)).map(({ from, to }, s) =>
              to === from ? null : (
                <g key={series[s]?.name}>
                  <title>{`${label}, ${series[s]?.name}${colon}${format(to - from)}`}</title>
                  {/* A hair of ground between parts. */}
                  <Sample
                    index={s}
                    hatch={`${id}h`}
                    x={x(from)}
                    y={top}
                    width={Math.max(1, x(to) - x(from) - 1)}
                    height={22}
                  />
                </g>
              ),
            )}
            <text {...chartText} x={x(totals[i] ?? 0) + 7} y={top + 15}>
              {format(totals[i] ?? 0)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
