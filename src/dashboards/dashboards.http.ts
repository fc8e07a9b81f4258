import { Hono } from 'hono'
import { apiScope } from '../accounts/api.ts'
import type { App } from '../app.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { type Dashboard, listDashboards, readDashboard, viewOfDashboard } from './dashboards.store.ts'
import { dashboardFigures } from './figures.store.ts'
import { placed } from './layout.ts'

/** Dashboards of a project and their figures, for programs. */
export function dashboardRoutes(app: App): Hono {
  const api = new Hono()
  const at = '/api/v1/projects/:project/dashboards'

  api.get(at, async (c) => {
    const scope = await apiScope(app, c.req.raw, 'stats:read')
    const project = await projectBySlug(scope, c.req.param('project'))
    const dashboards = await listDashboards(scope, project.id)
    return c.json({ dashboards: dashboards.map((one) => ({ ...settingsOf(one), cards: one.cards.length })) })
  })

  api.get(`${at}/:id`, async (c) => {
    const scope = await apiScope(app, c.req.raw, 'stats:read')
    const project = await projectBySlug(scope, c.req.param('project'))
    const dashboard = await readDashboard(scope, project.id, c.req.param('id'))
    const places = placed(dashboard.cards)
    const { cards, ...figures } = await dashboardFigures(scope, project, {
      site: dashboard.site,
      cards: dashboard.cards,
      viewOn: (today) => viewOfDashboard(dashboard, new URL(c.req.url).searchParams, today),
      failed: (error) => app.log.error({ err: error, dashboard: dashboard.id }, 'card without figures'),
    })
    return c.json({
      ...settingsOf(dashboard),
      ...figures,
      cards: cards.map(({ reason, ...one }, i) => ({
        ...one,
        place: places[i],
        reason: reason === null ? null : reason[scope.locale],
      })),
    })
  })

  return api
}

const settingsOf = ({ id, name, preset, startsOn, endsOn, site, version }: Dashboard) => ({
  id,
  name,
  preset,
  startsOn,
  endsOn,
  site,
  version,
})
