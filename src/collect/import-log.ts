import { hash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../app.ts'
import { notFound } from '../errors.ts'
import { dayIn, addDays } from '../period.ts'
import { enrich, type Hit, type Surroundings } from './enrich.ts'
import { earliest } from './event-body.ts'
import type { EventRow } from './event-row.ts'
import { moveRun, openCommandRun, type RunProgress } from './import-runs.store.ts'
import { alone, daysAlsoMeasured, knownLines, recordImport } from './imports.store.ts'
import { checkLog, type CheckedLog, linesOf } from './log-file.ts'
import { type ReadLine, readerOf } from './log-format.ts'
import { lineIds, lineRefusal } from './log-line.ts'
import { sampleText } from './log-sample.ts'
import { plainIp } from './place.ts'
import type { CachedSite } from './site-cache.ts'
import { shieldOf, type Site } from './site.ts'
import { LiveVisits } from './visit.ts'
import { visitorId } from './visitor.ts'

/** A line that shows what a reason means, without any address: which line of which file, and what it asked. */
export interface Sample {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** What became of the lines of one file: `lines` = kept + bots + known + all of `refused`. */
export interface FileReport {
  readonly name: string
  readonly fingerprint: string
  readonly format: string
  readonly lines: number
  /** Page views added. */
  readonly kept: number
  /** Lines of machines: added too, marked, out of the figures. */
  readonly bots: number
  /** Lines an earlier import had added. */
  readonly known: number
  readonly refused: Readonly<Record<string, number>>
}

export interface ImportReport extends Omit<FileReport, 'name' | 'fingerprint' | 'format'> {
  readonly site: string
  /** Nothing was written. */
  readonly dryRun: boolean
  readonly visits: number
  /** First and last day of the page views, in the site's time zone; null when there is none. */
  readonly days: { readonly from: string; readonly to: string } | null
  /** Of these days, how many the site's own pages were measured on too: their visits count twice. */
  readonly alsoMeasured: number
  readonly samples: Readonly<Record<string, Sample>>
  readonly files: readonly FileReport[]
}

export interface ImportOrder {
  /** Domain of the site. */
  readonly site: string
  readonly files: readonly string[]
  /** A form, named or written out; recognised from the first lines where it is left out. */
  readonly format?: string
  /** Reads and reports, writes nothing. */
  readonly dryRun?: boolean
  /** The import these files were sent for; one is opened where it is left out. */
  readonly run?: number
  /** That import had begun to write before. */
  readonly isResumed?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: RunProgress) => void
}

type Parts = Pick<App, 'db' | 'clickhouse' | 'journal' | 'collector' | 'clock'>

const batchRows = 5_000
/** An import leaves room in the journal for the visitors of the moment. */
const mostWaiting = 64 * 2 ** 20

/**
 * Puts the page views of web server logs in a site's figures. Every file is read to its end first: if one cannot be, nothing is
 * written. The same lines, whenever and however often they come, count once; an import cut short is finished by asking for it again.
 * @throws AppError unknown site, unreadable file, another import of the site running; the signal's reason when it is stopped
 */
export async function importLog(app: Parts, order: ImportOrder): Promise<ImportReport> {
  const cached = await app.collector.site(order.site)
  if (!cached) throw notFound()
  const { site } = cached
  const { signal, dryRun = false } = order
  const checked: CheckedLog[] = []
  for (const path of order.files) checked.push(await checkLog(path, order.format, signal))
  checked.sort((a, b) => a.startsAt - b.startsAt)
  return alone(app.db, site, async () => {
    // What an import cut short had put in the journal must be in the store before lines are compared with it.
    await app.journal.drained()
    const names = checked.map(({ name, bytes }) => ({ name, bytes }))
    const opened =
      order.run !== undefined || dryRun
        ? { id: order.run ?? 0, isResumed: order.isResumed ?? false }
        : await openCommandRun(app.db, site, 'log', names)
    const run = new LogRun(app, cached, {
      ...opened,
      dryRun,
      head: checked[0]?.head ?? [],
      ...(signal ? { signal } : {}),
    })
    const files = await run.all(checked, order.onProgress)
    await app.journal.drained()
    const report = await run.report(files)
    if (order.run === undefined && !dryRun) await moveRun(app.db, opened.id, ['running'], 'done', { report })
    return report
  })
}

function sum(files: readonly FileReport[]): Omit<FileReport, 'name' | 'fingerprint' | 'format'> {
  const refused: Record<string, number> = {}
  for (const file of files)
    for (const [reason, count] of Object.entries(file.refused)) refused[reason] = (refused[reason] ?? 0) + count
  const total = (of: (file: FileReport) => number) => files.reduce((all, file) => all + of(file), 0)
  return {
    lines: total((f) => f.lines),
    kept: total((f) => f.kept),
    bots: total((f) => f.bots),
    known: total((f) => f.known),
    refused,
  }
}

interface RunOptions {
  readonly id: number
  /** It had begun before: lines it brought itself are its own, not known ones. */
  readonly isResumed: boolean
  readonly dryRun: boolean
  readonly head: readonly string[]
  readonly signal?: AbortSignal
}

/** One import: its visits go on from file to file. */
class LogRun {
  readonly #app: Parts
  readonly #site: Site
  readonly #options: RunOptions
  readonly #around: Surroundings
  /** A form of log that keeps no user agent says nothing of who is a robot. */
  readonly #withoutAgents: Surroundings
  readonly #visits = new LiveVisits()
  readonly #samples: Record<string, Sample> = {}
  #visitCount = 0
  #from = Infinity
  #to = -Infinity

  constructor(app: Parts, { site, channels }: CachedSite, options: RunOptions) {
    this.#app = app
    this.#site = site
    this.#options = options
    this.#around = {
      agentOf: app.collector.agentOf,
      countryOf: app.collector.countryOf,
      townOf: app.collector.geo.townOf,
      shield: shieldOf(site.settings),
      channels,
      visits: this.#visits,
      visitorsOf: logVisitors(site, options.head),
    }
    this.#withoutAgents = { ...this.#around, agentOf: () => ({ device: '', browser: '', os: '', bot: '' }) }
  }

  async all(logs: readonly CheckedLog[], onProgress?: (progress: RunProgress) => void): Promise<FileReport[]> {
    const totalBytes = logs.reduce((total, { bytes }) => total + bytes, 0)
    const files: FileReport[] = []
    let before = 0
    for (const log of logs) {
      const done = before
      const isCopy = files.some(({ fingerprint }) => fingerprint === log.fingerprint)
      const report = isCopy
        ? copyReport(log)
        : await this.#file(log, (lines, bytes) =>
            onProgress?.({ file: log.name, lines, bytes: done + bytes, totalBytes }),
          )
      if (!this.#options.dryRun) {
        // Lines that two files share are compared with what is stored.
        await this.#app.journal.drained()
        await recordImport(this.#app.db, this.#site, this.#options.id, report)
      }
      files.push(report)
      before += log.bytes
    }
    return files
  }

  async report(files: readonly FileReport[]): Promise<ImportReport> {
    const { domain, timeZone } = this.#site
    const day = (at: number) => dayIn(timeZone, new Date(at))
    const isEmpty = this.#from > this.#to
    return {
      site: domain,
      dryRun: this.#options.dryRun,
      visits: this.#visitCount,
      days: isEmpty ? null : { from: day(this.#from), to: day(this.#to) },
      alsoMeasured: isEmpty ? 0 : await daysAlsoMeasured(this.#app.clickhouse, this.#site, this.#from, this.#to),
      samples: this.#samples,
      ...sum(files),
      files,
    }
  }

  async #file(log: CheckedLog, onProgress: (lines: number, bytes: number) => void): Promise<FileReport> {
    const { id, isResumed, dryRun, signal } = this.#options
    const { name, fingerprint, format } = log
    const report = {
      name,
      fingerprint,
      format,
      lines: 0,
      kept: 0,
      bots: 0,
      known: 0,
      refused: {} as Record<string, number>,
    }
    const read = readerOf(format)
    const idOf = lineIds(this.#site.id)
    let bytes = 0
    let batch: EventRow[] = []
    let [from, to] = [Infinity, -Infinity]
    const flush = async () => {
      signal?.throwIfAborted()
      const stored =
        batch.length === 0 ? new Map<string, number>() : await knownLines(this.#app.clickhouse, this.#site.id, from, to)
      const added: EventRow[] = []
      for (const row of batch) {
        const by = stored.get(row.event_id)
        if (by !== undefined && !(isResumed && by === id)) {
          report.known++
          continue
        }
        if (by === undefined) added.push(row)
        if (row.bot_reason) report.bots++
        else report.kept++
        if (row.is_entry && !row.bot_reason) this.#visitCount++
      }
      this.#from = Math.min(this.#from, from)
      this.#to = Math.max(this.#to, to)
      batch = []
      ;[from, to] = [Infinity, -Infinity]
      if (!dryRun) await this.#write(added)
      onProgress(report.lines, bytes)
    }
    for await (const text of linesOf(log.path, { onRead: (done) => void (bytes = done) })) {
      report.lines++
      const line = read(text)
      const outcome = this.#line(text, line, idOf)
      const reason = typeof outcome === 'string' ? outcome : outcome.row.bot_reason ? 'bot' : null
      if (reason !== null)
        this.#samples[reason] ??= { file: name, line: report.lines, text: sampleText(text, line, reason) }
      if (typeof outcome === 'string') report.refused[outcome] = (report.refused[outcome] ?? 0) + 1
      else {
        outcome.row.import_id = id
        batch.push(outcome.row)
        from = Math.min(from, outcome.at)
        to = Math.max(to, outcome.at)
        if (batch.length >= batchRows) await flush()
      }
      if (report.lines % 50_000 === 0) {
        signal?.throwIfAborted()
        onProgress(report.lines, bytes)
      }
    }
    await flush()
    return report
  }

  #line(
    text: string,
    line: ReturnType<ReadLine>,
    idOf: (line: string, at: number) => string,
  ): string | { row: EventRow; at: number } {
    if (line === null) return 'unreadable'
    if (line === 'comment') return 'comment'
    const refusal = lineRefusal(line)
    if (refusal) return refusal
    const url = URL.parse(line.target, `https://${line.host ?? this.#site.domain}`)
    if (!url) return 'unreadable'
    if (line.at > this.#app.clock().getTime()) return 'future'
    if (line.at < earliest) return 'tooOld'
    const hit: Hit = {
      url,
      name: 'pageview',
      referrer: line.referrer,
      title: '',
      props: {},
      revenue: null,
      consent: false,
      id: idOf(text, line.at),
      idGiven: false,
      at: line.at,
      receivedAt: this.#app.clock().getTime(),
      ip: plainIp(line.ip),
      userAgent: line.userAgent === '-' ? '' : line.userAgent,
      language: '',
      signalsOptOut: false,
      origin: 'log',
    }
    const outcome = enrich(hit, this.#site, line.userAgent === '' ? this.#withoutAgents : this.#around)
    if (outcome.status === 'dropped') return outcome.reason
    this.#visits.keep(outcome.visitor, outcome.visit, line.at)
    return { row: outcome.row, at: line.at }
  }

  async #write(rows: readonly EventRow[]): Promise<void> {
    const last = rows.at(-1)
    if (!last) return
    while (this.#app.journal.pending().bytes > mostWaiting) await pause(50)
    await this.#app.journal.appendAll(rows)
    this.#visits.sweep(Date.parse(`${last.ts.replace(' ', 'T')}Z`))
  }
}

/** A file that is another one of the same set, packed or renamed: nothing of it is new. */
const copyReport = ({ name, fingerprint, format, lines }: CheckedLog): FileReport => ({
  name, fingerprint, format, lines, kept: 0, bots: 0, known: lines, refused: {},
}) // prettier-ignore

const quarter = 15 * 60_000

/**
 * Visitor numbers of a log. Its salts come from its own first lines: the same log gives the same numbers whenever it is read, and nobody
 * can make them again without the log, which holds the addresses anyway. See docs/decisions/0014.
 */
function logVisitors(site: Site, head: readonly string[]): Surroundings['visitorsOf'] {
  const seed = hash('sha256', `filrouge log\n${site.id}\n${head.join('\n')}`, 'hex')
  const saltOfDay = new Map<string, string>()
  const salt = (day: string): string => {
    const held = saltOfDay.get(day) ?? hash('sha256', `${seed}\n${day}`, 'hex')
    saltOfDay.set(day, held)
    return held
  }
  // No zone changes its offset within a quarter of an hour: one look at the calendar serves for all lines of one.
  let known = { quarter: -1, today: '', before: '' }
  return ({ at, ip, userAgent }) => {
    const now = Math.floor(at / quarter)
    if (known.quarter !== now) {
      const day = dayIn(site.timeZone, new Date(at))
      known = { quarter: now, today: salt(day), before: salt(addDays(day, -1)) }
    }
    return [visitorId(known.today, site.id, ip, userAgent), visitorId(known.before, site.id, ip, userAgent)]
  }
}
