import type { Day } from '../period.ts'

/** reading: the first. reread: the data had changed since. redefined: the KPI itself had. */
export type Reason = 'reading' | 'reread' | 'redefined'

export interface FreshValue {
  readonly startsOn: Day
  readonly value: number | null
}

export interface KnownValue extends FreshValue {
  readonly revision: number
  readonly definition: string
}

/** A figure as it was read once its day, week or month was over. */
export interface FrozenValue extends KnownValue {
  readonly reason: Reason
  readonly frozenAt: Date
}

interface Revision extends FreshValue {
  readonly revision: number
  readonly reason: Reason
}

/** Two readings of the same figure may differ by the noise of a division. */
const isSame = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)))

/**
 * What a new reading adds to the figures already frozen: nothing where it says the same, a first figure where there was none, another
 * revision where it differs, with the reason. Nothing is ever taken away.
 */
export function revisions(known: readonly KnownValue[], read: readonly FreshValue[], definition: string): Revision[] {
  const last = new Map(known.map((one) => [one.startsOn, one]))
  return read.flatMap(({ startsOn, value }): Revision[] => {
    const before = last.get(startsOn)
    if (!before) return [{ startsOn, value, revision: 1, reason: 'reading' }]
    if (isSame(before.value, value)) return []
    const reason = before.definition === definition ? 'reread' : 'redefined'
    return [{ startsOn, value, revision: before.revision + 1, reason }]
  })
}

/** A figure that was corrected after it was frozen. */
export interface Correction {
  readonly startsOn: Day
  readonly before: number | null
  readonly after: number | null
  readonly reason: Reason
  readonly at: Date
}

/** What was corrected, latest first. @param values every revision, in order */
export function correctionsOf(values: readonly FrozenValue[]): Correction[] {
  return values
    .flatMap(({ startsOn, value, reason, frozenAt }, i): Correction[] => {
      const before = values[i - 1]
      return before?.startsOn === startsOn
        ? [{ startsOn, before: before.value, after: value, reason, at: frozenAt }]
        : []
    })
    .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.startsOn < b.startsOn ? -1 : 1))
}
