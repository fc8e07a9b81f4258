import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { join } from 'node:path'
import type { PageContext } from './accounts/request.ts'
import { loggablePath } from './accounts/redaction.ts'
import { pageContextOf, security } from './accounts/security.ts'
import { queryRoutes } from './analytics/query.http.ts'
import type { App } from './app.ts'
import { collectRoutes } from './collect/collect.http.ts'
import { root } from './config.ts'
import { controlRoutes } from './control.http.ts'
import { errorBody, isAppError, isEngineDown, notFound, unavailable } from './errors.ts'
import { healthRoutes } from './health.http.ts'
import { localeOf } from './i18n.ts'
import { redirectRoutes } from './links/redirect.http.ts'
import { openApiRoutes } from './openapi.http.ts'
import { objectRoutes } from './projects/objects.http.ts'

/** Answers a request for a page: what the bundle of pages exports. */
export type Pages = (request: Request, page: PageContext) => Promise<Response>

/** Every address, in one list: programs first, then files, then pages for all the rest. */
export function httpServer(app: App, pages: Pages): Hono {
  // The hot paths, which set their own headers and take no cookie, come before everything.
  const http = new Hono()
  http.route('/', collectRoutes(app))
  http.route('/', redirectRoutes(app))
  http.route('/', healthRoutes(app))
  http.use(...security(app), compress())
  http.route('/', controlRoutes(app))
  http.route('/', openApiRoutes(app))
  http.route('/', queryRoutes(app))
  http.route('/', objectRoutes(app))
  http.all('/api/*', () => {
    throw notFound()
  })
  // Built files carry their fingerprint in their name.
  http.get('/assets/*', async (c, next) => {
    await next()
    if (c.res.ok) c.header('cache-control', 'public, max-age=31536000, immutable')
  })
  http.get('/assets/*', serveStatic({ root: join(root, 'build/client') }))
  http.all('*', (c) => pages(c.req.raw, pageContextOf(app, c)))
  http.onError((error, c) => {
    const known = isAppError(error) ? error : isEngineDown(error) ? unavailable() : null
    const locale = localeOf(c.req.raw)
    if (!known) {
      app.log.error({ err: error, path: loggablePath(c.req.path) }, 'unexpected error')
      const words = {
        fr: 'Erreur inattendue ; elle est notée dans le journal du serveur.',
        en: 'Unexpected error; it is in the server’s log.',
      }
      return c.json({ error: { id: 'unexpected', field: null, message: words[locale] } }, 500)
    }
    if (known.retryAfter !== null) c.header('Retry-After', String(known.retryAfter))
    return c.json(errorBody(known, locale), known.status as 400)
  })
  return http
}
