import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import * as tar from 'tar'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeScope } from './accounts/fixtures.ts'
import type { App } from './app.ts'
import { backup, restore } from './backup.ts'
import { openBackup } from './backup-file.ts'
import { readEventBody } from './collect/event-body.ts'
import { addSite } from './collect/sites.store.ts'
import { isAppError } from './errors.ts'
import { filrouge, temporaryFolder } from './server.fixture.ts'
import { testInstance } from './testing.ts'

const home = temporaryFolder('filrouge-sauvegarde ')
const source = await testInstance()
const target = await testInstance()
const third = await testInstance()
const silent = () => {}
let file: string

const nasty = [
  '=cmd()',
  'œuvre « d’été »\u202f!',
  '\\x00 \\N',
  '"quoted"\n\ttabbed',
  "O'Neil; drop table users",
  '🐝',
  '',
]

/** Rows and checksum of every table of both engines. */
async function contents({ engines, clickhouse }: Pick<App, 'engines' | 'clickhouse'>): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  const client = new pg.Client({ connectionString: engines.postgres.url })
  await client.connect()
  const { rows: tables } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migrations'",
  )
  for (const { name } of tables) {
    const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} t order by 1`)
    found[name] = `${rows.length} ${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`
  }
  await client.end()
  for (const name of ['events', 'visits'] as const) {
    const answer = await clickhouse.query({
      query: `select * from ${name}${name === 'visits' ? ' final' : ''} order by all`,
      format: 'JSONCompactEachRow',
    })
    const rows = await answer.json()
    found[name] = `${rows.length} ${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`
  }
  return found
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => (isAppError(error) ? error.id : String(error)),
  )

/** The n-th page view, from one of 200 visitors. */
const view = (app: App, n: number) =>
  app.collector.accept(
    readEventBody({ site: 'exemple.fr', url: `https://exemple.fr/page-${n}`, title: `Page ${n}`, id: `e${n}` }),
    {
      ip: `203.0.113.${n % 200}`,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0',
      language: 'fr',
      signalsOptOut: false,
      workspace: null,
    },
  )

beforeAll(async () => {
  const scope = await makeScope(source.app, 'owner')
  for (const [i, name] of nasty.entries())
    await source.db
      .insertInto('workspaces')
      .values({ id: crypto.randomUUID(), slug: `espace-${i}`, name, locale: 'fr' })
      .execute()
  await addSite(scope, { domain: 'exemple.fr' })
  // A number that was given and taken back: it must not be given again.
  const gone = await addSite(scope, { domain: 'parti.example' })
  await source.db.deleteFrom('sites').where('id', '=', gone.id).execute()
  for (let n = 0; n < 300; n++) await view(source.app, n)
  await source.app.collector.flushDrops()
  file = join(home, 'tout.tgz')
})

test('a backup restored into an empty instance is the same, table by table, in both engines', async () => {
  const report = await backup(source.app, file, silent)
  expect(report.events).toBe(300)
  const before = await contents(source.app)
  expect(before['events']).toMatch(/^300 /)
  expect(Number(before['visits']?.split(' ')[0])).toBeGreaterThan(100)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(home)).toEqual(['tout.tgz'])

  const restored = await restore(target.app, await openBackup(file), silent)
  expect(restored).toEqual({ file, rows: report.rows, events: 300 })
  expect(await contents(target.app)).toEqual(before)
  const secret = (app: App) => readFileSync(join(app.config.dataDir, 'auth-secret'), 'utf8')
  expect(secret(target.app)).toBe(secret(source.app))
  expect(readdirSync(target.app.config.dataDir).filter((name) => name.includes('restore'))).toEqual([])

  const scope = await makeScope(target.app, 'owner')
  const [last] = await source.db.selectFrom('sites').select('id').orderBy('id', 'desc').execute()
  expect((await addSite(scope, { domain: 'nouveau.example' })).id).toBe((last?.id ?? 0) + 2)
})

test('made while events come in, it holds every event acknowledged before, and exactly those it counts', async () => {
  let writing = true
  let taken = 0
  const writer = (async () => {
    for (; writing; taken++) await view(source.app, 1_000 + taken)
  })()
  await expect.poll(() => taken).toBeGreaterThan(20)
  const acknowledged = 300 + taken
  const live = join(home, 'vivant.tgz')
  const report = await backup(source.app, live, silent)
  writing = false
  await writer
  expect(report.events).toBeGreaterThanOrEqual(acknowledged)
  expect(report.events).toBeLessThanOrEqual(300 + taken)
  expect((await restore(third.app, await openBackup(live), silent)).events).toBe(report.events)
  expect((await contents(third.app))['events']).toMatch(new RegExp(`^${report.events} `))
  const copies = await source.clickhouse.query({ query: "show tables like '%backup%'", format: 'JSONEachRow' })
  expect(await copies.json()).toEqual([])
})

