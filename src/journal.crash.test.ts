import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClickHouse, connectClickHouse } from './clickhouse.ts'
import type { Child } from './engines/child.ts'
import { type ClickHouseEngine, clickhouseEngine } from './engines/clickhouse-engine.ts'
import { statementsOf } from './migrate.ts'

/** Real processes: the application that appends, and ClickHouse. Both are killed outright, again and again. */
let home: string
let engine: ClickHouseEngine
let server: Child
let clickhouse: ClickHouse
const acknowledged = new Set<string>()
let lastWords = ''

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'filrouge-crash-'))
  engine = await clickhouseEngine(home, pino({ level: 'silent' }))
  server = await engine.start()
  clickhouse = connectClickHouse(engine.address)
  const folder = resolve(import.meta.dirname, '../migrations/clickhouse')
  for (const file of readdirSync(folder).toSorted())
    for (const statement of statementsOf(readFileSync(join(folder, file), 'utf8')))
      await clickhouse.command({ query: statement })
}, 60_000)

afterAll(async () => {
  await clickhouse?.close()
  await server?.stop()
  if (home) rmSync(home, { recursive: true, force: true })
})

function application(writes = true): ChildProcess {
  const order = JSON.stringify({ dir: join(home, 'journal'), address: engine.address, writes })
  const script = resolve(import.meta.dirname, 'journal.fixture.ts')
  const child = spawn(process.execPath, ['--no-warnings', script, order], { stdio: ['ignore', 'pipe', 'inherit'] })
  let rest = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('drained')) lastWords = line
      else acknowledged.add(line)
    }
  })
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await gone
}

async function killClickHouse(): Promise<void> {
  process.kill(Number(readFileSync(join(home, 'clickhouse', 'child.pid'), 'utf8')), 'SIGKILL')
  await server.exited
}

async function count(query: string): Promise<number> {
  const answer = await clickhouse.query({ query, format: 'JSONCompactEachRow' })
  const [row] = await answer.json<[number | string]>()
  return Number(row?.[0])
}

test('after 24 kills of the application, of ClickHouse and of both, every acknowledged event is stored once', async () => {
  const rounds = ['application', 'ClickHouse', 'both'] as const
  let app = application()
  for (let round = 0; round < 24; round++) {
    const before = acknowledged.size
    await expect.poll(() => acknowledged.size, { timeout: 10_000, interval: 5 }).toBeGreaterThan(before)
    // A moment that differs from round to round: in a write, in a sync, in an insert, between two.
    await pause((round * 37) % 180)
    const victim = rounds[round % 3]
    if (victim === 'ClickHouse') {
      await killClickHouse()
      const meanwhile = acknowledged.size
      await expect.poll(() => acknowledged.size, { timeout: 10_000, interval: 5 }).toBeGreaterThan(meanwhile)
    } else if (victim === 'application') await kill(app)
    else await Promise.all([kill(app), killClickHouse()])
    if (victim !== 'application') server = await engine.start()
    if (victim !== 'ClickHouse') app = application()
  }
  await kill(app)

  const last = application(false)
  await new Promise((resolve) => last.once('close', resolve))
  expect(lastWords).toMatch(/^drained torn=\d+ refused=0$/)

  const answer = await clickhouse.query({
    query: 'select event_id from events where site_id = 1',
    format: 'JSONCompactEachRow',
  })
  const stored = (await answer.json<[string]>()).map(([id]) => id)
  const known = new Set(stored)
  expect(acknowledged.size).toBeGreaterThan(500)
  expect([...acknowledged].filter((id) => !known.has(id))).toEqual([])
  expect(stored.length).toBe(known.size)
  expect(await count('select sum(pageviews) from visits')).toBe(stored.length)
  expect(await count('select count() from visits final')).toBe(16 * 7)
}, 150_000)
