import { dimensionOf, isEventLevel, metrics } from './catalog.ts'
import type { DimensionName, Sum } from './catalog.ts'
import { anyOf, goalCondition, onEvents, onVisits, tailMs } from './conditions.ts'
import { isFilter, isOnGoal } from './filters.ts'
import type { Part, Plan } from './plan.ts'
import type { Condition, Granularity } from './query.ts'
import { visitRows } from './visit-rows.ts'
import { instant, newParams } from './params.ts'
import type { Params } from './params.ts'

/** SQL text with the values that go beside it, never inside it. */
export interface Statement {
  readonly sql: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The answer to a plan in one statement: rows of dimensions and metrics, ordered and limited. */
export function statementOf(plan: Plan): Statement {
  const params = newParams()
  const { query } = plan
  const columns = query.dimensions.map((_, i) => `d${i}`)
  const all = [...new Set(plan.parts.flatMap((part) => part.sums))]
  const readings = plan.parts.map((part) => {
    const sums = all.map((sum) =>
      part.sums.includes(sum) ? sum : `${sum === 'seconds' ? 'toFloat64' : 'toInt64'}(0) as ${sum}`,
    )
    return `select ${[...columns, ...sums].join(', ')}\nfrom (\n${reading(plan, part, params)}\n)`
  })
  const shown = [
    ...query.dimensions.map((name, i) => `d${i} as ${name}`),
    // Counted, then judged and divided by the reading: the order needs the metrics here.
    ...all.map((sum) => `sum(${sum}) as s_${sum}`),
    ...query.metrics.map((name) => `${metricSql(metrics[name].of)} as m_${name}`),
  ]
  const order = query.orderBy.map(({ by, direction }) => `${orderColumn(plan, by)} ${direction}`)
  const sql = [
    `select ${shown.join(', ')}`,
    `from (\n${readings.join('\nunion all\n')}\n)`,
    columns.length > 0 ? `group by ${columns.join(', ')}` : '',
    order.length > 0 ? `order by ${order.join(', ')}` : '',
    columns.length > 0 && query.limit !== null ? `limit ${params.add(query.limit, 'UInt32')}` : '',
  ]
  return { sql: sql.filter(Boolean).join('\n'), params: params.values }
}

/**
 * Several groupings of one reading in one pass: the panels of a page cost a little more than one of them. Rows carry
 * `grouping`, the place of theirs in the list.
 * @param groupings lists of dimensions; [] gives the totals
 * @param limit rows at most in each
 * @throws Error when the plan needs more than one reading of the tables
 */
export function groupingsStatement(
  plan: Plan,
  groupings: readonly (readonly DimensionName[])[],
  limit: number,
): Statement {
  const params = newParams()
  const dimensions = [...new Set(groupings.flat())]
  const whole: Plan = { ...plan, query: { ...plan.query, dimensions } }
  const [part, more] = plan.parts
  if (!part || more) throw new Error('groupings: one reading at a time')
  const ofEvents = part.kind === 'events'
  const column = (name: DimensionName) => `d${dimensions.indexOf(name)}`
  const first = part.sums[0] ?? 'visits'
  // Standard grouping(): bit 1 where the column is folded away, the first column in the highest bit.
  const mask = (names: readonly DimensionName[]) =>
    dimensions.reduce((bits, name) => bits * 2 + (names.includes(name) ? 0 : 1), 0)
  const places = `transform(toInt64(grouping(${dimensions.map(column).join(', ')})), [${groupings.map(mask).join(', ')}], [${groupings.map((_, i) => i).join(', ')}], -1)`
  const sql = lines(
    `select ${dimensions.length > 0 ? places : '0'} as grouping_place, ${[...dimensions.map(column), ...part.sums.map((sum) => (ofEvents ? eventSum(sum, whole, params, part) : visitSum(sum)))].join(', ')}`,
    `from (\nselect ${['*', ...dimensions.map((name) => `${ofEvents ? eventColumn(whole, name, clockOf(part), params) : visitColumn(whole, name, params)} as ${column(name)}`)].join(', ')}`,
    ofEvents ? eventsFrom(whole, part, params) : visitsFrom(whole, part, params),
    ')',
    `group by grouping sets (${groupings.map((names) => `(${names.map(column).join(', ')})`).join(', ')})`,
    `order by ${[`${first} desc`, ...dimensions.map(column)].join(', ')}`,
    `limit ${params.add(limit, 'UInt32')} by grouping_place`,
    'settings force_grouping_standard_compatibility = 1',
  )
  return { sql, params: params.values }
}

function orderColumn(plan: Plan, by: string): string {
  const place = plan.query.dimensions.findIndex((name) => name === by)
  return place >= 0 ? `d${place}` : `m_${by}`
}

/** A ratio over nothing is null, never 0 or NaN. */
const metricSql = (of: readonly Sum[]): string => {
  const [top, bottom] = of
  return bottom === undefined ? `sum(${top})` : `if(sum(${bottom}) = 0, null, sum(${top}) / sum(${bottom}))`
}

function reading(plan: Plan, part: Part, params: Params): string {
  switch (part.kind) {
    case 'events':
      return eventsReading(plan, part, params)
    case 'visits':
      return visitsReading(plan, part, params)
    case 'reachable':
      return visitsReading(plan, part, params)
    case 'touches':
      return touchesReading(plan, part, params)
    case 'reached':
      return reachedReading(plan, part, params)
  }
}

const select = (dims: readonly string[], sums: readonly string[]) =>
  `select ${[...dims.map((sql, i) => `${sql} as d${i}`), ...sums].join(', ')}`

const groupBy = (plan: Plan) =>
  plan.query.dimensions.length > 0 ? `group by ${plan.query.dimensions.map((_, i) => `d${i}`).join(', ')}` : ''

const lines = (...texts: readonly string[]) => texts.filter(Boolean).join('\n')

// Events of the period

function eventsReading(plan: Plan, part: Part, params: Params): string {
  const columns = plan.query.dimensions.map((name) => eventColumn(plan, name, clockOf(part), params))
  return lines(
    select(
      columns,
      part.sums.map((sum) => eventSum(sum, plan, params, part)),
    ),
    eventsFrom(plan, part, params),
    groupBy(plan),
  )
}

/** The clock of an event: its instant, or its hour, by which ClickHouse knows that the counts by hour will do. */
const clockOf = (part: Part): Clock => (part.byHour ? 'toStartOfHour(ts)' : 'ts')

/** Page views alone are looked for among page views: events of one name lie together. */
const onlyPageviews = (part: Part) => part.sums.every((sum) => sum === 'pageviews')

const eventSum = (sum: Sum, plan: Plan, params: Params, part: Part): string => {
  switch (sum) {
    case 'pageviews':
      return onlyPageviews(part) ? 'toInt64(count()) as pageviews' : "toInt64(countIf(name = 'pageview')) as pageviews"
    case 'revenue':
      return `sumIf(revenue_cents, currency = ${params.add(plan.site.currency, 'String')}) as revenue`
    case 'paid':
      return `toInt64(countIf(revenue_cents != 0 and currency = ${params.add(plan.site.currency, 'String')})) as paid`
    default:
      return `toInt64(count()) as ${sum}`
  }
}

function eventsFrom(plan: Plan, part: Part, params: Params): string {
  const byExit = plan.query.dimensions.includes('exitPage')
  return lines(
    'from events',
    byExit ? `inner join (${exitPages(plan, params)}) as exits using (visit_id)` : '',
    where([
      ...inPeriod(plan, clockOf(part), params),
      onlyPageviews(part) ? "name = 'pageview'" : '',
      ...part.filters.map((f) => onEvents(f, plan, params)),
    ]),
  )
}

const inPeriod = (plan: Plan, clock: Clock, params: Params): string[] => [
  `site_id = ${params.add(plan.site.id, 'UInt32')}`,
  `${clock} >= ${instant(plan.from, params)}`,
  `${clock} < ${instant(plan.until, params)}`,
  "bot_reason = ''",
]

/** Events of the visits that begin in the period. */
const ofVisitsOfPeriod = (plan: Plan, params: Params): string[] => [
  `site_id = ${params.add(plan.site.id, 'UInt32')}`,
  `ts >= ${instant(plan.from, params)}`,
  `ts < ${instant(plan.until + tailMs, params)}`,
  `visit_started_at >= ${instant(plan.from, params)}`,
  `visit_started_at < ${instant(plan.until, params)}`,
  "bot_reason = ''",
]

// Visits begun in the period

function visitsReading(plan: Plan, part: Part, params: Params): string {
  const columns = plan.query.dimensions.map((name) => visitColumn(plan, name, params))
  return lines(select(columns, part.sums.map(visitSum)), visitsFrom(plan, part, params), groupBy(plan))
}

const visitColumn = (plan: Plan, name: DimensionName, params: Params): string =>
  name === 'goal'
    ? everyGoal(plan, params)
    : text(name, plan, String(dimensionOf(name).visit), 'visit_started_at', params)

/** A row for each goal: all visits could have reached it. */
const everyGoal = (plan: Plan, params: Params) =>
  `arrayJoin(${params.add(
    plan.goals.map((goal) => goal.key),
    'Array(String)',
  )})`

const visitsFrom = (plan: Plan, part: Part, params: Params): string =>
  lines(`from (\n${visitRows(plan, params)}\n)`, where(part.filters.map((f) => onVisits(f, plan, params))))

const where = (conditions: readonly string[]) => {
  const real = conditions.filter(Boolean)
  return real.length > 0 ? `where ${real.join('\n  and ')}` : ''
}

const visitSum = (sum: Sum): string => {
  switch (sum) {
    case 'visitors':
      return 'toInt64(uniqExact(visitor_id)) as visitors'
    case 'bounces':
      return 'toInt64(countIf(bounced)) as bounces'
    case 'seconds':
      return 'sum(duration) as seconds'
    default:
      return `toInt64(count()) as ${sum}`
  }
}

/** Exit page of each visit that may have an event in the period: one begun up to a day before it too. */
const exitPages = (plan: Plan, params: Params) =>
  `select visit_id, exit_path from (\n${visitRows({ ...plan, from: plan.from - tailMs }, params)}\n)`

// (row, visit) pairs: pages, events and goals of the visits begun in the period

function touchesReading(plan: Plan, part: Part, params: Params): string {
  const { dimensions } = plan.query
  const onlyReachable = part.sums.every((sum) => sum === 'reachable')
  const onVisit = (name: DimensionName) => name === 'exitPage' || (name === 'goal' && onlyReachable)
  const inner = dimensions.map((name, i) =>
    onVisit(name) ? '' : `${eventColumn(plan, name, 'visit_started_at', params)} as e${i}`,
  )
  const outer = dimensions.map((name, i) =>
    name === 'exitPage' ? 'exit_path' : onVisit(name) ? everyGoal(plan, params) : `e${i}`,
  )
  const whole = dimensions.includes('exitPage') || part.sums.includes('bounces') || part.sums.includes('seconds')
  return lines(
    select(outer, part.sums.map(visitSum)),
    `from (\nselect distinct ${['visit_id', 'visitor_id', ...inner.filter(Boolean)].join(', ')}\nfrom events`,
    `where ${[...ofVisitsOfPeriod(plan, params), ...part.filters.map((f) => onEvents(f, plan, params))].join('\n  and ')}\n) as touches`,
    whole
      ? `inner join (select visit_id, exit_path, bounced, duration from (\n${visitRows(plan, params)}\n)) as whole using (visit_id)`
      : '',
    groupBy(plan),
  )
}

// (visit, goal) pairs

const ofVisit = (where: Condition): Condition => ({ of: 'visit', has: true, where })

function reachedReading(plan: Plan, part: Part, params: Params): string {
  const { dimensions } = plan.query
  const touched = dimensions.some((name) => name === 'page' || name === 'event')
  const isTouched = (name: DimensionName) => name === 'page' || name === 'event'
  const own = dimensions.map((name, i) =>
    isTouched(name) || name === 'exitPage' || name === 'goal'
      ? ''
      : `${eventColumn(plan, name, 'visit_started_at', params)} as e${i}`,
  )
  const pages = dimensions.map((name, i) =>
    isTouched(name) ? `${eventColumn(plan, name, 'ts', params)} as e${i}` : '',
  )
  const outer = dimensions.map((name, i) =>
    name === 'exitPage' ? 'exit_path' : name === 'goal' ? 'reached_goal' : `e${i}`,
  )
  // What speaks of one event chooses the rows of pages and events, and of the others asks that the visit has one such.
  const eventLevel = part.filters.filter((f) => !isFilter(f) || isEventLevel(f.dimension))
  return lines(
    select(
      outer,
      part.sums.map((sum) =>
        sum === 'converted'
          ? 'toInt64(uniqExact(visit_id)) as converted'
          : 'toInt64(uniqExact(visit_id, reached_goal)) as conversions',
      ),
    ),
    `from (\nselect distinct ${['visit_id', `arrayJoin(${goalsReached(plan, params)}) as reached_goal`, ...own.filter(Boolean)].join(', ')}\nfrom events`,
    `where ${[
      ...ofVisitsOfPeriod(plan, params),
      anyOf(plan.goals, plan, params),
      // The goal filter has already chosen which goals count; page and event filters speak of the visit, not of this event.
      ...part.filters
        .filter((f) => !isOnGoal(f))
        .map((f) => onEvents(eventLevel.includes(f) ? ofVisit(f) : f, plan, params)),
    ].join('\n  and ')}\n) as reached`,
    touched
      ? `inner join (\nselect distinct ${['visit_id', ...pages.filter(Boolean)].join(', ')}\nfrom events\nwhere ${[
          ...ofVisitsOfPeriod(plan, params),
          ...eventLevel.filter((f) => !isOnGoal(f)).map((f) => onEvents(f, plan, params)),
        ].join('\n  and ')}\n) as touches using (visit_id)`
      : '',
    dimensions.includes('exitPage') ? `inner join (${exitPages(plan, params)}) as exits using (visit_id)` : '',
    groupBy(plan),
  )
}

// Columns

type Clock = 'ts' | 'toStartOfHour(ts)' | 'visit_started_at'

function eventColumn(plan: Plan, name: DimensionName, clock: Clock, params: Params): string {
  if (name === 'goal') return `arrayJoin(${goalsReached(plan, params)})`
  if (name === 'exitPage') return 'exit_path'
  return text(name, plan, String(dimensionOf(name).event), clock, params)
}

const text = (name: DimensionName, plan: Plan, column: string, clock: string, params: Params): string =>
  name === 'date'
    ? dateColumn(plan.query.granularity, clock, params.add(plan.site.timeZone, 'String'))
    : `toString(${column})`

/** Hours are instants (seconds since 1970): at the end of summer time 2 o'clock comes twice. */
function dateColumn(granularity: Granularity, clock: string, zone: string): string {
  switch (granularity) {
    case 'hour':
      // toStartOfHour merges the two hours of that night; the remainder of the local clock does not.
      return `toString(toUnixTimestamp(${clock}) - modulo(toUnixTimestamp(${clock}) + timeZoneOffset(toTimeZone(${clock}, ${zone})), 3600))`
    case 'day':
      return `toString(toDate(toTimeZone(${clock}, ${zone})))`
    case 'week':
      return `toString(toMonday(toTimeZone(${clock}, ${zone})))`
    case 'month':
      return `toString(toStartOfMonth(toTimeZone(${clock}, ${zone})))`
  }
}

// Goals

/** The goals that one event reaches, as an array of names. */
function goalsReached(plan: Plan, params: Params): string {
  if (plan.goals.length === 0) return 'emptyArrayString()'
  const each = plan.goals.map(
    (goal) => `if(${goalCondition(goal, plan, params)}, ${params.add(goal.key, 'String')}, '')`,
  )
  return `arrayFilter(g -> g != '', [${each.join(', ')}])`
}
