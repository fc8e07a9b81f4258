import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { csvResponse, toCsv } from '../csv.ts'
import { notFound } from '../errors.ts'
import { readObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { figuresOf } from './freeze.store.ts'
import { report } from './reports.ts'
import { sectionsOf } from './sections.ts'

/** GET one table of a report as CSV: frozen figures when it is frozen, those of now otherwise. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const object = await readObject(scope, report, project.id, args.params['id'] ?? '')
  const figures = await figuresOf(scope, project, object)
  const table = sectionsOf(figures, scope.locale)
    .flatMap(({ tables, annexes }) => [...tables, ...annexes])
    .find(({ id }) => id === args.params['table'])
  if (!table) throw notFound()
  const head = table.columns.map(({ label }) => label)
  const name = [project.slug, table.id, figures.period.from, figures.period.to].join('-')
  return csvResponse(name, toCsv(head, table.csv, scope.locale))
}
