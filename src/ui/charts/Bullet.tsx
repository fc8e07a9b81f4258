import { seriesFill } from './colours.ts'
import { linear } from './scale.ts'

interface Props {
  /** What it shows, in words: "Réachat : 18 % pour un objectif de 25 %". */
  readonly label: string
  readonly value: number | null
  readonly target: number | null
  /** Where it started from, if that is worth a mark. */
  readonly baseline?: number | null
  readonly width?: number
}

/** A value against its target: a bar, and a tick to reach. */
export function Bullet({ label, value, target, baseline = null, width = 200 }: Props) {
  const height = 22
  const x = linear([0, Math.max(value ?? 0, target ?? 0, baseline ?? 0, Number.EPSILON) * 1.08], [0, width])
  return (
    <svg className="bullet" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      <rect className="chart-track" x={0} y={6} width={width} height={10} rx={2} fill="#f1efec" />
      {value === null ? null : <rect {...seriesFill(0)} x={0} y={6} width={Math.max(1, x(Math.max(0, value)))} height={10} rx={2} />}
      {baseline === null ? null : <circle className="chart-baseline" cx={x(baseline)} cy={11} r={3} fill="#ffffff" stroke="#1d1b19" />}
      {target === null ? null : <rect className="chart-tick" x={x(target) - 1.5} y={1} width={3} height={20} fill="#1d1b19" />}
    </svg>
  )
}
