import type { ColumnType, Kysely } from 'kysely'
import { conflict, forbidden, invalid, notFound } from '../errors.ts'
import type { App } from '../app.ts'
import type { Locale } from '../i18n.ts'
import { queueMail } from '../outbox.store.ts'
import type { Tables } from '../postgres.ts'
import { accountKey, forgetAttemptsUnder } from './attempts.store.ts'
import type { Auth } from './auth.ts'
import { resetLetter } from './letters.ts'
import { roleOf } from './members.store.ts'
import { passwordProblem } from './password.ts'
import { personByEmail } from './people.store.ts'
import type { Scope } from './scope.ts'
import { hashSecret, newSecret } from './secret.ts'

interface ResetTable {
  id: string
  userId: string
  tokenHash: string
  issuedBy: string | null
  dropsSecondFactor: boolean
  createdAt: ColumnType<Date, Date | undefined, never>
  expiresAt: Date
  usedAt: ColumnType<Date | null, Date | null | undefined, Date | null>
}

interface TwoFactorTable {
  id: string
  userId: string
}

interface VerificationTable {
  id: string
  value: string
}

declare module '../postgres.ts' {
  interface Tables {
    passwordResets: ResetTable
    twoFactors: TwoFactorTable
    verifications: VerificationTable
  }
}

const lifetime = 24 * 3600_000
/** A link that travels by mail lies in a mailbox: it is good for less long. */
const mailedLifetime = 3600_000

/**
 * A link for a member who lost his password. Only an owner of every workspace the person belongs to may make it: it
 * opens all of them.
 * @returns the token, which is not kept
 * @throws forbidden, notFound for one who is no member; conflict when the person is also in somebody else's workspace
 */
export async function issueReset(scope: Scope, userId: string): Promise<string> {
  if (scope.role !== 'owner' || scope.user.id === null) throw forbidden()
  if (!(await roleOf(scope.db, scope.workspace, userId))) throw notFound()
  if (userId === scope.user.id) throw forbidden()
  const elsewhere = await scope.db
    .selectFrom('members as theirs')
    .select('theirs.workspaceId')
    .where('theirs.userId', '=', userId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('members as mine')
            .select('mine.userId')
            .whereRef('mine.workspaceId', '=', 'theirs.workspaceId')
            .where('mine.userId', '=', scope.user.id ?? '')
            .where('mine.role', '=', 'owner'),
        ),
      ),
    )
    .limit(1)
    .executeTakeFirst()
  if (elsewhere)
    throw conflict('memberElsewhere', {
      fr: 'Cette personne appartient aussi à un espace dont vous n’êtes pas propriétaire : ce lien l’ouvrirait. La personne qui tient le serveur peut le créer (npm run filrouge -- password reset ADRESSE).',
      en: 'This person also belongs to a workspace you do not own: the link would open it. Whoever runs the server can make it (npm run filrouge -- password reset ADDRESS).',
    })
  return addReset(scope.db, userId, scope.now, { issuedBy: scope.user.id })
}

/**
 * The same for the command line, whose user holds the server anyway.
 * @throws notFound when nobody has this address
 */
export async function issueResetByEmail(
  db: Kysely<Tables>,
  email: string,
  now: Date,
  { dropsSecondFactor }: { readonly dropsSecondFactor: boolean },
): Promise<string> {
  const person = await personByEmail(db, email)
  if (!person)
    throw invalid({
      email: { fr: 'Personne n’a de compte à cette adresse.', en: 'Nobody has an account with this address.' },
    })
  return addReset(db, person.id, now, { dropsSecondFactor })
}

/**
 * Mails a link to whoever has an account at an address; nothing says whether somebody has. It is the same link as an owner's, but for
 * an hour, and it never drops a second factor.
 */
