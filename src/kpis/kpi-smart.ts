import type { Day } from '../period.ts'
import type { Facet } from '../strategy/smart.ts'
import type { DigitalObjective } from './kpi-kinds.ts'
import type { Kpi } from './kpis.ts'

/** Why a facet does not hold; each has its sentence, and the field that mends it. */
export const smartReasons = {
  vagueTitle: 'title',
  noOwner: 'owner',
  noSource: 'source',
  noUnit: 'unit',
  badFormula: 'formula',
  noBaseline: 'baseline',
  noTarget: 'target',
  noKpi: 'thread',
  noKpiTarget: 'thread',
  notAmbitious: 'target',
  outOfReach: 'target',
  noHistory: 'baseline',
  noCaseThatItCanBeReached: 'achievable',
  servesNothing: 'thread',
  noReasonItMatters: 'relevant',
  noMeans: 'thread',
  noPeriod: 'endsOn',
  noDueDay: 'dueOn',
  afterProject: 'endsOn',
  dueAfterProject: 'dueOn',
} as const
export type SmartReason = keyof typeof smartReasons

export interface FacetState {
  readonly facet: Facet
  readonly reasons: readonly SmartReason[]
}

/** A target beyond this many times what was done before has no history that speaks for it. */
export const reach = 2

/** What the check knows of a KPI beside its own fields. */
export interface KpiContext {
  readonly isComputable: boolean
  /** The same figure over the period of the same length just before; null when nothing was measured. */
  readonly before: number | null
  /** Objectives it is drawn from, directly or through a digital objective. */
  readonly objectives: number
  /** Actions, campaigns and budget lines that are to move it. */
  readonly means: number
  readonly projectEnd: Day | null
}

const says = <R extends SmartReason>(reason: R, holds: boolean): R[] => (holds ? [] : [reason])

/** One word names a subject ("Notoriété"); what should change takes more. */
const isSpecific = (title: string, words: number) => title.trim().split(/\s+/).length >= words

/**
 * A KPI against the five facets of SMART (Doran, 1981), as facts. Ambitious and attainable are read against history: the target is
 * beyond what was done over the same length before, and not beyond `reach` times it.
 */
export function smartKpi(kpi: Kpi, context: KpiContext): FacetState[] {
  const { title, metric, owner, source, unit, baseline, target, nature, startsOn, endsOn } = kpi
  const isManual = metric === 'manual'
  return [
    {
      facet: 'specific',
      reasons: [...says('vagueTitle', isSpecific(title, 2)), ...says('noOwner', owner !== null)],
    },
    {
      facet: 'measurable',
      reasons: [
        ...says('badFormula', isManual || context.isComputable),
        ...says('noSource', !isManual || source !== null),
        ...says('noUnit', !isManual || unit !== null),
        ...says('noTarget', target !== null),
        ...says('noBaseline', baseline !== null || nature === 'alert'),
      ],
    },
    { facet: 'achievable', reasons: target === null ? [] : againstHistory(kpi, target, context.before ?? baseline) },
    {
      facet: 'relevant',
      reasons: [...says('servesNothing', context.objectives > 0), ...says('noMeans', context.means > 0)],
    },
    {
      facet: 'timeBound',
      reasons: [
        ...says('noPeriod', startsOn !== null && endsOn !== null),
        ...says('afterProject', endsOn === null || context.projectEnd === null || endsOn <= context.projectEnd),
      ],
    },
  ]
}

function againstHistory({ direction, nature }: Kpi, target: number, before: number | null): SmartReason[] {
  // A limit is not an ambition.
  if (nature === 'alert') return []
  if (before === null) return ['noHistory']
  const gain = direction === 'up' ? target - before : before - target
  if (gain <= 0) return ['notAmbitious']
  if (before <= 0) return ['noHistory']
  return says('outOfReach', direction === 'up' ? target <= before * reach : target >= before / reach)
}

/** What the check knows of a digital objective beside its own fields. */
export interface ObjectiveContext {
  readonly objectives: number
  readonly kpis: number
  /** KPIs among them that have a target. */
  readonly targets: number
  readonly projectEnd: Day | null
}

/** A digital objective against SMART: its KPIs measure it. */
export function smartObjective(objective: DigitalObjective, context: ObjectiveContext): FacetState[] {
  const { title, owner, achievable, relevant, dueOn } = objective
  return [
    {
      facet: 'specific',
      reasons: [...says('vagueTitle', isSpecific(title, 3)), ...says('noOwner', owner !== null)],
    },
    {
      facet: 'measurable',
      reasons: context.kpis === 0 ? ['noKpi'] : says('noKpiTarget', context.targets > 0),
    },
    { facet: 'achievable', reasons: says('noCaseThatItCanBeReached', achievable !== null) },
    {
      facet: 'relevant',
      reasons: [...says('servesNothing', context.objectives > 0), ...says('noReasonItMatters', relevant !== null)],
    },
    {
      facet: 'timeBound',
      reasons: [
        ...says('noDueDay', dueOn !== null),
        ...says('dueAfterProject', dueOn === null || context.projectEnd === null || dueOn <= context.projectEnd),
      ],
    },
  ]
}

/** Facets that hold, of five. */
export const held = (states: readonly FacetState[]): number =>
  states.filter(({ reasons }) => reasons.length === 0).length
