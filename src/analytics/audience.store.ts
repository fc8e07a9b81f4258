import type { Scope } from '../accounts/scope.ts'
import { dayIn } from '../period.ts'
import type { Period } from '../period.ts'
import { ratio } from '../ratio.ts'
import { consentedShare, read, readGroupings, visitorsNow, withEmptyBuckets } from './analytics.store.ts'
import type { Row, Site } from './analytics.store.ts'
import { comparedWith, headline, panelMetric, visitPanels } from './audience.ts'
import type { Headline, Panel, View } from './audience.ts'
import type { MetricName } from './catalog.ts'
import { goalNames } from './goals.ts'
import { query } from './query.ts'
import type { Query } from './query.ts'
import { type Ranked, shownRanking, shownTable } from './small-figures.ts'

export interface Point {
  /** Day, Monday, first of the month, or hour with its offset. */
  readonly at: string
  readonly value: number | null
}

export interface PanelRow {
  readonly name: string
  readonly count: number
  /** Of the whole, for panels whose rows add up; the conversion rate for goals. */
  readonly share: number | null
}

export interface Audience {
  readonly compared: Period | null
  readonly granularity: Query['granularity']
  readonly totals: Readonly<Record<Headline, number | null>>
  readonly before: Readonly<Record<Headline, number | null>> | null
  readonly series: readonly Point[]
  readonly seriesBefore: readonly Point[]
  readonly panels: Readonly<Record<Panel, readonly PanelRow[]>>
  /** Rows of each panel left out for their small counts. */
  readonly hidden: Readonly<Record<Panel, number>>
  readonly now: number
  /** Share of the period's visits that gave consent: what campaign figures rest on. null without visits, or in exempt mode. */
  readonly consented: number | null
}

/** Rows of a panel on the page; its CSV has them all. */
export const panelRows = 8

/** Everything the audience page shows, in nine readings at once. */
export async function audience(scope: Scope, site: Site, view: View): Promise<Audience> {
  const today = dayIn(site.timeZone, scope.now)
  const compared = comparedWith(view, today)
  const base = { period: view.period, filters: view.filters }
  // One granularity for both curves, decided by the reader or by the period looked at.
  const { granularity } = query({ period: view.period, metrics: ['visits'], granularity: view.step ?? undefined })
  const ask = (metrics: MetricName[], period: Period = view.period) => query({ ...base, period, metrics, granularity })
  const ofVisits: MetricName[] = ['visitors', 'visits', 'bounceRate', 'visitDuration']
  const views = (period: Period) =>
    read(scope, site, query({ ...base, period, metrics: ['pageviews'], dimensions: ['date'], granularity }))
  const [visits, events, pages, visitsBefore, eventsBefore, panels, goals, now, consented] = await Promise.all([
    readGroupings(scope, site, ask(ofVisits), [[], ['date']], 2_000),
    views(view.period),
    read(scope, site, query({ ...base, metrics: ['pageviews'], dimensions: ['page'], limit: panelRows })),
    compared ? readGroupings(scope, site, ask(ofVisits, compared), [[], ['date']], 2_000) : null,
    compared ? views(compared) : null,
    readGroupings(
      scope,
      site,
      ask(['visits']),
      visitPanels.map((name) => [name]),
      panelRows,
    ),
    site.goals.length > 0 ? read(scope, site, query({ ...base, metrics: ['conversions'], dimensions: ['goal'] })) : [],
    visitorsNow(scope, site),
    consentedShare(scope, site, view.period),
  ])
  const totals = totalsOf(visits, events)
  const pointsOf = (period: Period, byVisits: Row[][], byEvents: Row[]): Point[] => {
    const rows = joinByDate(byVisits[1] ?? [], byEvents)
    const asked = query({ period, metrics: [...headline], dimensions: ['date'], granularity })
    return withEmptyBuckets(rows, asked, site, period, scope.now).map((row) => ({
      at: row.date ?? '',
      value: row[view.metric] ?? null,
    }))
  }
  const ranked = (rows: readonly Ranked[], total: number | null) => shownRanking(rows, total, site.smallFigures ?? null)
  const shown = {
    page: ranked(ranking('page', pages), totals.pageviews),
    ...Object.fromEntries(
      visitPanels.map((name, i) => [name, ranked(ranking(name, panels[i] ?? []), totals.visits)] as const),
    ),
    goal: ranked(site.goals.length === 0 ? [] : goalRanking(site, goals), totals.visits),
  } as Record<Panel, ReturnType<typeof ranked>>
  return {
    compared,
    granularity,
    totals,
    before: visitsBefore && eventsBefore ? totalsOf(visitsBefore, eventsBefore) : null,
    series: pointsOf(view.period, visits, events),
    seriesBefore: compared && visitsBefore && eventsBefore ? pointsOf(compared, visitsBefore, eventsBefore) : [],
    panels: byPanel(shown, ({ rows }) => rows),
    hidden: byPanel(shown, ({ hidden }) => hidden),
    now,
    consented,
  }
}

