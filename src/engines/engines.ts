import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import type { ClickHouseAddress } from '../clickhouse.ts'
import type { Config } from '../config.ts'
import type { Child } from './child.ts'
import { ask, clickhouseEngine } from './clickhouse-engine.ts'
import { postgresEngine } from './postgres-engine.ts'

export type EngineState = 'up' | 'restarting'

interface Supervised {
  readonly version: string
  /** Whether it is a child of ours, or somebody else's server. */
  readonly managed: boolean
  readonly state: () => EngineState
}

/** The two engines of the product, ours or given by address; nobody else knows which. */
export interface Engines {
  readonly postgres: Supervised & { readonly url: string }
  readonly clickhouse: Supervised & ClickHouseAddress
  stop(): Promise<void>
}

/** Starts what no address was given for, and keeps it up. The data folder must be locked by the caller. */
export async function startEngines(config: Config, log: Logger): Promise<Engines> {
  const [postgres, clickhouse] = await Promise.all([openPostgres(config, log), openClickHouse(config, log)])
  return {
    postgres,
    clickhouse,
    async stop() {
      await Promise.all([postgres.stop(), clickhouse.stop()])
    },
  }
}

async function openPostgres(config: Config, log: Logger) {
  const given = config.postgresUrl
  const engine = given === null ? await postgresEngine(config.dataDir, log) : null
  const url = engine?.url ?? given ?? ''
  const keeper = engine ? await keepUp('postgres', () => engine.start(), log) : outside
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  await client.end()
  const version = rows[0]?.server_version.split(' ')[0] ?? ''
  if (Number.parseInt(version, 10) < 15)
    throw new Error(
      `PostgreSQL ${version} est trop ancien : il faut la version 15 ou plus récente.\nPostgreSQL ${version} is too old: 15 or newer is needed.`,
    )
  return { url, version, managed: engine !== null, ...keeper }
}

async function openClickHouse(config: Config, log: Logger) {
  const given = config.clickhouseUrl
  const engine = given === null ? await clickhouseEngine(config.dataDir, log) : null
  const address = engine?.address ?? addressOf(given ?? '')
  const keeper = engine ? await keepUp('clickhouse', () => engine.start(), log) : outside
  if (!engine) await ask(address, `create database if not exists \`${address.database}\``)
  return { ...address, version: await ask(address, 'select version()'), managed: engine !== null, ...keeper }
}

function addressOf(given: string): ClickHouseAddress {
  const url = new URL(given)
  const [username, password] = [decodeURIComponent(url.username) || 'default', decodeURIComponent(url.password)]
  const database = url.pathname.slice(1) || 'filrouge'
  if (!/^[A-Za-z_]\w*$/.test(database)) throw new Error(`FILROUGE_CLICKHOUSE_URL: ${database} is no database name`)
  return { url: url.origin, username, password, database }
}

const outside = { state: (): EngineState => 'up', stop: () => Promise.resolve() }

/** Starts a child and starts it again whenever it ends, with a pause that doubles up to 10 s. */
async function keepUp(name: string, start: () => Promise<Child>, log: Logger) {
  let child = await start()
  let state: EngineState = 'up'
  let stopping = false
  const restart = async (since: number): Promise<void> => {
    for (let pause = 100; !stopping; pause = Math.min(10_000, pause * 2)) {
      // One that ran for a while is started at once; one that keeps falling waits.
      if (Date.now() - since < 10_000) await sleep(pause)
      if (stopping) return
      try {
        child = await start()
        state = 'up'
        log.info({ engine: name }, 'engine is back')
        watch()
        return
      } catch (error) {
        since = Date.now()
        log.error({ engine: name, err: error }, 'engine did not start again')
      }
    }
  }
  const watch = () => {
    const since = Date.now()
    void child.exited.then((code) => {
      if (stopping) return
      state = 'restarting'
      log.warn({ engine: name, code }, 'engine stopped; starting it again')
      return restart(since)
    })
  }
  watch()
  return {
    state: () => state,
    async stop() {
      stopping = true
      await child.stop()
    },
  }
}
