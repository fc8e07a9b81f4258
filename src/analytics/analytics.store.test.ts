import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { addSite } from '../collect/sites.store.ts'
import { testInstance } from '../testing.ts'
import { answer, readGroupings, siteByDomain } from './analytics.store.ts'
import type { Row } from './analytics.store.ts'
import { dimensionNames, isAdditive, metricNames } from './catalog.ts'
import type { DimensionName, MetricName } from './catalog.ts'
import { query } from './query.ts'
import type { Asked, Filter, Operator } from './query.ts'
import { tell } from './visits.fixture.ts'
import { all, expected, period, tellWorkedExample, workedSite as site } from './worked-example.fixture.ts'
import type { Figures } from './worked-example.fixture.ts'

const t = await testInstance()
let scope: Scope

beforeAll(async () => {
  scope = { ...(await t.scope('lead')), now: new Date('2026-11-24T10:00:00Z') }
  await tellWorkedExample(t.clickhouse)
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
  expect(await readGroupings(scope, site, query({ period, metrics, filters }), [[]], 100)).toEqual([together[0]])
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
