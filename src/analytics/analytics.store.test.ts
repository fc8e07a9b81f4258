import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { addSite } from '../collect/sites.store.ts'
import { testInstance } from '../testing.ts'
import { answer, bucketLabels, hourLabel, readGroupings, siteByDomain } from './analytics.store.ts'
import type { Row, Site } from './analytics.store.ts'
import { dimensionNames, isAdditive, metricNames } from './catalog.ts'
import type { DimensionName, MetricName } from './catalog.ts'
import { query } from './query.ts'
import type { Asked, Filter, Operator } from './query.ts'
import { tell } from './visits.fixture.ts'

/*
 * The worked example, in Paris (UTC+1). Four visits of three people:
 *   V1  A, Mon 2 Nov 10:00  /  /miel  /merci, then event "commande" at 49.90 €   125 s  Google, Firefox on Linux, Carpentras
 *   V2  B, Mon 2 Nov 23:50  /miel, and at 00:05 /contact                         900 s  newsletter, campaign noel, Safari on iOS
 *   V3  A, Tue 3 Nov 09:00  /                                                      0 s  direct
 *   V4  C, Thu 5 Nov 12:00  /miel                                                  0 s  direct, from Belgium, on a phone
 * and a robot on 3 Nov, and the order of another site. Goals: Achat (event commande), Contact (page /contact*).
 */
const home = {
  country: 'FR',
  region: 'Provence-Alpes-Côte d’Azur',
  city: 'Carpentras',
  device: 'desktop',
  browser: 'Firefox',
  os: 'Linux',
}
const phone = { country: 'FR', region: 'Île-de-France', city: 'Paris', device: 'mobile', browser: 'Safari', os: 'iOS' }
const google = { visit_source: 'Google', visit_channel: 'Organic Search', visit_referrer_host: 'www.google.com' }
const letter = {
  visit_source: 'lettre', visit_channel: 'Email', visit_utm_source: 'lettre', visit_utm_medium: 'email', visit_utm_campaign: 'noel', visit_utm_content: 'haut', visit_utm_term: 'miel',
} // prettier-ignore
const direct = { visit_source: '', visit_channel: 'Direct' }

const period = { from: '2026-11-01', to: '2026-11-07' }

type Figures = readonly (number | null)[]
// visitors visits pageviews viewsPerVisit bounceRate visitDuration events conversions conversionRate revenue
const all: Figures = [3, 4, 7, 1.75, 0.5, 256.25, 8, 2, 0.5, 4990]
const v1: Figures = [1, 1, 3, 3, 0, 125, 4, 1, 1, 4990]
const v2: Figures = [1, 1, 2, 2, 0, 900, 2, 1, 1, 0]
const v3: Figures = [1, 1, 1, 1, 1, 0, 1, 0, 0, 0]
const v4: Figures = v3
const v13: Figures = [1, 2, 4, 2, 0.5, 62.5, 5, 1, 0.5, 4990]
const v24: Figures = [2, 2, 3, 1.5, 0.5, 450, 3, 1, 0.5, 0]
const v34: Figures = [2, 2, 2, 1, 1, 0, 2, 0, 0, 0]
const v123: Figures = [2, 3, 6, 2, 1 / 3, 1025 / 3, 7, 2, 2 / 3, 4990]
const v134: Figures = [2, 3, 5, 5 / 3, 2 / 3, 125 / 3, 6, 1, 1 / 3, 4990]
const v234: Figures = [3, 3, 4, 4 / 3, 2 / 3, 300, 4, 1, 1 / 3, 0]
const nothing: Figures = [0, 0, 0, null, null, null, 0, 0, null, 0]

