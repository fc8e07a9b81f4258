import { instant } from './params.ts'
import type { Params } from './params.ts'

/** Attributes that every event of a visit shares. */
const attributes = [
  'visit_referrer_host',
  'visit_source',
  'visit_channel',
  'visit_utm_source',
  'visit_utm_medium',
  'visit_utm_campaign',
  'visit_utm_content',
  'visit_utm_term',
  'country',
  'region',
  'city',
  'device',
  'browser',
  'os',
]

export interface VisitBounds {
  readonly site: { readonly id: number }
  /** Milliseconds since 1970, until excluded. */
  readonly from: number
  readonly until: number
}

/**
 * One row a visit begun in the period. The table merges the parts of a visit in its own time, so a reading merges what is
 * left; ClickHouse drops the columns that the reader does not take.
 */
export const visitRows = (bounds: VisitBounds, params: Params): string => `select
  visit_id,
  visit_started_at,
  any(visits.visitor_id) as visitor_id,
  argMinMerge(visits.entry_path) as entry_path,
  argMaxMerge(visits.exit_path) as exit_path,
  ${attributes.map((name) => `any(visits.${name}) as ${name}`).join(',\n  ')},
  sum(visits.pageviews) <= 1 and sum(visits.interactions) = 0 as bounced,
  dateDiff('millisecond', min(visits.first_at), max(visits.last_at)) / 1000 as duration
from visits
where site_id = ${params.add(bounds.site.id, 'UInt32')}
  and visit_started_at >= ${instant(bounds.from, params)}
  and visit_started_at < ${instant(bounds.until, params)}
group by visit_started_at, visit_id`
