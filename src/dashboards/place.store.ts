import { type PageArgs, appOf } from '../accounts/request.ts'
import { type Place, placeOf } from '../projects/place.store.ts'
import { type Dashboard, readDashboard, viewOfDashboard } from './dashboards.store.ts'
import { type DashboardFigures, dashboardFigures } from './figures.store.ts'
import { onScreen } from './screen.ts'

/** The place of a page of one dashboard, with the dashboard the address names. @throws notFound when the project has none such */
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

/** The same as a screen shows them. */
export const screenFor = async (...of: Parameters<typeof figuresFor>): Promise<DashboardFigures> =>
  onScreen(await figuresFor(...of))
