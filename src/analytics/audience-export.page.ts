import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { csvResponse, toCsv } from '../csv.ts'
import { notFound } from '../errors.ts'
import { dayIn } from '../period.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { sitesOf } from './analytics.store.ts'
import { panelTable } from './audience.store.ts'
import { isPanel, viewOf } from './audience.ts'
import { metricOf } from './catalog.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'

/** Every row of one panel, with the filters of the page, as CSV. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const panel = args.params['panel'] ?? ''
  const search = new URL(args.request.url).searchParams
  const sites = await sitesOf(scope, { project: project.id })
  const site = sites.find((one) => one.domain === search.get('site')) ?? sites[0]
  if (!site || !isPanel(panel)) throw notFound()
  const view = viewOf(search, dayIn(site.timeZone, scope.now))
  const { metrics, rows } = await panelTable(scope, site, view, panel)
  const words = scope.locale === 'fr' ? catalogFr : catalogEn
  const head = [
    words.dimensions[panel],
    ...metrics.map((name) => `${words.metrics[name].label} (${words.units[metricOf(name).unit]})`),
  ]
  const cells = rows.map((row) => [row[panel] ?? '', ...metrics.map((name) => row[name] ?? null)])
  const name = `${site.domain.replaceAll('.', '-')}-${panel}-${view.period.from}-${view.period.to}`
  return csvResponse(name, toCsv(head, cells, scope.locale))
}
