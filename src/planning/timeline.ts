import { type Day, type Period, addDays, daysBetween, lengthOf, monthEnd, monthStart } from '../period.ts'
import { isOver } from './action-states.ts'

/** What a plan reads of an action. */
export interface Planned {
  readonly id: string
  readonly title: string
  readonly state: string | null
  readonly owner: string | null
  readonly startsOn: Day | null
  readonly endsOn: Day | null
  /** 0–1; null when nobody said. */
  readonly progress: number | null
}

export type Punctuality =
  /** The end has passed and it is not over. */
  | { readonly kind: 'late'; readonly days: number }
  /** It should have begun and has not. */
  | { readonly kind: 'lateStart'; readonly days: number }
  | { readonly kind: 'onTime' }
  | { readonly kind: 'over' }
  | { readonly kind: 'undated' }

/** Where an action stands on a day. The last day itself is not late. */
export function punctuality(action: Planned, today: Day): Punctuality {
  if (isOver(action.state)) return { kind: 'over' }
  if (action.endsOn && action.endsOn < today) return { kind: 'late', days: daysBetween(action.endsOn, today) }
  if (action.state === 'todo' && action.startsOn && action.startsOn < today)
    return { kind: 'lateStart', days: daysBetween(action.startsOn, today) }
  return action.endsOn === null && action.startsOn === null ? { kind: 'undated' } : { kind: 'onTime' }
}

export interface Bar {
  readonly action: Planned
  /** Both days included; an action with one date only is a bar of one day. */
  readonly period: Period
  /** Shares of the span, 0–1. */
  readonly start: number
  readonly width: number
  readonly punctuality: Punctuality
}

export interface Timeline {
  /** Whole months, so that the scale reads well; null without any date. */
  readonly span: Period | null
  readonly bars: readonly Bar[]
  readonly undated: readonly Planned[]
  /** Place of the day on the span, 0–1; null when it lies outside. */
  readonly today: number | null
}

/** The whole months that hold every date and, when it is near, today. */
export function spanOf(actions: readonly Planned[], today: Day): Period | null {
  const days = actions.flatMap(({ startsOn, endsOn }) => [startsOn, endsOn]).filter((day) => day !== null)
  if (days.length === 0) return null
  const [first, last] = [days.reduce((a, b) => (b < a ? b : a)), days.reduce((a, b) => (b > a ? b : a))]
  // Today belongs to the picture unless it would stretch it by more than a quarter of a year.
  const near = today >= addDays(first, -92) && today <= addDays(last, 92)
  return {
    from: monthStart(near && today < first ? today : first),
    to: monthEnd(near && today > last ? today : last),
  }
}

/**
 * Actions laid on a common scale, earliest start first, then earliest end, then by title so that the order never wavers.
 */
export function timeline(actions: readonly Planned[], today: Day): Timeline {
  const span = spanOf(actions, today)
  if (!span) return { span, bars: [], undated: actions, today: null }
  const length = lengthOf(span)
  const bars = actions.flatMap((action): Bar[] => {
    const period = periodOf(action)
    if (!period) return []
    const start = daysBetween(span.from, period.from) / length
    return [{ action, period, start, width: lengthOf(period) / length, punctuality: punctuality(action, today) }]
  })
  bars.sort(
    (a, b) =>
      a.period.from.localeCompare(b.period.from) ||
      a.period.to.localeCompare(b.period.to) ||
      a.action.title.localeCompare(b.action.title),
  )
  const inside = today >= span.from && today <= span.to
  return {
    span,
    bars,
    undated: actions.filter((action) => periodOf(action) === null),
    today: inside ? daysBetween(span.from, today) / length : null,
  }
}

/** The days an action takes; null when it has no date, or dates that contradict each other. */
export function periodOf({ startsOn, endsOn }: Pick<Planned, 'startsOn' | 'endsOn'>): Period | null {
  const from = startsOn ?? endsOn
  const to = endsOn ?? startsOn
  return from === null || to === null || to < from ? null : { from, to }
}

/** Owners of a plan, in alphabetical order, each once; those without an owner are not in it. */
export const ownersOf = (actions: readonly Planned[]): string[] =>
  [...new Set(actions.flatMap(({ owner }) => owner ?? []))].toSorted((a, b) => a.localeCompare(b))

/** An action of the plan read from an object's values. */
export function plannedFrom(object: {
  readonly id: string
  readonly title: string
  readonly state: string | null
  readonly values: Readonly<Record<string, unknown>>
}): Planned {
  const { owner, startsOn, endsOn, progress } = object.values as Record<string, unknown> & Planned
  return {
    id: object.id,
    title: object.title,
    state: object.state,
    owner: owner ?? null,
    startsOn: startsOn ?? null,
    endsOn: endsOn ?? null,
    progress: progress ?? null,
  }
}

interface StandingWords {
  readonly lateBy: (days: number) => string
  readonly lateStart: (days: number) => string
  readonly undated: string
  readonly onTime: string
  readonly over: string
}

/** Where an action stands, as a person says it. */
export function standingText(standing: Punctuality, words: StandingWords): string {
  return standing.kind === 'late' || standing.kind === 'lateStart'
    ? words[standing.kind === 'late' ? 'lateBy' : 'lateStart'](standing.days)
    : words[standing.kind]
}
