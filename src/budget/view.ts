import type { Cents } from '../money.ts'
import { ratio } from '../ratio.ts'
import {
  type Reference, actual, againstEnvelope, byCategory, byMonth, byNature, byRate, byState, inReference, lineFrom, planned, total, variance,
} from './budget.ts' // prettier-ignore

interface Found {
  readonly id: string
  readonly title: string
  readonly state: string | null
  readonly values: Readonly<Record<string, unknown>>
}

/** Choices of the address: an empty text lets everything through. */
export interface BudgetFilter {
  readonly nature: string
  readonly category: string
  readonly state: string
}

/** A line as the table and the file show it; nothing is left for the screen to compute. */
export function budgetRow(object: Found) {
  const line = lineFrom(object)
  const amounts = planned(line)
  const done = actual(line)
  return {
    id: object.id,
    title: object.title,
    ...line,
    unit: (object.values['unit'] ?? null) as string | null,
    supplier: (object.values['supplier'] ?? null) as string | null,
    justification: (object.values['justification'] ?? null) as string | null,
    ...amounts,
    /** Actual − planned excluding tax; null until the invoice is there. */
    variance: done === null ? null : done.exclTax - amounts.exclTax,
  }
}
export type BudgetRow = ReturnType<typeof budgetRow>

export const passes = (row: BudgetRow, filter: BudgetFilter): boolean =>
  (filter.nature === '' || row.nature === filter.nature) &&
  (filter.category === '' || (row.category ?? 'none') === filter.category) &&
  (filter.state === '' || row.state === filter.state)

/**
 * Everything the budget page says. The table follows the filter; the envelope never does, since a part of the budget
 * compared with the whole envelope would look like money left.
 */
export function budgetView(
  objects: readonly Found[],
  envelope: Cents | null,
  reference: Reference,
  filter: BudgetFilter,
) {
  const lines = objects.map(lineFrom)
  const rows = objects.map(budgetRow).toSorted((a, b) => b.exclTax - a.exclTax || a.title.localeCompare(b.title))
  const shown = rows.filter((row) => passes(row, filter))
  const whole = inReference(total(lines), reference)
  const share = <K>(groups: readonly { key: K; lines: number; amounts: Parameters<typeof inReference>[0] }[]) =>
    groups.map(({ key, lines: count, amounts }) => {
      const cents = inReference(amounts, reference)
      return { key, lines: count, cents, share: ratio(cents, whole) }
    })
  return {
    reference,
    count: rows.length,
    rows: shown,
    shownTotal: {
      ...total(shown),
      actual: shown.some((row) => row.actualCents !== null)
        ? shown.reduce((so, row) => so + (row.actualCents ?? 0), 0)
        : null,
    },
    total: total(lines),
    envelope: envelope === null ? null : againstEnvelope(lines, envelope, reference),
    natures: share(byNature(lines)),
    categories: share(byCategory(lines)),
    states: share(byState(lines)),
    rates: byRate(lines),
    months: byMonth(lines, reference),
    variance: variance(lines, reference),
  }
}
