import { appOf, type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { tableFile } from '../table-file.ts'
import { isPanel } from './audience.ts'
import { marksOf } from './annotations.store.ts'
import { curveSheet, panelSheet, sectionSheet } from './section-sheets.store.ts'
import { sectionOf } from './section.store.ts'

/** What is on screen as a file (`?format=csv|xlsx|json`): every row of a panel, or the table of a page of the audience. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const name = args.params['panel'] ?? ''
  const { project, site, view, today } = await sectionOf(scope, args.params['project'], args.request)
  if (!site) throw notFound()
  const search = new URL(args.request.url).searchParams
  const marks = () =>
    marksOf(scope, appOf(args).catalog.kinds, { project, site, period: view.period, hidden: view.hidesMarks ?? [] })
  const sheet = isPanel(name)
    ? await panelSheet(scope, site, view, name)
    : name === 'curve'
      ? await curveSheet(scope, site, view, await marks())
      : await sectionSheet(scope, site, { project, view, today }, name, search)
  if (!sheet) throw notFound()
  const days = name.startsWith('real-time') ? today : `${view.period.from}-${view.period.to}`
  const file = `${site.domain.replaceAll('.', '-')}-${name}-${days}`
  return tableFile(args.request, file, sheet, scope.locale)
}
