import { beforeAll, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { testInstance } from '../testing.ts'
import { answer } from './analytics.store.ts'
import type { Site } from './analytics.store.ts'
import { audience, hasEvents, panelTable } from './audience.store.ts'
import { headline, panels, viewOf } from './audience.ts'
import { query } from './query.ts'
import { tell } from './visits.fixture.ts'

/* Ten visits a day for ten days up to 24 November, one more page each day of the week, one in five by e-mail with an order. */
const t = await testInstance()
let scope: Scope
const site: Site = {
  id: 5, domain: 'page.example', project: null, mode: 'consent', timeZone: 'Europe/Paris', currency: 'EUR',
  goals: [{ id: 'a', title: 'Achat', match: 'event', pattern: 'order' }, { id: 'b', title: 'Jamais', match: 'page', pattern: '/none' }],
} // prettier-ignore
const view = (search: string) => viewOf(new URLSearchParams(search), '2026-11-24')

beforeAll(async () => {
  scope = { ...(await t.scope('lead')), now: new Date('2026-11-24T20:00:00Z') }
  await tell(
    t.clickhouse,
    Array.from({ length: 100 }, (_, n) => {
      const day = `2026-11-${15 + Math.floor(n / 10)}`
      const startedAt = `${day}T${String(8 + (n % 10)).padStart(2, '0')}:00:00Z`
      const visit = {
        site: 5,
        visitor: n,
        visit: n,
        startedAt,
        entry: '/',
        shared: {
          visit_channel: n % 5 === 0 ? 'Email' : 'Direct',
          country: 'FR',
          device: n % 2 ? 'mobile' : 'desktop',
        },
      }
      const pages = Array.from({ length: 1 + (n % 3) }, (_, i) => ({
        ...visit,
        path: `/${i}`,
        at: new Date(Date.parse(startedAt) + i * 30_000).toISOString(),
      }))
      return n % 5 === 0
        ? [
            ...pages,
            {
              ...visit,
              path: '/',
              at: new Date(Date.parse(startedAt) + 90_000).toISOString(),
              name: 'order',
              revenueCents: 1000,
            },
          ]
        : pages
    }).flat(),
  )
})

test.each([
  'period=7d',
  'period=today',
  'period=month&compare=none',
  'period=7d&f=channel:is:Email',
  'period=7d&f=page:is:/1',
  'period=30d&f=goal:is:Achat',
])('the page for %s shows the figures that the API gives', async (search) => {
  const shown = view(search)
  const found = await audience(scope, site, shown)
  const { period, filters } = shown
  const { totals, rows } = await answer(
    scope,
    site,
    query({ period, filters, metrics: [...headline], dimensions: ['date'], granularity: found.granularity }),
  )
  expect(found.totals).toEqual(totals)
  expect(found.series).toEqual(rows.map((row) => ({ at: row.date, value: row.visitors })))
  for (const panel of panels.filter((name) => name !== 'goal')) {
    const metric = panel === 'page' ? 'pageviews' : 'visits'
    const alone = await answer(
      scope,
      site,
      query({ period, filters, metrics: [metric], dimensions: [panel], limit: 8 }),
    )
    expect([panel, found.panels[panel].map(({ name, count }) => [name, count])]).toEqual([
      panel,
      alone.rows.filter((row) => row[metric] !== 0).map((row) => [row[panel], row[metric]]),
    ])
  }
  if (found.compared) {
    const before = await answer(scope, site, query({ period: found.compared, filters, metrics: [...headline] }))
    expect(found.before).toEqual(before.totals)
  }
})

test('a goal that nobody reached is shown with zero', async () => {
  const { panels: found } = await audience(scope, site, view('period=7d'))
  expect(found.goal).toEqual([
    { name: 'Achat', count: 14, share: 0.2 },
    { name: 'Jamais', count: 0, share: 0 },
  ])
})

test('the CSV of a panel holds more than the page, with its other figures', async () => {
  const { metrics, rows } = await panelTable(scope, site, view('period=7d'), 'channel')
  expect(metrics).toContain('revenue')
  expect(rows.map((row) => [row.channel, row.visits, row.revenue])).toEqual([
    ['Direct', 56, 0],
    ['Email', 14, 14_000],
  ])
})

test('counts that could point at somebody leave the panels and their CSV, by the site’s setting', async () => {
  // Today: 10 visits, 8 of them direct, 2 by e-mail.
  const day = view('period=today')
  const with5 = { ...site, smallFigures: { below: 5, how: 'hide' as const } }
  const channels = async (of: Site) => (await audience(scope, of, day)).panels.channel.map(({ name, count }) => [name, count])
  expect(await channels(site)).toEqual([['Direct', 8], ['Email', 2]])
  // The total less the direct visits would give the two others back.
  expect(await channels(with5)).toEqual([])
  expect((await audience(scope, with5, day)).totals.visits).toBe(10)
  expect(await channels({ ...site, smallFigures: { below: 5, how: 'round' } })).toEqual([['Direct', 10]])
  const csv = await panelTable(scope, with5, day, 'channel')
  expect(csv.rows).toEqual([])
  const week = await audience(scope, with5, view('period=7d'))
  expect(week.panels.channel.map(({ count }) => count)).toEqual([56, 14])
}) // prettier-ignore

test('visitors of the last five minutes are those of people, now', async () => {
  const at = '2026-11-24T19:57:00Z'
  await tell(t.clickhouse, [
    { site: 6, visitor: 1, visit: 1, at, startedAt: at, path: '/', entry: '/' },
    { site: 6, visitor: 2, visit: 2, at: '2026-11-24T19:50:00Z', startedAt: at, path: '/', entry: '/' },
    { site: 6, visitor: 3, visit: 3, at, startedAt: at, path: '/', entry: '/', bot: 'agent' },
  ])
  expect((await audience(scope, { ...site, id: 6 }, view('period=today'))).now).toBe(1)
})

test('a site without any event is known as such', async () => {
  expect(await hasEvents(scope, site)).toBe(true)
  expect(await hasEvents(scope, { ...site, id: 999 })).toBe(false)
  const silent = await audience(scope, { ...site, id: 999 }, view(''))
  expect(silent.totals).toEqual({
    visitors: 0,
    visits: 0,
    pageviews: 0,
    viewsPerVisit: null,
    bounceRate: null,
    visitDuration: null,
  })
  expect(silent.series).toHaveLength(30)
})
