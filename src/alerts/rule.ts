import type { MetricName } from '../analytics/catalog.ts'

/** How an alert watches a figure. Values are in the unit of the metric: a ratio is 0–1, revenue is in cents. */
export const ruleKinds = ['threshold', 'change', 'silence', 'anomaly'] as const
export type RuleKind = (typeof ruleKinds)[number]

export const grains = ['hour', 'day', 'week'] as const
export type Grain = (typeof grains)[number]

export const references = ['previous', 'weekdays'] as const

interface Watching {
  readonly metric: MetricName
  /** As the audience's addresses write them: "channel:is:Email". */
  readonly filters: readonly string[]
  /** Visits below which nothing fires: those of the stretch, or the mean of the four before where there were more. */
  readonly fewest: number
}

export type Rule =
  | (Watching & {
      readonly kind: 'threshold'
      readonly grain: Grain
      readonly side: 'above' | 'below'
      readonly value: number
    })
  | (Watching & {
      readonly kind: 'change'
      readonly grain: 'day' | 'week'
      /** The stretch before, or the mean of the same weekday over the four weeks before. */
      readonly against: (typeof references)[number]
      readonly side: 'above' | 'below' | 'either'
      /** 0.3: thirty per cent. */
      readonly share: number
    })
  | {
      readonly kind: 'silence'
      readonly metric: 'events'
      readonly filters: readonly string[]
      readonly hours: number
      /** Counts only the hours of the week in which the site usually has events. */
      readonly usual: boolean
    }
  | (Watching & { readonly kind: 'anomaly'; readonly side: 'above' | 'below' | 'either' })

export const grainOf = (rule: Rule): Grain =>
  rule.kind === 'silence' ? 'hour' : rule.kind === 'anomaly' ? 'day' : rule.grain

/** A stretch of time that is over: an hour, a day or a week of the site, and what was measured in it. */
export interface Point {
  /** '2026-11-24', the Monday of a week, or an hour with its offset: '2026-11-24T10:00+01:00'. */
  readonly stretch: string
  /** null: cannot be computed. */
  readonly value: number | null
  readonly visits: number
}

/** What was seen in a stretch, and what it was held against. */
export interface Seen {
  readonly value: number | null
  /** The threshold, the figure of the time before, the forecast; hours without an event. */
  readonly against: number | null
  readonly low?: number
  readonly high?: number
  /** Last stretch that had an event, for a silence. */
  readonly last?: string
}

/** Points before the first judged one that a rule needs. */
export const historyOf = (rule: Rule): number => {
  switch (rule.kind) {
    case 'threshold':
      return 4
    case 'change':
      return rule.against === 'previous' || rule.grain === 'week' ? 4 : 28
    case 'silence':
      return 28 * 24
    case 'anomaly':
      return learnt
  }
}

/** Days a forecast learns from: eight weeks. */
export const learnt = 56
