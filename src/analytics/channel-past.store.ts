import { setTimeout as pause } from 'node:timers/promises'
import type { ClickHouse } from '../clickhouse.ts'
import type { PastVisits, Provenances } from './channel-preview.ts'

/** Days of past visits that a preview looks at. */
export const previewDays = 90
/** Ways of coming that a preview reads at most; the rest, rarest, are left out and the page says so. */
export const mostWays = 20_000

/** Events that came through collection: what was imported as figures keeps the channel it came with. */
const ours = "origin in ('live', 'log', 'demo')"

const visitColumns = ['visit_utm_source', 'visit_utm_medium', 'visit_utm_campaign', 'visit_click_id', 'visit_referrer_host'] // prettier-ignore
const eventColumns = visitColumns.map((column) => column.slice('visit_'.length))
const names = ['utmSource', 'utmMedium', 'utmCampaign', 'clickId', 'referrerHost'] as const

const keyOf = (columns: readonly string[]) => `cityHash64(${columns.map((column) => `toString(${column})`).join(', ')})`
/** A page reached from the site's own pages is in its visit's channel. */
const isKnown = `(${eventColumns.map((column) => `${column} != ''`).join(' or ')})`
const ownColumns = eventColumns.map((column, n) => `if(${isKnown}, ${column}, ${visitColumns[n]})`)

const named = (columns: readonly string[]) => columns.map((column, n) => `${column} as ${names[n]}`).join(', ')

/** How visits of a site came in the last days, with the channel they are in. */
export async function pastVisits(
  clickhouse: ClickHouse,
  siteId: number,
  now: Date,
): Promise<{ readonly past: readonly PastVisits[]; readonly isCut: boolean }> {
  const answer = await clickhouse.query({
    query: `
      select ${named(visitColumns)}, visit_channel as channel, toInt64(count()) as visits
      from visits final
      where site_id = {siteId:UInt32} and visit_started_at >= {since:DateTime64(3)} and ${ours}
      group by all
      order by visits desc, channel, ${names.join(', ')}
      limit {limit:UInt32}
    `,
    query_params: { siteId, since: now.getTime() / 1000 - previewDays * 86_400, limit: mostWays + 1 },
    format: 'JSONEachRow',
  })
  const rows = await answer.json<PastVisits>()
  const past = rows.slice(0, mostWays).map((row) => ({ ...row, visits: Number(row.visits) }))
  return { past, isCut: rows.length > mostWays }
}

/** The tables that hold channels, in the order they are sorted: what is read most changes once the rest has. */
export const sortedTables = ['events', 'visits'] as const
export type Sorted = (typeof sortedTables)[number]

/** A reading of all the history of a site may take longer than a page's. */
const unhurried = { max_execution_time: 1_800 }

/** A way of coming found in a table, the channel it is in there, and the number that stands for it in the database. */
export interface Way extends Provenances {
  readonly key: string
  readonly channel: string
}

/** Every way of coming, with every channel it is in: of the visits, and on events of their own pages too. */
export async function waysIn(clickhouse: ClickHouse, siteId: number, table: Sorted): Promise<Way[]> {
  const read = (columns: readonly string[], channel: string) =>
    `select ${named(columns)}, toString(${keyOf(columns)}) as key, ${channel} as channel from ${table} where site_id = {siteId:UInt32} and ${ours} group by all`
  const answer = await clickhouse.query({
    query:
      table === 'visits'
        ? read(visitColumns, 'visit_channel')
        : `${read(visitColumns, 'visit_channel')} union distinct ${read(ownColumns, 'events.channel')}`,
    query_params: { siteId },
    format: 'JSONEachRow',
    clickhouse_settings: unhurried,
  })
  return answer.json<Way>()
}

/** Visits that came one of these ways and are not in the channel that is given to it. */
export async function visitsToMove(
  clickhouse: ClickHouse,
  siteId: number,
  channels: ReadonlyMap<string, string>,
): Promise<number> {
  const key = keyOf(visitColumns)
  let visits = 0
  for (const { keys, given } of mappings(channels)) {
    const answer = await clickhouse.query({
      query: `
        select toInt64(count()) as visits
        from visits final
        where site_id = {siteId:UInt32} and ${ours}
          and ${key} in (${keys}) and visit_channel != ${givenBy(key, keys, given, 'visit_channel')}
      `,
      query_params: { siteId },
      format: 'JSONEachRow',
      clickhouse_settings: { ...unhurried, max_query_size: largeQuery },
    })
    const [row] = await answer.json<{ visits: number }>()
    visits += Number(row?.visits ?? 0)
  }
  return visits
}

const largeQuery = '4000000'
const waysAtOnce = 5_000

/** The mapping cut into pieces that a statement can hold: numbers, and texts quoted for it. */
function* mappings(channels: ReadonlyMap<string, string>) {
  const all = [...channels]
  for (let from = 0; from < all.length; from += waysAtOnce) {
    const some = all.slice(from, from + waysAtOnce)
    yield { keys: some.map(([key]) => key).join(','), given: some.map(([, channel]) => quoted(channel)).join(',') }
  }
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const givenBy = (key: string, keys: string, given: string, before: string) =>
  `transform(${key}, [${keys}], [${given}], toString(${before}))`

/**
 * Puts ways in the channels given, and waits until it is done. The database holds no rule: it is told a channel for a way. Done again,
 * it changes nothing; once told, the database goes on by itself through a restart. One change for the whole table: a change of one
 * month would have every other month copied too.
 * @param onProgress 0–1
 */
export async function moveWays(
  clickhouse: ClickHouse,
  siteId: number,
  table: Sorted,
  channels: ReadonlyMap<string, string>,
  onProgress: (done: number) => Promise<unknown>,
): Promise<void> {
  const [own, visit] = [keyOf(ownColumns), keyOf(visitColumns)]
  for (const { keys, given } of mappings(channels)) {
    const sets = [`visit_channel = ${givenBy(visit, keys, given, 'visit_channel')}`]
    if (table === 'events') sets.push(`channel = ${givenBy(own, keys, given, 'channel')}`)
    await clickhouse.command({
      query: `
        alter table ${table} update ${sets.join(', ')}
        where site_id = ${siteId} and ${ours} and (${visit} in (${keys})${table === 'events' ? ` or ${own} in (${keys})` : ''})
      `,
      clickhouse_settings: { mutations_sync: '0', max_query_size: largeQuery },
    })
  }
  await changesDone(clickhouse, table, onProgress)
}

/** Waits for the changes under way on a table. @throws when the database says that one cannot be made */
async function changesDone(
  clickhouse: ClickHouse,
  table: Sorted,
  onProgress: (done: number) => Promise<unknown>,
): Promise<void> {
  let most = 0
  for (let wait = 20; ; wait = Math.min(wait * 2, 1_000)) {
    const answer = await clickhouse.query({
      query: `
        select toInt64(count()) as changes, toInt64(sum(parts_to_do)) as parts, max(latest_fail_reason) as problem
        from system.mutations
        where database = currentDatabase() and table = {table:String} and not is_done
      `,
      query_params: { table },
      format: 'JSONEachRow',
    })
    const [row] = await answer.json<{ changes: number; parts: number; problem: string }>()
    if (!row || Number(row.changes) === 0) return
    if (row.problem !== '') throw new Error(row.problem)
    most = Math.max(most, Number(row.parts))
    if (most > 0) await onProgress(1 - Number(row.parts) / most)
    await pause(wait)
  }
}
