import type { Scope } from '../accounts/scope.ts'
import type { Period } from '../period.ts'
import { type Site, answer } from './analytics.store.ts'
import type { View } from './audience.ts'
import { panelMetric } from './audience.ts'
import type { Point } from './audience.store.ts'
import type { MetricName } from './catalog.ts'
import { type Difference, type Sides, compared, differenceOf, rowsOfBoth } from './compare.ts'
import { type Condition, type Granularity, query } from './query.ts'
import { conditionsOf, savedQuestions } from './saved.store.ts'

const panelRows = 20

export interface Comparison {
  readonly periods: readonly [Period, Period]
  readonly granularity: Granularity
  readonly figures: readonly (Difference & { readonly metric: MetricName })[]
  readonly series: readonly [readonly Point[], readonly Point[]]
  readonly rows: readonly (Difference & { readonly name: string })[]
}

/** The same figures of two sides, the first's filters on both, each with its segment. */
export async function compareSides(
  scope: Scope,
  site: Site,
  project: string,
  view: Pick<View, 'period' | 'filters' | 'step'>,
  sides: Sides,
): Promise<Comparison> {
  const segments = await savedQuestions(scope, project, 'segment')
  const filtersOf = (id: string | null): readonly Condition[] => {
    const question = segments.find((one) => one.id === id)?.question ?? ''
    return [...view.filters, ...conditionsOf(question)]
  }
  const { granularity } = query({ period: view.period, metrics: ['visits'], granularity: view.step ?? undefined })
  const side = async (period: Period, filters: readonly Condition[]) => {
    const base = { period, filters, granularity }
    const count = panelMetric(sides.panel)
    const [whole, series, rows] = await Promise.all([
      answer(scope, site, query({ ...base, metrics: compared })),
      answer(scope, site, query({ ...base, metrics: [sides.metric], dimensions: ['date'] })),
      answer(scope, site, query({ ...base, metrics: [count], dimensions: [sides.panel], limit: 10_000 })),
    ])
    return {
      totals: whole.totals,
      series: series.rows.map((row) => ({ at: row.date ?? '', value: row[sides.metric] ?? null })),
      rows: rows.rows.map((row) => ({ name: row[sides.panel] ?? '', count: row[count] ?? 0 })),
    }
  }
  const periods = [view.period, sides.periodB ?? view.period] as const
  const [a, b] = await Promise.all([
    side(periods[0], filtersOf(sides.segmentA)),
    side(periods[1], filtersOf(sides.segmentB)),
  ])
  return {
    periods,
    granularity,
    figures: compared.map((metric) => ({
      metric,
      ...differenceOf(a.totals[metric] ?? null, b.totals[metric] ?? null),
    })),
    series: [a.series, b.series],
    rows: rowsOfBoth(a.rows, b.rows, panelRows, site.smallFigures?.how === 'hide' ? null : 0),
  }
}
