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
export async function recordImport(db: Kysely<Tables>, site: Site, file: ImportedFile): Promise<void> {
  await db
    .insertInto('imports')
    .values({ ...file, refused: JSON.stringify(file.refused), siteId: site.id, workspaceId: site.workspaceId })
    .execute()
}

/** The latest imports of a site. */
export const listImports = (scope: Scope, siteId: number) =>
  scope.db
    .selectFrom('imports')
    .select(['id', 'name', 'lines', 'kept', 'bots', 'known', 'refused', 'finishedAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('siteId', '=', siteId)
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

/** Ids of imported lines already stored between two instants, both included. */
export async function knownLines(
  clickhouse: ClickHouse,
  siteId: number,
  from: number,
  to: number,
): Promise<Set<string>> {
  const answer = await clickhouse.query({
    query: `
      select event_id
      from events
      where site_id = {siteId:UInt32}
        and ts >= fromUnixTimestamp64Milli({from:Int64}) and ts <= fromUnixTimestamp64Milli({to:Int64})
        and origin = 'log'
    `,
    query_params: { siteId, from, to },
    format: 'JSONCompactEachRow',
  })
  return new Set((await answer.json<[string]>()).map(([id]: [string]) => id))
}
