import type { ColumnType } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { forbidden, invalid } from '../errors.ts'
import type { Kind } from './kind.ts'
import { readObject } from './objects.store.ts'

interface CommentTable {
  id: string
  workspaceId: string
  projectId: string
  objectId: string
  authorId: string | null
  authorName: string
  isGuest: boolean
  body: string
  createdAt: ColumnType<Date, Date | undefined, never>
}

declare module '../postgres.ts' {
  interface Tables {
    comments: CommentTable
  }
}

export interface Comment {
  readonly id: string
  readonly authorName: string
  readonly isGuest: boolean
  readonly body: string
  readonly createdAt: Date
  /** Whether the reader may delete it: its author, and those who run the workspace. */
  readonly mine: boolean
}

export const commentLimit = 4_000

/** Comments on an object, oldest first. The caller has read the object with this scope. */
export async function listComments(scope: Scope, objectId: string): Promise<Comment[]> {
  const rows = await scope.db
    .selectFrom('comments')
    .select(['id', 'authorId', 'authorName', 'isGuest', 'body', 'createdAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('objectId', '=', objectId)
    .orderBy('createdAt')
    .execute()
  return rows.map(({ authorId, ...row }) => ({
    ...row,
    mine: (authorId !== null && authorId === scope.user.id) || scope.role === 'owner' || scope.role === 'lead',
  }))
}

/**
 * Adds a comment to an object one may read: every role may, guests included.
 * @throws notFound when the object is not open to this scope; invalid when empty or too long
 */
export async function addComment(
  scope: Scope,
  kind: Kind,
  projectId: string,
  objectId: string,
  typed: string,
): Promise<void> {
  await readObject(scope, kind, projectId, objectId)
  const body = typed.trim().replaceAll('\u0000', '')
  if (body === '')
    throw invalid({
      body: { fr: 'Écrivez un commentaire avant de l’envoyer.', en: 'Write a comment before sending it.' },
    })
  if (body.length > commentLimit)
    throw invalid({
      body: {
        fr: `${commentLimit} caractères au plus (${body.length} reçus).`,
        en: `${commentLimit} characters at most (${body.length} received).`,
      },
    })
  await scope.db
    .insertInto('comments')
    .values({
      id: crypto.randomUUID(),
      workspaceId: scope.workspace,
      projectId,
      objectId,
      authorId: scope.user.id,
      authorName: scope.user.name,
      isGuest: scope.role === 'guest',
      body,
    })
    .execute()
}

/** @throws forbidden when it is somebody else's and the role does not run the workspace */
export async function deleteComment(scope: Scope, objectId: string, id: string): Promise<void> {
  const comment = (await listComments(scope, objectId)).find((c) => c.id === id)
  if (!comment) return
  if (!comment.mine) throw forbidden()
  await scope.db.deleteFrom('comments').where('workspaceId', '=', scope.workspace).where('id', '=', id).execute()
}
