// Works through the imports asked for on the page: an edge by design, since it lives as long as the process.
import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from '../app.ts'
import { expected, isAppError, type Words } from '../errors.ts'
import { importHistory } from './import-history.ts'
import { importLog } from './import-log.ts'
import { dropRun, isFolderNamed, moveRun, noteProgress, removeRows, runsToDo, stateOf } from './import-runs.store.ts'
import type { ImportRun, RunProgress } from './import-runs.store.ts'
import { alone, removeEvents } from './imports.store.ts'
import { everySite } from './sites.store.ts'
import type { Site } from './site.ts'

type Parts = Pick<App, 'config' | 'db' | 'clickhouse' | 'journal' | 'collector' | 'clock' | 'log'>

/** Milliseconds between two looks at what is asked, and between two words about how far it is. */
const everyLook = 2_000
const everyWord = 500
const uploadLife = 24 * 3_600_000

/** The reason of a stop, so that it is told from a failure. */
const stopped = Symbol('stopped')
const closing = Symbol('closing')

/**
 * One import at a time for a site, on the node that has its files. What a stop cut short goes on at the next start: lines already
 * written are known by their ids.
 */
export class ImportRunner {
  readonly #parts: Parts
  readonly #busy = new Map<number, Promise<void>>()
  readonly #stops = new Map<number, AbortController>()
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The folder of an upload. @param name made by us: a site's number and a random part */
  folder(name: string): string {
    return join(this.#parts.config.dataDir, 'imports', name)
  }

  start(): void {
    this.#timer = setInterval(() => this.kick(), everyLook)
    this.#timer.unref()
    void this.#sweep().catch((error: unknown) =>
      this.#parts.log.warn({ err: error }, 'imports: uploads were not swept'),
    )
    this.kick()
  }

