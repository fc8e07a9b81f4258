import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import { addKey } from '../accounts/keys.store.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { createCollector } from '../collect/collector.ts'
import { addSite } from '../collect/sites.store.ts'
import { httpServer } from '../http.ts'
import { goal } from '../kpis/kpis.ts'
import { addDays, dayIn } from '../period.ts'
import { createObject } from '../projects/objects.store.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as audiencePage from './audience.page.tsx'
import { panelRows } from './audience.store.ts'
import { panelMetric, panels } from './audience.ts'
import { type RawEvent, recount, tally, visitsOf } from './recount.fixture.ts'

/*
 * Three counts of the same visits, that share nothing but the events: by hand from what was sent (recount.fixture.ts), on the
 * audience page, and by POST /api/v1/query. The events go through the collector's public door, in a site in consent mode.
 */
const t = await testInstance()
/** Late afternoon of a fixed day: salts and periods do not hang on when the tests are run. */
const clock = () => new Date('2026-11-24T17:00:00Z')
const collector = await createCollector({ ...t.app, clock })
afterAll(() => collector.close())
const app = { ...t.app, clock, collector }
const http = httpServer(app, async () => new Response('page'))
const timeZone = 'Europe/Paris'
const domain = 'compte.example'
const today = dayIn(timeZone, clock())
let workspace: Workspace
let lead: Scope
let project: Project
let reader: Visitor
let key: string

const agents = [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36', 'desktop', 'Chrome', 'Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1', 'mobile', 'Safari', 'iOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0', 'desktop', 'Firefox', 'Linux'],
] as const // prettier-ignore
const robot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

/** How people come: what the page says of it, and what must be made of that. */
const ways = [
  { search: '', referrer: '', consent: true, channel: 'Direct', source: '', campaign: '' },
  { search: '', referrer: 'https://www.google.fr/', consent: true, channel: 'Organic Search', source: 'Google', campaign: '' },
  { search: '', referrer: 'https://m.facebook.com/', consent: false, channel: 'Organic Social', source: 'Facebook', campaign: '' },
  { search: '?utm_source=lettre&utm_medium=email&utm_campaign=noel', referrer: '', consent: true, channel: 'Email', source: 'lettre', campaign: 'noel' },
  // The same newsletter without consent: its parameters are not read.
  { search: '?utm_source=lettre&utm_medium=email&utm_campaign=noel', referrer: '', consent: false, channel: 'Direct', source: '', campaign: '' },
] as const // prettier-ignore

interface Sent extends RawEvent {
  readonly body: object
}

/** 160 walks of one to four pages over ten days that end today, some across midnight, from a seed: the same every time. */
function walks(): Sent[] {
  const [seeds] = fc.sample(
    fc.array(
      fc.record({
        who: fc.nat(39),
        day: fc.nat(9),
        minute: fc.oneof(fc.nat(1_380), fc.integer({ min: 1_400, max: 1_439 })),
        pages: fc.array(fc.constantFrom('/', '/miel', '/coffrets', '/contact', '/contact/merci'), { minLength: 1, maxLength: 4 }),
        pace: fc.constantFrom(40, 600, 1_799, 1_800, 1_801),
        way: fc.constantFrom(...ways),
        order: fc.constantFrom(0, 0, 0, 2_790),
        isRobot: fc.constantFrom(false, false, false, false, false, true),
      }),
      { minLength: 160, maxLength: 160 },
    ),
    { numRuns: 1, seed: 41 },
  ) // prettier-ignore
  const now = clock().getTime()
  const sent = (seeds ?? []).flatMap(({ who, day, minute, pages, pace, way, order, isRobot }, n): Sent[] => {
    const startedAt = Date.parse(`${addDays(today, day - 9)}T00:00:00Z`) + minute * 60_000
    const [userAgent, device, browser, os] = agents[who % agents.length] ?? agents[0]
    const one = (name: string, path: string, i: number, revenueCents = 0): Sent => {
      const at = startedAt + i * pace * 1_000
      const search = i === 0 ? way.search : ''
      const entry = i === 0 ? way : { ...way, channel: 'Direct', source: '', campaign: '' }
      return {
        who, at, name, path, channel: entry.channel, source: entry.source, campaign: entry.campaign, device, browser, os, consent: way.consent,
        revenueCents, isOut: isRobot,
        body: {
          site: domain, url: `https://${domain}${path}${search}`, name, id: `${n}-${i}-${name}`, time: new Date(at).toISOString(),
          referrer: i === 0 ? way.referrer : `https://${domain}/`, consent: way.consent, ip: `203.0.113.${who}`,
          userAgent: isRobot ? robot : userAgent, ...(revenueCents > 0 ? { revenue: { amount: revenueCents / 100, currency: 'EUR' } } : {}),
        },
      } // prettier-ignore
    }
    const shown = pages.map((path, i) => one('pageview', path, i))
    return order > 0 ? [...shown, one('commande', pages.at(-1) ?? '/', pages.length, order)] : shown
  })
  return sent.filter(({ at }) => at < now - 60_000).toSorted((a, b) => a.at - b.at)
}

