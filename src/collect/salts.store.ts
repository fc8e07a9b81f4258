import { randomBytes } from 'node:crypto'
import type { Generated, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Tables } from '../postgres.ts'

export interface SaltRow {
  siteId: number
  /** 'YYYY-MM-DD' in the site's time zone. */
  day: string
  salt: Buffer
}
export interface DropRow {
  siteId: number
  day: string
  reason: string
  count: Generated<number>
}

declare module '../postgres.ts' {
  interface Tables {
    salts: SaltRow
    collectDrops: DropRow
  }
}

/**
 * The salt of a site's day, made when first asked for; two nodes that ask together get the same one.
 * Salts of days before `oldest` are destroyed on the way. @returns 64 hexadecimal digits
 */
export async function saltFor(db: Kysely<Tables>, siteId: number, day: string, oldest: string): Promise<string> {
  await db.deleteFrom('salts').where('siteId', '=', siteId).where('day', '<', oldest).execute()
  await db
    .insertInto('salts')
    .values({ siteId, day, salt: randomBytes(32) })
    .onConflict((on) => on.columns(['siteId', 'day']).doNothing())
    .execute()
  const { salt } = await db
    .selectFrom('salts')
    .select('salt')
    .where('siteId', '=', siteId)
    .where('day', '=', day)
    .executeTakeFirstOrThrow()
  return salt.toString('hex')
}

/** Destroys the salts of every site whose own yesterday has passed, whether or not anybody visits. */
export async function destroyOldSalts(db: Kysely<Tables>, now: Date): Promise<void> {
  await sql`
    delete from salts using sites
    where sites.id = salts.site_id
      and salts.day < (${now}::timestamptz at time zone sites.time_zone)::date - 1
  `.execute(db)
}
