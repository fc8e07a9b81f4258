import type { Scope } from '../accounts/scope.ts'
import { sitesOf, withEmptyBuckets } from '../analytics/analytics.store.ts'
import type { Row } from '../analytics/analytics.store.ts'
import { comparedWith } from '../analytics/audience.ts'
import type { View } from '../analytics/audience.ts'
import type { DimensionName, MetricName } from '../analytics/catalog.ts'
import { type Granularity, query } from '../analytics/query.ts'
import { type Saved, savedQuestions } from '../analytics/saved.store.ts'
import type { Words } from '../errors.ts'
import type { Locale } from '../i18n.ts'
import { type Period, dayIn } from '../period.ts'
import { ask } from './asking.store.ts'
import { type Ask, countOf } from './asks.ts'
import type { Card } from './cards.ts'
import { type FactFigures, type KpiFigures, isOfProject, projectFigures, reasonOf } from './project-figures.store.ts'
import { reasons } from './reasons.ts'
import { type Said, rowLabel, saidOf } from './titles.ts'

export interface CardRow {
  readonly name: string
  /** The name as it is read. */
  readonly label: string
  /** One for each metric of the card. */
  readonly values: readonly (number | null)[]
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
  /** Rows that were left out of a screen. */
  readonly more: number
  /** For a map, the same by country: what it shows where no region is known. */
  readonly countries: readonly CardRow[]
  readonly kpi: KpiFigures | null
  readonly fact: FactFigures | null
  /** Its words, in the language of who asks. */
  readonly said: Said
  /** Its filters with those of its segment, as an address writes them. */
  readonly filters: readonly string[]
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
  const span = { period: view.period, compared, today }
  const [segments, own] = await Promise.all([
    looked.cards.some(({ segment }) => segment !== null) ? savedQuestions(scope, project.id, 'segment') : [],
    projectFigures(scope, project.id, looked.cards, span, looked.failed),
  ])
  const cards = looked.cards.map((card) => ({ card, ...filtersOf(card, segments) }))
  const answers = site
    ? await ask(scope, site, cards.flatMap(({ card, filters }) => asksOf(card, filters)), view.period, compared, granularity, looked.failed) // prettier-ignore
    : { rowsOf: () => [], isLost: () => false }
  const shape = query({ period: view.period, metrics: ['visits'], dimensions: ['date'], granularity })
  const figuresOf = ({ card, filters, segment, isLost }: (typeof cards)[number]): CardFigures => {
    const kpi = card.kpi === null ? null : (own.kpiOf(card.kpi) ?? null)
    const said = saidOf(card, kpi?.title ?? null, segment, scope.locale)
    const base = { ...nothing, card, filters, said }
    if (card.kind === 'note') return base
    if (isOfProject(card)) {
      const fact = card.kpi !== null || card.fact === null ? null : own.factOf(card.fact)
      return { ...base, kpi, fact, reason: reasonOf(card, own) }
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
      rows: ranked.map((row) => rowOf(card, row, by, scope.locale)),
      countries:
        card.kind === 'map'
          ? ranking(card, rowsBy('country')).map((row) => rowOf(card, row, 'country', scope.locale))
          : [],
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

const nothing: Omit<CardFigures, 'card' | 'filters' | 'said'> = {
  reason: null,
  totals: [],
  before: null,
  at: [],
  series: [],
  rows: [],
  more: 0,
  countries: [],
  kpi: null,
  fact: null,
}

const rowOf = ({ metrics }: Card, row: Row, by: DimensionName, locale: Locale): CardRow => ({
  name: row[by] ?? '',
  label: rowLabel(by, row[by] ?? '', locale),
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
  if (isOfProject(card)) return []
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
      return [one(null)]
    case 'note':
      return []
  }
}
