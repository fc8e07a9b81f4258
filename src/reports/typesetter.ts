// Starts a process a document and lives as long as the application: an edge by design.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../config.ts'
import { type AppError, notTypeset, tooMany } from '../errors.ts'

/** What the child is given: a document as data, and its drawings by file name. */
export interface Manuscript {
  readonly document: unknown
  readonly drawings: Readonly<Record<string, string>>
  /** Resident memory the child may take. */
  readonly megabytes: number
}

export interface Limits {
  readonly seconds: number
  readonly megabytes: number
  /** Bytes of the file that comes out. */
  readonly bytes: number
  /** Documents set at the same time; others wait their turn. */
  readonly parallel: number
  /** Documents that may wait. */
  readonly waiting: number
}

export const usualLimits: Limits = { seconds: 30, megabytes: 600, bytes: 20_000_000, parallel: 2, waiting: 10 }

/** Why nothing came out, for the log; the reader is told what he may do. */
export type Failure = 'time' | 'memory' | 'size' | 'compiler'

/** Sets documents as PDF/UA-1, each in a process of its own with limits of time, memory and size. */
export class Typesetter {
  readonly #limits: Limits
  readonly #onFailure: (failure: Failure, reason: string) => void
  readonly #queue: (() => void)[] = []
  #running = 0

  constructor(onFailure: (failure: Failure, reason: string) => void, limits: Limits = usualLimits) {
    this.#onFailure = onFailure
    this.#limits = limits
  }

  /**
   * The bytes of a PDF, whole or not at all.
   * @throws tooMany when too many documents wait; notTypeset when it took too long, too much, or could not be set
   */
  async set(manuscript: Omit<Manuscript, 'megabytes'>): Promise<Buffer> {
    if (this.#queue.length >= this.#limits.waiting) throw tooMany(10)
    // Whoever ends hands his place to the first who waits, so that nobody slips in between.
    if (this.#running < this.#limits.parallel) this.#running += 1
    else await new Promise<void>((go) => this.#queue.push(go))
    try {
      return await this.#run({ ...manuscript, megabytes: this.#limits.megabytes })
    } finally {
      const next = this.#queue.shift()
      if (next) next()
      else this.#running -= 1
    }
  }

  #run(manuscript: Manuscript): Promise<Buffer> {
    const { seconds, bytes } = this.#limits
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
    const fail = (failure: Failure, reason: string): void => {
      this.#onFailure(failure, reason.slice(0, 2_000))
      reject(refusal(failure))
    }
    // Nothing of our environment: it holds secrets that setting a page does not need.
    const child = spawn(process.execPath, [join(root, 'src/reports/typeset-child.ts')], {
      env: {},
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    })
    const pages: Buffer[] = []
    let size = 0
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > bytes) child.kill('SIGKILL')
      else pages.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => (said += said.length < 100_000 ? chunk.toString() : ''))
    child.on('error', (error) => fail('compiler', error.message))
    child.on('close', (code, signal) => {
      if (size > bytes) fail('size', `over ${bytes} bytes`)
      else if (said.endsWith('memory') && signal) fail('memory', `over ${manuscript.megabytes} MB`)
      else if (signal) fail('time', `over ${seconds} s (${signal})`)
      else if (code !== 0 || size === 0) fail('compiler', said)
      else resolve(Buffer.concat(pages))
    })
    // A child that ended before it read everything is told of by its end, not by the broken pipe.
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify(manuscript))
    return promise
  }
}

const refusal = (failure: Failure): AppError =>
  failure === 'compiler'
    ? notTypeset({
        fr: 'Le PDF n’a pas pu être composé ; la raison est notée dans le journal du serveur. Le rapport en ligne reste lisible et rien n’est perdu.',
        en: 'The PDF could not be set; the reason is in the server’s log. The report online can still be read and nothing is lost.',
      })
    : notTypeset({
        fr: 'Le PDF demande trop de temps ou de place pour ce serveur. Le rapport en ligne reste lisible : raccourcissez la période ou les textes, puis réessayez.',
        en: 'The PDF takes more time or room than this server has. The report online can still be read: shorten the period or the texts, then try again.',
      })
