import { seriesStroke } from './charts/colours.ts'
import { extent, linePath, linear } from './charts/scale.ts'

/** The shape of a few values in the height of a line of text; `title` says what it shows, in words. */
export function Sparkline({
  title,
  values,
  width = 120,
  height = 28,
}: {
  readonly title: string
  readonly values: readonly (number | null)[]
  readonly width?: number
  readonly height?: number
}) {
  const [min, max] = extent(values)
  const x = linear([0, Math.max(1, values.length - 1)], [3, width - 4])
  const y = linear([min, max || 1], [height - 3, 4])
  const last = values.findLastIndex((value) => value !== null)
  const end = values[last]
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={title}
    >
      <path
        {...seriesStroke(0)}
        d={linePath(values.map((value, i) => (value === null ? null : [x(i), y(value)])))}
        strokeWidth={1.75}
        strokeLinejoin="round"
      />
      {end === null || end === undefined ? null : (
        <circle className="series series-1" cx={x(last)} cy={y(end)} r={3} fill="#2f4b6e" />
      )}
    </svg>
  )
}
