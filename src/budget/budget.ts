import { type Cents, lineAmount, shareOut, vatOf } from '../money.ts'
import { monthsOf } from '../period.ts'
import { type Ratio, ratio } from '../ratio.ts'
import {
  type BudgetLine,
  type Category,
  type LineState,
  type ResourceNature,
  lineStates,
  resourceNatures,
} from './budget-lines.ts'

/** What the sums read of a line. */
export type Line = Pick<
  BudgetLine,
  'nature' | 'category' | 'state' | 'quantity' | 'unitPriceCents' | 'vatRate' | 'actualCents' | 'months'
>

export interface Amounts {
  readonly exclTax: Cents
  readonly vat: Cents
  readonly inclTax: Cents
}

/** Which amounts decide: excluding tax for those who recover VAT, including it for the others. */
export type Reference = 'excl' | 'incl'

export const inReference = (amounts: Amounts, reference: Reference): Cents =>
  reference === 'excl' ? amounts.exclTax : amounts.inclTax

const none: Amounts = { exclTax: 0, vat: 0, inclTax: 0 }

const add = (a: Amounts, b: Amounts): Amounts => ({
  exclTax: a.exclTax + b.exclTax,
  vat: a.vat + b.vat,
  inclTax: a.inclTax + b.inclTax,
})

function amountsOf(exclTax: Cents, vatRate: number): Amounts {
  const vat = vatOf(exclTax, vatRate)
  return { exclTax, vat, inclTax: exclTax + vat }
}

/** A line's planned amounts: quantity × unit price rounded to the cent, then its tax rounded to the cent. */
export const planned = (line: Line): Amounts => amountsOf(lineAmount(line.quantity, line.unitPriceCents), line.vatRate)

/** A line's actual amounts, its tax at the planned rate; null until the invoice is there. */
export const actual = (line: Line): Amounts | null =>
  line.actualCents === null ? null : amountsOf(line.actualCents, line.vatRate)

/**
 * The sum of lines. Tax is rounded line by line, so that the total is the sum of what is printed
 * (CGI ann. II art. 242 nonies A allows either way).
 */
export const total = (lines: readonly Line[]): Amounts => lines.map(planned).reduce(add, none)

/** Totals by a key of the lines, in the order of `keys`; keys without lines are left out. */
function totalsBy<K>(
  lines: readonly Line[],
  keys: readonly K[],
  keyOf: (line: Line) => K,
): { key: K; lines: number; amounts: Amounts }[] {
  return keys
    .map((key) => ({ key, own: lines.filter((line) => keyOf(line) === key) }))
    .filter(({ own }) => own.length > 0)
    .map(({ key, own }) => ({ key, lines: own.length, amounts: total(own) }))
}

/** All three natures, also those without a line: an absence is a finding (CR1.3.2). */
export const byNature = (lines: readonly Line[]): { key: ResourceNature; lines: number; amounts: Amounts }[] =>
  resourceNatures.map((key) => {
    const own = lines.filter((line) => line.nature === key)
    return { key, lines: own.length, amounts: total(own) }
  })

/** By post, dearest first; null holds the lines without a post. */
export const byCategory = (lines: readonly Line[]): { key: Category | null; lines: number; amounts: Amounts }[] =>
  totalsBy(lines, [...new Set(lines.map((line) => line.category))], (line) => line.category).toSorted(
    (a, b) => b.amounts.exclTax - a.amounts.exclTax,
  )

export const byState = (lines: readonly Line[]): { key: LineState; lines: number; amounts: Amounts }[] =>
  totalsBy(lines, lineStates, (line) => line.state)

/** Tax by rate, highest first: what the accountant asks for. */
export const byRate = (lines: readonly Line[]): { key: number; lines: number; amounts: Amounts }[] =>
  totalsBy(
    lines,
    [...new Set(lines.map((line) => line.vatRate))].toSorted((a, b) => b - a),
    (line) => line.vatRate,
  )

/**
 * A line's planned amount by month, summing exactly to it. Months carry weights; weights that are all zero share equally.
 * @returns null when the line has no month
 */
export function phased(line: Line, reference: Reference): Map<string, Cents> | null {
  const months = Object.keys(line.months ?? {}).toSorted()
  if (months.length === 0) return null
  const parts = shareOut(
    inReference(planned(line), reference),
    months.map((month) => line.months?.[month] ?? 0),
  )
  return new Map(months.map((month, i) => [month, parts[i] ?? 0]))
}

export interface MonthTotal {
  /** 'YYYY-MM' */
  readonly month: string
  readonly cents: Cents
  /** Since the first month, this one included. */
  readonly cumulated: Cents
}

/**
 * Totals by month, every month from the first to the last that has a cost, and what no month holds.
 * The months and the rest sum exactly to the total.
 */
export function byMonth(lines: readonly Line[], reference: Reference): { months: MonthTotal[]; unphased: Cents } {
  const totals = new Map<string, Cents>()
  let unphased: Cents = 0
  for (const line of lines) {
    const parts = phased(line, reference)
    if (!parts) unphased += inReference(planned(line), reference)
    else for (const [month, cents] of parts) totals.set(month, (totals.get(month) ?? 0) + cents)
  }
  const named = [...totals.keys()].toSorted()
  const [first, last] = [named[0], named.at(-1)]
  let cumulated: Cents = 0
  const months = (first && last ? monthsOf({ from: `${first}-01`, to: `${last}-01` }) : []).map((month) => {
    const cents = totals.get(month) ?? 0
    cumulated += cents
    return { month, cents, cumulated }
  })
  return { months, unphased }
}

export interface EnvelopeState {
  readonly envelope: Cents
  readonly planned: Cents
  /** Negative when over. */
  readonly remainder: Cents
  readonly isOver: boolean
  /** Planned over envelope; null for an envelope of 0. */
  readonly share: Ratio
}

/** What is planned against the envelope, both in the project's reference. */
export function againstEnvelope(lines: readonly Line[], envelope: Cents, reference: Reference): EnvelopeState {
  const spent = inReference(total(lines), reference)
  return {
    envelope,
    planned: spent,
    remainder: envelope - spent,
    isOver: spent > envelope,
    share: ratio(spent, envelope),
  }
}

export interface Variance {
  /** Of the lines that have an actual amount only: like is compared with like. */
  readonly planned: Cents
  readonly actual: Cents
  /** Actual − planned: positive is an overspend. */
  readonly variance: Cents
  readonly rate: Ratio
  readonly lines: number
  /** Actual where there is one, planned elsewhere: where the budget is heading. */
  readonly forecast: Cents
}

/** Planned against actual over the lines whose invoice is there, and where that leads. */
export function variance(lines: readonly Line[], reference: Reference): Variance {
  let [plannedSum, actualSum, count, forecast] = [0, 0, 0, 0]
  for (const line of lines) {
    const expected = inReference(planned(line), reference)
    const amounts = actual(line)
    forecast += amounts ? inReference(amounts, reference) : expected
    if (!amounts) continue
    plannedSum += expected
    actualSum += inReference(amounts, reference)
    count += 1
  }
  const gap = actualSum - plannedSum
  return { planned: plannedSum, actual: actualSum, variance: gap, rate: ratio(gap, plannedSum), lines: count, forecast }
}

/** A line of the budget read from an object's values. */
export function lineFrom(object: {
  readonly state: string | null
  readonly values: Readonly<Record<string, unknown>>
}): Line {
  return { ...object.values, state: object.state } as Line
}
