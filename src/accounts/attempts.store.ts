import { type Kysely, sql } from 'kysely'
import { isAppError, tooMany } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import { privateKey } from './secret.ts'

interface AttemptTable {
  key: string
  count: number
  windowEndsAt: Date
}

declare module '../postgres.ts' {
  interface Tables {
    attempts: AttemptTable
  }
}

export interface Limit {
  /** Tries allowed in a window. */
  readonly tries: number
  readonly windowSeconds: number
}

/** Under which all tries at an account are counted; those of each network and known browser have this before theirs. */
export const accountKey = (secret: string, email: string) => privateKey(secret, 'sign-in', email)

/**
 * Counts a try before it is made, so that many at once cannot all pass. Kept in the database: a restart forgives nothing.
 * @param key without anything private in it: see `privateKey`
 * @throws tooMany with the seconds until the window ends
 */
export async function countAttempt(db: Kysely<Tables>, key: string, limit: Limit, now: Date): Promise<void> {
  const ends = new Date(now.getTime() + limit.windowSeconds * 1000)
  const { rows } = await sql<{ count: number; windowEndsAt: Date }>`
    insert into attempts as a (key, count, window_ends_at)
    values (${key}, 1, ${ends})
    on conflict (key) do update set
      count = case when a.window_ends_at <= ${now} then 1 else least(a.count, 1000000) + 1 end,
      window_ends_at = case when a.window_ends_at <= ${now} then ${ends} else a.window_ends_at end
    returning count, window_ends_at
  `.execute(db)
  const row = rows[0]
  if (row && row.count > limit.tries)
    throw tooMany(Math.max(1, Math.ceil((row.windowEndsAt.getTime() - now.getTime()) / 1000)))
}

/** Takes what may serve only once for a while; false where it was taken already, even in the same instant. */
export async function takeOnce(db: Kysely<Tables>, key: string, seconds: number, now: Date): Promise<boolean> {
  try {
    await countAttempt(db, key, { tries: 1, windowSeconds: seconds }, now)
    return true
  } catch (error) {
    if (isAppError(error) && error.status === 429) return false
    throw error
  }
}

/** Forgets the tries at a door that was opened rightly. */
export async function forgetAttempts(db: Kysely<Tables>, key: string): Promise<void> {
  await db.deleteFrom('attempts').where('key', '=', key).execute()
}

/** Forgets the tries counted under a key, and under every longer one that begins with it and a space. */
export async function forgetAttemptsUnder(db: Kysely<Tables>, key: string): Promise<void> {
  await db
    .deleteFrom('attempts')
    .where((eb) => eb.or([eb('key', '=', key), sql<boolean>`starts_with(key, ${`${key} `})`]))
    .execute()
}

/** Drops windows that have ended; called at start and with each sign-in. */
export async function dropOldAttempts(db: Kysely<Tables>, now: Date): Promise<void> {
  await db.deleteFrom('attempts').where('windowEndsAt', '<', now).execute()
}
