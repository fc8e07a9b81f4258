import { redirect } from 'react-router'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { deviationsOf } from '../kpis/deviations.store.ts'
import { measureIn } from '../kpis/measures.store.ts'
import { oneKpi } from '../kpis/one-kpi.store.ts'
import { dayIn } from '../period.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { fieldsFromKpi } from './finding.ts'
import { recommendation } from './recommendations.ts'

/**
 * GET the form of a new recommendation, its finding already written from what a KPI says today; drawn from the deviation that
 * `?deviation=` names, where it is one of this KPI.
 */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, recommendation.writers)
  const project = await projectBySlug(scope, args.params['project'])
  const one = await oneKpi(scope, project.id, args.params['kpi'] ?? '')
  const named = new URL(args.request.url).searchParams.get('deviation')
  const [measured, deviations] = await Promise.all([
    measureIn(one.m, one.asked, false),
    named === null ? [] : deviationsOf(scope, project.id, one.id),
  ])
  const from = deviations.find(({ id }) => id === named)
  const cause = typeof from?.values['cause'] === 'string' ? from.values['cause'] : one.values.cause
  const today = dayIn(project.timeZone, scope.now)
  const fields = fieldsFromKpi({ ...one.values, ...measured, cause }, today, project.currency, scope.locale)
  const search = new URLSearchParams({ from: from?.id ?? one.id, ...fields })
  return redirect(`/w/${args.params['workspace']}/p/${project.slug}/${recommendation.path}/new?${search}`)
}
