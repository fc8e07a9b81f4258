import type { Scope } from '../accounts/scope.ts'
import { boundsOf } from '../period.ts'
import type { Site } from './analytics.store.ts'
import type { View } from './audience.ts'
import { onEvents } from './conditions.ts'
import { instant, newParams } from './params.ts'
import type { Condition } from './query.ts'
import { type CameBack, type Cohort, type CohortSize, cohortsOf, gridOf, startOf } from './retention.ts'
import { groundOf } from './section.store.ts'
import { shownCount, shownRows } from './small-figures.ts'
import type { SmallFigures } from '../collect/site.ts'

/** A lasting number lives thirteen months at most: nobody's first visit is further back. */
const lookBackMs = 400 * 86_400_000

/**
 * Visitors who consented, by when they first came, and how many of each cohort came again after one, two… days, weeks or months.
 * Filters choose first visits: "those who first came by e-mail".
 */
export async function askRetention(
  scope: Scope,
  site: Site,
  view: Pick<View, 'period'>,
  filters: readonly Condition[],
  size: CohortSize,
  today: string,
): Promise<readonly Cohort[]> {
  const last = startOf(size, today)
  const starts = cohortsOf(size, view.period).filter((start) => start <= last)
  const [first] = starts
  if (first === undefined) return []
  const ground = groundOf(site, { period: { from: first, to: view.period.to } })
  const { until } = boundsOf(site.timeZone, { from: first, to: today > view.period.to ? today : view.period.to })
  const params = newParams()
  const chosen =
    filters.length > 0 ? `and ${onEvents({ of: 'visit', has: true, where: { all: filters } }, ground, params)}` : ''
  const zone = params.add(site.timeZone, 'String')
  const bucket = (at: string) => `toString(${startSql[size]}(toTimeZone(${at}, ${zone})))`
  const scopeSql = `site_id = ${params.add(site.id, 'UInt32')}
    and ts >= ${instant(ground.from - lookBackMs, params)}
    and ts < ${instant(until.getTime(), params)}
    and bot_reason = ''
    and lasting_id != 0`
  const sql = `with came as (
  select lasting_id, visit_id, min(visit_started_at) as at
  from events
  where ${scopeSql}
  group by lasting_id, visit_id
),
firsts as (
  select lasting_id, argMin(visit_id, (at, visit_id)) as visit_id, min(at) as first_at
  from came
  group by lasting_id
  having first_at >= ${instant(ground.from, params)} and first_at < ${instant(ground.until, params)} ${chosen}
)
select ${bucket('first_at')} as first, ${bucket('came.at')} as then, toInt64(uniqExact(came.lasting_id)) as visitors
from came
inner join firsts using (lasting_id)
group by first, then
order by first, then`
  const answer = await scope.clickhouse.query({ query: sql, query_params: params.values, format: 'JSONEachRow' })
  const rows = await answer.json<CameBack>()
  const counted = rows.map((row) => ({ ...row, visitors: Number(row.visitors) }))
  return shownGrid(gridOf(size, starts, counted, last), site.smallFigures ?? null)
}

/** A cohort under the threshold is left out; a return of few is not told. */
function shownGrid(cohorts: readonly Cohort[], rule: SmallFigures | null): readonly Cohort[] {
  const sized = shownRows(cohorts, { counts: ['size'] }, rule)
  return sized.map((cohort) => ({
    ...cohort,
    back: cohort.back.map((count) => (count === null ? null : shownCount(count, rule))),
  }))
}

const startSql: Readonly<Record<CohortSize, string>> = { day: 'toDate', week: 'toMonday', month: 'toStartOfMonth' }
