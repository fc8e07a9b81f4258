import { hashPassword } from 'better-auth/crypto'
import type { Scope } from '../accounts/scope.ts'
import { forbidden } from '../errors.ts'
import { mayWrite } from '../projects/kind.ts'
import { trackedLink } from './links.ts'

/** Whether a link asks for a password, and who set it when. The link has been read by this scope. */
export async function passwordOf(scope: Scope, linkId: string): Promise<{ by: string; at: Date } | null> {
  const row = await scope.db
    .selectFrom('linkPasswords as w')
    .innerJoin('objects as o', 'o.id', 'w.linkId')
    .select(['w.setBy', 'w.setAt'])
    .where('o.workspaceId', '=', scope.workspace)
    .where('w.linkId', '=', linkId)
    .executeTakeFirst()
  return row ? { by: row.setBy, at: row.setAt } : null
}

/**
 * Asks for a password before a link is followed, or no longer; only its hash is kept. The link has been read by this scope.
 * @param password null to let everybody through
 */
export async function setPassword(scope: Scope, linkId: string, password: string | null): Promise<void> {
  if (!mayWrite(scope, trackedLink)) throw forbidden()
  if (password === null) {
    await scope.db.deleteFrom('linkPasswords').where('linkId', '=', linkId).execute()
    return
  }
  const kept = { hash: await hashPassword(password), setAt: scope.now, setBy: scope.user.name }
  await scope.db
    .insertInto('linkPasswords')
    .values({ linkId, ...kept })
    .onConflict((on) => on.column('linkId').doUpdateSet(kept))
    .execute()
}