const expected: Record<DimensionName, Record<string, Figures>> = {
  // V2 began on the 2nd: its visit, its 900 s and its conversion are of that day, its second page of the 3rd.
  date: {
    '2026-11-01': nothing,
    '2026-11-02': [2, 2, 4, 2, 0, 512.5, 5, 2, 1, 4990],
    '2026-11-03': [1, 1, 2, 2, 1, 0, 2, 0, 0, 0],
    '2026-11-04': nothing,
    '2026-11-05': v4,
    '2026-11-06': nothing,
    '2026-11-07': nothing,
  },
  page: {
    '/': [1, 2, 2, 1, 0.5, 62.5, 2, 1, 0.5, 0],
    '/miel': [3, 3, 3, 1, 1 / 3, 1025 / 3, 3, 2, 2 / 3, 0],
    '/merci': [1, 1, 1, 1, 0, 125, 2, 1, 1, 4990],
    '/contact': [1, 1, 1, 1, 0, 900, 1, 1, 1, 0],
  },
  event: {
    pageview: [3, 4, 7, 1.75, 0.5, 256.25, 7, 2, 0.5, 0],
    commande: [1, 1, 0, 0, 0, 125, 1, 1, 1, 4990],
  },
  // The rate of each goal is over all the visits.
  goal: {
    Achat: [1, 1, 0, 0, 0, 125, 1, 1, 0.25, 4990],
    Contact: [1, 1, 1, 1, 0, 900, 1, 1, 0.25, 0],
  },
  entryPage: { '/': v13, '/miel': v24 },
  exitPage: { '/merci': v1, '/contact': v2, '/': v3, '/miel': v4 },
  source: { Google: v1, lettre: v2, '': v34 },
  channel: { 'Organic Search': v1, Email: v2, Direct: v34 },
  referrerHost: { 'www.google.com': v1, '': v234 },
  utmSource: { lettre: v2, '': v134 },
  utmMedium: { email: v2, '': v134 },
  utmCampaign: { noel: v2, '': v134 },
  utmContent: { haut: v2, '': v134 },
  utmTerm: { miel: v2, '': v134 },
  country: { FR: v123, BE: v4 },
  region: { 'Provence-Alpes-Côte d’Azur': v13, 'Île-de-France': v2, Wallonie: v4 },
  city: { Carpentras: v13, Paris: v2, Namur: v4 },
  device: { desktop: v13, mobile: v24 },
  browser: { Firefox: v13, Safari: v2, Chrome: v4 },
  os: { Linux: v13, iOS: v2, Android: v4 },
}

const t = await testInstance()
let scope: Scope
let site: Site

beforeAll(async () => {
  scope = { ...(await t.scope('lead')), now: new Date('2026-11-24T10:00:00Z') }
  site = { id: 1, domain: 'ruches.example', project: null, mode: 'consent', timeZone: 'Europe/Paris', currency: 'EUR', goals: [
    { id: 'goal-1', title: 'Achat', match: 'event', pattern: 'commande' },
    { id: 'goal-2', title: 'Contact', match: 'page', pattern: '/contact*' },
  ] } // prettier-ignore
  const one = {
    site: 1,
    visitor: 1,
    visit: 11,
    startedAt: '2026-11-02T09:00:00Z',
    entry: '/',
    shared: { ...home, ...google },
  }
  const two = {
    site: 1,
    visitor: 2,
    visit: 12,
    startedAt: '2026-11-02T22:50:00Z',
    entry: '/miel',
    shared: { ...phone, ...letter },
  }
  const belgian = {
    country: 'BE',
    region: 'Wallonie',
    city: 'Namur',
    device: 'mobile',
    browser: 'Chrome',
    os: 'Android',
  }
  await tell(t.clickhouse, [
    { ...one, at: '2026-11-02T09:00:00Z', path: '/' },
    { ...one, at: '2026-11-02T09:01:00Z', path: '/miel' },
    { ...one, at: '2026-11-02T09:02:00Z', path: '/merci' },
    { ...two, at: '2026-11-02T22:50:00Z', path: '/miel' },
  ])
  // A second insert: the visits of the first are still in parts of their own, not merged.
  await tell(t.clickhouse, [
    { ...one, at: '2026-11-02T09:02:05Z', path: '/merci', name: 'commande', revenueCents: 4990 },
    { ...two, at: '2026-11-02T23:05:00Z', path: '/contact' },
    {
      site: 1,
      visitor: 1,
      visit: 13,
      at: '2026-11-03T08:00:00Z',
      startedAt: '2026-11-03T08:00:00Z',
      path: '/',
      entry: '/',
      shared: { ...home, ...direct },
    },
    {
      site: 1,
      visitor: 3,
      visit: 14,
      at: '2026-11-05T11:00:00Z',
      startedAt: '2026-11-05T11:00:00Z',
      path: '/miel',
      entry: '/miel',
      shared: { ...belgian, ...direct },
    },
    {
      site: 1,
      visitor: 9,
      visit: 19,
      at: '2026-11-03T08:00:00Z',
      startedAt: '2026-11-03T08:00:00Z',
      path: '/',
      entry: '/',
      bot: 'agent',
    },
    {
      site: 2,
      visitor: 8,
      visit: 18,
      at: '2026-11-03T08:00:00Z',
      startedAt: '2026-11-03T08:00:00Z',
      path: '/',
      entry: '/',
      revenueCents: 100,
    },
  ])
})

