import type { Scope } from '../accounts/scope.ts'
import { ratio } from '../ratio.ts'
import type { Site } from './analytics.store.ts'
import type { View } from './audience.ts'
import type { Funnel } from './funnel.ts'
import { funnelStatement } from './funnel-sql.ts'
import type { Condition } from './query.ts'
import { conditionsOf, savedQuestions } from './saved.store.ts'
import { groundOf } from './section.store.ts'
import { isSmall, shownRows } from './small-figures.ts'
import type { SmallFigures } from '../collect/site.ts'

/** A step of a funnel as it went. */
export interface Reached {
  /** null when too few to show, by the site's own rule; so are the figures made of it. */
  readonly count: number | null
  /** Of those who made the first step. */
  readonly ofFirst: number | null
  /** Of those who made the step before; null for the first. */
  readonly ofPrevious: number | null
  /** Who made the step before and not this one. */
  readonly lost: number | null
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
  const read = await answer.json<Record<string, string | number>>()
  const rule = site.smallFigures ?? null
  const shown = (isGroup: number) =>
    withoutFew(
      read.filter((row) => Number(row['isGroup']) === isGroup),
      funnel.steps.length,
      rule,
    )
  const rows = [...shown(0), ...shown(1)]
  const reached = (row: Counted | undefined) => funnel.steps.map((_, i) => stepOf(row ?? {}, i))
  const all = reached(rows.find((row) => Number(row['isGroup']) === 0))
  return {
    all,
    groups:
      funnel.by === 'none' || funnel.by === 'segment'
        ? []
        : rows
            .filter((row) => Number(row['isGroup']) === 1)
            .map((row) => ({ name: String(row['grp']), steps: reached(row) })),
    isOpen: funnel.within !== 'visit' && ground.until + funnel.within * 86_400_000 > scope.now.getTime(),
  }
}

/** The same, cut by the project's segments where that is asked: each segment is a funnel of its own, and may share visits. */
export async function askCutFunnel(
  scope: Scope,
  site: Site,
  project: string,
  view: Pick<View, 'period' | 'filters'>,
  funnel: Funnel,
): Promise<FunnelAnswer | null> {
  const answer = await askFunnel(scope, site, view, view.filters, funnel)
  if (!answer || funnel.by !== 'segment') return answer
  const segments = (await savedQuestions(scope, project, 'segment')).slice(0, mostSegments)
  const groups = segments.map(async ({ name, question }): Promise<FunnelGroup> => {
    const cut = await askFunnel(scope, site, view, [...view.filters, ...conditionsOf(question)], funnel)
    return { name, steps: cut?.all ?? [] }
  })
  return { ...answer, groups: await Promise.all(groups) }
}

const mostSegments = 10

type Counted = Readonly<Record<string, string | number | null>>

/** Steps that too few made are not told, nor one from which too few went away: the step before would give them back. */
function withoutFew(rows: readonly Counted[], steps: number, rule: SmallFigures | null): Counted[] {
  const names = Array.from({ length: steps }, (_, i) => `n${i}`)
  const counted = rows.map((row) => ({
    ...row,
    ...Object.fromEntries(names.map((name) => [name, Number(row[name] ?? 0)])),
  }))
  const shown = shownRows<Counted>(counted, { counts: names, keepsRows: true }, rule)
  if (rule?.how !== 'hide') return shown
  return shown.map((row) => {
    const kept: Record<string, string | number | null> = { ...row }
    let last = 0
    names.forEach((name, i) => {
      const [count, before] = [kept[name], i === 0 ? null : kept[`n${last}`]]
      if (typeof count === 'number' && typeof before === 'number' && isSmall(before - count, rule)) kept[name] = null
      if (typeof kept[name] === 'number') last = i
    })
    return kept
  })
}

function stepOf(row: Counted, i: number): Reached {
  const of = (step: number) => {
    const value = row[`n${step}`]
    return value === null ? null : Number(value ?? 0)
  }
  const [count, before] = [of(i), i === 0 ? null : of(i - 1)]
  return {
    count,
    ofFirst: ratio(count, of(0)),
    ofPrevious: i === 0 ? null : ratio(count, before),
    lost: i === 0 ? 0 : count === null || before === null ? null : before - count,
    median: i === 0 || !count ? null : Number(row[`m${i}`]) / 1000,
  }
}
