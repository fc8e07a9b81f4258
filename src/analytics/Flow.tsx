import { chartText, chartTextStrong, seriesFill } from '../ui/charts/colours.ts'
import { fitted } from '../ui/charts/scale.ts'

interface End {
  readonly name: string
  readonly views: number
}

/** Heights in CSS pixels: of the whole ribbon, and of the least thread that can still be seen. */
const whole = 180
const least = 2
const gap = 10
const line = 16

/** What leads to a page on its left, where it leads on its right, each ribbon as thick as its share. The tables say the same. */
export function Flow(props: {
  readonly title: string
  readonly page: string
  readonly before: readonly End[]
  readonly after: readonly End[]
}) {
  return (
    <figure className="chart">
      <figcaption>{props.title}</figcaption>
      <div className="chart-wide" role="img" aria-label={props.title}>
        <Drawing {...props} width={760} />
      </div>
      <div className="chart-narrow" role="img" aria-label={props.title}>
        <Drawing {...props} width={340} />
      </div>
    </figure>
  )
}

function Drawing({
  page,
  before,
  after,
  width,
}: {
  readonly page: string
  readonly before: readonly End[]
  readonly after: readonly End[]
  readonly width: number
}) {
  const room = width > 500 ? 200 : 96
  const [left, right] = [laid(before), laid(after)]
  const height = Math.max(left.height, right.height) + 30
  const [centre, half] = [width / 2, width > 500 ? 8 : 5]
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <text {...chartTextStrong} x={centre} y={14} textAnchor="middle">
        {fitted(page, width - 20)}
      </text>
      <g transform="translate(0 26)">
        <rect {...seriesFill(0)} x={centre - half} y={0} width={2 * half} height={whole} rx="2" />
        {left.ends.map((end) => (
          <Ribbon
            key={end.name}
            end={end}
            from={room}
            to={centre - half}
            text={{ x: room - 6, textAnchor: 'end', room: room - 6 }}
          />
        ))}
        {right.ends.map((end) => (
          <Ribbon
            key={end.name}
            end={end}
            from={width - room}
            to={centre + half}
            text={{ x: width - room + 6, textAnchor: 'start', room: room - 6 }}
          />
        ))}
      </g>
    </svg>
  )
}

interface Laid extends End {
  /** Top of the ribbon at its own end and at the page, and its thickness. */
  readonly y: number
  readonly at: number
  readonly thick: number
}

/** Ribbons one under the other: close together at the page, with room for a name at their own end. */
function laid(ends: readonly End[]): { readonly ends: readonly Laid[]; readonly height: number } {
  const total = ends.reduce((sum, { views }) => sum + views, 0)
  let [y, at] = [0, 0]
  const placed = ends.map((end): Laid => {
    const thick = Math.max(least, (whole * end.views) / Math.max(1, total))
    const here = { ...end, y, at: Math.min(at, whole - thick), thick }
    y += Math.max(thick, line) + gap
    at += thick
    return here
  })
  return { ends: placed, height: Math.max(whole, y) }
}

function Ribbon(props: {
  readonly end: Laid
  readonly from: number
  readonly to: number
  readonly text: { readonly x: number; readonly textAnchor: 'start' | 'end'; readonly room: number }
}) {
  const { end, from, to, text } = props
  const { y, at, thick, name } = end
  const middle = (from + to) / 2
  return (
    <g>
      <path
        {...seriesFill(0)}
        fillOpacity={0.28}
        d={`M${from} ${y}C${middle} ${y} ${middle} ${at} ${to} ${at}V${at + thick}C${middle} ${at + thick} ${middle} ${y + thick} ${from} ${y + thick}Z`}
      />
      <text {...chartText} x={text.x} y={y + Math.max(12, thick / 2 + 4)} textAnchor={text.textAnchor}>
        {fitted(name, text.room)}
      </text>
    </g>
  )
}
