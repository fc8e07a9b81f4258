import type { ImportedDay } from '../collect/history.store.ts'
import { ratio } from '../ratio.ts'
import type { Headline } from './audience.ts'
import { bucketOf } from './query.ts'
import type { Granularity } from './query.ts'

/** A figure of the headline for one imported day, or several, from its sums; null when the tool did not tell. */
export function importedFigure(metric: Headline, days: readonly ImportedDay[]): number | null {
  const sum = (key: 'visitors' | 'visits' | 'pageviews' | 'bounces' | 'seconds'): number | null =>
    days.reduce<number | null>((all, day) => (day[key] === null ? all : (all ?? 0) + day[key]), null)
  const share = (key: 'pageviews' | 'bounces' | 'seconds'): number | null => {
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
