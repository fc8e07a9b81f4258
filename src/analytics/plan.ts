import { boundsOf } from '../period.ts'
import type { Period } from '../period.ts'
import { isEventLevel, metrics } from './catalog.ts'
import type { Sum } from './catalog.ts'
import { goalNames } from './goals.ts'
import type { GoalRule } from './goals.ts'
import { isFilter, isOnGoal } from './filters.ts'
import type { Condition, Filter, FilterDimension, Query } from './query.ts'

/** What a query must know of its site. */
export interface SiteRule {
  readonly id: number
  readonly timeZone: string
  readonly currency: string
  readonly goals: readonly GoalRule[]
}

/**
 * One reading of the tables; the parts of a plan are added up row by row.
 * events: events of the period. visits: visits begun in the period.
 * touches: (row, visit) pairs, where a visit has many rows (its pages, its events, its goals).
 * reached: (visit, goal) pairs. reachable: visits whatever the goal filter, the denominator of the conversion rate.
 */
export type PartKind = 'events' | 'visits' | 'touches' | 'reached' | 'reachable'

export interface Part {
  readonly kind: PartKind
  readonly sums: readonly Sum[]
  readonly filters: readonly Condition[]
  /** Whole hours are enough to answer it: ClickHouse then reads `events_by_hour`, a row an hour and page. */
  readonly byHour?: boolean
}

export type NamedGoal = GoalRule & { readonly key: string }

export interface Plan {
  readonly query: Query
  readonly site: SiteRule
  /** The site's goals, with the name they have in rows and filters. */
  readonly known: readonly NamedGoal[]
  /** Those that count as conversions in this query. */
  readonly goals: readonly NamedGoal[]
  /** Milliseconds since 1970: from included, until excluded. */
  readonly from: number
  readonly until: number
  readonly parts: readonly Part[]
}

/** Steps from a question to the readings it takes; each takes a plan and gives a plan. */
const steps: readonly ((plan: Plan) => Plan)[] = [
  boundInTime,
  nameGoals,
  chooseGoals,
  readEachSumWhereItIs,
  freeDenominator,
  readWholeHours,
]

/** What must be read to answer a query over one period (its own, or the one it compares with). */
export function planOf(query: Query, site: SiteRule, period: Period = query.period): Plan {
  const start: Plan = { query: { ...query, period }, site, known: [], goals: [], from: 0, until: 0, parts: [] }
  return steps.reduce((plan, step) => step(plan), start)
}

/** Days are those of the site, so that 23- and 25-hour days are right. */
function boundInTime(plan: Plan): Plan {
  const { from, until } = boundsOf(plan.site.timeZone, plan.query.period)
  return { ...plan, from: from.getTime(), until: until.getTime() }
}

function nameGoals(plan: Plan): Plan {
  const names = goalNames(plan.site.goals)
  return { ...plan, known: plan.site.goals.map((goal) => ({ ...goal, key: names.get(goal.id) ?? goal.title })) }
}

/** A filter on goals also says which goals count as conversions. */
function chooseGoals(plan: Plan): Plan {
  const chosen = plan.query.filters.filter(isOnGoal)
  return { ...plan, goals: plan.known.filter((goal) => chosen.every((f) => isChosen(f, goal))) }
}

const isChosen = (filter: Filter, goal: NamedGoal): boolean => {
  const named = filter.values.includes(goal.key) || filter.values.includes(goal.id)
  return filter.operator === 'is' || filter.operator === 'oneOf' ? named : !named
}

function readEachSumWhereItIs(plan: Plan): Plan {
  const needed = new Set(plan.query.metrics.flatMap((name): readonly Sum[] => metrics[name].of))
  // Whether an amount is that of few is told by how many paid.
  if (needed.has('revenue')) needed.add('paid')
  const many = plan.query.dimensions.some(isEventLevel)
  const beyondGoals = plan.query.dimensions.some((name) => isEventLevel(name) && name !== 'goal')
  const place: Record<Sum, PartKind> = {
    pageviews: 'events',
    events: 'events',
    revenue: 'events',
    paid: 'events',
    visitors: many ? 'touches' : 'visits',
    visits: many ? 'touches' : 'visits',
    bounces: many ? 'touches' : 'visits',
    seconds: many ? 'touches' : 'visits',
    conversions: 'reached',
    converted: 'reached',
    // By page, the visits that could convert are those that saw the page; by goal, all of them for each goal.
    reachable: beyondGoals ? 'touches' : 'reachable',
  }
  const kinds = [...new Set([...needed].map((sum) => place[sum]))]
  const parts = kinds.map((kind) => ({
    kind,
    sums: [...needed].filter((sum) => place[sum] === kind),
    filters: plan.query.filters,
  }))
  return { ...plan, parts }
}

/** A rate among those who reached the goal would always be 100 %: its denominator forgets the goal filter. */
function freeDenominator(plan: Plan): Plan {
  const hasGoal = plan.query.filters.some(isOnGoal) || plan.query.dimensions.includes('goal')
  const parts = plan.parts.flatMap((part): Part[] => {
    const free = { ...part, filters: part.filters.filter((f) => !isOnGoal(f)) }
    if (part.kind === 'reachable') return [free]
    if (part.kind !== 'touches' || !part.sums.includes('reachable') || !hasGoal) return [part]
    const others = part.sums.filter((sum) => sum !== 'reachable')
    return [...(others.length > 0 ? [{ ...part, sums: others }] : []), { ...free, sums: ['reachable'] }]
  })
  return { ...plan, parts: hasGoal ? parts : joinReadings(parts) }
}

/** Without a goal in sight, the denominator is the visits already read: no second reading. */
function joinReadings(parts: readonly Part[]): Part[] {
  const visits = parts.find((part) => part.kind === 'visits')
  const reachable = parts.find((part) => part.kind === 'reachable')
  if (!visits || !reachable) return [...parts]
  return parts.flatMap((part) =>
    part === reachable ? [] : part === visits ? [{ ...visits, sums: [...visits.sums, ...reachable.sums] }] : [part],
  )
}

/** What `events_by_hour` counts events by. */
const hourly: ReadonlySet<FilterDimension> = new Set(['date', 'page', 'event'])

/**
 * Page views or events counted by day, page or name need no row of theirs read where days begin on whole hours of UTC, which is
 * all zones but a few.
 */
function readWholeHours(plan: Plan): Plan {
  const { dimensions, filters } = plan.query
  const isHourly =
    dimensions.every((name) => hourly.has(name)) && filters.every((f) => isFilter(f) && hourly.has(f.dimension))
  if (!isHourly || !hasWholeHours(plan)) return plan
  const parts = plan.parts.map((part) =>
    part.kind === 'events' && part.sums.length === 1 && part.sums[0] !== 'revenue' ? { ...part, byHour: true } : part,
  )
  return { ...plan, parts }
}

const hourMs = 3_600_000
const weekMs = 168 * hourMs

/** Looks once a week: no zone changes its offset for less. */
function hasWholeHours({ from, until, site }: Plan): boolean {
  for (let at = from; at < until + weekMs; at += weekMs) {
    const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(Math.min(at, until)).toZonedDateTimeISO(
      site.timeZone,
    )
    if (offsetNanoseconds % (hourMs * 1e6) !== 0) return false
  }
  return true
}
