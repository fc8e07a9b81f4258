import type { Scope } from '../accounts/scope.ts'
import { dayIn } from '../period.ts'
import type { Period } from '../period.ts'
import { ratio } from '../ratio.ts'
import { read, type Site } from './analytics.store.ts'
import { comparedWith, type View } from './audience.ts'
import { type BehaviourRow, type Cell, type Report, shapes, verdictOf, vitals } from './behaviour.ts'
import { figuresSql, type Reading, tablesSql } from './behaviour-sql.ts'
import type { DimensionName, MetricName } from './catalog.ts'
import { onEvents } from './conditions.ts'
import { instant, newParams } from './params.ts'
import { planOf } from './plan.ts'
import { query } from './query.ts'

export interface Behaviour {
  readonly compared: Period | null
  readonly figures: BehaviourRow
  readonly before: BehaviourRow | null
  readonly tables: Readonly<Record<string, readonly BehaviourRow[]>>
}

/** Rows of a table on the page; its CSV has up to ten thousand. */
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
  const rows = await run(scope, site, view, view.period, sql, limit)
  if (report === 'missing') return rows.map(({ origin, ...row }) => ({ ...row, from: origin ?? '' }))
  if (name === 'currencies') return rows.map(({ code, ...row }) => ({ ...row, currency: code ?? '' }))
  return name === 'spread' ? spreadOf(rows) : rows
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
  if (sql) return (await run(scope, site, view, period, sql, 1))[0] ?? {}
  if (report === 'devices') {
    const rows = await visits(scope, site, view, period, ['device'], 100)
    const of = (some: typeof rows) => some.reduce((sum, row) => sum + Number(row['visits'] ?? 0), 0)
    return { mobile: ratio(of(rows.filter(({ device }) => device === 'mobile')), of(rows)) }
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
  return rows.filter((row) => (row.visits ?? 0) > 0) as BehaviourRow[]
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
