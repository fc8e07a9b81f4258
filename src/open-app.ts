import { join } from 'node:path'
import type { Logger } from 'pino'
import { createAuth } from './accounts/auth.ts'
import type { App } from './app.ts'
import { catalog } from './catalog.ts'
import { connectClickHouse } from './clickhouse.ts'
import { createCollector } from './collect/collector.ts'
import { insertEvents } from './collect/events.store.ts'
import type { Config } from './config.ts'
import type { Engines } from './engines/engines.ts'
import { Journal } from './journal.ts'
import { migrate } from './migrate.ts'
import { connectPostgres } from './postgres.ts'

export interface OpenApp {
  readonly app: App
  /** Sends what the journal still holds if it can, and lets go of everything but the engines. */
  readonly close: () => Promise<void>
}

/** Migrates and connects: what stands between engines that run and an application that can answer. */
export async function openApp(config: Config, engines: Engines, log: Logger, url: string): Promise<OpenApp> {
  const clickhouse = connectClickHouse(engines.clickhouse)
  const ran = await migrate(engines.postgres.url, clickhouse)
  if (ran.length > 0) log.info({ migrations: ran }, 'migrated')
  const db = connectPostgres(engines.postgres.url)
  const clock = () => new Date()
  const journal = await Journal.open({
    dir: join(config.dataDir, 'journal'),
    send: (rows, token) => insertEvents(clickhouse, rows, token),
    log,
  })
  const collector = await createCollector({ db, clickhouse, journal, log, clock })
  const auth = createAuth({ db, config: { ...config, url }, log })
  const app: App = { config, url, db, clickhouse, journal, log, auth, catalog, collector, engines, clock }
  return {
    app,
    async close() {
      await collector.close()
      await journal.close()
      await Promise.allSettled([db.destroy(), clickhouse.close()])
    },
  }
}
