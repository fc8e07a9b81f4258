import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Day, Period } from '../period.ts'
import type { Tables } from '../postgres.ts'
import type { Derive } from '../projects/coverage.ts'
import type { ClickKind } from './links.ts'
import type { Utm } from './utm.ts'

interface TrackedLinkTable {
  id: string
  slug: string
  destination: string
  utmSource: string | null
  utmMedium: string | null
  utmCampaign: string | null
  utmContent: string | null
  utmTerm: string | null
}

interface LinkClickTable {
  linkId: string
  day: string
  kind: ClickKind
  count: number
}

interface ClickBatchTable {
  token: string
  receivedAt: Date
}

declare module '../postgres.ts' {
  interface Tables {
    trackedLinks: TrackedLinkTable
    linkClicks: LinkClickTable
    clickBatches: ClickBatchTable
  }
}

/** What the redirect needs of a link. */
export interface Target extends Utm {
  readonly id: string
  readonly destination: string
  readonly timeZone: string
}

/** The link behind a slug, for anyone who follows it: no scope, the address is public. null when there is none. */
export async function targetOf(db: Kysely<Tables>, slug: string): Promise<Target | null> {
  const target = await db
    .selectFrom('trackedLinks as l')
    .innerJoin('objects as o', 'o.id', 'l.id')
    .innerJoin('projects as p', 'p.id', 'o.projectId')
    .select([
      'l.id',
      'l.destination',
      'l.utmSource',
      'l.utmMedium',
      'l.utmCampaign',
      'l.utmContent',
      'l.utmTerm',
      'p.timeZone',
    ])
    .where('l.slug', '=', slug)
    .where('o.deletedAt', 'is', null)
    .executeTakeFirst()
  return target ?? null
}

export interface Click {
  readonly link: string
  readonly day: Day
  readonly kind: ClickKind
}

/**
 * Adds a batch of clicks to the totals, once: a token already seen adds nothing. Clicks of links erased meanwhile are let go.
 */
export async function addClicks(db: Kysely<Tables>, clicks: readonly Click[], token: string): Promise<void> {
  const totals = new Map<string, Click & { count: number }>()
  for (const click of clicks) {
    const key = `${click.link} ${click.day} ${click.kind}`
    totals.set(key, { ...click, count: (totals.get(key)?.count ?? 0) + 1 })
  }
  // In one order everywhere, so that two nodes never wait for each other's rows.
  const rows = [...totals].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await db.transaction().execute(async (trx) => {
    const { rows: fresh } =
      await sql`insert into click_batches (token) values (${token}) on conflict do nothing returning token`.execute(trx)
    if (fresh.length === 0) return
    await sql`
      insert into link_clicks (link_id, day, kind, count)
      select l.id, c.day, c.kind, c.count
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (link uuid, day date, kind text, count bigint)
      join tracked_links as l on l.id = c.link
      on conflict (link_id, day, kind) do update set count = link_clicks.count + excluded.count
    `.execute(trx)
  })
}

export interface ClickDay {
  readonly day: Day
  readonly kind: ClickKind
  readonly count: number
}

/** Clicks of a link by day and kind. */
export const clicksOf = (scope: Scope, linkId: string, period: Period): Promise<ClickDay[]> =>
  scope.db
    .selectFrom('linkClicks as c')
    .innerJoin('objects as o', 'o.id', 'c.linkId')
    .select(['c.day', 'c.kind', 'c.count'])
    .where('o.workspaceId', '=', scope.workspace)
    .where('c.linkId', '=', linkId)
    .where('c.day', '>=', period.from)
    .where('c.day', '<=', period.to)
    .orderBy('c.day')
    .execute()

/** People's clicks since the beginning, by link; links without a click are not in it. */
export async function clickTotals(scope: Scope, linkIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (linkIds.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('linkClicks as c')
    .innerJoin('objects as o', 'o.id', 'c.linkId')
    .select(({ fn }) => ['c.linkId', fn.sum<number>('c.count').as('count')])
    .where('o.workspaceId', '=', scope.workspace)
    .where('c.linkId', 'in', linkIds)
    .where('c.kind', '=', 'person')
    .groupBy('c.linkId')
    .execute()
  return new Map(rows.map((row) => [row.linkId, Number(row.count)]))
}

/** People's clicks of each tracked link, for the coverage check. */
export const deriveClicks: Derive = async (scope, _projectId, objects) => {
  const ids = objects.filter((object) => object.kind === 'trackedLink').map((object) => object.id)
  const totals = await clickTotals(scope, ids)
  return new Map(ids.map((id) => [id, { clicks: totals.get(id) ?? 0 }]))
}
