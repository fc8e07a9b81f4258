import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metricsPage } from './docs.ts'
import { goalNames, wildcard } from './goals.ts'
import { planOf } from './plan.ts'
import { bucketsOf, previousOf, query } from './query.ts'
import { parseQuery } from './query-body.ts'
import { statementOf } from './sql.ts'

const period = { from: '2026-11-01', to: '2026-11-30' }
const site = { id: 7, timeZone: 'Europe/Paris', currency: 'EUR', goals: [] }

test('a query left short is completed: daily for a month, largest first, a hundred rows', () => {
  expect(query({ period, metrics: ['visits'], dimensions: ['channel'] })).toEqual({
    period,
    metrics: ['visits'],
    dimensions: ['channel'],
    filters: [],
    granularity: 'day',
    compare: null,
    orderBy: [
      { by: 'visits', direction: 'desc' },
      { by: 'channel', direction: 'asc' },
    ],
    limit: 100,
  })
})

test('a time series runs forward and has no limit', () => {
  const series = query({ period, metrics: ['visits'], dimensions: ['date'] })
  expect(series.orderBy[0]).toEqual({ by: 'date', direction: 'asc' })
  expect(series.limit).toBeNull()
})

test.each([
  ['2026-11-24', '2026-11-24', 'hour'],
  ['2026-11-01', '2026-11-30', 'day'],
  ['2026-01-01', '2026-12-31', 'week'],
  ['2020-01-01', '2026-12-31', 'month'],
])('from %s to %s the step is the %s unless one is asked', (from, to, granularity) => {
  expect(query({ period: { from, to }, metrics: ['visits'] }).granularity).toBe(granularity)
})

describe('the period compared with', () => {
  test.each([
    [
      'seven days: the seven before',
      { from: '2026-11-08', to: '2026-11-14' },
      { from: '2026-11-01', to: '2026-11-07' },
    ],
    ['a month of 30 days: the month before, of 31', period, { from: '2026-10-01', to: '2026-10-31' }],
    [
      'a quarter: the quarter before',
      { from: '2026-04-01', to: '2026-06-30' },
      { from: '2026-01-01', to: '2026-03-31' },
    ],
  ])('%s', (_, asked, before) => expect(previousOf(asked)).toEqual(before))

  test('last year is the same days a year before', () => {
    expect(query({ period, metrics: ['visits'], compare: 'year' }).compare).toEqual({
      from: '2025-11-01',
      to: '2025-11-30',
    })
  })
})

const nest = (depth: number): object =>
  depth === 0 ? { dimension: 'page', operator: 'is', values: ['/'] } : { all: [nest(depth - 1)] }

describe('a wrong body names the field, in both languages', () => {
  const good = { period, metrics: ['visits'] }
  test.each<[string, unknown, string]>([
    ['no metrics', { period }, 'metrics'],
    ['an unknown metric', { ...good, metrics: ['hits'] }, 'metrics.0'],
    ['an unknown dimension', { ...good, dimensions: ['colour'] }, 'dimensions.0'],
    ['a day that does not exist', { ...good, period: { from: '2026-02-30', to: '2026-03-01' } }, 'period.from'],
    ['an end before the start', { ...good, period: { from: '2026-03-02', to: '2026-03-01' } }, 'period.to'],
    ['four thousand years', { ...good, period: { from: '1900-01-01', to: '2199-01-01' } }, 'period.from'],
    [
      'an unknown operator',
      { ...good, filters: [{ dimension: 'page', operator: 'like', values: ['x'] }] },
      'filters.0.operator',
    ],
    [
      'a filter without value',
      { ...good, filters: [{ dimension: 'page', operator: 'is', values: [] }] },
      'filters.0.values',
    ],
    [
      'a filter on the date',
      { ...good, filters: [{ dimension: 'date', operator: 'is', values: ['2026-11-01'] }] },
      'filters.0.dimension',
    ],
    ...(
      [
        ['an empty group', { any: [] }, 'any'],
        [
          'a wrong operator in a group',
          { any: [{ all: [{ dimension: 'page', operator: 'like', values: ['x'] }] }] },
          'any.0.all.0.operator',
        ],
        ['a level nobody knows', { of: 'session', where: { dimension: 'page', operator: 'is', values: ['/'] } }, 'of'],
        ['a group of nothing', { of: 'visit' }, 'where'],
        ['two groups in one', { all: [{ dimension: 'page', operator: 'is', values: ['/'] }], any: [] }, 'any'],
        ['a property without a name', { dimension: 'property.', operator: 'is', values: ['x'] }, 'dimension'],
        [
          'a goal that contains',
          { any: [{ dimension: 'goal', operator: 'contains', values: ['x'] }] },
          'any.0.operator',
        ],
      ] as const
    ).map(([what, filter, field]): [string, unknown, string] => [
      what,
      { ...good, filters: [filter] },
      `filters.0.${field}`,
    ]),
    ['a group within a group without end', { ...good, filters: [nest(40)] }, 'filters.0'],
    ['a limit of zero', { ...good, limit: 0 }, 'limit'],
    ['a field nobody knows', { ...good, sql: '1; drop table events' }, 'sql'],
    ['an order on what is not asked', { ...good, orderBy: [{ by: 'channel' }] }, 'orderBy.0'],
    [
      'hours over a year',
      { ...good, dimensions: ['date'], granularity: 'hour', period: { from: '2026-01-01', to: '2026-12-31' } },
      'granularity',
    ],
    ['a list in place of an object', [], 'body'],
  ])('%s', (_, body, field) => {
    const parsed = parseQuery(body)
    expect(parsed.ok).toBe(false)
    if (parsed.ok) return
    expect(Object.keys(parsed.fields)).toContain(field)
    for (const { fr, en } of Object.values(parsed.fields)) {
      expect(fr.length).toBeGreaterThan(3)
      expect(en.length).toBeGreaterThan(3)
      expect(fr).not.toBe(en)
    }
  })

  test('whatever is sent, the answer is a query or words, never an exception', () => {
    fc.assert(fc.property(fc.anything(), (body) => void parseQuery(body)))
  })
})

