import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as tar from 'tar'
import { instanceSecret } from './accounts/auth.ts'
import type { App } from './app.ts'
import {
  type Backup, eventsMember, hashOf, type Manifest, manifestMember, secretMember, unpackBackup,
} from './backup-file.ts' // prettier-ignore
import { dumpTables, inTransaction, loadTables, migrationsRun } from './backup-tables.ts'
import { AppError, badRequest, conflict, isAppError, unavailable } from './errors.ts'

export interface BackupReport {
  readonly file: string
  readonly rows: number
  readonly events: number
}

type Saved = Pick<App, 'engines' | 'clickhouse' | 'config' | 'journal' | 'clock'>

/** Two at once would take the same name for their copy of the events. */
const lockNumber = 7_154_022

/** How long events may take to leave the journal, in ms: a store that is down for longer is no moment for a backup. */
const longestDrain = 60_000

/**
 * Writes everything to one file while the instance runs: every event acknowledged before, then PostgreSQL as of one instant,
 * which knows all that those events speak of. The file appears under its name only when it is whole.
 * @throws AppError when the file exists or cannot be written, when a backup is under way, when ClickHouse stays down
 */
export async function backup(app: Saved, target: string, onProgress: (text: string) => void): Promise<BackupReport> {
  if (existsSync(target))
    throw conflict('fileExists', {
      fr: `${target} existe déjà : choisissez un autre nom. Rien n’a été écrit.`,
      en: `${target} already exists: choose another name. Nothing was written.`,
    })
  const folder = await mkdtemp(join(dirname(target), '.filrouge-backup-')).catch((error: unknown) => {
    throw notWritten(target, error)
  })
  try {
    return await aloneIn(app.engines.postgres.url, () => write(app, target, folder, onProgress))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw code?.startsWith('E') && !isAppError(error) ? notWritten(target, error) : error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function write(
  app: Saved,
  target: string,
  folder: string,
  onProgress: (text: string) => void,
): Promise<BackupReport> {
  await drained(app)
  await mkdir(join(folder, 'postgres'))
  onProgress('ClickHouse: events')
  const events = await dumpEvents(app, join(folder, eventsMember))
  const { members: tables, ...schema } = await dumpTables(app.engines.postgres.url, folder, onProgress)
  await writeFile(join(folder, secretMember), app.config.secret ?? instanceSecret(app.config.dataDir), { mode: 0o600 })
  const others = [
    { name: eventsMember, rows: events, sha256: await hashOf(join(folder, eventsMember)) },
    { name: secretMember, rows: 0, sha256: await hashOf(join(folder, secretMember)) },
  ]
  const manifest: Manifest = {
    format: 1,
    version: app.config.version,
    madeAt: app.clock().toISOString(),
    ...schema,
    members: [...tables, ...others],
  }
  await writeFile(join(folder, manifestMember), JSON.stringify(manifest, null, 2))
  const whole = join(folder, basename(target))
  await writeFile(whole, '', { mode: 0o600 })
  await pipeline(
    tar.create({ gzip: true, cwd: folder }, [manifestMember, ...manifest.members.map(({ name }) => name)]),
    createWriteStream(whole, { flush: true }),
  )
  await rename(whole, target)
  return { file: target, events, rows: rowsOf(tables) }
}

/**
 * Fills an empty instance from a backup, or changes nothing.
 * @throws AppError when the backup comes from a newer version or from another secret, when the instance holds something already
 */
export async function restore(
  app: Pick<App, 'engines' | 'clickhouse' | 'config' | 'db'>,
  backup: Backup,
  onProgress: (text: string) => void,
): Promise<BackupReport> {
  const { manifest, file } = backup
  const { url } = app.engines.postgres
  const known = await inTransaction(url, 'begin read only', migrationsRun)
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
      fr: 'Cette instance contient déjà un espace : on ne restaure que dans un dossier vide. Rien n’a été modifié.',
      en: 'This instance already holds a workspace: a backup is restored into an empty folder only. Nothing was changed.',
    })
  const folder = await mkdtemp(join(app.config.dataDir, '.restore-'))
  try {
    await unpackBackup(backup, folder)
    const secret = await readFile(join(folder, secretMember), 'utf8')
    if (app.config.secret !== null && app.config.secret !== secret)
      throw conflict('otherSecret', {
        fr: 'Cette sauvegarde a été faite avec un autre FILROUGE_SECRET : donnez le sien, ou aucun. Rien n’a été modifié.',
        en: 'This backup was made with another FILROUGE_SECRET: give that one, or none. Nothing was changed.',
      })
    const events = manifest.members.find(({ name }) => name === eventsMember)?.rows ?? 0
    // Events go in before the transaction ends: a failure on either side leaves both empty.
    await loadTables(url, folder, manifest, onProgress, async () => {
      onProgress('ClickHouse: events')
      await loadEvents(app, join(folder, eventsMember), events)
      if (app.config.secret === null) await keepSecret(join(app.config.dataDir, secretMember), secret)
    })
    return { file, events, rows: rowsOf(manifest.members) - events }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const rowsOf = (members: Manifest['members']) => members.reduce((sum, { rows }) => sum + rows, 0)

/** Whole under its name at every moment. */
async function keepSecret(path: string, secret: string): Promise<void> {
  await writeFile(`${path}.new`, secret, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
}

const notWritten = (target: string, error: unknown): AppError =>
  badRequest('notWritten', {
    fr: `${target} ne peut pas être écrit : ${(error as Error).message}. Rien n’a été gardé.`,
    en: `${target} cannot be written: ${(error as Error).message}. Nothing was kept.`,
  })

/** Runs the work unless another backup of the instance is under way, on whatever node. */
const aloneIn = <T>(url: string, work: () => Promise<T>): Promise<T> =>
  inTransaction(url, 'begin', async (client) => {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [lockNumber])
    if (rows[0]?.mine !== true)
      throw conflict('backupRunning', {
        fr: 'Une autre sauvegarde est en cours : attendez qu’elle finisse.',
        en: 'Another backup is under way: wait until it ends.',
      })
    return work()
  })

async function drained({ journal }: Saved): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable()), longestDrain)
  })
  await Promise.race([journal.drained(), late]).finally(() => clearTimeout(timer))
}