function totalsOf(visits: Row[][], events: readonly Row[]): Record<Headline, number | null> {
  const [ofVisits] = visits[0] ?? []
  return whole({ ...ofVisits, pageviews: events.reduce((sum, row) => sum + (row.pageviews ?? 0), 0) })
}

/** Sums are 0 and ratios null where nothing came; views per visit are made here, from both readings. */
const whole = (row: Row): Record<Headline, number | null> => ({
  visitors: row.visitors ?? 0,
  visits: row.visits ?? 0,
  pageviews: row.pageviews ?? 0,
  viewsPerVisit: ratio(row.pageviews ?? 0, row.visits ?? 0),
  bounceRate: row.bounceRate ?? null,
  visitDuration: row.visitDuration ?? null,
})

function joinByDate(visits: readonly Row[], events: readonly Row[]): Row[] {
  const byDate = new Map<string, Row>()
  for (const row of [...visits, ...events]) byDate.set(row.date ?? '', { ...byDate.get(row.date ?? ''), ...row })
  return [...byDate].map(([date, row]) => ({ ...row, ...whole(row), date }))
}

const byPanel = <T, U>(shown: Readonly<Record<Panel, T>>, of: (panel: T) => U) =>
  Object.fromEntries(Object.entries(shown).map(([name, panel]) => [name, of(panel)])) as Record<Panel, U>

const ranking = (panel: Exclude<Panel, 'goal'>, rows: readonly Row[]): Ranked[] =>
  rows
    .map((row) => ({ name: row[panel] ?? '', count: row[panelMetric(panel)] ?? 0 }))
    // A page may have events and no view.
    .filter(({ count }) => count > 0)
    .slice(0, panelRows)

/** Every goal, reached or not: a goal nobody reached is the news. */
function goalRanking(site: Site, rows: readonly Row[]): Ranked[] {
  const names = new Set([...rows.map((row) => row.goal ?? ''), ...goalNames(site.goals).values()])
  return [...names]
    .slice(0, panelRows)
    .map((name) => ({ name, count: rows.find((row) => row.goal === name)?.conversions ?? 0 }))
}

/** All rows of one panel, for its CSV: name, count, and the figures of visits beside. */
export async function panelTable(
  scope: Scope,
  site: Site,
  view: View,
  panel: Panel,
): Promise<{ metrics: MetricName[]; rows: readonly Row[] }> {
  const metrics: MetricName[] =
    panel === 'page'
      ? ['pageviews', 'visits', 'visitors', 'bounceRate', 'visitDuration']
      : panel === 'goal'
        ? ['conversions', 'conversionRate', 'revenue']
        : ['visits', 'visitors', 'pageviews', 'bounceRate', 'visitDuration', 'revenue']
  const asked = query({ period: view.period, filters: view.filters, metrics, dimensions: [panel], limit: 10_000 })
  const [by = 'visits'] = metrics
  return { metrics, rows: shownTable(await read(scope, site, asked), by, site.smallFigures ?? null) }
}

/** Whether the site ever sent anything: bounded by how long figures are kept at most. */
export async function hasEvents(scope: Scope, site: Site): Promise<boolean> {
  const result = await scope.clickhouse.query({
    query: `select 1 as found
from events
where site_id = {site:UInt32}
  and ts >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
limit 1`,
    query_params: { site: site.id, from: scope.now.getTime() - 800 * 86_400_000 },
    format: 'JSONEachRow',
  })
  return (await result.json()).length > 0
}
