import type { ColumnType } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { type Words, forbidden, invalid, notFound } from '../errors.ts'
import type { Kind } from './kind.ts'
import { isUuid } from '../uuid.ts'

interface SavedViewTable {
  id: string
  workspaceId: string
  projectId: string
  userId: string
  kind: string
  name: string
  query: string
  createdAt: ColumnType<Date, Date | undefined, never>
}

declare module '../postgres.ts' {
  interface Tables {
    savedViews: SavedViewTable
  }
}

export interface SavedView {
  readonly id: string
  readonly name: string
  /** As the address holds it, without its question mark. */
  readonly query: string
}

const maxViews = 30
const maxName = 60

/** The views a person saved of a list, by name. Guests have none. */
export function listViews(scope: Scope, kind: Kind, projectId: string): Promise<SavedView[]> {
  const user = owner(scope)
  if (user === null) return Promise.resolve([])
  return scope.db
    .selectFrom('savedViews')
    .select(['id', 'name', 'query'])
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('userId', '=', user)
    .where('kind', '=', kind.name)
    .orderBy('name')
    .execute()
}

/**
 * Keeps a view under a name; a name already taken takes the new filters.
 * @throws invalid when the name does not do; forbidden for a guest or a key
 */
export async function saveView(scope: Scope, kind: Kind, projectId: string, view: Omit<SavedView, 'id'>) {
  const user = owner(scope)
  if (user === null) throw forbidden()
  const name = view.name.trim()
  const problem = nameProblem(name)
  if (problem) throw invalid({ name: problem })
  const known = await listViews(scope, kind, projectId)
  if (known.length >= maxViews && !known.some((one) => one.name === name))
    throw invalid({
      name: { fr: `${maxViews} vues au plus : supprimez-en une.`, en: `${maxViews} views at most: delete one.` },
    })
  await scope.db
    .insertInto('savedViews')
    .values({
      id: crypto.randomUUID(),
      workspaceId: scope.workspace,
      projectId,
      userId: user,
      kind: kind.name,
      name,
      query: view.query,
    })
    .onConflict((on) =>
      on.columns(['projectId', 'userId', 'kind', 'name']).doUpdateSet((row) => ({ query: row.ref('excluded.query') })),
    )
    .execute()
}

/** @throws notFound when it is not a view of this person */
export async function deleteView(scope: Scope, projectId: string, id: string): Promise<string> {
  const user = owner(scope)
  if (user === null) throw forbidden()
  if (!isUuid(id)) throw notFound()
  const row = await scope.db
    .deleteFrom('savedViews')
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('userId', '=', user)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
  if (!row) throw notFound()
  return row.name
}

/** Who keeps views: a person with an account. */
const owner = ({ role, user }: Scope): string | null =>
  role === 'guest' || user.id === null || user.id.startsWith('key:') ? null : user.id

function nameProblem(name: string): Words | null {
  if (name === '') return { fr: 'Donnez un nom à la vue.', en: 'Give the view a name.' }
  if (name.length > maxName) return { fr: `${maxName} caractères au plus.`, en: `${maxName} characters at most.` }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\ufffd]/.test(name))
    return {
      fr: 'Des caractères sont illisibles : ressaisissez le nom.',
      en: 'Some characters cannot be read: type the name again.',
    }
  return null
}
