import type { Words } from '../errors.ts'
import { en } from './formula.en.ts'
import { fr } from './formula.fr.ts'
import {
  type Figure,
  type FilterName,
  closest,
  figureNamed,
  figures,
  filterNamed,
  filterNames,
} from './formula-names.ts'

/*
 * The language of KPIs:
 *   sum      = product { ("+" | "−") product }
 *   product  = sign { ("×" | "÷") sign }
 *   sign     = ["−"] value
 *   value    = number ["€" | "%"] | "(" sum ")" | function "(" sum { ";" sum } ")" | figure [ "[" filter { ";" filter } "]" ]
 *   filter   = name ("=" | "≠" | "~") text { "|" text }
 * Names are read in French and in English, capitals and accents aside.
 */

export const maxFormula = 500
const maxDepth = 20

export type FormulaFunction = 'min' | 'max' | 'abs' | 'round'

export interface FormulaFilter {
  readonly name: FilterName
  readonly operator: 'is' | 'isNot' | 'contains'
  readonly values: readonly string[]
}

/** A part of a formula; `at` is where it begins, from 1, `to` where it ends. */
export type Expr = { readonly at: number; readonly to: number } & (
  | { readonly kind: 'number'; readonly value: number; readonly unit: 'number' | 'money' | 'ratio' }
  | { readonly kind: 'figure'; readonly figure: Figure; readonly filters: readonly FormulaFilter[] }
  | { readonly kind: 'minus'; readonly of: Expr }
  | { readonly kind: 'binary'; readonly op: '+' | '-' | '*' | '/'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'call'; readonly name: FormulaFunction; readonly of: readonly Expr[] }
)

/** What is wrong, and at which sign of the text, from 1. */
export interface FormulaProblem {
  readonly at: number
  readonly words: Words
}

export type Parsed =
  | { readonly ok: true; readonly expr: Expr }
  | { readonly ok: false; readonly problem: FormulaProblem }

/** A sentence of both languages. */
export const both = (say: (words: typeof fr) => string): Words => ({ fr: say(fr), en: say(en) })

class Stop extends Error {
  readonly problem: FormulaProblem
  constructor(at: number, words: Words) {
    super(words.en)
    this.problem = { at, words }
  }
}

/** The text of a formula as a tree, or what stops it from being one, where, and how to mend it. */
export function parseFormula(text: string): Parsed {
  try {
    if (text.trim() === '')
      throw new Stop(
        1,
        both((t) => t.problems.empty),
      )
    if (text.length > maxFormula)
      throw new Stop(
        maxFormula + 1,
        both((t) => t.problems.tooLong(maxFormula)),
      )
    return { ok: true, expr: new Reading(signsOf(text)).whole() }
  } catch (error) {
    if (error instanceof Stop) return { ok: false, problem: error.problem }
    throw error
  }
}

const operators: Readonly<Record<string, FormulaFilter['operator']>> = { '=': 'is', '≠': 'isNot', '~': 'contains' }

interface Sign {
  readonly is: 'number' | 'name' | 'text' | 'sign' | 'end'
  readonly text: string
  readonly at: number
  readonly to: number
}

const spellings: Readonly<Record<string, string>> = {
  '−': '-', '–': '-', '×': '*', '·': '*', '÷': '/', ':': '/', '!=': '≠', '<>': '≠', '«': '"', '“': '"', '”': '"',
} // prettier-ignore

