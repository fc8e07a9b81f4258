import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { type ClickHouse, connectClickHouse } from './clickhouse.ts'
import { root } from './config.ts'
import { migrate, statementsOf, WrongVersion } from './migrate.ts'
import { temporaryFolder } from './server.fixture.ts'

const home = temporaryFolder('filrouge-migrations ')
const undo: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const step of undo.reverse()) await step()
})

let name: string
let url: string
let clickhouse: ClickHouse
let folder: string

const file = (engine: 'postgres' | 'clickhouse', number: string, sql: string) =>
  writeFileSync(join(folder, engine, `${number}.sql`), sql)

async function rows<T>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as T[]
  } finally {
    await client.end()
  }
}
const tables = async () =>
  (await rows<{ t: string }>("select tablename as t from pg_tables where schemaname = 'public' order by 1")).map(
    ({ t }) => t,
  )
const eventTables = async () => {
  const answer = await clickhouse.query({ query: 'show tables', format: 'JSONCompactEachRow' })
  return (await answer.json<[string]>()).map(([table]) => table).toSorted()
}

beforeEach(async () => {
  name = `migrate_${crypto.randomUUID().replaceAll('-', '')}`
  const server = new pg.Client({ connectionString: inject('postgresUrl') })
  await server.connect()
  await server.query(`create database ${name}`)
  const there = new URL(inject('postgresUrl'))
  there.pathname = `/${name}`
  url = there.href
  const events = connectClickHouse(inject('clickhouse'))
  await events.command({ query: `create database ${name}` })
  clickhouse = connectClickHouse({ ...inject('clickhouse'), database: name })
  folder = join(home, name)
  for (const engine of ['postgres', 'clickhouse']) mkdirSync(join(folder, engine), { recursive: true })
  const mine = { name, clickhouse }
  undo.push(async () => {
    await mine.clickhouse.close()
    await server.query(`drop database ${mine.name} with (force)`)
    await server.end()
    await events.command({ query: `drop database ${mine.name}` })
    await events.close()
  })
  file('postgres', '0001-first', 'create table first (n int)')
  file('clickhouse', '0001-events', 'create table if not exists seen (n UInt8) engine = MergeTree order by n;\n')
})

test('each file runs once, in order, and is remembered', async () => {
  expect(await migrate(url, clickhouse, folder)).toEqual(['0001-first.sql', '0001-events.sql'])
  expect(await migrate(url, clickhouse, folder)).toEqual([])
  file('postgres', '0003-third', 'create table third as select n from second')
  file('postgres', '0002-second', 'create table second as select n from first')
  expect(await migrate(url, clickhouse, folder)).toEqual(['0002-second.sql', '0003-third.sql'])
  expect(await tables()).toEqual(['first', 'migrations', 'second', 'third'])
  const kept = await rows<{ name: string; at: Date }>('select name, applied_at as at from migrations order by name')
  expect(kept.map((row) => row.name)).toEqual(['0001-first.sql', '0002-second.sql', '0003-third.sql'])
})

test('one written before those that ran, but landed after, still runs', async () => {
  file('postgres', '0012-later', 'create table later (n int)')
  await migrate(url, clickhouse, folder)
  file('postgres', '0007-earlier', 'create table earlier (n int)')
  expect(await migrate(url, clickhouse, folder)).toEqual(['0007-earlier.sql'])
})

test('a file that fails leaves nothing of itself, and those before it stay', async () => {
  file('postgres', '0002-broken', 'create table half (n int); insert into half values (1); select * from nowhere;')
  file('postgres', '0003-after', 'create table after (n int)')
  await expect(migrate(url, clickhouse, folder)).rejects.toThrow(
    /migration 0002-broken\.sql: relation "nowhere" does not exist/,
  )
  expect(await tables()).toEqual(['first', 'migrations'])
  file('postgres', '0002-broken', 'create table half (n int)')
  expect(await migrate(url, clickhouse, folder)).toEqual(['0002-broken.sql', '0003-after.sql', '0001-events.sql'])
})

/** A process that migrates, killed when the database shows that it is where we want it. */
async function killedWhile(isThere: () => Promise<boolean>): Promise<void> {
  const code = `
    import { connectClickHouse } from ${JSON.stringify(join(import.meta.dirname, 'clickhouse.ts'))}
    import { migrate } from ${JSON.stringify(join(import.meta.dirname, 'migrate.ts'))}
    await migrate(${JSON.stringify(url)}, connectClickHouse(${JSON.stringify({ ...inject('clickhouse'), database: name })}), ${JSON.stringify(folder)})`
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', code], { stdio: 'inherit' })
  const gone = new Promise((resolve) => child.once('close', resolve))
  await expect.poll(isThere, { timeout: 15_000, interval: 20 }).toBe(true)
  child.kill('SIGKILL')
  await gone
}

