import type { Scope } from '../accounts/scope.ts'
import type { Site } from '../analytics/analytics.store.ts'
import { formatDay } from '../i18n.ts'
import { addDays, dayIn } from '../period.ts'
import { walk } from './decision.ts'
import { type Rule, grainOf } from './rule.ts'
import { firstSince, readSeries } from './series.store.ts'
import { seenText, stretchText } from './show.ts'

/** Days of the past that a rule is tried on. */
export const previewDays = 90
const listed = 12

/** How often a rule would have rung, and for what: the very decision of the job, over the past. */
export async function previewOf(scope: Scope, site: Site, rule: Rule) {
  const since = addDays(dayIn(site.timeZone, scope.now), -previewDays)
  const points = await readSeries(scope, site, rule, since)
  const from = firstSince(points, since)
  const shown = points.slice(from)
  if (!shown.some(({ value, visits }) => visits > 0 || (value ?? 0) > 0)) return null
  const fired = walk(rule, points, from, false).filter(({ turn }) => turn === 'fired')
  const grain = grainOf(rule)
  return {
    rule,
    currency: site.currency,
    count: fired.length,
    fired: fired
      .slice(-listed)
      .toReversed()
      .map(({ stretch, seen }) => seenText(rule, stretch, seen, site, scope.locale)),
    // Ninety days of hours are no curve.
    curve:
      grain === 'hour'
        ? null
        : {
            labels: shown.map(({ stretch }) => stretchText(grain, stretch, site.timeZone, scope.locale)),
            shortLabels: shown.map(({ stretch }) => formatDay(stretch.slice(0, 10), scope.locale)),
            values: shown.map(({ value }) => value),
            limit: rule.kind === 'threshold' ? rule.value : null,
          },
  }
}

export type Preview = NonNullable<Awaited<ReturnType<typeof previewOf>>>
