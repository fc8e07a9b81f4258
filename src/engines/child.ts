import { type ChildProcess, spawn } from 'node:child_process'
import { constants, getPriority, setPriority } from 'node:os'
import type { Logger } from 'pino'
import { StartError } from '../start-error.ts'
import { until } from './ground.ts'

/**
 * Runs a program under a small shell that holds a pipe to us: whatever way we die, the pipe closes and the program is
 * told to stop, with the signal it takes for that. The shell's exit code is the program's. It starts the program at our
 * word, which comes once the shell's priority, which the program takes over, is set.
 */
const guard = `
read -r _ <&3 || exit
"$@" 3<&- &
program=$!
( read -r _ ; kill -s "$STOP_SIGNAL" "$program" 2>/dev/null ) <&3 &
watch=$!
wait "$program"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
`

export interface Child {
  /** Asks it to stop and waits; kills it after `patience` ms. */
  stop(patience?: number): Promise<void>
  readonly exited: Promise<number | null>
  /** The end of what it printed. */
  lastWords(): string
}

interface Options {
  readonly command: readonly string[]
  readonly stopSignal: 'INT' | 'KILL' | 'TERM'
  readonly uid?: number
  readonly gid?: number
  readonly env: Record<string, string>
  readonly cwd: string
  readonly log: Logger
  readonly name: string
}

/**
 * Starts a program and waits until it answers; one that does not is stopped.
 * @throws StartError with what the program said last
 */
export async function startReady(
  options: Options,
  answers: () => Promise<boolean>,
  signal: AbortSignal | undefined,
  patience = 60_000,
): Promise<Child> {
  const child = startChild(options)
  let gone = false
  void child.exited.then(() => (gone = true))
  try {
    await until(async () => {
      signal?.throwIfAborted()
      if (gone) {
        const said = child.lastWords() || '—'
        throw new StartError(
          `${options.name} s’est arrêté en démarrant : ${said}`,
          `${options.name} stopped while starting: ${said}`,
        )
      }
      return answers()
    }, patience)
    return child
  } catch (error) {
    await child.stop()
    throw error
  }
}

export function startChild({ command, stopSignal, uid, gid, env, cwd, log, name }: Options): Child {
  const child: ChildProcess = spawn('/bin/sh', ['-c', guard, 'filrouge', ...command], {
    // A session of its own: Ctrl-C reaches us alone, and we stop engines in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...env, STOP_SIGNAL: stopSignal },
    cwd,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  })
  let words = ''
  const say = (data: Buffer) => {
    words = (words + data.toString('utf8')).slice(-600)
    log.debug({ engine: name }, data.toString('utf8').trimEnd())
  }
  child.stdout?.on('data', say)
  child.stderr?.on('data', say)
  const pipe = child.stdio[3]
  // The shell may be gone before the pipe is closed.
  pipe?.on('error', () => {})
  if (child.pid !== undefined) giveWay(child.pid)
  if (pipe && 'write' in pipe) pipe.write('\n')
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
    child.once('error', () => resolve(null))
  })
  return {
    exited,
    lastWords: () => words.trim(),
    async stop(patience = 5_000) {
      pipe?.destroy()
      const timer = setTimeout(() => {
        if (child.pid !== undefined) killGroup(child.pid)
      }, patience)
      await exited
      clearTimeout(timer)
    },
  }
}

/** An engine works while the application waits for it or does nothing, and never keeps it from answering (decision 0104). */
function giveWay(pid: number) {
  try {
    setPriority(pid, Math.min(getPriority() + 10, constants.priority.PRIORITY_LOW))
  } catch {
    // Already gone, or a system that does not let us: it runs as we do.
  }
}

function killGroup(pid: number) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Already gone.
  }
}
