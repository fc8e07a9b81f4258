import type { Scope } from '../accounts/scope.ts'
import { dayIn } from '../period.ts'
import type { Period } from '../period.ts'
import { read, type Site } from './analytics.store.ts'
import { comparedWith, type View } from './audience.ts'
import { type BehaviourRow, type Cell, type Column, type Report, shapes, verdictOf, vitals } from './behaviour.ts'
import { figuresSql, type Reading, tablesSql } from './behaviour-sql.ts'
import type { DimensionName, MetricName } from './catalog.ts'
import { onEvents } from './conditions.ts'
import { instant, newParams } from './params.ts'
import { planOf } from './plan.ts'
import { query } from './query.ts'
import { type Judged, shownRows as underRule, shownShare } from './small-figures.ts'

export interface Behaviour {
  readonly compared: Period | null
  readonly figures: BehaviourRow
  readonly before: BehaviourRow | null
  readonly tables: Readonly<Record<string, readonly BehaviourRow[]>>
}

/** Rows of a table on the page; its file has up to ten thousand. */
export const shownRows = 50

/** What a page of behaviour shows: its figures, those compared with, and its tables. */
export async function behaviour(scope: Scope, site: Site, view: View, report: Report): Promise<Behaviour> {
  const compared = comparedWith(view, dayIn(site.timeZone, scope.now))
  const names = Object.keys(shapes[report].tables)
  const [figures, before, ...tables] = await Promise.all([
    figuresOf(scope, site, view, report, view.period),
    compared ? figuresOf(scope, site, view, report, compared) : null,
    ...names.map((name) => tableOf(scope, site, view, report, name, shownRows)),
  ])
  return { compared, figures, before, tables: Object.fromEntries(names.map((name, i) => [name, tables[i] ?? []])) }
}

/** The rows of one table. @param limit rows at most */
export async function tableOf(
  scope: Scope,
  site: Site,
  view: View,
  report: Report,
  name: string,
  limit: number,
): Promise<BehaviourRow[]> {
  const sql = tablesSql[report]?.[name]
  if (!sql) return visitTable(scope, site, view, report, name, limit)
  const read = await run(scope, site, view, view.period, sql, limit)
  const rows = shownOf(read, name === 'spread' ? spread : (shapes[report].tables[name]?.columns ?? []), site)
  if (report === 'missing') return rows.map(({ origin, ...row }) => ({ ...row, from: origin ?? '' }))
  if (name === 'currencies') return rows.map(({ code, ...row }) => ({ ...row, currency: code ?? '' }))
  return name === 'spread' ? spreadOf(rows) : rows
}

/** What the table of vitals is read as, before it is set in the order of the trade. */
const spread: readonly Column[] = [
  { key: 'measured', unit: 'count' },
  { key: 'p75', unit: 'number' },
  { key: 'good_share', unit: 'ratio' },
  { key: 'middling', unit: 'ratio' },
  { key: 'poor_share', unit: 'ratio' },
]

/** Counts of names, not of visits: they point at nobody. */
const ofNames: ReadonlySet<string> = new Set(['names', 'different', 'pages', 'countries', 'regions', 'cities'])

/** Rows under the site's rule: counts by themselves, every other figure by the counts beside it. */
function shownOf(
  rows: readonly BehaviourRow[],
  columns: readonly Column[],
  { smallFigures = null }: Site,
  keepsRows = false,
): BehaviourRow[] {
  if (smallFigures === null) return [...rows]
  const counts = columns.filter(({ key, unit }) => unit === 'count' && !ofNames.has(key)).map(({ key }) => key)
  const others = columns.filter(({ unit }) => !['count', 'text', 'verdict'].includes(unit))
  const [whole] = counts
  // A ratio that is read as such: the part is what it takes of the count beside it.
  const parts = others.filter(({ unit }) => unit === 'ratio' && whole !== undefined)
  const judged: Judged = {
    counts,
    ratios: Object.fromEntries(parts.map(({ key }) => [key, [`part ${key}`, whole ?? '']])),
    rests: Object.fromEntries(others.filter((one) => !parts.includes(one)).map(({ key }) => [key, counts])),
    keepsRows,
  }
  const withParts = rows.map((row) => ({
    ...row,
    ...Object.fromEntries(counts.map((key) => [key, Number(row[key] ?? 0)])),
    ...Object.fromEntries(
      parts.map(({ key }) => [`part ${key}`, Math.round(Number(row[key] ?? 0) * Number(row[whole ?? ''] ?? 0))]),
    ),
  }))
  return underRule<BehaviourRow>(withParts, judged, smallFigures).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith('part '))),
  )
}

