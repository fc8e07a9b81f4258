// Whole instances in processes of their own, for tests that kill them.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { root } from './config.ts'

interface How {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly uid?: number
  readonly gid?: number
}

/** A program of ours and what it says. */
export interface Program {
  readonly child: ChildProcess
  readonly exited: Promise<number | null>
  readonly said: () => string
}

export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const launched: Program[] = []

/** A folder that goes with the file's tests, and with whatever still runs in it. */
export function temporaryFolder(prefix = 'filrouge-house-', parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, prefix))
  // As folders are made by hand: others may pass.
  chmodSync(folder, 0o755)
  afterAll(async () => {
    for (const { child } of launched) child.kill('SIGKILL')
    await Promise.all(launched.map(({ exited }) => exited))
    for (const pid of processesIn(folder)) process.kill(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  })
  return folder
}

function launch(script: string, args: readonly string[], { env = {}, ...how }: How): Program & { out: () => string } {
  const child = spawn(process.execPath, ['--no-warnings', join(root, script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      LANG: 'fr_FR.UTF-8',
      NODE_ENV: 'production',
      FILROUGE_LOG: 'warn',
      PORT: '0',
      ...env,
    },
    ...how,
  })
  let out = ''
  let all = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
    all += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (all += text))
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const program = { child, exited, said: () => all, out: () => out }
  launched.push(program)
  return program
}

/** Starts the product and waits for its address. @throws with all it said when it ends before */
export async function launchServer(dataDir: string, how: How = {}): Promise<Program & { readonly url: string }> {
  const program = launch('src/server.ts', [], { ...how, env: { ...how.env, FILROUGE_DATA: dataDir } })
  const url = await new Promise<string>((resolve, reject) => {
    program.child.stdout?.on('data', () => {
      const address = /is open: (\S+)/.exec(program.out())?.[1]
      if (address) resolve(address)
    })
    void program.exited.then((code) => reject(new Error(`ended with ${code}: ${program.said()}`)))
  })
  return { ...program, url }
}

/** Starts the product where it is expected to refuse. */
export async function refusedStart(env: Readonly<Record<string, string>>): Promise<Finished> {
  return finished(launch('src/server.ts', [], { env }))
}

/** Runs one command of the command line to its end. */
export async function filrouge(dataDir: string, args: readonly string[], how: How = {}): Promise<Finished> {
  return finished(launch('src/cli.ts', args, { ...how, env: { ...how.env, FILROUGE_DATA: dataDir } }))
}

async function finished(program: Program & { out: () => string }): Promise<Finished> {
  const code = await program.exited
  return { code, out: program.out(), err: program.said().replace(program.out(), '') }
}

/** Live processes whose command or working folder lies in this folder: engines of an instance, and what they started. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        // One that is dead and not buried yet has no command any more.
        return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}\0${readlinkSync(`/proc/${pid}/cwd`)}`.includes(folder)
      } catch {
        return false
      }
    })
    .map(Number)
}

/** Which program of an engine to kill: the postmaster, or the child that is ClickHouse. */
export const engineProcess = (dataDir: string, engine: 'postgres' | 'clickhouse'): number =>
  Number(
    readFileSync(
      join(dataDir, engine === 'postgres' ? 'postgres/postmaster.pid' : 'clickhouse/child.pid'),
      'utf8',
    ).split('\n')[0],
  )
