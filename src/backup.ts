import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import * as tar from 'tar'
import * as z from 'zod'
import type { App } from './app.ts'
import { badRequest, conflict } from './errors.ts'

/**
 * A backup is a gzipped tar: manifest.json, a file of JSON lines per table of PostgreSQL, the events of ClickHouse in its
 * Native format (visits are computed from them again), and the instance's secret, without which two-factor codes and
 * sessions would be lost. It holds everything, secrets too: it is written with mode 600.
 */
const manifestSchema = z.object({
  format: z.literal(1),
  version: z.string(),
  madeAt: z.string(),
  migrations: z.array(z.string()),
  members: z.array(z.object({ name: z.string(), sha256: z.string(), rows: z.number() })),
})
type Manifest = z.infer<typeof manifestSchema>

export interface BackupReport {
  readonly file: string
  readonly rows: number
  readonly events: number
}

const secretFile = 'auth-secret'
const eventsMember = 'events.native'
const tableMember = (table: string) => `postgres/${table}.ndjson`

/**
 * Writes everything to one file while the instance runs: PostgreSQL as of one instant, and every event acknowledged
 * before. The file appears under its name only when it is whole.
 */
export async function backup(app: App, file: string, onProgress: (text: string) => void): Promise<BackupReport> {
  const target = resolve(file)
  if (existsSync(target))
    throw conflict('fileExists', {
      fr: `${target} existe déjà : choisissez un autre nom. Rien n’a été écrit.`,
      en: `${target} already exists: choose another name. Nothing was written.`,
    })
  await app.journal.drained()
  const folder = await mkdtemp(join(dirname(target), '.filrouge-backup-'))
  try {
    await mkdir(join(folder, 'postgres'))
    const members = await dumpPostgres(app.engines.postgres.url, folder, onProgress)
    onProgress('ClickHouse: events')
    const events = await dumpEvents(app, join(folder, eventsMember))
    members.push({ name: eventsMember, rows: events, sha256: await hashOf(join(folder, eventsMember)) })
    const secret = join(app.config.dataDir, secretFile)
    if (existsSync(secret)) {
      await copyFile(secret, join(folder, secretFile))
      members.push({ name: secretFile, rows: 0, sha256: await hashOf(secret) })
    }
    const manifest: Manifest = {
      format: 1,
      version: app.config.version,
      madeAt: app.clock().toISOString(),
      migrations: await migrationsOf(app.engines.postgres.url),
      members,
    }
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2))
    const whole = join(folder, basename(target))
    await tar.create({ gzip: true, file: whole, cwd: folder, mode: 0o600 }, [
      'manifest.json',
      ...members.map(({ name }) => name),
    ])
    await rename(whole, target)
    return { file: target, events, rows: members.reduce((sum, { rows }) => sum + rows, 0) - events }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Fills an empty instance from a backup, or changes nothing.
 * @throws badRequest when the file is damaged, is no backup or comes from a newer version; conflict when the instance
 *   holds something already
 */