const ask = (asked: Partial<Asked>) => answer(scope, site, query({ period, metrics: metricNames, ...asked }))
const figures = (row: Partial<Record<MetricName, number | null>>): Figures =>
  metricNames.map((name) => rounded(row[name] ?? null))
const rounded = (n: number | null) => (n === null ? null : Number(n.toPrecision(10)))

test('the totals are those of the worked example', async () => {
  expect(figures((await ask({})).totals)).toEqual(all)
})

test.each(dimensionNames)('by %s, every metric is as worked by hand', async (dimension) => {
  const { rows } = await ask({ dimensions: [dimension] })
  const found = Object.fromEntries(rows.map((row) => [row[dimension], figures(row)]))
  const wanted = Object.fromEntries(Object.entries(expected[dimension]).map(([key, list]) => [key, list.map(rounded)]))
  expect(found).toEqual(wanted)
})

test.each(dimensionNames)('by %s, each metric asked alone gives what it gives among the others', async (dimension) => {
  const { rows: together } = await ask({ dimensions: [dimension] })
  for (const metric of metricNames) {
    const { rows } = await ask({ metrics: [metric], dimensions: [dimension] })
    for (const row of rows) {
      const same = together.find((other) => other[dimension] === row[dimension])
      expect([dimension, row[dimension], metric, rounded(row[metric] ?? null)]).toEqual([
        dimension,
        row[dimension],
        metric,
        rounded(same?.[metric] ?? null),
      ])
    }
  }
})

test.each(dimensionNames.filter((name) => name !== 'date' && name !== 'goal'))(
  'a filter on %s gives the figures of its row',
  async (dimension) => {
    for (const [value, row] of Object.entries(expected[dimension])) {
      const { totals } = await ask({ filters: [{ dimension, operator: 'is', values: [value] }] })
      // An event filter narrows conversions by visit, as it does visits: the row's figures again.
      expect([value, figures(totals)]).toEqual([value, row.map(rounded)])
    }
  },
)

test('a goal filter keeps the visits that reached it, and the rate over all visits', async () => {
  const { totals } = await ask({ filters: [{ dimension: 'goal', operator: 'is', values: ['Achat'] }] })
  expect(totals).toMatchObject({ visits: 1, conversions: 1, conversionRate: 0.25, pageviews: 3, revenue: 4990 })
})

describe('operators', () => {
  const visitsWith = async (filter: Filter) => (await ask({ metrics: ['visits'], filters: [filter] })).totals.visits
  test.each<[Operator, string[], number]>([
    ['is', ['/miel'], 3],
    ['oneOf', ['/miel', '/'], 4],
    ['isNot', ['/miel'], 1],
    ['notOneOf', ['/miel', '/contact'], 1],
    ['contains', ['MIE'], 3],
    ['doesNotContain', ['mie'], 1],
    ['matches', ['/c*', '/mer*'], 2],
  ])('page %s %j keeps %i visits', async (operator, values, visits) => {
    expect(await visitsWith({ dimension: 'page', operator, values })).toBe(visits)
  })
  test('two filters hold together', async () => {
    const { totals } = await ask({
      metrics: ['visits'],
      filters: [
        { dimension: 'page', operator: 'is', values: ['/miel'] },
        { dimension: 'device', operator: 'is', values: ['mobile'] },
      ],
    })
    expect(totals.visits).toBe(2)
  })
})

