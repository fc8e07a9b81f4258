/**
 * Endurance: a fixed load for minutes, while ClickHouse is stopped for most of them and the application is killed at random and started
 * again; pages are asked all along. At the end every event that was acknowledged is looked for, one by one.
 *   npm run bench -- endurance
 *   node bench/endurance.ts --minutes 2 --rate 500 --dry
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { makeScope } from '../src/accounts/fixtures.ts'
import { addWorkspaceKey } from '../src/accounts/keys.store.ts'
import { addSite } from '../src/collect/sites.store.ts'
import { loadConfig, root } from '../src/config.ts'
import { startEngines } from '../src/engines/engines.ts'
import { freePort } from '../src/engines/ground.ts'
import { openApp } from '../src/open-app.ts'
import { domain } from './arrivals.fixture.ts'
import { Line, request } from './line.fixture.ts'
import { machine, percentile, record } from './record.fixture.ts'

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '2500' },
    dry: { type: 'boolean' },
  },
})

/** What is asked as a reader would, beside the load. The last needs ClickHouse: without it a 503 is the right answer. */
const asked = ['/sign-in', '/api/v1/projects', '/api/v1/query'] as const
type Asked = (typeof asked)[number]

/** Opens the instance itself, before and after the load. */
async function opened<T>(
  dataDir: string,
  work: (app: Awaited<ReturnType<typeof openApp>>['app']) => Promise<T>,
): Promise<T> {
  const config = loadConfig({ FILROUGE_DATA: dataDir, FILROUGE_LOG: 'error' })
  const log = pino({ level: 'error' })
  const engines = await startEngines(config, log)
  const { app, close } = await openApp(config, engines, log, 'http://localhost')
  try {
    return await work(app)
  } finally {
    await close()
    await engines.stop()
  }
}

/** The application in a process of its own, which is killed and started again. */
class Instance {
  readonly #dataDir: string
  readonly port: number
  #child: ChildProcess | null = null
  kills = 0
  /** Seconds from each kill to the first page that answers. */
  readonly starts: number[] = []
  constructor(dataDir: string, port: number) {
    this.#dataDir = dataDir
    this.port = port
  }

