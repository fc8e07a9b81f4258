import type { Generated, JSONColumnType, Kysely } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Tables } from '../postgres.ts'
import type { Counts } from './deletion.store.ts'

export type PrivacyAct = 'retention' | 'erasure' | 'export'

interface PrivacyLogRow {
  id: Generated<number>
  siteId: number
  at: Date
  act: PrivacyAct
  doneBy: string | null
  counts: JSONColumnType<Counts>
  before: Date | null
}

declare module '../postgres.ts' {
  interface Tables {
    privacyLog: PrivacyLogRow
  }
}

/** Notes what was deleted or handed over, in numbers: never of whom. */
export const logPrivacy = (
  db: Kysely<Tables>,
  act: {
    readonly siteId: number
    readonly at: Date
    readonly act: PrivacyAct
    readonly doneBy: string | null
    readonly counts: Counts
    readonly before?: Date
  },
) =>
  db
    .insertInto('privacyLog')
    .values({ ...act, before: act.before ?? null, counts: JSON.stringify(act.counts) })
    .execute()

/** What was deleted of a site or handed over, latest first. */
export const privacyLogOf = (scope: Scope, siteId: number, limit: number) =>
  scope.db
    .selectFrom('privacyLog')
    .innerJoin('sites', 'sites.id', 'privacyLog.siteId')
    .select(['privacyLog.id', 'at', 'act', 'doneBy', 'counts', 'before'])
    .where('sites.workspaceId', '=', scope.workspace)
    .where('siteId', '=', siteId)
    .orderBy('at', 'desc')
    .orderBy('privacyLog.id', 'desc')
    .limit(limit)
    .execute()
