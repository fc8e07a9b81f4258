/**
 * Metrics and dimensions as data. The query builder, the API, the audience page, KPIs, exports and docs/metrics.md all
 * read this one list. Labels and definitions are in catalog.fr.ts and catalog.en.ts.
 */

/** What one row of a part of the query carries; every metric is made from sums of these. */
export const sums = [
  'visitors',
  'visits',
  'bounces',
  'seconds',
  'pageviews',
  'events',
  'revenue',
  'paid',
  'conversions',
  'converted',
  'reachable',
] as const
export type Sum = (typeof sums)[number]

export type Unit = 'visitor' | 'visit' | 'view' | 'event' | 'ratio' | 'second' | 'cents' | 'conversion' | 'viewPerVisit'

/** sum: parts add up to the whole. unique: they do not (the same visitor may be in two rows). ratio: from its sums, never averaged. */
export type MetricKind = 'sum' | 'unique' | 'ratio'

/** Where the figure is read: from rows of events, or of visits (whole visits, by the instant they begin). */
export type Source = 'events' | 'visits'

export interface Metric {
  readonly kind: MetricKind
  readonly unit: Unit
  readonly source: Source
  /** The sums it is made of: one for a sum or a unique, numerator then denominator for a ratio. */
  readonly of: readonly [Sum] | readonly [Sum, Sum]
  /** Whether more of it is good news; bounce and the like are not. */
  readonly better: 'up' | 'down' | 'neither'
}

export const metrics = {
  visitors: { kind: 'unique', unit: 'visitor', source: 'visits', of: ['visitors'], better: 'up' },
  visits: { kind: 'sum', unit: 'visit', source: 'visits', of: ['visits'], better: 'up' },
  pageviews: { kind: 'sum', unit: 'view', source: 'events', of: ['pageviews'], better: 'up' },
  viewsPerVisit: { kind: 'ratio', unit: 'viewPerVisit', source: 'visits', of: ['pageviews', 'visits'], better: 'up' },
  bounceRate: { kind: 'ratio', unit: 'ratio', source: 'visits', of: ['bounces', 'visits'], better: 'down' },
  visitDuration: { kind: 'ratio', unit: 'second', source: 'visits', of: ['seconds', 'visits'], better: 'up' },
  events: { kind: 'sum', unit: 'event', source: 'events', of: ['events'], better: 'up' },
  conversions: { kind: 'sum', unit: 'conversion', source: 'visits', of: ['conversions'], better: 'up' },
  conversionRate: { kind: 'ratio', unit: 'ratio', source: 'visits', of: ['converted', 'reachable'], better: 'up' },
  revenue: { kind: 'sum', unit: 'cents', source: 'events', of: ['revenue'], better: 'up' },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof metrics
export const metricNames = Object.keys(metrics) as MetricName[]

/**
 * Where a dimension's value is found.
 * `event`: SQL on a row of events; null when only the whole visit knows it.
 * `visit`: SQL on a row of visits; null when a visit has many values of it (pages, events).
 * `campaign`: the site's exempt mode drops it at collection.
 */
export interface Dimension {
  readonly event: string | null
  readonly visit: string | null
  readonly campaign?: true
}

export const dimensions = {
  date: { event: 'ts', visit: 'visit_started_at' },
  page: { event: 'path', visit: null },
  entryPage: { event: 'entry_path', visit: 'entry_path' },
  exitPage: { event: null, visit: 'exit_path' },
  event: { event: 'name', visit: null },
  goal: { event: 'goal', visit: null },
  source: { event: 'visit_source', visit: 'visit_source' },
  channel: { event: 'visit_channel', visit: 'visit_channel' },
  referrerHost: { event: 'visit_referrer_host', visit: 'visit_referrer_host' },
  utmSource: { event: 'visit_utm_source', visit: 'visit_utm_source', campaign: true },
  utmMedium: { event: 'visit_utm_medium', visit: 'visit_utm_medium', campaign: true },
  utmCampaign: { event: 'visit_utm_campaign', visit: 'visit_utm_campaign', campaign: true },
  utmContent: { event: 'visit_utm_content', visit: 'visit_utm_content', campaign: true },
  utmTerm: { event: 'visit_utm_term', visit: 'visit_utm_term', campaign: true },
  country: { event: 'country', visit: 'country' },
  region: { event: 'region', visit: 'region' },
  city: { event: 'city', visit: 'city' },
  device: { event: 'device', visit: 'device' },
  browser: { event: 'browser', visit: 'browser' },
  os: { event: 'os', visit: 'os' },
} as const satisfies Record<string, Dimension>

export type DimensionName = keyof typeof dimensions
export const dimensionNames = Object.keys(dimensions) as DimensionName[]

export const dimensionOf = (name: DimensionName): Dimension => dimensions[name]
export const metricOf = (name: MetricName): Metric => metrics[name]

/**
 * A visit has many pages and many events: a row of these dimensions may share its visits with another row. So it is with the
 * properties of events ("property.plan").
 */
export const isEventLevel = (name: DimensionName | `property.${string}`): boolean =>
  isProperty(name) || dimensionOf(name).visit === null

export const isProperty = (name: string): name is `property.${string}` => name.startsWith('property.')

/** Whether the rows of this metric, grouped by this dimension, add up to the total. */
export const isAdditive = (metric: MetricName, dimension: DimensionName): boolean =>
  metrics[metric].kind === 'sum' &&
  (metrics[metric].source === 'events'
    ? dimension !== 'goal'
    : !isEventLevel(dimension) || (metric === 'conversions' && dimension === 'goal'))