test('several groupings read in one pass give what each gives alone', async () => {
  const groupings: DimensionName[][] = [[], ['date'], ['channel'], ['exitPage'], ['device', 'os']]
  const metrics: MetricName[] = ['visits', 'visitors', 'bounceRate', 'visitDuration']
  const filters: Filter[] = [{ dimension: 'page', operator: 'is', values: ['/miel'] }]
  const together = await readGroupings(scope, site, query({ period, metrics, filters }), groupings, 100)
  for (const [place, dimensions] of groupings.entries()) {
    const { rows, totals } = await ask({ metrics, filters, dimensions })
    const alone = dimensions.length === 0 ? [totals] : rows.filter((row) => row.visits !== 0)
    expect(together[place]?.toSorted(byText)).toEqual(alone.toSorted(byText))
  }
  const [[totals] = [], pages] = await readGroupings(
    scope,
    site,
    query({ period, metrics: ['pageviews', 'revenue'] }),
    [[], ['page']],
    2,
  )
  expect(totals).toEqual({ pageviews: 7, revenue: 4990 })
  expect(pages?.map((row) => row.page)).toEqual(['/miel', '/'])
})

const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

test('the period before is counted beside, with its own days', async () => {
  const { totals, comparison } = await ask({
    period: { from: '2026-11-05', to: '2026-11-07' },
    compare: 'previous',
    metrics: ['visits'],
    dimensions: ['date'],
  })
  expect(totals.visits).toBe(1)
  expect(comparison?.period).toEqual({ from: '2026-11-02', to: '2026-11-04' })
  expect(comparison?.totals.visits).toBe(3)
  expect(comparison?.rows).toEqual([
    { date: '2026-11-02', visits: 2 },
    { date: '2026-11-03', visits: 1 },
    { date: '2026-11-04', visits: 0 },
  ])
})

test('a day that has not come is not a zero', async () => {
  const { rows } = await ask({
    period: { from: '2026-11-23', to: '2026-11-30' },
    metrics: ['visits'],
    dimensions: ['date'],
  })
  expect(rows.map((row) => row.date)).toEqual(['2026-11-23', '2026-11-24'])
})

test('weeks begin on Monday, months on the first, in the site’s time zone', async () => {
  expect((await ask({ metrics: ['visits'], dimensions: ['date'], granularity: 'week' })).rows).toEqual([
    { date: '2026-10-26', visits: 0 },
    { date: '2026-11-02', visits: 4 },
  ])
  expect((await ask({ metrics: ['visits'], dimensions: ['date'], granularity: 'month' })).rows).toEqual([
    { date: '2026-11-01', visits: 4 },
  ])
})

test.each(['page', 'entryPage', 'country', 'channel', 'goal', 'date'] as DimensionName[])(
  'grouped by %s and the device, rows of additive metrics sum to the total',
  async (dimension) => {
    const metrics = metricNames.filter((name) => isAdditive(name, dimension))
    if (metrics.length === 0) return
    const { rows, totals } = await ask({ metrics, dimensions: [dimension, 'device'] })
    for (const metric of metrics) expect([metric, sum(rows, metric)]).toEqual([metric, totals[metric]])
  },
)

const sum = (rows: readonly Row[], metric: MetricName) => rows.reduce((total, row) => total + (row[metric] ?? 0), 0)