export async function mailReset(
  { db, clock, url }: Pick<App, 'db' | 'clock' | 'url'>,
  email: string,
  locale: Locale,
): Promise<void> {
  const now = clock()
  const person = await personByEmail(db, email)
  if (!person) return
  const token = await addReset(db, person.id, now, { lasts: mailedLifetime })
  await queueMail(
    db,
    { workspace: null, key: `reset ${hashSecret(token)}`, now },
    resetLetter(person.email, `${url}/reset/${token}`, person.locale ?? locale),
  )
}

/** The link before no longer works: there is one at most. */
function addReset(
  db: Kysely<Tables>,
  userId: string,
  now: Date,
  {
    issuedBy = null,
    dropsSecondFactor = false,
    lasts = lifetime,
  }: { issuedBy?: string | null; dropsSecondFactor?: boolean; lasts?: number },
): Promise<string> {
  const token = newSecret()
  return db.transaction().execute(async (trx) => {
    await forgetResets(trx, userId)
    await trx
      .insertInto('passwordResets')
      .values({
        id: crypto.randomUUID(),
        userId,
        tokenHash: hashSecret(token),
        issuedBy,
        dropsSecondFactor,
        expiresAt: new Date(now.getTime() + lasts),
      })
      .execute()
    return token
  })
}

/** Links of this person that were not used no longer work. */
export async function forgetResets(db: Kysely<Tables>, userId: string): Promise<void> {
  await db.deleteFrom('passwordResets').where('userId', '=', userId).where('usedAt', 'is', null).execute()
}

export interface Reset {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly dropsSecondFactor: boolean
}

/** Whose password a link changes, or null once it was used, replaced or is past its date. */
export async function resetByToken(db: Kysely<Tables>, token: string, now: Date): Promise<Reset | null> {
  const row = await db
    .selectFrom('passwordResets')
    .innerJoin('users', 'users.id', 'passwordResets.userId')
    .select([
      'passwordResets.id', 'passwordResets.userId', 'passwordResets.dropsSecondFactor', 'users.name', 'users.email',
    ])
    .where('tokenHash', '=', hashSecret(token))
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst() // prettier-ignore
  return row ?? null
}

/**
 * The holder of a link chooses a password. He is signed out everywhere, no device is trusted any longer without its code,
 * and the tries that were counted are forgiven.
 * @throws conflict when the link no longer works; invalid for the password, and the link still works
 */
export function usePasswordReset(
  db: Kysely<Tables>,
  auth: Auth,
  token: string,
  password: string,
  now: Date,
): Promise<Reset> {
  return db.transaction().execute(async (trx) => {
    const reset = await resetByToken(trx, token, now)
    const taken = reset
      ? await trx
          .updateTable('passwordResets')
          .set({ usedAt: now })
          .where('id', '=', reset.id)
          .where('usedAt', 'is', null)
          .executeTakeFirst()
      : null
    if (!reset || taken?.numUpdatedRows !== 1n)
      throw conflict('resetGone', {
        fr: 'Ce lien a déjà servi ou a expiré. Demandez-en un nouveau.',
        en: 'This link was used or has expired. Ask for a new one.',
      })
    const problem = passwordProblem(password, reset)
    if (problem) throw invalid({ password: problem })
    const context = await auth.$context
    await trx
      .updateTable('accounts')
      .set({ password: await context.password.hash(password), updatedAt: now })
      .where('userId', '=', reset.userId)
      .where('providerId', '=', 'credential')
      .execute()
    await trx.deleteFrom('sessions').where('userId', '=', reset.userId).execute()
    // Devices that were trusted with the second factor.
    await trx.deleteFrom('verifications').where('value', '=', reset.userId).execute()
    if (reset.dropsSecondFactor) {
      await trx.deleteFrom('twoFactors').where('userId', '=', reset.userId).execute()
      await trx.updateTable('users').set({ twoFactorEnabled: false }).where('id', '=', reset.userId).execute()
    }
    await forgetAttemptsUnder(trx, accountKey(context.secret, reset.email))
    return reset
  })
}
