import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Period } from '../period.ts'
import type { Tables } from '../postgres.ts'
import type { DropDetail, DropTotal } from './tally.ts'

interface DropDetailRow {
  siteId: number
  day: string
  reason: string
  rule: string
  detail: string
  sample: string
  count: number
}

declare module '../postgres.ts' {
  interface Tables {
    dropDetails: DropDetailRow
  }
}

/** How long it is kept on what something was dropped; the totals stay. */
export const detailDays = 90

/** Adds to the day's totals of what was dropped and why, and to what stands behind them: both or neither. */
export async function addDrops(
  db: Kysely<Tables>,
  { totals, details }: { readonly totals: readonly DropTotal[]; readonly details: readonly DropDetail[] },
): Promise<void> {
  if (totals.length === 0) return
  await db.transaction().execute(async (all) => {
    // A site that was removed for good meanwhile has no totals any more.
    const known = await all
      .selectFrom('sites')
      .select('id')
      .where('id', 'in', [...new Set(totals.map(({ siteId }) => siteId))])
      .execute()
    const ids = new Set(known.map(({ id }) => id))
    const ofKnown = <T extends { readonly siteId: number }>(rows: readonly T[]) =>
      rows.filter(({ siteId }) => ids.has(siteId))
    // Two nodes write together: in one order, so that neither waits for the other.
    const counted = ofKnown(totals).toSorted(
      (a, b) => a.siteId - b.siteId || order(`${a.day} ${a.reason}`, `${b.day} ${b.reason}`),
    )
    if (counted.length > 0)
      await all
        .insertInto('collectDrops')
        .values(counted)
        .onConflict((on) =>
          on
            .columns(['siteId', 'day', 'reason'])
            .doUpdateSet({ count: sql<number>`collect_drops.count + excluded.count` }),
        )
        .execute()
    const explained = ofKnown(details).toSorted((a, b) => order(keyOf(a), keyOf(b)))
    for (let at = 0; at < explained.length; at += 1_000)
      await all
        .insertInto('dropDetails')
        .values(explained.slice(at, at + 1_000))
        .onConflict((on) =>
          on.columns(['siteId', 'day', 'reason', 'rule', 'detail']).doUpdateSet({
            count: sql<number>`drop_details.count + excluded.count`,
            sample: sql<string>`excluded.sample`,
          }),
        )
        .execute()
  })
}

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b))
const keyOf = ({ siteId, day, reason, rule, detail }: DropDetail) => [siteId, day, reason, rule, detail].join('\n')

/** Forgets what was behind the drops of days before. */
export const forgetDropDetails = (db: Kysely<Tables>, before: string) =>
  db.deleteFrom('dropDetails').where('day', '<', before).execute()

/** What a site dropped in a period: how much, by day and reason. */
export const dropsOf = (scope: Scope, siteId: number, { from, to }: Period) =>
  scope.db
    .selectFrom('collectDrops')
    .innerJoin('sites', 'sites.id', 'collectDrops.siteId')
    .select(['collectDrops.day', 'collectDrops.reason', 'collectDrops.count'])
    .where('sites.workspaceId', '=', scope.workspace)
    .where('collectDrops.siteId', '=', siteId)
    .where('collectDrops.day', '>=', from)
    .where('collectDrops.day', '<=', to)
    .orderBy('collectDrops.day')
    .execute()

/** What stands behind the drops of a period, most frequent first: at most `limit` rows a reason. */
export async function dropDetailsOf(scope: Scope, siteId: number, { from, to }: Period, limit: number) {
  const { rows } = await sql<Omit<DropDetail, 'siteId' | 'day'>>`
    with causes as (
      select reason, rule, detail, sum(count) as count, (array_agg(sample order by day desc))[1] as sample
      from drop_details
      join sites on sites.id = drop_details.site_id
      where sites.workspace_id = ${scope.workspace} and site_id = ${siteId} and day between ${from} and ${to}
      group by reason, rule, detail
    ),
    ranked as (
      select reason, rule, detail, count, sample, row_number() over (partition by reason order by count desc, rule, detail) as rank
      from causes
    )
    select reason, rule, detail, count, sample
    from ranked
    where rank <= ${limit}
    order by count desc, rule, detail
  `.execute(scope.db)
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}
