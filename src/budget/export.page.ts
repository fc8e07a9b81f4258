import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { mayRead } from '../projects/kind.ts'
import { listObjects } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { tableFile } from '../table-file.ts'
import { budgetLine } from './budget-lines.ts'
import { budgetSheet } from './sheet.ts'
import { budgetRow } from './view.ts'

/** The budget with its computed amounts, as CSV or as a workbook whose amounts are formulas. */
export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  if (!mayRead(scope, budgetLine)) throw notFound()
  const byTitle = { sort: { field: 'title', descending: false } }
  const rows = (await listObjects(scope, budgetLine, project.id, byTitle)).map(budgetRow)
  return tableFile(args.request, `${project.slug}-budget`, budgetSheet(rows, scope.locale), scope.locale)
}
