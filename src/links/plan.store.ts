import type { Scope } from '../accounts/scope.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import type { SmallFigures } from '../collect/site.ts'
import { type Period, addDays, boundsOf, dayIn } from '../period.ts'
import { listObjects } from '../projects/objects.store.ts'
import type { Project } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { readParameters } from './parameters.ts'
import { type PlannedEvent, plannedEvent } from './planned-events.ts'
import { type Arrived, type EventFacts, type PlanCheck, checkPlan, strictest } from './tracking-plan.ts'

/** Names of events read over a period, and values of one parameter: the most frequent come first. */
const mostNames = 500
const mostValues = 200

export interface CheckedPlan {
  readonly check: PlanCheck
  readonly facts: ReadonlyMap<string, EventFacts>
  readonly period: Period
  readonly sites: readonly string[]
  /** Counts it hides or rounds; null when it shows all. */
  readonly small: SmallFigures | null
}

/** The tracking plan of a project against what its sites sent over the last days. */
export async function planOf(scope: Scope, project: Project, days: number): Promise<CheckedPlan> {
  const today = dayIn(project.timeZone, scope.now)
  const period = { from: addDays(today, 1 - days), to: today }
  const [events, sites, links, kpis] = await Promise.all([
    listObjects(scope, plannedEvent, project.id, { sort: { field: 'title', descending: false } }),
    sitesOf(scope, { project: project.id }),
    linksOf(scope, project.id),
    kpiTitles(scope, project.id),
  ])
  const plan = events.map(({ id, title, values }) => {
    const { eventName, parameters } = values as PlannedEvent
    return { id, title, eventName, parameters: readParameters(parameters ?? '').parameters }
  })
  const names = [...new Set(plan.map(({ eventName }) => eventName))]
  const arrived = await arrivedAt(scope, sites.map(({ id }) => id), project.timeZone, period, names) // prettier-ignore
  const facts = new Map(
    events.map(({ id, values }) => {
      const { trigger, page, priority, owner } = values as PlannedEvent
      const fed = links.filter(({ from }) => from === id).flatMap(({ to }) => kpis.get(to) ?? [])
      return [id, { trigger: trigger ?? '', page: page ?? '', priority, owner: owner ?? '', kpis: fed.join(', ') }]
    }),
  )
  const small = strictest(sites.map(({ smallFigures }) => smallFigures))
  return { check: checkPlan(plan, arrived, small), facts, period, sites: sites.map(({ domain }) => domain), small }
}

async function kpiTitles(scope: Scope, projectId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await scope.db
    .selectFrom('objects')
    .select(['id', 'title'])
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('kind', '=', 'kpi')
    .where('deletedAt', 'is', null)
    .execute()
  return new Map(rows.map(({ id, title }) => [id, title]))
}

/** What people sent, robots left out. */
async function arrivedAt(
  scope: Scope,
  sites: readonly number[],
  timeZone: string,
  period: Period,
  names: readonly string[],
): Promise<Arrived> {
  if (sites.length === 0) return { events: [], carried: [], values: [] }
  const { from, until } = boundsOf(timeZone, period)
  const params = { sites, names, from: from.getTime(), until: until.getTime() }
  const read = async <Row>(query: string): Promise<Row[]> =>
    (await scope.clickhouse.query({ query, query_params: params, format: 'JSONEachRow' })).json<Row>()
  const where = `
    from events
    where site_id in {sites: Array(UInt32)}
      and ts >= fromUnixTimestamp64Milli({from: Int64})
      and ts < fromUnixTimestamp64Milli({until: Int64})
      and bot_reason = ''`
  const planned = `${where}
      and name in {names: Array(String)}`
  const number = <Row extends { count: unknown }>(rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, count: Number(row.count) }))
  const [events, carried, values] = await Promise.all([
    read<{ name: string; count: string }>(
      `select name, toInt64(count()) as count ${where} group by name order by count desc, name limit ${mostNames}`,
    ),
    names.length === 0
      ? []
      : read<{ name: string; parameter: string; count: string }>(
          `select name, parameter, toInt64(count()) as count from (
             select name, arrayJoin(mapKeys(props)) as parameter ${planned}
           ) group by name, parameter order by count desc, name, parameter limit 2000`,
        ),
    names.length === 0
      ? []
      : read<{ name: string; parameter: string; value: string; count: string }>(
          `select name, pair.1 as parameter, pair.2 as value, toInt64(count()) as count from (
             select name, arrayJoin(arrayZip(mapKeys(props), mapValues(props))) as pair ${planned}
           ) group by name, parameter, value order by count desc, value limit ${mostValues} by name, parameter`,
        ),
  ])
  return { events: number(events), carried: number(carried), values: number(values) }
}
