import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Day, Period } from '../period.ts'
import type { Tables } from '../postgres.ts'
import type { Derive } from '../projects/coverage.ts'
import type { LinkRule } from './link-rules.ts'
import type { ClickKind } from './robots.ts'
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
  expiresOn: string | null
  maxClicks: number | null
  fallback: string | null
  rules: LinkRule[] | null
}

interface LinkFacetTable {
  linkId: string
  day: string
  facet: Facet
  value: string
  count: number
}

interface LinkPasswordTable {
  linkId: string
  hash: string
  setAt: Date
  setBy: string
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
    linkClickFacets: LinkFacetTable
    linkPasswords: LinkPasswordTable
    clickBatches: ClickBatchTable
  }
}

/** What the redirect needs of a link. */
export interface Target extends Utm {
  readonly id: string
  readonly destination: string
  readonly timeZone: string
  readonly expiresOn: Day | null
  readonly maxClicks: number | null
  readonly fallback: string | null
  readonly rules: readonly LinkRule[] | null
  readonly passwordHash: string | null
  /** Clicks of people so far; counted only where the link has a maximum. */
  readonly clicks: number
}

/** The links behind slugs, for anyone who follows them: no scope, the address is public. Slugs without a link are not in it. */
export async function targetsOf(db: Kysely<Tables>, slugs: readonly string[]): Promise<ReadonlyMap<string, Target>> {
  const targets = await db
    .selectFrom('trackedLinks as l')
    .innerJoin('objects as o', 'o.id', 'l.id')
    .innerJoin('projects as p', 'p.id', 'o.projectId')
    .leftJoin('linkPasswords as w', 'w.linkId', 'l.id')
    .select([
      'l.id',
      'l.slug',
      'l.destination',
      'l.utmSource',
      'l.utmMedium',
      'l.utmCampaign',
      'l.utmContent',
      'l.utmTerm',
      'l.expiresOn',
      'l.maxClicks',
      'l.fallback',
      'l.rules',
      'w.hash as passwordHash',
      'p.timeZone',
    ])
    .select(
      sql<number>`case when l.max_clicks is null then 0 else (
        select coalesce(sum(c.count), 0) from link_clicks as c where c.link_id = l.id and c.kind = 'person'
      ) end`.as('clicks'),
    )
    .where('l.slug', 'in', slugs)
    .where('o.deletedAt', 'is', null)
    .execute()
  return new Map(targets.map(({ slug, ...target }) => [slug, { ...target, clicks: Number(target.clicks) }]))
}

export interface Click {
  readonly link: string
  readonly day: Day
  readonly kind: ClickKind
  /** Of a person: the hour of the project's clock ('00' to '23'), and where the link led. */
  readonly hour?: string
  readonly device?: string
  readonly country?: string
  readonly referrer?: string
  readonly outcome?: string
  /** Of the others: what the robot is called. */
  readonly robot?: string
}

export const facets = ['hour', 'device', 'country', 'referrer', 'outcome', 'robot'] as const
export type Facet = (typeof facets)[number]

/** Sites that send readers to one link on one day, beyond which they are counted together: anyone may invent one. */
const referrersADay = 200

/** Clicks read and totalled at a time; between two pieces, those who follow links are answered. */
const piece = 200

/**
 * Adds a batch of clicks to the totals, once: a token already seen adds nothing. Clicks of links erased meanwhile are let go.
 */
export async function addClicks(db: Kysely<Tables>, clicks: Iterable<Click>, token: string): Promise<void> {
  const byKind = new Totals<Pick<Click, 'link' | 'day' | 'kind'>>()
  const byFacet = new Totals<Omit<FacetDay, 'count'> & { link: string }>()
  let read = 0
  for (const click of clicks) {
    const { link, day, kind } = click
    byKind.add({ link, day, kind })
    for (const facet of facetsOfClick(click)) byFacet.add(facet)
    if (++read % piece === 0) await nextTurn()
  }
  const [rows, faceted] = [byKind.sorted(), byFacet.sorted()]
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
    await sql`
      with given as (
        select l.id, c.day, c.facet, c.value, c.count, exists (
          select from link_click_facets as f
          where f.link_id = l.id and f.day = c.day and f.facet = c.facet and f.value = c.value
        ) as is_known
        from jsonb_to_recordset(${JSON.stringify(faceted)}::jsonb) as c (link uuid, day date, facet text, value text, count bigint)
        join tracked_links as l on l.id = c.link
      ),
      placed as (
        select id, day, facet, value, count, is_known,
          row_number() over (partition by id, day, facet, is_known order by value) + (
            select count(*) from link_click_facets as f
            where f.link_id = given.id and f.day = given.day and f.facet = 'referrer' and f.value <> '*'
          ) as place
        from given
      ),
      bounded as (
        select id, day, facet, count,
          case when facet = 'referrer' and not is_known and place > ${referrersADay} then '*' else value end as value
        from placed
      )
      insert into link_click_facets (link_id, day, facet, value, count)
      select id, day, facet, value, sum(count) from bounded group by id, day, facet, value
      order by id, day, facet, value
      on conflict (link_id, day, facet, value) do update set count = link_click_facets.count + excluded.count
    `.execute(trx)
  })
}

/** Equal rows as one with their count. */
class Totals<R extends object> {
  readonly #totals = new Map<string, R & { count: number }>()

  add(row: R): void {
    const key = Object.values(row).join(' ')
    const total = this.#totals.get(key)
    if (total) total.count += 1
    else this.#totals.set(key, { ...row, count: 1 })
  }

  /** In one order everywhere, so that two nodes never wait for each other's rows. */
  sorted(): (R & { count: number })[] {
    return [...this.#totals].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  }
}

const facetsOfClick = (click: Click) =>
  facets.flatMap((facet) => {
    const value = click[facet]
    return value === undefined ? [] : [{ link: click.link, day: click.day, facet, value }]
  })

export interface FacetDay {
  readonly day: Day
  readonly facet: Facet
  readonly value: string
  readonly count: number
}

/** Totals of a link's clicks by day and facet. */
export const facetsOf = (scope: Scope, linkId: string, period: Period): Promise<FacetDay[]> =>
  scope.db
    .selectFrom('linkClickFacets as c')
    .innerJoin('objects as o', 'o.id', 'c.linkId')
    .select(['c.day', 'c.facet', 'c.value', 'c.count'])
    .where('o.workspaceId', '=', scope.workspace)
    .where('c.linkId', '=', linkId)
    .where('c.day', '>=', period.from)
    .where('c.day', '<=', period.to)
    .orderBy('c.day')
    .orderBy('c.facet')
    .orderBy('c.value')
    .execute()

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
