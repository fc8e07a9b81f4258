import { beforeAll, describe, expect, test } from 'vitest'
import { testInstance } from '../testing.ts'
import type { Scope } from '../accounts/scope.ts'
import type { Site } from './analytics.store.ts'
import { behaviour, tableOf } from './behaviour.store.ts'
import { type Report, thresholds, verdictOf, vitals } from './behaviour.ts'
import { viewOf } from './audience.ts'
import { type ToldEvent, tell } from './visits.fixture.ts'

// What visitors do, counted by the pages and counted again here from the list of what was told.

const t = await testInstance()
const site: Site = {
  id: 1, domain: 'ruches.example', project: null, mode: 'exempt', timeZone: 'Europe/Paris', currency: 'EUR', goals: [],
} // prettier-ignore
let scope: Scope

const lines = (...products: [string, number, number][]) =>
  JSON.stringify(products.map(([name, quantity, cents]) => ({ name, quantity, cents })))

/** Visit, minute, name, path, properties, cents. One visit in two is on a mobile; the fourth came a month earlier. */
type Told = readonly [visit: number, minute: number, name: string, path: string, props?: Record<string, string>, cents?: number] // prettier-ignore
const story: readonly Told[] = [
  [1, 0, 'pageview', '/recherche', { search: 'miel' }],
  [1, 0, 'search', '/recherche', { term: 'miel', results: '8' }],
  [1, 1, 'pageview', '/miel'],
  [1, 1, 'engagement', '/miel', { time: '40', scroll: '60' }],
  [1, 3, 'engagement', '/miel', { time: '20', scroll: '103' }],
  [1, 4, 'commande', '/merci', { products: lines(['Miel', 2, 1290], ['Cire', 1, 900]), mode: 'relais' }, 3480],
  [1, 5, 'web-vitals', '/recherche', { lcp: '1800', cls: '0.02', inp: '90', fcp: '900', ttfb: '300' }],
  [2, 0, 'pageview', '/recherche', { search: 'propolis' }],
  [2, 0, 'search', '/recherche', { term: 'propolis', results: '0' }],
  [2, 1, 'pageview', '/recherche', { search: 'miel' }],
  [2, 2, 'web-vitals', '/recherche', { lcp: '2600', cls: '0.3', fcp: '1900', ttfb: '700' }],
  [2, 2, 'download', '/miel', { url: 'https://ruches.example/tarifs.pdf' }],
  [2, 3, '404', '/perdue', { from: '/blog' }],
  [3, 0, 'pageview', '/miel'],
  [3, 1, 'engagement', '/miel', { time: '10', scroll: '30' }],
  [3, 1, 'search', '/miel', { term: 'cire', results: '0' }],
  [3, 2, 'pageview', '/cire'],
  [3, 2, 'commande', '/merci', { products: lines(['Miel', 1, 1290]), mode: 'relais' }, 1290],
  [3, 3, 'commande', '/merci', { mode: 'domicile' }, 5000],
  [3, 4, '404', '/perdue', { from: '/blog' }],
  [3, 4, '404', '/perdue', { from: 'gites.example' }],
  [3, 5, 'form', '/contact', { form: 'contact' }],
  [3, 6, 'web-vitals', '/miel', { lcp: '5000', cls: '0', inp: '600', fcp: '3100', ttfb: '1900', bad: 'NaN' }],
  [4, 0, 'commande', '/merci', { mode: 'relais' }, 1000],
]

const instantOf = (visit: number, minute: number) =>
  new Date(Date.UTC(2026, visit === 4 ? 9 : 10, 20, 10 + visit, minute)).toISOString()

beforeAll(async () => {
  scope = { ...(await t.scope('lead')), now: new Date('2026-11-24T12:00:00Z') }
  const events: ToldEvent[] = story.map(([visit, minute, name, path, props = {}, revenueCents], place) => ({
    site: site.id, visitor: visit, visit, at: instantOf(visit, minute).replace('.000Z', `.${String(place).padStart(3, '0')}Z`),
    startedAt: instantOf(visit, 0), name, path, entry: '/', props,
    ...(revenueCents ? { revenueCents, currency: path === '/merci' && revenueCents === 5000 ? 'CHF' : 'EUR' } : {}),
    shared: { device: visit % 2 === 0 ? 'mobile' : 'desktop', country: visit === 1 ? 'FR' : 'BE', visit_channel: visit === 1 ? 'Email' : 'Direct' },
  })) // prettier-ignore
  await tell(t.clickhouse, [
    ...events,
    // What is not of the site, not of the period or not a person's.
    ...events.slice(0, 12).map((event) => ({ ...event, site: 2 })),
    ...events.slice(0, 12).map((event) => ({ ...event, visit: 90, bot: 'spider' })),
  ])
})

