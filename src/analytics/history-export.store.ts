import type { Scope } from '../accounts/scope.ts'
import { type HistoryDimension, historyDimensions } from '../collect/history-columns.ts'
import { type HistoryLine, historyHead, historyLine, visitDimensions } from '../collect/history-file.ts'
import { longestRetention } from '../collect/site.ts'
import { addDays, addMonths, dayIn, type Period } from '../period.ts'
import { read, readGroupings, type Row, type Site } from './analytics.store.ts'
import type { MetricName } from './catalog.ts'
import { query } from './query.ts'

/** Days read at once: what is in memory does not grow with the history. */
const daysAtOnce = 7
/** A grouping has no limit of its own here. */
const everyRow = 2 ** 32 - 1

/** Dimensions that an event knows of its visit; its exit page, only the visit does. */
const eventDimensions = visitDimensions.filter((name) => name !== 'exitPage')

/**
 * The days that a site measured, from the first one kept, within the bounds asked for.
 * @returns null when nothing was measured
 */
export async function daysMeasured(scope: Scope, site: Site, asked: Partial<Period>): Promise<Period | null> {
  const today = dayIn(site.timeZone, scope.now)
  const kept = addMonths(today, -longestRetention - 1)
  const answer = await scope.clickhouse.query({
    query: `
      select toString(toDate(toTimeZone(min(ts), {zone:String}))) as first, count() as found
      from events
      where site_id = {site:UInt32}
        and ts >= toDateTime64({kept:String}, 3, {zone:String})
        and bot_reason = ''`,
    query_params: { site: site.id, zone: site.timeZone, kept },
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ first: string; found: string }>()
  if (!row || Number(row.found) === 0) return null
  const from = asked.from !== undefined && asked.from > row.first ? asked.from : row.first
  const to = asked.to !== undefined && asked.to < today ? asked.to : today
  return from <= to ? { from, to } : null
}

/** The same days as our own CSV, piece by piece: what `import-history` reads. */
export async function* historyCsv(scope: Scope, site: Site, period: Period | null): AsyncGenerator<string> {
  yield historyHead
  if (!period) return
  for await (const lines of historyOfSite(scope, site, period)) yield lines.map(historyLine).join('')
}

/** Days of a site as totals by value of each dimension, in order, a week at a time. */
export async function* historyOfSite(scope: Scope, site: Site, period: Period): AsyncGenerator<HistoryLine[]> {
  for (let from = period.from; from <= period.to; from = addDays(from, daysAtOnce)) {
    const last = addDays(from, daysAtOnce - 1)
    yield await linesOf(scope, site, { from, to: last < period.to ? last : period.to })
  }
}

async function linesOf(scope: Scope, site: Site, period: Period): Promise<HistoryLine[]> {
  const asked = (metrics: MetricName[]) => query({ period, metrics, granularity: 'day' })
  const by = (names: readonly HistoryDimension[]) => [
    ['date'] as const,
    ...names.map((name) => ['date', name] as const),
  ]
  const ofVisits = by(visitDimensions)
  const ofEvents = by(eventDimensions)
  const ofPages = query({
    period,
    metrics: ['pageviews', 'visits', 'visitors'],
    dimensions: ['date', 'page'],
    granularity: 'day',
  })
  const [visits, views, pages] = await Promise.all([
    readGroupings(scope, site, asked(['visits', 'visitors', 'bounceRate', 'visitDuration']), ofVisits, everyRow),
    readGroupings(scope, site, asked(['pageviews']), ofEvents, everyRow),
    read(scope, site, ofPages),
  ])
  const lines = new Lines()
  visits.forEach((rows, i) => lines.add(ofVisits[i]?.[1], rows))
  views.forEach((rows, i) => lines.add(ofEvents[i]?.[1], rows))
  lines.add('page', pages)
  return lines.inOrder()
}

/** Figures of one day and value, from whichever reading gives them. */
class Lines {
  readonly #lines = new Map<string, { day: string; dimension: HistoryDimension | ''; value: string; row: Row }>()

  add(dimension: HistoryDimension | undefined, rows: readonly Row[]): void {
    for (const row of rows) {
      const [day, value] = [row.date ?? '', dimension === undefined ? '' : (row[dimension] ?? '')]
      const key = `${day}\n${dimension ?? ''}\n${value}`
      const line = this.#lines.get(key)
      this.#lines.set(key, { day, dimension: dimension ?? '', value, row: { ...line?.row, ...row } })
    }
  }

  inOrder(): HistoryLine[] {
    const place = (name: HistoryDimension | '') => (name === '' ? -1 : historyDimensions.indexOf(name))
    return [...this.#lines.values()]
      .filter(({ row }) => (row.visits ?? 0) + (row.pageviews ?? 0) > 0)
      .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : place(a.dimension) - place(b.dimension)))
      .map(({ day, dimension, value, row }) => ({
        day,
        dimension,
        value,
        visitors: row.visitors ?? null,
        visits: row.visits ?? null,
        pageviews: row.pageviews ?? null,
        bounces: product(row.bounceRate, row.visits),
        seconds: product(row.visitDuration, row.visits),
      }))
  }
}

/** The sum that a ratio over visits was made of. */
const product = (ratio: number | null | undefined, visits: number | null | undefined): number | null =>
  typeof ratio === 'number' && typeof visits === 'number' ? Math.round(ratio * visits) : null