test('values never enter the text of a statement', () => {
  const poison = 'x\' or 1=1 -- `"}{'
  const goals = [{ id: 'g', title: poison, match: 'page' as const, pattern: `/${poison}*` }]
  const asked = query({
    period,
    metrics: ['visits', 'conversions', 'pageviews', 'bounceRate'],
    dimensions: ['page', 'goal', 'date'],
    filters: [
      { dimension: 'page', operator: 'contains', values: [poison] },
      { dimension: 'exitPage', operator: 'matches', values: [`${poison}*`] },
      { dimension: 'goal', operator: 'is', values: [poison] },
      {
        of: 'visitor',
        has: false,
        where: { any: [{ dimension: `property.${poison}`, operator: 'is', values: [poison] }] },
      },
    ],
  })
  const { sql, params } = statementOf(planOf(asked, { ...site, timeZone: 'Europe/Paris', goals }))
  expect(sql).not.toContain('or 1=1')
  expect(JSON.stringify(params)).toContain('or 1=1')
})

test('every reading of a table is bounded in time and to the site', () => {
  const asked = query({
    period,
    metrics: ['visitors', 'visits', 'pageviews', 'bounceRate', 'conversionRate', 'revenue'],
    dimensions: ['page', 'exitPage'],
    filters: [
      { dimension: 'event', operator: 'isNot', values: ['x'] },
      {
        of: 'visitor',
        has: true,
        where: { of: 'event', has: false, where: { dimension: 'exitPage', operator: 'is', values: ['/'] } },
      },
    ],
  })
  const { sql } = statementOf(planOf(asked, site))
  const readings = sql.match(/from (?:events|visits final)\b/g) ?? []
  const bounds = sql.match(/where site_id = \{p\d+:UInt32\}\s+and (?:ts|visit_started_at) >= /g) ?? []
  expect(readings.length).toBeGreaterThan(2)
  expect(bounds).toHaveLength(readings.length)
})

test('buckets of weeks begin on Monday, of months on the first', () => {
  expect(bucketsOf('week', { from: '2026-11-04', to: '2026-11-17' })).toEqual([
    '2026-11-02',
    '2026-11-09',
    '2026-11-16',
  ])
  expect(bucketsOf('month', { from: '2026-11-04', to: '2027-01-17' })).toEqual([
    '2026-11-01',
    '2026-12-01',
    '2027-01-01',
  ])
})

test.each([
  ['/merci', '/merci', true],
  ['/merci', '/merci/', false],
  ['/shop/*', '/shop/honey', true],
  ['/shop/*', '/shop', false],
  ['*/thanks', '/fr/thanks', true],
  ['/a.b', '/axb', false],
  ['/a(b', '/a(b', true],
  ['/x*', '/x\ny', true],
])('the pattern %s over %j gives %s', (pattern, path, expected) => {
  expect(new RegExp(wildcard(pattern)).test(path)).toBe(expected)
  expect(new RegExp(wildcard(pattern)).test(path)).toBe(expected)
})

test('two goals of one title are told apart by their id', () => {
  const goal = (id: string, title: string) => ({ id, title, match: 'event' as const, pattern: 'x' })
  const names = goalNames([goal('11111111-a', 'Devis'), goal('22222222-b', 'Devis'), goal('3', 'Achat')])
  expect([...names.values()]).toEqual(['Devis (11111111)', 'Devis (22222222)', 'Achat'])
})

test('docs/metrics.md is what the catalogue says today', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/metrics.md'), 'utf8')).toBe(metricsPage())
})
