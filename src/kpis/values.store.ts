import type { ColumnType } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Period } from '../period.ts'
import type { Grain } from './figures.store.ts'
import { type FreshValue, type FrozenValue, type KnownValue, type Reason, revisions } from './frozen.ts'

interface KpiValueTable {
  kpiId: string
  workspaceId: string
  projectId: string
  grain: Grain
  startsOn: string
  revision: number
  value: number | null
  reason: Reason
  definition: string
  frozenAt: ColumnType<Date, Date, never>
}

declare module '../postgres.ts' {
  interface Tables {
    kpiValues: KpiValueTable
  }
}

/** Every revision of a KPI's frozen figures over a period, oldest first, first revision first. */
export async function frozenValues(
  scope: Scope,
  kpiId: string,
  grain: Grain,
  period: Period,
): Promise<readonly FrozenValue[]> {
  const rows = await scope.db
    .selectFrom('kpiValues')
    .select(['startsOn', 'revision', 'value', 'reason', 'definition', 'frozenAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('kpiId', '=', kpiId)
    .where('grain', '=', grain)
    .where('startsOn', '>=', period.from)
    .where('startsOn', '<=', period.to)
    .orderBy('startsOn')
    .orderBy('revision')
    .execute()
  return rows.map((row) => ({ ...row, value: row.value === null ? null : Number(row.value) }))
}

/** The figure in force of each day, week or month: its last revision. */
export async function currentValues(
  scope: Scope,
  kpiId: string,
  grain: Grain,
  period: Period,
): Promise<readonly KnownValue[]> {
  const all = await frozenValues(scope, kpiId, grain, period)
  return [...new Map(all.map((one) => [one.startsOn, one])).values()]
}

/**
 * Freezes what was read. A figure already frozen and read again the same writes nothing; one that is read otherwise becomes a new
 * revision beside the first.
 * @returns how many rows were written
 */
export async function freeze(
  scope: Scope,
  projectId: string,
  kpiId: string,
  grain: Grain,
  read: readonly FreshValue[],
  definition: string,
): Promise<number> {
  const first = read[0]?.startsOn
  const last = read.at(-1)?.startsOn
  if (first === undefined || last === undefined) return 0
  const known = await frozenValues(scope, kpiId, grain, { from: first, to: last })
  const fresh = revisions(known, read, definition)
  if (fresh.length === 0) return 0
  const rows = fresh.map((one) => ({
    ...one, kpiId, projectId, grain, definition, workspaceId: scope.workspace, frozenAt: scope.now,
  })) // prettier-ignore
  const { numInsertedOrUpdatedRows } = await scope.db
    .insertInto('kpiValues')
    .values(rows)
    // Two nodes, or a page and the clock, at the same moment: the first one's revision stands.
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0)
}
