import type { Scope } from '../accounts/scope.ts'
import type { Words } from '../errors.ts'
import { compile, isCompiled } from '../kpis/compiled.ts'
import { type Measuring, measuring, readFigure } from '../kpis/figures.store.ts'
import { type FactName, facts } from '../kpis/formula-names.ts'
import { goal, kpi, type Kpi } from '../kpis/kpis.ts'
import { type KpiPoint, goalsByKpi, manualReadings, measureIn } from '../kpis/measures.store.ts'
import type { KpiState } from '../kpis/status.ts'
import type { KpiUnit } from '../kpis/unit.ts'
import type { Day, Period } from '../period.ts'
import { listObjects } from '../projects/objects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import type { Card } from './cards.ts'
import { plannedOf } from './card-form.ts'
import { reasons } from './reasons.ts'

/** Where a KPI stands, over its own period. */
export interface KpiFigures {
  readonly title: string
  readonly figure: KpiUnit
  readonly unit: string | null
  readonly currency: string
  readonly value: number | null
  readonly expected: number | null
  readonly target: number | null
  readonly state: KpiState
  readonly sentence: Words
  /** Its course so far and the path to its target; empty but for a curve. */
  readonly course: readonly KpiPoint[]
  /** Why there is no value; null when there is one. */
  readonly reason: Words | null
}

/** A fact of the project over the period of the dashboard, or as of now where it has no past. */
export interface FactFigures {
  readonly figure: KpiUnit
  readonly currency: string
  readonly value: number | null
  /** The same over the period before, where days add up to it. */
  readonly before: number | null
  /** What was planned of it; null where nothing is. */
  readonly planned: number | null
  readonly isNow: boolean
}

export interface ProjectFigures {
  /** null: its reading failed; undefined: there is no such KPI. */
  readonly kpiOf: (id: string) => KpiFigures | null | undefined
  /** null: its reading failed. */
  readonly factOf: (fact: FactName) => FactFigures | null
}

/** Facts that do not look at a period: what a budget is today. */
const isOfToday = (fact: FactName) => facts[fact].unit === 'money'

const ofKpi = ({ kind, kpi: id }: Card) => (['number', 'line', 'bullet'].includes(kind) ? id : null)
const ofFact = ({ kind, kpi: id, fact }: Card) => (['number', 'bullet'].includes(kind) && id === null ? fact : null)

/** The KPIs and facts that cards ask for; what was not asked costs nothing. */
export async function projectFigures(
  scope: Scope,
  project: string,
  cards: readonly Card[],
  span: { readonly period: Period; readonly compared: Period | null; readonly today: Day },
  failed: (error: unknown) => void,
): Promise<ProjectFigures> {
  const kpis = new Set(cards.flatMap((card) => ofKpi(card) ?? []))
  const wanted = new Set(cards.flatMap((card) => ofFact(card) ?? []))
  if (kpis.size + wanted.size === 0) return { kpiOf: () => undefined, factOf: () => null }
  const m = await measuring(scope, project)
  const courses = new Set(cards.flatMap((card) => (card.kind === 'line' ? (card.kpi ?? []) : [])))
  const [known, read] = await Promise.all([
    kpis.size === 0 ? new Map<string, KpiFigures | null>() : readKpis(m, kpis, courses, failed),
    Promise.all(
      [...wanted].map(async (fact) => {
        try {
          return [fact, await readFact(m, fact, span)] as const
        } catch (error) {
          failed(error)
          return [fact, null] as const
        }
      }),
    ),
  ])
  const found = new Map(read)
  return { kpiOf: (id) => known.get(id), factOf: (fact) => found.get(fact) ?? null }
}

async function readKpis(
  m: Measuring,
  wanted: ReadonlySet<string>,
  courses: ReadonlySet<string>,
  failed: (error: unknown) => void,
) {
  const { scope, projectId, currency } = m
  const found = new Map<string, KpiFigures | null>()
  const [kpis, goals, links] = await Promise.all([
    listObjects(scope, kpi, projectId),
    listObjects(scope, goal, projectId),
    linksOf(scope, projectId),
  ])
  const byKpi = goalsByKpi(goals, links)
  await Promise.all(
    kpis
      .filter(({ id }) => wanted.has(id))
      .map(async ({ id, title, values }) => {
        try {
          const own = { ...(values as Kpi), title }
          const readings = await manualReadings(scope, id, own)
          const withCourse = courses.has(id)
          const measured = await measureIn(m, { id, values: own, goals: byKpi.get(id) ?? [], readings }, withCourse)
          const { actual, reason, status, figure } = measured
          const { unit, target } = own
          const { expected, state, sentence } = status
          const course = withCourse ? measured.points : []
          found.set(id, { title, figure, unit, currency, value: actual, expected, target, state, sentence, course, reason })
        } catch (error) {
          failed(error)
          found.set(id, null)
        }
      }),
  )
  return found
} // prettier-ignore

/** By the same formulas that KPIs are made of. */
async function readFact(
  m: Measuring,
  fact: FactName,
  { period, compared, today }: { readonly period: Period; readonly compared: Period | null; readonly today: Day },
): Promise<FactFigures> {
  const planned = plannedOf[fact]
  const isDaily = facts[fact].when === 'day'
  const over = async (name: FactName, span: Period) => {
    const asked = { metric: 'formula', formula: name, unit: null, filterDimension: null, filterValue: null } as const
    const compiled = compile(asked, [])
    if (!isCompiled(compiled)) throw new Error(`no formula reads ${name}`)
    const lived = { from: span.from, to: span.to < today ? span.to : today }
    return { figure: compiled.unit, value: (await readFigure(m, compiled, null, lived, span, null)).total.value }
  }
  const [now, before, plan] = await Promise.all([
    over(fact, period),
    isDaily && compared ? over(fact, compared) : null,
    planned ? over(planned, period) : null,
  ])
  return {
    figure: now.figure,
    currency: m.currency,
    value: now.value,
    before: before?.value ?? null,
    planned: plan?.value ?? null,
    isNow: isOfToday(fact),
  }
}

/** Why a card of a KPI or of a fact has nothing to show; null when it has something, or is of neither. */
export function reasonOf(card: Card, { kpiOf, factOf }: ProjectFigures): Words | null {
  const [id, fact] = [ofKpi(card), ofFact(card)]
  if (id !== null) {
    const found = kpiOf(id)
    if (found === undefined) return reasons.noKpi
    return found === null ? reasons.failed : found.value === null ? (found.reason ?? reasons.nothing) : null
  }
  return fact !== null && factOf(fact) === null ? reasons.failed : null
}

/** Whether a card shows a KPI or a fact of the project, and so asks nothing of the audience. */
export const isOfProject = (card: Card): boolean => ofKpi(card) !== null || ofFact(card) !== null
