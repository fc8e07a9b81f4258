import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Child } from './child.ts'

export type EngineState = 'up' | 'restarting'

/** Starts a child that answers. The signal says that it is wanted no more. */
export type Start = (signal: AbortSignal) => Promise<Child>

export interface Kept {
  readonly state: () => EngineState
  /** Ends it, or the attempt to start it again, for good. */
  stop(): Promise<void>
}

/** Pauses in ms before a new start: the first, the longest, and how long a child must run for the first to be used again. */
const pauses = { first: 100, longest: 10_000, steady: 10_000 }

/**
 * Starts a child and starts it again whenever it ends. One that ran for a while is back at once; one that keeps falling
 * waits twice as long each time.
 * @throws what the first start throws
 */
export async function keepUp(name: string, start: Start, log: Logger, waits = pauses): Promise<Kept> {
  const end = new AbortController()
  let child = await start(end.signal)
  let state: EngineState = 'up'

  const again = async (pause: number): Promise<number> => {
    for (;;) {
      await sleep(pause, undefined, { signal: end.signal })
      try {
        child = await start(end.signal)
        return pause
      } catch (error) {
        if (end.signal.aborted) throw error
        log.error({ engine: name, err: error, pause }, 'engine did not start again')
        pause = Math.min(waits.longest, pause * 2)
      }
    }
  }

  const live = async (): Promise<void> => {
    let pause = waits.first
    for (;;) {
      const since = Date.now()
      const exitCode = await child.exited
      if (end.signal.aborted) return
      state = 'restarting'
      if (Date.now() - since >= waits.steady) pause = waits.first
      log.warn({ engine: name, exitCode, pause }, 'engine stopped; starting it again')
      pause = Math.min(waits.longest, 2 * (await again(pause)))
      if (end.signal.aborted) return child.stop()
      state = 'up'
      log.info({ engine: name }, 'engine is back')
    }
  }
  const life = live().catch((error: unknown) => {
    if (!end.signal.aborted) log.error({ engine: name, err: error }, 'engine is no longer supervised')
  })
  return {
    state: () => state,
    async stop() {
      end.abort()
      await child.stop()
      await life
    },
  }
}
