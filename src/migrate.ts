import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { ClickHouse } from './clickhouse.ts'
import { root } from './config.ts'
import { StartError } from './start-error.ts'

/** One file of migrations/: forward only. */
interface Migration {
  readonly name: string
  readonly checksum: string
  readonly sql: string
}

/** Thrown when the data was written by a newer version, or by other files than ours. */
export class WrongVersion extends StartError {}

function migrationsOf(engine: 'postgres' | 'clickhouse', folder: string): Migration[] {
  return readdirSync(join(folder, engine))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, engine, name), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** What is still to run. @throws WrongVersion when something ran that these files do not hold, or hold otherwise */
function pending(engine: string, migrations: readonly Migration[], done: ReadonlyMap<string, string>): Migration[] {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]))
  for (const [name, checksum] of done) {
    if (!known.has(name))
      throw new WrongVersion(
        `Ces données (${engine}) viennent d’une version plus récente de Filrouge (${name}). Installez cette version, ou choisissez un autre FILROUGE_DATA. Rien n’a été modifié.`,
        `This data (${engine}) comes from a newer Filrouge (${name}). Install that version, or choose another FILROUGE_DATA. Nothing was changed.`,
      )
    if (known.get(name) !== checksum)
      throw new WrongVersion(
        `La migration ${name} (${engine}) a changé depuis qu’elle a été appliquée. Reprenez la version d’origine du programme. Rien n’a été modifié.`,
        `Migration ${name} (${engine}) changed after it was applied. Take the program’s original version. Nothing was changed.`,
      )
  }
  return migrations.filter(({ name }) => !done.has(name))
}

// Any number will do, as long as it is always the same: nodes that start together wait for one another on it.
const lockNumber = 7_154_021

/**
 * Brings both engines to the present schema. PostgreSQL: each file in a transaction, under a lock that serves for both
 * engines, so that nodes starting together take turns. ClickHouse: statement by statement, each written so that it can
 * be run again after a crash (`if not exists`), and recorded when all of the file passed.
 */
export async function migrate(
  postgresUrl: string,
  clickhouse: ClickHouse,
  folder = join(root, 'migrations'),
): Promise<string[]> {
  const client = new pg.Client({ connectionString: postgresUrl })
  // Cut in the middle: the statement under way is told.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber])
    const postgres = migrationsOf('postgres', folder)
    const events = migrationsOf('clickhouse', folder)
    // Both are checked before either is touched.
    const forPostgres = pending('PostgreSQL', postgres, await donePostgres(client))
    const forEvents = pending('ClickHouse', events, await doneClickHouse(clickhouse))
    for (const migration of forPostgres) await runPostgres(client, migration)
    for (const migration of forEvents) await runClickHouse(clickhouse, migration)
    return [...forPostgres, ...forEvents].map(({ name }) => name)
  } finally {
    await client.end()
  }
}

async function donePostgres(client: pg.Client): Promise<Map<string, string>> {
  await client.query(
    'create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
  )
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migrations order by name',
  )
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

async function runPostgres(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${name}: ${(error as Error).message}`, { cause: error })
  }
}

async function doneClickHouse(clickhouse: ClickHouse): Promise<Map<string, string>> {
  await clickhouse.command({
    query: `
      create table if not exists migrations (name String, checksum String, applied_at DateTime default now())
      engine = ReplacingMergeTree order by name`,
  })
  const answer = await clickhouse.query({ query: 'select name, checksum from migrations final', format: 'JSONEachRow' })
  const rows = await answer.json<{ name: string; checksum: string }>()
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

async function runClickHouse(clickhouse: ClickHouse, { name, sql, checksum }: Migration): Promise<void> {
  for (const statement of statementsOf(sql)) {
    try {
      await clickhouse.command({ query: statement })
    } catch (error) {
      throw new Error(`migration ${name}: ${(error as Error).message}`, { cause: error })
    }
  }
  await clickhouse.insert({
    table: 'migrations',
    values: [{ name, checksum }],
    columns: ['name', 'checksum'],
    format: 'JSONEachRow',
  })
}

/** The statements of a file: ended by a semicolon at the end of a line, comments left out. */
export const statementsOf = (sql: string): string[] =>
  sql
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
