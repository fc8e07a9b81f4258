import type { ColumnType, Kysely } from 'kysely'
import { forbidden, invalid, notFound } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import { isUuid } from '../uuid.ts'
import { nameProblem } from './people.store.ts'
import { mayInviteGuests } from './roles.ts'
import type { Scope } from './scope.ts'
import { hashSecret, newSecret } from './secret.ts'

interface GuestLinkTable {
  id: string
  workspaceId: string
  projectId: string
  name: string
  tokenHash: string
  createdBy: string | null
  createdAt: ColumnType<Date, Date | undefined, never>
  expiresAt: Date
  revokedAt: ColumnType<Date | null, Date | null | undefined, Date | null>
}

interface GuestSessionTable {
  id: string
  linkId: string
  name: string
  tokenHash: string
  createdAt: ColumnType<Date, Date | undefined, never>
}

declare module '../postgres.ts' {
  interface Tables {
    guestLinks: GuestLinkTable
    guestSessions: GuestSessionTable
  }
}

export interface GuestLink {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly expiresAt: Date
  /** Names given by those who came by it, in order of arrival. */
  readonly guests: readonly string[]
}

export const guestDays = [7, 30, 90, 365] as const

/**
 * Opens one project to whoever has the link: to read what guests may, and comment.
 * @param projectId a project of the workspace, read by the caller with this scope
 * @returns the token, which is not kept
 */
export async function addGuestLink(scope: Scope, projectId: string, name: string, days: number): Promise<string> {
  if (!mayInviteGuests(scope.role)) throw forbidden()
  const problems = {
    ...nameProblem(name),
    ...(guestDays.some((allowed) => allowed === days)
      ? {}
      : { days: { fr: 'Choisissez une durée.', en: 'Choose a duration.' } }),
  }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  const token = newSecret()
  await scope.db
    .insertInto('guestLinks')
    .values({
      id: crypto.randomUUID(),
      workspaceId: scope.workspace,
      projectId,
      name: name.trim(),
      tokenHash: hashSecret(token),
      createdBy: scope.user.id,
      expiresAt: new Date(scope.now.getTime() + days * 24 * 3600_000),
    })
    .execute()
  return token
}

/** Links of a project that work, newest first. */
export async function listGuestLinks(scope: Scope, projectId: string): Promise<GuestLink[]> {
  const links = await scope.db
    .selectFrom('guestLinks')
    .select(['id', 'name', 'createdAt', 'expiresAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', scope.now)
    .orderBy('createdAt', 'desc')
    .execute()
  if (links.length === 0) return []
  const guests = await scope.db
    .selectFrom('guestSessions')
    .select(['linkId', 'name'])
    .where(
      'linkId',
      'in',
      links.map(({ id }) => id),
    )
    .orderBy('createdAt')
    .execute()
  return links.map((link) => ({
    ...link,
    guests: [...new Set(guests.filter(({ linkId }) => linkId === link.id).map(({ name }) => name))],
  }))
}

/**
 * Closes a link: those who came by it are strangers at their next request.
 * @throws notFound when the project has no such link
 */
export async function revokeGuestLink(scope: Scope, projectId: string, id: string): Promise<void> {
  if (!mayInviteGuests(scope.role)) throw forbidden()
  const { numUpdatedRows } = await scope.db
    .updateTable('guestLinks')
    .set({ revokedAt: scope.now })
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('id', '=', isUuid(id) ? id : null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
}

export interface GuestDoor {
  readonly linkId: string
  readonly workspaceId: string
  readonly projectId: string
  readonly slug: string
  readonly workspace: string
}

const openLinks = (db: Kysely<Tables>, now: Date) =>
  db
    .selectFrom('guestLinks')
    .innerJoin('workspaces', 'workspaces.id', 'guestLinks.workspaceId')
    .where('guestLinks.revokedAt', 'is', null)
    .where('guestLinks.expiresAt', '>', now)

const doorColumns = [
  'guestLinks.id as linkId', 'guestLinks.workspaceId', 'guestLinks.projectId', 'workspaces.slug', 'workspaces.name as workspace',
] as const // prettier-ignore

/** What a link opens, or null once it was revoked or is past its date. */
export async function guestDoor(db: Kysely<Tables>, token: string, now: Date): Promise<GuestDoor | null> {
  const row = await openLinks(db, now)
    .select(doorColumns)
    .where('guestLinks.tokenHash', '=', hashSecret(token))
    .executeTakeFirst()
  return row ?? null
}

/**
 * Someone enters by a link, under the name he gives.
 * @returns the secret of his browser
 * @throws notFound when the link no longer opens; invalid for the name
 */
export async function enterAsGuest(
  db: Kysely<Tables>,
  token: string,
  name: string,
  now: Date,
): Promise<{ door: GuestDoor; secret: string }> {
  const door = await guestDoor(db, token, now)
  if (!door) throw notFound()
  const problems = nameProblem(name)
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return { door, secret: await openSession(db, door.linkId, name.trim()) }
}

async function openSession(db: Kysely<Tables>, linkId: string, name: string): Promise<string> {
  const secret = newSecret()
  await db
    .insertInto('guestSessions')
    .values({ id: crypto.randomUUID(), linkId, name, tokenHash: hashSecret(secret) })
    .execute()
  return secret
}

/**
 * Someone enters by a link that the product itself opens for him: the door of a demonstration.
 * @returns the secret of his browser
 * @throws notFound when the link no longer opens
 */
export async function enterByLink(db: Kysely<Tables>, linkId: string, name: string, now: Date): Promise<string> {
  const open = await openLinks(db, now).select('guestLinks.id').where('guestLinks.id', '=', linkId).executeTakeFirst()
  if (!open) throw notFound()
  return openSession(db, linkId, name)
}

export interface Guest extends GuestDoor {
  readonly id: string
  readonly name: string
}

/** The guests a browser is, from the secrets in its cookie: one for each link it came by that is still open. */
export async function guestsOf(db: Kysely<Tables>, secrets: readonly string[], now: Date): Promise<Guest[]> {
  if (secrets.length === 0) return []
  return openLinks(db, now)
    .innerJoin('guestSessions', 'guestSessions.linkId', 'guestLinks.id')
    .select([...doorColumns, 'guestSessions.id', 'guestSessions.name'])
    .where('guestSessions.tokenHash', 'in', secrets.map(hashSecret))
    .orderBy('guestSessions.createdAt', 'desc')
    .execute()
}
