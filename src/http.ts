import { Hono } from 'hono'
import type { App } from './app.ts'
import { errorBody, isAppError, unavailable } from './errors.ts'
import { localeOf } from './i18n.ts'
import { openApiRoutes } from './openapi.http.ts'
import { objectRoutes } from './projects/objects.http.ts'

/** Every address that is not a page, in one list. Pages are mounted after it by `server.ts`. */
export function httpRoutes(app: App): Hono {
  const http = new Hono()
  http.route('/', openApiRoutes(app))
  http.route('/', objectRoutes(app))
  http.onError((error, c) => {
    const known = isAppError(error) ? error : isEngineDown(error) ? unavailable() : null
    if (!known) {
      app.log.error({ err: error, path: c.req.path }, 'unexpected error')
      const words = { fr: 'Erreur inattendue ; elle est notée dans le journal du serveur.', en: 'Unexpected error; it is in the server’s log.' }
      return c.json({ error: { id: 'unexpected', field: null, message: words[localeOf(c.req.raw)] } }, 500)
    }
    if (known.retryAfter !== null) c.header('Retry-After', String(known.retryAfter))
    return c.json(errorBody(known, localeOf(c.req.raw)), known.status as 400)
  })
  return http
}

/** A connection refused or cut: the engine is being restarted by its supervisor. */
export function isEngineDown(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  // 57P01–57P03: PostgreSQL is stopping or starting.
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'].includes(code)
}
