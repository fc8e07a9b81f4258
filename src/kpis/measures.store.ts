import type { Scope } from '../accounts/scope.ts'
import { answer } from '../analytics/analytics.store.ts'
import type { Site } from '../analytics/analytics.store.ts'
import { query } from '../analytics/query.ts'
import type { Words } from '../errors.ts'
import { type Day, type Period, addDays, addMonths, elapsedShare, lengthOf, monthEnd } from '../period.ts'
import type { Derive } from '../projects/coverage.ts'
import { changesSince } from '../projects/objects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { type Compiled, compile, isCompiled } from './compiled.ts'
import { addingUp, daysAhead } from './course.ts'
import { type Grain, type Measuring, measuring, readFigure, siteOf, todayOf } from './figures.store.ts'
import type { Kpi } from './kpis.ts'
import { type Plan, plannedOn } from './path.ts'
import { readingsOf } from './readings.ts'
import type { Reading } from './readings.ts'
import { shownIn } from './show.ts'
import { kpiStatus } from './status.ts'
import type { KpiStatus } from './status.ts'
import type { KpiUnit } from './unit.ts'
import { currentValues } from './values.store.ts'

export interface KpiPoint {
  readonly day: string
  /** In the KPI's unit, as of that day: cumulative for a figure that adds up. */
  readonly actual: number | null
  readonly planned: number | null
}

export interface Measured {
  readonly actual: number | null
  /** Why there is no figure; null when there is one. */
  readonly reason: Words | null
  /** How the figure is read: per cent, money, a duration, a plain number. */
  readonly figure: KpiUnit
  /** The figure grows as days pass. */
  readonly accumulates: boolean
  readonly status: KpiStatus
  readonly elapsed: number
  readonly points: readonly KpiPoint[]
  /** The day, week or month of the last figure is still running: what it says of it will change. */
  readonly isRunning: boolean
  /** The course is partly estimated: its site hides or rounds what few did, and its days do not add up to the figure. */
  readonly isEstimated: boolean
  /** null without a period or a target. */
  readonly plan: Plan | null
  /** Domain read, null for a figure typed by hand or a project without a site. */
  readonly site: string | null
  readonly goals: readonly string[]
}

/** Deviation that is tolerated where the KPI does not say. */
export const usualThreshold = 0.1

/** A KPI as it is measured: its own values, the goals linked to it, what was typed of it. */
export interface Asked {
  readonly id: string | null
  readonly values: Kpi
  readonly goals: readonly string[]
  readonly readings?: readonly Reading[]
}

/** Where a KPI stands: what was measured over its period so far, against its path. */
export async function measure(
  scope: Scope,
  projectId: string,
  values: Kpi,
  goals: readonly string[],
  readings: readonly Reading[] = [],
): Promise<Measured> {
  return measureIn(await measuring(scope, projectId), { id: null, values, goals, readings })
}

/** The readings of a KPI typed by hand, out of its history; none for a figure that is computed. */
export const manualReadings = async (scope: Scope, id: string, values: Kpi): Promise<readonly Reading[]> =>
  values.metric === 'manual' ? readingsOf(values, await changesSince(scope, id, 0)) : []

/** The KPI's own period; null when one of its ends is not set. */
export const periodOf = ({ startsOn, endsOn }: Pick<Kpi, 'startsOn' | 'endsOn'>): Period | null =>
  startsOn && endsOn ? { from: startsOn, to: endsOn } : null

/** @param withCourse whether the points of its course are wanted; the state alone costs less */
export async function measureIn(m: Measuring, asked: Asked, withCourse = true): Promise<Measured> {
  const { values, goals, readings = [] } = asked
  const found = compile(values, goals)
  const compiled = isCompiled(found) ? found : null
  const site = compiled ? siteOf(m, values.site) : null
  const today = todayOf(m, site)
  const period = periodOf(values)
  const elapsed = period ? elapsedShare(period, today) : 0
  const [read, plan] = await Promise.all([
    compiled && period && period.from <= today
      ? readSoFar(m, asked.id, compiled, site, period, today, withCourse)
      : null,
    planOf(m, values, compiled, site),
  ])
  const unit = compiled?.unit ?? 'number'
  const actual = values.metric === 'manual' ? values.measured : (read?.actual ?? null)
  const status = kpiStatus({
    actual,
    baseline: plan?.from ?? null,
    target: values.target,
    elapsed,
    direction: values.direction,
    threshold: values.threshold ?? usualThreshold,
    nature: values.nature,
    expected: plan ? plannedOn(plan, today < plan.period.to ? today : plan.period.to) : null,
    say: (value, locale) => shownIn(unit, values.unit, value, m.currency, locale),
  })
  const lived: readonly { readonly day: Day; readonly actual: number | null }[] = read?.points ?? readings
  // Readings by hand have days of their own: no step of theirs is to be kept.
  const days = read ? lived.map(({ day }) => day) : lived.slice(-1).map(({ day }) => day)
  const ahead = plan ? daysAhead(days, plan.period.to).map((day) => ({ day, actual: null })) : []
  const points = [...lived, ...ahead].map((point) => ({
    ...point,
    planned: plan ? plannedOn(plan, point.day) : null,
  }))
  return {
    actual,
    reason: actual === null ? ((found && 'words' in found ? found.words : null) ?? read?.reason ?? null) : null,
    figure: unit,
    accumulates: compiled?.accumulates ?? false,
    status,
    elapsed,
    isRunning: read?.isRunning ?? false,
    isEstimated: read?.isEstimated ?? false,
    points,
    plan,
    site: site?.domain ?? null,
    goals,
  }
}

