import type { Scope } from '../accounts/scope.ts'
import { read, readGroupings, sitesOf, withEmptyBuckets } from '../analytics/analytics.store.ts'
import type { Row, Site } from '../analytics/analytics.store.ts'
import { comparedWith } from '../analytics/audience.ts'
import type { View } from '../analytics/audience.ts'
import type { DimensionName, MetricName } from '../analytics/catalog.ts'
import { readCondition } from '../analytics/filters.ts'
import { type Granularity, query } from '../analytics/query.ts'
import { type Saved, savedQuestions } from '../analytics/saved.store.ts'
import type { Words } from '../errors.ts'
import { goal, kpi, type Kpi } from '../kpis/kpis.ts'
import { measuring } from '../kpis/figures.store.ts'
import { goalsByKpi, manualReadings, measureIn } from '../kpis/measures.store.ts'
import type { KpiState } from '../kpis/status.ts'
import type { KpiUnit } from '../kpis/unit.ts'
import { type Period, dayIn } from '../period.ts'
import { listObjects } from '../projects/objects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { type Ask, countOf, groupsOf, keyOf } from './asks.ts'
import type { Card } from './cards.ts'
import { reasons } from './reasons.ts'

export interface CardRow {
  readonly name: string
  /** One for each metric of the card. */
  readonly values: readonly (number | null)[]
}

/** Where a KPI stands, for a bullet. */
export interface KpiFigures {
  readonly title: string
  readonly figure: KpiUnit
  readonly unit: string | null
  readonly value: number | null
  readonly expected: number | null
  readonly target: number | null
  readonly state: KpiState
  readonly sentence: Words
}

/** A card and what it shows: totals of its metrics, their course or their rows, as its kind needs. */
export interface CardFigures {
  readonly card: Card
  /** Why there is no figure; null when there are some. */
  readonly reason: Words | null
  readonly totals: readonly (number | null)[]
  readonly before: readonly (number | null)[] | null
  /** Labels of the course: days, Mondays, firsts of months, or hours. */
  readonly at: readonly string[]
  readonly series: readonly (readonly (number | null)[])[]
  readonly rows: readonly CardRow[]
  /** For a map, the same by country: what it shows where no region is known. */
  readonly countries: readonly CardRow[]
  readonly kpi: KpiFigures | null
  /** Its filters with those of its segment, as an address writes them. */
  readonly filters: readonly string[]
  readonly segment: string | null
}

export interface DashboardFigures {
  readonly domain: string | null
  readonly currency: string
  /** Below it, the site shows no count. */
  readonly threshold: number | null
  readonly today: string
  readonly period: Period
  readonly compared: Period | null
  readonly granularity: Granularity
  readonly cards: readonly CardFigures[]
}

/** What is asked of the figures of a dashboard; `failed` is told of what one card's figures died of. */
export interface Looked {
  readonly site: string | null
  readonly cards: readonly Card[]
  readonly viewOn: (today: string) => View
  readonly failed: (error: unknown) => void
}

const mostRows = 2_000

