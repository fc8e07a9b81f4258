import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeMember, makeWorkspace, signedInCookie } from './accounts/fixtures.ts'
import type { App } from './app.ts'
import { backup } from './backup.ts'
import { addSite } from './collect/sites.store.ts'
import { loadConfig } from './config.ts'
import { startEngines } from './engines/engines.ts'
import { httpServer } from './http.ts'
import { startJobs } from './jobs.ts'
import { openApp } from './open-app.ts'
import { testInstance } from './testing.ts'

/** Two nodes of one instance: the same PostgreSQL and ClickHouse by address, a data folder each, one secret. */
const first = await testInstance()
const secret = 'un même secret pour les deux nœuds'
const said: { node: number; msg: string; job?: string }[] = []
const nodes: App[] = []

const urlOf = ({ engines }: App) => {
  const { url, username, password, database } = engines.clickhouse
  const address = new URL(url)
  Object.assign(address, { username, password, pathname: `/${database}` })
  return address.href
}

async function openNode(node: number, given: string = secret): Promise<App> {
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-noeud-'))
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))
  const log = pino(
    { level: 'info' },
    { write: (line: string) => void said.push({ ...(JSON.parse(line) as { msg: string }), node }) },
  )
  const config = loadConfig({
    FILROUGE_DATA: dataDir,
    FILROUGE_POSTGRES_URL: first.app.engines.postgres.url,
    FILROUGE_CLICKHOUSE_URL: urlOf(first.app),
    FILROUGE_SECRET: given,
  })
  const opened = await openApp(config, await startEngines(config, log), log, 'http://localhost:3000')
  afterAll(() => opened.close())
  return opened.app
}

beforeAll(async () => {
  // The instance of the test had a secret of its own.
  await sql`delete from instance`.execute(first.db)
  nodes.push(...(await Promise.all([openNode(0), openNode(1)])))
})

const page = () => Promise.resolve(new Response('page'))
const ask = (app: App, path: string, init?: RequestInit) =>
  Promise.resolve(httpServer(app, page).fetch(new Request(`http://localhost:3000${path}`, init)))

test('what one node writes the other serves', async () => {
  const [one, two] = nodes as [App, App]
  const scope = await makeMember(one, await makeWorkspace(one), 'owner')
  await addSite(scope, { domain: 'exemple.fr' })
  const event = { site: 'exemple.fr', url: 'https://exemple.fr/' }
  for (const app of [one, two]) {
    const answer = await ask(app, '/api/event', {
      method: 'POST',
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0' },
      body: JSON.stringify(event),
    })
    expect(answer.status).toBe(202)
    await app.journal.drained()
  }
  const counted = await two.clickhouse.query({
    query: 'select count() as n, uniqExact(visitor_id) as visitors from events',
    format: 'JSONEachRow',
  })
  expect(await counted.json()).toEqual([{ n: 2, visitors: 1 }])
})

test('a session opened on one node is one on the other, since they sign with the same secret', async () => {
  const [one, two] = nodes as [App, App]
  const scope = await makeMember(one, await makeWorkspace(one), 'owner')
  const headers = new Headers({ cookie: await signedInCookie(one, scope.user.id ?? '') })
  expect((await two.auth.api.getSession({ headers }))?.user.id).toBe(scope.user.id)
})

test('a node with another secret is told so instead of starting', async () => {
  await expect(openNode(2, 'x'.repeat(40))).rejects.toThrow(
    /n’est pas celui de la base.*\n.*is not that of the database/,
  )
})

test('a job runs once, whichever node takes it', async () => {
  const boss = new PgBoss({ connectionString: first.app.engines.postgres.url, schema: 'jobs' })
  await boss.start()
  await boss.createQueue('empty-trash')
  for (let n = 0; n < 3; n++) await boss.send('empty-trash', {})
  await boss.stop({ graceful: false })
  const running = await Promise.all(nodes.map((app) => startJobs(app, 500)))
  const done = () => said.filter(({ msg, job }) => msg === 'job done' && job === 'empty-trash').length
  await expect.poll(done, { timeout: 20_000 }).toBeGreaterThan(0)
  await Promise.all(running.map((jobs) => jobs.stop()))
  const states = await sql<{ state: string; n: number }>`
    select state::text, count(*)::int as n from jobs.job where name = 'empty-trash' group by 1 order by 1`.execute(
    first.db,
  )
  const completed = states.rows.find(({ state }) => state === 'completed')?.n ?? 0
  // As many runs as jobs that ended, however many nodes looked for them.
  expect(done()).toBe(completed)
  const schedules = await sql<{
    n: number
  }>`select count(*)::int as n from jobs.schedule where name = 'empty-trash'`.execute(first.db)
  expect(schedules.rows).toEqual([{ n: 1 }])
}, 40_000)

test('/healthz asks servers that are not ours, and says which one does not answer', async () => {
  const [one] = nodes as [App]
  const healthy = await ask(one, '/healthz')
  expect(healthy.status).toBe(200)
  expect(await healthy.json()).toMatchObject({
    status: 'ok',
    postgres: { managed: false, state: 'up' },
    clickhouse: { managed: false, state: 'up' },
  })
  const engines = await startEngines(one.config, pino({ level: 'silent' }))
  const closed = await openApp(one.config, engines, pino({ level: 'silent' }), 'http://localhost:3000')
  await closed.close()
  const ill = await ask(closed.app, '/healthz')
  expect(ill.status).toBe(503)
  expect(ill.headers.get('retry-after')).toBe('5')
  expect(await ill.json()).toMatchObject({ status: 'restarting', postgres: { state: 'unreachable' } })
})

test('a backup of the instance can be asked of any node', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'filrouge-noeud-')), 'a.tgz')
  afterAll(() => rmSync(join(file, '..'), { recursive: true, force: true }))
  expect((await backup(nodes[1] as App, file, () => {})).events).toBe(2)
})
