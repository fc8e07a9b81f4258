import { Readable } from 'node:stream'
import { ClickHouseError } from '@clickhouse/client'
import type { ClickHouse } from '../clickhouse.ts'
import { RefusedRows } from '../journal.ts'
import type { EventRow } from './event-row.ts'

/** Codes by which ClickHouse says that a row cannot be read, as opposed to "not now". */
const refusals = new Set([
  '6',
  '26',
  '27',
  '33',
  '38',
  '41',
  '53',
  '69',
  '70',
  '72',
  '117',
  '130',
  '349',
  '441',
  '467',
  '691',
])

/**
 * Puts rows into `events`, and through the view into `visits`. A token makes a second sending of the same rows void in both
 * tables. @throws RefusedRows when a row is wrong; anything else means that it may be tried again
 */
export async function insertEvents(clickhouse: ClickHouse, rows: readonly Buffer[], token: string): Promise<void> {
  try {
    const { stream } = await clickhouse.exec({
      query: 'insert into events format JSONEachRow',
      values: Readable.from([lines(rows)], { objectMode: false }),
      clickhouse_settings: {
        insert_deduplicate: 1,
        insert_deduplication_token: token,
        deduplicate_blocks_in_dependent_materialized_views: 1,
        async_insert: 0,
        // On a machine that is short of breath a large batch takes long, and to begin again would take longer.
        max_execution_time: 60,
        // One batch must be one block, since it is blocks that are recognised.
        max_insert_block_size: '10000000',
        min_insert_block_size_rows: '0',
        min_insert_block_size_bytes: '0',
        input_format_parallel_parsing: 0,
        max_partitions_per_insert_block: '0',
      },
    })
    for await (const _ of stream) {
      // An insert answers nothing; the stream must be read for its connection to be free again.
    }
  } catch (error) {
    if (error instanceof ClickHouseError && refusals.has(error.code))
      throw new RefusedRows(error.message, { cause: error })
    throw error
  }
}

const newline = Buffer.from('\n')
const lines = (rows: readonly Buffer[]): Buffer => Buffer.concat(rows.flatMap((row) => [row, newline]))

/** The last event of each visitor heard of since an instant, oldest visitors first. */
export async function lastEvents(clickhouse: ClickHouse, since: Date): Promise<EventRow[]> {
  const answer = await clickhouse.query({
    query: `
      select
          site_id, ts, received_at, event_id, name, visitor_id, visit_id, visit_started_at, entry_path, visit_referrer_host, visit_source,
          visit_channel, visit_click_id, visit_utm_source, visit_utm_medium, visit_utm_campaign, visit_utm_content, visit_utm_term, consent, lasting_id
      from events
      where received_at >= {since:DateTime64(3)} and origin = 'live'
      order by ts desc
      limit 1 by visitor_id
    `,
    query_params: { since: since.getTime() / 1000 },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
  })
  return answer.json<EventRow>()
}

/**
 * Ids chosen by callers since an instant, each as the two halves of the hash that `IdMemory` keeps, computed where they lie: a day may
 * hold four million. Latest first, so that a limit forgets the oldest.
 */
export async function givenIds(
  clickhouse: ClickHouse,
  since: Date,
  limit: number,
  take: (a: number, b: number) => void,
): Promise<void> {
  const { stream } = await clickhouse.exec({
    query: `
      select
          reinterpretAsUInt32(reverse(substring(SHA256(concat(toString(site_id), '\\n', event_id)) as hash, 1, 4))),
          reinterpretAsUInt32(reverse(substring(hash, 5, 4)))
      from events
      where received_at >= {since:DateTime64(3)} and id_given = 1
      order by received_at desc
      limit {limit:UInt32}
      format RowBinary
    `,
    query_params: { since: since.getTime() / 1000, limit },
  })
  let rest: Buffer = Buffer.alloc(0)
  for await (const part of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, part]) : part
    const whole = bytes.length - (bytes.length % 8)
    for (let at = 0; at < whole; at += 8) take(bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4))
    rest = bytes.subarray(whole)
  }
}

/** When a site last sent something in the month before `now`, bots included; null when it did not. */
async function lastEventAt(clickhouse: ClickHouse, siteId: number, now: Date): Promise<Date | null> {
  const answer = await clickhouse.query({
    query: `
      select toUnixTimestamp64Milli(max(ts)) as at
      from events
      where site_id = {siteId:UInt32} and ts >= {since:DateTime64(3)} and ts <= {until:DateTime64(3)} and origin != 'log'
    `,
    query_params: { siteId, since: now.getTime() / 1000 - 31 * 86_400, until: now.getTime() / 1000 + 86_400 },
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ at: string | number }>()
  return row && Number(row.at) > 0 ? new Date(Number(row.at)) : null
}

/** How a site stands: it sends; it did, but not for a month; it never has. */
export type Reception =
  | { readonly state: 'receiving'; readonly at: Date }
  | { readonly state: 'silent' }
  | { readonly state: 'waiting' }

/** Whether a site's pages send events, for the pages that watch over it. */
export async function receptionOf(clickhouse: ClickHouse, siteId: number, now: Date): Promise<Reception> {
  const at = await lastEventAt(clickhouse, siteId, now)
  if (at) return { state: 'receiving', at }
  return { state: (await hasLiveEvents(clickhouse, siteId, now)) ? 'silent' : 'waiting' }
}

/** Whether visits of a site were ever measured as they happened: those of imported logs do not count. */
async function hasLiveEvents(clickhouse: ClickHouse, siteId: number, now: Date): Promise<boolean> {
  const answer = await clickhouse.query({
    query: `
      select 1 as found
      from events
      where site_id = {siteId:UInt32} and ts >= {since:DateTime64(3)} and origin != 'log'
      limit 1
    `,
    // No figure is kept longer than 25 months.
    query_params: { siteId, since: now.getTime() / 1000 - 800 * 86_400 },
    format: 'JSONEachRow',
  })
  return (await answer.json()).length > 0
}

/** Events of a site between two instants, machines left out. */
export async function countKept(
  clickhouse: ClickHouse,
  siteId: number,
  { from, until }: { readonly from: Date; readonly until: Date },
): Promise<number> {
  const answer = await clickhouse.query({
    query: `
      select count() as n
      from events
      where site_id = {siteId:UInt32} and ts >= {from:DateTime64(3)} and ts < {until:DateTime64(3)} and bot_reason = '' and origin != 'log'
    `,
    query_params: { siteId, from: from.getTime() / 1000, until: until.getTime() / 1000 },
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ n: string | number }>()
  return Number(row?.n ?? 0)
}
