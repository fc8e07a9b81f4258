import type { Scope } from '../accounts/scope.ts'
import type { App } from '../app.ts'
import type { ClickHouse } from '../clickhouse.ts'
import { stopVisitor } from './consents.store.ts'
import { type Counts, deleteVisits } from './deletion.store.ts'
import { logPrivacy } from './privacy-log.store.ts'
import type { Site } from './site.ts'

/** What a visitor's lasting number reaches. */
export interface VisitorFile {
  readonly site: string
  /** The number as events know it. */
  readonly visitor: string
  readonly exportedAt: string
  readonly consents: readonly {
    readonly givenAt: string
    readonly withdrawnAt: string | null
    readonly noticeVersion: number | null
    readonly notice: string | null
  }[]
  /** Every event of the visits it reaches, the fields that hold something. */
  readonly events: readonly Readonly<Record<string, unknown>>[]
}

/** No figure is kept longer; every query of events is bounded. */
const longAgo = (now: Date) => now.getTime() - 800 * 86_400_000

/** Visits in which the number was seen: whole, with what came before its consent. */
async function visitsOf(clickhouse: ClickHouse, siteId: number, visitor: string, now: Date): Promise<string[]> {
  const answer = await clickhouse.query({
    query: `
      select distinct toString(visit_id)
      from events
      where site_id = {siteId:UInt32}
        and ts >= fromUnixTimestamp64Milli({from:Int64})
        and (lasting_id = {visitor:UInt64} or visitor_id = {visitor:UInt64})
    `,
    query_params: { siteId, visitor, from: longAgo(now) },
    format: 'JSONCompactEachRow',
  })
  return (await answer.json<[string]>()).map(([id]: [string]) => id)
}

/** All that a number reaches, for the person it belongs to; the handing over is logged. */
export async function exportVisitor(scope: Scope, site: Site, visitor: string): Promise<VisitorFile> {
  const visits = await visitsOf(scope.clickhouse, site.id, visitor, scope.now)
  const answer = await scope.clickhouse.query({
    query: `
      select *
      from events
      where site_id = {siteId:UInt32}
        and ts >= fromUnixTimestamp64Milli({from:Int64})
        and visit_id in {visits:Array(UInt64)}
      order by ts
    `,
    query_params: { siteId: site.id, visits: visits.map(BigInt), from: longAgo(scope.now) },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
  })
  const events = visits.length === 0 ? [] : await answer.json<Record<string, unknown>>()
  const proofs = await scope.db
    .selectFrom('consents')
    .leftJoin('consentNotices', (on) =>
      on
        .onRef('consentNotices.siteId', '=', 'consents.siteId')
        .onRef('consentNotices.version', '=', 'consents.noticeVersion'),
    )
    .select(['givenAt', 'withdrawnAt', 'noticeVersion', 'content'])
    .where('consents.siteId', '=', site.id)
    .where('visitor', '=', visitor)
    .orderBy('givenAt')
    .execute()
  await logPrivacy(scope.db, {
    siteId: site.id,
    at: scope.now,
    act: 'export',
    doneBy: scope.user.name,
    counts: { events: events.length, visits: visits.length, consents: proofs.length },
  })
  return {
    site: site.domain,
    visitor,
    exportedAt: scope.now.toISOString(),
    consents: proofs.map(({ givenAt, withdrawnAt, noticeVersion, content }) => ({
      givenAt: givenAt.toISOString(),
      withdrawnAt: withdrawnAt?.toISOString() ?? null,
      noticeVersion,
      notice: content,
    })),
    events: events.map(withoutEmpty),
  }
}

const withoutEmpty = (event: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(event).filter(
      ([, value]) =>
        value !== '' &&
        value !== 0 &&
        value !== '0' &&
        !(typeof value === 'object' && Object.keys(value ?? {}).length === 0),
    ),
  )

/**
 * Erases all that a number reaches: events, visits, proofs. First it is followed no more, then what was acknowledged reaches the store,
 * then all of it goes: nothing comes after.
 */
export async function eraseVisitor(
  scope: Scope,
  { collector, journal }: Pick<App, 'collector' | 'journal'>,
  site: Site,
  visitor: string,
): Promise<Counts> {
  collector.stop(site.id, visitor)
  await stopVisitor(scope.db, site.id, visitor, scope.now)
  await journal.drained()
  const visits = await visitsOf(scope.clickhouse, site.id, visitor, scope.now)
  const figures = await deleteVisits(scope.clickhouse, site.id, visits)
  const { numDeletedRows } = await scope.db
    .deleteFrom('consents')
    .where('siteId', '=', site.id)
    .where('visitor', '=', visitor)
    .executeTakeFirst()
  const counts = { ...figures, consents: Number(numDeletedRows) }
  await logPrivacy(scope.db, { siteId: site.id, at: scope.now, act: 'erasure', doneBy: scope.user.name, counts })
  return counts
}
