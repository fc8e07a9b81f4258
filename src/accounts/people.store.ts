import type { ColumnType, Kysely } from 'kysely'
import type { Locale } from '../i18n.ts'
import { invalid } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import type { Auth } from './auth.ts'
import { passwordProblem } from './password.ts'

type Stamp = ColumnType<Date, Date | undefined, Date>
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>

interface UserTable {
  id: string
  name: string
  email: string
  emailVerified: ColumnType<boolean, boolean | undefined, boolean>
  image: Optional<string>
  twoFactorEnabled: ColumnType<boolean, boolean | undefined, boolean>
  locale: Optional<Locale>
  theme: Optional<Theme>
  createdAt: Stamp
  updatedAt: Stamp
}

interface SessionTable {
  id: string
  userId: string
  token: string
  ipAddress: Optional<string>
  userAgent: Optional<string>
  expiresAt: Date
  createdAt: Stamp
  updatedAt: Stamp
}

interface AccountTable {
  id: string
  userId: string
  accountId: string
  providerId: string
  password: Optional<string>
  createdAt: Stamp
  updatedAt: Stamp
}

declare module '../postgres.ts' {
  interface Tables {
    users: UserTable
    sessions: SessionTable
    accounts: AccountTable
  }
}

export type Theme = 'light' | 'dark'

/** Who is signed in. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly locale: Locale | null
  readonly theme: Theme | null
  readonly twoFactorEnabled: boolean
}

const personColumns = ['id', 'name', 'email', 'locale', 'theme', 'twoFactorEnabled'] as const

export interface NewPerson {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly locale?: Locale
}

/** How an address is stored and looked up. */
export const plainEmail = (typed: string) => typed.trim().normalize('NFC').toLowerCase()

export const isEmail = (email: string) => email.length <= 254 && emailForm.test(email)

const emailForm = /^[^\s@<>()[\],;:"\\]{1,64}@[^\s@<>()[\],;:"\\]+\.[^\s@.]{2,}$/u

const emailHelp = {
  fr: 'Écrivez une adresse complète : prenom@exemple.fr.',
  en: 'Write a full address: name@example.com.',
}

/** Problems of each field of a new person, as a form shows them. */
export function personProblems(person: NewPerson) {
  const email = plainEmail(person.email)
  const password = passwordProblem(person.password, person)
  return {
    ...nameProblem(person.name),
    ...(isEmail(email)
      ? {}
      : {
          email: emailHelp,
        }),
    ...(password ? { password } : {}),
  }
}

export const nameLimit = 120

/** What is wrong with a name that people will read, under the key `name`: marks that turn the text around could forge one. */
export function nameProblem(typed: string) {
  const name = typed.trim()
  if (name === '') return { name: { fr: 'Écrivez un nom.', en: 'Write a name.' } }
  if (name.length > nameLimit)
    return { name: { fr: `${nameLimit} caractères au plus.`, en: `At most ${nameLimit} characters.` } }
  if (/[\p{Cc}\ufffd\u202a-\u202e\u2066-\u2069]/u.test(name))
    return { name: { fr: 'Un caractère ne peut pas être enregistré.', en: 'A character cannot be stored.' } }
  return {}
}

/**
 * Makes a person with a password, in the transaction given, so that an invitation and the person it made are kept
 * together or not at all.
 * @throws invalid by field; also when the address already has an account
 */
export async function addPerson(db: Kysely<Tables>, auth: Auth, person: NewPerson): Promise<Person> {
  const problems = personProblems(person)
  if (Object.keys(problems).length > 0) throw invalid(problems)
  const { password } = await auth.$context
  const hash = await password.hash(person.password)
  const id = crypto.randomUUID()
  const row = await db
    .insertInto('users')
    .values({ id, name: person.name.trim(), email: plainEmail(person.email), locale: person.locale ?? null })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning(personColumns)
    .executeTakeFirst()
  if (!row)
    throw invalid({
      email: {
        fr: 'Cette adresse a déjà un compte : connectez-vous.',
        en: 'This address already has an account: sign in.',
      },
    })
  await db
    .insertInto('accounts')
    .values({ id: crypto.randomUUID(), userId: id, accountId: id, providerId: 'credential', password: hash })
    .execute()
  return row
}

