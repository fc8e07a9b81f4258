import type { ColumnType, Generated, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Tables } from '../postgres.ts'
import { lastingFor, purposes } from './consents.ts'

interface NoticeRow {
  siteId: number
  version: number
  content: string
  purposes: string[]
  writtenBy: string
  writtenAt: ColumnType<Date, Date, never>
}
interface ConsentRow {
  id: Generated<number>
  siteId: number
  visitor: string
  noticeVersion: number | null
  givenAt: ColumnType<Date, Date, never>
  withdrawnAt: Date | null
}
interface StoppedRow {
  siteId: number
  visitor: string
  stoppedAt: Date
}

declare module '../postgres.ts' {
  interface Tables {
    consentNotices: NoticeRow
    consents: ConsentRow
    stoppedVisitors: StoppedRow
  }
}

/**
 * Keeps the proof that a visitor consented: once, however often his browser says it.
 * @param notice version he read; the site's latest when null or unknown
 * @returns false when the number was stopped: it can never be followed again
 */
export async function giveConsent(
  db: Kysely<Tables>,
  consent: { readonly siteId: number; readonly visitor: string; readonly notice: number | null; readonly at: Date },
): Promise<boolean> {
  const { siteId, visitor, notice, at } = consent
  if (await isStopped(db, siteId, visitor)) return false
  const read = await db
    .selectFrom('consentNotices')
    .select('version')
    .where('siteId', '=', siteId)
    .orderBy(sql`version is not distinct from ${notice}::integer`, 'desc')
    .orderBy('version', 'desc')
    .executeTakeFirst()
  await db
    .insertInto('consents')
    .values({ siteId, visitor, noticeVersion: read?.version ?? null, givenAt: at, withdrawnAt: null })
    .onConflict((on) => on.columns(['siteId', 'visitor']).where('withdrawnAt', 'is', null).doNothing())
    .execute()
  return true
}

const isStopped = async (db: Kysely<Tables>, siteId: number, visitor: string): Promise<boolean> =>
  (await db
    .selectFrom('stoppedVisitors')
    .select('visitor')
    .where('siteId', '=', siteId)
    .where('visitor', '=', visitor)
    .executeTakeFirst()) !== undefined

/** Ends a consent: the proof says when, and the number is followed no more. */
export async function withdrawConsent(
  db: Kysely<Tables>,
  { siteId, visitor, at }: { readonly siteId: number; readonly visitor: string; readonly at: Date },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await stopVisitor(trx, siteId, visitor, at)
    await trx
      .updateTable('consents')
      .set({ withdrawnAt: at })
      .where('siteId', '=', siteId)
      .where('visitor', '=', visitor)
      .where('withdrawnAt', 'is', null)
      .execute()
  })
}

/** Follows a number no more, on any node within seconds. */
export const stopVisitor = (db: Kysely<Tables>, siteId: number, visitor: string, at: Date) =>
  db
    .insertInto('stoppedVisitors')
    .values({ siteId, visitor, stoppedAt: at })
    .onConflict((on) => on.columns(['siteId', 'visitor']).doNothing())
    .execute()

/** Numbers stopped since an instant, on every site of the instance: for the collector. */
export const stoppedSince = (db: Kysely<Tables>, since: Date) =>
  db.selectFrom('stoppedVisitors').select(['siteId', 'visitor']).where('stoppedAt', '>=', since).execute()

/** A number that has expired need not be remembered as stopped. */
export const forgetStopped = (db: Kysely<Tables>, now: Date) =>
  db
    .deleteFrom('stoppedVisitors')
    .where('stoppedAt', '<', new Date(now.getTime() - lastingFor - 86_400_000))
    .execute()

/** Versions of a site's notice, latest first. */
export const noticesOf = (scope: Scope, siteId: number) =>
  scope.db
    .selectFrom('consentNotices')
    .innerJoin('sites', 'sites.id', 'consentNotices.siteId')
    .select(['version', 'content', 'purposes', 'writtenBy', 'writtenAt'])
    .where('sites.workspaceId', '=', scope.workspace)
    .where('siteId', '=', siteId)
    .orderBy('version', 'desc')
    .execute()

/** Writes the next version of the notice; the same text again writes none. @returns the version that holds */
export async function writeNotice(scope: Scope, siteId: number, content: string): Promise<number> {
  return scope.db.transaction().execute(async (trx) => {
    // Two leads who save together write two versions, in turn.
    await trx
      .selectFrom('sites')
      .select('id')
      .where('workspaceId', '=', scope.workspace)
      .where('id', '=', siteId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const latest = await trx
      .selectFrom('consentNotices')
      .select(['version', 'content'])
      .where('siteId', '=', siteId)
      .orderBy('version', 'desc')
      .executeTakeFirst()
    if (latest?.content === content) return latest.version
    const version = (latest?.version ?? 0) + 1
    await trx
      .insertInto('consentNotices')
      .values({ siteId, version, content, purposes: [...purposes], writtenBy: scope.user.name, writtenAt: scope.now })
      .execute()
    return version
  })
}

const proofs = (scope: Scope, siteId: number) =>
  scope.db
    .selectFrom('consents')
    .innerJoin('sites', 'sites.id', 'consents.siteId')
    .where('sites.workspaceId', '=', scope.workspace)
    .where('consents.siteId', '=', siteId)

/** Proofs of consent of a site, latest first. */
export const proofsOf = (scope: Scope, siteId: number, limit: number) =>
  proofs(scope, siteId)
    .leftJoin('consentNotices', (on) =>
      on
        .onRef('consentNotices.siteId', '=', 'consents.siteId')
        .onRef('consentNotices.version', '=', 'consents.noticeVersion'),
    )
    .select(['consents.id', 'visitor', 'noticeVersion', 'purposes', 'givenAt', 'withdrawnAt'])
    .orderBy('givenAt', 'desc')
    .orderBy('consents.id', 'desc')
    .limit(limit)
    .execute()

/** How many consents a site holds, and how many of them were withdrawn. */
export async function countProofs(scope: Scope, siteId: number): Promise<{ given: number; withdrawn: number }> {
  const row = await proofs(scope, siteId)
    .select(({ fn }) => [fn.countAll<number>().as('given'), fn.count<number>('withdrawnAt').as('withdrawn')])
    .executeTakeFirstOrThrow()
  return { given: Number(row.given), withdrawn: Number(row.withdrawn) }
}
