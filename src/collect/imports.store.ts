import type { Generated, JSONColumnType, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { ClickHouse } from '../clickhouse.ts'
import { conflict } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import type { Site } from './site.ts'

export interface ImportRow {
  id: Generated<number>
  siteId: number
  workspaceId: string
  name: string
  fingerprint: string
  lines: number
  kept: number
  bots: number
  known: number
  refused: JSONColumnType<Record<string, number>>
  runId: number | null
  finishedAt: Generated<Date>
}

declare module '../postgres.ts' {
  interface Tables {
    imports: ImportRow
  }
}

export type ImportedFile = Pick<ImportRow, 'name' | 'fingerprint' | 'lines' | 'kept' | 'bots' | 'known'> & {
  readonly refused: Readonly<Record<string, number>>
}

/** Notes that a file was read to its end. */
export async function recordImport(db: Kysely<Tables>, site: Site, runId: number, file: ImportedFile): Promise<void> {
  const { name, fingerprint, lines, kept, bots, known, refused } = file
  const { id: siteId, workspaceId } = site
  await db
    .insertInto('imports')
    .values({
      name,
      fingerprint,
      lines,
      kept,
      bots,
      known,
      refused: JSON.stringify(refused),
      siteId,
      workspaceId,
      runId,
    })
    .execute()
}

/** The latest files of imports that had no number yet. */
export const olderImports = (scope: Scope, siteId: number) =>
  scope.db
    .selectFrom('imports')
    .select(['id', 'name', 'lines', 'kept', 'bots', 'known', 'finishedAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('siteId', '=', siteId)
    .where('runId', 'is', null)
    .orderBy('finishedAt', 'desc')
    .limit(20)
    .execute()

/** Why events of a site were dropped since a day: totals by reason, most frequent first. */
export const dropsSince = (scope: Scope, siteId: number, day: string) =>
  scope.db
    .selectFrom('collectDrops')
    .innerJoin('sites', 'sites.id', 'collectDrops.siteId')
    .select(['collectDrops.reason', (e) => e.fn.sum<number>('collectDrops.count').as('count')])
    .where('sites.workspaceId', '=', scope.workspace)
    .where('collectDrops.siteId', '=', siteId)
    .where('collectDrops.day', '>=', day)
    .groupBy('collectDrops.reason')
    .orderBy('count', 'desc')
    .execute()

/** First half of our advisory locks on imports; the second is the site. */
const lockFamily = 0x10_90

/** Runs alone among the imports of a site, on every node. @throws conflict while another one runs */
export async function alone<T>(db: Kysely<Tables>, site: Site, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{
      locked: boolean
    }>`select pg_try_advisory_lock(${lockFamily}, ${site.id}) as locked`.execute(connection)
    if (!rows[0]?.locked) {
      throw conflict('importRunning', {
        fr: 'Un import est déjà en cours pour ce site.',
        en: 'An import of this site is already running.',
      })
    }
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${lockFamily}, ${site.id})`.execute(connection)
    }
  })
}

/** Imported lines already stored between two instants, both included: the import that brought each. */
export async function knownLines(
  clickhouse: ClickHouse,
  siteId: number,
  from: number,
  to: number,
): Promise<Map<string, number>> {
  const answer = await clickhouse.query({
    query: `
      select event_id, import_id
      from events
      where site_id = {siteId:UInt32}
        and ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})
        and origin = 'log'
    `,
    query_params: { siteId, from, to },
    format: 'JSONCompactEachRow',
  })
  return new Map(await answer.json<[string, number]>())
}

/** Days of the site, between two instants, that were also measured as they happened. */
export async function daysAlsoMeasured(clickhouse: ClickHouse, site: Site, from: number, to: number): Promise<number> {
  const answer = await clickhouse.query({
    query: `
      select uniqExact(toDate(ts, {zone:String})) as days
      from events
      where site_id = {siteId:UInt32}
        and ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})
        and origin = 'live' and bot_reason = ''
    `,
    query_params: { siteId: site.id, zone: site.timeZone, from, to },
    format: 'JSONEachRow',
  })
  return Number((await answer.json<{ days: number }>())[0]?.days ?? 0)
}

/**
 * Takes an import's events out of the figures. Visits it shares with another import keep the pages of the other. May be cut anywhere and
 * begun again: the events, by which the visits are found, go last.
 */
export async function removeEvents(clickhouse: ClickHouse, siteId: number, importId: number): Promise<void> {
  const query_params = { siteId, importId }
  const touched = `
    select visit_id
    from events
    where site_id = {siteId:UInt32} and import_id = {importId:UInt32} and bot_reason = ''`
  const settings = { mutations_sync: '1', max_execution_time: 600 } as const
  await clickhouse.command({
    query: `alter table visits delete where site_id = {siteId:UInt32} and visit_id in (${touched})`,
    query_params,
    clickhouse_settings: settings,
  })
  await clickhouse.command({
    query: `
      insert into visits
      select ${visitColumns}
      from events
      where site_id = {siteId:UInt32} and import_id != {importId:UInt32} and bot_reason = '' and visit_id in (${touched})
      group by site_id, visit_started_at, visit_id`,
    query_params,
    // The same rows may have been there before: they are not a batch sent twice.
    clickhouse_settings: { insert_deduplicate: 0, max_partitions_per_insert_block: '0', max_execution_time: 600 },
  })
  await clickhouse.command({
    query: `alter table events delete where site_id = {siteId:UInt32} and import_id = {importId:UInt32}`,
    query_params,
    clickhouse_settings: settings,
  })
}

/** As the view of migrations/clickhouse/0014 makes them. */
const visitColumns = `
  site_id, visit_started_at, visit_id, any(visitor_id), min(ts), max(ts), count(), countIf(name = 'pageview'), sum(interactive),
  sum(revenue_cents), any(entry_path), max((ts, toString(path))), any(hostname), any(visit_referrer_host), any(visit_source),
  any(visit_channel), any(visit_utm_source), any(visit_utm_medium), any(visit_utm_campaign), any(visit_utm_content),
  any(visit_utm_term), any(country), any(region), any(city), any(language), any(device), any(browser), any(os), max(consent),
  any(origin)`
