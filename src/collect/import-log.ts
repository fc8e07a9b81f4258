import { hash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../app.ts'
import { notFound } from '../errors.ts'
import { dayIn, addDays } from '../period.ts'
import { enrich, type Hit, type Surroundings } from './enrich.ts'
import { earliest } from './event-body.ts'
import type { EventRow } from './event-row.ts'
import { alone, knownLines, recordImport } from './imports.store.ts'
import { checkLog, type CheckedLog, linesOf } from './log-file.ts'
import { lineIds, lineRefusal, readLogLine } from './log-line.ts'
import { plainIp } from './place.ts'
import type { CachedSite } from './site-cache.ts'
import { shieldOf, type Site } from './site.ts'
import { LiveVisits } from './visit.ts'
import { visitorId } from './visitor.ts'

/** What became of the lines of one file: `lines` = kept + bots + known + all of `refused`. */
export interface FileReport {
  readonly name: string
  readonly fingerprint: string
  readonly lines: number
  /** Page views added. */
  readonly kept: number
  /** Lines of machines: added too, marked, out of the figures. */
  readonly bots: number
  /** Lines an earlier import had added. */
  readonly known: number
  readonly refused: Readonly<Record<string, number>>
}

export interface ImportReport extends Omit<FileReport, 'name' | 'fingerprint'> {
  readonly site: string
  readonly visits: number
  readonly files: readonly FileReport[]
}

export interface Progress {
  readonly file: string
  readonly lines: number
  readonly bytes: number
  readonly totalBytes: number
}

export interface ImportOrder {
  /** Domain of the site. */
  readonly site: string
  readonly files: readonly string[]
  readonly onProgress?: (progress: Progress) => void
}

type Parts = Pick<App, 'db' | 'clickhouse' | 'journal' | 'collector' | 'clock'>

const batchRows = 5_000
/** An import leaves room in the journal for the visitors of the moment. */
const mostWaiting = 64 * 2 ** 20

/**
 * Puts the page views of web server logs in a site's figures. Every file is read to its end first: if one cannot be, nothing is
 * written. The same lines, whenever and however often they come, count once.
 * @throws AppError unknown site, unreadable file, another import of the site running
 */
export async function importLog(app: Parts, order: ImportOrder): Promise<ImportReport> {
  const cached = await app.collector.site(order.site)
  if (!cached) throw notFound()
  const { site } = cached
  const checked: CheckedLog[] = []
  for (const path of order.files) checked.push(await checkLog(path))
  checked.sort((a, b) => a.startsAt - b.startsAt)
  const totalBytes = checked.reduce((sum, { bytes }) => sum + bytes, 0)
  return alone(app.db, site, async () => {
    // What an import cut short had put in the journal must be in the store before lines are compared with it.
    await app.journal.drained()
    const run = new LogRun(app, cached, checked[0]?.head ?? [])
    const files: FileReport[] = []
    let before = 0
    for (const log of checked) {
      const done = before
      const report = await run.file(log, (lines, bytes) =>
        order.onProgress?.({ file: log.name, lines, bytes: done + bytes, totalBytes }),
      )
      await recordImport(app.db, site, report)
      files.push(report)
      before += log.bytes
    }
    await app.journal.drained()
    return { site: site.domain, visits: run.visits, ...sum(files), files }
  })
}

function sum(files: readonly FileReport[]): Omit<FileReport, 'name' | 'fingerprint'> {
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

/** One import: its visits go on from file to file. */
class LogRun {
  readonly #app: Parts
  readonly #site: Site
  readonly #around: Surroundings
  readonly #visits = new LiveVisits()
  readonly #idOf: (line: string, at: number) => string
  visits = 0

  constructor(app: Parts, { site, channels }: CachedSite, head: readonly string[]) {
    this.#app = app
    this.#site = site
    this.#idOf = lineIds(site.id)
    this.#around = {
      agentOf: app.collector.agentOf,
      countryOf: app.collector.countryOf,
      shield: shieldOf(site.settings),
      channels,
      visits: this.#visits,
      visitorsOf: logVisitors(site, head),
    }
  }

  async file(log: CheckedLog, onProgress: (lines: number, bytes: number) => void): Promise<FileReport> {
    const report = {
      name: log.name,
      fingerprint: log.fingerprint,
      lines: 0,
      kept: 0,
      bots: 0,
      known: 0,
      refused: {} as Record<string, number>,
    }
    const refuse = (reason: string) => void (report.refused[reason] = (report.refused[reason] ?? 0) + 1)
    let bytes = 0
    let batch: EventRow[] = []
    let [from, to] = [Infinity, -Infinity]
    const flush = async () => {
      const stored = batch.length === 0 ? new Set() : await knownLines(this.#app.clickhouse, this.#site.id, from, to)
      const added = batch.filter((row) => !stored.has(row.event_id))
      report.known += batch.length - added.length
      for (const row of added) {
        if (row.bot_reason) report.bots++
        else report.kept++
        if (row.is_entry && !row.bot_reason) this.visits++
      }
      batch = []
      ;[from, to] = [Infinity, -Infinity]
      await this.#write(added)
      onProgress(report.lines, bytes)
    }
    for await (const text of linesOf(log.path, { onRead: (read) => void (bytes = read) })) {
      report.lines++
      const outcome = this.#line(text)
      if (typeof outcome === 'string') refuse(outcome)
      else {
        batch.push(outcome.row)
        from = Math.min(from, outcome.at)
        to = Math.max(to, outcome.at)
        if (batch.length >= batchRows) await flush()
      }
    }
    await flush()
    return report
  }

  #line(text: string): string | { row: EventRow; at: number } {
    const line = readLogLine(text)
    if (!line) return 'unreadable'
    const refusal = lineRefusal(line)
    if (refusal) return refusal
    const url = URL.parse(line.target, `https://${this.#site.domain}`)
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
      id: this.#idOf(text, line.at),
      idGiven: false,
      at: line.at,
      receivedAt: this.#app.clock().getTime(),
      ip: plainIp(line.ip),
      userAgent: line.userAgent === '-' ? '' : line.userAgent,
      language: '',
      signalsOptOut: false,
      origin: 'log',
    }
    const outcome = enrich(hit, this.#site, this.#around)
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
