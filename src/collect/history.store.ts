import { type Kysely, sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { ClickHouse } from '../clickhouse.ts'
import { boundsOf, type Period } from '../period.ts'
import type { Tables } from '../postgres.ts'
import type { HistoryRow } from './history.ts'
import type { Sum } from './history-columns.ts'
import type { Site } from './site.ts'

interface ImportedDayRow extends Record<Sum, number | null> {
  runId: number
  siteId: number
  day: string
  dimension: string
  value: string
}

declare module '../postgres.ts' {
  interface Tables {
    importedDays: ImportedDayRow
  }
}

const pageRows = 2_000

/** Writes the days of an import in place of those it had written before: all or none. */
export async function putHistory(
  db: Kysely<Tables>,
  siteId: number,
  runId: number,
  rows: readonly HistoryRow[],
  onRows: (done: number) => void,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom('importedDays').where('runId', '=', runId).execute()
    for (let at = 0; at < rows.length; at += pageRows) {
      const page = rows.slice(at, at + pageRows).map((row) => ({ ...row, siteId, runId }))
      await transaction.insertInto('importedDays').values(page).execute()
      onRows(at + page.length)
    }
  })
}

/** Days of a period on which the site was measured by itself, logs included: there, what was measured is shown, never what was imported. */
export async function measuredDays(
  clickhouse: ClickHouse,
  site: Pick<Site, 'id' | 'timeZone'>,
  period: Period,
): Promise<string[]> {
  const { from, until } = boundsOf(site.timeZone, period)
  const answer = await clickhouse.query({
    query: `
      select distinct toString(toDate(visit_started_at, {zone:String})) as day
      from visits
      where site_id = {siteId:UInt32}
        and visit_started_at >= fromUnixTimestamp64Milli({from:Int64}) and visit_started_at < fromUnixTimestamp64Milli({until:Int64})
      order by day`,
    query_params: { siteId: site.id, zone: site.timeZone, from: from.getTime(), until: until.getTime() },
    format: 'JSONEachRow',
  })
  return (await answer.json<{ day: string }>()).map(({ day }) => day)
}

export interface ImportedDay extends Readonly<Record<Sum, number | null>> {
  readonly day: string
}

export interface Imported {
  /** Whole days, oldest first. */
  readonly days: readonly ImportedDay[]
  /** Where they come from: the tools, and when each was imported. */
  readonly origins: readonly { readonly tool: string; readonly importedAt: Date }[]
  /** Days that an import gives too, left out because the site measured them. */
  readonly overlap: number
}

/** The days of a period that imports give and the site did not measure. Of two imports of one day, the latest. */
export async function importedDays(
  scope: Scope,
  site: Pick<Site, 'id' | 'timeZone'>,
  period: Period,
): Promise<Imported> {
  const rows = await ofSite(scope, site.id, period, '')
    .select((e) => [sql<string>`imported_days.day::text`.as('on'), e.ref('runId').as('run')])
    .select(['visitors', 'visits', 'pageviews', 'bounces', 'seconds'])
    .distinctOn('importedDays.day')
    .orderBy('importedDays.day')
    .orderBy('runId', 'desc')
    .execute()
  if (rows.length === 0) return { days: [], origins: [], overlap: 0 }
  const measured = new Set(await measuredDays(scope.clickhouse, site, period))
  const shown = rows.filter(({ on }) => !measured.has(on))
  const runs = await scope.db
    .selectFrom('importRuns')
    .select(['report', 'createdAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('id', 'in', [...new Set([0, ...shown.map(({ run }) => run)])])
    .orderBy('createdAt')
    .execute()
  return {
    days: shown.map(({ on, visitors, visits, pageviews, bounces, seconds }) => ({
      day: on,
      visitors,
      visits,
      pageviews,
      bounces,
      seconds,
    })),
    origins: runs.map(({ report, createdAt }) => ({ tool: toolOf(report), importedAt: createdAt })),
    overlap: rows.length - shown.length,
  }
}

function toolOf(report: Readonly<Record<string, unknown>> | null): string {
  const tool = report?.['tool']
  return typeof tool === 'string' ? tool : ''
}

export interface ImportedValue {
  readonly dimension: string
  readonly value: string
  readonly visitors: number | null
  readonly visits: number | null
  readonly pageviews: number | null
}

/** The greatest values of each dimension over imported days. */
export async function importedValues(
  scope: Scope,
  siteId: number,
  days: readonly string[],
  limit: number,
): Promise<ImportedValue[]> {
  const [from, to] = [days[0], days.at(-1)]
  if (from === undefined || to === undefined) return []
  const found = await ofSite(scope, siteId, { from, to }, null)
    .select(['dimension', 'value'])
    .select((e) => [
      e.fn.sum<number>('visitors').as('visitors'),
      e.fn.sum<number>('visits').as('visits'),
      e.fn.sum<number>('pageviews').as('pageviews'),
    ])
    .where(sql<string>`imported_days.day::text`, 'in', [...days])
    .groupBy(['dimension', 'value'])
    .orderBy((e) => sql`coalesce(${e.fn.sum('visits')}, ${e.fn.sum('pageviews')}, ${e.fn.sum('visitors')})`, 'desc')
    .execute()
  const counted = new Map<string, number>()
  return found.filter(({ dimension }) => {
    const rank = (counted.get(dimension) ?? 0) + 1
    counted.set(dimension, rank)
    return rank <= limit
  })
}

/** Imported rows of a period: the whole days, or the values when no dimension is given. Only imports that ended, and are still there. */
function ofSite(scope: Scope, siteId: number, period: Period, dimension: '' | null) {
  const rows = scope.db
    .selectFrom('importedDays')
    .innerJoin('importRuns', 'importRuns.id', 'importedDays.runId')
    .where('importRuns.workspaceId', '=', scope.workspace)
    .where('importRuns.state', '=', 'done')
    .where('importedDays.siteId', '=', siteId)
    .where('importedDays.day', '>=', period.from)
    .where('importedDays.day', '<=', period.to)
  return dimension === null
    ? rows.where('importedDays.dimension', '!=', '')
    : rows.where('importedDays.dimension', '=', dimension)
}
