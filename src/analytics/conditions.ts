import { type Dimension, dimensionOf, isProperty } from './catalog.ts'
import { wildcard } from './goals.ts'
import type { NamedGoal } from './plan.ts'
import { instant } from './params.ts'
import type { Params } from './params.ts'
import type { Condition, Filter } from './query.ts'
import { visitRows } from './visit-rows.ts'

/** Where conditions are asked: a site, its goals, and the bounds of the period (milliseconds, until excluded). */
export interface Ground {
  readonly site: { readonly id: number; readonly currency: string }
  readonly known: readonly NamedGoal[]
  readonly from: number
  readonly until: number
}

/** A visit that begins in the period may go on after it: its events are looked for one day further. */
export const tailMs = 86_400_000

/** A condition as SQL on a row of events. */
export function onEvents(condition: Condition, ground: Ground, params: Params): string {
  if ('all' in condition) return joined(condition.all, ' and ', (one) => onEvents(one, ground, params))
  if ('any' in condition) return joined(condition.any, ' or ', (one) => onEvents(one, ground, params))
  if (!('of' in condition)) return eventCondition(condition, ground, params)
  const { of, has, where } = condition
  if (of === 'event') return `${has ? '' : 'not '}(${onEvents(where, ground, params)})`
  if (of === 'visitor') return ofVisitors(has, where, ground, params)
  // Events of the period may be those of visits begun before it.
  const visits = visitRows({ ...ground, from: ground.from - tailMs }, params)
  return `visit_id ${has ? 'in' : 'not in'} (select visit_id from (\n${visits}\n) where ${onVisits(where, ground, params)})`
}

/** A condition as SQL on a row of visits: what one visit has many of is asked of its events. */
export function onVisits(condition: Condition, ground: Ground, params: Params): string {
  if ('all' in condition) return joined(condition.all, ' and ', (one) => onVisits(one, ground, params))
  if ('any' in condition) return joined(condition.any, ' or ', (one) => onVisits(one, ground, params))
  if (!('of' in condition)) return visitCondition(condition, ground, params)
  const { of, has, where } = condition
  if (of === 'visit') return `${has ? '' : 'not '}(${onVisits(where, ground, params)})`
  if (of === 'visitor') return ofVisitors(has, where, ground, params)
  return ofTheirEvents(has, onEvents(where, ground, params), ground, params)
}

const joined = (list: readonly Condition[], word: string, write: (one: Condition) => string) =>
  list.length === 0 ? (word === ' or ' ? '1 = 0' : '1 = 1') : `(${list.map(write).join(word)})`

const ofVisitors = (has: boolean, where: Condition, ground: Ground, params: Params) =>
  `visitor_id ${has ? 'in' : 'not in'} (select visitor_id from (\n${visitRows(ground, params)}\n) where ${onVisits(where, ground, params)})`

/** Events of visits begun just before the period count too: event readings ask about visits already under way. */
const widely = (ground: Ground, params: Params): string[] => [
  `site_id = ${params.add(ground.site.id, 'UInt32')}`,
  `ts >= ${instant(ground.from - tailMs, params)}`,
  `ts < ${instant(ground.until + tailMs, params)}`,
  "bot_reason = ''",
]

function ofTheirEvents(has: boolean, condition: string, ground: Ground, params: Params): string {
  return `visit_id ${has ? 'in' : 'not in'} (select visit_id from events where ${[...widely(ground, params), condition].join(' and ')})`
}

function eventCondition(filter: Filter, ground: Ground, params: Params): string {
  if (filter.dimension === 'goal') return visitCondition(filter, ground, params)
  const column = columnsOf(filter, params).event
  if (column !== null) return valueCondition(column, filter, params)
  const visits = visitRows({ ...ground, from: ground.from - tailMs }, params)
  return `visit_id in (select visit_id from (\n${visits}\n) where ${valueCondition('exit_path', filter, params)})`
}

function visitCondition(filter: Filter, ground: Ground, params: Params): string {
  const { visit, event } = columnsOf(filter, params)
  if (visit !== null) return valueCondition(visit, filter, params)
  const { has, positive } = withoutNot(filter)
  const condition =
    filter.dimension === 'goal'
      ? anyOf(goalsNamed(positive, ground), ground, params)
      : valueCondition(String(event), positive, params)
  return ofTheirEvents(has, condition, ground, params)
}

