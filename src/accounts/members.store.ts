import { type ColumnType, type Kysely, sql } from 'kysely'
import { conflict, forbidden, notFound } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import { type MemberRole, mayGrant } from './roles.ts'
import type { Scope } from './scope.ts'

interface MemberTable {
  workspaceId: string
  userId: string
  role: MemberRole
  createdAt: ColumnType<Date, Date | undefined, never>
}

declare module '../postgres.ts' {
  interface Tables {
    members: MemberTable
  }
}

export interface Member {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: MemberRole
  readonly twoFactorEnabled: boolean
  readonly createdAt: Date
}

/** Adds someone to a workspace; someone who is in it already keeps his role. */
export async function addMember(
  db: Kysely<Tables>,
  workspaceId: string,
  userId: string,
  role: MemberRole,
): Promise<void> {
  await db
    .insertInto('members')
    .values({ workspaceId, userId, role })
    .onConflict((existing) => existing.doNothing())
    .execute()
}

/** The role of a person in a workspace, or undefined for a stranger. */
export async function roleOf(db: Kysely<Tables>, workspaceId: string, userId: string): Promise<MemberRole | undefined> {
  const row = await db
    .selectFrom('members')
    .select('role')
    .where('workspaceId', '=', workspaceId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return row?.role
}

/** People of the workspace, by name. Guests see nobody. */
export async function listMembers(scope: Scope): Promise<Member[]> {
  if (scope.role === 'guest') return []
  return scope.db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select([
      'members.userId',
      'users.name',
      'users.email',
      'members.role',
      'users.twoFactorEnabled',
      'members.createdAt',
    ])
    .where('members.workspaceId', '=', scope.workspace)
    .orderBy('users.name')
    .execute()
}

/** Invitations a member made and may make no more: he knows their links. */
async function withdrawInvitations(trx: Kysely<Tables>, scope: Scope, userId: string, kept: MemberRole | null) {
  const pending = await trx
    .selectFrom('invitations')
    .select(['id', 'role'])
    .where('workspaceId', '=', scope.workspace)
    .where('invitedBy', '=', userId)
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute()
  const ids = pending.filter(({ role }) => kept === null || !mayGrant(kept, role)).map(({ id }) => id)
  if (ids.length > 0)
    await trx.updateTable('invitations').set({ revokedAt: scope.now }).where('id', 'in', ids).execute()
}

/**
 * Gives a member another role; invitations it no longer allows are withdrawn.
 * @throws forbidden when the role of the one who asks cannot give or take it; conflict for the last owner
 */
export function changeRole(scope: Scope, userId: string, role: MemberRole): Promise<void> {
  return scope.db.transaction().execute(async (trx) => {
    const current = await lockedRole(trx, scope, userId)
    if (!mayGrant(scope.role, current) || !mayGrant(scope.role, role)) throw forbidden()
    if (current === 'owner' && role !== 'owner') await refuseLastOwner(trx, scope)
    await trx
      .updateTable('members')
      .set({ role })
      .where('workspaceId', '=', scope.workspace)
      .where('userId', '=', userId)
      .execute()
    await withdrawInvitations(trx, scope, userId, role)
  })
}

/**
 * Takes someone out of the workspace; anyone may leave. What the person wrote stays, under the name; invitations he made
 * are withdrawn.
 * @returns how many links of guests and keys he made still open something: whoever holds them still comes in
 * @throws forbidden like `changeRole`; conflict for the last owner
 */
export function removeMember(scope: Scope, userId: string): Promise<LeftOpen> {
  return scope.db.transaction().execute(async (trx) => {
    const current = await lockedRole(trx, scope, userId)
    if (userId !== scope.user.id && !mayGrant(scope.role, current)) throw forbidden()
    if (current === 'owner') await refuseLastOwner(trx, scope)
    await trx.deleteFrom('members').where('workspaceId', '=', scope.workspace).where('userId', '=', userId).execute()
    await withdrawInvitations(trx, scope, userId, null)
    return leftOpen(trx, scope, userId)
  })
}

export interface LeftOpen {
  readonly guestLinks: number
  readonly keys: number
}

async function leftOpen(trx: Kysely<Tables>, scope: Scope, userId: string): Promise<LeftOpen> {
  const { rows } = await sql<LeftOpen>`
    select
      (select count(*)::int from guest_links
        where workspace_id = ${scope.workspace} and created_by = ${userId} and revoked_at is null and expires_at > ${scope.now}
      ) as guest_links,
      (select count(*)::int from api_keys
        where workspace_id = ${scope.workspace} and created_by = ${userId} and revoked_at is null
      ) as keys
  `.execute(trx)
  return rows[0] ?? { guestLinks: 0, keys: 0 }
}

/** Locks all members of the workspace, so that two owners cannot leave at the same moment. */
async function lockedRole(trx: Kysely<Tables>, scope: Scope, userId: string): Promise<MemberRole> {
  const rows = await trx
    .selectFrom('members')
    .select(['userId', 'role'])
    .where('workspaceId', '=', scope.workspace)
    .orderBy('userId')
    .forUpdate()
    .execute()
  const member = rows.find((row) => row.userId === userId)
  if (!member) throw notFound()
  return member.role
}

async function refuseLastOwner(trx: Kysely<Tables>, scope: Scope): Promise<void> {
  const owners = await trx
    .selectFrom('members')
    .select('userId')
    .where('workspaceId', '=', scope.workspace)
    .where('role', '=', 'owner')
    .execute()
  if (owners.length < 2)
    throw conflict('lastOwner', {
      fr: 'Un espace garde au moins un propriétaire. Donnez d’abord ce rôle à une autre personne.',
      en: 'A workspace keeps at least one owner. Give this role to someone else first.',
    })
}
