import { addDays, addMonths, daysBetween, lengthOf, monthStart, previous, weekStart } from '../period.ts'
import type { Period } from '../period.ts'
import type { DimensionName, MetricName } from './catalog.ts'

export const granularities = ['hour', 'day', 'week', 'month'] as const
export type Granularity = (typeof granularities)[number]

/** is, isNot, contains, doesNotContain with several values: one of them (none of them). matches: * stands for anything. */
export const operators = ['is', 'isNot', 'contains', 'doesNotContain', 'oneOf', 'notOneOf', 'matches'] as const
export type Operator = (typeof operators)[number]

/** A dimension, or a property of events by its name: "property.plan". */
export type FilterDimension = DimensionName | `property.${string}`

export interface Filter {
  readonly dimension: FilterDimension
  readonly operator: Operator
  readonly values: readonly string[]
}

/** What a condition may speak of: one event, a whole visit, or a visitor over the visits of the period. */
export const levels = ['event', 'visit', 'visitor'] as const
export type Level = (typeof levels)[number]

/**
 * A filter, or filters put together. `all` and `any` take them as they stand; `of` changes what they speak of: "has an event
 * (a visit, a visitor) for which it holds", or, with `has` false, "has none".
 */
export type Condition =
  | Filter
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly of: Level; readonly has: boolean; readonly where: Condition }

export interface Order {
  readonly by: MetricName | DimensionName
  readonly direction: 'asc' | 'desc'
}

/** A question put to the events of one site. A value: the screen, the API, a report and a KPI write the same. */
export interface Query {
  readonly period: Period
  readonly metrics: readonly MetricName[]
  readonly dimensions: readonly DimensionName[]
  /** All of them hold. */
  readonly filters: readonly Condition[]
  readonly granularity: Granularity
  /** Period to compare with; null for none. */
  readonly compare: Period | null
  readonly orderBy: readonly Order[]
  /** Rows at most; null for a whole time series. */
  readonly limit: number | null
}

/** A query as it is asked for, short of its defaults. */
export interface Asked {
  readonly period: Period
  readonly metrics: readonly MetricName[]
  readonly dimensions?: readonly DimensionName[]
  readonly filters?: readonly Condition[]
  readonly granularity?: Granularity | undefined
  readonly compare?: 'previous' | 'year' | boolean | Period | null | undefined
  readonly orderBy?: readonly Order[] | undefined
  readonly limit?: number | undefined
}

/** A query on its way: what was asked, with some of it filled in. */
interface Draft extends Omit<Query, 'granularity' | 'compare'> {
  readonly granularity: Granularity | null
  readonly compare: 'previous' | 'year' | boolean | Period | null
}

/** The rules of a query, in order. Each takes a draft and gives a draft. */
const steps: readonly ((draft: Draft) => Draft)[] = [onceEach, withGranularity, withComparison, withOrder, withLimit]

/** What was asked, with every default decided. The page's panels and the KPIs write theirs in code, the API parses its own. */
export function query(asked: Asked): Query {
  const draft: Draft = {
    period: asked.period,
    metrics: asked.metrics,
    dimensions: asked.dimensions ?? [],
    filters: asked.filters ?? [],
    granularity: asked.granularity ?? null,
    compare: asked.compare ?? null,
    orderBy: asked.orderBy ?? [],
    limit: asked.limit ?? null,
  }
  const done = steps.reduce((now, step) => step(now), draft)
  return { ...done, granularity: done.granularity ?? 'day', compare: comparisonOf(done) }
}

function onceEach(draft: Draft): Draft {
  return { ...draft, metrics: [...new Set(draft.metrics)], dimensions: [...new Set(draft.dimensions)] }
}

/** One day by the hour, a quarter by the day, two years by the week, more by the month. */
function withGranularity(draft: Draft): Draft {
  const days = lengthOf(draft.period)
  return {
    ...draft,
    granularity: draft.granularity ?? (days <= 1 ? 'hour' : days <= 100 ? 'day' : days <= 760 ? 'week' : 'month'),
  }
}

function withComparison(draft: Draft): Draft {
  return draft.compare === true
    ? { ...draft, compare: 'previous' }
    : draft.compare === false
      ? { ...draft, compare: null }
      : draft
}

/** Time runs forward; anything else shows its largest first, then by name so that the order never wavers. */
function withOrder(draft: Draft): Draft {
  if (draft.dimensions.length === 0) return { ...draft, orderBy: [] }
  const given = new Set(draft.orderBy.map((o) => o.by))
  const first = draft.metrics[0]
  const byTime: Order[] = draft.dimensions.includes('date') ? [{ by: 'date', direction: 'asc' }] : []
  const bySize: Order[] = first ? [{ by: first, direction: 'desc' }] : []
  const byName: Order[] = draft.dimensions.map((by) => ({ by, direction: 'asc' }))
  const chosen = draft.orderBy.length > 0 ? draft.orderBy : [...byTime, ...bySize]
  return {
    ...draft,
    orderBy: [...chosen, ...byName.filter((o) => !given.has(o.by) && !chosen.some((c) => c.by === o.by))],
  }
}

/** A list stops somewhere; a time series does not. */
function withLimit(draft: Draft): Draft {
  const isSeries = draft.dimensions.includes('date')
  return { ...draft, limit: draft.limit ?? (isSeries ? null : 100) }
}

function comparisonOf({ compare, period: asked }: Draft): Period | null {
  if (compare === null || typeof compare === 'boolean') return null
  if (compare === 'previous') return previousOf(asked)
  if (compare === 'year') return { from: addMonths(asked.from, -12), to: addMonths(asked.to, -12) }
  return compare
}

/** A whole month (or months) compares with the month (or months) before, of any length; other periods with as many days before. */
export function previousOf(asked: Period): Period {
  const wholeMonths = asked.from === monthStart(asked.from) && addDays(asked.to, 1) === monthStart(addDays(asked.to, 1))
  if (!wholeMonths) return previous(asked)
  const months = monthsBetween(asked.from, addDays(asked.to, 1))
  return { from: addMonths(asked.from, -months), to: addDays(asked.from, -1) }
}

function monthsBetween(from: string, to: string): number {
  const [y1 = 0, m1 = 0] = from.split('-').map(Number)
  const [y2 = 0, m2 = 0] = to.split('-').map(Number)
  return (y2 - y1) * 12 + (m2 - m1)
}

/** The calendar label of a day under a granularity of days or more: itself, its Monday, the first of its month. */
export function bucketOf(granularity: Exclude<Granularity, 'hour'>, day: string): string {
  return granularity === 'day' ? day : granularity === 'week' ? weekStart(day) : monthStart(day)
}

/** Labels of all buckets of a period, in order, for days or more. */
export function bucketsOf(granularity: Exclude<Granularity, 'hour'>, asked: Period): string[] {
  const labels: string[] = []
  const days = daysBetween(asked.from, asked.to)
  for (let i = 0; i <= days; i += 1) {
    const label = bucketOf(granularity, addDays(asked.from, i))
    if (labels[labels.length - 1] !== label) labels.push(label)
  }
  return labels
}