const sent = walks()

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  reader = new Visitor(app, await signedInCookie(t.app, lead.user.id ?? ''))
  project = await createProject(lead, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone, currency: 'EUR',
  }) // prettier-ignore
  await addSite(lead, { domain, projectId: project.id, mode: 'consent', timeZone })
  await addSite(lead, { domain: 'autre.example' })
  for (const [title, match, pattern] of [['Achat', 'event', 'commande'], ['Contact', 'page', '/contact*']] as const)
    await createObject(lead, goal, project.id, { title, match, pattern, valueCents: null, site: null }) // prettier-ignore
  key = await addKey(await makeMember(t.app, workspace, 'owner'), 'mesure', ['events:write', 'stats:read'])
  const post = (body: object) =>
    http.request('http://localhost:3000/api/event', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  // One after the other, as the wall clock would have had them.
  for (const { body } of sent) expect((await post(body)).status).toBe(202)
  await post({ site: 'autre.example', url: 'https://autre.example/miel', ip: '203.0.113.1' })
  await post({ site: domain, url: 'https://ailleurs.example/miel', ip: '203.0.113.1' })
  await t.app.journal.drained()
}, 120_000)

async function ask(body: object) {
  const answer = await http.request('http://localhost:3000/api/v1/query', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ site: domain, ...body }),
  })
  expect(answer.status).toBe(200)
  return (await answer.json()) as {
    rows: Record<string, string | number | null>[]
    totals: Record<string, number | null>
    comparison?: { totals: Record<string, number | null> }
  }
}

async function page(search: string) {
  const params = { workspace: workspace.slug, project: project.slug }
  const data = (await reader.open(
    audiencePage.loader,
    `/w/${workspace.slug}/p/${project.slug}/audience?${search}`,
    params,
  )) as Awaited<ReturnType<typeof audiencePage.loader>>
  if (data.kind !== 'audience') throw new Error(data.kind)
  return data
}

const close = (wanted: Record<string, number | null>) =>
  Object.fromEntries(
    Object.entries(wanted).map(([name, n]) => [name, n === null ? null : expect.closeTo(n, 6)]),
  ) as Record<string, unknown>

test('the walks are worth counting: robots, orders, silences, visits across midnight', () => {
  const visits = visitsOf(sent)
  expect(visits.length).toBeGreaterThan(120)
  expect(sent.filter(({ isOut }) => isOut).length).toBeGreaterThan(20)
  expect(
    visits.some(({ startedAt, lastAt }) => dayIn(timeZone, new Date(startedAt)) !== dayIn(timeZone, new Date(lastAt))),
  ).toBe(true)
})

const periods = [
  [addDays(today, -9), today],
  [addDays(today, -8), addDays(today, -8)],
  [addDays(today, -7), addDays(today, -3)],
] as const

