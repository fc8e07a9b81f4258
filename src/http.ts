import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { join } from 'node:path'
import type { PageContext } from './accounts/request.ts'
import { loggablePath } from './accounts/redaction.ts'
import { pageContextOf, refusal, secureHeaders, security } from './accounts/security.ts'
import { historyExportRoutes } from './analytics/history-export.http.ts'
import { queryRoutes } from './analytics/query.http.ts'
import type { App } from './app.ts'
import { alertRoutes } from './alerts/alerts.http.ts'
import { consentRoutes } from './collect/consent.http.ts'
import { collectRoutes } from './collect/collect.http.ts'
import { uploadRoutes } from './collect/upload.http.ts'
import { root } from './config.ts'
import { controlRoutes } from './control.http.ts'
import { AppError, expected, methodNotAllowed, notFound } from './errors.ts'
import { dashboardRoutes } from './dashboards/dashboards.http.ts'
import { healthRoutes } from './health.http.ts'
import { localeOf } from './i18n.ts'
import { optOutRoutes } from './collect/opt-out.http.ts'
import { linkRoutes } from './links/links.http.ts'
import { redirectRoutes } from './links/redirect.http.ts'
import { openApiRoutes } from './openapi.http.ts'
import { objectRoutes } from './projects/objects.http.ts'
import { projectRoutes } from './projects/projects.http.ts'

/** Answers a request for a page: what the bundle of pages exports. */
export type Pages = (request: Request, page: PageContext) => Promise<Response>

/** Every address, in one list: programs first, then files, then pages for all the rest. */
export function httpServer(app: App, pages: Pages): Hono {
  // The hot paths, which take no cookie, come before what a form must show.
  const http = new Hono()
  http.use(secureHeaders(app))
  http.route('/', collectRoutes(app))
  http.route('/', redirectRoutes(app))
  http.route('/', healthRoutes(app))
  http.use(...security(app), compress())
  http.route('/', consentRoutes(app))
  http.route('/', optOutRoutes(app))
  http.route('/', uploadRoutes(app))
  http.route('/', controlRoutes(app))
  http.route('/', openApiRoutes(app))
  http.route('/', queryRoutes(app))
  http.route('/', linkRoutes(app))
  http.route('/', historyExportRoutes(app))
  http.route('/', dashboardRoutes(app))
  http.route('/', projectRoutes(app))
  http.route('/', alertRoutes(app))
  http.route('/', objectRoutes(app))
  // Built files carry their fingerprint in their name.
  http.get('/assets/*', async (c, next) => {
    await next()
    if (c.res.ok) c.header('cache-control', 'public, max-age=31536000, immutable')
  })
  http.get('/assets/*', serveStatic({ root: join(root, 'build/client') }))
  // A file that is not there is no page: nobody, nor a cache on the way, may take the application for a script.
  for (const folder of ['/assets/*', '/js/*'])
    http.get(folder, (c) => c.text(notFound().words[localeOf(c.req.raw)], 404, { 'cache-control': 'no-store' }))
  const methodsAt = methodsOf(http)
  http.all('*', (c) => {
    const { method, path } = c.req
    const own = methodsAt(path)
    if (own.length === 0 && path.startsWith('/api/')) throw notFound()
    const methods = own.length > 0 ? own : ['GET', 'HEAD', 'POST']
    const allow = { allow: methods.join(', ') }
    if (method === 'OPTIONS') return c.body(null, 204, allow)
    if (own.length > 0 || !methods.includes(method)) return refusal(c.req.raw, methodNotAllowed(method), allow)
    return pages(c.req.raw, pageContextOf(app, c))
  })
  http.onError((error, c) => {
    const known = expected(error)
    if (!known) app.log.error({ err: error, path: loggablePath(c.req.path) }, 'unexpected error')
    return refusal(c.req.raw, known ?? unexpected())
  })
  return http
}

const unexpected = () =>
  new AppError('unexpected', 500, {
    fr: 'Erreur inattendue ; elle est notée dans le journal du serveur.',
    en: 'Unexpected error; it is in the server’s log.',
  })

/** The methods a path answers by a route of its own, from the list of routes; none where only pages may answer. */
function methodsOf(http: Hono): (path: string) => string[] {
  const own = http.routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
  const known = own.map(({ method, path }) => ({ method, segments: path.split('/') }))
  return (path) => {
    const asked = path.split('/')
    const fits = known.filter(
      ({ segments }) =>
        segments.length === asked.length &&
        segments.every((segment, i) => segment === asked[i] || (segment.startsWith(':') && asked[i] !== '')),
    )
    const methods = new Set(fits.map(({ method }) => method))
    if (methods.has('GET')) methods.add('HEAD')
    return [...methods].sort()
  }
}
