import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scopeFor } from './accounts/fixtures.ts'
import { listGuestLinks } from './accounts/guests.store.ts'
import { listMembers } from './accounts/members.store.ts'
import { loader as signInPage, action as signIn } from './accounts/sign-in.page.tsx'
import { Visitor, goesTo } from './accounts/visitor.fixture.ts'
import { answer, siteByDomain } from './analytics/analytics.store.ts'
import type { MetricName } from './analytics/catalog.ts'
import { query } from './analytics/query.ts'
import type { App } from './app.ts'
import { clickTotals } from './links/clicks.store.ts'
import { coverage } from './projects/coverage.ts'
import { projectFile } from './projects/file.store.ts'
import { loader as mapPage } from './projects/map.page.tsx'
import { createProject } from './projects/projects.store.ts'
import { listDecisions } from './recommendations/decisions.store.ts'
import { testInstance } from './testing.ts'
import { loadDemo, makeWorld } from './world.ts'
import { project as projectValues } from './world/company.ts'
import { datesFrom } from './world/piece.ts'

const t = await testInstance()
/** Small enough to be quick, large enough for every campaign to have visits. */
const pageviews = 8_000
/** Midday, so that no test is told on the edge of a day. */
const noon = (day: string): App => ({ ...t.app, clock: () => new Date(`${day}T11:00:00Z`) })

async function load(app: App) {
  const said: string[] = []
  const demo = await loadDemo(app, (text) => said.push(text), { pageviews })
  return { demo, said, app: { ...app, demo } }
}

async function counted(sql: string): Promise<number> {
  const result = await t.clickhouse.query({ query: `select count() as n from ${sql}`, format: 'JSONEachRow' })
  return Number((await result.json<{ n: string }>())[0]?.n)
}

const inventory = async () => ({
  events: await counted('events'),
  visits: await counted('visits final'),
  objects: Number((await t.db.selectFrom('objects').select(({ fn }) => fn.countAll().as('n')).executeTakeFirstOrThrow()).n),
  clicks: Number((await t.db.selectFrom('linkClicks').select(({ fn }) => fn.sum('count').as('n')).executeTakeFirstOrThrow()).n),
  people: Number((await t.db.selectFrom('users').select(({ fn }) => fn.countAll().as('n')).executeTakeFirstOrThrow()).n),
}) // prettier-ignore

