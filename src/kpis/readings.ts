/** A figure a person read elsewhere and typed, on the day it was true. */
export interface Reading {
  readonly day: string
  readonly actual: number
}

/** What a change of the KPI left of it before. */
interface Change {
  readonly before: Readonly<Record<string, unknown>>
}

/**
 * Every reading of a KPI typed by hand, in the order of its days: the one in force and those it replaced, out of the KPI's own
 * history. A day that was corrected keeps its last figure.
 * @param changes from the first to the latest
 */
export function readingsOf(
  current: { readonly measured: number | null; readonly measuredOn: string | null },
  changes: readonly Change[],
): readonly Reading[] {
  const byDay = new Map<string, number>()
  let held: { measured: unknown; measuredOn: unknown } = current
  const note = () => {
    const { measured, measuredOn } = held
    if (typeof measured === 'number' && typeof measuredOn === 'string' && !byDay.has(measuredOn))
      byDay.set(measuredOn, measured)
  }
  note()
  for (const { before } of changes.toReversed()) {
    held = {
      measured: 'measured' in before ? before['measured'] : held.measured,
      measuredOn: 'measuredOn' in before ? before['measuredOn'] : held.measuredOn,
    }
    note()
  }
  return [...byDay].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([day, actual]) => ({ day, actual }))
}
