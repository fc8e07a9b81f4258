import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import type { Scope } from '../accounts/scope.ts'
import { type Project, projectBySlug } from '../projects/projects.store.ts'
import { type OneKpi, oneKpi } from './one-kpi.store.ts'

/** Where a KPI's own pages stand: who asks, of which project, the address its links start from, and the KPI. */
export interface KpiPlace {
  readonly scope: Scope
  readonly project: Project
  readonly base: string
  readonly one: OneKpi
}

/** @throws forbidden for a guest; notFound when the KPI or its project is not this reader's */
export async function kpiPlace(args: PageArgs): Promise<KpiPlace> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const base = `/w/${args.params['workspace']}/p/${project.slug}`
  return { scope, project, base, one: await oneKpi(scope, project.id, args.params['id'] ?? '') }
}