const show = (report: Report, search = 'from=2026-11-01&to=2026-11-24') =>
  behaviour(scope, site, viewOf(new URLSearchParams(search), '2026-11-24'), report)

/** What was told in November, of some names. */
const told = (...names: string[]) => story.filter(([visit, , name]) => visit !== 4 && names.includes(name))
const distinct = (list: readonly unknown[]) => new Set(list).size
const pick = (rows: readonly Record<string, unknown>[] | undefined, ...keys: string[]) =>
  (rows ?? []).map((row) => keys.map((key) => row[key]))

describe('events and properties', () => {
  const acts = story.filter(
    ([visit, , name]) => visit !== 4 && !['pageview', 'engagement', 'web-vitals'].includes(name),
  )

  test('count what somebody did, and what it was worth in the currency of the site', async () => {
    const { figures, before, tables } = await show('events')
    expect(figures).toEqual({
      events: acts.length,
      visits: distinct(acts.map(([visit]) => visit)),
      names: distinct(acts.map(([, , name]) => name)),
    })
    expect(before).toMatchObject({ events: 1, visits: 1 })
    expect(pick(tables['names'], 'event', 'events', 'visits', 'revenue')).toEqual([
      ['404', 3, 2, 0], ['commande', 3, 2, 4770], ['search', 3, 3, 0], ['download', 1, 1, 0], ['form', 1, 1, 0],
    ]) // prettier-ignore
  })

  test('each property with its values, and the sum of those that are numbers', async () => {
    const { tables } = await show('events')
    expect(pick(tables['keys'], 'property', 'events', 'different', 'total', 'mean')).toContainEqual([
      'results', 3, 2, 8, expect.closeTo(8 / 3, 9),
    ]) // prettier-ignore
    expect(pick(tables['keys'], 'property', 'total')).toContainEqual(['mode', null])
    expect(pick(tables['values'], 'property', 'value', 'events', 'visits')).toContainEqual(['mode', 'relais', 2, 2])
    expect(pick(tables['keys'], 'property').flat()).not.toContain('products')
    expect(tables['forms']).toEqual([{ form: 'contact', page: '/contact', events: 1, visits: 1 }])
    expect(tables['downloads']).toEqual([{ file: 'https://ruches.example/tarifs.pdf', events: 1, visits: 1 }])
    expect(tables['outbound']).toEqual([])
  })

  test('by the filters of the page', async () => {
    const { figures, tables } = await show(
      'events',
      'from=2026-11-01&to=2026-11-24&f=event:is:commande&f=country:is:FR',
    )
    expect(figures).toEqual({ events: 1, visits: 1, names: 1 })
    expect(pick(tables['values'], 'property', 'value')).toEqual([['mode', 'relais']])
  })
})

test('reading: time adds up by visit and page, depth is the deepest and stops at the end of the page', async () => {
  const { figures, tables } = await show('reading')
  expect(figures).toEqual({ time: (60 + 10) / 2, depth: (100 + 30) / 2, toTheEnd: 0.5, measured: 2 })
  expect(tables['pages']).toEqual([
    { page: '/miel', measured: 2, time: 35, median: 60, depth: 65, half: 0.5, toTheEnd: 0.5 },
  ])
})

describe('site search', () => {
  test('an event adds what was found to a search the address already counted, and is one where no address is', async () => {
    const { figures, tables } = await show('search')
    expect(figures).toEqual({ searches: 4, visits: 3, without: 2, withoutShare: 0.5 })
    expect(pick(tables['terms'], 'term', 'searches', 'visits', 'without')).toEqual([
      ['miel', 2, 2, 0], ['cire', 1, 1, 1], ['propolis', 1, 1, 1],
    ]) // prettier-ignore
  })

  test('the page seen next, or none', async () =>
    expect(pick((await show('search')).tables['next'], 'next', 'searches')).toEqual([
      ['', 1], ['/cire', 1], ['/miel', 1], ['/recherche', 1],
    ])) // prettier-ignore
})

test('pages that are not there, by what leads to them', async () => {
  const { figures, tables } = await show('missing')
  expect(figures).toEqual({ views: told('404').length, visits: 2, pages: 1 })
  expect(pick(tables['pages'], 'page', 'from', 'views', 'visits')).toEqual([
    ['/perdue', '/blog', 2, 2], ['/perdue', 'gites.example', 1, 1],
  ]) // prettier-ignore
})

