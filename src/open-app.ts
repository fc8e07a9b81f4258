import { join } from 'node:path'
import type { Logger } from 'pino'
import { createAuth, instanceSecret } from './accounts/auth.ts'
import type { App } from './app.ts'
import { catalog } from './catalog.ts'
import { connectClickHouse } from './clickhouse.ts'
import { createCollector } from './collect/collector.ts'
import { ImportRunner } from './collect/import-runner.ts'
import { insertEvents } from './collect/events.store.ts'
import type { Config } from './config.ts'
import type { Engines } from './engines/engines.ts'
import { agreeOnSecret } from './instance.store.ts'
import { Journal } from './journal.ts'
import { clicksDir, openClicks } from './links/clicks-journal.store.ts'
import { migrate } from './migrate.ts'
import { connectPostgres } from './postgres.ts'
import { Typesetter } from './reports/typesetter.ts'

export interface OpenApp {
  readonly app: App
  /** Sends what the journal still holds if it can, and lets go of everything but the engines. */
  readonly close: () => Promise<void>
}

/** Migrates and connects: what stands between engines that run and an application that can answer. */
export async function openApp(config: Config, engines: Engines, log: Logger, url: string): Promise<OpenApp> {
  const clickhouse = connectClickHouse(engines.clickhouse)
  const db = connectPostgres(engines.postgres.url)
  const undo: (() => Promise<unknown>)[] = [() => db.destroy(), () => clickhouse.close()]
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step()
  }
  try {
    const ran = await migrate(engines.postgres.url, clickhouse)
    if (ran.length > 0) log.info({ migrations: ran }, 'migrated')
    const secret = config.secret ?? instanceSecret(config.dataDir)
    await agreeOnSecret(db, secret)
    const clock = () => new Date()
    const journal = await Journal.open({
      dir: journalDir(config.dataDir),
      send: (rows, token) => insertEvents(clickhouse, rows, token),
      log,
      // The collector reads first what an earlier run left, and lets it go.
      isHeld: true,
    })
    undo.push(() => journal.close())
    const clicks = await openClicks(clicksDir(config.dataDir), db, { log })
    undo.push(() => clicks.close())
    const collector = await createCollector({
      db,
      clickhouse,
      journal,
      log,
      clock,
      geoDir: join(config.dataDir, 'geo'),
    })
    undo.push(() => collector.close())
    const imports = new ImportRunner({ config, db, clickhouse, journal, collector, clock, log })
    undo.push(() => imports.close())
    const auth = createAuth({ db, secret, url, log })
    const typesetter = new Typesetter((failure, reason) =>
      log.error({ failure, reason }, 'a report could not be set as PDF'),
    )
    const app = {
      config,
      url,
      db,
      clickhouse,
      journal,
      clicks,
      log,
      auth,
      catalog,
      collector,
      imports,
      engines,
      typesetter,
      clock,
      demo: null,
    }
    return { app, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Where events wait between their acknowledgement and ClickHouse. */
export const journalDir = (dataDir: string): string => join(dataDir, 'journal')
