import { chartText } from './colours.ts'

/** Lines across a drawing at round values, zero marked more strongly. */
export function ValueAxis(props: {
  readonly ticks: readonly number[]
  readonly y: (value: number) => number
  readonly left: number
  readonly right: number
  readonly format: (value: number) => string
}) {
  const { ticks, y, left, right, format } = props
  return ticks.map((tick) => (
    <g key={tick}>
      <line
        className={tick === 0 ? 'chart-zero' : 'chart-grid'}
        x1={left}
        x2={right}
        y1={y(tick)}
        y2={y(tick)}
        stroke={tick === 0 ? '#8b857d' : '#e3e0dc'}
      />
      <text {...chartText} x={left - 8} y={y(tick) + 4} textAnchor="end">
        {format(tick)}
      </text>
    </g>
  ))
}
