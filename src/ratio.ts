/** A share or a rate, 0–1 for most; null when it cannot be computed. */
export type Ratio = number | null

/**
 * Numerator over denominator.
 * @returns null when the denominator is 0 or either side is unknown: the screen says "—" and why, never 0, NaN or ∞.
 */
export function ratio(numerator: number | null, denominator: number | null): Ratio {
  if (numerator === null || denominator === null || denominator === 0) return null
  const value = numerator / denominator
  return Number.isFinite(value) ? value : null
}

/** Relative change from `before` to `after`: 0.12 for +12 %. null from zero, where a percentage means nothing. */
export function change(after: number | null, before: number | null): Ratio {
  if (after === null || before === null) return null
  return ratio(after - before, Math.abs(before))
}
