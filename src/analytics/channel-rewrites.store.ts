import { type ExpressionBuilder, type ExpressionWrapper, type Kysely, sql, type SqlBool } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { RuleEntry } from '../collect/channel-rules.ts'
import { rulesChanged, type RuleList, rulesOfSite } from '../collect/channel-rules.store.ts'
import type { Tables } from '../postgres.ts'

interface ChannelRewriteRow {
  siteId: number
  version: number
  workspaceId: string
  done: number | null
  moved: number | null
  askedAt: Date
  finishedAt: Date | null
  problem: string | null
}

declare module '../postgres.ts' {
  interface Tables {
    channelRewrites: ChannelRewriteRow
  }
}

/**
 * Puts in force what was being prepared, and asks that past visits be sorted by it. `step` is the draft the reader saw.
 * @throws conflict when it changed since, or when there is none
 */
export const publishDraft = (scope: Scope, siteId: number, step: number): Promise<RuleList> =>
  scope.db.transaction().execute(async (db) => {
    const draft = await db
      .deleteFrom('channelDrafts')
      .where('workspaceId', '=', scope.workspace)
      .where('siteId', '=', siteId)
      .where('step', '=', step)
      .returning('entries')
      .executeTakeFirst()
    if (!draft) throw rulesChanged()
    const within = { ...scope, db }
    const version = (await rulesOfSite(within, siteId)).version + 1
    const row = { siteId, version, workspaceId: scope.workspace }
    await db
      .insertInto('channelRules')
      .values({ ...row, entries: JSON.stringify(draft.entries), publishedBy: scope.user.name, publishedAt: scope.now })
      .execute()
    await db
      .insertInto('channelRewrites')
      .values({ ...row, askedAt: scope.now })
      .execute()
    return { siteId, version, entries: draft.entries as readonly RuleEntry[] }
  })

/** How the past visits of a site stand after its rules changed. */
export interface Rewrite {
  readonly version: number
  readonly by: string
  readonly askedAt: Date
  readonly finishedAt: Date | null
  /** 0–1; null before it is known how much there is. */
  readonly done: number | null
  /** Visits whose channel changed. */
  readonly moved: number
  readonly problem: string | null
}

/** The latest publications of a site's rules, and what each did to past visits. */
export async function rewritesOfSite(scope: Scope, siteId: number, limit = 10): Promise<Rewrite[]> {
  const rows = await scope.db
    .selectFrom('channelRewrites')
    .innerJoin('channelRules', (on) =>
      on
        .onRef('channelRules.siteId', '=', 'channelRewrites.siteId')
        .onRef('channelRules.version', '=', 'channelRewrites.version'),
    )
    .select(['channelRewrites.version', 'publishedBy', 'askedAt', 'finishedAt', 'done', 'moved', 'problem'])
    .where('channelRewrites.workspaceId', '=', scope.workspace)
    .where('channelRewrites.siteId', '=', siteId)
    .orderBy('channelRewrites.version', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ publishedBy, moved, ...row }) => ({ ...row, by: publishedBy, moved: moved ?? 0 }))
}

const sitesWhere = async (
  db: Kysely<Tables>,
  when: (on: ExpressionBuilder<Tables, 'channelRewrites'>) => ExpressionWrapper<Tables, 'channelRewrites', SqlBool>,
): Promise<number[]> => {
  const rows = await db
    .selectFrom('channelRewrites')
    .select('siteId')
    .distinct()
    .where(when)
    .orderBy('siteId')
    .execute()
  return rows.map(({ siteId }) => siteId)
}

/** Sites whose past visits are still to be sorted. */
export const sitesToSort = (db: Kysely<Tables>) => sitesWhere(db, (on) => on('finishedAt', 'is', null))

/** Sites sorted less than a day ago: events that waited elsewhere may have come since. */
export const sitesJustSorted = (db: Kysely<Tables>, now: Date) =>
  sitesWhere(db, (on) => on('finishedAt', '>', new Date(now.getTime() - 24 * 3_600_000)))

/** Whether the rules in force are still to be applied to past visits. */
export const isUnderWay = async (db: Kysely<Tables>, { siteId, version }: RuleList): Promise<boolean> =>
  (await db
    .selectFrom('channelRewrites')
    .select('version')
    .where('siteId', '=', siteId)
    .where('version', '=', version)
    .where('finishedAt', 'is', null)
    .executeTakeFirst()) !== undefined

export const noteProgress = (
  db: Kysely<Tables>,
  { siteId, version }: RuleList,
  progress: { readonly done: number } | { readonly problem: string },
) =>
  db.updateTable('channelRewrites').set(progress).where('siteId', '=', siteId).where('version', '=', version).execute()

/** Notes how many visits are about to be moved; the first count stands when it is done again after a crash. */
export const noteMoved = (db: Kysely<Tables>, { siteId, version }: RuleList, visits: number) =>
  db
    .updateTable('channelRewrites')
    .set({ moved: visits })
    .where('siteId', '=', siteId)
    .where('version', '=', version)
    .where('moved', 'is', null)
    .execute()

/** Ends a rewriting, and with it those of the versions before, which it has done the work of. */
export const noteFinished = (db: Kysely<Tables>, { siteId, version }: RuleList, now: Date) =>
  db
    .updateTable('channelRewrites')
    .set({ finishedAt: now, done: 1, moved: sql<number>`coalesce(moved, 0)`, problem: null })
    .where('siteId', '=', siteId)
    .where('version', '<=', version)
    .where('finishedAt', 'is', null)
    .execute()

/** First half of our advisory locks on rewriting; the second is the site. */
const lockFamily = 0x10_91

/** Runs alone among the rewritings of a site, on every node. False, and nothing is run, while another one is. */
export async function aloneOnSite(db: Kysely<Tables>, siteId: number, work: () => Promise<void>): Promise<boolean> {
  return db.connection().execute(async (connection) => {
    const { rows } = await sql<{
      locked: boolean
    }>`select pg_try_advisory_lock(${lockFamily}, ${siteId}) as locked`.execute(connection)
    if (!rows[0]?.locked) return false
    try {
      await work()
      return true
    } finally {
      await sql`select pg_advisory_unlock(${lockFamily}, ${siteId})`.execute(connection)
    }
  })
}
