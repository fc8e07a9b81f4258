import { redirect } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { goal, kpi } from '../kpis/kpis.ts'
import type { Kpi } from '../kpis/kpis.ts'
import { goalsByKpi, measure } from '../kpis/measures.store.ts'
import { dayIn } from '../period.ts'
import { listObjects, readObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { fieldsFromKpi } from './finding.ts'
import { recommendation } from './recommendations.ts'

/** GET the form of a new recommendation, its finding already written from what a KPI says today. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, recommendation.writers)
  const project = await projectBySlug(scope, args.params['project'])
  const object = await readObject(scope, kpi, project.id, args.params['kpi'] ?? '')
  const [goals, links] = await Promise.all([listObjects(scope, goal, project.id), linksOf(scope, project.id)])
  const byKpi = goalsByKpi(
    goals.map((one) => ({ ...one, derived: {} })),
    links,
  )
  const values = { ...(object.values as Kpi), title: object.title }
  const measured = await measure(scope, project.id, values, byKpi.get(object.id) ?? [])
  const today = dayIn(project.timeZone, scope.now)
  const fields = fieldsFromKpi({ ...values, ...measured }, today, project.currency, scope.locale)
  const search = new URLSearchParams({ from: object.id, ...fields })
  return redirect(`/w/${args.params['workspace']}/p/${project.slug}/${recommendation.path}/new?${search}`)
}