/** Every vital in the order of the trade, measured or not. */
const spreadOf = (rows: readonly BehaviourRow[]): BehaviourRow[] =>
  vitals.map((vital) => {
    const row = rows.find((one) => one['vital'] === vital)
    const p75 = typeof row?.['p75'] === 'number' ? row['p75'] : null
    return {
      vital,
      p75,
      verdict: p75 === null ? null : verdictOf(vital, p75),
      good: row?.['good_share'] ?? null,
      middling: row?.['middling'] ?? null,
      poor: row?.['poor_share'] ?? null,
      measured: row?.['measured'] ?? 0,
    }
  })

async function figuresOf(scope: Scope, site: Site, view: View, report: Report, period: Period): Promise<BehaviourRow> {
  const sql = figuresSql[report]
  if (sql) {
    const rows = await run(scope, site, view, period, sql, 1)
    return shownOf(rows, shapes[report].figures, site, true)[0] ?? {}
  }
  if (report === 'devices') {
    const rows = await visits(scope, site, view, period, ['device'], 100)
    const of = (some: typeof rows) => some.reduce((sum, row) => sum + Number(row['visits'] ?? 0), 0)
    return {
      mobile: shownShare(of(rows.filter(({ device }) => device === 'mobile')), of(rows), site.smallFigures ?? null),
    }
  }
  const rows = await visits(scope, site, view, period, ['country', 'region', 'city'], 10_000)
  const different = (key: (row: BehaviourRow) => Cell[]) =>
    new Set(rows.map((row) => (key(row).at(-1) ? JSON.stringify(key(row)) : '')).filter(Boolean)).size
  return {
    countries: different(({ country }) => [country ?? '']),
    regions: different(({ country, region }) => [country ?? '', region ?? '']),
    cities: different(({ country, region, city }) => [country ?? '', region ?? '', city ?? '']),
  }
}

/** Places and devices are attributes of visits: they are asked as the audience page asks. */
const visitTable = (scope: Scope, site: Site, view: View, report: Report, name: string, limit: number) => {
  const columns = shapes[report].tables[name]?.columns ?? []
  const dimensions = columns.filter(({ unit }) => unit === 'text').map(({ key }) => key as DimensionName)
  return visits(scope, site, view, view.period, dimensions, limit)
}

const visitMetrics: readonly MetricName[] = ['visits', 'visitors', 'pageviews', 'bounceRate', 'visitDuration']

async function visits(
  scope: Scope,
  site: Site,
  { filters }: View,
  period: Period,
  dimensions: readonly DimensionName[],
  limit: number,
): Promise<BehaviourRow[]> {
  const rows = await read(scope, site, query({ period, filters, metrics: visitMetrics, dimensions, limit }))
  return rows.filter((row) => row.visits !== 0) as BehaviourRow[]
}

async function run(
  scope: Scope,
  site: Site,
  view: View,
  period: Period,
  sql: (reading: Reading) => string,
  limit: number,
): Promise<BehaviourRow[]> {
  const params = newParams()
  const plan = planOf(query({ period, filters: view.filters, metrics: ['events'] }), site, period)
  const conditions = [
    `site_id = ${params.add(site.id, 'UInt32')}`,
    `ts >= ${instant(plan.from, params)}`,
    `ts < ${instant(plan.until, params)}`,
    "bot_reason = ''",
    ...view.filters.map((filter) => onEvents(filter, plan, params)),
  ]
  const reading = { conditions, params, currency: site.currency, limit }
  const result = await scope.clickhouse.query({
    query: sql(reading),
    query_params: params.values,
    format: 'JSONEachRow',
  })
  return result.json<BehaviourRow>()
}