describe('a backup is not made', () => {
  test('over a file that is there, in a folder that is not, or beside another one', async () => {
    const size = statSync(file).size
    expect(await refusal(backup(source.app, file, silent))).toBe('fileExists')
    expect(statSync(file).size).toBe(size)
    expect(await refusal(backup(source.app, join(home, 'absent', 'a.tgz'), silent))).toBe('notWritten')
    const both = await Promise.allSettled(
      ['a', 'b'].map((name) => backup(source.app, join(home, `${name}.tgz`), silent)),
    )
    const failed = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    expect(failed.map((error) => (isAppError(error) ? error.id : error))).toEqual(['backupRunning'])
    expect(readdirSync(home).filter((name) => name.startsWith('.filrouge'))).toEqual([])
  })
})

describe('a restore is refused, and nothing is changed', () => {
  test('over an instance that holds something', async () => {
    const before = await contents(source.app)
    expect(await refusal(restore(source.app, await openBackup(file), silent))).toBe('notEmpty')
    expect(await contents(source.app)).toEqual(before)
  })

  test('cut anywhere, or with one byte changed', async () => {
    const whole = readFileSync(file)
    for (const share of [0, 0.01, 0.3, 0.7, 0.99]) {
      const cut = join(home, 'coupé.tgz')
      writeFileSync(cut, whole)
      truncateSync(cut, Math.floor(whole.length * share))
      expect([share, await refusal(openBackup(cut))]).toEqual([share, 'damagedBackup'])
      const turned = Buffer.from(whole)
      const at = Math.min(whole.length - 10, Math.floor(whole.length * share) + 20)
      turned[at] = (turned[at] ?? 0) ^ 0x40
      writeFileSync(cut, turned)
      expect([share, await refusal(openBackup(cut))]).toEqual([share, 'damagedBackup'])
    }
  })

  test('a file of another kind', async () => {
    const text = join(home, 'texte.txt')
    writeFileSync(text, 'bonjour')
    const foreign = join(home, 'autre.tgz')
    await tar.create({ gzip: true, file: foreign, cwd: home }, ['texte.txt'])
    writeFileSync(join(home, 'manifest.json'), JSON.stringify({ format: 2 }))
    const future = join(home, 'futur.tgz')
    await tar.create({ gzip: true, file: future, cwd: home }, ['manifest.json'])
    for (const path of [text, foreign, future]) expect(await refusal(openBackup(path))).toBe('damagedBackup')
    expect(await refusal(openBackup(join(home, 'absent.tgz')))).toBe('noFile')
  })

  /** The same backup, with another manifest. */
  async function rewritten(change: (manifest: Record<string, unknown>) => void): Promise<string> {
    const folder = join(home, crypto.randomUUID())
    mkdirSync(folder)
    await tar.extract({ file, cwd: folder })
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown>
    change(manifest)
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
    const changed = `${folder}.tgz`
    await tar.create({ gzip: true, file: changed, cwd: folder }, readdirSync(folder))
    return changed
  }

  test('one that comes from a newer version, or that reaches outside', async () => {
    const newer = await rewritten((manifest) => (manifest['migrations'] as string[]).push('9999-future.sql'))
    expect(await refusal(restore(third.app, await openBackup(newer), silent))).toBe('newerBackup')
    const outside = await rewritten((manifest) => (manifest['members'] as { name: string }[]).push({ name: '../x' }))
    expect(await refusal(openBackup(outside))).toBe('damagedBackup')
  })

  test('into another secret than the one it was made with', async () => {
    const other = { ...third.app, config: { ...third.app.config, secret: 'x'.repeat(32) }, db: third.db }
    await third.db.deleteFrom('workspaces').execute()
    expect(await refusal(restore(other, await openBackup(file), silent))).toBe('otherSecret')
  })

  test('by the command line, before the folder is even made', async () => {
    const folder = join(home, 'jamais')
    const text = join(home, 'texte.txt')
    for (const path of [text, join(home, 'absent.tgz')]) {
      const refused = await filrouge(folder, ['restore', path])
      expect(refused).toMatchObject({ code: 1, out: '' })
      expect(refused.err).toContain(path)
    }
    expect(existsSync(folder)).toBe(false)
  })
})

test('a failure while events go in leaves both engines empty', async () => {
  await sql`truncate table workspaces, users, attempts cascade`.execute(third.db)
  await third.clickhouse.command({ query: 'truncate table events' })
  await third.clickhouse.command({ query: 'truncate table visits' })
  const empty = await contents(third.app)
  await third.clickhouse.command({ query: 'alter table events add constraint closed check 1 = 0' })
  await expect(restore(third.app, await openBackup(file), silent)).rejects.toThrow(/closed/)
  expect(await contents(third.app)).toEqual(empty)
  await third.clickhouse.command({ query: 'alter table events drop constraint closed' })
  // Tried again, it is whole: nothing of the first attempt is doubled.
  await restore(third.app, await openBackup(file), silent)
  expect((await contents(third.app))['events']).toMatch(/^300 /)
})