describe('the demonstration', () => {
  let first: Awaited<ReturnType<typeof inventory>>
  let demo: Awaited<ReturnType<typeof load>>

  test('is refused in a folder where somebody works', async () => {
    const scope = await t.scope('lead')
    const project = await createProject(scope, projectValues(datesFrom('2026-11-24')))
    await expect(load(noon('2026-11-24'))).rejects.toThrow(/ordinaire/)
    expect(await t.db.selectFrom('projects').select('id').execute()).toEqual([{ id: project.id }])
    await t.db.deleteFrom('workspaces').execute()
    await t.db.deleteFrom('users').execute()
  })

  test('loads, tells its progress in words, and says that its figures are invented', async () => {
    demo = await load(noon('2026-11-24'))
    first = await inventory()
    expect(demo.said.length).toBeGreaterThanOrEqual(15)
    expect(demo.said.at(-1)).toMatch(/inventés|invented/)
    expect(first.events).toBeGreaterThan(pageviews)
    expect(first.clicks).toBeGreaterThan(50)
    expect(first.people).toBe(4)
  })

  test('a second start on the same day loads nothing and opens the same doors', async () => {
    const again = await load(noon('2026-11-24'))
    expect(again.said).toHaveLength(1)
    expect(again.demo).toEqual(demo.demo)
    expect(await inventory()).toEqual(first)
  })

  test('on another day it is made anew, and says so; nothing of the day before is left', async () => {
    const later = await load(noon('2026-11-26'))
    expect(later.said[0]).toMatch(/24/)
    const now = await inventory()
    expect(now).toMatchObject({ objects: first.objects, people: 4 })
    expect(Math.abs(now.events / first.events - 1)).toBeLessThan(0.05)
    expect(await t.db.selectFrom('workspaces').select('slug').execute()).toEqual([{ slug: 'les-ruchers-du-ventoux' }])
    const days = await t.clickhouse.query({
      query: `select toString(toDate(max(ts))) as last, uniq(site_id) as sites from events`,
      format: 'JSONEachRow',
    })
    expect(await days.json()).toEqual([{ last: '2026-11-26', sites: 1 }])
    demo = later
    first = now
  })

  test('a loading killed in the middle is found out at the next start, and made whole', { timeout: 90_000 }, async () => {
    const other = mkdtempSync(join(tmpdir(), 'filrouge-demo-'))
    await t.db.updateTable('demonstrations').set({ day: '2020-01-01' }).execute()
    await killedAfter(5, other)
    const left = await t.db.selectFrom('demonstrations').selectAll().execute()
    expect(left).toMatchObject([{ finishedAt: null }])
    expect(await counted('events')).toBeGreaterThan(0)
    const mended = await load(noon('2026-11-26'))
    expect(mended.said[0]).toMatch(/interrompu|cut/)
    expect(await inventory()).toEqual(first)
    demo = mended
    rmSync(other, { recursive: true, force: true })
  }) // prettier-ignore

  test('lets anyone in by one press, as each of its people', async () => {
    for (const door of ['lead', 'management', 'contributor', 'guest']) {
      const browser = new Visitor(demo.app)
      expect(await browser.open(signInPage, '/sign-in')).toMatchObject({ demo: { lead: 'Camille Roux' } })
      const entered = await browser.send(signIn, '/sign-in', { door, next: '/' })
      expect(goesTo(entered), door).toBe('/w/les-ruchers-du-ventoux/p/du-rucher-au-panier')
      const home = await browser.open(mapPage, goesTo(entered) ?? '', {
        workspace: 'les-ruchers-du-ventoux',
        project: 'du-rucher-au-panier',
      })
      expect(home, door).toMatchObject({ name: 'Du rucher au panier' })
    }
    await expect(new Visitor(demo.app).send(signIn, '/sign-in', { door: 'owner' })).rejects.toMatchObject({ status: 404 })
  }) // prettier-ignore

  test('on an ordinary instance the doors do not exist, even over the same data', async () => {
    expect(t.app.demo).toBeNull()
    for (const door of ['lead', 'management', 'contributor', 'guest', '']) {
      const browser = new Visitor(t.app)
      expect(await browser.open(signInPage, '/sign-in')).toMatchObject({ demo: null })
      await expect(browser.send(signIn, '/sign-in', { door }), door).rejects.toMatchObject({ status: 404 })
      expect(browser.cookie, door).toBe('')
    }
    expect(await t.db.selectFrom('accounts').select('id').execute()).toEqual([])
  })

  /** Runs the loading in another process and kills it outright once it has said so many lines. */
  async function killedAfter(lines: number, dataDir: string): Promise<void> {
    const { postgres, clickhouse } = t.app.engines
    // Two processes on one database agree on its secret.
    copyFileSync(join(t.app.config.dataDir, 'auth-secret'), join(dataDir, 'auth-secret'))
    const events = new URL(clickhouse.url)
    events.username = clickhouse.username
    events.password = clickhouse.password
    events.pathname = `/${clickhouse.database}`
    const env = { FILROUGE_DATA: dataDir, FILROUGE_POSTGRES_URL: postgres.url, FILROUGE_CLICKHOUSE_URL: events.href }
    const script = resolve(import.meta.dirname, 'world.fixture.ts')
    const child = spawn(process.execPath, ['--no-warnings', script, JSON.stringify({ env, pageviews })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.split('\n').length > lines) child.kill('SIGKILL')
    })
    await new Promise((closed) => child.once('close', closed))
    expect(said.split('\n').length).toBeGreaterThan(lines)
  }
})

