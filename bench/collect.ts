/**
 * Collection: events acknowledged and durable a second, by the real HTTP server, under load from a second process.
 *   npm run bench -- collect         20 s each way
 *   node bench/collect.ts --seconds 300
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { serve as listen } from '@hono/node-server'
import { pino } from 'pino'
import { makeScope } from '../src/accounts/fixtures.ts'
import { connectClickHouse, type ClickHouseAddress } from '../src/clickhouse.ts'
import { addSite } from '../src/collect/sites.store.ts'
import { loadConfig } from '../src/config.ts'
import { startEngines } from '../src/engines/engines.ts'
import { httpServer } from '../src/http.ts'
import { openApp } from '../src/open-app.ts'
import { domain } from './arrivals.fixture.ts'
import { Line, request } from './line.fixture.ts'
import { against, machine, record } from './record.fixture.ts'

interface Ready {
  readonly port: number
  readonly clickhouse: ClickHouseAddress
}

/** The application, without its pages: what a visitor's browser talks to. */
async function serve(dataDir: string): Promise<void> {
  const config = loadConfig({ FILROUGE_DATA: dataDir, FILROUGE_LOG: 'warn', FILROUGE_TRUSTED_PROXIES: '1' })
  const log = pino({ level: config.logLevel })
  const engines = await startEngines(config, log)
  const { app, close } = await openApp(config, engines, log, 'http://localhost')
  await addSite(await makeScope(app, 'owner'), { domain })
  const { fetch } = httpServer(app, async () => new Response('', { status: 404 }))
  const server = listen({ fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false }, ({ port }) => {
    const { url, username, password, database } = engines.clickhouse
    process.send?.({ port, clickhouse: { url, username, password, database } } satisfies Ready)
  })
  const measure = async () => {
    server.close()
    await app.journal.drained()
    process.send?.({ pending: app.journal.pending(), memory: process.memoryUsage.rss() })
    await close()
    await engines.stop()
    process.exit(0)
  }
  process.once('message', () => void measure())
}

interface Measure {
  readonly accepted: number
  readonly other: Record<number, number>
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly worst: number
}

/**
 * Load for some seconds. Without a rate, each connection sends as soon as it is answered. With one, requests are due at fixed
 * instants, and their time runs from when they were due: a stall is counted by all that it delays.
 */
async function load(port: number, seconds: number, connections: number, rate: number | null): Promise<Measure> {
  const lines = Array.from({ length: connections }, () => new Line(port))
  const times: number[] = []
  const other: Record<number, number> = {}
  const begin = performance.now()
  const end = begin + seconds * 1000
  let n = Math.floor(Math.random() * 1e9)
  let sent = 0
  await Promise.all(
    lines.map(async (line) => {
      for (;;) {
        let from = performance.now()
        if (rate !== null) {
          const due = begin + (sent++ * 1000) / rate
          if (due > end) return
          if (due > from) await pause(due - from)
          from = due
        }
        if (from > end) return
        const status = await line.send(request(n++))
        if (status === 202) times.push(performance.now() - from)
        else other[status] = (other[status] ?? 0) + 1
      }
    }),
  )
  const spent = (performance.now() - begin) / 1000
  for (const line of lines) line.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN
  return { accepted: times.length, other, perSecond: times.length / spent, p50: at(0.5), p99: at(0.99), worst: at(1) }
}

const message = <T>(child: ChildProcess) =>
  new Promise<T>((resolve) => child.once('message', (value) => resolve(value as T)))

async function bench(seconds: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
  const child = fork(import.meta.filename, ['--serve', dataDir], {
    execArgv: ['--no-warnings', ...process.execArgv.filter((flag) => flag.startsWith('--cpu-prof'))],
  })
  const { port, clickhouse } = await message<Ready>(child)
  const store = connectClickHouse(clickhouse)
  const count = async (where = '1') => {
    const answer = await store.query({ query: `select count() as n from events where ${where}`, format: 'JSONEachRow' })
    return Number((await answer.json<{ n: number }>())[0]?.n)
  }
  const warm = await load(port, 3, 32, null)
  const most = await load(port, seconds, 64, null)
  const half = await load(port, seconds, 64, Math.min(most.perSecond / 2, 2_500))
  const visible = await timeToVisible(port, count)
  const final = message<{ pending: { events: number; refused: number }; memory: number }>(child)
  await pause(1_500)
  const stored = await count()
  child.send('stop')
  const { pending, memory } = await final
  await store.close()
  const answered = warm.accepted + most.accepted + half.accepted + visible.tries
  const round = (n: number) => Math.round(n * 10) / 10
  record([
    `### ${machine()} · collection, ${seconds} s each`,
    '',
    `Acknowledged and durable: ${against(Math.round(most.perSecond), '≥', 5_000, 'events/s')}; at a fixed rate p99 ${against(half.p99, '<', 50, 'ms')}; visible after ${against(visible.worst / 1000, '<', 2, 's')} at worst.`,
    '',
    '| load | events/s acknowledged and durable | p50 ms | p99 ms | worst ms | other answers |',
    '|---|---|---|---|---|---|',
    `| 64 connections, as fast as answered | **${Math.round(most.perSecond)}** | ${round(most.p50)} | ${round(most.p99)} | ${round(most.worst)} | ${JSON.stringify(most.other)} |`,
    `| ${Math.round(half.perSecond)}/s, due at fixed instants | ${Math.round(half.perSecond)} | ${round(half.p50)} | ${round(half.p99)} | ${round(half.worst)} | ${JSON.stringify(half.other)} |`,
    '',
    `From 2xx to visible: median ${Math.round(visible.median)} ms, worst ${Math.round(visible.worst)} ms of ${visible.tries}. Acknowledged ${answered}, stored ${stored}; still waiting ${pending.events}; refused ${pending.refused}. Application at ${Math.round(memory / 2 ** 20)} MB resident.`,
  ])
  await new Promise((resolve) => child.once('exit', resolve))
  rmSync(dataDir, { recursive: true, force: true })
}

async function timeToVisible(
  port: number,
  count: (where: string) => Promise<number>,
): Promise<{ median: number; worst: number; tries: number }> {
  const line = new Line(port)
  const times: number[] = []
  for (let i = 0; i < 15; i++) {
    const path = `/visible-${Date.now()}-${i}`
    await line.send(
      request(i * 10 + 1).replace(/content-length: \d+\r\n\r\n.*/s, '') +
        withLength(JSON.stringify({ site: domain, url: `https://${domain}${path}` })),
    )
    const from = performance.now()
    while ((await count(`site_id = 1 and path = '${path}'`)) === 0 && performance.now() - from < 10_000) await pause(20)
    times.push(performance.now() - from)
    await pause(Math.random() * 400)
  }
  line.close()
  times.sort((a, b) => a - b)
  return { median: times[7] ?? NaN, worst: times.at(-1) ?? NaN, tries: times.length }
}
const withLength = (body: string) => `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

const { values } = parseArgs({
  options: {
    serve: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    dry: { type: 'boolean', default: false },
  },
})
if (values.serve) await serve(values.serve)
else await bench(Number(values.seconds))
