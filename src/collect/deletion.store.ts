import { setTimeout as pause } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { ClickHouse } from '../clickhouse.ts'
import { unavailable } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import { lastingFor } from './consents.ts'
import { type Cutoff, figureTables } from './retention.ts'

/** Rows by table. */
export type Counts = Readonly<Record<string, number>>

/** A condition on one table, with the values that go beside it. */
interface Which {
  readonly where: string
  readonly params: Readonly<Record<string, unknown>>
}

const older = (siteId: number, begunAt: string, { instant }: Cutoff): Which => ({
  where: `site_id = {siteId:UInt32} and ${begunAt} < fromUnixTimestamp64Milli({before:Int64})`,
  params: { siteId, before: instant.getTime() },
})

/** How many rows of each table are older than a cutoff: what a retention would delete. */
export async function olderThan(clickhouse: ClickHouse, siteId: number, cutoff: Cutoff): Promise<Counts> {
  const counts: Record<string, number> = {}
  for (const { table, begunAt } of figureTables)
    counts[table] = await countRows(clickhouse, table, older(siteId, begunAt, cutoff))
  return counts
}

/** Deletes the figures of a site that are older than a cutoff, for good. @returns the rows that went */
export async function deleteOlder(clickhouse: ClickHouse, siteId: number, cutoff: Cutoff): Promise<Counts> {
  const counts: Record<string, number> = {}
  for (const { table, begunAt } of figureTables)
    counts[table] = await deleteRows(clickhouse, table, older(siteId, begunAt, cutoff))
  return counts
}

/** Deletes whole visits of a site, whatever table they are in. @returns the rows that went */
export async function deleteVisits(clickhouse: ClickHouse, siteId: number, visits: readonly string[]): Promise<Counts> {
  const which = {
    where: 'site_id = {siteId:UInt32} and visit_id in {visits:Array(UInt64)}',
    params: { siteId, visits: visits.map(BigInt) },
  }
  const counts: Record<string, number> = {}
  for (const { table } of figureTables)
    counts[table] = visits.length === 0 ? 0 : await deleteRows(clickhouse, table, which)
  return counts
}

async function countRows(clickhouse: ClickHouse, table: string, { where, params }: Which): Promise<number> {
  const answer = await clickhouse.query({
    // A visit is one row once its parts are merged, and until then several.
    query: `select count() as n from ${table}${table === 'visits' ? ' final' : ''} where ${where}`,
    query_params: { ...params },
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ n: number | string }>()
  return Number(row?.n ?? 0)
}

const longestMutation = 10 * 60_000

/**
 * Rewrites the parts that hold the rows, without them: a lightweight delete would only hide them until some later merge.
 * @throws unavailable when it is not done within ten minutes; ClickHouse then goes on by itself
 */
export async function deleteRows(clickhouse: ClickHouse, table: string, which: Which): Promise<number> {
  const count = await countRows(clickhouse, table, which)
  if (count === 0) return 0
  await clickhouse.command({
    query: `alter table ${table} delete where ${which.where}`,
    query_params: { ...which.params },
    clickhouse_settings: { mutations_sync: '0' },
  })
  for (const start = Date.now(); await isMutating(clickhouse, table); await pause(50))
    if (Date.now() - start > longestMutation) throw unavailable()
  return count
}

async function isMutating(clickhouse: ClickHouse, table: string): Promise<boolean> {
  const answer = await clickhouse.query({
    query: `select 1 from system.mutations where database = currentDatabase() and table = {table:String} and not is_done limit 1`,
    query_params: { table },
    format: 'JSONEachRow',
  })
  return (await answer.json()).length > 0
}

/** Deletes the proofs whose last figure is older than a cutoff, and the totals of drops and the imported figures of the days before it. */
export async function deleteOlderRecords(db: Kysely<Tables>, siteId: number, cutoff: Cutoff): Promise<Counts> {
  const end = sql<Date>`least(given_at + make_interval(secs => ${lastingFor / 1000}), withdrawn_at)`
  const proofs = await db
    .deleteFrom('consents')
    .where('siteId', '=', siteId)
    .where(end, '<', cutoff.instant)
    .executeTakeFirst()
  const drops = await db
    .deleteFrom('collectDrops')
    .where('siteId', '=', siteId)
    .where('day', '<', cutoff.day)
    .executeTakeFirst()
  const imported = await db
    .deleteFrom('importedDays')
    .where('siteId', '=', siteId)
    .where('day', '<', cutoff.day)
    .executeTakeFirst()
  return {
    consents: Number(proofs.numDeletedRows),
    drops: Number(drops.numDeletedRows),
    imported: Number(imported.numDeletedRows),
  }
}
