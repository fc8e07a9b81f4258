import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Logger } from 'pino'
import { type Child, startReady } from './child.ts'
import { freePort, isAlive, keptSecret, until } from './ground.ts'
import { takeSeat } from './postgres-seat.ts'

export interface PostgresEngine {
  readonly url: string
  start(signal?: AbortSignal): Promise<Child>
  /** Lets go of the folder once it is stopped. */
  release(): void
}

/** PostgreSQL in a child process, on loopback, with a password. */
export async function postgresEngine(dataDir: string, log: Logger): Promise<PostgresEngine> {
  const password = keptSecret(join(dataDir, 'postgres.password'))
  const seat = takeSeat(dataDir, password, log)
  const port = await freePort()
  const url = `postgres://filrouge:${password}@127.0.0.1:${port}/filrouge`
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '60',
    shared_buffers: '64MB',
    effective_cache_size: '256MB',
    max_wal_size: '512MB',
    jit: 'off',
    io_method: 'sync',
    max_parallel_workers: '2',
    log_min_messages: 'warning',
    timezone: 'UTC',
  }
  return {
    url,
    release: () => seat.release(),
    async start(signal) {
      await stopLeftOver(seat.data)
      return startReady(
        {
          name: 'PostgreSQL',
          command: [
            join(seat.bin, 'postgres'),
            '-D',
            seat.data,
            ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
          ],
          // A fast shutdown: transactions are rolled back, data is written.
          stopSignal: 'INT',
          env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
          cwd: seat.data,
          log,
          ...seat.user,
        },
        () => answers(url),
        signal,
      )
    },
  }
}

/** Whether it takes connections, the database made if this is the first time. */
async function answers(url: string): Promise<boolean> {
  const server = new URL(url)
  server.pathname = '/postgres'
  const client = new pg.Client({ connectionString: server.href, connectionTimeoutMillis: 2_000 })
  // A connection cut while it starts is one more reason to ask again.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'filrouge'")
    if (rowCount === 0) await client.query('create database filrouge')
    return true
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') throw error
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** A postmaster that outlived a killed application is stopped in order, then killed. */
async function stopLeftOver(data: string): Promise<void> {
  const pid = Number(read(join(data, 'postmaster.pid')).split('\n')[0])
  if (!isAlive(pid) || !isPostmaster(pid, data)) return
  process.kill(pid, 'SIGINT')
  await until(() => Promise.resolve(!isPostmaster(pid, data)), 10_000).catch(() => process.kill(pid, 'SIGKILL'))
}

/** Whether this process is the server of that folder: numbers are given again. */
const isPostmaster = (pid: number, data: string): boolean =>
  process.platform === 'linux' ? read(`/proc/${pid}/cmdline`).split('\0').includes(data) : isAlive(pid)

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