/** A quarter is read by the day, two years by the week, more by the month. */
const grainOf = (period: Period): Grain =>
  lengthOf(period) <= 100 ? 'day' : lengthOf(period) <= 760 ? 'week' : 'month'

/** The figure so far and its course. */
async function readSoFar(
  m: Measuring,
  id: string | null,
  compiled: Compiled,
  site: Site | null,
  period: Period,
  today: Day,
  withCourse: boolean,
) {
  const lived = { from: period.from, to: period.to < today ? period.to : today }
  const grain = grainOf(lived)
  const { total, buckets } = await readFigure(m, compiled, site, lived, period, withCourse ? grain : null)
  if (compiled.isNow) {
    // Its past is what was frozen of it, day after day.
    const frozen = withCourse && id ? await currentValues(m.scope, id, 'day', period) : []
    const past = frozen
      .filter(({ startsOn }) => startsOn < lived.to)
      .map((one) => ({ day: one.startsOn, actual: one.value }))
    return {
      actual: total.value,
      reason: total.reason,
      isRunning: false,
      isEstimated: false,
      points: [...past, { day: lived.to, actual: total.value }],
    }
  }
  const read = buckets.map(({ value }) => value)
  const values = compiled.accumulates ? addingUp(read, total.value) : read
  let sum = 0
  const points = buckets.map(({ label }, i) => {
    const value = values[i] ?? null
    sum += value ?? 0
    // A week or a month is drawn at its last lived day, when its figure is whole.
    const last = lastDayOf(grain, label)
    return { day: last < lived.to ? last : lived.to, actual: compiled.accumulates && value !== null ? sum : value }
  })
  const isEstimated =
    m.sites.some(({ smallFigures }) => smallFigures) && values.some((value, i) => value !== null && value !== read[i])
  return { actual: total.value, reason: total.reason, isRunning: lived.to === today, isEstimated, points }
}

/** The last day of a day, week or month, by its first. */
export const lastDayOf = (grain: Grain, day: Day): Day =>
  grain === 'week' ? addDays(day, 6) : grain === 'month' ? monthEnd(day) : day

/** The path of a KPI; null without a period or a target. Last year is read only where the path follows it. */
async function planOf(m: Measuring, values: Kpi, compiled: Compiled | null, site: Site | null): Promise<Plan | null> {
  const period = periodOf(values)
  if (!period || values.target === null) return null
  const isSeasonal = values.pathShape === 'seasonal' && compiled !== null && compiled.accumulates
  return {
    period,
    from: compiled?.accumulates ? 0 : values.baseline,
    to: values.target,
    shape: values.pathShape ?? 'linear',
    points: values.path ?? [],
    lastYear: isSeasonal ? await lastYearOf(m, compiled, site, period) : [],
    isLimit: values.nature === 'alert',
  }
}

async function lastYearOf(m: Measuring, compiled: Compiled, site: Site | null, period: Period): Promise<number[]> {
  const before = { from: addMonths(period.from, -12), to: addMonths(period.to, -12) }
  const today = todayOf(m, site)
  if (before.from > today) return []
  const lived = { from: before.from, to: before.to < today ? before.to : today }
  const { buckets, total } = await readFigure(m, compiled, site, lived, lived, 'day')
  return addingUp(buckets.map(({ value }) => value), total.value).map((value) => value ?? 0) // prettier-ignore
}

/** Goals linked to each KPI by the thread: they say which conversions count. */
export function goalsByKpi(
  goals: readonly { readonly id: string; readonly title: string }[],
  links: readonly { from: string; to: string }[],
): ReadonlyMap<string, readonly string[]> {
  const titles = new Map(goals.map(({ id, title }) => [id, title]))
  const found = new Map<string, string[]>()
  for (const { from, to } of links) {
    const title = titles.get(from)
    if (title !== undefined) found.set(to, [...(found.get(to) ?? []), title])
  }
  return found
}

/** The state of each KPI and the conversions of each goal over 30 days, for the coverage check and the map. */
export const deriveMeasures: Derive = async (scope, projectId, objects) => {
  const kpis = objects.filter((object) => object.kind === 'kpi')
  const goals = objects.filter((object) => object.kind === 'goal')
  const facts = new Map<string, Record<string, unknown>>()
  if (kpis.length === 0 && goals.length === 0) return facts
  const [m, links] = await Promise.all([measuring(scope, projectId), linksOf(scope, projectId)])
  const byKpi = goalsByKpi(goals, links)
  await Promise.all([
    ...kpis.map(async ({ id, title, values }) => {
      const asked = { id, values: { ...values, title } as Kpi, goals: byKpi.get(id) ?? [] }
      const { status, actual } = await measureIn(m, asked, false)
      facts.set(id, {
        state: status.state,
        actual,
        expected: status.expected,
        deviation: status.deviation,
        sentence: status.sentence,
      })
    }),
    ...m.sites.map(async (site) => {
      if (site.goals.length === 0) return
      const today = todayOf(m, site)
      const { rows } = await answer(
        scope,
        site,
        query({ period: { from: addDays(today, -29), to: today }, metrics: ['conversions'], dimensions: ['goal'] }),
      )
      for (const goal of site.goals) {
        const reached = rows.find(
          (row) => row.goal === goal.title || row.goal?.startsWith(`${goal.title} (${goal.id.slice(0, 8)}`),
        )
        const before = facts.get(goal.id)?.['conversions']
        facts.set(goal.id, { conversions: (typeof before === 'number' ? before : 0) + (reached?.conversions ?? 0) })
      }
    }),
  ])
  return facts
}
