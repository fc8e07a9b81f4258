import type { ColumnType, Kysely } from 'kysely'
import { type AppError, conflict, forbidden, invalid, notFound } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import { addMember } from './members.store.ts'
import { type NewPerson, type Person, addPerson, isEmail, plainEmail } from './people.store.ts'
import type { Auth } from './auth.ts'
import { type MemberRole, mayGrant } from './roles.ts'
import type { Scope } from './scope.ts'
import { hashSecret, newSecret } from './secret.ts'

interface InvitationTable {
  id: string
  workspaceId: string
  email: string
  role: MemberRole
  tokenHash: string
  invitedBy: string | null
  createdAt: ColumnType<Date, Date | undefined, never>
  expiresAt: Date
  usedAt: ColumnType<Date | null, Date | null | undefined, Date | null>
  revokedAt: ColumnType<Date | null, Date | null | undefined, Date | null>
}

declare module '../postgres.ts' {
  interface Tables {
    invitations: InvitationTable
  }
}

export interface Invitation {
  readonly id: string
  readonly email: string
  readonly role: MemberRole
  readonly expiresAt: Date
}

const lifetime = 7 * 24 * 3600_000

/**
 * Invites an address by a link that works once, for seven days, for that address only.
 * An earlier invitation of the same address no longer works.
 * @returns the token, which is not kept: the link is shown now or never
 */
export async function invite(scope: Scope, typedEmail: string, role: MemberRole): Promise<string> {
  if (!mayGrant(scope.role, role)) throw forbidden()
  const email = plainEmail(typedEmail)
  if (!isEmail(email))
    throw invalid({
      email: { fr: 'Écrivez une adresse complète : prenom@exemple.fr.', en: 'Write a full address: name@example.com.' },
    })
  const member = await scope.db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select('users.id')
    .where('members.workspaceId', '=', scope.workspace)
    .where('users.email', '=', email)
    .executeTakeFirst()
  if (member)
    throw invalid({
      email: { fr: 'Cette personne est déjà membre de l’espace.', en: 'This person is already in the workspace.' },
    })
  const token = newSecret()
  await scope.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('invitations')
      .set({ revokedAt: scope.now })
      .where('workspaceId', '=', scope.workspace)
      .where('email', '=', email)
      .where('usedAt', 'is', null)
      .where('revokedAt', 'is', null)
      .execute()
    await trx
      .insertInto('invitations')
      .values({
        id: crypto.randomUUID(),
        workspaceId: scope.workspace,
        email,
        role,
        tokenHash: hashSecret(token),
        invitedBy: scope.user.id,
        expiresAt: new Date(scope.now.getTime() + lifetime),
      })
      .execute()
  })
  return token
}

/** Invitations that still wait, newest first. */
export const listInvitations = (scope: Scope): Promise<Invitation[]> =>
  scope.db
    .selectFrom('invitations')
    .select(['id', 'email', 'role', 'expiresAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', scope.now)
    .orderBy('createdAt', 'desc')
    .execute()

/** @throws notFound when it waits no longer; forbidden when the role could not have given it */
export async function revokeInvitation(scope: Scope, id: string): Promise<void> {
  const found = (await listInvitations(scope)).find((invitation) => invitation.id === id)
  if (!found) throw notFound()
  if (!mayGrant(scope.role, found.role)) throw forbidden()
  await scope.db
    .updateTable('invitations')
    .set({ revokedAt: scope.now })
    .where('workspaceId', '=', scope.workspace)
    .where('id', '=', id)
    .execute()
}

export interface Welcome extends Invitation {
  readonly workspaceId: string
  readonly slug: string
  readonly workspace: string
  readonly inviter: string | null
}

/** The invitation a link opens, or null once it was used, withdrawn or is past its date. */
export async function invitationByToken(db: Kysely<Tables>, token: string, now: Date): Promise<Welcome | null> {
  const row = await db
    .selectFrom('invitations')
    .innerJoin('workspaces', 'workspaces.id', 'invitations.workspaceId')
    .leftJoin('users', 'users.id', 'invitations.invitedBy')
    .select([
      'invitations.id',
      'invitations.email',
      'invitations.role',
      'invitations.expiresAt',
      'invitations.workspaceId',
      'workspaces.slug',
      'workspaces.name as workspace',
      'users.name as inviter',
    ]) // prettier-ignore
    .where('tokenHash', '=', hashSecret(token))
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  return row ?? null
}

const gone = () =>
  conflict('invitationGone', {
    fr: 'Ce lien d’invitation a déjà servi, a été retiré ou a expiré. Demandez-en un nouveau.',
    en: 'This invitation link was used, withdrawn or has expired. Ask for a new one.',
  })

const otherAddress = (): AppError =>
  conflict('invitationOfAnother', {
    fr: 'Cette invitation est pour une autre adresse que celle de votre compte.',
    en: 'This invitation is for another address than your account’s.',
  })

/**
 * A signed-in person enters the workspace he was invited to.
 * @throws conflict when the link no longer works, or is for another address
 */
export function joinAs(db: Kysely<Tables>, token: string, person: Person, now: Date): Promise<Welcome> {
  return db.transaction().execute(async (trx) => {
    const invitation = await takeInvitation(trx, token, now)
    if (invitation.email !== person.email) throw otherAddress()
    await addMember(trx, invitation.workspaceId, person.id, invitation.role)
    return invitation
  })
}

/**
 * Someone without an account makes one from an invitation; the address is the invitation's.
 * @throws conflict when the link no longer works; invalid by field
 */
export function joinNew(
  db: Kysely<Tables>,
  auth: Auth,
  token: string,
  person: Omit<NewPerson, 'email'>,
  now: Date,
): Promise<Welcome> {
  return db.transaction().execute(async (trx) => {
    const invitation = await takeInvitation(trx, token, now)
    const { id } = await addPerson(trx, auth, { ...person, email: invitation.email })
    await addMember(trx, invitation.workspaceId, id, invitation.role)
    return invitation
  })
}

/** Marks the invitation as used; of two that come at once, the update lets one through. */
async function takeInvitation(trx: Kysely<Tables>, token: string, now: Date): Promise<Welcome> {
  const invitation = await invitationByToken(trx, token, now)
  if (!invitation) throw gone()
  const taken = await trx
    .updateTable('invitations')
    .set({ usedAt: now })
    .where('id', '=', invitation.id)
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  if (taken.numUpdatedRows === 0n) throw gone()
  return invitation
}
