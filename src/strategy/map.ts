import { type SmartState, facetsHeld, smart } from './smart.ts'
import type { StrategicObjective } from './strategy.ts'

interface Named {
  readonly id: string
  readonly title: string
  readonly values: Readonly<Record<string, unknown>>
}

export interface MappedObjective {
  readonly id: string
  readonly objective: StrategicObjective
  readonly smart: readonly SmartState[]
  /** Facets that hold, of five. */
  readonly held: number
}

export interface StrategyMap {
  /** Each aim with the objectives that serve it; an objective that serves two aims is under both. */
  readonly aims: readonly {
    readonly id: string
    readonly title: string
    readonly objectives: readonly MappedObjective[]
  }[]
  readonly unattached: readonly MappedObjective[]
  readonly objectives: number
  /** Objectives on which the five facets hold. */
  readonly whole: number
}

/**
 * Aims, and the objectives that serve them, each against SMART: the least complete first, so that the work is on top.
 */
export function strategyMap(
  aims: readonly Named[],
  objectives: readonly Named[],
  links: readonly { readonly from: string; readonly to: string }[],
  projectEnd: string | null,
): StrategyMap {
  const aimIds = new Set(aims.map(({ id }) => id))
  const served = new Map<string, string[]>()
  for (const { from, to } of links) if (aimIds.has(from)) served.set(to, [...(served.get(to) ?? []), from])
  const mapped = objectives
    .map(({ id, title, values }): MappedObjective => {
      const objective = { ...(values as StrategicObjective), title }
      const states = smart({ ...objective, aims: served.get(id)?.length ?? 0 }, projectEnd)
      return { id, objective, smart: states, held: facetsHeld(states) }
    })
    .toSorted((a, b) => a.held - b.held || a.objective.title.localeCompare(b.objective.title))
  return {
    aims: aims.map(({ id, title }) => ({
      id,
      title,
      objectives: mapped.filter((each) => served.get(each.id)?.includes(id)),
    })),
    unattached: mapped.filter((each) => !served.has(each.id)),
    objectives: mapped.length,
    whole: mapped.filter(({ held }) => held === 5).length,
  }
}