describe('web vitals', () => {
  const measured = (vital: string) =>
    told('web-vitals').flatMap(([, , , , props]) => (props?.[vital] === undefined ? [] : [Number(props[vital])]))
  const p75 = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(0.75 * list.length)] ?? null

  test.each(vitals)('%s: 75th percentile and shares of what was measured', async (vital) => {
    const list = measured(vital)
    const { figures, tables } = await show('vitals')
    expect(figures[vital]).toBe(p75(list))
    const share = (verdict: string) => list.filter((value) => verdictOf(vital, value) === verdict).length / list.length
    expect(tables['spread']?.find((row) => row['vital'] === vital)).toEqual({
      vital, p75: p75(list), verdict: verdictOf(vital, p75(list) ?? 0), good: expect.closeTo(share('good'), 9),
      middling: expect.closeTo(share('middling'), 9), poor: expect.closeTo(share('poor'), 9), measured: list.length,
    }) // prettier-ignore
  })

  test('by page and by device; nothing measured is no figure', async () => {
    const { tables } = await show('vitals')
    expect(pick(tables['pages'], 'page', 'measured', 'lcp', 'inp')).toEqual([
      ['/recherche', 2, 2600, 90], ['/miel', 1, 5000, 600],
    ]) // prettier-ignore
    expect(pick(tables['devices'], 'device', 'measured', 'inp')).toEqual([
      ['desktop', 2, 600], ['mobile', 1, null],
    ]) // prettier-ignore
    const none = await show('vitals', 'from=2026-01-01&to=2026-01-02')
    expect(none.figures).toMatchObject({ lcp: null, measured: 0 })
    expect(none.tables['spread']?.[0]).toEqual({
      vital: 'lcp', p75: null, verdict: null, good: null, middling: null, poor: null, measured: 0,
    }) // prettier-ignore
  })

  test.each(vitals.flatMap((vital) => thresholds[vital].map((limit, i) => [vital, limit, i] as const)))(
    '%s at %d is still on the good side of its threshold',
    (vital, limit, i) =>
      expect([verdictOf(vital, limit), verdictOf(vital, limit * 1.001)]).toEqual(
        i === 0 ? ['good', 'middling'] : ['middling', 'poor'],
      ),
  )
})

describe('orders and products', () => {
  test('count in the currency of the site, and say what is in another', async () => {
    const { figures, before, tables } = await show('orders')
    expect(figures).toEqual({ revenue: 4770, orders: 2, basket: 2385, pieces: 4 })
    expect(before).toEqual({ revenue: 1000, orders: 1, basket: 1000, pieces: 0 })
    expect(tables['currencies']).toEqual([
      { currency: 'EUR', orders: 2, amount: 47.7 },
      { currency: 'CHF', orders: 1, amount: 50 },
    ])
    expect(tables['products']).toEqual([
      { product: 'Miel', pieces: 3, revenue: 3870, orders: 2 },
      { product: 'Cire', pieces: 1, revenue: 900, orders: 1 },
    ])
    expect(tables['channels']).toEqual([
      { channel: 'Email', orders: 1, revenue: 3480, basket: 3480 },
      { channel: 'Direct', orders: 1, revenue: 1290, basket: 1290 },
    ])
  })

  test('a file has the rows that the page leaves out', async () => {
    const view = viewOf(new URLSearchParams('from=2026-11-01&to=2026-11-24'), '2026-11-24')
    expect(await tableOf(scope, site, view, 'orders', 'products', 1)).toHaveLength(1)
    expect(await tableOf(scope, site, view, 'orders', 'products', 10)).toHaveLength(2)
  })
})

test('places and devices count visits as the audience page does', async () => {
  const { tables, figures } = await show('devices')
  expect(figures['mobile']).toBeCloseTo(1 / 3, 9)
  expect(pick(tables['device'], 'device', 'visits')).toEqual([['desktop', 2], ['mobile', 1]]) // prettier-ignore
  const places = await show('places')
  expect(places.figures).toEqual({ countries: 2, regions: 0, cities: 0 })
  expect(pick(places.tables['country'], 'country', 'visits')).toEqual([['BE', 2], ['FR', 1]]) // prettier-ignore
})

test('a period without anything has no figure but zeros', async () => {
  const empty = 'from=2026-01-01&to=2026-01-02&compare=none'
  expect((await show('orders', empty)).figures).toEqual({ revenue: 0, orders: 0, basket: null, pieces: 0 })
  expect((await show('reading', empty)).figures).toMatchObject({ time: null, depth: null, measured: 0 })
  expect((await show('search', empty)).figures).toMatchObject({ searches: 0, withoutShare: null })
  expect((await show('events', empty)).before).toBeNull()
})
