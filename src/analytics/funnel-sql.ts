import { dimensions } from './catalog.ts'
import { type Ground, anyOf, eventNamed, onEvents, pageCondition, tailMs } from './conditions.ts'
import type { Funnel, Step } from './funnel.ts'
import { instant, newParams } from './params.ts'
import type { Params } from './params.ts'
import type { Condition } from './query.ts'
import type { Statement } from './sql.ts'

const dayMs = 86_400_000

/**
 * How many go as far as each step, and how long each step takes: a row of all, then one a group.
 *
 * A chain takes for each step the earliest event after the step before. Within a visit it begins at the visit's first event
 * of step one, beyond which no later beginning can reach. Within days, every beginning in the period is tried, and
 * the visitor counts once, by the longest chain, the earliest of equals.
 */
export function funnelStatement(funnel: Funnel, filters: readonly Condition[], ground: Ground): Statement {
  const params = newParams()
  const { steps, within, by } = funnel
  const conditions = steps.map((step) => stepCondition(step, ground, params))
  const [group, key] = [groupColumn(by), within === 'visit' ? 'visit_id' : 'lasting_id']
  const bounds = within === 'visit' ? ofVisits(ground, params) : ofDays(within * dayMs, ground, params)
  const chosen =
    filters.length > 0 ? [onEvents({ of: 'visit', has: true, where: { all: filters } }, ground, params)] : []
  const starts = within === 'visit' ? 'arraySlice(arraySort(t0), 1, 1)' : 'arraySort(t0)'
  const latest = within === 'visit' ? '' : ` and t <= start.1 + ${params.add(within * dayMs, 'Int64')}`
  const begins = within === 'visit' ? 's0' : `s0 and ts < ${instant(ground.until, params)}${chosen.map((one) => ` and ${one}`).join('')}` // prettier-ignore
  const places = steps.map((_, i) => i).slice(1)
  const sql = `with chains as (
  select owner, arrayJoin(${starts}) as start, start.2 as grp,
    arrayFold((done, times) -> arrayPushBack(done, if(done[-1] = 0, 0, arrayMin(arrayFilter(t -> t > done[-1]${latest}, times)))), later, [start.1]) as chain
  from (
    select ${key} as owner, groupArrayIf((at, grp), begins) as t0, [${places.map((i) => `groupArrayIf(at, s${i})`).join(', ')}] as later
    from (
      select ${key}, toUnixTimestamp64Milli(ts) as at, ${group} as grp, ${conditions.map((one, i) => `${one} as s${i}`).join(', ')}, ${begins} as begins
      from events
      where ${[...bounds, ...(within === 'visit' ? chosen : []), `(${steps.map((_, i) => `s${i}`).join(' or ')})`].join('\n        and ')}
    )
    group by owner
    having notEmpty(t0)
  )
),
longest as (
  select argMax(grp, (countEqual(chain, 0) * -1, -start.1)) as grp, argMax(chain, (countEqual(chain, 0) * -1, -start.1)) as best
  from chains
  group by owner
)
select grp, grouping(grp) = 0 as isGroup${steps.map((_, i) => `,\n  toInt64(countIf(best[${i + 1}] > 0)) as n${i}`).join('')}${places
    .map((i) => `,\n  quantileExactIf(0.5)(best[${i + 1}] - best[${i}], best[${i + 1}] > 0) as m${i}`)
    .join('')}
from longest
group by grouping sets ((), (grp))
order by isGroup, n0 desc, grp
limit 30`
  return { sql, params: params.values }
}

/** Segments are asked one by one: they may share their visits. */
const groupColumn = (by: Funnel['by']): string =>
  by === 'none' || by === 'segment' ? "''" : `toString(${dimensions[by].event})`

/** Events of the visits that begin in the period. */
const ofVisits = (ground: Ground, params: Params) => [
  ...ofSite(ground, params),
  `ts < ${instant(ground.until + tailMs, params)}`,
  `visit_started_at >= ${instant(ground.from, params)}`,
  `visit_started_at < ${instant(ground.until, params)}`,
]

/** Events of visitors who consented, from the period's start to the last day a chain begun in it may end. */
const ofDays = (spanMs: number, ground: Ground, params: Params) => [
  ...ofSite(ground, params),
  `ts < ${instant(ground.until + spanMs, params)}`,
  'lasting_id != 0',
]

const ofSite = (ground: Ground, params: Params) => [
  `site_id = ${params.add(ground.site.id, 'UInt32')}`,
  `ts >= ${instant(ground.from, params)}`,
  "bot_reason = ''",
]

/** Whether an event is this step; a goal that is no more is never reached. */
function stepCondition(step: Step, ground: Ground, params: Params): string {
  switch (step.kind) {
    case 'page':
      return pageCondition(step.pattern, params)
    case 'goal':
      return anyOf(
        ground.known.filter(({ id }) => id === step.goal),
        ground,
        params,
      )
    case 'event':
      return eventNamed(step.name, step.property, step.value, params)
  }
}