  /** Looks now at what is asked. */
  kick(): void {
    if (this.#isClosed) return
    this.#looking = this.#looking
      .then(() => this.#look())
      .catch((error: unknown) => this.#parts.log.warn({ err: error }, 'imports: tried again later'))
  }

  /** Resolves when nothing asked for is left to do here. */
  async idle(): Promise<void> {
    for (;;) {
      await this.#looking
      if (this.#busy.size === 0) return
      await Promise.all(this.#busy.values())
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#timer) clearInterval(this.#timer)
    for (const stop of this.#stops.values()) stop.abort(closing)
    await this.idle()
  }

  async #look(): Promise<void> {
    for (const run of await runsToDo(this.#parts.db)) {
      if (this.#isClosed || this.#busy.has(run.siteId)) continue
      if (run.state !== 'removing' && !existsSync(this.folder(run.folder ?? ''))) continue
      this.#busy.set(run.siteId, this.#attend(run))
    }
  }

  async #attend(run: ImportRun): Promise<void> {
    let isLeft = true
    try {
      isLeft = await this.#work(run)
    } catch (error) {
      this.#parts.log.error({ err: error, run: run.id }, 'import failed')
    }
    this.#busy.delete(run.siteId)
    // There may be another of the same site behind it.
    if (!isLeft) this.kick()
  }

  /** @returns whether it is left as it is, to be tried again at a later look */
  async #work(run: ImportRun): Promise<boolean> {
    const { db } = this.#parts
    const site = (await everySite(db)).find(({ id }) => id === run.siteId)
    // Of a site that was taken off: it waits until the site is taken back.
    if (!site) return true
    const isTrial = run.state === 'checking'
    try {
      if (run.state === 'removing') await this.#remove(run, site)
      else if (run.state === 'cancelling') await this.#end(run)
      else if (run.state === 'waiting') {
        if (await moveRun(db, run.id, ['waiting'], 'running')) await this.#import(run, site, false)
      } else await this.#import(run, site, !isTrial)
      return false
    } catch (error) {
      if (error === closing) return true
      if (error === stopped) {
        await this.#end(run)
        return false
      }
      const known = expected(error)
      // An engine restarts, or a command imports: it is done once they are.
      if (known && (known.status === 503 || known.id === 'importRunning')) return true
      if (!isAppError(error)) this.#parts.log.error({ err: error, run: run.id }, 'import failed')
      const problem = known ? (Object.values(known.fields)[0] ?? known.words) : unexpected
      await moveRun(db, run.id, ['checking', 'running', 'cancelling', 'removing'], 'failed', { problem })
      if (isTrial) await this.#dropFiles(run)
      return false
    }
  }

  async #import(run: ImportRun, site: Site, isResumed: boolean): Promise<void> {
    const isTrial = run.state === 'checking'
    const stop = new AbortController()
    this.#stops.set(run.id, stop)
    try {
      const order = {
        site: site.domain,
        files: this.#filesOf(run),
        ...(run.format === null ? {} : { format: run.format }),
        dryRun: isTrial,
        run: run.id,
        isResumed,
        signal: stop.signal,
        onProgress: this.#teller(run.id, stop),
      }
      const report = run.kind === 'log' ? await importLog(this.#parts, order) : await importHistory(this.#parts, order)
      const isDone = isTrial
        ? await moveRun(this.#parts.db, run.id, ['checking'], 'checked', { report })
        : await moveRun(this.#parts.db, run.id, ['running', 'cancelling'], 'done', { report })
      if (!isDone) await this.#end(run)
      else if (!isTrial) await this.#dropFiles(run)
    } finally {
      this.#stops.delete(run.id)
    }
  }

  /** Writes how far it is, not more often than a reader looks, and learns whether somebody asked to stop. */
  #teller(id: number, stop: AbortController): (progress: RunProgress) => void {
    let last = 0
    let isTelling = false
    return (progress) => {
      if (isTelling || Date.now() - last < everyWord) return
      isTelling = true
      last = Date.now()
      void noteProgress(this.#parts.db, id, progress)
        .then((goesOn) => goesOn || stop.abort(stopped))
        .catch(() => {})
        .finally(() => void (isTelling = false))
    }
  }

  /** Files in the order they were sent. */
  #filesOf(run: ImportRun): string[] {
    const folder = this.folder(run.folder ?? '')
    return run.files.map(({ name }, i) => join(folder, String(i), name))
  }

  /** A stop that was asked for: a trial leaves nothing, an import what it had written, which can be taken back. */
  async #end(run: ImportRun): Promise<void> {
    const { db } = this.#parts
    const state = await stateOf(db, run.id)
    if (state !== 'cancelling') return
    // Only an import begun has a report of its trial.
    if (run.report === null) await dropRun(db, run.id)
    else await moveRun(db, run.id, ['cancelling'], 'cancelled')
    await this.#dropFiles(run)
  }

  async #remove(run: ImportRun, site: Site): Promise<void> {
    const { db, clickhouse, journal } = this.#parts
    await alone(db, site, async () => {
      if ((await stateOf(db, run.id)) !== 'removing') return
      await journal.drained()
      if (run.kind === 'log') await removeEvents(clickhouse, site.id, run.id)
      await removeRows(db, run.id)
      // Never begun: there is nothing to remember.
      if (run.finishedAt === null) await dropRun(db, run.id)
      else await moveRun(db, run.id, ['removing'], 'removed')
    })
    await this.#dropFiles(run)
  }

  async #dropFiles(run: ImportRun): Promise<void> {
    if (run.folder !== null) await rm(this.folder(run.folder), { recursive: true, force: true })
  }

  /** Uploads that were begun and never finished. */
  async #sweep(): Promise<void> {
    const names = await readdir(this.folder('')).catch(() => [])
    for (const name of names) {
      const path = this.folder(name)
      const { mtimeMs } = await stat(path)
      if (Date.now() - mtimeMs > uploadLife && !(await isFolderNamed(this.#parts.db, name)))
        await rm(path, { recursive: true, force: true })
    }
  }
}

const unexpected: Words = {
  fr: 'Erreur inattendue ; elle est notée dans le journal du serveur. Ce qui avait été écrit est gardé et peut être repris.',
  en: 'Unexpected error; it is in the server’s log. What had been written is kept and can be taken back.',
}
