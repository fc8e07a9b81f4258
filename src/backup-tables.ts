import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { hashOf, type Manifest, tableMember } from './backup-file.ts'

/** Rows that travel at once. */
const pageRows = 2_000

/** Opens a connection for some work, in one transaction that is undone when the work fails. */
export async function inTransaction<T>(
  url: string,
  begin: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  // Cut in the middle: the query under way is told.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    await client.end()
  }
}

/** Writes every table as of one instant. */
export const dumpTables = (
  url: string,
  folder: string,
  onProgress: (text: string) => void,
): Promise<Pick<Manifest, 'migrations' | 'members' | 'counters'>> =>
  // One snapshot for every table.
  inTransaction(url, 'begin isolation level repeatable read read only', async (client) => {
    const members: Manifest['members'] = []
    for (const table of await tablesInOrder(client)) {
      onProgress(`PostgreSQL: ${table}`)
      const path = join(folder, tableMember(table))
      const rows = await dumpTable(client, table, path)
      members.push({ name: tableMember(table), rows, sha256: await hashOf(path) })
    }
    return { migrations: await migrationsRun(client), members, counters: await readCounters(client) }
  })

async function dumpTable(client: pg.Client, table: string, path: string): Promise<number> {
  let rows = 0
  await client.query(
    `declare page no scroll cursor for select to_jsonb(t)::text as line from ${client.escapeIdentifier(table)} as t`,
  )
  await pipeline(async function* () {
    for (;;) {
      const page = await client.query<{ line: string }>(`fetch ${pageRows} from page`)
      if (page.rows.length === 0) return
      rows += page.rows.length
      yield page.rows.map(({ line }) => `${line}\n`).join('')
    }
  }, createWriteStream(path))
  await client.query('close page')
  return rows
}

/**
 * Fills empty tables, all or none.
 * @param beforeCommit what must be done too for any of it to hold
 */
export const loadTables = (
  url: string,
  folder: string,
  manifest: Manifest,
  onProgress: (text: string) => void,
  beforeCommit: () => Promise<void>,
): Promise<void> =>
  inTransaction(url, 'begin', async (client) => {
    // Written by the first opening of the new instance; the backup has its own.
    await client.query('delete from instance')
    for (const table of await tablesInOrder(client)) {
      if (!manifest.members.some(({ name }) => name === tableMember(table))) continue
      onProgress(`PostgreSQL: ${table}`)
      await loadTable(client, table, join(folder, tableMember(table)))
    }
    for (const [sequence, value] of Object.entries(manifest.counters)) {
      if (value > 0) await client.query('select setval($1::regclass, $2)', [sequence, value])
    }
    await beforeCommit()
  })

async function loadTable(client: pg.Client, table: string, path: string): Promise<void> {
  const name = client.escapeIdentifier(table)
  // A row written by an older version lacks the newer columns: those take their default.
  const insert = async (lines: readonly string[]) => {
    const [first] = lines
    if (first === undefined) return
    const columns = Object.keys(JSON.parse(first) as object)
      .map((column) => client.escapeIdentifier(column))
      .join(', ')
    await client.query(
      `insert into ${name} (${columns}) overriding system value select ${columns} from jsonb_populate_recordset(null::${name}, $1::jsonb)`,
      [`[${lines.join(',')}]`],
    )
  }
  let page: string[] = []
  for await (const line of createInterface({ input: createReadStream(path) })) {
    page.push(line)
    if (page.length >= pageRows) await insert(page.splice(0))
  }
  await insert(page)
}

/** Our tables, each after those it refers to. `migrations` is the schema's own. */
async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const tables = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migrations' order by tablename",
  )
  const references = await client.query<{ from: string; to: string }>(`
    select distinct conrelid::regclass::text as "from", confrelid::regclass::text as "to"
    from pg_constraint where contype = 'f' and conrelid <> confrelid and connamespace = 'public'::regnamespace`)
  const placed: string[] = []
  const left = new Set(tables.rows.map(({ name }) => name))
  while (left.size > 0) {
    const ready = [...left].filter((name) => !references.rows.some(({ from, to }) => from === name && left.has(to)))
    if (ready.length === 0) throw new Error(`tables refer to one another in a circle: ${[...left].join(', ')}`)
    for (const name of ready) {
      placed.push(name)
      left.delete(name)
    }
  }
  return placed
}

async function readCounters(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string; value: string | null }>(
    "select sequencename as name, last_value as value from pg_sequences where schemaname = 'public' order by 1",
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name, Number(value ?? 0)]))
}

/** Names of the migrations that made the schema. */
export async function migrationsRun(client: Pick<pg.Client, 'query'>): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migrations order by name')
  return rows.map(({ name }) => name)
}