  async start(): Promise<void> {
    const began = performance.now()
    this.#child = spawn(process.execPath, ['--no-warnings', join(root, 'src/server.ts')], {
      // It says at length that ClickHouse is away.
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        PORT: String(this.port),
        FILROUGE_DATA: this.#dataDir,
        FILROUGE_LOG: 'fatal',
        FILROUGE_TRUSTED_PROXIES: '1',
      },
    })
    const ask = () => fetch(`http://127.0.0.1:${this.port}/sign-in`).then(({ status }) => status === 200, () => false) // prettier-ignore
    while (!(await ask())) await pause(50)
    this.starts.push((performance.now() - began) / 1000)
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (!child) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
    if (signal === 'SIGKILL') this.kills++
  }

  /** Kills ClickHouse as often as it is brought back. */
  stopClickHouse(): void {
    try {
      process.kill(Number(readFileSync(join(this.#dataDir, 'clickhouse/child.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
    } catch {
      // It is not there: that is what is wanted.
    }
  }
}

async function bench(minutes: number, rate: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-endurance-'))
  const key = await opened(dataDir, async (app) => {
    const owner = await makeScope(app, 'owner')
    await addSite(owner, { domain })
    return addWorkspaceKey(app.db, owner.workspace, 'endurance', ['projects:read', 'stats:read'])
  })
  const instance = new Instance(dataDir, await freePort())
  await instance.start()
  const begin = performance.now()
  const end = begin + minutes * 60_000
  const isOver = () => performance.now() > end
  // ClickHouse is away from the first tenth of the time to the last fifth.
  const isAway = () => performance.now() > begin + minutes * 6_000 && performance.now() < begin + minutes * 48_000
  const acknowledged = new Uint8Array(Math.ceil(minutes * 60 * rate) + 1)
  const statuses: Record<number, number> = {}
  let next = 0
  const load = async () => {
    const line = new Line(instance.port)
    while (!isOver()) {
      const n = next++
      const due = begin + (n * 1000) / rate
      if (due > end) break
      if (due > performance.now()) await pause(due - performance.now())
      const status = await line.send(request(n, `e-${n}`))
      if (status === 202) acknowledged[n] = 1
      statuses[status] = (statuses[status] ?? 0) + 1
      if (status === 0) await pause(50)
    }
    line.close()
  }
  const pages = new Map<string, { answers: Record<number, number>; times: number[] }>()
  const read = async () => {
    while (!isOver()) {
      for (const path of asked) {
        const name = `${path}, ClickHouse ${isAway() ? 'away' : 'there'}`
        const page = pages.get(name) ?? { answers: {}, times: [] }
        pages.set(name, page)
        const from = performance.now()
        const status = await ask(instance.port, path, key)
        page.times.push(performance.now() - from)
        page.answers[status] = (page.answers[status] ?? 0) + 1
      }
      await pause(250)
    }
  }
  const disturb = async () => {
    let killAt = begin + minutes * 60_000 * (0.15 + Math.random() * 0.2)
    while (!isOver()) {
      if (isAway()) instance.stopClickHouse()
      if (performance.now() > killAt) {
        await instance.end('SIGKILL')
        await instance.start()
        killAt = performance.now() + minutes * 60_000 * (0.15 + Math.random() * 0.2)
      }
      await pause(200)
    }
  }
  await Promise.all([...Array.from({ length: 64 }, load), read(), disturb()])
  await instance.end('SIGTERM')
  const found = await opened(dataDir, async (app) => {
    const began = performance.now()
    await app.journal.drained()
    const drained = (performance.now() - began) / 1000
    return { drained, ...(await reconcile(app, acknowledged)), pending: app.journal.pending() }
  })
  const accepted = acknowledged.reduce((sum, one) => sum + one, 0)
  record([
    `### ${machine()} · endurance, ${minutes} min at ${rate}/s`,
    '',
    `ClickHouse away for 70 % of the time; the application killed ${instance.kills} times, back after ${Math.max(...instance.starts).toFixed(1)} s at worst.`,
    `Acknowledged ${accepted}; of them lost **${found.lost}**, stored twice **${found.twice}**; ${found.stored - accepted + found.lost} stored whose answer was cut. Still waiting ${found.pending.events}, refused ${found.pending.refused}; what waited was in after ${found.drained.toFixed(1)} s. Answers to events: ${JSON.stringify(statuses)} (0: cut).`,
    '',
    '| asked | answers by status | median ms | p99 ms |',
    '|---|---|---|---|',
    ...[...pages].map(([name, { answers, times }]) => `| ${name} | ${JSON.stringify(answers)} | ${Math.round(percentile(times, 0.5))} | ${Math.round(percentile(times, 0.99))} |`),
  ]) // prettier-ignore
  rmSync(dataDir, { recursive: true, force: true })
  if (found.lost + found.twice > 0) process.exitCode = 1
}

/** @returns the status; 0 when the connection was cut or nothing came within ten seconds */
async function ask(port: number, path: Asked, key: string): Promise<number> {
  const today = new Date().toISOString().slice(0, 10)
  const body = JSON.stringify({ site: domain, period: { from: today, to: today }, metrics: ['visits'] })
  return fetch(`http://127.0.0.1:${port}${path}`, {
    signal: AbortSignal.timeout(10_000),
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(path === '/api/v1/query' ? { method: 'POST', body } : {}),
  }).then(
    async (answer) => {
      await answer.arrayBuffer()
      return answer.status
    },
    () => 0,
  )
}

/** Each acknowledged event looked for among those stored. */
async function reconcile(
  app: Awaited<ReturnType<typeof openApp>>['app'],
  acknowledged: Uint8Array,
): Promise<{ stored: number; lost: number; twice: number }> {
  const answer = await app.clickhouse.query({
    query: `select toUInt32(substring(event_id, 3)) as n, count() as times from events where site_id = 1 and startsWith(event_id, 'e-') group by n`,
    format: 'JSONCompactEachRow',
  })
  const seen = new Uint8Array(acknowledged.length)
  let [stored, twice] = [0, 0]
  for await (const rows of answer.stream<[number, number]>())
    for (const row of rows) {
      const [n, times] = row.json()
      seen[n] = 1
      stored++
      if (times > 1) twice++
    }
  return { stored, twice, lost: acknowledged.reduce((sum, one, n) => sum + (one === 1 && seen[n] !== 1 ? 1 : 0), 0) }
}

await bench(Number(options.minutes), Number(options.rate))
