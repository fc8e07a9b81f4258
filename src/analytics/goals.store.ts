import type { Scope } from '../accounts/scope.ts'
import { type Row, type Site, read } from './analytics.store.ts'
import type { View } from './audience.ts'
import { type GoalBreakdown, goalBreakdowns, goalNames } from './goals.ts'
import { type Condition, query } from './query.ts'

export interface Attained {
  readonly name: string
  /** null when too few to show, by the site's own rule; so are the figures made of it. */
  readonly conversions: number | null
  readonly rate: number | null
  /** Conversions at the goal's own value; null when it has none. */
  readonly valueCents: number | null
}

export interface GoalAttained extends Attained {
  readonly id: string
  readonly revenueCents: number | null
}

const rows = 12

/** Every goal of a site, reached or not: a goal nobody reached is the news. */
export async function askGoals(
  scope: Scope,
  site: Site,
  view: Pick<View, 'period'>,
  filters: readonly Condition[],
): Promise<readonly GoalAttained[]> {
  if (site.goals.length === 0) return []
  const { period } = view
  const found = await read(scope, site, query({ period, filters, metrics: ['conversions', 'conversionRate', 'revenue'], dimensions: ['goal'], limit: 1_000 })) // prettier-ignore
  const names = goalNames(site.goals)
  return site.goals.map((goal) => {
    const name = names.get(goal.id) ?? goal.title
    const row = found.find((one) => one.goal === name)
    return {
      id: goal.id,
      ...attained(name, row, goal.valueCents ?? null),
      revenueCents: row ? (row.revenue ?? null) : 0,
    }
  })
}

/** Where one goal's conversions come from: the largest rows of each breakdown, as many as fit the page. */
export async function askGoal(
  scope: Scope,
  site: Site,
  view: Pick<View, 'period'>,
  filters: readonly Condition[],
  id: string,
  limit = rows,
): Promise<Readonly<Record<GoalBreakdown, readonly Attained[]>>> {
  const value = site.goals.find((goal) => goal.id === id)?.valueCents ?? null
  const of: Condition = { dimension: 'goal', operator: 'is', values: [id] }
  const by = async (dimension: GoalBreakdown) => {
    const asked = query({
      period: view.period,
      filters: [...filters, of],
      metrics: ['conversions', 'conversionRate'],
      dimensions: [dimension],
      limit,
    })
    const found = await read(scope, site, asked)
    return found.filter((row) => row.conversions !== 0).map((row) => attained(row[dimension] ?? '', row, value))
  }
  const [channel, page, entryPage, device] = await Promise.all(goalBreakdowns.map(by))
  return { channel: channel ?? [], page: page ?? [], entryPage: entryPage ?? [], device: device ?? [] }
}

function attained(name: string, row: Row | undefined, value: number | null): Attained {
  const conversions = row ? (row.conversions ?? null) : 0
  return {
    name,
    conversions,
    rate: row?.conversionRate ?? null,
    valueCents: value === null || conversions === null ? null : value * conversions,
  }
}
