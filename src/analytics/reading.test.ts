import { expect, test } from 'vitest'
import { testInstance } from '../testing.ts'
import type { DimensionName, MetricName } from './catalog.ts'
import { planOf } from './plan.ts'
import { query } from './query.ts'
import type { Filter } from './query.ts'
import { statementOf } from './sql.ts'
import { tell } from './visits.fixture.ts'

/*
 * Which questions ClickHouse answers from the counts by hour. That the figures are the same either way is what clocks.test.ts and
 * recount.test.ts show; here, that the cheap way is taken, since nothing on the screen would tell.
 */
const t = await testInstance()
const at = '2026-06-10T10:00:00Z'
const day = { site: 1, at, startedAt: at, path: '/', entry: '/' }
await tell(
  t.clickhouse,
  Array.from({ length: 5_000 }, (_, n) => ({ ...day, visitor: n, visit: n, path: `/${n % 7}` })),
)

/** Where ClickHouse would read: the names of the tables and projections of its plan. */
async function readFrom(metrics: MetricName[], dimensions: DimensionName[], timeZone: string, filters: Filter[] = []) {
  const asked = query({ period: { from: '2026-06-01', to: '2026-06-30' }, metrics, dimensions, filters })
  const { sql, params } = statementOf(planOf(asked, { id: 1, timeZone, currency: 'EUR', goals: [] }))
  const answer = await t.clickhouse.query({ query: `explain ${sql}`, query_params: params, format: 'JSONEachRow' })
  const lines = await answer.json<{ explain: string }>()
  return lines.flatMap(({ explain }) => /ReadFrom\w+ \((?:\w+\.)?(\w+)\)/.exec(explain)?.[1] ?? [])
}

const page: Filter = { dimension: 'page', operator: 'is', values: ['/1'] }
const device: Filter = { dimension: 'device', operator: 'is', values: ['mobile'] }

test.each([
  { asked: 'page views by day', metrics: ['pageviews'], dimensions: ['date'], zone: 'Europe/Paris', from: 'events_by_hour' },
  { asked: 'page views by page', metrics: ['pageviews'], dimensions: ['page'], zone: 'Europe/Paris', from: 'events_by_hour' },
  { asked: 'page views, in all', metrics: ['pageviews'], dimensions: [], zone: 'America/New_York', from: 'events_by_hour' },
  { asked: 'events by name', metrics: ['events'], dimensions: ['event'], zone: 'Europe/Paris', from: 'events_by_hour' },
  { asked: 'page views of a page', metrics: ['pageviews'], dimensions: ['date'], zone: 'Europe/Paris', filters: [page], from: 'events_by_hour' },
  { asked: 'page views on a device', metrics: ['pageviews'], dimensions: ['date'], zone: 'Europe/Paris', filters: [device], from: 'events' },
  { asked: 'page views by device', metrics: ['pageviews'], dimensions: ['device'], zone: 'Europe/Paris', from: 'events' },
  { asked: 'page views where days begin at half past', metrics: ['pageviews'], dimensions: ['date'], zone: 'Asia/Kolkata', from: 'events' },
  { asked: 'page views where summer lasts half an hour', metrics: ['pageviews'], dimensions: ['page'], zone: 'Australia/Lord_Howe', from: 'events' },
  { asked: 'revenue by page', metrics: ['revenue'], dimensions: ['page'], zone: 'Europe/Paris', from: 'events' },
] as const)('$asked: read from $from', async ({ metrics, dimensions, zone, from, ...rest }) => {
  const filters = 'filters' in rest ? [...rest.filters] : []
  expect(await readFrom([...metrics], [...dimensions], zone, filters)).toEqual([from])
}) // prettier-ignore