test('killed in the middle of a file of PostgreSQL, the next start begins that file again', async () => {
  file('postgres', '0002-long', 'create table half (n int); select pg_sleep(30); insert into half values (1)')
  const sleeping = `select 1 from pg_stat_activity where datname = '${name}' and wait_event = 'PgSleep'`
  await killedWhile(async () => (await rows(sleeping)).length > 0)
  expect(await tables()).toEqual(['first', 'migrations'])
  // What it was doing ends with its connection; the lock it held too.
  await rows(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and wait_event = 'PgSleep'`,
  )
  file('postgres', '0002-long', 'create table half (n int)')
  expect(await migrate(url, clickhouse, folder)).toEqual(['0002-long.sql', '0001-events.sql'])
}, 30_000)

test('killed between two statements of ClickHouse, the next start runs the whole file again', async () => {
  const [one, two] = ['one', 'two'].map(
    (table) => `create table if not exists ${table} (n UInt8) engine = MergeTree order by n;`,
  )
  file('clickhouse', '0002-halves', `${one}\nselect sleep(3);\n${two}\n`)
  await killedWhile(async () => (await eventTables()).includes('one'))
  expect(await eventTables()).not.toContain('two')
  expect(await migrate(url, clickhouse, folder)).toEqual(['0002-halves.sql'])
  expect(await eventTables()).toEqual(['migrations', 'one', 'seen', 'two'])
  expect(await migrate(url, clickhouse, folder)).toEqual([])
}, 30_000)

test('nodes that start together take turns: each file runs once', async () => {
  file('postgres', '0002-count', 'create table runs (n int); insert into runs select 1; select pg_sleep(0.2)')
  const nodes = await Promise.all(Array.from({ length: 5 }, () => migrate(url, clickhouse, folder)))
  expect(nodes.filter((ran) => ran.length > 0)).toEqual([['0001-first.sql', '0002-count.sql', '0001-events.sql']])
  expect(await rows('select count(*)::int as n from runs')).toEqual([{ n: 1 }])
})

describe('data that these files did not make is refused, and left as it was', () => {
  test.each(['postgres', 'clickhouse'] as const)('by a newer version (%s)', async (engine) => {
    file(
      engine,
      '0009-newer',
      engine === 'postgres'
        ? 'create table newer (n int)'
        : 'create table if not exists newer (n UInt8) engine = Memory;',
    )
    await migrate(url, clickhouse, folder)
    const older = join(home, `${name}-older`)
    for (const each of ['postgres', 'clickhouse']) {
      mkdirSync(join(older, each), { recursive: true })
      for (const sql of readdirSync(join(folder, each)).filter((file) => !file.startsWith('0009')))
        copyFileSync(join(folder, each, sql), join(older, each, sql))
    }
    writeFileSync(join(older, 'postgres', '0002-ours.sql'), 'create table ours (n int)')
    const refused = migrate(url, clickhouse, older)
    await expect(refused).rejects.toThrow(WrongVersion)
    await expect(refused).rejects.toThrow(
      /version plus récente de Filrouge \(0009-newer\.sql\).*\n.*comes from a newer Filrouge/,
    )
    expect(await tables()).not.toContain('ours')
  })

  test('by another text of the same file', async () => {
    await migrate(url, clickhouse, folder)
    file('postgres', '0001-first', 'create table first (n int, added text)')
    file('postgres', '0002-ours', 'create table ours (n int)')
    await expect(migrate(url, clickhouse, folder)).rejects.toThrow(
      /0001-first\.sql \(PostgreSQL\) a changé.*\n.*changed after it was applied/,
    )
    expect(await tables()).toEqual(['first', 'migrations'])
  })
})

describe('statements of a file', () => {
  test.each([
    ['select 1', ['select 1']],
    ['select 1;\nselect 2;\n', ['select 1', 'select 2']],
    ['-- why; and how\nselect 1;  \n\n  -- again\nselect 2', ['select 1', 'select 2']],
    ["select ';' as a,\n 2;\n", ["select ';' as a,\n 2"]],
    ['\n-- nothing\n', []],
  ])('%j', (sql, statements) => {
    expect(statementsOf(sql)).toEqual(statements)
  })

  test('those of ClickHouse can all be run twice, since it has no transaction', () => {
    const dir = join(root, 'migrations', 'clickhouse')
    const repeatable =
      /^(create (table|materialized view|view|dictionary) if not exists|alter table \w+\s+(add (column|index) if not exists|drop (column|index) if exists|modify )|drop (table|view) if exists)/
    for (const name of readdirSync(dir)) {
      const statements = statementsOf(readFileSync(join(dir, name), 'utf8'))
      for (const [i, statement] of statements.entries()) {
        // Filling a table again is harmless only where the same file has just emptied it.
        const filled = /^insert into (\w+)/.exec(statement)?.[1]
        // The same holds of taking a table's place with one made from it.
        const placed = /^exchange tables \w+ and (\w+)$/.exec(statement)?.[1]
        const made = filled ?? placed
        if (made) expect(statements.slice(0, i)).toContain(`drop table if exists ${made}`)
        // A change to rows that have no value yet finds none the second time.
        else if (!/^alter table \w+ update\s+(\w+) = [\s\S]*\bwhere \1 = ''/.test(statement))
          expect(statement).toMatch(repeatable)
      }
    }
  })

  test('every migration says why on its first line, and numbers are given once', () => {
    for (const engine of ['postgres', 'clickhouse']) {
      const names = readdirSync(join(root, 'migrations', engine)).toSorted()
      for (const name of names) {
        expect(name).toMatch(/^\d{4}-[a-z0-9-]+\.sql$/)
        expect([name, readFileSync(join(root, 'migrations', engine, name), 'utf8').slice(0, 3)]).toEqual([name, '-- '])
      }
      expect(new Set(names.map((name) => name.slice(0, 4))).size).toBe(names.length)
    }
  })
})
