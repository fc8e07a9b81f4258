// People made without a form, for tests and for the demonstration: an edge by design.
import { makeSignature } from 'better-auth/crypto'
import type { App } from '../app.ts'
import type { Locale } from '../i18n.ts'
import { hashSecret, newSecret } from './secret.ts'
import { addMember } from './members.store.ts'
import { guestCookie } from './request.ts'
import type { MemberRole } from './roles.ts'
import type { Role, Scope } from './scope.ts'
import { type Workspace, addWorkspace } from './workspaces.store.ts'

type Place = Pick<App, 'db' | 'clickhouse' | 'clock'>

/** A workspace of its own, named `name`. */
export const makeWorkspace = (
  { db }: Pick<App, 'db'>,
  name = 'Les Ruchers du Ventoux',
  locale: Locale = 'fr',
): Promise<Workspace> => addWorkspace(db, name, locale)

/** A person without a password, who cannot sign in by the form: `signedInCookie` opens a session. */
export async function makePerson(
  { db }: Pick<App, 'db'>,
  name = 'Camille Roux',
  email = `${crypto.randomUUID()}@exemple.fr`,
) {
  const id = crypto.randomUUID()
  await db.insertInto('users').values({ id, name, email }).execute()
  return { id, name, email }
}

/** A member of the workspace and the scope of his requests. */
export async function makeMember(app: Place, workspace: Workspace, role: MemberRole, name?: string): Promise<Scope> {
  const user = await makePerson(app, name)
  await addMember(app.db, workspace.id, user.id, role)
  return scopeFor(app, workspace, role, user)
}

/** The scope of someone in a workspace; a guest needs his project. */
export const scopeFor = (
  { db, clickhouse, clock }: Place,
  workspace: Workspace,
  role: Role,
  user: Scope['user'],
  project: string | null = null,
): Scope => ({ db, clickhouse, workspace: workspace.id, user, role, project, locale: workspace.locale, now: clock() })

/**
 * What `t.scope(role)` of src/testing.ts gives: a member with this role in a new workspace (or in the one given),
 * or a guest of `project`.
 */
export async function makeScope(
  app: Place,
  role: Role,
  more: { readonly workspace?: Workspace; readonly project?: string } = {},
): Promise<Scope> {
  const workspace = more.workspace ?? (await makeWorkspace(app))
  if (role !== 'guest') return makeMember(app, workspace, role)
  const user = { id: `guest:${crypto.randomUUID()}`, name: 'Invitée', email: null }
  return scopeFor(app, workspace, 'guest', user, more.project ?? crypto.randomUUID())
}

/** Opens a session for a person and gives the Cookie header of a browser signed in with it. */
export async function signedInCookie({ auth }: Pick<App, 'auth'>, userId: string): Promise<string> {
  const { internalAdapter, authCookies, secret } = await auth.$context
  const { token } = await internalAdapter.createSession(userId)
  return `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${await makeSignature(token, secret)}`)}`
}

/** A browser that came by a guest link to a project: its Cookie header. */
export async function guestBrowserCookie(
  { db }: Pick<App, 'db'>,
  workspaceId: string,
  projectId: string,
  name = 'Invitée',
): Promise<string> {
  const linkId = crypto.randomUUID()
  const secret = newSecret()
  const expiresAt = new Date(Date.now() + 24 * 3600_000)
  await db
    .insertInto('guestLinks')
    .values({
      id: linkId,
      workspaceId,
      projectId,
      name,
      tokenHash: hashSecret(newSecret()),
      createdBy: null,
      expiresAt,
    })
    .execute()
  await db
    .insertInto('guestSessions')
    .values({ id: crypto.randomUUID(), linkId, name, tokenHash: hashSecret(secret) })
    .execute()
  return `${guestCookie}=${secret}`
}
