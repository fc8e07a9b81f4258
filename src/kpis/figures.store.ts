import type { Scope } from '../accounts/scope.ts'
import { answer, sitesOf } from '../analytics/analytics.store.ts'
import type { Site } from '../analytics/analytics.store.ts'
import type { DimensionName, MetricName } from '../analytics/catalog.ts'
import { type Filter, type Granularity, type Query, bucketOf, bucketsOf, query } from '../analytics/query.ts'
import { type Line, actual, inReference, lineFrom, planned } from '../budget/budget.ts'
import { budgetLine } from '../budget/budget-lines.ts'
import { content } from '../content/contents.ts'
import { notFound } from '../errors.ts'
import { campaign } from '../links/links.ts'
import { type Day, type Period, dayIn } from '../period.ts'
import { action } from '../planning/actions.ts'
import type { Kind } from '../projects/kind.ts'
import { listObjects } from '../projects/objects.store.ts'
import type { ProjectObject } from '../projects/objects.store.ts'
import type { Compiled } from './compiled.ts'
import { type Expr, type FormulaFilter, both, figureKey, figuresIn } from './formula.ts'
import type { FactName } from './formula-names.ts'
import { type Computed, formulaValue } from './formula-value.ts'
import { inUnit } from './unit.ts'

/** Where KPIs of one project are read: made once for all of them, so that a board asks for sites and facts once. */
export interface Measuring {
  readonly scope: Scope
  readonly projectId: string
  readonly timeZone: string
  readonly currency: string
  readonly vatReference: 'excl' | 'incl'
  readonly sites: readonly Site[]
  /** Objects of a kind, read when a formula first asks for them. */
  readonly objects: (kind: Kind) => Promise<readonly ProjectObject[]>
}

/** @throws notFound when there is no such project in the workspace */
export async function measuring(scope: Scope, projectId: string): Promise<Measuring> {
  const [project, sites] = await Promise.all([
    scope.db
      .selectFrom('projects')
      .select(['timeZone', 'currency', 'vatReference'])
      .where('workspaceId', '=', scope.workspace)
      .where('id', '=', projectId)
      .executeTakeFirst(),
    sitesOf(scope, { project: projectId }),
  ])
  if (!project) throw notFound()
  const read = new Map<string, Promise<readonly ProjectObject[]>>()
  const objects = (kind: Kind) => {
    const known = read.get(kind.name) ?? listObjects(scope, kind, projectId)
    read.set(kind.name, known)
    return known
  }
  return { scope, projectId, ...project, sites, objects }
}

/** The site a KPI reads: the one it names, else the project's first. */
export const siteOf = ({ sites }: Measuring, domain: string | null): Site | null =>
  sites.find((site) => site.domain === domain) ?? (domain === null ? (sites[0] ?? null) : null)

/** The day it is where the figures are kept: the site's, else the project's. */
export const todayOf = ({ scope, timeZone }: Measuring, site: Site | null): Day =>
  dayIn(site?.timeZone ?? timeZone, scope.now)

export type Grain = Exclude<Granularity, 'hour'>

/** A figure over a period, and over each day, week or month of it that has begun; in the KPI's unit. */
export interface FigureRead {
  readonly total: Computed
  readonly buckets: readonly { readonly label: Day; readonly value: number | null }[]
}

type Part = Expr & { kind: 'figure' }
interface PartRead {
  readonly total: Computed
  /** null: known as of now only. */
  readonly buckets: ReadonlyMap<Day, number | null> | null
}

/**
 * Reads a KPI's figure: the audience's metrics by the query that serves the audience page and the API, one for all those that share a site
 * and filters; the project's own facts from its objects.
 * @param period its end is no later than today
 * @param span the KPI's whole period: which tasks and contents count
 * @param grain null for the total alone
 */
export async function readFigure(
  m: Measuring,
  { expr, text, unit }: Compiled,
  site: Site | null,
  period: Period,
  span: Period,
  grain: Grain | null,
): Promise<FigureRead> {
  const parts = figuresIn(expr)
  const read = new Map<string, PartRead>()
  const note = (part: Part, found: PartRead) => read.set(figureKey(part), found)
  await Promise.all([
    readMetrics(m, parts, site, period, grain, note),
    ...parts.map(async (part) => {
      if ('fact' in part.figure.of)
        note(part, await readFact(m, part.figure.of.fact, part.filters, period, span, grain))
    }),
  ])
  const scaled = (computed: Computed): Computed =>
    computed.value === null ? computed : { value: inUnit(unit, computed.value) ?? 0, reason: null }
  const missing = { value: null, reason: both((t) => t.reasons.empty(text)) } as const
  const total = scaled(formulaValue(expr, text, (key) => read.get(key)?.total ?? missing))
  const labels = grain === null ? [] : bucketsOf(grain, period)
  const buckets = labels.map((label) => {
    const { value } = formulaValue(expr, text, (key) => {
      const value = read.get(key)?.buckets?.get(label) ?? null
      return value === null ? missing : { value, reason: null }
    })
    return { label, value: inUnit(unit, value) }
  })
  return { total, buckets }
}

async function readMetrics(
  m: Measuring,
  parts: readonly Part[],
  site: Site | null,
  period: Period,
  grain: Grain | null,
  note: (part: Part, found: PartRead) => void,
) {
  const groups = new Map<string, { on: Site; filters: readonly Filter[]; parts: Part[] }>()
  for (const part of parts) {
    if (!('metric' in part.figure.of)) continue
    const named = part.filters.find(({ name }) => name === 'site')?.values[0]
    const on = named === undefined ? site : (m.sites.find(({ domain }) => domain === named) ?? null)
    if (on === null) {
      const reason = both((t) => (named === undefined ? t.reasons.noSite : t.reasons.unknownSite(named)))
      note(part, { total: { value: null, reason }, buckets: null })
      continue
    }
    const filters = part.filters.filter(({ name }) => name !== 'site').map(filterOf)
    const key = JSON.stringify([on.id, filters])
    const group = groups.get(key) ?? { on, filters, parts: [] }
    group.parts.push(part)
    groups.set(key, group)
  }
  await Promise.all(
    [...groups.values()].map(async ({ on, filters, parts: together }) => {
      const metrics = together.flatMap(({ figure }) => ('metric' in figure.of ? [figure.of.metric] : []))
      const asked = query({
        period,
        metrics: [...new Set<MetricName>(metrics)],
        dimensions: grain === null ? [] : ['date'],
        filters,
        granularity: grain ?? 'day',
      } satisfies Partial<Query>)
      const { rows, totals } = await answer(m.scope, on, asked)
      for (const part of together) {
        if (!('metric' in part.figure.of)) continue
        const { metric } = part.figure.of
        const value = totals[metric] ?? null
        const label = part.figure.label
        note(part, {
          total:
            value === null
              ? { value, reason: { fr: emptyWords(label.fr).fr, en: emptyWords(label.en).en } }
              : { value, reason: null },
          buckets: new Map(rows.map((row) => [row.date ?? '', row[metric] ?? null])),
        })
      }
    }),
  )
}

const emptyWords = (label: string) => both((t) => t.reasons.empty(label))

function filterOf({ name, operator, values }: FormulaFilter): Filter {
  const isOne = values.length === 1
  return {
    dimension: name as DimensionName,
    operator:
      operator === 'is' ? (isOne ? 'is' : 'oneOf') : operator === 'isNot' ? (isOne ? 'isNot' : 'notOneOf') : 'contains',
    values,
  }
}

/** A fact of the project, over the filters that it takes. */
async function readFact(
  m: Measuring,
  fact: FactName,
  filters: readonly FormulaFilter[],
  period: Period,
  span: Period,
  grain: Grain | null,
): Promise<PartRead> {
  const now = (value: number): PartRead => ({ total: { value, reason: null }, buckets: null })
  const keeps = (name: FormulaFilter['name'], ...values: readonly unknown[]) =>
    filters
      .filter((filter) => filter.name === name)
      .every(
        (filter) => (filter.operator === 'isNot') !== values.some((value) => filter.values.includes(String(value))),
      )
  const today = dayIn(m.timeZone, m.scope.now)
  const isWithin = (day: unknown) => typeof day === 'string' && day >= span.from && day <= span.to
  switch (fact) {
    case 'budgetPlanned':
    case 'budgetCommitted':
    case 'budgetSpent': {
      const states = fact === 'budgetSpent' ? ['invoiced', 'paid'] : ['committed', 'invoiced', 'paid']
      const amount = (line: Line) =>
        inReference(fact === 'budgetPlanned' ? planned(line) : (actual(line) ?? planned(line)), m.vatReference)
      const lines = (await m.objects(budgetLine))
        .map(lineFrom)
        .filter((line) => keeps('category', line.category) && (fact === 'budgetPlanned' || states.includes(line.state)))
      return now(lines.reduce((sum, line) => sum + amount(line), 0))
    }
    case 'campaignBudget':
    case 'campaignCost': {
      const field = fact === 'campaignBudget' ? 'plannedCents' : 'spentCents'
      const chosen = (await m.objects(campaign)).filter(({ title, values }) =>
        keeps('campaign', title, values['utmCampaign']),
      )
      return now(chosen.reduce((sum, { values }) => sum + Number(values[field] ?? 0), 0))
    }
    case 'tasksPlanned':
    case 'tasksDone':
    case 'tasksLate': {
      const due = (await m.objects(action)).filter(
        ({ state, values }) => state !== 'cancelled' && isWithin(values['endsOn']) && keeps('owner', values['owner']),
      )
      const isLate = ({ state, values }: ProjectObject) => state !== 'done' && String(values['endsOn']) < today
      const chosen =
        fact === 'tasksDone'
          ? due.filter(({ state }) => state === 'done')
          : fact === 'tasksLate'
            ? due.filter(isLate)
            : due
      return now(chosen.length)
    }
    case 'contentsPlanned':
    case 'contentsPublished':
    case 'contentsLate': {
      const due = (await m.objects(content)).filter(
        ({ values }) => isWithin(values['plannedOn']) && keeps('author', values['author']),
      )
      const isLate = ({ state, values }: ProjectObject) => state !== 'published' && String(values['plannedOn']) < today
      const chosen =
        fact === 'contentsPublished'
          ? due.filter(({ state }) => state === 'published')
          : fact === 'contentsLate'
            ? due.filter(isLate)
            : due
      return now(chosen.length)
    }
    case 'clicks':
      return readClicks(m, (link, title, name) => keeps('link', link) && keeps('campaign', title, name), period, grain)
  }
}

/** People's clicks on the project's tracked links, day by day. */
async function readClicks(
  { scope, projectId }: Measuring,
  isKept: (link: string, campaignTitle: string | null, campaignName: string | null) => boolean,
  period: Period,
  grain: Grain | null,
): Promise<PartRead> {
  const rows = await scope.db
    .selectFrom('linkClicks as c')
    .innerJoin('objects as o', 'o.id', 'c.linkId')
    .innerJoin('trackedLinks as l', 'l.id', 'c.linkId')
    .leftJoin('links as t', 't.toId', 'c.linkId')
    .leftJoin('objects as m', (join) =>
      join.onRef('m.id', '=', 't.fromId').on('m.kind', '=', 'campaign').on('m.deletedAt', 'is', null),
    )
    .select(({ fn }) => [
      'c.day',
      'c.count',
      'o.id',
      'o.title',
      'l.utmCampaign as name',
      fn.agg<string[] | null>('array_agg', ['m.title']).as('campaigns'),
    ])
    .where('o.workspaceId', '=', scope.workspace)
    .where('o.projectId', '=', projectId)
    .where('o.deletedAt', 'is', null)
    .where('c.kind', '=', 'person')
    .where('c.day', '>=', period.from)
    .where('c.day', '<=', period.to)
    .groupBy(['c.day', 'c.count', 'o.id', 'o.title', 'l.utmCampaign'])
    .execute()
  const buckets = new Map<Day, number>(grain === null ? [] : bucketsOf(grain, period).map((label) => [label, 0]))
  let total = 0
  for (const { day, count, title, name, campaigns } of rows) {
    const titles = (campaigns ?? []).filter((one) => one !== null)
    if (!(titles.length === 0 ? [null] : titles).some((one) => isKept(title, one, name))) continue
    total += Number(count)
    if (grain === null) continue
    const label = bucketOf(grain, day)
    buckets.set(label, (buckets.get(label) ?? 0) + Number(count))
  }
  return { total: { value: total, reason: null }, buckets }
}
