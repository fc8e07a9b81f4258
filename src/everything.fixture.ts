import { type Kysely, sql } from 'kysely'
import type { Tables } from './postgres.ts'

/** Written by asking, whoever asks: tries that are counted, sessions, the last use of a key. */
const restless = ['attempts', 'sessions', 'verifications']

/** A hash of every row of every table, but for those a request may touch by itself: what was not written stays equal. */
export async function everything(db: Kysely<Tables>): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1
  `.execute(db)
  const hashes: Record<string, string> = {}
  for (const { name } of tables.filter((table) => !restless.includes(table.name))) {
    const { rows } = await sql<{ hash: string | null }>`
      select md5(string_agg((to_jsonb(r) - 'last_used_at')::text, '|' order by to_jsonb(r)::text)) as hash
      from ${sql.table(name)} as r
    `.execute(db)
    hashes[name] = rows[0]?.hash ?? ''
  }
  return hashes
}