describe('the world as tests take it', () => {
  let world: Awaited<ReturnType<typeof makeWorld>>
  let app: App
  beforeAll(async () => {
    await t.db.deleteFrom('workspaces').execute()
    await t.db.deleteFrom('users').execute()
    await t.db.deleteFrom('demonstrations').execute()
    app = noon('2026-11-26')
    world = await makeWorld(app, { pageviews: 24_000 })
  })
  afterAll(() => t.db.deleteFrom('workspaces').execute())

  const total = async (metric: MetricName, filters: Parameters<typeof query>[0]['filters'] = []) => {
    const site = await siteByDomain(world.as.lead, 'ruchers-ventoux.example')
    const asked = query({ period: world.dates.measured, metrics: [metric], filters })
    return (await answer(world.as.lead, site, asked)).totals[metric] ?? 0
  }

  test('has a member of each role and a guest link', async () => {
    const members = await listMembers(world.as.lead)
    expect(members.map(({ role }) => role).toSorted()).toEqual(['contributor', 'lead', 'management', 'owner'])
    expect(await listGuestLinks(world.as.lead, world.project.id)).toHaveLength(1)
    expect(() => world.id('nothing')).toThrow('nothing is called nothing')
  })

  test('the audience page reads what was generated: page views, revenue of orders, bots left out', async () => {
    const rows = await t.clickhouse.query({
      query: `select countIf(name = 'pageview' and bot_reason = '') as pageviews, sum(revenue_cents) as revenue, countIf(bot_reason <> '') as bots
        from events where site_id = ${world.site.id}`,
      format: 'JSONEachRow',
    })
    const [raw] = await rows.json<{ pageviews: string; revenue: string; bots: string }>()
    expect(await total('pageviews')).toBe(Number(raw?.pageviews))
    expect(await total('revenue')).toBe(Number(raw?.revenue))
    expect(Number(raw?.bots)).toBeGreaterThan(0)
    expect(Math.abs((await total('pageviews')) / 24_000 - 1)).toBeLessThan(0.05)
  })

  test('the campaign that underperforms shows: visits like Christmas, that leave at once and buy little', async () => {
    const of = (campaign: string) => [{ dimension: 'utmCampaign' as const, operator: 'is' as const, values: [campaign] }]
    const [gift, christmas] = ['coffret-decouverte', 'noel-aux-ruchers'] as const
    expect(await total('visits', of(gift))).toBeGreaterThan(0.7 * (await total('visits', of(christmas))))
    expect(await total('bounceRate', of(gift))).toBeGreaterThan(0.8)
    expect(await total('bounceRate', of(christmas))).toBeLessThan(0.6)
    expect(await total('revenue', of(gift))).toBeLessThan((await total('revenue', of(christmas))) / 2)
  }) // prettier-ignore

  test('KPIs tell the story: the gift box is off target with its cause and a recommendation, others are not', async () => {
    const file = await projectFile(world.as.lead, app.catalog, world.project)
    const state = (key: string) => file.objects.find(({ id }) => id === world.id(key))?.derived['state']
    expect(state('kpi-gift')).toBe('offTarget')
    expect(state('kpi-gift-bounce')).toBe('offTarget')
    expect(state('kpi-rating')).toBe('onTarget')
    expect(state('kpi-again')).toBe('watch')
  })

  test('the coverage check has something to say, and not everything', async () => {
    const file = await projectFile(world.as.lead, app.catalog, world.project)
    const broken = coverage(app.catalog.rules, file).flatMap(({ rules }) => rules.filter(({ findings }) => findings.length > 0))
    const ids = broken.map(({ rule }) => rule.id)
    expect(ids).toEqual(expect.arrayContaining([
      'insight-without-source', 'support-without-editorial-line', 'objective-without-action', 'late-action', 'late-content',
      'content-without-persona', 'link-never-clicked', 'goal-never-reached', 'content-outside-moments', 'recommendation-incomplete',
    ]))
    for (const kept of ['no-aim', 'objective-without-kpi', 'budget-over-envelope', 'approval-without-action', 'campaign-without-link'])
      expect(ids).not.toContain(kept)
  }) // prettier-ignore

  test('one recommendation waits, one was approved and is an action, one was refused with its reason', async () => {
    const decisions = await listDecisions(world.as.management, world.project.id)
    expect(decisions.map(({ outcome }) => outcome)).toEqual(['approved', 'refused'])
    const [approved, refused] = decisions
    expect(approved?.actionId).toBe(world.id('a-landing'))
    expect(approved?.decidedAt.toISOString().slice(0, 10)).toBe(world.dates.ago(20))
    expect(refused?.note).toMatch(/Instagram/)
    const file = await projectFile(world.as.lead, app.catalog, world.project)
    const waiting = file.objects.filter(({ kind, state }) => kind === 'recommendation' && state === 'submitted')
    expect(waiting.map(({ id }) => id)).toEqual([world.id('r-recentre')])
    expect(file.objects.find(({ id }) => id === world.id('a-landing'))?.state).toBe('doing')
  })

  test('clicks of tracked links are those of the traffic', async () => {
    const keys = ['k-gift-story', 'k-recipes-letter', 'k-gift-card'] as const
    const clicks = await clickTotals(world.as.lead, keys.map((key) => world.id(key)))
    expect(clicks.get(world.id('k-gift-story'))).toBeGreaterThan(50)
    expect(clicks.get(world.id('k-gift-card'))).toBeUndefined()
  }) // prettier-ignore

  test('a guest reads what guests may, and nothing of the budget', async () => {
    const guest = scopeFor(app, world.workspace, 'guest', { id: 'guest:x', name: 'Luc', email: null }, world.project.id)
    const file = await projectFile(guest, app.catalog, world.project)
    const kinds = new Set(file.objects.map(({ kind }) => kind))
    expect(kinds).toContain('content')
    expect(kinds).not.toContain('budgetLine')
    expect(kinds).not.toContain('recommendation')
  })
})
