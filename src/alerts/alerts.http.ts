import { Hono } from 'hono'
import { apiScope } from '../accounts/api.ts'
import type { App } from '../app.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { listAlerts, listFirings, readAlert } from './alerts.store.ts'
import { stateOf } from './state.ts'

/** Alerts of a project and what they rang for, as the pages show them. Addresses and webhooks stay on the pages. */
export function alertRoutes(app: App): Hono {
  const api = new Hono()
  const placed = async (request: Request, slug: string) => {
    const scope = await apiScope(app, request, 'projects:read')
    return { scope, project: await projectBySlug(scope, slug) }
  }

  api.get('/api/v1/projects/:project/alerts', async (c) => {
    const { scope, project } = await placed(c.req.raw, c.req.param('project'))
    const [alerts, firings] = await Promise.all([
      listAlerts(scope, project.id),
      listFirings(scope, project.id, null, 1_000),
    ])
    return c.json({
      alerts: alerts.map((alert) => {
        const last = firings.find(({ alertId }) => alertId === alert.id)
        const { id, name, domain: site, rule, judged } = alert
        return {
          id, name, site, rule, judged,
          state: stateOf(alert, last !== undefined && last.backAt === null),
          lastFiredAt: last?.firedAt ?? null,
        } // prettier-ignore
      }),
    })
  })

  api.get('/api/v1/projects/:project/alerts/:id/firings', async (c) => {
    const { scope, project } = await placed(c.req.raw, c.req.param('project'))
    const { id } = await readAlert(scope, project.id, c.req.param('id'))
    const firings = await listFirings(scope, project.id, id, 1_000)
    return c.json({ firings })
  })
  return api
}