describe('on a hundred random visits', () => {
  const big: Site = {
    id: 50,
    domain: 'big.example',
    project: null,
    mode: 'consent',
    timeZone: 'America/New_York',
    currency: 'EUR',
    goals: [],
  }
  beforeAll(async () => {
    const [seeds] = fc.sample(
      fc.array(
        fc.record({
          minute: fc.nat(60 * 24 * 20),
          visitor: fc.nat(30),
          pages: fc.integer({ min: 1, max: 4 }),
          device: fc.constantFrom('a', 'b', 'c'),
          channel: fc.constantFrom('x', 'y'),
        }),
        { minLength: 100, maxLength: 100 },
      ),
      { numRuns: 1, seed: 7 },
    )
    const start = Date.parse('2026-10-25T00:00:00Z')
    await tell(t.clickhouse, (seeds ?? []).flatMap((seed, visit) => Array.from({ length: seed.pages }, (_, i) => ({
      site: 50, visitor: seed.visitor, visit, path: `/${(visit + i) % 5}`, entry: `/${visit % 5}`,
      startedAt: new Date(start + seed.minute * 60_000).toISOString(), at: new Date(start + seed.minute * 60_000 + i * 45_000).toISOString(),
      shared: { device: seed.device, visit_channel: seed.channel },
    })))) // prettier-ignore
  })

  test('any grouping of an additive metric sums to its total, over any period', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(['date', 'page', 'entryPage', 'exitPage', 'device', 'channel'] as DimensionName[], {
          minLength: 1,
          maxLength: 3,
        }),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('hour', 'day', 'week', 'month'),
        async (dimensions, first, days, granularity) => {
          const from = `2026-10-${String(25 + Math.min(first, 6)).padStart(2, '0')}`
          const to = `2026-11-${String(days).padStart(2, '0')}`
          const metrics = metricNames.filter((metric) => dimensions.every((dimension) => isAdditive(metric, dimension)))
          if (metrics.length === 0) return
          const { rows, totals } = await answer(
            scope,
            big,
            query({ period: { from, to }, metrics, dimensions, granularity, limit: 10_000 }),
          )
          for (const metric of metrics) expect([metric, sum(rows, metric)]).toEqual([metric, totals[metric]])
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('the night summer time ends', () => {
  const paris: Site = {
    id: 60,
    domain: 'paris.example',
    project: null,
    mode: 'consent',
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    goals: [],
  }
  const day = { from: '2026-10-25', to: '2026-10-25' }
  beforeAll(async () => {
    const visit = (id: number, at: string) => ({
      site: 60,
      visitor: id,
      visit: id,
      at,
      startedAt: at,
      path: '/',
      entry: '/',
    })
    // 00:00 in Paris is 22:00 UTC the day before; 02:30 comes twice, at 00:30 and 01:30 UTC; the day ends at 23:00 UTC.
    await tell(t.clickhouse, [
      visit(1, '2026-10-24T21:59:00Z'),
      visit(2, '2026-10-24T22:00:00Z'),
      visit(3, '2026-10-25T00:30:00Z'),
      visit(4, '2026-10-25T01:30:00Z'),
      visit(5, '2026-10-25T22:59:00Z'),
      visit(6, '2026-10-25T23:00:00Z'),
    ])
  })

  test('the day has 25 hours, each with its offset, and counts four visits', async () => {
    const { rows, totals } = await answer(
      scope,
      paris,
      query({ period: day, metrics: ['visits'], dimensions: ['date'], granularity: 'hour' }),
    )
    expect(totals.visits).toBe(4)
    expect(rows).toHaveLength(25)
    expect(rows.filter((row) => row.visits === 1).map((row) => row.date)).toEqual([
      '2026-10-25T00:00+02:00',
      '2026-10-25T02:00+02:00',
      '2026-10-25T02:00+01:00',
      '2026-10-25T23:00+01:00',
    ])
  })

  test('in March the day has 23 hours', () => {
    const asked = query({
      period: { from: '2026-03-29', to: '2026-03-29' },
      metrics: ['visits'],
      dimensions: ['date'],
      granularity: 'hour',
    })
    const labels = bucketLabels(asked, 'Europe/Paris', asked.period, new Date('2026-11-24T10:00:00Z'))
    expect(labels).toHaveLength(23)
    expect(labels.slice(1, 3)).toEqual(['2026-03-29T01:00+01:00', '2026-03-29T03:00+02:00'])
    expect(hourLabel('Asia/Kolkata', Date.parse('2026-03-29T00:30:00Z'))).toBe('2026-03-29T06:00+05:30')
  })
})

test('amounts of another currency are left out', async () => {
  const at = '2026-11-10T08:00:00Z'
  const visit = { site: 70, visitor: 1, visit: 1, at, startedAt: at, path: '/', entry: '/', name: 'order' }
  await tell(t.clickhouse, [
    { ...visit, revenueCents: 1000 },
    { ...visit, revenueCents: 2000, currency: 'USD' },
  ])
  const { totals } = await answer(
    scope,
    { ...site, id: 70 },
    query({ period: { from: '2026-11-10', to: '2026-11-10' }, metrics: ['revenue', 'events'] }),
  )
  expect(totals).toEqual({ revenue: 1000, events: 2 })
})

test('a site of another workspace is not found', async () => {
  const other = await t.scope('owner')
  await addSite(other, { domain: 'secret.example' })
  await expect(siteByDomain(scope, 'secret.example')).rejects.toMatchObject({ status: 404 })
  await expect(siteByDomain(other, 'WWW.secret.example')).resolves.toMatchObject({
    domain: 'secret.example',
    mode: 'exempt',
  })
})
