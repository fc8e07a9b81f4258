import { type PageArgs, appOf, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { tableFile } from '../table-file.ts'
import { kindByPath, mayRead } from './kind.ts'
import { fileColumns, listQuery } from './list.ts'
import { listObjects } from './objects.store.ts'
import { projectBySlug } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'
import { fieldCell } from './show.ts'

/** A kind's list as a file, CSV or XLSX: every field, in the order of the form; the rows and the order the address asks for. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  const project = await projectBySlug(scope, args.params['project'])
  const kind = kindByPath(appOf(args).catalog, args.params['kind'] ?? '')
  if (!kind || !mayRead(scope, kind)) throw notFound()
  const words = kind.words[scope.locale]
  const manner = { locale: scope.locale, currency: project.currency, timeZone: project.timeZone }
  const query = listQuery(kind, new URL(args.request.url).searchParams)
  const fields = Object.entries(kind.fields)
  const rows = (await listObjects(scope, kind, project.id, query)).map(({ values }) =>
    fields.map(([name, { spec }]) => fieldCell(name, spec, values[name], words, manner)),
  )
  const totalLabel = { fr, en }[scope.locale].list.total
  const sheet = { title: words.many, columns: fileColumns(kind, words), rows, totalLabel }
  return tableFile(args.request, `${project.slug}-${kind.path}`, sheet, scope.locale)
}
