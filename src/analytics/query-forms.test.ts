import { beforeAll, describe, expect, test } from 'vitest'
import { addKey } from '../accounts/keys.store.ts'
import type { Scope } from '../accounts/scope.ts'
import { addSite } from '../collect/sites.store.ts'
import { httpServer } from '../http.ts'
import { goal } from '../kpis/kpis.ts'
import { createObject } from '../projects/objects.store.ts'
import { createProject } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { dimensionNames, metricNames } from './catalog.ts'
import { tellWorkedExample } from './worked-example.fixture.ts'

/*
 * POST /api/v1/query through its public door, every form of it that measurement.md §8 fixes, on the worked example (four visits).
 */
const t = await testInstance()
const http = httpServer(t.app, async () => new Response('page'))
let owner: Scope
let key: string

interface Reply {
  readonly rows: readonly Record<string, string | number | null>[]
  readonly totals: Record<string, number | null>
  readonly comparison?: { readonly period: object; readonly totals: Record<string, number | null> }
  readonly error?: { readonly id: string; readonly field: string | null; readonly message: string }
}

async function post(more: object): Promise<{ status: number; body: Reply }> {
  const answer = await http.request('http://localhost:3000/api/v1/query', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'accept-language': 'en' },
    body: JSON.stringify({
      site: 'ruches.example',
      period: { from: '2026-11-01', to: '2026-11-07' },
      metrics: ['visits'],
      ...more,
    }),
  })
  return { status: answer.status, body: (await answer.json()) as Reply }
}

