import type { Locale } from '../i18n.ts'
import type { Cents } from '../money.ts'
import { type CellFormat, type Sheet, type XlsxCell, columnLetters } from '../xlsx.ts'
import { en as kindEn } from './budget-lines.en.ts'
import { fr as kindFr } from './budget-lines.fr.ts'
import { en as budgetEn } from './budget.en.ts'
import { fr as budgetFr } from './budget.fr.ts'
import type { BudgetRow } from './view.ts'

const words = { fr: { budget: budgetFr, kind: kindFr }, en: { budget: budgetEn, kind: kindEn } }

const columns = [
  ['title', 'text'],
  ['nature', 'text'],
  ['category', 'text'],
  ['state', 'text'],
  ['supplier', 'text'],
  ['quantity', 'number'],
  ['unit', 'text'],
  ['unitPrice', 'money'],
  ['rate', 'percent'],
  ['exclTax', 'money'],
  ['vat', 'money'],
  ['inclTax', 'money'],
  ['actual', 'money'],
  ['variance', 'money'],
  ['months', 'text'],
  ['justification', 'text'],
] as const satisfies readonly (readonly [keyof typeof budgetFr.columns, CellFormat])[]

type ColumnName = (typeof columns)[number][0]

const summed: readonly ColumnName[] = ['exclTax', 'vat', 'inclTax', 'actual', 'variance']

/** Cents as units of the currency, the way a spreadsheet counts. */
const units = (cents: Cents | null) => (cents === null ? null : cents / 100)

/**
 * The budget as a sheet; amounts are in units of the currency. What is computed is a formula that rounds as we do, so
 * that a quantity or a price changed in the spreadsheet changes its totals.
 */
export function budgetSheet(rows: readonly BudgetRow[], locale: Locale): Sheet {
  const { budget: t, kind } = words[locale]
  return {
    title: t.title,
    columns: columns.map(([name, format]) => ({ label: t.columns[name], format, total: summed.includes(name) })),
    rows: rows.map((row, index) => {
      const cells = cellsOf(row, kind, index + 2)
      return columns.map(([name]) => cells[name])
    }),
    totalLabel: t.total,
  }
}

function cellsOf(row: BudgetRow, kind: typeof kindFr, line: number): Record<ColumnName, XlsxCell> {
  const at = (name: ColumnName) => `${columnLetters(columns.findIndex(([each]) => each === name))}${line}`
  const computed = (cents: Cents, formula: string) => ({ formula, value: cents / 100 })
  return {
    title: row.title,
    nature: kind.options.nature[row.nature],
    category: row.category ? kind.options.category[row.category] : null,
    state: kind.options.state[row.state],
    supplier: row.supplier,
    quantity: row.quantity,
    unit: row.unit,
    unitPrice: units(row.unitPriceCents),
    rate: row.vatRate,
    exclTax: computed(row.exclTax, `ROUND(${at('quantity')}*${at('unitPrice')},2)`),
    vat: computed(row.vat, `ROUND(${at('exclTax')}*${at('rate')},2)`),
    inclTax: computed(row.inclTax, `${at('exclTax')}+${at('vat')}`),
    actual: units(row.actualCents),
    variance: row.variance === null ? null : computed(row.variance, `${at('actual')}-${at('exclTax')}`),
    months: Object.keys(row.months ?? {})
      .toSorted()
      .join(' '),
    justification: row.justification,
  }
}
