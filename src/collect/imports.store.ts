import type { Generated, JSONColumnType, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { ClickHouse } from '../clickhouse.ts'
import { conflict } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import { deleteRows } from './deletion.store.ts'
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
  const params = { siteId, importId }
  const own = 'site_id = {siteId:UInt32} and import_id = {importId:UInt32}'
  const touched = `site_id = {siteId:UInt32} and visit_id in (select visit_id from events where ${own} and bot_reason = '')`
  await deleteRows(clickhouse, 'visits', { where: touched, params })
  await clickhouse.command({
    query: await visitsAgain(clickhouse, `${touched} and import_id != {importId:UInt32}`),
    query_params: params,
    // The same rows may have been there before: they are not a batch sent twice.
    clickhouse_settings: { insert_deduplicate: 0, max_partitions_per_insert_block: '0', max_execution_time: 600 },
  })
  await deleteRows(clickhouse, 'events', { where: own, params })
}

/** The statement that makes visits again from some of the events, as the view does that makes them as they come. */
async function visitsAgain(clickhouse: ClickHouse, where: string): Promise<string> {
  const answer = await clickhouse.query({
    query: `
      select
          (select as_select from system.tables where database = currentDatabase() and name = 'visits_of_events') as text,
          (select groupArray(name) from (
              select name from system.columns
              where database = currentDatabase() and table = 'visits_of_events'
              order by position
          )) as columns`,
    format: 'JSONEachRow',
  })
  const [view] = await answer.json<{ text: string; columns: string[] }>()
  if (!view || !/ WHERE /i.test(view.text)) throw new Error('the view of visits is not there')
  return `insert into visits (${view.columns.join(', ')}) ${view.text.replace(/ WHERE /i, ` where ${where} and `)}`
}
