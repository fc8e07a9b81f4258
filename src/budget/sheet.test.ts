import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vatRates } from '../money.ts'
import type { Formula } from '../xlsx.ts'
import { categories, lineStates, resourceNatures } from './budget-lines.ts'
import { type Line, total } from './budget.ts'
import { budgetSheet } from './sheet.ts'
import { budgetRow, budgetView } from './view.ts'

const month = fc.constantFrom('2026-01', '2026-02', '2026-06', '2026-12', '2027-03')
const line: fc.Arbitrary<Line> = fc.record({
  nature: fc.constantFrom(...resourceNatures),
  category: fc.option(fc.constantFrom(...categories), { nil: null }),
  state: fc.constantFrom(...lineStates),
  quantity: fc.oneof(
    fc.integer({ min: 0, max: 500 }),
    fc.integer({ min: 0, max: 50_000 }).map((n) => n / 100),
  ),
  unitPriceCents: fc.integer({ min: 0, max: 5_000_000 }),
  vatRate: fc.constantFrom(...vatRates),
  actualCents: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: null }),
  months: fc.option(fc.dictionary(month, fc.integer({ min: 0, max: 9 })), { nil: null }),
})
const lines = fc.array(line, { maxLength: 25 })

const sum = (numbers: readonly number[]) => numbers.reduce((so, n) => so + n, 0)

const object = (id: string, { state, ...values }: Line) => ({ id, title: id, state, values })

test('what a filter shows adds up to its own total, and the envelope ignores it', () => {
  fc.assert(
    fc.property(lines, fc.constantFrom('', ...resourceNatures), fc.integer({ min: 0, max: 10_000_000 }), (all, nature, envelope) => {
      const objects = all.map((each, n) => object(`l${n}`, each))
      const view = budgetView(objects, envelope, 'incl', { nature, category: '', state: '' })
      expect(sum(view.rows.map(({ inclTax }) => inclTax))).toBe(view.shownTotal.inclTax)
      expect(view.envelope?.remainder).toBe(envelope - view.total.inclTax)
      expect(view.total).toEqual(total(all))
    }),
  ) // prettier-ignore
})

/** What a spreadsheet computes of the few formulas we write: ROUND(a*b,2), a+b, a-b over cells of one line. */
function evaluate(formula: string, cells: ReadonlyMap<string, number>): number {
  const value = (name: string) => cells.get(name) ?? NaN
  const product = /^ROUND\((\w+)\*(\w+),2\)$/.exec(formula)
  if (product) {
    const [, a = '', b = ''] = product
    // Excel rounds half away from zero on the decimal it shows, not on the binary fraction.
    return Math.round(Number((value(a) * value(b) * 100).toPrecision(14))) / 100
  }
  const [, a = '', sign, b = ''] = /^(\w+)([+-])(\w+)$/.exec(formula) ?? []
  return sign === '+' ? value(a) + value(b) : value(a) - value(b)
}

test('in a spreadsheet the formulas give what we printed, to the cent', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const sheet = budgetSheet(all.map((each, n) => budgetRow(object(`l${n}`, each))), 'fr') // prettier-ignore
      sheet.rows.forEach((row, at) => {
        const cells = new Map<string, number>()
        row.forEach((cell, column) => {
          const name = `${String.fromCharCode(65 + column)}${at + 2}`
          if (typeof cell === 'number') cells.set(name, cell)
          if (!isFormula(cell)) return
          const computed = evaluate(cell.formula, cells)
          expect(computed).toBeCloseTo(cell.value, 6)
          cells.set(name, computed)
        })
      })
    }),
  )
})

const isFormula = (cell: unknown): cell is Formula => typeof cell === 'object' && cell !== null

test('every column has a name in both languages, and the two sheets differ by their words alone', () => {
  const row = budgetRow(object('l', { nature: 'human', category: 'team', state: 'paid', quantity: 2, unitPriceCents: 150, vatRate: 0.2, actualCents: 290, months: { '2026-02': 1, '2026-01': 1 } })) // prettier-ignore
  const [french, english] = [budgetSheet([row], 'fr'), budgetSheet([row], 'en')]
  expect(french.columns.map(({ format }) => format)).toEqual(english.columns.map(({ format }) => format))
  expect(new Set(french.columns.map(({ label }) => label)).size).toBe(french.columns.length)
  expect(french.rows[0]?.slice(0, 4)).toEqual(['l', 'Humaine', 'Équipe', 'Payé'])
  expect(french.rows[0]?.at(-2)).toBe('2026-01 2026-02')
  expect(french.rows[0]?.slice(4)).toEqual(english.rows[0]?.slice(4))
})