/** The property is read from the events; an event without it has an empty text. */
const columnsOf = ({ dimension }: Filter, params: Params): Dimension =>
  isProperty(dimension)
    ? { event: `props[${params.add(dimension.slice('property.'.length), 'String')}]`, visit: null }
    : dimensionOf(dimension)

/** "Never saw this page" is not "saw another page": the refusal applies to the visit. */
function withoutNot(filter: Filter): { has: boolean; positive: Filter } {
  switch (filter.operator) {
    case 'isNot':
    case 'notOneOf':
      return { has: false, positive: { ...filter, operator: 'oneOf' } }
    case 'doesNotContain':
      return { has: false, positive: { ...filter, operator: 'contains' } }
    default:
      return { has: true, positive: filter }
  }
}

const goalsNamed = (filter: Filter, { known }: Ground): readonly NamedGoal[] =>
  known.filter((goal) => filter.values.includes(goal.id) || filter.values.includes(goal.key))

/** Whether an event reaches one of these goals. */
export const anyOf = (goals: readonly NamedGoal[], ground: Ground, params: Params): string =>
  goals.length === 0 ? '1 = 0' : `(${goals.map((goal) => goalCondition(goal, ground, params)).join(' or ')})`

/** Whether an event reaches a goal. */
export function goalCondition(goal: NamedGoal, ground: Ground, params: Params): string {
  const threshold = goal.threshold ?? 0
  switch (goal.match) {
    case 'page':
      return pageCondition(goal.pattern, params)
    case 'event':
      return eventNamed(goal.pattern, goal.property ?? null, goal.propertyValue ?? null, params)
    case 'scroll':
      return `(name = 'engagement' and ${pathCondition(goal.pattern, params)} and toInt64OrZero(props['scroll']) >= ${params.add(threshold, 'Int64')})`
    case 'time': {
      // Each event tells the seconds added since the last one: the visit's are summed, and any of its readings reaches the goal.
      const read = `name = 'engagement' and ${pathCondition(goal.pattern, params)}`
      const long = `group by visit_id having sum(toInt64OrZero(props['time'])) >= ${params.add(threshold, 'Int64')}`
      return `(${read} and visit_id in (select visit_id from events where ${[...widely(ground, params), read].join(' and ')} ${long}))`
    }
    case 'revenue': {
      const named = goal.pattern === '*' ? '1 = 1' : `name = ${params.add(goal.pattern, 'String')}`
      return `(${named} and revenue_cents > 0 and revenue_cents >= ${params.add(threshold * 100, 'Int64')} and currency = ${params.add(ground.site.currency, 'String')})`
    }
  }
}

/** Whether an event has this name, and this value of a property when one is asked. */
export const eventNamed = (name: string, property: string | null, value: string | null, params: Params): string =>
  property === null
    ? `(name = ${params.add(name, 'String')})`
    : `(name = ${params.add(name, 'String')} and props[${params.add(property, 'String')}] = ${params.add(value ?? '', 'String')})`

/** Whether an event is the view of a page whose path fits; * stands for anything. */
export const pageCondition = (pattern: string, params: Params): string =>
  `(name = 'pageview' and ${pathCondition(pattern, params)})`

const pathCondition = (pattern: string, params: Params): string =>
  pattern.includes('*')
    ? `match(path, ${params.add(wildcard(pattern), 'String')})`
    : `path = ${params.add(pattern, 'String')}`

/** A condition on one text column; several values mean any of them. */
function valueCondition(column: string, { operator, values }: Filter, params: Params): string {
  const list = () => params.add([...values], 'Array(String)')
  switch (operator) {
    case 'is':
    case 'oneOf':
      return `${column} in ${list()}`
    case 'isNot':
    case 'notOneOf':
      return `${column} not in ${list()}`
    case 'contains':
      return `arrayExists(v -> positionCaseInsensitiveUTF8(${column}, v) > 0, ${list()})`
    case 'doesNotContain':
      return `not arrayExists(v -> positionCaseInsensitiveUTF8(${column}, v) > 0, ${list()})`
    case 'matches':
      return `(${values.map((value) => `match(${column}, ${params.add(wildcard(value), 'String')})`).join(' or ')})`
  }
}
