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
  readonly now: number | null
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
  const views = async (period: Period): Promise<Views> => {
    const days = query({ ...base, period, metrics: ['pageviews'], dimensions: ['date'], granularity })
    const [byDate, whole] = await Promise.all([
      read(scope, site, days),
      // The sum of the days, but where some are not told.
      site.smallFigures ? read(scope, site, ask(['pageviews'], period)) : null,
    ])
    return { byDate, whole: whole ? (whole[0]?.pageviews ?? null) : sumOf(byDate) }
  }
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
  const pointsOf = (period: Period, byVisits: Row[][], byEvents: Views): Point[] => {
    const rows = joinByDate(byVisits[1] ?? [], byEvents.byDate)
    const asked = query({ period, metrics: [...headline], dimensions: ['date'], granularity })
    return withEmptyBuckets(rows, asked, site, period, scope.now).map((row) => ({
      at: row.date ?? '',
      value: row[view.metric] ?? null,
    }))
  }
  const shown = {
    page: withShares(ranking('page', pages), totals.pageviews),
    ...(Object.fromEntries(
      visitPanels.map((name, i) => [name, withShares(ranking(name, panels[i] ?? []), totals.visits)] as const),
    ) as Partial<Audience['panels']>),
    goal: withShares(site.goals.length === 0 ? [] : goalRanking(site, goals), totals.visits),
  } as Audience['panels']
  return {
    compared,
    granularity,
    totals,
    before: visitsBefore && eventsBefore ? totalsOf(visitsBefore, eventsBefore) : null,
    series: pointsOf(view.period, visits, events),
    seriesBefore: compared && visitsBefore && eventsBefore ? pointsOf(compared, visitsBefore, eventsBefore) : [],
    panels: shown,
    now,
    consented,
  }
}

interface Views {
  readonly byDate: readonly Row[]
  readonly whole: number | null
}

const sumOf = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + (row.pageviews ?? 0), 0)

/** Every headline metric at each point of the curve, for a file. */
export async function curveRows(scope: Scope, site: Site, view: View): Promise<readonly Row[]> {
  const ask = (metrics: MetricName[]) =>
    query({
      period: view.period,
      filters: view.filters,
      metrics,
      dimensions: ['date'],
      granularity: view.step ?? undefined,
    })
  const asked = ask([...headline])
  const [visits, events] = await Promise.all([
    read(scope, site, ask(['visitors', 'visits', 'bounceRate', 'visitDuration'])),
    read(scope, site, ask(['pageviews'])),
  ])
  return withEmptyBuckets(joinByDate(visits, events), asked, site, view.period, scope.now)
}

function totalsOf(visits: Row[][], views: Views): Record<Headline, number | null> {
  const [ofVisits] = visits[0] ?? []
  return whole({ ...ofVisits, pageviews: views.whole })
}

/** Sums are 0 and ratios null where nothing came; views per visit are made here, from both readings. */
const whole = (row: Row): Record<Headline, number | null> => ({
  visitors: orNone(row.visitors),
  visits: orNone(row.visits),
  pageviews: orNone(row.pageviews),
  viewsPerVisit: ratio(orNone(row.pageviews), orNone(row.visits)),
  bounceRate: row.bounceRate ?? null,
  visitDuration: row.visitDuration ?? null,
})

/** 0 where nothing came; null stays what is not told. */
const orNone = (value: number | null | undefined) => (value === undefined ? 0 : value)

function joinByDate(visits: readonly Row[], events: readonly Row[]): Row[] {
  const byDate = new Map<string, Row>()
  for (const row of [...visits, ...events]) byDate.set(row.date ?? '', { ...byDate.get(row.date ?? ''), ...row })
  return [...byDate].map(([date, row]) => ({ ...row, ...whole(row), date }))
}

type Ranked = Omit<PanelRow, 'share'>

/** Shares of counts as they are shown; rounded up, one may pass the whole. */
const withShares = (rows: readonly Ranked[], total: number | null): PanelRow[] =>
  rows.map((row) => {
    const share = ratio(row.count, total)
    return { ...row, share: share === null ? null : Math.min(1, share) }
  })

const ranking = (panel: Exclude<Panel, 'goal'>, rows: readonly Row[]): Ranked[] =>
  rows
    .map((row) => ({ name: row[panel] ?? '', count: row[panelMetric(panel)] ?? 0 }))
    // A page may have events and no view.
    .filter(({ count }) => count > 0)
    .slice(0, panelRows)

/** Every goal, reached or not: a goal nobody reached is the news. */
function goalRanking(site: Site, rows: readonly Row[]): Ranked[] {
  const names = new Set([...rows.map((row) => row.goal ?? ''), ...goalNames(site.goals).values()])
  return [...names].slice(0, panelRows).flatMap((name) => {
    const count = orNone(rows.find((row) => row.goal === name)?.conversions)
    return count === null ? [] : [{ name, count }]
  })
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
  return { metrics, rows: await read(scope, site, asked) }
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