function signsOf(text: string): Sign[] {
  const signs: Sign[] = []
  const push = (is: Sign['is'], found: string, at: number, length: number) =>
    signs.push({ is, text: found, at: at + 1, to: at + length })
  let i = 0
  while (i < text.length) {
    const rest = text.slice(i)
    const space = /^[\s\u00a0\u202f]+/.exec(rest)?.[0]
    const number = /^(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,]\d+)*/.exec(rest)?.[0]
    const name = /^\p{L}[\p{L}\d_]*(?:\.[\p{L}][\p{L}\d_]*)*/u.exec(rest)?.[0]
    const quoted = /^(?:"([^"]*)"|«[\s\u00a0\u202f]*([^»]*?)[\s\u00a0\u202f]*»|“([^”]*)”)/.exec(rest)
    const sign = /^(?:!=|<>|[-+*/×÷·:−–()[\];=≠~|€%])/.exec(rest)?.[0]
    if (space) i += space.length
    else if (number) {
      push('number', number, i, number.length)
      i += number.length
    } else if (name) {
      push('name', name, i, name.length)
      i += name.length
    } else if (quoted) {
      push('text', quoted[1] ?? quoted[2] ?? quoted[3] ?? '', i, quoted[0].length)
      i += quoted[0].length
    } else if (/^["«“]/.test(rest))
      throw new Stop(
        i + 1,
        both((t) => t.problems.quote),
      )
    else if (sign) {
      push('sign', spellings[sign] ?? sign, i, sign.length)
      i += sign.length
    } else {
      const [char = ''] = rest
      throw new Stop(
        i + 1,
        both((t) => t.problems.sign(char)),
      )
    }
  }
  push('end', '', text.trimEnd().length, 1)
  return signs
}

class Reading {
  readonly #signs: readonly Sign[]
  #next = 0
  #depth = 0

  constructor(signs: readonly Sign[]) {
    this.#signs = signs
  }

