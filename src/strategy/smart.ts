import { isDay } from '../period.ts'
import type { StrategicObjective } from './strategy.ts'

export const facets = ['specific', 'measurable', 'achievable', 'relevant', 'timeBound'] as const
export type Facet = (typeof facets)[number]

/** Why a facet does not hold; each has its sentence in the words of the page. */
export type Reason =
  | 'noVerb'
  | 'noMeasure'
  | 'noUnit'
  | 'noBaseline'
  | 'noTarget'
  | 'noReasonItCanBeReached'
  | 'noReasonItMatters'
  | 'servesNoAim'
  | 'noDueDay'
  | 'dueAfterProject'
  | 'noOwner'

export interface SmartState {
  readonly facet: Facet
  readonly reasons: readonly Reason[]
}

/** What SMART is judged on: the objective's own fields, and how many aims it serves. */
export type SmartInput = Omit<StrategicObjective, 'nature' | 'startsOn'> & { readonly aims: number }

/**
 * An objective against the five facets of SMART (Doran, 1981), as facts: what is written and what is not. Whether the
 * text is convincing is left to the reader.
 * @param projectEnd last day of the project; a later objective cannot be reached within it
 */
export function smart(objective: SmartInput, projectEnd: string | null): SmartState[] {
  const { title, owner, measure, unit, baseline, target, achievable, relevant, dueOn, aims } = objective
  const says = (reason: Reason, holds: boolean): Reason[] => (holds ? [] : [reason])
  return [
    // One word names a subject ("Notoriété"); what should change takes at least a verb and its object.
    {
      facet: 'specific',
      reasons: [...says('noVerb', title.trim().split(/\s+/).length >= 3), ...says('noOwner', owner !== null)],
    },
    {
      facet: 'measurable',
      reasons: [
        ...says('noMeasure', measure !== null),
        ...says('noTarget', target !== null),
        ...says('noUnit', target === null || unit !== null),
        ...says('noBaseline', baseline !== null),
      ],
    },
    { facet: 'achievable', reasons: says('noReasonItCanBeReached', achievable !== null) },
    {
      facet: 'relevant',
      reasons: [...says('noReasonItMatters', relevant !== null), ...says('servesNoAim', aims > 0)],
    },
    {
      facet: 'timeBound',
      reasons: [
        ...says('noDueDay', dueOn !== null && isDay(dueOn)),
        ...says('dueAfterProject', dueOn === null || projectEnd === null || dueOn <= projectEnd),
      ],
    },
  ]
}

/** How many of the five facets hold. */
export const facetsHeld = (states: readonly SmartState[]): number =>
  states.filter(({ reasons }) => reasons.length === 0).length
