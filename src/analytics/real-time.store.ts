import type { Scope } from '../accounts/scope.ts'
import type { Site } from './analytics.store.ts'
import { shownCount, shownRows } from './small-figures.ts'

/** Minutes the page looks back; a visitor is "there" for the last five. */
export const liveMinutes = 30
const nowMinutes = 5
const listed = 10

export const liveLists = ['page', 'source', 'event', 'country'] as const
export type LiveList = (typeof liveLists)[number]

export interface LiveRow {
  readonly name: string
  readonly count: number
}

export interface RealTime {
  /** null: too few to show, by the site's own rule. So it is below. */
  readonly now: number | null
  readonly visitors: number | null
  readonly pageviews: number | null
  /** One a minute, the one under way last. `at`: the site's own clock. */
  readonly minutes: readonly { readonly at: string; readonly pageviews: number | null }[]
  readonly lists: Readonly<Record<LiveList, readonly LiveRow[]>>
}

interface Read {
  readonly list: string
  readonly name: string
  readonly count: number
}

/**
 * The last half hour of a site, in one reading: pages seen and events by how often, sources and countries by visitor. Told nothing of
 * who they are.
 */
export async function realTime(scope: Scope, site: Site): Promise<RealTime> {
  const minute = 60_000
  const until = Math.floor(scope.now.getTime() / minute) * minute + minute
  const from = until - liveMinutes * minute
  const list = (name: LiveList, column: string, count: string, condition = '1') =>
    `select '${name}' as list, toString(${column}) as name, toInt64(${count}) as count from recent where ${condition} group by name order by count desc, name limit ${listed}`
  const result = await scope.clickhouse.query({
    query: `with recent as (
select ts, visitor_id, name as told, path, visit_source, country
from events
where site_id = {site:UInt32}
  and ts >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and ts < fromUnixTimestamp64Milli({until:Int64}, 'UTC')
  and bot_reason = ''
)
select 'minute' as list, toString(intDiv(toUnixTimestamp(ts), 60)) as name, toInt64(countIf(told = 'pageview')) as count from recent group by name
union all select 'visitors' as list, '' as name, toInt64(uniqExact(visitor_id)) as count from recent
union all select 'now' as list, '' as name, toInt64(uniqExactIf(visitor_id, ts >= fromUnixTimestamp64Milli({now:Int64}, 'UTC'))) as count from recent
union all select * from (${list('page', 'path', 'count()', "told = 'pageview'")})
union all select * from (${list('source', 'visit_source', 'uniqExact(visitor_id)')})
union all select * from (${list('event', 'told', 'count()', "told not in ('pageview', 'engagement', 'web-vitals')")})
union all select * from (${list('country', 'country', 'uniqExact(visitor_id)')})`,
    query_params: { site: site.id, from, until, now: scope.now.getTime() - nowMinutes * minute },
    format: 'JSONEachRow',
  })
  const rows = await result.json<Read>()
  const of = (name: string) => rows.filter((row) => row.list === name)
  const byMinute = new Map(of('minute').map((row) => [Number(row.name), Number(row.count)]))
  const minutes = Array.from({ length: liveMinutes }, (_, i) => {
    const at = from / minute + i
    return { at: clockOf(site.timeZone, at * minute), pageviews: byMinute.get(at) ?? 0 }
  })
  const rowsOf = (name: LiveList) =>
    shownRows(
      of(name).map((row) => ({ name: row.name, count: Number(row.count) })),
      { counts: ['count'] },
      site.smallFigures ?? null,
    ).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  const rule = site.smallFigures ?? null
  const alone = (name: string) => shownCount(Number(of(name)[0]?.count ?? 0), rule)
  return {
    now: alone('now'),
    visitors: alone('visitors'),
    pageviews: shownCount(
      minutes.reduce((sum, one) => sum + one.pageviews, 0),
      rule,
    ),
    minutes: shownRows(minutes, { counts: ['pageviews'], keepsRows: true }, rule),
    lists: { page: rowsOf('page'), source: rowsOf('source'), event: rowsOf('event'), country: rowsOf('country') },
  }
}

const clockOf = (timeZone: string, ms: number) =>
  Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })
