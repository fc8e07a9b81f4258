import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { serve as listen } from '@hono/node-server'
import { pino } from 'pino'
import { makeMember, makeWorkspace, signedInCookie } from '../src/accounts/fixtures.ts'
import { sitesOf } from '../src/analytics/analytics.store.ts'
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
import { percentile } from './record.fixture.ts'
import { trafficSql } from './traffic.fixture.ts'

const dayMs = 86_400_000

/** The product on a data folder, with one site in consent mode and one goal, open to a lead who is signed in. */
export async function openStore(dataDir: string) {
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
  const { handlePage } = (await import(pathToFileURL(join(root, 'build/server/index.js')).href)) as {
    handlePage: Pages
  }
  const { fetch } = httpServer(app, handlePage)
  const port = await new Promise<number>((found) => {
    listen({ fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false }, (at) => found(at.port))
  })
  return {
    app,
    scope,
    site,
    page: `http://127.0.0.1:${port}/w/${workspace.slug}/p/${project.slug}/audience`,
    cookie: await signedInCookie(app, scope.user.id ?? ''),
    /** Writes the days from `newest` to `oldest` days ago, one by one as a site lives, and waits for merges. Seconds of each. */
    async load(newest: number, oldest: number, aDay: number, pages: number) {
      const started = performance.now()
      for (let day = newest; day < oldest; day += 1)
        await app.clickhouse.command({
          query: trafficSql(site.id, aDay, 1, new Date(scope.now.getTime() - day * dayMs), pages),
          clickhouse_settings: { max_execution_time: 600 },
        })
      const written = performance.now()
      await merged(app.clickhouse)
      return { writtenIn: (written - started) / 1000, mergedIn: (performance.now() - written) / 1000 }
    },
    async close() {
      await close()
      await engines.stop()
    },
  }
}

/** Waits until the visits of past weeks are one part a week, as they are a minute after the last of them came. */
async function merged(clickhouse: ClickHouse): Promise<void> {
  const patience = performance.now() + 600_000
  for (;;) {
    const answer = await clickhouse.query({
      query: `select partition from system.parts where database = currentDatabase() and table = 'visits' and active
        group by partition having count() > 1`,
      format: 'JSONEachRow',
    })
    if ((await answer.json()).length === 0) return
    if (performance.now() > patience) throw new Error('visits were not merged in ten minutes')
    await sleep(1_000)
  }
}

/** The same file in a process of its own; each message it sends is awaited in turn. */
export function forked(file: string, args: readonly string[]): { child: ChildProcess; next: <T>() => Promise<T> } {
  const child = fork(file, [...args], { execArgv: process.execArgv })
  const next = <T>() => new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  }) // prettier-ignore
  return { child, next }
}

/** Opens the audience page as a browser does, and makes sure that it is that page. */
export const opener =
  ({ page, cookie }: { readonly page: string; readonly cookie: string }) =>
  (asked: string) =>
  async () => {
    const reply = await fetch(page + asked, { headers: { cookie, 'accept-language': 'fr' } })
    const html = await reply.text()
    if (!reply.ok || !html.includes('Pages les plus vues')) throw new Error(`${reply.status}: ${html.slice(0, 300)}`)
  }

/** What the audience page is asked for the last days, as many as given. */
export const lastDays = (days: number) => {
  const today = dayIn('Europe/Paris', new Date())
  return `?from=${addDays(today, 1 - days)}&to=${today}`
}

/** Milliseconds of each turn of a piece of work. */
export async function times(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < count; i += 1) {
    const started = performance.now()
    await work()
    found.push(performance.now() - started)
  }
  return found
}

export type Timings = Readonly<Record<string, readonly number[]>>

/** Rows of a table: what, median, 95th percentile. */
export const rowsOf = (list: Timings): string[] =>
  Object.entries(list).map(
    ([what, found]) => `| ${what} | ${percentile(found, 0.5).toFixed(0)} | ${percentile(found, 0.95).toFixed(0)} |`,
  )
