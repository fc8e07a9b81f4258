import { randomBytes } from 'node:crypto'
import { appendFile, type FileHandle, mkdir, open, readdir, readFile, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { unavailable } from './errors.ts'
import { firstCame, type Pending, refusedFile, refusedIn } from './journal-pending.ts'
import { decodeRecords, encodeRecords } from './segment.ts'

/**
 * Events on disk between their acknowledgement and ClickHouse.
 *
 * A segment is a file, and a segment is a batch: it is written to until it is closed, then sent whole under a
 * deduplication token that is its name, then deleted. So the content of a batch never changes once it may have been
 * sent, and a crash anywhere leaves files that are simply sent again: what had arrived adds nothing the second time.
 * Names hold the time and a random part, and are never used twice.
 */
export interface JournalOptions {
  readonly dir: string
  /** Puts rows (one JSON object each) in the event store under a token that makes a second sending void. */
  readonly send: (rows: readonly Buffer[], token: string) => Promise<void>
  readonly log?: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Bytes that may wait on disk; over it `append` throws `unavailable` and nothing is lost. Default 2 GiB. */
  readonly limitBytes?: number
  /** A segment is closed when it reaches this, or after `drainEvery` ms when nothing else is on its way. */
  readonly segmentBytes?: number
  readonly drainEvery?: number
  /**
   * What `append` waits for. 'disk' (default): nothing acknowledged is lost, not even by a power cut. 'file': written to the file, which
   * outlives the death of any process; the disk follows, and a power cut may lose what came meanwhile (decision 0103).
   */
  readonly acknowledge?: 'disk' | 'file'
  /** Nothing is sent before `begin()`: what an earlier run left can be read meanwhile, all of it. */
  readonly isHeld?: boolean
}

/** Thrown by `send` when it is the rows that are wrong: they are halved until the wrong one is alone. */
export class RefusedRows extends Error {}

interface Segment {
  readonly name: string
  events: number
  bytes: number
  /** When its first event came: the file may have been opened long before. */
  since: Date | null
  /** Once closed: resolves when its bytes are on disk for good and will not change. */
  settled: Promise<void>
}
interface Waiting {
  readonly records: readonly Buffer[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

const silent = { info() {}, warn() {}, error() {} }
const longestPause = 3_000
const syncEvery = 200

export class Journal {
  readonly #options: Required<JournalOptions>
  readonly #closed: Segment[] = []
  #current: Segment
  #file: FileHandle
  /** The file after this one, opened ahead: nobody waits while a folder is synced. */
  #next: Promise<Opened> | null = null
  #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  #sending: Promise<void> | null = null
  #syncDue = false
  #isHeld: boolean
  #rotationDue = false
  #stopped = false
  #stop = new AbortController()
  #timer: NodeJS.Timeout
  #torn = 0
  #refused = 0
  #waitingBytes = 0
  #resent: Segment[] = []

  private constructor(options: Required<JournalOptions>, current: Segment, file: FileHandle) {
    this.#options = options
    this.#isHeld = options.isHeld
    this.#current = current
    this.#file = file
    this.#timer = setInterval(() => this.#drainSoon(), options.drainEvery)
  }

  /** Opens the folder, cuts what a crash left half written, and begins to send what had stayed, unless it is held. */
  static async open(given: JournalOptions): Promise<Journal> {
    const options = {
      limitBytes: 2 ** 31,
      segmentBytes: 8 * 2 ** 20,
      drainEvery: 400,
      acknowledge: 'disk' as const,
      isHeld: false,
      log: silent,
      ...given,
    }
    await mkdir(options.dir, { recursive: true, mode: 0o700 })
    const left = (await readdir(options.dir)).filter((name) => name.endsWith('.seg')).toSorted()
    const { segment, file } = await newSegment(options.dir)
    const journal = new Journal(options, segment, file)
    for (const name of left) await journal.#takeBack(name)
    journal.#refused = await refusedIn(options.dir)
    journal.#drain()
    return journal
  }

  /** Begins to send, on a journal that was held. */
  begin(): void {
    this.#isHeld = false
    this.#drain()
  }

  async #takeBack(file: string): Promise<void> {
    const path = join(this.#options.dir, file)
    const { records, goodBytes, torn } = decodeRecords(await readFile(path))
    if (torn) {
      this.#torn++
      this.#options.log.warn({ file, goodBytes }, 'journal: cut a record that a crash had left half written')
      await truncate(path, goodBytes)
    }
    if (records.length === 0) return unlink(path)
    const segment = {
      name: file.slice(0, -4),
      events: records.length,
      bytes: goodBytes,
      since: firstCame(file, records),
      settled: Promise.resolve(),
    }
    this.#closed.push(segment)
    this.#resent.push(segment)
  }

  /** Resolves once the event is on disk for good. Rejects with `unavailable` when no more may wait. */
  append(event: object): Promise<void> {
    return this.#add([Buffer.from(JSON.stringify(event))])
  }

  /** The same for many: all are on disk when it resolves. For imports, which should look at `pending()` between two calls. */
  appendAll(events: readonly object[]): Promise<void> {
    return this.#add(events.map((event) => Buffer.from(JSON.stringify(event))))
  }

  #add(records: readonly Buffer[]): Promise<void> {
    if (this.#stopped || this.#bytes() > this.#options.limitBytes) return Promise.reject(unavailable(5))
    for (const record of records) this.#waitingBytes += record.length
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, resolve, reject })
      this.#write()
    })
  }

  /** Bytes that may wait on disk before events are refused. */
  get limitBytes(): number {
    return this.#options.limitBytes
  }

  #bytes = () => this.#closed.reduce((sum, { bytes }) => sum + bytes, this.#current.bytes + this.#waitingBytes)

  /** One writer at a time: whatever came while it waited for the disk goes with the next write. */
  #write(): void {
    this.#writing ??= this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    await new Promise(setImmediate)
    try {
      while (this.#waiting.length > 0 || this.#rotationDue) {
        if (this.#waiting.length > 0) await this.#writeGroup()
        if (this.#rotationDue || this.#current.bytes >= this.#options.segmentBytes) await this.#rotate()
      }
    } catch (error) {
      this.#options.log.error({ err: error }, 'journal: cannot open a new segment')
      setTimeout(() => !this.#stopped && this.#write(), 50)
    } finally {
      // In the same turn as the last look at what waits: nothing can come in between and find the writer gone.
      this.#writing = null
    }
  }

  async #writeGroup(): Promise<void> {
    const group = this.#waiting
    this.#waiting = []
    const records = group.flatMap((waiting) => waiting.records)
    const bytes = encodeRecords(records)
    const came = new Date()
    try {
      await writeAll(this.#file, bytes, this.#current.bytes)
      if (this.#options.acknowledge === 'disk') await this.#file.datasync()
      else if (!this.#syncDue) void this.#syncBehind(this.#file)
      this.#current.since ??= came
      this.#current.bytes += bytes.length
      this.#current.events += records.length
      for (const { resolve } of group) resolve()
    } catch (error) {
      this.#options.log.error({ err: error }, 'journal: the disk refused a write; the events were not acknowledged')
      // After a failed write or sync the tail of the file is unknown: nothing more goes into it.
      await this.#file.truncate(this.#current.bytes).catch(() => {})
      this.#rotationDue = true
      for (const { reject } of group) reject(unavailable(5))
    } finally {
      for (const record of records) this.#waitingBytes -= record.length
    }
  }

  async #rotate(): Promise<void> {
    this.#rotationDue = false
    if (this.#current.bytes === 0) return
    const next = this.#next ?? newSegment(this.#options.dir)
    this.#next = null
    const { segment, file } = await next
    this.#current.settled = this.#settle(this.#file)
    this.#closed.push(this.#current)
    this.#current = segment
    this.#file = file
    this.#next = newSegment(this.#options.dir)
    // Told by the rotation that needs it, which tries anew.
    this.#next.catch(() => {})
    this.#drain()
  }

  /** Puts on disk what was acknowledged before it was there: one sync for all that came meanwhile. */
  async #syncBehind(file: FileHandle): Promise<void> {
    this.#syncDue = true
    await pause(syncEvery, undefined, { signal: this.#stop.signal }).catch(() => {})
    this.#syncDue = false
    // A file closed meanwhile was synced then.
    if (file === this.#file) await this.#sync(file)
  }

  async #settle(file: FileHandle): Promise<void> {
    if (this.#options.acknowledge === 'file') await this.#sync(file)
    // Nobody may be waiting for this yet; what was acknowledged is on disk, and is read by its name.
    await file
      .close()
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'journal: a file was not closed'))
  }

  async #sync(file: FileHandle): Promise<void> {
    await file.datasync().catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'journal: the disk refused a sync; a power cut may lose the last events')
      this.#rotationDue = true
    })
  }

  #drainSoon(): void {
    // While a batch is on its way (or the store is down) the segment goes on growing: fewer, larger batches.
    if (this.#current.events === 0 || this.#closed.length > 0) return
    this.#rotationDue = true
    this.#write()
  }

  #drain(): void {
    if (this.#isHeld || this.#closed.length === 0) return
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null
      if (!this.#stopped) this.#drain()
    })
  }

  async #sendAll(): Promise<void> {
    let wait = 100
    for (let segment = this.#closed[0]; segment && !this.#stopped; segment = this.#closed[0]) {
      try {
        await segment.settled
        const path = join(this.#options.dir, `${segment.name}.seg`)
        const { records } = decodeRecords(await readFile(path))
        await this.#sendRows(records, segment.name)
        await unlink(path)
        this.#closed.shift()
        wait = 100
      } catch (error) {
        this.#options.log.warn(
          { err: error, waiting: this.pending().events },
          'journal: the event store does not answer; events wait on disk',
        )
        await pause(wait, undefined, { signal: this.#stop.signal }).catch(() => {})
        wait = Math.min(wait * 2, longestPause)
      }
    }
  }

  /** The halves of a refused batch have tokens of their own, the same each time, since a refused batch adds nothing. */
  async #sendRows(rows: readonly Buffer[], token: string): Promise<void> {
    try {
      await this.#options.send(rows, token)
    } catch (error) {
      if (!(error instanceof RefusedRows)) throw error
      if (rows.length === 1) {
        this.#refused++
        this.#options.log.error({ err: error }, 'journal: the event store refuses a row; kept in refused.ndjson')
        return appendFile(refusedFile(this.#options.dir), Buffer.concat([...rows, Buffer.from('\n')]), {
          mode: 0o600,
        })
      }
      const middle = rows.length >> 1
      await this.#sendRows(rows.slice(0, middle), `${token}.0`)
      await this.#sendRows(rows.slice(middle), `${token}.1`)
    }
  }

  pending(): Pending {
    const all = [...this.#closed, this.#current].filter(({ events }) => events > 0)
    return {
      events: all.reduce((sum, { events }) => sum + events, 0),
      bytes: this.#bytes(),
      segments: all.length,
      since: all[0]?.since ?? null,
      torn: this.#torn,
      refused: this.#refused,
    }
  }

  /** The events that an earlier run left behind, the newest first, to rebuild from them what lived in memory. */
  async *left(): AsyncGenerator<readonly Buffer[]> {
    for (const { name } of this.#resent.splice(0).toReversed()) {
      const bytes = await readFile(join(this.#options.dir, `${name}.seg`)).catch(() => null)
      // Sent meanwhile: then it is in the event store.
      if (bytes) yield decodeRecords(bytes).records.toReversed()
    }
  }

  /** Resolves when all that was appended before the call has arrived, as far as the store answers. */
  async drained(): Promise<void> {
    const last = this.#current
    while (!this.#stopped) {
      const waits =
        this.#closed.includes(last) ||
        (this.#current === last && (last.events > 0 || this.#waiting.length > 0)) ||
        this.#closed.length > 0
      if (!waits) return
      if (this.#current === last) {
        this.#rotationDue = true
        this.#write()
      }
      await pause(10)
    }
  }

  /** Writes what waits for the disk, stops sending and leaves the rest for the next start. */
  async close(): Promise<void> {
    if (this.#stopped) return
    clearInterval(this.#timer)
    while (this.#writing) await this.#writing
    this.#stopped = true
    this.#stop.abort()
    await this.#sending
    await this.#settle(this.#file)
    await Promise.all(this.#closed.map(({ settled }) => settled))
    const ahead = await this.#next?.catch(() => null)
    await ahead?.file.close()
    for (const { name, bytes } of [this.#current, ...(ahead ? [ahead.segment] : [])])
      if (bytes === 0) await unlink(join(this.#options.dir, `${name}.seg`)).catch(() => {})
  }
}

interface Opened {
  readonly segment: Segment
  readonly file: FileHandle
}

async function newSegment(dir: string): Promise<Opened> {
  const name = `${String(Date.now()).padStart(15, '0')}-${String(process.hrtime.bigint()).padStart(20, '0')}-${randomBytes(6).toString('hex')}`
  const file = await open(join(dir, `${name}.seg`), 'wx', 0o600)
  // The name itself must survive a power cut, or a synced file could vanish.
  const folder = await open(dir, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
  return { segment: { name, events: 0, bytes: 0, since: null, settled: Promise.resolve() }, file }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at)
    at += bytesWritten
  }
}
