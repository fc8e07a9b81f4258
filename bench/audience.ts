/**
 * The audience page over HTTP: session, 12 panels, curve, HTML; and its readings one by one. On two stores, each in a process of its own:
 * two million page views of 30 days in visits of three pages, and twelve million of 90 days in visits of ten.
 *   npm run bench -- audience
 *   node bench/audience.ts --store quarter --dry
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
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
import type { ClickHouse } from '../src/clickhouse.ts'
import { loadConfig, root } from '../src/config.ts'
import { startEngines } from '../src/engines/engines.ts'
import { httpServer } from '../src/http.ts'
import type { Pages } from '../src/http.ts'
import { goal } from '../src/kpis/kpis.ts'
import { openApp } from '../src/open-app.ts'
import { addDays, dayIn } from '../src/period.ts'
import { createObject } from '../src/projects/objects.store.ts'
import { createProject } from '../src/projects/projects.store.ts'
import { against, machine, memoryOf, percentile, record } from './record.fixture.ts'
import { trafficSql } from './traffic.fixture.ts'

interface Ready {
  readonly page: string
  readonly cookie: string
  readonly stored: number
  readonly loadedIn: number
  readonly mergedIn: number
}

type Timings = Readonly<Record<string, readonly number[]>>

const stores = {
  month: { pageviews: 2_000_000, days: 30, pages: 3, target: 300 },
  quarter: { pageviews: 12_000_000, days: 90, pages: 10, target: 500 },
} as const
type StoreName = keyof typeof stores

const { values: options } = parseArgs({
  options: { store: { type: 'string' }, child: { type: 'string' }, dry: { type: 'boolean', default: false } },
})
const wanted = (Object.keys(stores) as StoreName[]).filter((name) => (options.store ?? name) === name)

async function serve(dataDir: string, { pageviews, days, pages }: (typeof stores)[StoreName]): Promise<void> {
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
  for (let day = 0; day < days; day += 1)
    await app.clickhouse.command({
      query: trafficSql(site.id, pageviews / days, 1, new Date(scope.now.getTime() - day * 86_400_000), pages),
      clickhouse_settings: { max_execution_time: 600 },
    })
  const loadedIn = performance.now() - started
  const mergedIn = await merged(app.clickhouse)
  const { handlePage } = (await import(pathToFileURL(join(root, 'build/server/index.js')).href)) as {
    handlePage: Pages
  }
  const { fetch } = httpServer(app, handlePage)
  const found = await answer(
    scope,
    site,
    query({ period: { from: '2000-01-01', to: '2010-12-11' }, metrics: ['pageviews'] }),
  ).then(() => audience(scope, site, whole(days)))
  const server = listen({ fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false }, ({ port }) => {
    void signedInCookie(app, scope.user.id ?? '').then((cookie) =>
      process.send?.({
        page: `http://127.0.0.1:${port}/w/${workspace.slug}/p/${project.slug}/audience`,
        cookie,
        stored: found.totals.pageviews ?? 0,
        loadedIn,
        mergedIn,
      } satisfies Ready),
    )
  })
  const readAlone = async () => {
    const view = whole(days)
    const ask = (metrics: Parameters<typeof query>[0]['metrics']) => query({ period: view.period, metrics })
    const readings: Record<string, () => Promise<unknown>> = {
      'visitors, visits, bounces, durations: totals and by day': () =>
        readGroupings(scope, site, ask(['visitors', 'visits', 'bounceRate', 'visitDuration']), [[], ['date']], 2000),
      'page views by day': () =>
        read(scope, site, query({ period: view.period, metrics: ['pageviews'], dimensions: ['date'] })),
      'page views by page': () =>
        read(scope, site, query({ period: view.period, metrics: ['pageviews'], dimensions: ['page'], limit: 8 })),
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
    process.send?.({ timings })
    server.close()
    await close()
    await engines.stop()
    process.exit(0)
  }
  process.once('message', () => void readAlone())
}

/** Waits until the visits of past weeks are one part a week, as they are a minute after the last of them came. Milliseconds. */
async function merged(clickhouse: ClickHouse): Promise<number> {
  const started = performance.now()
  for (;;) {
    const answer = await clickhouse.query({
      query: `select partition from system.parts where database = currentDatabase() and table = 'visits' and active
        group by partition having count() > 1`,
      format: 'JSONEachRow',
    })
    if ((await answer.json()).length === 0) return performance.now() - started
    if (performance.now() - started > 600_000) throw new Error('visits were not merged in ten minutes')
    await sleep(1_000)
  }
}

/** The audience page over the last days, as many as asked. */
const search = (days: number) => {
  const today = dayIn('Europe/Paris', new Date())
  return `?from=${addDays(today, 1 - days)}&to=${today}`
}
const whole = (days: number) => viewOf(new URLSearchParams(search(days)), dayIn('Europe/Paris', new Date()))

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

async function measure(name: StoreName): Promise<void> {
  const store = stores[name]
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
  const child = fork(import.meta.filename, ['--child', dataDir, '--store', name], {
    execArgv: process.execArgv,
  })
  const next = <T>() => new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  }) // prettier-ignore
  try {
    const { page, cookie, stored, loadedIn, mergedIn } = await next<Ready>()
    const open = (asked: string) => async () => {
      const reply = await fetch(page + asked, { headers: { cookie, 'accept-language': 'fr' } })
      const html = await reply.text()
      if (!reply.ok || !html.includes('Pages les plus vues')) throw new Error(`${reply.status}: ${html.slice(0, 300)}`)
    }
    const all = search(store.days)
    await times(3, open(all))
    const long = `${store.days} days`
    const pages: Timings = {
      [long]: await times(40, open(all)),
      [`${long}, filtered on a channel`]: await times(20, open(`${all}&f=channel:is:Email`)),
      [`${long}, filtered on a page`]: await times(20, open(`${all}&f=page:is:/page-1`)),
      ...(store.days > 30 ? { '30 days': await times(40, open('')) } : {}),
      '7 days': await times(20, open('?period=7d')),
      today: await times(20, open('?period=today')),
    }
    const memory = memoryOf(child.pid ?? 0)
    child.send('measure')
    const { timings } = await next<{ timings: Timings }>()
    const rows = (list: Timings) => Object.entries(list).map(([what, found]) => `| ${what} | ${ms(found)} |`)
    record([
      `### ${machine()} · audience page · ${stored} page views shown over ${store.days} days`,
      '',
      `- the whole page over HTTP, 12 panels, ${long}: p95 ${against(percentile(pages[long] ?? [], 0.95), '<', store.target, 'ms')}`,
      `- all processes, shared pages once: ${against(memory.proportional, '<', 1_500, 'MB')}`,
      `- written in ${(loadedIn / 1000).toFixed(1)} s, a day at a time; visits of past weeks merged ${(mergedIn / 1000).toFixed(0)} s later`,
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

const [first] = wanted
if (options.child === undefined) for (const name of wanted) await measure(name)
else if (first) await serve(options.child, stores[first])
