import type { Scope } from '../accounts/scope.ts'
import { listObjects, readObject } from '../projects/objects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { type Compiled, compile, isCompiled } from './compiled.ts'
import { type Measuring, measuring, siteOf, todayOf } from './figures.store.ts'
import { type Kpi, goal, kpi } from './kpis.ts'
import { type Asked, goalsByKpi, manualReadings } from './measures.store.ts'

/** A KPI with all that its own pages read it by. */
export interface OneKpi {
  readonly id: string
  readonly version: number
  readonly values: Kpi
  readonly asked: Asked
  readonly m: Measuring
  readonly compiled: Compiled | null
  readonly site: ReturnType<typeof siteOf>
  readonly today: string
}

/** @throws notFound when there is no such KPI in the project */
export async function oneKpi(scope: Scope, projectId: string, id: string): Promise<OneKpi> {
  const object = await readObject(scope, kpi, projectId, id)
  const values = { ...(object.values as Kpi), title: object.title }
  const [m, goals, links, readings] = await Promise.all([
    measuring(scope, projectId),
    listObjects(scope, goal, projectId),
    linksOf(scope, projectId),
    manualReadings(scope, object.id, values),
  ])
  const byKpi = goalsByKpi(goals, links)
  const own = byKpi.get(object.id) ?? []
  const found = compile(values, own)
  const site = siteOf(m, values.site)
  return {
    id: object.id,
    version: object.version,
    values,
    asked: { id: object.id, values, goals: own, readings },
    m,
    compiled: isCompiled(found) ? found : null,
    site,
    today: todayOf(m, isCompiled(found) ? site : null),
  }
}
