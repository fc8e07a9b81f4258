import type { ImportedDay } from '../collect/history.store.ts'
import type { Sum } from '../collect/history-columns.ts'
import { ratio } from '../ratio.ts'
import type { Headline } from './audience.ts'
import { bucketOf } from './query.ts'
import type { Granularity } from './query.ts'

/** A figure of the headline for one imported day, or several, from its sums; null when the tool did not tell. */
export function importedFigure(metric: Headline, days: readonly ImportedDay[]): number | null {
  const sum = (key: Sum) => sumOf(days, key)
  const share = (key: Sum): number | null => {
    const [part, visits] = [sum(key), sum('visits')]
    return part === null || visits === null ? null : ratio(part, visits)
  }
  switch (metric) {
    case 'visitors':
    case 'visits':
    case 'pageviews':
      return sum(metric)
    case 'viewsPerVisit':
      return share('pageviews')
    case 'bounceRate':
      return share('bounces')
    case 'visitDuration':
      return share('seconds')
    default:
      return null
  }
}

/** Several days as one, from the sums that all of them tell: part of a total would be taken for the whole. */
export const wholeOf = (days: readonly ImportedDay[]): Omit<ImportedDay, 'day'> => ({
  visitors: sumOf(days, 'visitors'),
  visits: sumOf(days, 'visits'),
  pageviews: sumOf(days, 'pageviews'),
  bounces: sumOf(days, 'bounces'),
  seconds: sumOf(days, 'seconds'),
})

const sumOf = (days: readonly ImportedDay[], key: Sum): number | null =>
  days.reduce<number | null>((all, day) => (all === null || day[key] === null ? null : all + day[key]), 0)

/** The imported days of each point of a curve, as one value: null where no day was imported, and by the hour, which no import tells. */
export function importedCurve(
  metric: Headline,
  days: readonly ImportedDay[],
  points: readonly { readonly at: string }[],
  granularity: Granularity,
): (number | null)[] {
  if (granularity === 'hour') return points.map(() => null)
  const byPoint = Map.groupBy(days, ({ day }) => bucketOf(granularity, day))
  return points.map(({ at }) => {
    const found = byPoint.get(at)
    return found ? importedFigure(metric, found) : null
  })
}
