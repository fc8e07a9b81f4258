import type { Scope } from '../accounts/scope.ts'
import { ratio } from '../ratio.ts'
import type { Site } from './analytics.store.ts'
import type { View } from './audience.ts'
import type { Funnel } from './funnel.ts'
import { funnelStatement } from './funnel-sql.ts'
import type { Condition } from './query.ts'
import { groundOf } from './section.store.ts'

/** A step of a funnel as it went. */
export interface Reached {
  readonly count: number
  /** Of those who made the first step. */
  readonly ofFirst: number | null
  /** Of those who made the step before; null for the first. */
  readonly ofPrevious: number | null
  /** Who made the step before and not this one. */
  readonly lost: number
  /** Half take less: seconds since the step before; null for the first, and where nobody came. */
  readonly median: number | null
}

export interface FunnelGroup {
  readonly name: string
  readonly steps: readonly Reached[]
}

export interface FunnelAnswer {
  readonly all: readonly Reached[]
  readonly groups: readonly FunnelGroup[]
  /** Whether those who came last still have time to go on. */
  readonly isOpen: boolean
}

/** How many visits (or visitors who consented) of a period go through a funnel; null with fewer than two steps. */
export async function askFunnel(
  scope: Scope,
  site: Site,
  view: Pick<View, 'period'>,
  filters: readonly Condition[],
  funnel: Funnel,
): Promise<FunnelAnswer | null> {
  if (funnel.steps.length < 2) return null
  const ground = groundOf(site, view)
  const { sql, params } = funnelStatement(funnel, filters, ground)
  const answer = await scope.clickhouse.query({ query: sql, query_params: params, format: 'JSONEachRow' })
  const rows = await answer.json<Record<string, string | number>>()
  const reached = (row: Record<string, string | number> | undefined) => funnel.steps.map((_, i) => stepOf(row ?? {}, i))
  const all = reached(rows.find((row) => Number(row['isGroup']) === 0))
  return {
    all,
    groups:
      funnel.by === 'none'
        ? []
        : rows
            .filter((row) => Number(row['isGroup']) === 1)
            .map((row) => ({ name: String(row['grp']), steps: reached(row) })),
    isOpen: funnel.within !== 'visit' && ground.until + funnel.within * 86_400_000 > scope.now.getTime(),
  }
}

function stepOf(row: Readonly<Record<string, string | number>>, i: number): Reached {
  const count = Number(row[`n${i}`] ?? 0)
  const before = i === 0 ? null : Number(row[`n${i - 1}`] ?? 0)
  return {
    count,
    ofFirst: ratio(count, Number(row['n0'] ?? 0)),
    ofPrevious: before === null ? null : ratio(count, before),
    lost: before === null ? 0 : before - count,
    median: i === 0 || count === 0 ? null : Number(row[`m${i}`]) / 1000,
  }
}
