import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { testInstance } from '../testing.ts'
import { answer, bucketLabels, hourLabel } from './analytics.store.ts'
import type { Row, Site } from './analytics.store.ts'
import { isAdditive, metricNames } from './catalog.ts'
import type { DimensionName, MetricName } from './catalog.ts'
import { query } from './query.ts'
import { tell } from './visits.fixture.ts'

const t = await testInstance()
let scope: Scope

beforeAll(async () => {
  scope = { ...(await t.scope('lead')), now: new Date('2026-11-24T10:00:00Z') }
})

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
