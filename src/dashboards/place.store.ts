import { type PageArgs, appOf, requireRole, scopeOf } from '../accounts/request.ts'
import type { Scope } from '../accounts/scope.ts'
import { type Project, projectBySlug } from '../projects/projects.store.ts'
import { type Dashboard, readDashboard, viewOfDashboard } from './dashboards.store.ts'
import { type DashboardFigures, dashboardFigures } from './figures.store.ts'

/** Where a page of dashboards stands: who asks, of which project, and the address its own links start from. */
export interface Place {
  readonly scope: Scope
  readonly project: Project
  readonly base: string
}

/** @throws forbidden for a guest; notFound for a project that is not this reader's */
export async function placeOf(args: PageArgs): Promise<Place> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  return { scope, project, base: `/w/${args.params['workspace']}/p/${project.slug}` }
}

/** The same with the dashboard the address names. @throws notFound when the project has none such */
export async function dashboardPlace(args: PageArgs): Promise<Place & { readonly dashboard: Dashboard }> {
  const place = await placeOf(args)
  return { ...place, dashboard: await readDashboard(place.scope, place.project.id, args.params['id'] ?? '') }
}

/** The figures of a dashboard over what the address asks, else over its own period; what failed is in the server's log. */
export function figuresFor(args: PageArgs, { scope, project }: Place, dashboard: Dashboard): Promise<DashboardFigures> {
  const search = new URL(args.request.url).searchParams
  return dashboardFigures(scope, project, {
    site: dashboard.site,
    cards: dashboard.cards,
    viewOn: (today) => viewOfDashboard(dashboard, search, today),
    failed: (error) => appOf(args).log.error({ err: error, dashboard: dashboard.id }, 'card without figures'),
  })
}
