/** A point where a function is lowest, as far as was looked. */
export interface Minimum {
  readonly at: readonly number[]
  readonly value: number
}

/**
 * The lowest point of a function near a start, by the simplex of J. A. Nelder and R. Mead (1965): no derivative, few dimensions. Values
 * that are no number count as the worst.
 */
export function minimise(of: (at: readonly number[]) => number, start: readonly number[], maxSteps = 400): Minimum {
  const worth = (at: readonly number[]): Minimum => {
    const value = of(at)
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value }
  }
  let simplex = [worth(start), ...start.map((_, i) => worth(start.map((x, j) => (i === j ? x + 0.7 : x))))]
  for (let step = 0; step < maxSteps; step += 1) {
    simplex = simplex.toSorted((a, b) => a.value - b.value)
    const [best, worst] = [simplex[0], simplex.at(-1)]
    if (!best || !worst || worst.value - best.value <= 1e-12 * (Math.abs(best.value) + 1e-12)) break
    const others = simplex.slice(0, -1)
    const centre = start.map((_, i) => others.reduce((sum, { at }) => sum + (at[i] ?? 0), 0) / others.length)
    const along = (t: number) => worth(centre.map((c, i) => c + t * ((worst.at[i] ?? 0) - c)))
    const reflected = along(-1)
    const secondWorst = others.at(-1)?.value ?? best.value
    if (reflected.value < best.value) {
      const further = along(-2)
      simplex = [...others, further.value < reflected.value ? further : reflected]
    } else if (reflected.value < secondWorst) simplex = [...others, reflected]
    else {
      const nearer = along(reflected.value < worst.value ? -0.5 : 0.5)
      simplex =
        nearer.value < Math.min(reflected.value, worst.value)
          ? [...others, nearer]
          : [best, ...simplex.slice(1).map(({ at }) => worth(at.map((x, i) => ((best.at[i] ?? 0) + x) / 2)))]
    }
  }
  return simplex.toSorted((a, b) => a.value - b.value)[0] ?? worth(start)
}
