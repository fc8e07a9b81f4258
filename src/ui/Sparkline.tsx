import { seriesStroke } from './charts/colours.ts'
import { extent, linePath, linear } from './charts/scale.ts'

/** The shape of a few values in the height of a line of text; `title` says what it shows, in words. */
export function Sparkline({
  title,
  values,
  width = 120,
  height = 28,
  isOpen = false,
}: {
  readonly title: string
  readonly values: readonly (number | null)[]
  readonly width?: number
  readonly height?: number
  /** The last value is still filling, such as today’s: the way to it is dotted, and its dot is hollow. */
  readonly isOpen?: boolean
}) {
  const [min, max] = extent(values)
  const x = linear([0, Math.max(1, values.length - 1)], [3, width - 4])
  const y = linear([min, max || 1], [height - 3, 4])
  const last = values.findLastIndex((value) => value !== null)
  const end = values[last]
  const points = values.map((value, i) => (value === null ? null : ([x(i), y(value)] as const)))
  const shape = { strokeWidth: 1.75, strokeLinejoin: 'round' } as const
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={title}
    >
      <path {...seriesStroke(0)} d={linePath(isOpen ? points.slice(0, last) : points)} {...shape} />
      {isOpen ? (
        <path
          {...seriesStroke(0)}
          d={linePath(points.slice(Math.max(0, last - 1), last + 1))}
          {...shape}
          strokeDasharray="1.5 3"
        />
      ) : null}
      {end === null || end === undefined ? null : isOpen ? (
        <circle {...seriesStroke(0)} cx={x(last)} cy={y(end)} r={2.5} strokeWidth={1.5} />
      ) : (
        <circle className="series series-1" cx={x(last)} cy={y(end)} r={3} fill="#2f4b6e" />
      )}
    </svg>
  )
}
