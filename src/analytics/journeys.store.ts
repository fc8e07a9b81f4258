import type { Scope } from '../accounts/scope.ts'
import { ratio } from '../ratio.ts'
import type { Site } from './analytics.store.ts'
import type { View } from './audience.ts'
import { type Ground, onEvents, tailMs } from './conditions.ts'
import { type Path, listRows, longestPath, neighboursOf } from './journeys.ts'
import { type Params, instant, newParams } from './params.ts'
import type { Condition } from './query.ts'
import { groundOf } from './section.store.ts'
import { shownCount, shownRows } from './small-figures.ts'
import type { Statement } from './sql.ts'

/**
 * Pages of each visit in order, the same page twice running counted once (a reload is no step). Two views at one instant come in the
 * order of their paths: the collector keeps milliseconds, no finer order is known.
 */
const walks = (ground: Ground, filters: readonly Condition[], params: Params, only = '') => `select
    arrayCompact(arrayMap(v -> v.2, arraySort(groupArray((ts, toString(path)))))) as pages
  from events
  where site_id = ${params.add(ground.site.id, 'UInt32')}
    and ts >= ${instant(ground.from, params)}
    and ts < ${instant(ground.until + tailMs, params)}
    and visit_started_at >= ${instant(ground.from, params)}
    and visit_started_at < ${instant(ground.until, params)}
    and bot_reason = ''
    and name = 'pageview'${only}${
      filters.length > 0
        ? `\n    and ${onEvents({ of: 'visit', has: true, where: { all: filters } }, ground, params)}`
        : ''
    }
  group by visit_id`

export type Around = ReturnType<typeof neighboursOf>

/** What was seen just before and just after a page, in the visits begun in the period. */
export async function askAround(
  scope: Scope,
  site: Site,
  view: Pick<View, 'period'>,
  filters: readonly Condition[],
  page: string,
): Promise<{ readonly before: Around; readonly after: Around }> {
  const params = newParams()
  const [ground, mark] = [groundOf(site, view), params.add(page, 'String')]
  const neighbour = (shift: number) =>
    `arrayMap(i -> pages[i ${shift < 0 ? '-' : '+'} 1], arrayFilter(i -> pages[i] = ${mark}, arrayEnumerate(pages)))`
  const sql = `with walks as (
  ${walks(ground, filters, params)}
  having has(pages, ${mark})
)
select 'before' as side, neighbour, toInt64(count()) as views from walks array join ${neighbour(-1)} as neighbour group by neighbour
union all
select 'after' as side, neighbour, toInt64(count()) as views from walks array join ${neighbour(1)} as neighbour group by neighbour`
  const rows = await run<{ side: string; neighbour: string; views: number }>(scope, { sql, params: params.values })
  // Off the ends of an array ClickHouse gives an empty text; no page is called that.
  const side = (name: string) =>
    neighboursOf(
      shownRows(
        rows
          .filter((row) => row.side === name)
          .map(({ neighbour: path, views }) => ({ path: path === '' ? null : path, views: Number(views) })),
        { counts: ['views'] },
        site.smallFigures ?? null,
      ),
    )
  return { before: side('before'), after: side('after') }
}

/** The paths most taken from the entry page, by visits of visitors who consented; those of one page are no path, and counted apart. */
export async function askPaths(
  scope: Scope,
  site: Site,
  view: Pick<View, 'period'>,
  filters: readonly Condition[],
  limit: number = listRows,
): Promise<{ readonly paths: readonly Path[]; readonly visits: number | null; readonly alone: number | null }> {
  const params = newParams()
  const sql = `with walks as (
  ${walks(groundOf(site, view), filters, params, '\n    and consent = 1')}
)
select arraySlice(pages, 1, ${params.add(longestPath, 'UInt32')}) as taken, length(pages) > ${params.add(longestPath, 'UInt32')} as goesOn,
  toInt64(count()) as visits, sum(visits) over () as total, sumIf(visits, length(taken) = 1) over () as alone
from walks
group by taken, goesOn
order by length(taken) = 1, visits desc, taken, goesOn
limit ${params.add(limit, 'UInt32')}`
  const rows = await run<{ taken: string[]; goesOn: number; visits: number; total: number; alone: number }>(scope, { sql, params: params.values }) // prettier-ignore
  const rule = site.smallFigures ?? null
  const visits = shownCount(Number(rows[0]?.total ?? 0), rule)
  return {
    visits,
    alone: shownCount(Number(rows[0]?.alone ?? 0), rule),
    paths: shownRows(
      rows
        .filter(({ taken }) => taken.length > 1)
        .map((row) => ({ pages: row.taken, goesOn: Boolean(Number(row.goesOn)), visits: Number(row.visits) })),
      { counts: ['visits'] },
      rule,
    ).map((path) => ({ ...path, share: ratio(path.visits, visits) })),
  }
}

export interface Exit extends Readonly<Record<string, string | number | null>> {
  readonly path: string
  readonly exits: number
  readonly visits: number | null
  readonly rate: number | null
}

/** Where visits end: the last page seen, and of the visits that saw a page, how many ended there. */
export async function askExits(
  scope: Scope,
  site: Site,
  view: Pick<View, 'period'>,
  filters: readonly Condition[],
  limit: number = listRows,
): Promise<readonly Exit[]> {
  const params = newParams()
  const sql = `with walks as (
  ${walks(groundOf(site, view), filters, params)}
)
select page, toInt64(countIf(page = pages[-1])) as exits, toInt64(count()) as visits
from walks
array join arrayDistinct(pages) as page
group by page
order by exits desc, page
limit ${params.add(limit, 'UInt32')}`
  const rows = await run<{ page: string; exits: number; visits: number }>(scope, { sql, params: params.values })
  const counted = rows.map(({ page, exits, visits }) => ({
    path: page,
    exits: Number(exits),
    visits: Number(visits),
    rate: ratio(Number(exits), Number(visits)),
  }))
  const judged = { counts: ['exits', 'visits'], ratios: { rate: ['exits', 'visits'] } } as const
  return shownRows<Exit>(counted, judged, site.smallFigures ?? null)
}

async function run<Row>(scope: Scope, { sql, params }: Statement): Promise<Row[]> {
  const answer = await scope.clickhouse.query({ query: sql, query_params: params, format: 'JSONEachRow' })
  return answer.json<Row>()
}
