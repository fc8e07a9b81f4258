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
  'consent',
]

export interface VisitBounds {
  readonly site: { readonly id: number }
  /** Milliseconds since 1970, until excluded. */
  readonly from: number
  readonly until: number
}

/**
 * One row a visit begun in the period. The table merges the parts of a visit in its own time; `final` merges what is left
 * while it reads, which costs six times less than a group by visit (64 ms against 375 ms for nine panels of 670,000 visits).
 * ClickHouse drops the columns that the reader does not take.
 */
export const visitRows = (bounds: VisitBounds, params: Params): string => `select
  visit_id,
  visit_started_at,
  visitor_id,
  entry_path,
  tupleElement(exit, 2) as exit_path,
  ${attributes.join(',\n  ')},
  pageviews <= 1 and interactions = 0 as bounced,
  (toUnixTimestamp64Milli(last_at) - toUnixTimestamp64Milli(first_at)) / 1000 as duration
from visits final
where site_id = ${params.add(bounds.site.id, 'UInt32')}
  and visit_started_at >= ${instant(bounds.from, params)}
  and visit_started_at < ${instant(bounds.until, params)}`
