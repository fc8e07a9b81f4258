import { isEventLevel, metricOf } from '../analytics/catalog.ts'
import type { DimensionName, MetricName } from '../analytics/catalog.ts'

/** A question of a card: metrics, in whole or by a dimension, over the period or the one before. */
export interface Ask {
  readonly when: 'now' | 'before'
  readonly by: DimensionName | null
  /** As an address writes them. */
  readonly filters: readonly string[]
  readonly metrics: readonly MetricName[]
}

export interface Group {
  readonly when: Ask['when']
  readonly filters: readonly string[]
  readonly metrics: readonly MetricName[]
  readonly bys: readonly Ask['by'][]
  /** One reading of visits gives them all. */
  readonly isShared: boolean
}

/** Where an answer is kept: what is asked, whatever the metrics. */
export const keyOf = ({ when, by, filters }: Omit<Ask, 'metrics'>): string => JSON.stringify([when, by, filters])

/** Figures that one pass over visits gives, whatever they are grouped by. */
const ofVisits: readonly MetricName[] = ['visits', 'visitors', 'bounceRate', 'visitDuration']

/** The count that says how many a figure is of: itself for a count, the visits for a rate or an amount. */
export const countOf = (metric: MetricName): MetricName =>
  metricOf(metric).kind === 'ratio' || metric === 'revenue' ? 'visits' : metric

/** As few readings as will do: one pass over visits for all that visits know, else one for each dimension. */
export function groupsOf(asks: readonly Ask[]): Group[] {
  const groups = new Map<string, { group: Group; metrics: Set<MetricName>; bys: Set<Ask['by']> }>()
  const put = ({ when, by, filters }: Ask, metrics: readonly MetricName[], isShared: boolean) => {
    if (metrics.length === 0) return
    // Rows are cut at the largest: those of another metric are another list.
    const first = isShared || by === null || by === 'date' ? null : metrics[0]
    const key = JSON.stringify([when, filters, isShared, isShared ? null : by, first])
    const known = groups.get(key) ?? {
      group: { when, filters, metrics: [], bys: [], isShared },
      metrics: new Set<MetricName>(isShared ? ['visits'] : []),
      bys: new Set<Ask['by']>(),
    }
    metrics.forEach((metric) => known.metrics.add(metric))
    known.bys.add(by)
    groups.set(key, known)
  }
  for (const one of asks) {
    const needed = [...new Set([...one.metrics.slice(0, 1).map(countOf), ...one.metrics])]
    const wanted = one.by === null || one.by === 'date' ? one.metrics : needed
    const fits = one.by === null || !isEventLevel(one.by)
    put(one, wanted.filter((metric) => fits && ofVisits.includes(metric)), true) // prettier-ignore
    put(one, wanted.filter((metric) => !(fits && ofVisits.includes(metric))), false) // prettier-ignore
  }
  return [...groups.values()].map(({ group, metrics, bys }) => ({ ...group, metrics: [...metrics], bys: [...bys] }))
}