beforeAll(async () => {
  owner = await t.scope('owner')
  key = await addKey(owner, 'lecture', ['stats:read'])
  const project = await createProject(owner, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  // The example is told of site 1, the first of a new instance.
  expect((await addSite(owner, { domain: 'ruches.example', projectId: project.id, mode: 'consent' })).id).toBe(1)
  for (const [title, match, pattern] of [['Achat', 'event', 'commande'], ['Contact', 'page', '/contact*']] as const)
    await createObject(owner, goal, project.id, { title, match, pattern, valueCents: null, site: null }) // prettier-ignore
  await tellWorkedExample(t.clickhouse)
})

/** The lists that are fixed: a client that relies on one of these names must find it for ever. */
const fixedMetrics =
  'visitors visits pageviews viewsPerVisit bounceRate visitDuration events conversions conversionRate revenue'.split(
    ' ',
  )
const fixedDimensions =
  'date page entryPage exitPage event source channel referrerHost utmSource utmMedium utmCampaign utmContent utmTerm country region city device browser os'.split(
    ' ',
  )

test('every metric and every dimension of the public form is there', () => {
  expect(metricNames).toEqual(expect.arrayContaining(fixedMetrics))
  expect(dimensionNames).toEqual(expect.arrayContaining(fixedDimensions))
})

test('all the metrics at once, without a dimension, are the totals of the worked example', async () => {
  const { status, body } = await post({ metrics: fixedMetrics })
  expect(status).toBe(200)
  expect(body.rows).toEqual([])
  expect(body.totals).toEqual({
    visitors: 3, visits: 4, pageviews: 7, viewsPerVisit: 1.75, bounceRate: 0.5, visitDuration: 256.25, events: 8, conversions: 2,
    conversionRate: 0.5, revenue: 4990,
  }) // prettier-ignore
})

test.each(fixedDimensions)('by %s, each row has the dimension as text and every metric as a number or null', async (dimension) => {
  const { status, body } = await post({ metrics: fixedMetrics, dimensions: [dimension] })
  expect(status).toBe(200)
  expect(body.rows.length).toBeGreaterThan(0)
  for (const row of body.rows) {
    expect(Object.keys(row)).toEqual([dimension, ...fixedMetrics])
    expect(typeof row[dimension]).toBe('string')
    for (const metric of fixedMetrics) expect(row[metric] === null || Number.isFinite(row[metric])).toBe(true)
  }
}) // prettier-ignore

describe('orderBy', () => {
  const channels = async (orderBy: unknown) =>
    (await post({ dimensions: ['channel'], metrics: ['visits', 'pageviews'], orderBy })).body.rows.map(
      (row) => row['channel'],
    )

  test.each([
    ['left out: the largest first, then by name', undefined, ['Direct', 'Email', 'Organic Search']],
    ['a metric, its largest first', ['pageviews'], ['Organic Search', 'Direct', 'Email']],
    ['a pair', [['channel', 'asc']], ['Direct', 'Email', 'Organic Search']],
    ['an object', [{ by: 'channel', direction: 'desc' }], ['Organic Search', 'Email', 'Direct']],
    ['an object without its direction', [{ by: 'channel' }], ['Organic Search', 'Email', 'Direct']],
    ['two, the second where the first is even', [['pageviews', 'asc'], ['channel', 'desc']], ['Email', 'Direct', 'Organic Search']],
  ])('%s', async (_, orderBy, expected) => expect(await channels(orderBy)).toEqual(expected)) // prettier-ignore
})

describe('granularity', () => {
  test.each([
    ['hour', 7 * 24, '2026-11-01T00:00+01:00'],
    ['day', 7, '2026-11-01'],
    ['week', 2, '2026-10-26'],
    ['month', 1, '2026-11-01'],
  ])('%s gives every step of the period, in order, with zeros', async (granularity, count, first) => {
    const { body } = await post({ dimensions: ['date'], granularity })
    expect(body.rows).toHaveLength(count)
    expect(body.rows[0]?.['date']).toBe(first)
    expect(body.rows.reduce((sum, row) => sum + Number(row['visits']), 0)).toBe(4)
  })

  test('left out, it follows the length of the period', async () => {
    const steps = async (from: string, to: string) =>
      (await post({ period: { from, to }, dimensions: ['date'] })).body.rows.map((row) => row['date'])
    expect((await steps('2026-11-02', '2026-11-02'))[0]).toBe('2026-11-02T00:00+01:00')
    expect((await steps('2026-10-01', '2026-11-07'))[1]).toBe('2026-10-02')
    expect((await steps('2026-01-01', '2026-11-07'))[1]).toBe('2026-01-05')
    expect((await steps('2020-01-01', '2026-11-07'))[1]).toBe('2020-02-01')
  })
})

describe('compare', () => {
  test.each([
    ['previous', { from: '2026-10-25', to: '2026-10-31' }],
    [true, { from: '2026-10-25', to: '2026-10-31' }],
    ['year', { from: '2025-11-01', to: '2025-11-07' }],
    [
      { from: '2026-11-02', to: '2026-11-02' },
      { from: '2026-11-02', to: '2026-11-02' },
    ],
  ])('%j compares with %j', async (compare, period) => {
    expect((await post({ compare })).body.comparison?.period).toEqual(period)
  })

  test.each([false, null])('%j compares with nothing', async (compare) => {
    expect((await post({ compare })).body.comparison).toBeUndefined()
  })

  test('a whole month is compared with the month before, whatever their lengths', async () => {
    const { body } = await post({ period: { from: '2026-03-01', to: '2026-03-31' }, compare: 'previous' })
    expect(body.comparison?.period).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  })
})

describe('filters and limit', () => {
  test.each([
    [[{ dimension: 'channel', operator: 'is', values: ['Email'] }], 1],
    [[{ dimension: 'channel', operator: 'isNot', values: ['Email'] }], 3],
    [[{ dimension: 'channel', operator: 'oneOf', values: ['Email', 'Direct'] }], 3],
    [[{ dimension: 'entryPage', operator: 'contains', values: ['miel'] }], 2],
    [[{ dimension: 'entryPage', operator: 'matches', values: ['/m*l'] }], 2],
    [[{ dimension: 'goal', operator: 'is', values: ['Achat'] }], 1],
    [[{ dimension: 'event', operator: 'is', values: ['commande'] }], 1],
    [[{ dimension: 'device', operator: 'is', values: ['mobile'] }, { dimension: 'country', operator: 'is', values: ['BE'] }], 1],
    [[{ dimension: 'channel', operator: 'is', values: ["'; drop table events; --"] }], 0],
    [[{ dimension: 'page', operator: 'contains', values: ['%'] }], 0],
    [[{ dimension: 'page', operator: 'matches', values: ['.*'] }], 0],
    [[{ dimension: 'city', operator: 'is', values: ['Carpentras'] }], 2],
  ])('%j keeps %i visits', async (filters, visits) => {
    expect((await post({ filters })).body.totals['visits']).toBe(visits)
  }) // prettier-ignore

  test('a limit cuts the rows, never the totals', async () => {
    const { body } = await post({ dimensions: ['page'], metrics: ['pageviews'], limit: 2 })
    expect(body.rows).toEqual([
      { page: '/miel', pageviews: 3 },
      { page: '/', pageviews: 2 },
    ])
    expect(body.totals).toEqual({ pageviews: 7 })
  })
})

describe('a query that cannot be answered says which field, and how to mend it', () => {
  test.each([
    [{ period: { from: '2026-02-30', to: '2026-03-01' } }, 'period.from'],
    [{ period: { from: '0001-01-01', to: '9999-12-31' } }, 'period.from'],
    [{ period: { from: '2000-01-01', to: '2026-11-01' } }, 'period.from'],
    [{ period: '2026' }, 'period'],
    [{ metrics: [] }, 'metrics'],
    [{ metrics: 'visits' }, 'metrics'],
    [{ metrics: ['visits', 'password'] }, 'metrics.1'],
    [{ dimensions: ['page', 'device', 'os', 'city', 'country'] }, 'dimensions'],
    [{ dimensions: ['visitor_id'] }, 'dimensions.0'],
    [{ filters: [{ dimension: 'page', operator: 'like', values: ['/'] }] }, 'filters.0.operator'],
    [{ filters: [{ dimension: 'page', operator: 'is', values: [] }] }, 'filters.0.values'],
    [{ filters: [{ dimension: 'page', operator: 'is', values: ['x'.repeat(2_001)] }] }, 'filters.0.values.0'],
    [{ filters: [{ dimension: 'date', operator: 'is', values: ['2026-11-01'] }] }, 'filters.0.dimension'],
    [{ filters: [{ dimension: 'goal', operator: 'contains', values: ['A'] }] }, 'filters.0.operator'],
    [{ filters: 'page' }, 'filters'],
    [{ granularity: 'minute' }, 'granularity'],
    [{ granularity: 'hour', dimensions: ['date'], period: { from: '2026-01-01', to: '2026-11-01' } }, 'granularity'],
    [{ compare: 'yesterday' }, 'compare'],
    [{ orderBy: ['revenue'] }, 'orderBy.0'],
    [{ orderBy: [['visits', 'up']] }, 'orderBy.0'],
    [{ limit: 0 }, 'limit'],
    [{ limit: 1.5 }, 'limit'],
    [{ limit: 10_001 }, 'limit'],
    [{ limit: '10' }, 'limit'],
    [{ site: ' ' }, 'site'],
    [{ site: 4 }, 'site'],
  ])('%j', async (more, field) => {
    const { status, body } = await post(more)
    expect([status, body.error?.field]).toEqual([400, field])
    expect(body.error?.message).toMatch(/^[A-Z0-9][^\0]{8,}/)
  })
})
