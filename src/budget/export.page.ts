import { mayRead } from '../projects/kind.ts'
import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { csvResponse, toCsv } from '../csv.ts'
import { notFound } from '../errors.ts'
import { listObjects } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { en as kindEn } from './budget-lines.en.ts'
import { fr as kindFr } from './budget-lines.fr.ts'
import { budgetLine } from './budget-lines.ts'
import { en as budgetEn } from './budget.en.ts'
import { fr as budgetFr } from './budget.fr.ts'
import { budgetRow } from './view.ts'

const words = { fr: { budget: budgetFr, kind: kindFr }, en: { budget: budgetEn, kind: kindEn } }

/** The budget with its computed amounts, as a spreadsheet opens it; amounts are in units of the currency. */
export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  if (!mayRead(scope, budgetLine)) throw notFound()
  const { budget: t, kind } = words[scope.locale]
  const rows = (await listObjects(scope, budgetLine, project.id, { sort: { field: 'title', descending: false } })).map(
    budgetRow,
  )
  const c = t.columns
  const head = [
    c.title, c.nature, c.category, c.state, c.supplier, c.quantity, c.unit, c.unitPrice, c.rate, c.exclTax, c.vat, c.inclTax, c.actual,
    c.variance, c.months, c.justification,
  ] // prettier-ignore
  const units = (cents: number | null) => (cents === null ? null : cents / 100)
  const lines = rows.map((row) => [
    row.title,
    kind.options.nature[row.nature],
    row.category ? kind.options.category[row.category] : null,
    kind.options.state[row.state],
    row.supplier,
    row.quantity,
    row.unit,
    units(row.unitPriceCents),
    row.vatRate,
    units(row.exclTax),
    units(row.vat),
    units(row.inclTax),
    units(row.actualCents),
    units(row.variance),
    Object.keys(row.months ?? {})
      .toSorted()
      .join(' '),
    row.justification,
  ])
  return csvResponse(`${project.slug}-budget`, toCsv(head, lines, scope.locale))
}
