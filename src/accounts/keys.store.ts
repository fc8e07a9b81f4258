import type { ColumnType, Kysely } from 'kysely'
import { forbidden, invalid, notFound } from '../errors.ts'
import type { Locale } from '../i18n.ts'
import type { Tables } from '../postgres.ts'
import { isUuid } from '../uuid.ts'
import { nameProblem } from './people.store.ts'
import { type KeyScope, mayManageKeys } from './roles.ts'
import type { Scope } from './scope.ts'
import { hashSecret, newSecret } from './secret.ts'

interface KeyTable {
  id: string
  workspaceId: string
  name: string
  hint: string
  keyHash: string
  scopes: KeyScope[]
  createdBy: string | null
  createdAt: ColumnType<Date, Date | undefined, never>
  lastUsedAt: ColumnType<Date | null, Date | null | undefined, Date>
  revokedAt: ColumnType<Date | null, Date | null | undefined, Date | null>
}

declare module '../postgres.ts' {
  interface Tables {
    apiKeys: KeyTable
  }
}

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly hint: string
  readonly scopes: readonly KeyScope[]
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/**
 * Makes a key of the workspace.
 * @returns the key, `fr_…`, which is not kept: shown now or never
 */
export async function addKey(scope: Scope, name: string, scopes: readonly KeyScope[]): Promise<string> {
  if (!mayManageKeys(scope.role)) throw forbidden()
  return addWorkspaceKey(scope.db, scope.workspace, name, scopes, scope.user.id)
}

/** The same for the command line, which has no scope. */
export async function addWorkspaceKey(
  db: Kysely<Tables>,
  workspaceId: string,
  name: string,
  scopes: readonly KeyScope[],
  createdBy: string | null = null,
): Promise<string> {
  const problems = {
    ...nameProblem(name),
    ...(scopes.length === 0
      ? { scopes: { fr: 'Choisissez au moins un droit.', en: 'Choose at least one right.' } }
      : {}),
  }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  const key = newSecret('fr_')
  await db
    .insertInto('apiKeys')
    .values({
      id: crypto.randomUUID(),
      workspaceId,
      name: name.trim(),
      hint: key.slice(0, 7),
      keyHash: hashSecret(key),
      scopes: [...new Set(scopes)],
      createdBy,
    })
    .execute()
  return key
}

/** Keys that work, newest first. */
export const listKeys = (scope: Scope): Promise<ApiKey[]> =>
  scope.db
    .selectFrom('apiKeys')
    .select(['id', 'name', 'hint', 'scopes', 'createdAt', 'lastUsedAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('revokedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .execute()

/** @throws notFound when the workspace has no such key */
export async function revokeKey(scope: Scope, id: string): Promise<void> {
  if (!mayManageKeys(scope.role)) throw forbidden()
  const { numUpdatedRows } = await scope.db
    .updateTable('apiKeys')
    .set({ revokedAt: scope.now })
    .where('workspaceId', '=', scope.workspace)
    .where('id', '=', isUuid(id) ? id : null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
}

export interface KeyHolder {
  readonly id: string
  readonly name: string
  readonly workspaceId: string
  readonly locale: Locale
  readonly scopes: readonly KeyScope[]
}

/** Who holds this key, or null. The last use is kept to the minute, so that reading seldom writes. */
export async function keyHolder(db: Kysely<Tables>, key: string, now: Date): Promise<KeyHolder | null> {
  if (!/^fr_[\w-]{43}$/.test(key)) return null
  const row = await db
    .selectFrom('apiKeys')
    .innerJoin('workspaces', 'workspaces.id', 'apiKeys.workspaceId')
    .select([
      'apiKeys.id',
      'apiKeys.name',
      'apiKeys.workspaceId',
      'apiKeys.scopes',
      'apiKeys.lastUsedAt',
      'workspaces.locale',
    ])
    .where('keyHash', '=', hashSecret(key))
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const { lastUsedAt, ...holder } = row
  if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() > 60_000)
    await db.updateTable('apiKeys').set({ lastUsedAt: now }).where('id', '=', row.id).execute()
  return holder
}
