/** A position in a drawing for a value: straight from `domain` to `range`. A domain of one point lies at the range's start. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): (value: number) => number {
  const [from, to] = domain
  const [start, end] = range
  return (value) => (to === from ? start : start + ((value - from) / (to - from)) * (end - start))
}

/**
 * Round values for an axis, from the lowest at or below `min` to the highest at or above `max`.
 * Steps are 1, 2, 2.5 or 5 times a power of ten, and whole when `whole` says so (visits, not euros).
 */
export function ticks(min: number, max: number, wanted = 4, whole = false): number[] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [0, 1]
  // Less than this is a rounding error, and its powers of ten would be one too.
  const span = [max - min, Math.abs(max), 1].find((size) => size > 1e-12) ?? 1
  const power = 10 ** Math.floor(Math.log10(span / wanted))
  const factor = [1, 2, 2.5, 5, 10].find((f) => f * power * wanted >= span) ?? 10
  const raw = factor * power
  const step = whole ? Math.max(1, Math.ceil(raw)) : raw
  const first = Math.floor(min / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(max / step - 1e-9))
  // By multiplication, then rounded: adding 0.1 ten times does not make 1.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** The values an axis must hold: zero always, so that no bar and no line exaggerates. */
export function extent(values: readonly (number | null)[]): [number, number] {
  const known = values.filter((value) => value !== null)
  return [Math.min(0, ...known), Math.max(0, ...known)]
}

export interface Band {
  readonly start: number
  readonly width: number
  readonly middle: number
}

/** `count` equal places along a range, with a gap between them as a share of a place. */
export function bands(count: number, range: readonly [number, number], gap = 0.3): Band[] {
  const step = (range[1] - range[0]) / Math.max(1, count)
  const width = step * (1 - gap)
  return Array.from({ length: count }, (_, i) => {
    const start = range[0] + i * step + (step - width) / 2
    return { start, width, middle: start + width / 2 }
  })
}

/** Parts laid end to end from zero, each with where it begins and ends; a negative part counts as nothing. */
export function stack(values: readonly number[]): { readonly from: number; readonly to: number }[] {
  let at = 0
  return values.map((value) => ({ from: at, to: (at += Math.max(0, value)) }))
}

/** Which of `count` labels to write so that they do not touch: the first, then one in so many, always as many. */
export function spread(count: number, room: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, room)))
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step)
}

/** Labels moved apart, each as near as it can be to where it wants to be, none closer than `distance`, in order. */
export function apart(wanted: readonly number[], distance: number, range: readonly [number, number]): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))
  const placed = [...wanted]
  let floor = range[0]
  for (const i of order) {
    placed[i] = Math.max(floor, wanted[i] ?? 0)
    floor = (placed[i] ?? 0) + distance
  }
  let ceiling = range[1]
  for (const i of order.toReversed()) {
    placed[i] = Math.min(ceiling, placed[i] ?? 0)
    ceiling = (placed[i] ?? 0) - distance
  }
  return placed
}

/** A path through points; a missing one breaks the line rather than being invented. */
export function linePath(points: readonly (readonly [x: number, y: number] | null)[]): string {
  let isDown = false
  return points
    .map((point) => {
      if (!point) {
        isDown = false
        return ''
      }
      const command = isDown ? 'L' : 'M'
      isDown = true
      return `${command}${round(point[0])} ${round(point[1])}`
    })
    .join('')
}

const round = (n: number) => Math.round(n * 10) / 10

/** How a text stands at `x` so that it stays between two edges. */
export function anchor(x: number, size: number, from: number, to: number): 'start' | 'middle' | 'end' {
  if (x - size / 2 < from) return 'start'
  return x + size / 2 > to ? 'end' : 'middle'
}

/** The outline of what lies between two lines; where either is missing, the area stops. */
export function areaPath(points: readonly (readonly [x: number, low: number, high: number] | null)[]): string {
  const runs: (readonly [number, number, number])[][] = [[]]
  for (const point of points) {
    if (point) runs.at(-1)?.push(point)
    else runs.push([])
  }
  return runs
    .filter((run) => run.length > 0)
    .map((run) => {
      const there = run.map(([x, , high]) => [x, high] as const)
      const back = run.toReversed().map(([x, low]) => [x, low] as const)
      return `${linePath([...there, ...back])}Z`
    })
    .join('')
}

/** Room a text takes in a drawing, in its units; a guess that errs on the wide side. */
export const textWidth = (text: string, size = 12): number => text.length * size * 0.58

/** A text cut to fit a width, with … where it was cut. */
export function fitted(text: string, width: number, size = 12): string {
  const room = Math.floor(width / (size * 0.58))
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1)).trimEnd()}…`
}