/** The figures of every card, their questions put together and asked at once; a card that fails says so and leaves the others. */
export async function dashboardFigures(
  scope: Scope,
  project: { readonly id: string; readonly timeZone: string; readonly currency: string },
  looked: Looked,
): Promise<DashboardFigures> {
  const sites = await sitesOf(scope, { project: project.id })
  const site = looked.site === null ? sites[0] : sites.find(({ domain }) => domain === looked.site)
  const today = dayIn(site?.timeZone ?? project.timeZone, scope.now)
  const view = looked.viewOn(today)
  const compared = comparedWith({ period: view.period, compare: 'previous' }, today)
  const { granularity } = query({ period: view.period, metrics: ['visits'] })
  const [segments, kpis] = await Promise.all([
    looked.cards.some(({ segment }) => segment !== null) ? savedQuestions(scope, project.id, 'segment') : [],
    kpiFigures(scope, project.id, looked),
  ])
  const cards = looked.cards.map((card) => ({ card, ...filtersOf(card, segments) }))
  const answers = site
    ? await ask(scope, site, cards.flatMap(({ card, filters }) => asksOf(card, filters)), view.period, compared, granularity, looked.failed) // prettier-ignore
    : { rowsOf: () => [], isLost: () => false }
  const shape = query({ period: view.period, metrics: ['visits'], dimensions: ['date'], granularity })
  const figuresOf = ({ card, filters, segment, isLost }: (typeof cards)[number]): CardFigures => {
    const base = { ...nothing, card, filters, segment }
    if (card.kind === 'note') return base
    if (card.kind === 'bullet' && card.kpi !== null) {
      const found = kpis.get(card.kpi)
      if (found === undefined) return { ...base, reason: reasons.noKpi }
      if (found === null) return { ...base, reason: reasons.failed }
      return { ...base, kpi: found.figures, reason: found.reason }
    }
    if (!site) return { ...base, reason: looked.site === null ? reasons.noSite : reasons.unknownSite(looked.site) }
    if (isLost) return { ...base, reason: reasons.noSegment }
    const asked = asksOf(card, filters)
    if (asked.some(answers.isLost)) return { ...base, reason: reasons.failed }
    const rowsBy = (by: Ask['by'], when: Ask['when'] = 'now') =>
      asked.flatMap((one) => (one.by === by && one.when === when ? answers.rowsOf(one) : []))
    const valuesOf = (row: Row | undefined) =>
      card.metrics.map((name) => {
        const value = row?.[name]
        // No row counts nothing; null is a count too small to be shown.
        return value === undefined ? (isCount(name) ? 0 : null) : value
      })
    const course = asked.some(({ by }) => by === 'date')
      ? withEmptyBuckets(rowsBy('date'), { ...shape, metrics: card.metrics }, site, view.period, scope.now)
      : []
    const by = card.dimension
    const rows = asked.some((one) => one.by === by) ? rowsBy(by) : []
    const ranked = ranking(card, rows)
    const totals = valuesOf(rowsBy(null)[0])
    const isEmpty = card.kind === 'line' ? course.length === 0 : totals.every((value) => value === null)
    return {
      ...base,
      reason:
        isEmpty && card.kind !== 'bars' && card.kind !== 'table' && card.kind !== 'map'
          ? isCount(card.metrics[0] ?? 'visits')
            ? reasons.small
            : reasons.nothing
          : null,
      totals,
      before: compared && card.kind === 'number' ? valuesOf(rowsBy(null, 'before')[0]) : null,
      at: course.map(({ date }) => date ?? ''),
      series: card.metrics.map((name) => course.map((row) => row[name] ?? null)),
      rows: ranked.map((row) => rowOf(card, row, by)),
      countries: card.kind === 'map' ? ranking(card, rowsBy('country')).map((row) => rowOf(card, row, 'country')) : [], // prettier-ignore
    }
  }
  return {
    domain: site?.domain ?? null,
    currency: site?.currency ?? project.currency,
    threshold: site?.smallFigures?.below ?? null,
    today,
    period: view.period,
    compared,
    granularity,
    cards: cards.map(figuresOf),
  }
}

const nothing: Omit<CardFigures, 'card' | 'filters' | 'segment'> = {
  reason: null,
  totals: [],
  before: null,
  at: [],
  series: [],
  rows: [],
  countries: [],
  kpi: null,
}

const rowOf = ({ metrics }: Card, row: Row, by: DimensionName): CardRow => ({
  name: row[by] ?? '',
  values: metrics.map((name) => row[name] ?? null),
})

const isCount = (name: MetricName) => countOf(name) === name || name === 'revenue'

/** The largest first: by the metric, or for a rate by how many it is of, so that one visit is not a record. */
function ranking(card: Card, rows: readonly Row[]): Row[] {
  const metric = card.metrics[0] ?? 'visits'
  const by = countOf(metric)
  const order = metric === 'revenue' ? metric : by
  // A reading gives no row where it counts nothing: nobody converted there, which is a figure.
  const zeros: Row = Object.fromEntries(card.metrics.filter(isCount).map((name) => [name, 0]))
  const real = rows
    .map((row): Row => ({ ...zeros, ...row }))
    .filter((row) => (row[by] ?? 0) > 0)
    .toSorted((a, b) => (b[order] ?? 0) - (a[order] ?? 0))
  return real
}

function filtersOf({ filters, segment }: Card, segments: readonly Saved[]) {
  const known = segments.find(({ id }) => id === segment)
  const own = known ? new URLSearchParams(known.question).getAll('f') : []
  return { filters: [...filters, ...own], segment: known?.name ?? null, isLost: segment !== null && !known }
}

