import type { Scope } from '../accounts/scope.ts'
import { answer, sitesOf } from '../analytics/analytics.store.ts'
import type { Site } from '../analytics/analytics.store.ts'
import type { DimensionName } from '../analytics/catalog.ts'
import { query } from '../analytics/query.ts'
import type { Filter } from '../analytics/query.ts'
import { addDays, dayIn, elapsedShare } from '../period.ts'
import type { Derive, FileObject } from '../projects/coverage.ts'
import { changesSince } from '../projects/objects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { accumulates, inKpiUnit, isCatalogMetric } from './kpis.ts'
import type { Kpi } from './kpis.ts'
import { readingsOf } from './readings.ts'
import type { Reading } from './readings.ts'
import { kpiStatus } from './status.ts'
import type { KpiStatus } from './status.ts'

export interface KpiPoint {
  readonly day: string
  /** In the KPI's unit, as of that day: cumulative for a figure that adds up. */
  readonly actual: number | null
  readonly planned: number | null
}

export interface Measured {
  readonly actual: number | null
  readonly status: KpiStatus
  readonly elapsed: number
  readonly points: readonly KpiPoint[]
  /** Domain read, null for a figure typed by hand or a project without a site. */
  readonly site: string | null
  readonly goals: readonly string[]
}

/** Deviation that is tolerated where the KPI does not say. */
const usualThreshold = 0.1

/** Where a KPI stands: what was measured over its period so far, against its path. */
export async function measure(
  scope: Scope,
  projectId: string,
  values: Kpi,
  goalTitles: readonly string[],
  readings: readonly Reading[] = [],
): Promise<Measured> {
  const sites = isCatalogMetric(values.metric) ? await sitesOf(scope, { project: projectId }) : []
  const site = sites.find((one) => one.domain === values.site) ?? (values.site === null ? sites[0] : undefined) ?? null
  return measureOn(scope, site, values, goalTitles, readings)
}

/** The readings of a KPI typed by hand, out of its history; none for a figure of the audience. */
export const manualReadings = async (scope: Scope, id: string, values: Kpi): Promise<readonly Reading[]> =>
  values.metric === 'manual' ? readingsOf(values, await changesSince(scope, id, 0)) : []

async function measureOn(
  scope: Scope,
  site: Site | null,
  values: Kpi,
  goals: readonly string[],
  readings: readonly Reading[] = [],
): Promise<Measured> {
  const today = dayIn(site?.timeZone ?? 'Europe/Paris', scope.now)
  const period = values.startsOn && values.endsOn ? { from: values.startsOn, to: values.endsOn } : null
  const elapsed = period ? elapsedShare(period, today) : 0
  const read =
    site && isCatalogMetric(values.metric) && period && period.from <= today
      ? await reading(scope, site, values, goals, today)
      : null
  const actual = values.metric === 'manual' ? values.measured : (read?.actual ?? null)
  const baseline = accumulates(values.metric) ? 0 : values.baseline
  const status = kpiStatus({
    actual,
    baseline,
    target: values.target,
    elapsed,
    direction: values.direction,
    threshold: values.threshold ?? usualThreshold,
    nature: values.nature,
  })
  const planned = (day: string): number | null =>
    period && values.target !== null && baseline !== null
      ? values.nature === 'alert'
        ? values.target
        : baseline + (values.target - baseline) * elapsedShare(period, day)
      : null
  const points = [...(read?.points ?? readings)].map((point) => ({ ...point, planned: planned(point.day) }))
  const end = period && values.target !== null ? [{ day: period.to, actual: null, planned: planned(period.to) }] : []
  return {
    actual,
    status,
    elapsed,
    points: points.at(-1)?.day === period?.to ? points : [...points, ...end],
    site: site?.domain ?? null,
    goals,
  }
}

/** The figure so far and its course, by the query that serves the audience page and the API. */
async function reading(scope: Scope, site: Site, values: Kpi, goals: readonly string[], today: string) {
  const { metric, startsOn, endsOn } = values
  if (!isCatalogMetric(metric) || !startsOn || !endsOn) return null
  const to = endsOn < today ? endsOn : today
  const filters: Filter[] = [
    ...(values.filterDimension && values.filterValue !== null
      ? [{ dimension: values.filterDimension as DimensionName, operator: 'is' as const, values: [values.filterValue] }]
      : []),
    ...(goals.length > 0 ? [{ dimension: 'goal' as const, operator: 'oneOf' as const, values: goals }] : []),
  ]
  const asked = query({ period: { from: startsOn, to }, metrics: [metric], dimensions: ['date'], filters })
  const series = await answer(scope, site, asked.granularity === 'hour' ? { ...asked, granularity: 'day' } : asked)
  let sum = 0
  const points = series.rows.map((row) => {
    const value = inKpiUnit(metric, row[metric] ?? null)
    if (accumulates(metric)) sum += value ?? 0
    // A week or a month is drawn at its last lived day, when its figure is whole.
    const last = lastDayOf(asked.granularity, row.date ?? startsOn)
    return { day: last < to ? last : to, actual: accumulates(metric) ? sum : value }
  })
  return { actual: inKpiUnit(metric, series.totals[metric] ?? null), points }
}

function lastDayOf(granularity: string, day: string): string {
  if (granularity === 'week') return addDays(day, 6)
  if (granularity !== 'month') return day
  return addDays(`${addDays(day, 31).slice(0, 7)}-01`, -1)
}

/** Goals linked to each KPI by the thread: they say which conversions count. */
export function goalsByKpi(
  objects: readonly FileObject[],
  links: readonly { from: string; to: string }[],
): ReadonlyMap<string, readonly string[]> {
  const goals = new Map(objects.filter((object) => object.kind === 'goal').map((goal) => [goal.id, goal.title]))
  const found = new Map<string, string[]>()
  for (const { from, to } of links) {
    const title = goals.get(from)
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
  const [sites, links] = await Promise.all([sitesOf(scope, { project: projectId }), linksOf(scope, projectId)])
  const byKpi = goalsByKpi(objects, links)
  await Promise.all([
    ...kpis.map(async ({ id, title, values }) => {
      const site = sites.find((one) => one.domain === values['site']) ?? (values['site'] ? null : (sites[0] ?? null))
      const { status, actual } = await measureOn(scope, site, { ...values, title } as Kpi, byKpi.get(id) ?? [])
      facts.set(id, {
        state: status.state,
        actual,
        expected: status.expected,
        deviation: status.deviation,
        sentence: status.sentence,
      })
    }),
    ...sites.map(async (site) => {
      if (site.goals.length === 0) return
      const today = dayIn(site.timeZone, scope.now)
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
