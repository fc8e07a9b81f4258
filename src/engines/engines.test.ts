import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { engineProcess, launchServer, processesIn, temporaryFolder } from '../server.fixture.ts'
import { ask, clickhouseEngine } from './clickhouse-engine.ts'
import { clickHouseAddress, startEngines } from './engines.ts'
import { postgresEngine } from './postgres-engine.ts'

const log = pino({ level: 'silent' })
const home = temporaryFolder('filrouge-moteurs ')
const open = (dataDir: string, more = {}) => startEngines(loadConfig({ FILROUGE_DATA: dataDir, ...more }), log)

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

test('both engines, from nothing, in a path with spaces and accents; both again, with what was written', async () => {
  const dataDir = join(home, 'été à l’île')
  mkdirSync(dataDir)
  let engines = await open(dataDir)
  expect(engines.postgres.version).toMatch(/^18\./)
  expect(engines.clickhouse.version).toMatch(/^\d+\.\d+/)
  expect([engines.postgres.managed, engines.clickhouse.managed]).toEqual([true, true])
  await query(engines.postgres.url, "create table kept (word text); insert into kept values ('œuvre')")
  await ask(engines.clickhouse, 'create table filrouge.kept (n UInt8) engine = MergeTree order by n')
  await ask(engines.clickhouse, 'insert into filrouge.kept values (7)')

  // ICU sorts as the French do; the locale comes with the engine, not with the machine.
  const sorted = await query(
    engines.postgres.url,
    "select string_agg(w, ' ' order by w) as s from (values ('zèbre'), ('Été'), ('eau'), ('ète')) v (w)",
  )
  expect(sorted).toEqual([{ s: 'eau Été ète zèbre' }])
  expect(await query(engines.postgres.url, 'show fsync')).toEqual([{ fsync: 'on' }])

  // Without the password nothing can be read; the user the child runs as sees no table.
  const stranger = new URL(engines.postgres.url)
  stranger.password = 'devinette'
  await expect(query(stranger.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  await expect(ask({ ...engines.clickhouse, password: 'devinette' }, 'select 1')).rejects.toThrow(
    /AUTHENTICATION_FAILED/,
  )
  const itself = { ...engines.clickhouse, username: 'default', password: '' }
  for (const forbidden of [
    'select * from filrouge.kept',
    'create table filrouge.x (n UInt8) engine = Memory',
    "select * from url('http://127.0.0.1/', CSV)",
  ])
    await expect(ask(itself, forbidden)).rejects.toThrow(/ACCESS_DENIED|Not enough privileges/)

  expect(await ask(itself, "select count() from system.tables where database = 'filrouge'")).toBe('0')

  // On every other address of this machine the ports are closed.
  const ports = [new URL(engines.postgres.url).port, new URL(engines.clickhouse.url).port].map(Number)
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((at) => at?.family === 'IPv4' && !at.internal)
  for (const port of ports) {
    expect(await listens('127.0.0.1', port)).toBe(true)
    for (const at of others) expect(await listens(at?.address ?? '', port)).toBe(false)
  }

  await engines.stop()
  expect(processesIn(dataDir)).toEqual([])
  engines = await open(dataDir)
  expect(await query(engines.postgres.url, 'select word from kept')).toEqual([{ word: 'œuvre' }])
  expect(await ask(engines.clickhouse, 'select n from filrouge.kept')).toBe('7')

  await engines.stop()
  expect(processesIn(dataDir)).toEqual([])
}, 60_000)

test('engines that outlived their application are recognised and stopped by the next start', async () => {
  const dataDir = join(home, 'orphelins')
  mkdirSync(dataDir)
  const orphans = [await postgresEngine(dataDir, log), await clickhouseEngine(dataDir, log)] as const
  const left = [await orphans[0].start(), await orphans[1].start()]
  const before = (['postgres', 'clickhouse'] as const).map((engine) => engineProcess(dataDir, engine))
  await query(orphans[0].url, 'create table kept (n int)')
  const engines = await open(dataDir)
  await Promise.all(left.map(({ exited }) => exited))
  const after = (['postgres', 'clickhouse'] as const).map((engine) => engineProcess(dataDir, engine))
  expect(after.filter((pid) => before.includes(pid))).toEqual([])
  expect(await query(engines.postgres.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }])
  await engines.stop()
  expect(processesIn(dataDir)).toEqual([])
}, 60_000)

const listens = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 })
    const say = (is: boolean) => () => {
      socket.destroy()
      resolve(is)
    }
    socket.once('connect', say(true)).once('error', say(false)).once('timeout', say(false))
  })

