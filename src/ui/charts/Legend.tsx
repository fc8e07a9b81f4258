import { useId } from 'react'
import { seriesFill } from './colours.ts'

/** Names of the series of a chart, each with its sample. */
export function Legend({ names }: { readonly names: readonly string[] }) {
  const id = useId()
  return (
    <ul className="chart-legend">
      {names.map((name, i) => (
        <li key={name}>
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <Hatch id={`${id}${i}`} />
            <Sample index={i} hatch={`${id}${i}`} width={14} height={14} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}

/** The hatching of every other series; one a drawing. */
export const Hatch = ({ id }: { readonly id: string }) => (
  <defs>
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line
        className="chart-hatch"
        x1="0"
        y1="0"
        x2="0"
        y2="5"
        stroke="#ffffff"
        strokeWidth="2.5"
        strokeOpacity="0.6"
      />
    </pattern>
  </defs>
)

/** A rectangle in the manner of its series: its colour, and a hatching on every other one, so that grey is enough. */
export function Sample(props: {
  readonly index: number
  readonly hatch: string
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
}) {
  const { index, hatch, ...place } = props
  // Rounded corners would eat a bar of a few pixels.
  const rx = Math.min(2, props.width / 4)
  return (
    <>
      <rect {...seriesFill(index)} {...place} rx={rx} />
      {index % 2 === 1 ? <rect {...place} rx={rx} fill={`url(#${hatch})`} /> : null}
    </>
  )
}
