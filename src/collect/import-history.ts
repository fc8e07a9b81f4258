// Reads the exports of other tools from files: an edge by design.
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { App } from '../app.ts'
import { notFound } from '../errors.ts'
import { BadHistory, type History, type HistoryRow, historyOf } from './history.ts'
import { measuredDays, putHistory } from './history.store.ts'
import { type HistoryTable, tableOfJson, tablesOf, textOf } from './history-table.ts'
import type { ImportOrder } from './import-log.ts'
import { moveRun, openCommandRun } from './import-runs.store.ts'
import { alone } from './imports.store.ts'
import { cutoffOf } from './retention.ts'
import { refuseFile } from './unpack.ts'
import { BadZip, unzip } from './unzip.ts'

export interface HistoryReport {
  readonly site: string
  readonly dryRun: boolean
  readonly tool: History['tool']
  readonly days: { readonly from: string; readonly to: string; readonly count: number } | null
  /** Days that the site measured by itself: their import is kept, and not shown. */
  readonly alsoMeasured: number
  /** Days that the site would no longer keep: left out. */
  readonly tooOld?: number
  /** How many values each dimension has. */
  readonly dimensions: Readonly<Record<string, number>>
  readonly derivedFrom: string | null
  readonly skipped: History['skipped']
  readonly visits: number
  readonly pageviews: number
}

/** An export is aggregates: one that is larger is something else. */
const mostBytes = 256 * 2 ** 20

/**
 * Brings in the days that another tool counted. They stay apart from what the site measures.
 * @throws AppError unknown site, or what is wrong with a file, where and how to mend it
 */
export async function importHistory(
  app: Pick<App, 'db' | 'clickhouse' | 'collector' | 'clock'>,
  order: ImportOrder,
): Promise<HistoryReport> {
  const cached = await app.collector.site(order.site)
  if (!cached) throw notFound()
  const { site } = cached
  const { dryRun = false, onProgress } = order
  const tables: HistoryTable[] = []
  for (const path of order.files) {
    order.signal?.throwIfAborted()
    tables.push(...(await tablesIn(path)))
  }
  const name = order.files.map((path) => basename(path)).join(', ')
  const read = refusing(name, () => historyOf(tables, site.timeZone))
  const { day: firstKept } = cutoffOf(site, app.clock())
  const history = { ...read, rows: read.rows.filter(({ day }) => day >= firstKept) }
  return alone(app.db, site, async () => {
    const files = await Promise.all(
      order.files.map(async (path) => ({ name: basename(path), bytes: (await stat(path)).size })),
    )
    const run = dryRun ? 0 : (order.run ?? (await openCommandRun(app.db, site, 'history', files)).id)
    const days = history.rows
      .filter(({ dimension }) => dimension === '')
      .map(({ day }) => day)
      .toSorted()
    const [from, to] = [days[0], days.at(-1)]
    const measured = new Set(from && to ? await measuredDays(app.clickhouse, site, { from, to }) : [])
    const report: HistoryReport = {
      site: site.domain,
      dryRun,
      tool: history.tool,
      days: from && to ? { from, to, count: days.length } : null,
      alsoMeasured: days.filter((day) => measured.has(day)).length,
      tooOld: wholeDays(read.rows) - days.length,
      dimensions: valuesOf(history),
      derivedFrom: history.derivedFrom,
      skipped: history.skipped,
      visits: total(history, 'visits'),
      pageviews: total(history, 'pageviews'),
    }
    if (dryRun) return report
    await putHistory(app.db, site.id, run, history.rows, (lines) =>
      onProgress?.({ file: name, lines, bytes: lines, totalBytes: history.rows.length }),
    )
    if (order.run === undefined) await moveRun(app.db, run, ['running'], 'done', { report })
    return report
  })
}

const wholeDays = (rows: readonly HistoryRow[]): number => rows.filter(({ dimension }) => dimension === '').length

const total = ({ rows }: History, sum: 'visits' | 'pageviews'): number =>
  rows.reduce((all, row) => (row.dimension === '' ? all + (row[sum] ?? 0) : all), 0)

function valuesOf({ rows }: History): Record<string, number> {
  const values = new Map<string, Set<string>>()
  for (const { dimension, value } of rows)
    if (dimension !== '') values.set(dimension, (values.get(dimension) ?? new Set()).add(value))
  return Object.fromEntries([...values].map(([dimension, set]) => [dimension, set.size]))
}

async function tablesIn(path: string): Promise<HistoryTable[]> {
  const name = basename(path)
  const size = await stat(path).catch(() => null)
  if (!size?.isFile())
    throw refuseFile(name, 'noFile', {
      fr: 'ce fichier n’existe pas ou ne peut pas être lu.',
      en: 'this file does not exist or cannot be read.',
    })
  if (size.size > mostBytes)
    throw refuseFile(name, 'tooLarge', {
      fr: 'ce fichier dépasse 256 Mio : exportez une période plus courte, ou moins de détails.',
      en: 'this file is over 256 MiB: export a shorter period, or less detail.',
    })
  const bytes = await readFile(path)
  if (bytes.subarray(0, 4).toString('hex') !== '504b0304') return tablesOfFile(name, bytes)
  try {
    const files = await unzip(bytes)
    return files
      .filter((file) => /\.(csv|json|tsv|txt)$/i.test(file.name) && !file.name.startsWith('__MACOSX'))
      .flatMap((file) => tablesOfFile(basename(file.name), file.bytes))
  } catch (error) {
    if (error instanceof BadZip) throw refuseFile(name, 'badZip', error.why)
    throw error
  }
}

function tablesOfFile(name: string, bytes: Buffer): HistoryTable[] {
  const text = textOf(bytes)
  if (text.includes('\0') || text.trim() === '')
    throw refuseFile(name, 'notHistory', {
      fr: 'ce fichier n’est pas un tableau : il faut un export en CSV ou en JSON, ou une archive ZIP qui en contient.',
      en: 'this file is no table: a CSV or JSON export is needed, or a ZIP archive that holds some.',
    })
  if (!/^\s*[{[]/.test(text)) return tablesOf(name, text)
  const table = tableOfJson(name, text)
  if (table) return [table]
  throw refuseFile(name, 'notHistory', {
    fr: 'ce JSON n’est pas un rapport de Matomo par jour : demandez-le avec period=day et date=2025-01-01,2025-12-31.',
    en: 'this JSON is no report of Matomo by day: ask for it with period=day and date=2025-01-01,2025-12-31.',
  })
}

function refusing<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof BadHistory) throw refuseFile(name, 'badHistory', error.why)
    throw error
  }
}
