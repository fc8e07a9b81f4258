import { Hono } from 'hono'
import type { App } from './app.ts'

/** `GET /healthz`: 200 while both engines are up, 503 while one restarts; the body says which, and the versions. */
export function healthRoutes(app: App): Hono {
  return new Hono().get('/healthz', (c) => {
    const { postgres, clickhouse } = app.engines
    const states = [postgres.state(), clickhouse.state()]
    const ok = states.every((state) => state === 'up')
    const { events, bytes, since } = app.journal.pending()
    return c.json(
      {
        status: ok ? 'ok' : 'restarting',
        version: app.config.version,
        node: process.versions.node,
        postgres: { version: postgres.version, state: postgres.state(), managed: postgres.managed },
        clickhouse: { version: clickhouse.version, state: clickhouse.state(), managed: clickhouse.managed },
        journal: { events, bytes, since },
      },
      ok ? 200 : 503,
      { 'cache-control': 'no-store' },
    )
  })
}
