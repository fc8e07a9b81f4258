import type { ImportedDay } from '../collect/history.store.ts'
import { ratio } from '../ratio.ts'
import type { Headline } from './audience.ts'

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
