import pg from 'pg'
import type { Logger } from 'pino'
import type { ClickHouseAddress } from '../clickhouse.ts'
import type { Config } from '../config.ts'
import { StartError } from '../start-error.ts'
import { ask, clickhouseEngine } from './clickhouse-engine.ts'
import { type EngineState, keepUp } from './keep-up.ts'
import { postgresEngine } from './postgres-engine.ts'

interface Supervised {
  readonly version: string
  /** Whether it is a child of ours, or somebody else's server. */
  readonly managed: boolean
  readonly state: () => EngineState
}

type Postgres = Supervised & { readonly url: string }
type Events = Supervised & ClickHouseAddress
interface Stoppable {
  stop(): Promise<void>
}

/** The two engines of the product, ours or given by address; nobody else knows which. */
export interface Engines {
  readonly postgres: Postgres
  readonly clickhouse: Events
  stop(): Promise<void>
}

/** Starts what no address was given for, and keeps it up. The data folder must be locked by the caller. */
export async function startEngines(config: Config, log: Logger): Promise<Engines> {
  const opened = await Promise.allSettled([openPostgres(config, log), openClickHouse(config, log)])
  const [postgres, clickhouse] = opened
  const stop = async () => {
    const running: Stoppable[] = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    await Promise.all(running.map((one) => one.stop()))
  }
  if (postgres.status === 'fulfilled' && clickhouse.status === 'fulfilled')
    return { postgres: postgres.value, clickhouse: clickhouse.value, stop }
  // One without the other is no use: nothing is left running.
  await stop()
  throw opened.find((one) => one.status === 'rejected')?.reason
}

async function openPostgres(config: Config, log: Logger): Promise<Postgres & Stoppable> {
  if (config.postgresUrl !== null) {
    const url = config.postgresUrl
    return { url, version: await postgresVersion(url), managed: false, ...outside }
  }
  const engine = await postgresEngine(config.dataDir, log)
  try {
    const keeper = await keepUp('postgres', (signal) => engine.start(signal), log)
    const { url } = engine
    const stop = () => keeper.stop().finally(() => engine.release())
    const version = await orStop(keeper, postgresVersion(url))
    return { url, version, managed: true, state: keeper.state, stop }
  } catch (error) {
    engine.release()
    throw error
  }
}

/** What was asked of an engine that has just started; when it fails, the engine is not left running. */
const orStop = <T>(keeper: Stoppable, asked: Promise<T>): Promise<T> =>
  asked.catch(async (error: unknown) => {
    await keeper.stop()
    throw error
  })

async function postgresVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    const version = rows[0]?.server_version.split(' ')[0] ?? ''
    if (Number.parseInt(version, 10) < 15)
      throw new StartError(
        `PostgreSQL ${version} est trop ancien : il faut la version 15 ou plus récente.`,
        `PostgreSQL ${version} is too old: 15 or newer is needed.`,
      )
    return version
  } catch (error) {
    throw error instanceof StartError ? error : unreachable('PostgreSQL', 'FILROUGE_POSTGRES_URL', url, error)
  } finally {
    await client.end().catch(() => {})
  }
}

async function openClickHouse(config: Config, log: Logger): Promise<Events & Stoppable> {
  if (config.clickhouseUrl !== null) {
    const address = clickHouseAddress(config.clickhouseUrl)
    try {
      await ask(address, `create database if not exists \`${address.database}\``)
      return { ...address, version: await ask(address, 'select version()'), managed: false, ...outside }
    } catch (error) {
      throw unreachable('ClickHouse', 'FILROUGE_CLICKHOUSE_URL', address.url, error)
    }
  }
  const engine = await clickhouseEngine(config.dataDir, log)
  const keeper = await keepUp('clickhouse', (signal) => engine.start(signal), log)
  const version = await orStop(keeper, ask(engine.address, 'select version()'))
  return { ...engine.address, version, managed: true, ...keeper }
}

/** Reads FILROUGE_CLICKHOUSE_URL: http://user:password@host:8123/database. */
export function clickHouseAddress(given: string): ClickHouseAddress {
  const url = new URL(given)
  const [username, password] = [decodeURIComponent(url.username) || 'default', decodeURIComponent(url.password)]
  const database = url.pathname.slice(1) || 'filrouge'
  if (!/^[A-Za-z_]\w*$/.test(database))
    throw new StartError(
      `FILROUGE_CLICKHOUSE_URL : « ${database} » n’est pas un nom de base. Lettres, chiffres et _ seulement.`,
      `FILROUGE_CLICKHOUSE_URL: "${database}" is no name of a database. Letters, digits and _ only.`,
    )
  return { url: url.origin, username, password, database }
}

/** Somebody else's server: we neither start nor stop it, and /healthz asks it each time. */
const outside = { state: (): EngineState => 'up', stop: () => Promise.resolve() }

function unreachable(engine: string, setting: string, address: string, error: unknown): StartError {
  const url = new URL(address)
  const reason = (error as Error & { cause?: Error }).cause?.message ?? (error as Error).message
  return new StartError(
    `${engine} ne répond pas à ${url.host} (${reason}). Vérifiez ${setting}.`,
    `${engine} does not answer at ${url.host} (${reason}). Check ${setting}.`,
  )
}
