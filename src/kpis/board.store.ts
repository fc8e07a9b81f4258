import type { Scope } from '../accounts/scope.ts'
import { listObjects } from '../projects/objects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { measuring } from './figures.store.ts'
import { type Kpi, goal, kpi } from './kpis.ts'
import { goalsByKpi, manualReadings, measureIn } from './measures.store.ts'
import { byUrgency } from './status.ts'

/** Every KPI of a project with its figure and where it stands, those that need somebody first. */
export async function kpiBoard(scope: Scope, projectId: string) {
  const [m, kpis, goals, links] = await Promise.all([
    measuring(scope, projectId),
    listObjects(scope, kpi, projectId, { sort: { field: 'title', descending: false } }),
    listObjects(scope, goal, projectId),
    linksOf(scope, projectId),
  ])
  const byKpi = goalsByKpi(goals, links)
  const rows = await Promise.all(
    kpis.map(async ({ id, title, values }) => {
      const facts = { ...(values as Kpi), title }
      const readings = await manualReadings(scope, id, facts)
      const { actual, reason, status, points, figure } = await measureIn(m, {
        id,
        values: facts,
        goals: byKpi.get(id) ?? [],
        readings,
      })
      const { nature, unit, target, owner } = facts
      return { id, title, nature, figure, unit, target, owner, actual, reason, status, points }
    }),
  )
  return rows.toSorted((a, b) => byUrgency.indexOf(a.status.state) - byUrgency.indexOf(b.status.state))
}
