/**
 * The audience page over HTTP: session, 12 panels, curve, comparison, HTML; and its readings one by one.
 *   npm run bench -- audience                    2 million page views in 30 days
 *   node bench/audience.ts --pageviews 12000000 --dry
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { serve as listen } from '@hono/node-server'
import { pino } from 'pino'
import { makeMember, makeWorkspace, signedInCookie } from '../src/accounts/fixtures.ts'
import { answer, read, readGroupings, sitesOf } from '../src/analytics/analytics.store.ts'
import { audience } from '../src/analytics/audience.store.ts'
import { viewOf, visitPanels } from '../src/analytics/audience.ts'
import { query } from '../src/analytics/query.ts'
import { addSite } from '../src/collect/sites.store.ts'
import { loadConfig, root } from '../src/config.ts'
import { startEngines } from '../src/engines/engines.ts'
import { httpServer } from '../src/http.ts'
import type { Pages } from '../src/http.ts'
import { goal } from '../src/kpis/kpis.ts'
import { openApp } from '../src/open-app.ts'
import { dayIn } from '../src/period.ts'
import { createObject } from '../src/projects/objects.store.ts'
import { createProject } from '../src/projects/projects.store.ts'
import { against, machine, percentile, record } from './record.fixture.ts'
import { trafficSql } from './traffic.fixture.ts'

interface Ready {
  readonly page: string
  readonly cookie: string
  readonly stored: number
  readonly loadedIn: number
}

type Timings = Readonly<Record<string, readonly number[]>>

const { values: options } = parseArgs({
  options: {
    pageviews: { type: 'string', default: '2000000' },
    child: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
})
const pageviews = Number(options.pageviews)

async function serve(dataDir: string): Promise<void> {
  const config = loadConfig({ FILROUGE_DATA: dataDir, FILROUGE_LOG: 'warn' })
  const log = pino({ level: config.logLevel })
  const engines = await startEngines(config, log)
  const { app, close } = await openApp(config, engines, log, 'http://localhost')
  const workspace = await makeWorkspace(app)
  const scope = await makeMember(app, workspace, 'lead')
  const project = await createProject(scope, {
    name: 'Banc', company: 'Banc', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  await addSite(scope, { domain: 'bench.example', projectId: project.id, mode: 'consent' })
  await createObject(scope, goal, project.id, {
    title: 'Commande',
    match: 'event',
    pattern: 'order',
    valueCents: null,
    site: null,
  })
  const [site] = await sitesOf(scope, { project: project.id })
  if (!site) throw new Error('no site')
  const started = performance.now()
  // Day by day, as a site lives: the table has the parts that daily inserts leave.
  const days = 30
  for (let day = 0; day < days; day += 1)
    await app.clickhouse.command({
      query: trafficSql(site.id, pageviews / days, 1, new Date(scope.now.getTime() - day * 86_400_000)),
      clickhouse_settings: { max_execution_time: 600 },
    })
  const loadedIn = performance.now() - started
  const { handlePage } = (await import(pathToFileURL(join(root, 'build/server/index.js')).href)) as {
    handlePage: Pages
  }
  const { fetch } = httpServer(app, handlePage)
  const found = await answer(
    scope,
    site,
    query({ period: { from: '2000-01-01', to: '2010-12-11' }, metrics: ['pageviews'] }),
  ).then(() => audience(scope, site, viewOf(new URLSearchParams(), dayIn(site.timeZone, scope.now))))
  const server = listen({ fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false }, ({ port }) => {
    void signedInCookie(app, scope.user.id ?? '').then((cookie) =>
      process.send?.({
        page: `http://127.0.0.1:${port}/w/${workspace.slug}/p/${project.slug}/audience`,
        cookie,
        stored: found.totals.pageviews ?? 0,
        loadedIn,
      } satisfies Ready),
    )
  })
  const measure = async () => {
    const view = viewOf(new URLSearchParams(), dayIn(site.timeZone, new Date()))
    const ask = (metrics: Parameters<typeof query>[0]['metrics']) => query({ period: view.period, metrics })
    const readings: Record<string, () => Promise<unknown>> = {
      'visitors, visits, bounces, durations: totals and by day': () =>
        readGroupings(scope, site, ask(['visitors', 'visits', 'bounceRate', 'visitDuration']), [[], ['date']], 2000),
      'page views: totals, by day, by page': () =>
        readGroupings(scope, site, ask(['pageviews']), [[], ['date'], ['page']], 2000),
      'nine panels of visits': () =>
        readGroupings(
          scope,
          site,
          ask(['visits']),
          visitPanels.map((name) => [name]),
          8,
        ),
      'conversions by goal': () =>
        read(scope, site, query({ period: view.period, metrics: ['conversions'], dimensions: ['goal'] })),
      'all of the page, without HTTP nor HTML': () => audience(scope, site, view),
    }
    const timings: Record<string, number[]> = {}
    for (const [name, reading] of Object.entries(readings)) timings[name] = await times(15, reading)
    process.send?.({ timings, memory: process.memoryUsage.rss() })
    server.close()
    await close()
    await engines.stop()
    process.exit(0)
  }
  process.once('message', () => void measure())
}

async function times(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < count; i += 1) {
    const started = performance.now()
    await work()
    found.push(performance.now() - started)
  }
  return found
}

const ms = (list: readonly number[]) => `${percentile(list, 0.5).toFixed(0)} | ${percentile(list, 0.95).toFixed(0)}`

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
  const child = fork(import.meta.filename, ['--child', dataDir, '--pageviews', String(pageviews)], {
    execArgv: process.execArgv,
  })
  const next = <T>() => new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  }) // prettier-ignore
  try {
    const { page, cookie, stored, loadedIn } = await next<Ready>()
    const open = (search: string) => async () => {
      const reply = await fetch(page + search, { headers: { cookie, 'accept-language': 'fr' } })
      const html = await reply.text()
      if (!reply.ok || !html.includes('Pages les plus vues')) throw new Error(`${reply.status}: ${html.slice(0, 300)}`)
    }
    await times(3, open(''))
    const pages: Timings = {
      '30 days': await times(40, open('')),
      '30 days, filtered on a channel': await times(20, open('?f=channel:is:Email')),
      '30 days, filtered on a page': await times(20, open('?f=page:is:/page-1')),
      '7 days': await times(20, open('?period=7d')),
      today: await times(20, open('?period=today')),
    }
    child.send('measure')
    const { timings, memory } = await next<{ timings: Timings; memory: number }>()
    const rows = (list: Timings) => Object.entries(list).map(([name, found]) => `| ${name} | ${ms(found)} |`)
    record([
      '## Audience page (`npm run bench -- audience`)',
      '',
      `### ${machine()} · ${stored} page views shown over 30 days`,
      '',
      `The whole page over HTTP, 12 panels, 30 days: p95 ${against(percentile(pages['30 days'] ?? [], 0.95), '<', 300, 'ms')}.`,
      `Written in ${(loadedIn / 1000).toFixed(1)} s, a day at a time. Application at ${Math.round(memory / 2 ** 20)} MB resident.`,
      '',
      '| page, over HTTP, whole | p50 ms | p95 ms |',
      '|---|---|---|',
      ...rows(pages),
      '',
      '| reading, alone | p50 ms | p95 ms |',
      '|---|---|---|',
      ...rows(timings),
    ])
  } finally {
    child.kill()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await (options.child === undefined ? main() : serve(options.child))
