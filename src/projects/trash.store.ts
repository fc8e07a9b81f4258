import type { Scope } from '../accounts/scope.ts'
import type { Db } from './coverage.ts'

/** How long a deleted object can be taken back. */
export const trashDays = 30

/** What is in the bin of a project, latest first. Members only. */
export async function listTrash(scope: Scope, projectId: string) {
  if (scope.role === 'guest') return []
  const rows = await scope.db
    .selectFrom('objects')
    .select(['id', 'kind', 'title', 'deletedAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is not', null)
    .orderBy('deletedAt', 'desc')
    .limit(500)
    .execute()
  return rows.map((row) => ({ ...row, deletedAt: row.deletedAt ?? scope.now }))
}

/**
 * Deletes for good what has been in the bin longer than `trashDays`, in every workspace: a job, not a person.
 * @returns how many objects went
 */
export async function emptyTrash(db: Db, now: Date): Promise<number> {
  const limit = new Date(now.getTime() - trashDays * 86_400_000)
  const { numDeletedRows } = await db.deleteFrom('objects').where('deletedAt', '<', limit).executeTakeFirst()
  return Number(numDeletedRows)
}
