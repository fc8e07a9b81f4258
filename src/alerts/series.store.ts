import type { Scope } from '../accounts/scope.ts'
import { type Site, answer, hourLabel } from '../analytics/analytics.store.ts'
import { readCondition } from '../analytics/filters.ts'
import { query } from '../analytics/query.ts'
import { type Day, addDays, dayIn, startOfDay, weekStart } from '../period.ts'
import { type Grain, type Point, type Rule, grainOf, historyOf } from './rule.ts'

/** A stretch is judged this long after its end: its last events are in by then. */
const settling = 5 * 60_000
const hour = 3_600_000

/** The last stretch that is over, by its label on the site's clock. */
export function lastStretch(grain: Grain, timeZone: string, now: Date): string {
  const settled = now.getTime() - settling
  const today = dayIn(timeZone, new Date(settled))
  if (grain === 'day') return addDays(today, -1)
  if (grain === 'week') return addDays(weekStart(today), -7)
  // Hours are counted from the day's beginning, as the audience counts them, wherever an offset is not whole.
  const start = startOfDay(timeZone, today).getTime()
  return hourLabel(timeZone, start + (Math.floor((settled - start) / hour) - 1) * hour)
}

/** When a stretch was over. */
export function endOf(grain: Grain, timeZone: string, stretch: string): Date {
  if (grain === 'hour') return new Date(Date.parse(stretch) + hour)
  return startOfDay(timeZone, addDays(stretch, grain === 'day' ? 1 : 7))
}

/** Every stretch that is over since a day, with those before it that the rule needs. */
export async function readSeries(scope: Scope, site: Site, rule: Rule, since: Day): Promise<Point[]> {
  const grain = grainOf(rule)
  const until = lastStretch(grain, site.timeZone, scope.now)
  const before = historyOf(rule)
  const from =
    grain === 'hour'
      ? addDays(since, -Math.ceil(before / 24) - 1)
      : grain === 'day'
        ? addDays(since, -before)
        : addDays(weekStart(since), -7 * before)
  const to = grain === 'week' ? addDays(until, 6) : until.slice(0, 10)
  if (from > to) return []
  const { rows } = await answer(
    scope,
    site,
    query({
      period: { from, to },
      metrics: [rule.metric, 'visits'],
      dimensions: ['date'],
      filters: rule.filters.flatMap((written) => readCondition(written) ?? []),
      granularity: grain,
    }),
  )
  const end = rows.findIndex(({ date }) => date === until)
  return rows.slice(0, end + 1).map((row) => ({
    stretch: row.date ?? '',
    value: row[rule.metric] ?? null,
    visits: row.visits ?? 0,
  }))
}

/** Place of the first stretch since a day; the number of points when there is none. */
export function firstSince(points: readonly Point[], since: Day): number {
  const at = points.findIndex(({ stretch }) => stretch.slice(0, 10) >= since)
  return at < 0 ? points.length : at
}