/** What a card asks, metric by metric together. */
function asksOf(card: Card, filters: readonly string[]): Ask[] {
  const { kind, metrics, dimension } = card
  const one = (by: Ask['by'], when: Ask['when'] = 'now'): Ask => ({ by, when, filters, metrics })
  switch (kind) {
    case 'number':
      return [one(null), one(null, 'before'), one('date')]
    case 'line':
      return [one('date')]
    case 'bars':
    case 'table':
      return [one(dimension), one(null)]
    case 'map':
      return [...new Set([dimension, 'country' as const])].map((by) => one(by))
    case 'bullet':
      return card.kpi === null ? [one(null)] : []
    case 'note':
      return []
  }
}

interface Answers {
  readonly rowsOf: (asked: Ask) => readonly Row[]
  /** Whether one of its readings failed. */
  readonly isLost: (asked: Ask) => boolean
}

/** Asks everything at once. Rows of parts of a question are joined by their name: a card may have metrics of two readings. */
async function ask(
  scope: Scope,
  site: Site,
  asks: readonly Ask[],
  period: Period,
  compared: Period | null,
  granularity: Granularity,
  failed: (error: unknown) => void,
): Promise<Answers> {
  const joined = new Map<string, Map<string, Row>>()
  const lost = new Set<string>()
  const lostKey = (asked: Omit<Ask, 'metrics'>, metric: MetricName) => `${metric} ${keyOf(asked)}`
  await Promise.all(
    groupsOf(asks).map(async (group) => {
      const over = group.when === 'now' ? period : compared
      const filters = group.filters.flatMap((written) => readCondition(written) ?? [])
      const { metrics, bys } = group
      if (over === null) return
      const shared = { period: over, metrics, filters, granularity }
      const alone = (by: Ask['by']) =>
        read(
          scope,
          site,
          query({
            ...shared,
            dimensions: by === null ? [] : [by],
            ...(by === null || by === 'date' ? {} : { limit: mostRows }),
          }),
        )
      const listOf = (by: Ask['by']) => (by === null ? [] : [by])
      try {
        const found =
          group.isShared && bys.some((by) => by !== null)
            ? await readGroupings(scope, site, query(shared), bys.map(listOf), mostRows)
            : await Promise.all(bys.map(alone))
        bys.forEach((by, i) => {
          const key = keyOf({ ...group, by })
          const known = joined.get(key) ?? new Map<string, Row>()
          for (const row of found[i] ?? []) {
            const name = by === null ? '' : (row[by] ?? '')
            known.set(name, { ...known.get(name), ...row })
          }
          joined.set(key, known)
        })
      } catch (error) {
        failed(error)
        for (const by of bys) for (const metric of metrics) lost.add(lostKey({ ...group, by }, metric))
      }
    }),
  )
  return {
    rowsOf: (asked) => [...(joined.get(keyOf(asked))?.values() ?? [])],
    isLost: (asked) => asked.metrics.some((metric) => lost.has(lostKey(asked, metric))),
  }
}

/** Where the KPIs of the cards stand; null for one that failed. */
async function kpiFigures(scope: Scope, project: string, { cards, failed }: Looked) {
  const found = new Map<string, { readonly figures: KpiFigures; readonly reason: Words | null } | null>()
  const wanted = new Set(cards.flatMap((card) => (card.kind === 'bullet' && card.kpi ? [card.kpi] : [])))
  if (wanted.size === 0) return found
  const [m, kpis, goals, links] = await Promise.all([
    measuring(scope, project),
    listObjects(scope, kpi, project),
    listObjects(scope, goal, project),
    linksOf(scope, project),
  ])
  const byKpi = goalsByKpi(
    goals.map((one) => ({ ...one, derived: {} })),
    links,
  )
  await Promise.all(
    kpis
      .filter(({ id }) => wanted.has(id))
      .map(async ({ id, title, values }) => {
        try {
          const facts = { ...(values as Kpi), title }
          const readings = await manualReadings(scope, id, facts)
          const measured = await measureIn(m, { id, values: facts, goals: byKpi.get(id) ?? [], readings }, false)
          const { actual, reason, status, figure } = measured
          const { unit, target } = facts
          const { expected, state, sentence } = status
          found.set(id, { figures: { title, figure, unit, value: actual, expected, target, state, sentence }, reason })
        } catch (error) {
          failed(error)
          found.set(id, null)
        }
      }),
  )
  return found
}
