import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { testInstance } from '../testing.ts'
import type { Site } from './analytics.store.ts'
import { liveMinutes, realTime } from './real-time.store.ts'
import { type ToldEvent, tell } from './visits.fixture.ts'

// Half an hour of a site, told event by event around its limits, and counted again here from what was told.

const t = await testInstance()
const site: Site = {
  id: 1, domain: 'ruches.example', project: null, mode: 'exempt', timeZone: 'Europe/Paris', currency: 'EUR', goals: [],
} // prettier-ignore
const now = Date.parse('2026-11-24T12:00:20.000Z')
let scope: Scope

/** Milliseconds before now, visitor, page, source, country, event. */
type Told = readonly [ago: number, visitor: number, path: string, source: string, country: string, name?: string]
const minute = 60_000
const story: readonly Told[] = [
  // The first instant of the half hour, and the one before it: the minute under way is the thirtieth.
  [29 * minute + 20_000, 1, '/premiere', 'Google', 'FR'],
  [29 * minute + 20_001, 2, '/trop-tot', 'Google', 'FR'],
  // The first instant of the last five minutes, and the one before it.
  [5 * minute, 3, '/miel', 'Google', 'FR'],
  [5 * minute + 1, 4, '/miel', '', 'BE'],
  // The same visitor on three pages, from one source.
  [60_000, 5, '/miel', 'lettre', 'BE'],
  [50_000, 5, '/cire', 'lettre', 'BE'],
  [40_000, 5, '/miel', 'lettre', 'BE'],
  [30_000, 5, '/miel', 'lettre', 'BE', 'commande'],
  // What tells how a page was read makes its visitor present, and is neither a page seen nor an event.
  [10_000, 6, '/miel', '', '', 'engagement'],
  [9_000, 6, '/miel', '', '', 'web-vitals'],
  [0, 7, '/', '', 'FR'],
  ...Array.from({ length: 12 }, (_, i): Told => [6 * minute + i, 8, `/serie/${String(i).padStart(2, '0')}`, '', 'FR']),
]

beforeAll(async () => {
  scope = { ...(await t.scope('lead')), now: new Date(now) }
  const eventOf = ([ago, visitor, path, source, country, name]: Told): ToldEvent => ({
    site: site.id, visitor, visit: visitor, at: new Date(now - ago).toISOString(), startedAt: new Date(now - ago).toISOString(), path, entry: path,
    ...(name ? { name } : {}), shared: { visit_source: source, country },
  }) // prettier-ignore
  const events = story.map(eventOf)
  await tell(t.clickhouse, [
    ...events,
    ...events.map((event) => ({ ...event, site: 2, visitor: event.visitor + 100 })),
    ...events.map((event) => ({ ...event, visitor: event.visitor + 200, bot: 'userAgent: spider' })),
    // A server's clock that is ahead by two minutes.
    eventOf([-2 * minute, 99, '/demain', '', 'FR']),
  ])
})

const within = story.filter(([ago]) => ago <= 29 * minute + 20_000)
const viewed = within.filter(([, , , , , name]) => name === undefined)
const visitors = (list: readonly Told[]) => new Set(list.map(([, visitor]) => visitor)).size

describe('the last half hour', () => {
  test('counts people and pages of this site alone, between its first instant and now', async () => {
    const live = await realTime(scope, site)
    expect([live.visitors, live.pageviews]).toEqual([visitors(within), viewed.length])
    expect(live.now).toBe(visitors(within.filter(([ago]) => ago <= 5 * minute)))
    expect(live.lists.page.map(({ name }) => name)).not.toContain('/trop-tot')
  })

  test('has thirty minutes by the clock of the site, the one under way last, which sum up to the whole', async () => {
    const { minutes, pageviews } = await realTime(scope, site)
    expect(minutes).toHaveLength(liveMinutes)
    expect([minutes[0], minutes.at(-1)]).toEqual([
      { at: '12:31', pageviews: 1 },
      { at: '13:00', pageviews: 1 },
    ])
    expect(minutes.reduce((sum, one) => sum + (one.pageviews ?? 0), 0)).toBe(pageviews)
    expect(minutes.find(({ at }) => at === '12:54')?.pageviews).toBe(12)
  })

  test('lists pages by how often they were seen, ten at most, and equal ones by name', async () => {
    const { page } = (await realTime(scope, site)).lists
    expect(page).toHaveLength(10)
    expect(page[0]).toEqual({ name: '/miel', count: viewed.filter(([, , path]) => path === '/miel').length })
    expect(page.slice(1).map(({ name }) => name)).toEqual(page.slice(1).map(({ name }) => name).sort()) // prettier-ignore
  })

  test('lists sources and countries by visitor, and what was done apart from what was read', async () => {
    const { source, country, event } = (await realTime(scope, site)).lists
    const by = (at: 3 | 4, name: string) => visitors(within.filter((one) => one[at] === name))
    expect(source).toEqual(
      ['', 'Google', 'lettre'].map((name) => ({ name, count: by(3, name) })).sort((a, b) => b.count - a.count),
    )
    expect(country).toEqual(
      ['FR', 'BE', ''].map((name) => ({ name, count: by(4, name) })).sort((a, b) => b.count - a.count),
    )
    expect(event).toEqual([{ name: 'commande', count: 1 }])
  })

  test.each([
    ['Asia/Kolkata', '17:01', '17:30'],
    ['America/New_York', '06:31', '07:00'],
    ['Pacific/Apia', '00:31', '01:00'],
  ])('is told by the clock of %s', async (timeZone, first, last) => {
    const { minutes } = await realTime(scope, { ...site, timeZone })
    expect([minutes[0]?.at, minutes.at(-1)?.at]).toEqual([first, last])
  })

  test('an hour that comes twice is gone through once', async () => {
    const { minutes } = await realTime({ ...scope, now: new Date('2026-10-25T01:10:00Z') }, site)
    expect([minutes[0]?.at, minutes[18]?.at, minutes[19]?.at, minutes.at(-1)?.at]).toEqual(['02:41', '02:59', '02:00', '02:10']) // prettier-ignore
    expect(new Set(minutes.map(({ at }) => at)).size).toBe(liveMinutes)
  })

  test('of a site that nobody visits is made of zeros', async () => {
    const live = await realTime(scope, { ...site, id: 3 })
    expect(live).toMatchObject({ now: 0, visitors: 0, pageviews: 0, lists: { page: [], source: [], event: [], country: [] } }) // prettier-ignore
    expect(live.minutes.every(({ pageviews }) => pageviews === 0)).toBe(true)
  })
})