/** Long reads and writes of a whole table, within the memory that is given to all. */
const wholeTable = { max_execution_time: 3_600, max_block_size: '8192', max_threads: 1 }

/** A copy of the events of one instant: parts are shared with the table, so it costs neither time nor room. */
const copyOfEvents = 'events_of_backup'

async function dumpEvents({ clickhouse }: Pick<App, 'clickhouse'>, path: string): Promise<number> {
  const dropCopy = () => clickhouse.command({ query: `drop table if exists ${copyOfEvents} sync` })
  // Left by a backup that was killed.
  await dropCopy()
  try {
    await clickhouse.command({ query: `create table ${copyOfEvents} as events` })
    const parted = await clickhouse.query({
      query:
        "select distinct partition_id from system.parts where database = currentDatabase() and table = 'events' and active",
      format: 'JSONCompactEachRow',
    })
    for (const [id] of await parted.json<[string]>())
      await clickhouse.command({ query: `alter table ${copyOfEvents} attach partition id '${id}' from events` })
    const counted = await clickhouse.query({
      query: `select count() from ${copyOfEvents}`,
      format: 'JSONCompactEachRow',
    })
    const [row] = await counted.json<[number | string]>()
    const { stream } = await clickhouse.exec({
      query: `select * from ${copyOfEvents} format Native`,
      clickhouse_settings: wholeTable,
    })
    await pipeline(stream, createWriteStream(path))
    return Number(row?.[0] ?? 0)
  } finally {
    await dropCopy()
  }
}

async function loadEvents({ clickhouse }: Pick<App, 'clickhouse'>, path: string, expected: number): Promise<void> {
  const empty = async () => {
    await clickhouse.command({ query: 'truncate table events' })
    await clickhouse.command({ query: 'truncate table visits' })
  }
  // Left by a restore that was killed: no workspace owns them.
  await empty()
  try {
    const { stream } = await clickhouse.exec({
      query: 'insert into events format Native',
      values: createReadStream(path),
      clickhouse_settings: { ...wholeTable, insert_deduplicate: 0, max_partitions_per_insert_block: '0' },
    })
    for await (const _ of stream) {
      // An insert answers nothing; the stream is read so that its connection is free again.
    }
    const counted = await clickhouse.query({ query: 'select count() from events', format: 'JSONCompactEachRow' })
    const [row] = await counted.json<[number | string]>()
    if (Number(row?.[0]) !== expected)
      throw new Error(`${String(row?.[0])} events arrived of ${expected}: nothing was restored`)
  } catch (error) {
    await empty()
    throw error
  }
}
