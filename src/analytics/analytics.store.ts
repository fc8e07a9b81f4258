import type { Scope } from '../accounts/scope.ts'
import type { SmallFigures } from '../collect/site.ts'
import { notFound } from '../errors.ts'
import { addDays, boundsOf, dayIn, startOfDay } from '../period.ts'
import type { Period } from '../period.ts'

import { ratio } from '../ratio.ts'
import { metricOf, sums as allSums } from './catalog.ts'
import type { DimensionName, MetricName, Sum } from './catalog.ts'
import type { GoalMatch, GoalRule } from './goals.ts'
import { planOf } from './plan.ts'
import type { SiteRule } from './plan.ts'
import { bucketsOf } from './query.ts'
import type { Query } from './query.ts'
import { groupingsStatement, statementOf } from './sql.ts'
import type { Statement } from './sql.ts'
import { newParams } from './params.ts'
import { type Judged, shownCount, shownRows, shownShare } from './small-figures.ts'
import { visitRows } from './visit-rows.ts'

export interface Site extends SiteRule {
  readonly domain: string
  readonly project: string | null
  readonly mode: 'exempt' | 'consent'
  /** What becomes of counts that could point at somebody; null where all is shown. */
  readonly smallFigures?: SmallFigures | null
}

/** A row of an answer: texts for dimensions, numbers for metrics; null where a figure cannot be computed. */
export type Row = Partial<Record<DimensionName, string>> & Partial<Record<MetricName, number | null>>
export type Totals = Partial<Record<MetricName, number | null>>

export interface Answer {
  readonly rows: readonly Row[]
  readonly totals: Totals
}

export interface ComparedAnswer extends Answer {
  readonly comparison: (Answer & { readonly period: Period }) | null
}

/** Sites open to this scope; a guest sees those of his project only. */
export async function sitesOf(scope: Scope, only: { domain?: string; project?: string } = {}): Promise<Site[]> {
  let rows = scope.db
    .selectFrom('sites')
    .select(['id', 'domain', 'projectId', 'timeZone', 'currency', 'mode', 'settings'])
    .where('workspaceId', '=', scope.workspace)
    .where('deletedAt', 'is', null)
    .orderBy('id')
  if (only.domain !== undefined) rows = rows.where('domain', '=', only.domain)
  if (only.project !== undefined) rows = rows.where('projectId', '=', only.project)
  if (scope.project !== null) rows = rows.where('projectId', '=', scope.project)
  const sites = await rows.execute()
  const projects = [...new Set(sites.flatMap((site) => site.projectId ?? []))]
  const goals = await goalsOf(scope, projects)
  return sites.map(({ projectId, settings, ...site }) => ({
    ...site,
    smallFigures: settings.smallFigures ?? null,
    project: projectId,
    goals: goals.filter((goal) => goal.project === projectId && (goal.site === null || goal.site === site.domain)),
  }))
}

/** The site of this domain. @throws notFound for a domain of another workspace as for one that does not exist */
export async function siteByDomain(scope: Scope, domain: string): Promise<Site> {
  const [site] = await sitesOf(scope, {
    domain: domain
      .trim()
      .toLowerCase()
      .replace(/^www\./, ''),
  })
  if (!site) throw notFound()
  return site
}

type ProjectGoal = GoalRule & { readonly project: string; readonly site: string | null }

async function goalsOf(scope: Scope, projects: readonly string[]): Promise<ProjectGoal[]> {
  if (projects.length === 0) return []
  return scope.db
    .selectFrom('goals')
    .innerJoin('objects', 'objects.id', 'goals.id')
    .select(['goals.id', 'objects.title', 'match', 'pattern', 'property', 'propertyValue', 'threshold', 'valueCents'])
    .select(['goals.site', 'objects.projectId as project'])
    .where('objects.workspaceId', '=', scope.workspace)
    .where('objects.projectId', 'in', projects)
    .where('objects.deletedAt', 'is', null)
    .orderBy('objects.createdAt')
    .orderBy('goals.id')
    .execute()
}

interface GoalTable {
  id: string
  match: GoalMatch
  pattern: string
  property: string | null
  propertyValue: string | null
  threshold: number | null
  site: string | null
  valueCents: number | null
}

declare module '../postgres.ts' {
  interface Tables {
    goals: GoalTable
  }
}

/** Answers a query: its rows, its totals (not the sum of the rows shown), and the same over the period it compares with. */
export async function answer(scope: Scope, site: Site, query: Query): Promise<ComparedAnswer> {
  const [now, before] = await Promise.all([
    answerOver(scope, site, query, query.period),
    query.compare ? answerOver(scope, site, query, query.compare) : null,
  ])
  return { ...now, comparison: before && query.compare ? { ...before, period: query.compare } : null }
}