export async function restore(
  app: Pick<App, 'engines' | 'clickhouse' | 'config' | 'db'>,
  file: string,
  onProgress: (text: string) => void,
): Promise<BackupReport> {
  const folder = await mkdtemp(join(app.config.dataDir, '.restore-'))
  try {
    const manifest = await unpack(resolve(file), folder)
    const known = await migrationsOf(app.engines.postgres.url)
    if (manifest.migrations.some((name) => !known.includes(name)))
      throw badRequest('newerBackup', {
        fr: `Cette sauvegarde vient d’une version plus récente de Filrouge (${manifest.version}). Installez-la d’abord. Rien n’a été modifié.`,
        en: `This backup comes from a newer Filrouge (${manifest.version}). Install it first. Nothing was changed.`,
      })
    const { n } = await app.db
      .selectFrom('workspaces')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    if (n > 0)
      throw conflict('notEmpty', {
        fr: 'Cette instance contient déjà un espace : on ne restaure que dans un dossier vide. Rien n’a été modifié.',
        en: 'This instance already holds a workspace: a backup is restored into an empty folder only. Nothing was changed.',
      })
    let events = 0
    // Events go in before the transaction ends: a failure on either side leaves both empty.
    await loadPostgres(app.engines.postgres.url, folder, manifest, onProgress, async () => {
      onProgress('ClickHouse: events')
      events = await loadEvents(app, join(folder, eventsMember))
    })
    if (existsSync(join(folder, secretFile)))
      await copyFile(join(folder, secretFile), join(app.config.dataDir, secretFile))
    return { file: resolve(file), events, rows: manifest.members.reduce((sum, { rows }) => sum + rows, 0) - events }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const damaged = () =>
  badRequest('damagedBackup', {
    fr: 'Ce fichier n’est pas une sauvegarde de Filrouge, ou il est abîmé. Rien n’a été modifié.',
    en: 'This file is no backup of Filrouge, or it is damaged. Nothing was changed.',
  })

/** Everything is read and checked before anything is written. */
async function unpack(file: string, folder: string): Promise<Manifest> {
  if (!existsSync(file))
    throw badRequest('noFile', { fr: `${file} est introuvable.`, en: `${file} is not there.` }, 'file')
  let manifest: Manifest
  try {
    await tar.extract({
      file,
      cwd: folder,
      strict: true,
      filter: (_, entry) => 'type' in entry && (entry.type === 'File' || entry.type === 'Directory'),
    })
    manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')))
  } catch {
    throw damaged()
  }
  for (const { name, sha256 } of manifest.members) {
    const member = join(folder, name)
    if (!/^[\w./-]+$/.test(name) || name.includes('..') || !existsSync(member) || (await hashOf(member)) !== sha256)
      throw damaged()
  }
  return manifest
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const migrationsOf = (url: string) =>
  connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>('select name from migrations order by name')
    return rows.map(({ name }) => name)
  })

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

const pageRows = 2_000

function dumpPostgres(url: string, folder: string, onProgress: (text: string) => void): Promise<Manifest['members']> {
  return connected(url, async (client) => {
    // One snapshot for every table.
    await client.query('begin isolation level repeatable read read only')
    const members: Manifest['members'] = []
    for (const table of await tablesInOrder(client)) {
      onProgress(`PostgreSQL: ${table}`)
      const path = join(folder, tableMember(table))
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
      members.push({ name: tableMember(table), rows, sha256: await hashOf(path) })
    }
    await client.query('commit')
    return members
  })
}

function loadPostgres(
  url: string,
  folder: string,
  manifest: Manifest,
  onProgress: (text: string) => void,
  beforeCommit: () => Promise<void>,
): Promise<void> {
  return connected(url, async (client) => {
    await client.query('begin')
    try {
      for (const table of await tablesInOrder(client)) {
        if (!manifest.members.some(({ name }) => name === tableMember(table))) continue
        onProgress(`PostgreSQL: ${table}`)
        await loadTable(client, table, join(folder, tableMember(table)))
      }
      await beforeCommit()
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  })
}

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
  const sequences = await client.query<{ column: string; sequence: string }>(
    `select column_name as "column", pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
     from information_schema.columns where table_schema = 'public' and table_name = $1 and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null`,
    [table],
  )
  for (const { column, sequence } of sequences.rows)
    await client.query(
      `select setval($1, greatest(1, (select coalesce(max(${client.escapeIdentifier(column)}), 0) from ${name})), (select count(*) > 0 from ${name}))`,
      [sequence],
    )
}

async function dumpEvents({ clickhouse }: Pick<App, 'clickhouse'>, path: string): Promise<number> {
  const counted = await clickhouse.query({ query: 'select count() as n from events', format: 'JSONEachRow' })
  const { stream } = await clickhouse.exec({
    query: 'select * from events format Native',
    clickhouse_settings: { max_execution_time: 3_600, max_block_size: '8192' },
  })
  await pipeline(stream, createWriteStream(path))
  const [row] = await counted.json<{ n: number }>()
  return Number(row?.n ?? 0)
}

async function loadEvents({ clickhouse }: Pick<App, 'clickhouse'>, path: string): Promise<number> {
  try {
    const { stream } = await clickhouse.exec({
      query: 'insert into events format Native',
      values: createReadStream(path),
      clickhouse_settings: { max_execution_time: 3_600, insert_deduplicate: 0, max_partitions_per_insert_block: '0' },
    })
    for await (const _ of stream) {
      // An insert answers nothing; the stream is read so that its connection is free again.
    }
    const counted = await clickhouse.query({ query: 'select count() as n from events', format: 'JSONEachRow' })
    const [row] = await counted.json<{ n: number }>()
    return Number(row?.n ?? 0)
  } catch (error) {
    await clickhouse.command({ query: 'truncate table events' })
    await clickhouse.command({ query: 'truncate table visits' })
    throw error
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
