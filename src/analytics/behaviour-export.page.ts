import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { type CsvCell, csvResponse, toCsv } from '../csv.ts'
import { notFound } from '../errors.ts'
import { dayIn } from '../period.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { sitesOf } from './analytics.store.ts'
import { viewOf } from './audience.ts'
import { tableOf } from './behaviour.store.ts'
import { type Column, reports, shapes } from './behaviour.ts'
import { en } from './behaviour.en.ts'
import { fr } from './behaviour.fr.ts'

/** Every row of one table of behaviour, with the period and the filters of its page, as CSV. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const [asked = '', table = ''] = (args.params['listing'] ?? '').split('-')
  const report = reports.find((name) => name === asked)
  const search = new URL(args.request.url).searchParams
  const sites = await sitesOf(scope, { project: project.id })
  const site = sites.find((one) => one.domain === search.get('site')) ?? sites[0]
  if (!site || !report || !Object.hasOwn(shapes[report].tables, table)) throw notFound()
  const columns = shapes[report].tables[table]?.columns ?? []
  const view = viewOf(search, dayIn(site.timeZone, scope.now))
  const rows = await tableOf(scope, site, view, report, table, 10_000)
  const t = scope.locale === 'fr' ? fr : en
  const units = { cents: site.currency, ms: 'ms', second: 's', percent: '%' } as Readonly<Record<string, string>>
  const head = columns.map(({ key, unit }) => {
    const label = t.columns[key] ?? key
    return units[unit] ? `${label} (${units[unit]})` : label
  })
  const cells = rows.map((row) => columns.map(({ key, unit }) => cellOf(row[key] ?? null, unit)))
  const name = [site.domain.replaceAll('.', '-'), report, table, view.period.from, view.period.to].join('-')
  return csvResponse(name, toCsv(head, cells, scope.locale))
}

/** Money as money: a spreadsheet knows no cents. */
const cellOf = (value: CsvCell, unit: Column['unit']): CsvCell =>
  unit === 'cents' && typeof value === 'number' ? Math.round(value) / 100 : value
