import type { Words } from '../errors.ts'
import { en } from './formula.en.ts'
import { fr } from './formula.fr.ts'
import { type Expr, type FormulaProblem, both, figureKey, figuresIn, parseFormula } from './formula.ts'
import type { FigureUnit } from './formula-names.ts'

/** What a formula gives: its unit, and whether its days add up. */
export interface FormulaKind {
  readonly unit: FigureUnit
  /** The figure of a week is the sum of those of its days. */
  readonly adds: boolean
  /** Reads something that is known as of now only. */
  readonly isNow: boolean
}

type Unit = FigureUnit | 'number'

interface Typed {
  readonly unit: Unit
  readonly adds: boolean
  readonly isNow: boolean
}

export type CheckedFormula =
  | { readonly ok: true; readonly expr: Expr; readonly kind: FormulaKind }
  | { readonly ok: false; readonly problem: FormulaProblem }

/** A formula read and its units worked out, or what is wrong with it, where, and how to mend it. */
export function checkFormula(text: string): CheckedFormula {
  const parsed = parseFormula(text)
  if (!parsed.ok) return parsed
  const typed = unitsOf(parsed.expr)
  if ('words' in typed) return { ok: false, problem: typed }
  if (typed.unit === 'number' || figuresIn(parsed.expr).length === 0)
    return { ok: false, problem: { at: 1, words: both((t) => t.problems.constant) } }
  return { ok: true, expr: parsed.expr, kind: { ...typed, unit: typed.unit } }
}

function unitsOf(expr: Expr): Typed | FormulaProblem {
  switch (expr.kind) {
    case 'number':
      return { unit: expr.unit, adds: false, isNow: false }
    case 'figure':
      return { unit: expr.figure.unit, adds: expr.figure.adds === 'sum', isNow: expr.figure.adds === 'now' }
    case 'minus':
      return unitsOf(expr.of)
    case 'binary': {
      const [left, right] = [unitsOf(expr.left), unitsOf(expr.right)]
      if ('words' in left) return left
      if ('words' in right) return right
      return expr.op === '+' || expr.op === '-'
        ? added(left, right, expr.right.at)
        : expr.op === '*'
          ? multiplied(left, right, expr)
          : divided(left, right, expr)
    }
    case 'call': {
      const parts = expr.of.map(unitsOf)
      const wrong = parts.find((part) => 'words' in part)
      if (wrong) return wrong
      const [first, second] = parts as [Typed, Typed?]
      if (second === undefined) return { ...first, adds: false }
      const unit = sameUnit(first.unit, second.unit)
      if (unit === null)
        return {
          at: expr.of[1]?.at ?? expr.at,
          words: {
            fr: fr.problems.unlikeIn(fr.functions[expr.name], fr.units[first.unit], fr.units[second.unit]),
            en: en.problems.unlikeIn(en.functions[expr.name], en.units[first.unit], en.units[second.unit]),
          },
        }
      return { unit, adds: false, isNow: first.isNow || second.isNow }
    }
  }
}

/** One unit for two values that meet: a number written in the formula takes the other's. null when they differ. */
const sameUnit = (a: Unit, b: Unit): Unit | null =>
  a === b
    ? a
    : a === 'number' && (b === 'ratio' || b === 'count')
      ? b
      : b === 'number' && (a === 'ratio' || a === 'count')
        ? a
        : null

function added(left: Typed, right: Typed, at: number): Typed | FormulaProblem {
  const unit = sameUnit(left.unit, right.unit)
  if (unit === null) return { at, words: pair('unlike', left.unit, right.unit) }
  return { unit, adds: left.adds && right.adds, isNow: left.isNow || right.isNow }
}

const isPlain = (unit: Unit) => unit === 'number' || unit === 'ratio' || unit === 'count'

function multiplied(left: Typed, right: Typed, expr: Expr & { kind: 'binary' }): Typed | FormulaProblem {
  const isNow = left.isNow || right.isNow
  // Twice the visits still add up; visits times a rate do not.
  const adds = (left.adds && expr.right.kind === 'number') || (right.adds && expr.left.kind === 'number')
  if (!isPlain(left.unit) && !isPlain(right.unit))
    return { at: expr.right.at, words: pair('times', left.unit, right.unit) }
  const unit = !isPlain(left.unit)
    ? left.unit
    : !isPlain(right.unit)
      ? right.unit
      : left.unit === 'count' || right.unit === 'count'
        ? 'count'
        : left.unit === 'number'
          ? right.unit
          : left.unit
  return { unit, adds, isNow }
}

function divided(left: Typed, right: Typed, expr: Expr & { kind: 'binary' }): Typed | FormulaProblem {
  const isNow = left.isNow || right.isNow
  const adds = left.adds && expr.right.kind === 'number'
  if (right.unit === 'number') return { unit: left.unit, adds, isNow }
  if (left.unit === right.unit) return { unit: 'ratio', adds: false, isNow }
  if (right.unit === 'ratio') return { unit: left.unit === 'number' ? 'count' : left.unit, adds: false, isNow }
  if (right.unit === 'count') return { unit: left.unit === 'number' ? 'ratio' : left.unit, adds: false, isNow }
  return { at: expr.right.at, words: pair('over', left.unit, right.unit) }
}

const pair = (key: 'unlike' | 'times' | 'over', left: Unit, right: Unit): Words => ({
  fr: capital(fr.problems[key](fr.units[left], fr.units[right])),
  en: capital(en.problems[key](en.units[left], en.units[right])),
})
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** A result; null with the reason why it cannot be computed. */
export type Computed =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: Words }

/**
 * The value of a formula. Money is in cents, a ratio is 0–1, a duration in seconds.
 * @param valueOf the value of a figure by its key (`figureKey`), or why there is none
 */
export function formulaValue(expr: Expr, text: string, valueOf: (key: string) => Computed): Computed {
  const visit = (part: Expr): Computed => {
    switch (part.kind) {
      case 'number':
        return known(part.value)
      case 'figure':
        return valueOf(figureKey(part))
      case 'minus':
        return mapped([visit(part.of)], ([a = 0]) => known(-a))
      case 'call':
        return mapped(part.of.map(visit), ([a = 0, b = 0]) => known(functions[part.name](a, b)))
      case 'binary':
        return mapped([visit(part.left), visit(part.right)], ([a = 0, b = 0]) => {
          if (part.op !== '/') return known(part.op === '+' ? a + b : part.op === '-' ? a - b : a * b)
          const divisor = text.slice(part.right.at - 1, part.right.to).trim()
          return b === 0 ? { value: null, reason: both((t) => t.reasons.zero(divisor)) } : known(a / b)
        })
    }
  }
  return visit(expr)
}

const functions = {
  min: (a: number, b: number) => Math.min(a, b),
  max: (a: number, b: number) => Math.max(a, b),
  abs: (a: number) => Math.abs(a),
  round: (a: number) => Math.round(a),
}

/** Nothing is 0 whatever its sign: a page would write −0. */
const known = (value: number): Computed => ({ value: value + 0, reason: null })

function mapped(parts: readonly Computed[], work: (values: readonly number[]) => Computed): Computed {
  const unknown = parts.find((part) => part.value === null)
  return unknown ?? work(parts.map(({ value }) => value ?? 0))
}