async function answerOver(scope: Scope, site: Site, query: Query, period: Period): Promise<Answer> {
  const ungrouped: Query = { ...query, dimensions: [], orderBy: [], limit: null }
  const [rows, [totals]] = await Promise.all([
    query.dimensions.length > 0 ? read(scope, site, query, period) : [],
    read(scope, site, ungrouped, period),
  ])
  return { rows: withEmptyBuckets(rows, query, site, period, scope.now), totals: totals ?? {} }
}

/** Rows of one statement, numbers as numbers. Also what the audience page calls for each panel. */
export async function read(scope: Scope, site: Site, query: Query, period: Period = query.period): Promise<Row[]> {
  const rows = await run(scope, statementOf(planOf(query, site, period)))
  const counted = rows.map((row) => {
    const sums = Object.fromEntries(allSums.map((sum) => [sum, Number(row[`s_${sum}`] ?? 0)]))
    const texts = query.dimensions.map((name) => [name, dimensionText(name, row[name], query, site)])
    return { ...sums, ...Object.fromEntries(texts) } as Counted
  })
  return shownFigures(counted, query.metrics, query.dimensions, site)
}

/** Sums of a row, with the texts that name it. */
type Counted = Readonly<Record<Sum, number>> & Partial<Record<DimensionName, string>>

/** Rows that keep their place when their figure is too small to show: everybody knows that there is such a day, such a goal. */
const known: readonly DimensionName[] = ['date', 'goal']

/**
 * Metrics from sums, under the site's rule for small figures. Every figure that leaves `read` and `readGroupings` comes by here: pages,
 * the API, exports, KPIs and reports.
 */
function shownFigures(
  rows: readonly Counted[],
  names: readonly MetricName[],
  dimensions: readonly DimensionName[],
  site: Pick<Site, 'smallFigures'>,
): Row[] {
  const figured = rows.map((row) => ({
    ...row,
    ...Object.fromEntries(names.map((name) => [`m_${name}`, figureOf(name, row)])),
  }))
  const judged = judgedBy(names, dimensions)
  return shownRows<Readonly<Record<string, string | number | null | undefined>>>(
    figured,
    judged,
    site.smallFigures ?? null,
  ).map((row) => {
    const shown: Record<string, string | number | null> = {}
    for (const name of dimensions) shown[name] = String(row[name] ?? '')
    for (const name of names) {
      const [top, bottom] = metricOf(name).of
      const value = row[bottom === undefined && top !== 'revenue' ? top : `m_${name}`]
      shown[name] = typeof value === 'number' ? value : null
    }
    return shown as Row
  })
}

const figureOf = (name: MetricName, row: Counted): number | null => {
  const [top, bottom] = metricOf(name).of
  return bottom === undefined ? row[top] : ratio(row[top], row[bottom])
}

/** The counts that the metrics are made of, the first one's first. */
function judgedBy(names: readonly MetricName[], dimensions: readonly DimensionName[]): Judged {
  const counts = new Set<Sum>()
  const ratios: Record<string, readonly [Sum, Sum]> = {}
  const rests: Record<string, readonly Sum[]> = {}
  for (const name of names) {
    const [top, bottom] = metricOf(name).of
    if (top === 'revenue') rests[`m_${name}`] = ['paid']
    else if (top === 'seconds' && bottom !== undefined) rests[`m_${name}`] = [bottom]
    else if (bottom !== undefined) ratios[`m_${name}`] = [top, bottom]
    for (const sum of bottom === undefined
      ? [top === 'revenue' ? 'paid' : top]
      : [bottom, ...(top === 'seconds' ? [] : [top])])
      counts.add(sum)
  }
  return {
    counts: [...counts],
    ratios,
    rests,
    keepsRows: dimensions.length === 0 || dimensions.some((name) => known.includes(name)),
  }
}

const dimensionText = (name: DimensionName, value: unknown, query: Query, site: Site): string =>
  name === 'date' && query.granularity === 'hour'
    ? hourLabel(site.timeZone, Number(value) * 1000)
    : String((value as string | number | null) ?? '')

/** What each grouping of one reading gives, in the order asked: see `groupingsStatement`. */
export async function readGroupings(
  scope: Scope,
  site: Site,
  query: Query,
  groupings: readonly (readonly DimensionName[])[],
  limit: number,
): Promise<Row[][]> {
  const dimensions = [...new Set(groupings.flat())]
  const rows = await run(scope, groupingsStatement(planOf(query, site), groupings, limit))
  const places: Counted[][] = groupings.map(() => [])
  for (const row of rows) {
    const place = Number(row['grouping_place'])
    const sums = Object.fromEntries(allSums.map((sum) => [sum, Number(row[sum] ?? 0)]))
    const texts = (groupings[place] ?? []).map((name) => [
      name,
      dimensionText(name, row[`d${dimensions.indexOf(name)}`], query, site),
    ])
    places[place]?.push({ ...sums, ...Object.fromEntries(texts) } as Counted)
  }
  return places.map((found, i) => shownFigures(found, query.metrics, groupings[i] ?? [], site))
}