  whole(): Expr {
    const expr = this.sum()
    const { is, text, at } = this.peek()
    if (is === 'end') return expr
    throw new Stop(
      at,
      both((t) => (/^[)\]]$/.test(text) ? t.problems.closeExtra(text) : t.problems.extra(text))),
    )
  }

  sum(): Expr {
    this.#depth += 1
    if (this.#depth > maxDepth)
      throw new Stop(
        this.peek().at,
        both((t) => t.problems.tooDeep),
      )
    const expr = this.chain(['+', '-'], () => this.chain(['*', '/'], () => this.signed()))
    this.#depth -= 1
    return expr
  }

  chain(ops: readonly ('+' | '-' | '*' | '/')[], part: () => Expr): Expr {
    // Parentheses are no part of what they hold, but of what it is a part of.
    const { at } = this.peek()
    let left = part()
    for (;;) {
      const op = ops.find((one) => this.peek().is === 'sign' && this.peek().text === one)
      if (op === undefined) return left
      this.take()
      const right = part()
      left = { kind: 'binary', op, left, right, at, to: this.lastTo() }
    }
  }

  signed(): Expr {
    if (!this.has('-')) return this.value()
    const { at } = this.take()
    if (this.has('-'))
      throw new Stop(
        this.peek().at,
        both((t) => t.problems.missing),
      )
    const of = this.value()
    return { kind: 'minus', of, at, to: this.lastTo() }
  }

  value(): Expr {
    const sign = this.peek()
    if (sign.is === 'number') return this.number()
    if (sign.is === 'name') return this.named()
    if (!this.has('('))
      throw new Stop(
        sign.at,
        both((t) => t.problems.missing),
      )
    this.take()
    const inside = this.sum()
    this.close(')', sign)
    return inside
  }

  number(): Expr {
    const { text, at, to } = this.take()
    const plain = text.replace(/[ \u00a0\u202f]/g, '').replace(',', '.')
    if (!/^\d{1,12}(\.\d{1,6})?$/.test(plain))
      throw new Stop(
        at,
        both((t) => t.problems.number(text)),
      )
    const value = Number(plain)
    if (this.has('€')) return { kind: 'number', value: value * 100, unit: 'money', at, to: this.take().to }
    if (this.has('%')) return { kind: 'number', value: value / 100, unit: 'ratio', at, to: this.take().to }
    return { kind: 'number', value, unit: 'number', at, to }
  }

  named(): Expr {
    const { text, at, to } = this.take()
    const name = functionNamed(text)
    if (name !== undefined && this.has('(')) return this.call(name, text, at)
    const figure = figureNamed(text)
    if (figure === undefined) {
      const near = (locale: 'fr' | 'en') =>
        closest(
          text,
          figures.map(({ written }) => written[locale]),
        )
      throw new Stop(at, { fr: fr.problems.unknown(text, near('fr')), en: en.problems.unknown(text, near('en')) })
    }
    if (!this.has('[')) return { kind: 'figure', figure, filters: [], at, to }
    const open = this.take()
    const filters = [this.filter(figure)]
    while (this.has(';')) {
      this.take()
      filters.push(this.filter(figure))
    }
    return { kind: 'figure', figure, filters, at, to: this.close(']', open).to }
  }

  call(name: FormulaFunction, typed: string, at: number): Expr {
    const open = this.take()
    const of = [this.sum()]
    while (this.has(';')) {
      this.take()
      of.push(this.sum())
    }
    const { to } = this.close(')', open)
    const wanted = name === 'abs' || name === 'round' ? 1 : 2
    if (of.length !== wanted)
      throw new Stop(
        at,
        both((t) => t.problems.arguments(typed, wanted === 1 ? t.problems.argumentsOne : t.problems.argumentsTwo)),
      )
    return { kind: 'call', name, of, at, to }
  }

  filter(figure: Figure): FormulaFilter {
    const { is, text, at } = this.take()
    const name = is === 'name' ? filterNamed(text, figure) : undefined
    if (name === undefined) {
      const near = (place: 0 | 1) =>
        closest(
          text,
          figure.filters.map((known) => filterNames(known)[place]),
        )
      throw new Stop(at, { fr: fr.problems.unknownFilter(text, near(0)), en: en.problems.unknownFilter(text, near(1)) })
    }
    if (!figure.filters.includes(name))
      throw new Stop(at, {
        fr: fr.problems.wrongFilter(text, figure.written.fr),
        en: en.problems.wrongFilter(text, figure.written.en),
      })
    const sign = this.take()
    const operator = sign.is === 'sign' ? operators[sign.text] : undefined
    if (operator === undefined)
      throw new Stop(
        sign.at,
        both((t) => t.problems.filterOperator),
      )
    if (operator === 'contains' && (!('metric' in figure.of) || name === 'site'))
      throw new Stop(
        sign.at,
        both((t) => t.problems.factContains),
      )
    const values = [this.text()]
    while (this.has('|')) {
      this.take()
      values.push(this.text())
    }
    return { name, operator, values }
  }

  text(): string {
    const { is, text, at } = this.take()
    if (is !== 'text' || text.trim() === '')
      throw new Stop(
        at,
        both((t) => t.problems.filterValue),
      )
    return text
  }

  close(sign: string, open: Sign): Sign {
    if (this.has(sign)) return this.take()
    const { is, text, at } = this.peek()
    throw new Stop(
      is === 'end' ? open.at : at,
      both((t) => (is === 'end' ? t.problems.close(sign) : t.problems.extra(text))),
    )
  }

  /** Where what was read so far ends. */
  lastTo(): number {
    return this.#signs[this.#next - 1]?.to ?? 0
  }

  has(text: string): boolean {
    const sign = this.peek()
    return sign.is === 'sign' && sign.text === text
  }

  peek(): Sign {
    return this.#signs[this.#next] ?? { is: 'end', text: '', at: 1, to: 1 }
  }

  take(): Sign {
    const sign = this.peek()
    if (sign.is !== 'end') this.#next += 1
    return sign
  }
}

function functionNamed(text: string): FormulaFunction | undefined {
  const typed = text.toLowerCase()
  return (Object.keys(fr.functions) as FormulaFunction[]).find(
    (name) => fr.functions[name] === typed || en.functions[name] === typed,
  )
}

/** Every figure a formula reads, with its filters, once each. */
export function figuresIn(expr: Expr): readonly (Expr & { kind: 'figure' })[] {
  const found = new Map<string, Expr & { kind: 'figure' }>()
  const visit = (part: Expr): void => {
    switch (part.kind) {
      case 'figure':
        found.set(figureKey(part), part)
        return
      case 'minus':
        return visit(part.of)
      case 'binary':
        visit(part.left)
        return visit(part.right)
      case 'call':
        return part.of.forEach(visit)
      case 'number':
    }
  }
  visit(expr)
  return [...found.values()]
}

/** What tells a figure from another: its name and its filters. */
export const figureKey = ({ figure, filters }: Pick<Expr & { kind: 'figure' }, 'figure' | 'filters'>): string =>
  JSON.stringify([figure.of, filters])
