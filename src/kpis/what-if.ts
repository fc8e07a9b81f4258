import { type Expr, figureKey, figuresIn } from './formula.ts'
import { formulaValue } from './formula-value.ts'
import { seeded } from './outlook.ts'
import type { KpiUnit } from './unit.ts'

/** Something that makes a KPI, and that may be changed. Money in cents, a ratio 0–1, a duration in seconds. */
export interface Driver {
  readonly key: string
  /** As it is written in the formula, or named. */
  readonly written: string
  readonly unit: KpiUnit
  readonly value: number
  /** How far it may be from what is thought, as a share of it: 0.1 for ±10 %. */
  readonly doubt: number
}

/** A KPI as what it gives for given values of its drivers; null where it cannot be computed. */
export type Effect = (values: ReadonlyMap<string, number>) => number | null

/** The effect of a formula's own figures. */
export const effectOf =
  (expr: Expr, text: string): Effect =>
  (values) =>
    formulaValue(expr, text, (key) => ({ value: values.get(key) ?? 0, reason: null })).value

/** The figures of a formula, by the keys that `effectOf` reads. */
export const driverKeys = (expr: Expr): readonly { key: string; part: ReturnType<typeof figuresIn>[number] }[] =>
  figuresIn(expr).map((part) => ({ key: figureKey(part), part }))

export interface WhatIf {
  readonly result: number | null
  /** Bounds that hold 8 of 10 draws of the drivers within their doubt; null where one cannot be computed. */
  readonly low: number | null
  readonly high: number | null
  /** result − target, in the same unit. */
  readonly gap: number | null
  /** For each driver, the value that reaches the target, all else as chosen; null when none up to ten times does. */
  readonly reaching: ReadonlyMap<string, number | null>
}

const draws = 1_000

/** What a KPI becomes for these drivers, how sure that is, and what each would have to be for the target. */
export function whatIf(effect: Effect, drivers: readonly Driver[], target: number | null): WhatIf {
  const chosen = new Map(drivers.map(({ key, value }) => [key, value]))
  const result = effect(chosen)
  const spread = spreadOf(effect, drivers)
  return {
    result,
    low: spread?.[0] ?? null,
    high: spread?.[1] ?? null,
    gap: result === null || target === null ? null : result - target,
    reaching: new Map(
      drivers.map(({ key, value }) => [
        key,
        target === null ? null : solve((x) => effect(new Map([...chosen, [key, x]])), target, value),
      ]),
    ),
  }
}

/** Each driver is drawn around its value, apart from the others, as a bell whose eight tenths are within its doubt. */
function spreadOf(effect: Effect, drivers: readonly Driver[]): [number, number] | null {
  const random = seeded(drivers.length)
  const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const found: number[] = []
  for (let i = 0; i < draws; i += 1) {
    const drawn = new Map(
      // 1.2816 standard deviations on each side hold eight tenths of a normal law.
      drivers.map(({ key, value, doubt }) => [key, Math.max(0, value * (1 + (doubt / 1.2816) * bell()))]),
    )
    const value = effect(drawn)
    if (value !== null) found.push(value)
  }
  if (found.length < draws / 2) return null
  const sorted = found.toSorted((a, b) => a - b)
  return [sorted[Math.round(0.1 * (sorted.length - 1))] ?? 0, sorted[Math.round(0.9 * (sorted.length - 1))] ?? 0]
}

/** Values tried around the present one, as multiples of it, nearest first on either side. */
const multiples = Array.from({ length: 101 }, (_, i) => i / 10)

/**
 * A value of x for which a function gives the target, the nearest to `from` among those found: a change of sign between two steps from 0 to
 * ten times `from` (or to 10 where it is 0), then halving.
 * @returns null when there is none
 */
export function solve(of: (x: number) => number | null, target: number, from: number): number | null {
  const scale = from > 0 ? from : 1
  const off = (x: number) => {
    const value = of(x)
    return value === null ? null : value - target
  }
  const places = multiples.map((share) => share * scale)
  const found: number[] = []
  for (const [i, low] of places.entries()) {
    const high = places[i + 1]
    const [a, b] = [off(low), high === undefined ? null : off(high)]
    if (a === 0) found.push(low)
    if (a === null || b === null || high === undefined || a * b >= 0) continue
    found.push(halved(off, low, high, a))
  }
  const [nearest] = found.toSorted((a, b) => Math.abs(a - from) - Math.abs(b - from))
  return nearest ?? null
}

function halved(off: (x: number) => number | null, low: number, high: number, atLow: number): number {
  let [a, b] = [low, high]
  for (let step = 0; step < 80; step += 1) {
    const middle = (a + b) / 2
    const value = off(middle)
    if (value === 0 || value === null) return middle
    if (value * atLow > 0) a = middle
    else b = middle
  }
  return (a + b) / 2
}
