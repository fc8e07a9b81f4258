import { addDays, addMonths, dayIn, startOfDay } from '../period.ts'
import { monthsKept, type Site } from './site.ts'

/** Tables of ClickHouse that hold figures of a site's visits, and the instant by which each row is as old as its visit. */
export const figureTables = [
  { table: 'events', begunAt: 'visit_started_at' },
  { table: 'visits', begunAt: 'visit_started_at' },
] as const

export interface Cutoff {
  /** First day of the site that is kept. */
  readonly day: string
  readonly instant: Date
}

/**
 * Before what a site's figures go. It runs once a day: what would be too old before the next turn goes now, so that nothing is ever
 * kept longer than said.
 */
export function cutoffOf(site: Pick<Site, 'timeZone' | 'settings'>, now: Date, months = monthsKept(site)): Cutoff {
  const day = addMonths(addDays(dayIn(site.timeZone, now), 1), -months)
  return { day, instant: startOfDay(site.timeZone, day) }
}
