import { Hono } from 'hono'
import { sql } from 'kysely'
import type { App } from './app.ts'
import type { EngineState } from './engines/keep-up.ts'

/** How long somebody else's server may take to answer, in ms. */
const patience = 2_000

/** `GET /healthz`: 200 while both engines answer, 503 while one does not; the body says which, and the versions. */
export function healthRoutes(app: App): Hono {
  const { postgres, clickhouse } = app.engines
  return new Hono().get('/healthz', async (c) => {
    const [postgresState, clickhouseState] = await Promise.all([
      stateOf(postgres, () => sql`select 1`.execute(app.db)),
      stateOf(clickhouse, async () => (await app.clickhouse.query({ query: 'select 1' })).text()),
    ])
    const ok = postgresState === 'up' && clickhouseState === 'up'
    const { events, bytes, since } = app.journal.pending()
    return c.json(
      {
        status: ok ? 'ok' : 'restarting',
        version: app.config.version,
        node: process.versions.node,
        postgres: { version: postgres.version, state: postgresState, managed: postgres.managed },
        clickhouse: { version: clickhouse.version, state: clickhouseState, managed: clickhouse.managed },
        journal: { events, bytes, since },
        places: app.collector.geo.tables,
      },
      ok ? 200 : 503,
      { 'cache-control': 'no-store', ...(ok ? {} : { 'retry-after': '5' }) },
    )
  })
}

/** Our own engines are watched by their supervisor; others are asked. */
async function stateOf(
  { managed, state }: { readonly managed: boolean; readonly state: () => EngineState },
  ask: () => Promise<unknown>,
): Promise<EngineState | 'unreachable'> {
  if (managed) return state()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patience)
  })
  return Promise.race([ask(), late])
    .then(() => 'up' as const)
    .catch(() => 'unreachable' as const)
    .finally(() => clearTimeout(timer))
}
