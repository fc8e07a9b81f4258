import { appOf, scopeOf } from '../accounts/request.ts'
import { csvResponse, toCsv } from '../csv.ts'
import { notFound } from '../errors.ts'
import { kindByPath, mayRead } from './kind.ts'
import { listObjects } from './objects.store.ts'
import { projectBySlug } from './projects.store.ts'
import { fieldCell } from './show.ts'
import type { PageArgs } from '../accounts/request.ts'

/** Every object of a kind as CSV: all the fields, in the order of the form. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const kind = kindByPath(appOf(args).catalog, args.params['kind'] ?? '')
  if (!kind || !mayRead(scope, kind)) throw notFound()
  const words = kind.words[scope.locale]
  const manner = { locale: scope.locale, currency: project.currency, timeZone: project.timeZone }
  const fields = Object.entries(kind.fields)
  const rows = (await listObjects(scope, kind, project.id)).map(({ values }) =>
    fields.map(([name, { spec }]) => fieldCell(name, spec, values[name], words, manner)),
  )
  const head = fields.map(([name]) => words.fields[name]?.label ?? name)
  return csvResponse(`${project.slug}-${kind.path}`, toCsv(head, rows, scope.locale))
}