const run = async (scope: Scope, { sql, params }: Statement): Promise<Record<string, unknown>[]> => {
  const result = await scope.clickhouse.query({ query: sql, query_params: params, format: 'JSONEachRow' })
  return result.json<Record<string, unknown>>()
}

/** An hour with its offset: at the end of summer time 02:00+02:00 and 02:00+01:00 are two hours. */
export function hourLabel(timeZone: string, ms: number): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone)
  return `${zoned.toPlainDateTime().toString({ smallestUnit: 'minute' })}${zoned.offset}`
}

/** Labels of every bucket of the period that has begun: what has not happened is not zero. */
export function bucketLabels(query: Query, timeZone: string, period: Period, now: Date): string[] {
  const today = dayIn(timeZone, now)
  const lived = { from: period.from, to: period.to < today ? period.to : today }
  if (lived.from > lived.to) return []
  if (query.granularity !== 'hour') return bucketsOf(query.granularity, lived)
  const hourMs = 3_600_000
  const start = startOfDay(timeZone, lived.from).getTime()
  const end = Math.min(startOfDay(timeZone, addDays(lived.to, 1)).getTime(), now.getTime() + 1)
  return Array.from({ length: Math.ceil((end - start) / hourMs) }, (_, i) => hourLabel(timeZone, start + i * hourMs))
}

/** A time series has a row for every bucket, with zeros for sums and null for ratios, for each of its other values. */
export function withEmptyBuckets(
  rows: readonly Row[],
  query: Query,
  site: Site,
  period: Period,
  now: Date,
): readonly Row[] {
  if (!query.dimensions.includes('date') || query.limit !== null) return rows
  const others = query.dimensions.filter((name) => name !== 'date')
  const keyOf = (row: Row) => JSON.stringify(others.map((name) => row[name]))
  const groups = new Map(rows.map((row) => [keyOf(row), row]))
  const samples = others.length === 0 ? [{}] : [...groups.values()]
  const labels = bucketLabels(query, site.timeZone, period, now)
  const known = new Set(rows.map((row) => `${row.date} ${keyOf(row)}`))
  const empty = samples.flatMap((sample: Row) =>
    labels.filter((date) => !known.has(`${date} ${keyOf(sample)}`)).map((date) => emptyRow(query, { ...sample, date })),
  )
  return [...rows, ...empty].sort(byOrder(query, labels))
}

function emptyRow(query: Query, values: Row): Row {
  const row: Row = {}
  for (const name of query.dimensions) row[name] = values[name] ?? ''
  for (const name of query.metrics) row[name] = isRatio(name) ? null : 0
  return row
}

const isRatio = (name: MetricName) => metricOf(name).kind === 'ratio'

/** Dates by their place in time, not by their text: the second 02:00 of that night follows the first. */
function byOrder(query: Query, labels: readonly string[]) {
  const places = new Map(labels.map((label, place) => [label, place]))
  const worth = (row: Row, by: MetricName | DimensionName) =>
    by === 'date' ? (places.get(row.date ?? '') ?? -1) : (row[by] ?? '')
  return (a: Row, b: Row) => {
    for (const { by, direction } of query.orderBy) {
      const [left, right] = [worth(a, by), worth(b, by)]
      if (left !== right) return (left < right ? -1 : 1) * (direction === 'asc' ? 1 : -1)
    }
    return 0
  }
}

/**
 * The share of a period's visits that gave consent: the part of the truth that campaign figures are made of. null where there
 * is no visit, and in exempt mode, where nobody is asked.
 */
export async function consentedShare(scope: Scope, site: Site, period: Period): Promise<number | null> {
  if (site.mode !== 'consent') return null
  const { from, until } = boundsOf(site.timeZone, period)
  const params = newParams()
  const rows = visitRows({ site, from: from.getTime(), until: until.getTime() }, params)
  const [row] = await run(scope, {
    sql: `select toInt64(count()) as visits, toInt64(countIf(consent = 1)) as consented from (\n${rows}\n)`,
    params: params.values,
  })
  return shownShare(Number(row?.['consented'] ?? 0), Number(row?.['visits'] ?? 0), site.smallFigures ?? null)
}

/** Visitors with an event in the last minutes: the live count; null when they are too few to show. */
export async function visitorsNow(scope: Scope, site: Site, minutes = 5): Promise<number | null> {
  const result = await scope.clickhouse.query({
    query: `select toInt64(uniqExact(visitor_id)) as visitors
from events
where site_id = {site:UInt32}
  and ts >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  and ts <= fromUnixTimestamp64Milli({until:Int64}, 'UTC')
  and bot_reason = ''`,
    query_params: { site: site.id, from: scope.now.getTime() - minutes * 60_000, until: scope.now.getTime() + 60_000 },
    format: 'JSONEachRow',
  })
  const [row] = await result.json<{ visitors: string }>()
  return shownCount(Number(row?.visitors ?? 0), site.smallFigures ?? null)
}
