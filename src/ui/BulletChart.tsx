import { useWords, useColon } from './locale.tsx'
import { chartText, chartTextStrong, seriesFill } from './charts/colours.ts'
import { ChartFrame } from './charts/ChartFrame.tsx'
import { apart, fitted, linear, textWidth } from './charts/scale.ts'
import { en } from './ui.en.ts'
import { fr } from './ui.fr.ts'

interface Props {
  /** The finding, or what is shown, in a sentence. */
  readonly title: string
  readonly value: number | null
  /** Where the path said it would be today. */
  readonly expected?: number | null
  readonly target: number | null
  readonly format: (value: number) => string
}

/** A value on its way to a target: a bar, a mark for what was expected today, a tick to reach. */
export function BulletChart({ title, value, expected = null, target, format }: Props) {
  const t = useWords({ fr, en }).chart
  const shown = (n: number | null) => (n === null ? t.none : format(n))
  const marks = [
    { name: t.value, value, mark: 'value' },
    ...(expected === null ? [] : [{ name: t.expected, value: expected, mark: 'expected' }]),
    { name: t.target, value: target, mark: 'target' },
  ]
  return (
    <ChartFrame
      title={title}
      draw={(width) => <Drawing marks={marks} format={format} width={width} />}
      table={{ columns: [t.measure, t.value], rows: marks.map((mark) => [mark.name, shown(mark.value)]) }}
    />
  )
}

interface Mark {
  readonly name: string
  readonly value: number | null
  readonly mark: string
}

function Drawing({
  marks,
  format,
  width,
}: {
  readonly marks: readonly Mark[]
  readonly format: (value: number) => string
  readonly width: number
}) {
  const colon = useColon()
  const known = marks.filter((mark): mark is Mark & { value: number } => mark.value !== null)
  const x = linear(
    [
      Math.min(0, ...known.map(({ value }) => value)),
      Math.max(...known.map(({ value }) => value), Number.EPSILON) * 1.06,
    ],
    [0, width],
  )
  const text = ({ name, value }: { readonly name: string; readonly value: number }) => `${name}${colon}${format(value)}`
  // What was reached is written above the bar; what was wanted, below.
  const below = known.filter(({ mark }) => mark !== 'value')
  const texts = below.map(text)
  const widest = Math.max(0, ...texts.map((each) => textWidth(each))) + 10
  // Side by side under their marks while there is room, else one under the other.
  const isStacked = widest * below.length > width
  const places = isStacked
    ? below.map(({ value }, i) => held(x(value), Math.min(width, textWidth(texts[i] ?? ''))))
    : apart(
        below.map(({ value }) => x(value)),
        widest,
        [widest / 2, width - widest / 2],
      )
  function held(at: number, size: number) {
    return Math.min(Math.max(at, size / 2), width - size / 2)
  }
  const height = 84 + (isStacked ? 16 * (below.length - 1) : 0)
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <rect className="chart-track" x={0} y={26} width={width} height={22} rx={3} fill="#f1efec" />
      {known.map((mark) => {
        const at = x(mark.value)
        if (mark.mark === 'value')
          return (
            <g key={mark.mark}>
              <rect
                {...seriesFill(0)}
                x={Math.min(at, x(0))}
                y={30}
                width={Math.max(2, Math.abs(at - x(0)))}
                height={14}
                rx={2}
              />
              <text
                {...chartTextStrong}
                x={Math.min(Math.max(at, textWidth(text(mark))), width)}
                y={16}
                textAnchor="end"
              >
                {text(mark)}
              </text>
            </g>
          )
        return mark.mark === 'target' ? (
          <rect key={mark.mark} className="chart-tick" x={at - 1.5} y={22} width={3} height={30} fill="#1d1b19" />
        ) : (
          <line
            key={mark.mark}
            className="chart-target"
            x1={at}
            x2={at}
            y1={22}
            y2={52}
            stroke="#1d1b19"
            strokeWidth={2}
            strokeDasharray="4 3"
          />
        )
      })}
      {below.map((mark, i) => (
        <text key={mark.mark} {...chartText} x={places[i]} y={72 + (isStacked ? 16 * i : 0)} textAnchor="middle">
          {fitted(texts[i] ?? '', width)}
        </text>
      ))}
    </svg>
  )
}
