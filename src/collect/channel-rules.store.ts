import type { JSONColumnType, Kysely } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { conflict } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import { readEntries, type RuleEntry, ruleFinder, type RuleOf, standardEntries } from './channel-rules.ts'

interface ChannelRulesRow {
  siteId: number
  workspaceId: string
  version: number
  entries: JSONColumnType<readonly RuleEntry[]>
  publishedBy: string
  publishedAt: Date
}

interface ChannelDraftRow {
  siteId: number
  workspaceId: string
  entries: JSONColumnType<readonly RuleEntry[]>
  entriesBefore: JSONColumnType<readonly RuleEntry[]>
  step: number
  changedBy: string
  changedAt: Date
}

declare module '../postgres.ts' {
  interface Tables {
    channelRules: ChannelRulesRow
    channelDrafts: ChannelDraftRow
  }
}

/** The rules in force of a site. */
export interface RuleList {
  readonly siteId: number
  readonly version: number
  readonly entries: readonly RuleEntry[]
}

/** The rules in force of every site that has its own: for the collector, which knows no workspace. */
export const everyRuleList = async (db: Kysely<Tables>): Promise<RuleList[]> => {
  const rows = await db
    .selectFrom('channelRules')
    .select(['siteId', 'version', 'entries'])
    .distinctOn('siteId')
    .orderBy('siteId')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, entries: readEntries(row.entries) }))
}

export interface Published extends RuleList {
  /** Null for the product's own rules. */
  readonly by: string | null
  readonly at: Date | null
}

/** The rules a site's visits are sorted by today; the product's own, version 0, where nobody changed them. */
export async function rulesOfSite(scope: Scope, siteId: number): Promise<Published> {
  const row = await scope.db
    .selectFrom('channelRules')
    .select(['version', 'entries', 'publishedBy', 'publishedAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('siteId', '=', siteId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return { siteId, version: 0, entries: standardEntries, by: null, at: null }
  return { siteId, version: row.version, entries: readEntries(row.entries), by: row.publishedBy, at: row.publishedAt }
}

/** Finds the rule that sorts a visit of a site; the product's own where there is no site. */
export const ruleOfSite = async (scope: Scope, site: { readonly id: number } | null): Promise<RuleOf> =>
  ruleFinder(site ? (await rulesOfSite(scope, site.id)).entries : standardEntries)

export interface Draft {
  readonly entries: readonly RuleEntry[]
  readonly before: readonly RuleEntry[]
  readonly step: number
  readonly by: string
  readonly at: Date
}

/** What is being prepared for a site; null when nothing is. */
export async function draftOfSite(scope: Scope, siteId: number): Promise<Draft | null> {
  const row = await scope.db
    .selectFrom('channelDrafts')
    .select(['entries', 'entriesBefore', 'step', 'changedBy', 'changedAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('siteId', '=', siteId)
    .executeTakeFirst()
  if (!row) return null
  return {
    entries: readEntries(row.entries),
    before: readEntries(row.entriesBefore),
    step: row.step,
    by: row.changedBy,
    at: row.changedAt,
  }
}

/** Said to the second of two people who change the same rules. */
export const rulesChanged = () =>
  conflict('rulesChanged', {
    fr: 'Quelqu’un a modifié ces règles entre-temps : les voici telles qu’elles sont. Refaites votre changement.',
    en: 'Somebody changed these rules meanwhile: here they are as they stand. Make your change again.',
  })

/**
 * Changes what is being prepared. `step` is the one the reader saw, 0 for none yet.
 * @throws conflict when somebody else changed it since
 */
export async function changeDraft(
  scope: Scope,
  siteId: number,
  step: number,
  change: { readonly from: readonly RuleEntry[]; readonly to: readonly RuleEntry[] },
): Promise<number> {
  const values = {
    entries: JSON.stringify(change.to),
    entriesBefore: JSON.stringify(change.from),
    changedBy: scope.user.name,
    changedAt: scope.now,
  }
  const written =
    step === 0
      ? await scope.db
          .insertInto('channelDrafts')
          .values({ ...values, siteId, workspaceId: scope.workspace, step: 1 })
          .onConflict((on) => on.column('siteId').doNothing())
          .returning('step')
          .executeTakeFirst()
      : await scope.db
          .updateTable('channelDrafts')
          .set({ ...values, step: step + 1 })
          .where('workspaceId', '=', scope.workspace)
          .where('siteId', '=', siteId)
          .where('step', '=', step)
          .returning('step')
          .executeTakeFirst()
  if (!written) throw rulesChanged()
  return written.step
}

/**
 * Gives up what is being prepared, as the reader saw it.
 * @throws conflict when somebody else changed it since
 */
export async function dropDraft(scope: Scope, siteId: number, step: number): Promise<void> {
  const dropped = await scope.db
    .deleteFrom('channelDrafts')
    .where('workspaceId', '=', scope.workspace)
    .where('siteId', '=', siteId)
    .where('step', '=', step)
    .returning('step')
    .executeTakeFirst()
  if (!dropped) throw rulesChanged()
}
