/**
 * The redirect of tracked links: 1,000 clicks a second, due at fixed instants, from a second process on the same machine. Time runs
 * from the instant a click was due, so that a stall is counted by all that it delays.
 *   npm run bench -- redirect          20 s
 *   node bench/redirect.ts --seconds 60 --rate 2000 --dry
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { serve as listen } from '@hono/node-server'
import { pino } from 'pino'
import { makeScope } from '../src/accounts/fixtures.ts'
import { loadConfig } from '../src/config.ts'
import { startEngines } from '../src/engines/engines.ts'
import { httpServer } from '../src/http.ts'
import { clickTotals } from '../src/links/clicks.store.ts'
import { trackedLink } from '../src/links/links.ts'
import { openApp } from '../src/open-app.ts'
import { createObject } from '../src/projects/objects.store.ts'
import { createProject } from '../src/projects/projects.store.ts'
import { against, machine, percentile, record } from './record.fixture.ts'

const links = 200

const { values: options } = parseArgs({
  options: {
    serve: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '1000' },
    dry: { type: 'boolean', default: false },
  },
})

/** The application without its pages, with links to follow; told to stop, it says what was counted. */
async function serve(dataDir: string): Promise<void> {
  const config = loadConfig({ FILROUGE_DATA: dataDir, FILROUGE_LOG: 'warn' })
  const log = pino({ level: config.logLevel })
  const engines = await startEngines(config, log)
  const { app, close } = await openApp(config, engines, log, 'http://localhost')
  const scope = await makeScope(app, 'owner')
  const project = await createProject(scope, {
    name: 'Banc', company: 'Banc', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  const ids: string[] = []
  for (let n = 0; n < links; n++)
    ids.push(
      await createObject(scope, trackedLink, project.id, {
        title: `Lien ${n}`,
        destination: `https://bench.example/page-${n}?size=2`,
        slug: `lien-${n}`,
        utmSource: 'lettre',
        utmMedium: 'email',
        utmCampaign: 'noel',
        utmContent: null,
        utmTerm: null,
      }),
    )
  const { fetch } = httpServer(app, async () => new Response('', { status: 404 }))
  const server = listen({ fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false }, ({ port }) => {
    process.send?.({ port })
  })
  const counted = async () => [...(await clickTotals(scope, ids)).values()].reduce((sum, n) => sum + n, 0)
  const stop = async (expected: number) => {
    // The journal of clicks reaches the database by itself; ten seconds are a hundred times what it takes.
    for (let tries = 0; tries < 100 && (await counted()) < expected; tries++) await pause(100)
    process.send?.({ counted: await counted(), memory: process.memoryUsage.rss() })
    server.close()
    await close()
    await engines.stop()
    process.exit(0)
  }
  process.once('message', (expected) => void stop(Number(expected)))
}

const next = <T>(child: ChildProcess) =>
  new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }

/** Follows a link up to its redirect. @returns its status */
const follow = (port: number, n: number) =>
  new Promise<number>((resolve) => {
    get({ host: '127.0.0.1', port, path: `/l/lien-${n % links}`, agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    }).on('error', () => resolve(0))
  })

async function load(port: number, seconds: number, rate: number) {
  const times: number[] = []
  const others: Record<number, number> = {}
  const pending: Promise<void>[] = []
  const begin = performance.now()
  for (let n = 0; n < seconds * rate; n++) {
    const due = begin + (n * 1000) / rate
    const early = due - performance.now()
    if (early > 0) await pause(early)
    pending.push(
      follow(port, n).then((status) => {
        if (status === 302) times.push(performance.now() - due)
        else others[status] = (others[status] ?? 0) + 1
      }),
    )
  }
  await Promise.all(pending)
  return { times, others }
}

async function main(seconds: number, rate: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
  const child = fork(import.meta.filename, ['--serve', dataDir], { execArgv: ['--no-warnings'] })
  try {
    const { port } = await next<{ port: number }>(child)
    const warm = await load(port, 2, rate)
    const { times, others } = await load(port, seconds, rate)
    const followed = warm.times.length + times.length
    child.send(String(followed))
    const { counted, memory } = await next<{ counted: number; memory: number }>(child)
    record([
      `### ${machine()} · redirect of tracked links, ${rate}/s for ${seconds} s`,
      '',
      `- p99 ${against(percentile(times, 0.99), '<', 10, 'ms')}; median ${percentile(times, 0.5).toFixed(1)} ms, worst ${percentile(times, 1).toFixed(1)} ms`,
      `- followed ${followed}, counted in the database ${counted}; other answers ${JSON.stringify(others)}; application at ${Math.round(memory / 2 ** 20)} MB resident`,
    ])
  } finally {
    child.kill()
    agent.destroy()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await (options.serve === undefined ? main(Number(options.seconds), Number(options.rate)) : serve(options.serve))