export const personById = (db: Kysely<Tables>, id: string): Promise<Person | undefined> =>
  db.selectFrom('users').select(personColumns).where('id', '=', id).executeTakeFirst()

export const personByEmail = (db: Kysely<Tables>, email: string): Promise<Person | undefined> =>
  db.selectFrom('users').select(personColumns).where('email', '=', plainEmail(email)).executeTakeFirst()

export async function hasPeople(db: Kysely<Tables>): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Keeps a person's own settings. */
export async function updatePerson(
  db: Kysely<Tables>,
  id: string,
  settings: { readonly name: string; readonly locale: Locale | null; readonly theme: Theme | null },
): Promise<void> {
  const problems = nameProblem(settings.name)
  if (Object.keys(problems).length > 0) throw invalid(problems)
  await db
    .updateTable('users')
    .set({ ...settings, name: settings.name.trim(), updatedAt: new Date() })
    .where('id', '=', id)
    .execute()
}

/** A browser that is signed in. */
export interface OpenSession {
  readonly id: string
  readonly userAgent: string | null
  readonly createdAt: Date
  readonly current: boolean
}

/** Sessions that are still open, this one first. */
export async function openSessions(
  db: Kysely<Tables>,
  userId: string,
  currentToken: string,
  now: Date,
): Promise<OpenSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'userAgent', 'createdAt', 'token'])
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .execute()
  return rows
    .map(({ token, ...row }) => ({ ...row, current: token === currentToken }))
    .sort((a, b) => Number(b.current) - Number(a.current))
}

/** Ends a session of this person: the next request of that browser is a stranger's. */
export async function endSession(db: Kysely<Tables>, userId: string, sessionId: string): Promise<void> {
  await db.deleteFrom('sessions').where('userId', '=', userId).where('id', '=', sessionId).execute()
}

/** Ends every session of this person but one. */
export async function endOtherSessions(db: Kysely<Tables>, userId: string, currentToken: string): Promise<void> {
  await db.deleteFrom('sessions').where('userId', '=', userId).where('token', '!=', currentToken).execute()
}

/** Whether this is the person's password. */
async function passwordFits(db: Kysely<Tables>, auth: Auth, userId: string, typed: string): Promise<boolean> {
  const account = await db
    .selectFrom('accounts')
    .select('password')
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst()
  const { password } = await auth.$context
  return account?.password ? password.verify({ hash: account.password, password: typed }) : false
}

/**
 * Gives a person another address to sign in with, once the password was shown again. Links to choose another password
 * went to the old address: they no longer work.
 * @throws invalid by field
 */
export async function changeEmail(
  db: Kysely<Tables>,
  auth: Auth,
  userId: string,
  typed: { readonly email: string; readonly password: string },
): Promise<void> {
  const email = plainEmail(typed.email)
  if (!isEmail(email)) throw invalid({ email: emailHelp })
  if (!(await passwordFits(db, auth, userId, typed.password)))
    throw invalid({
      currentPassword: {
        fr: 'Ce n’est pas votre mot de passe actuel.',
        en: 'This is not your current password.',
      },
    })
  await db.transaction().execute(async (trx) => {
    const taken = await trx
      .selectFrom('users')
      .select('id')
      .where('email', '=', email)
      .where('id', '<>', userId)
      .executeTakeFirst()
    if (taken)
      throw invalid({ email: { fr: 'Cette adresse a déjà un compte.', en: 'This address already has an account.' } })
    await trx.updateTable('users').set({ email, updatedAt: new Date() }).where('id', '=', userId).execute()
    await trx.deleteFrom('passwordResets').where('userId', '=', userId).where('usedAt', 'is', null).execute()
  })
}