describe.each(periods)('from %s to %s', (from, to) => {
  const wanted = recount(sent, timeZone, from, to)

  test('the totals are those counted by hand, on the page and by the API', async () => {
    const metrics = Object.keys(wanted.totals)
    const [shown, asked] = await Promise.all([
      page(`from=${from}&to=${to}`),
      ask({ period: { from, to }, metrics: [...metrics, 'revenue'] }),
    ])
    expect(shown.totals).toEqual(close(wanted.totals))
    expect(asked.totals).toEqual(close({ ...wanted.totals, revenue: wanted.revenueCents }))
    expect(shown.consented).toBeCloseTo(wanted.consented ?? NaN, 10)
  })

  test.each(panels)('the panel "%s" is that counted by hand, on the page and by the API', async (panel) => {
    const [shown, asked] = await Promise.all([
      page(`from=${from}&to=${to}`),
      ask({ period: { from, to }, metrics: [panelMetric(panel)], dimensions: [panel], limit: 100 }),
    ])
    const byHand = wanted.panels[panel].filter(([, count]) => count > 0)
    const counted = (rows: readonly { name: string; count: number }[]) =>
      tallied(rows.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]))
    // Goals nobody reached are shown too, and countries are where the addresses are: both told apart below.
    if (panel === 'country') {
      expect(shown.panels.country.reduce((sum, { count }) => sum + count, 0)).toBe(wanted.totals.visits)
      expect(asked.rows.reduce((sum, row) => sum + Number(row['visits']), 0)).toBe(wanted.totals.visits)
      return
    }
    expect(counted(shown.panels[panel])).toEqual(tallied(byHand).slice(0, panelRows))
    expect(
      counted(asked.rows.map((row) => ({ name: String(row[panel]), count: Number(row[panelMetric(panel)]) }))),
    ).toEqual(tallied(byHand))
  })

  test('day by day, the curve is that counted by hand', async () => {
    if (from === to) return
    const shown = await page(`from=${from}&to=${to}&metric=visits&step=day`)
    expect(shown.series.filter(({ value }) => value !== 0).map(({ at, value }) => [at, value])).toEqual(
      wanted.visitsByDay.toSorted(([a], [b]) => (a < b ? -1 : 1)),
    )
  })

  test('hour by hour, the curve adds up to the whole', async () => {
    const shown = await page(`from=${from}&to=${to}&metric=visits&step=hour`)
    expect(shown.granularity).toBe('hour')
    expect(shown.series.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(wanted.totals.visits)
  })
})

const tallied = (rows: readonly (readonly [string, number])[]) =>
  rows.toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))

test('the period compared with is counted as if it were the period itself', async () => {
  const [from, to] = [addDays(today, -4), addDays(today, -2)]
  const before = recount(sent, timeZone, addDays(today, -7), addDays(today, -5))
  const shown = await page(`from=${from}&to=${to}`)
  expect(shown.compared).toEqual({ from: addDays(today, -7), to: addDays(today, -5) })
  expect(shown.before).toEqual(close(before.totals))
  const asked = await ask({ period: { from, to }, compare: 'previous', metrics: Object.keys(before.totals) })
  expect(asked.comparison?.totals).toEqual(close(before.totals))
})

test.each([
  ['channel', 'Email'],
  ['device', 'mobile'],
  ['source', ''],
  ['entryPage', '/miel'],
  ['utmCampaign', 'noel'],
] as const)(
  'a click on %s "%s" leaves the visits of that row, on the page and by the API',
  async (dimension, value) => {
    const [from, to] = [addDays(today, -9), today]
    const row = recount(sent, timeZone, from, to).panels[dimension].find(([name]) => name === value)
    const shown = await page(`from=${from}&to=${to}&f=${encodeURIComponent(`${dimension}:is:${value}`)}`)
    const asked = await ask({
      period: { from, to },
      metrics: ['visits'],
      filters: [{ dimension, operator: 'is', values: [value] }],
    })
    expect(shown.totals.visits).toBe(row?.[1])
    expect(asked.totals['visits']).toBe(row?.[1])
    expect(shown.panels[dimension].map(({ name }) => name)).toEqual([value])
  },
)

test('what was stored is what was sent, once: robots marked, strangers dropped', async () => {
  const answer = await t.clickhouse.query({
    query: `select bot_reason != '' as isOut, count() as n from events where hostname = '${domain}' group by isOut order by isOut`,
    format: 'JSONEachRow',
  })
  expect(await answer.json()).toEqual([
    { isOut: 0, n: sent.filter(({ isOut }) => !isOut).length },
    { isOut: 1, n: sent.filter(({ isOut }) => isOut).length },
  ])
  expect(tally(sent, ({ name }) => name).map(([name]) => name)).toEqual(['pageview', 'commande'])
})