test('when one engine cannot start, the other is not left running', async () => {
  const dataDir = join(home, 'boiteux')
  mkdirSync(join(dataDir, 'clickhouse'), { recursive: true })
  await expect(open(dataDir, { FILROUGE_CLICKHOUSE_URL: 'http://127.0.0.1:9' })).rejects.toThrow(
    /FILROUGE_CLICKHOUSE_URL/,
  )
  expect(processesIn(dataDir)).toEqual([])
}, 30_000)

test.each([
  ['http://h:8123', { url: 'http://h:8123', username: 'default', password: '', database: 'filrouge' }],
  ['https://moi:a%40b@h/base_2', { url: 'https://h', username: 'moi', password: 'a@b', database: 'base_2' }],
])('%s is read', (given, address) => {
  expect(clickHouseAddress(given)).toEqual(address)
})

test.each(['http://h/a-b', 'http://h/a%60b', 'http://h/1a', 'http://h/a/b'])('%s names no database', (given) => {
  expect(() => clickHouseAddress(given)).toThrow(/FILROUGE_CLICKHOUSE_URL/)
})

const asRoot = process.getuid?.() === 0

describe.skipIf(!asRoot)('started by root (skipped for others: only root can give a folder to somebody else)', () => {
  test('PostgreSQL runs under a user without rights, who owns its data and nothing else', async () => {
    const dataDir = join(home, 'racine')
    mkdirSync(dataDir)
    const engines = await open(dataDir)
    const { uid } = statSync(join(dataDir, 'postgres'))
    expect(uid).not.toBe(0)
    expect(readFileSync(`/proc/${engineProcess(dataDir, 'postgres')}/status`, 'utf8')).toMatch(
      new RegExp(`^Uid:\\t${uid}\\t${uid}`, 'm'),
    )
    expect(statSync(join(dataDir, 'postgres.password')).uid).toBe(0)
    await engines.stop()
  }, 30_000)

  test('where that user may not pass, data is kept apart, and follows the folder when it moves', async () => {
    // As /root is: closed to all others, on the way to the folder.
    const closed = mkdtempSync(join('/root', 'filrouge-test-'))
    chmodSync(closed, 0o700)
    const dataDir = join(closed, 'data')
    mkdirSync(dataDir)
    let away = ''
    try {
      const first = await open(dataDir)
      away = readlinkSync(join(dataDir, 'postgres'))
      expect(away).toMatch(/^\/var\/lib\/filrouge\/[0-9a-f]{12}\/postgres$/)
      expect(statSync(away).mode & 0o777).toBe(0o700)
      await query(first.postgres.url, 'create table kept (n int); insert into kept values (7)')

      // A copy of the folder leads to the same data: it is told so.
      await expect(open(dataDir)).rejects.toThrow(/déjà ouvert/)
      await first.stop()

      renameSync(dataDir, join(closed, 'ailleurs'))
      const second = await open(join(closed, 'ailleurs'))
      expect(await query(second.postgres.url, 'select n from kept')).toEqual([{ n: 7 }])
      await second.stop()
    } finally {
      rmSync(closed, { recursive: true, force: true })
      if (away) rmSync(join(away, '..'), { recursive: true, force: true })
    }
  }, 60_000)

  test('an ordinary user opens a folder of his own, and root opens it after him', async () => {
    // 65534 is `nobody` everywhere.
    const parent = join(home, 'chez nobody')
    mkdirSync(parent)
    chmodSync(parent, 0o777)
    const his = join(parent, 'data')
    const server = await launchServer(his, { uid: 65534, gid: 65534, env: { HOME: parent } })
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect(statSync(join(his, 'postgres')).uid).toBe(65534)
    server.child.kill('SIGTERM')
    expect(await server.exited).toBe(0)

    const engines = await open(his)
    expect(existsSync(join(his, 'postgres', 'postmaster.pid'))).toBe(true)
    expect(statSync(join(his, 'postgres')).uid).toBe(65534)
    expect(
      await query(engines.postgres.url, 'select count(*)::int as n from migrations where name like $$0001%$$'),
    ).toEqual([{ n: 1 }])
    await engines.stop()
  }, 60_000)
})
