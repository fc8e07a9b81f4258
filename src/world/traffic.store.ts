import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { App } from '../app.ts'
import type { EventRow } from '../collect/event-row.ts'
import { insertEvents } from '../collect/events.store.ts'
import { RefusedRows } from '../journal.ts'
import { type Day, daysOf } from '../period.ts'
import type { Model } from './traffic.ts'
import { trafficOf } from './traffic.ts'
import type { World } from './world.store.ts'

interface DemonstrationTable {
  workspaceId: string
  siteId: number
  day: Day
  finishedAt: Date | null
}

declare module '../postgres.ts' {
  interface Tables {
    demonstrations: DemonstrationTable
  }
}

type Place = Pick<App, 'db' | 'clickhouse' | 'clock'>

export interface Loaded {
  readonly pageviews: number
  readonly events: number
}

/**
 * Puts the traffic of a model into the engines, a month at a time: one batch each, under a token, so that a batch sent twice
 * counts once. The clicks of the tracked links come last.
 * @param say told after each month, with its first day
 */
export async function loadTraffic(
  app: Place,
  world: World,
  model: Model,
  say: (month: Day, loaded: Loaded) => void = () => undefined,
): Promise<Loaded> {
  const until = app.clock().getTime()
  const clicks: { link: string; day: Day; kind: string; count: number }[] = []
  const facets: { link: string; day: Day; facet: string; value: string; count: number }[] = []
  const met = new Set<string>()
  let [pageviews, events] = [0, 0]
  for (const [month, days] of Map.groupBy(daysOf(model.dates.measured), (day) => day.slice(0, 7))) {
    const rows: EventRow[] = []
    for (const day of days) {
      const traffic = trafficOf(model, world.site.id, day, until)
      for (const row of traffic.rows) rows.push(row)
      for (const { link, ...rest } of traffic.clicks.totals) clicks.push({ link: world.id(link), day, ...rest })
      for (const { link, ...rest } of traffic.clicks.facets) facets.push({ link: world.id(link), day, ...rest })
      // A month takes a second or more to make: connections that idle meanwhile must hear that they were closed.
      await nextTurn()
    }
    if (rows.length > 0) await sendTwice(app, rows, `demonstration ${world.site.id} ${month}`)
    await keepProofs(app, world.site.id, rows, met)
    events += rows.length
    pageviews += rows.filter((row) => row.name === 'pageview' && row.bot_reason === undefined).length
    say(days[0] ?? `${month}-01`, { pageviews, events })
  }
  await sql`
    insert into link_clicks (link_id, day, kind, count)
    select link, day, kind, count
    from jsonb_to_recordset(${JSON.stringify(clicks)}::jsonb) as told (link uuid, day date, kind text, count bigint)
  `.execute(app.db)
  await sql`
    insert into link_click_facets (link_id, day, facet, value, count)
    select link, day, facet, value, count
    from jsonb_to_recordset(${JSON.stringify(facets)}::jsonb) as told (link uuid, day date, facet text, value text, count bigint)
  `.execute(app.db)
  return { pageviews, events }
}

/** Who is known again once said yes: the proof of it, on the day it was. @param met those whose proof is kept already */
async function keepProofs({ db }: Place, site: number, rows: readonly EventRow[], met: Set<string>): Promise<void> {
  const given: { visitor: string; at: string }[] = []
  for (const { lasting_id: visitor, ts } of rows) {
    if (visitor === undefined || met.has(visitor)) continue
    met.add(visitor)
    given.push({ visitor, at: `${ts}Z` })
  }
  await sql`
    insert into consents (site_id, visitor, notice_version, given_at)
    select ${site}, visitor, 1, at
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as told (visitor text, at timestamptz)
  `.execute(db)
}

/** Sends a batch, and once more if the engine hung up: the token keeps what came through from counting twice. */
async function sendTwice({ clickhouse }: Place, rows: readonly EventRow[], token: string): Promise<void> {
  const batch = rows.map((row) => Buffer.from(JSON.stringify(row)))
  try {
    await insertEvents(clickhouse, batch, token)
  } catch (error) {
    if (error instanceof RefusedRows) throw error
    await insertEvents(clickhouse, batch, token)
  }
}

/** Nothing is left to load: the next start of the same day finds it whole. */
export async function finishDemonstration({ db, clock }: Place, world: World): Promise<void> {
  await db
    .updateTable('demonstrations')
    .set({ finishedAt: clock() })
    .where('workspaceId', '=', world.workspace.id)
    .execute()
}

/** The demonstration this instance holds, whole or not. */
export const demonstrationOf = ({ db }: Pick<App, 'db'>): Promise<DemonstrationTable | undefined> =>
  db.selectFrom('demonstrations').select(['workspaceId', 'siteId', 'day', 'finishedAt']).executeTakeFirst()

/** Erases a demonstration, and nothing else: its events, its workspace, its people. May be cut and begun again. */
export async function eraseDemonstration(app: Place, { workspaceId, siteId }: DemonstrationTable): Promise<void> {
  for (const table of ['events', 'visits'])
    await app.clickhouse.command({
      query: `alter table ${table} delete where site_id = {site:UInt32}`,
      query_params: { site: siteId },
      clickhouse_settings: { mutations_sync: '1' },
    })
  await app.db.transaction().execute(async (db) => {
    await db
      .deleteFrom('users')
      .where('email', 'like', '%@ruchers-ventoux.example')
      .where('id', 'in', db.selectFrom('members').select('userId').where('workspaceId', '=', workspaceId))
      .execute()
    await db.deleteFrom('workspaces').where('id', '=', workspaceId).execute()
    await db.deleteFrom('demonstrations').where('workspaceId', '=', workspaceId).execute()
  })
}
