import type { Day, Period } from '../period.ts'

/** Where a mark of a curve comes from: a kind of object, or what the product itself did to the figures. */
export const markSources = ['annotation', 'content', 'campaign', 'import', 'channels'] as const
export type MarkSource = (typeof markSources)[number]

/** Something that happened on a day: the day itself, or the first or last of a span. */
export interface Mark {
  readonly source: MarkSource
  readonly day: Day
  readonly phase: 'on' | 'from' | 'to'
  readonly text: string
  /** Address of what it is about, below the project; null where there is none. */
  readonly path: string | null
}

/** What has a day or a span, before it is put on a curve. */
export interface Span {
  readonly from: Day
  readonly to: Day | null
}

/** The days of a span that a period shows: one day is one mark, a span is its first and its last. */
export function daysOf({ from, to }: Span, period: Period): { day: Day; phase: Mark['phase'] }[] {
  const isShown = (day: Day) => day >= period.from && day <= period.to
  const marks: { day: Day; phase: Mark['phase'] }[] =
    to === null || to === from
      ? [{ day: from, phase: 'on' }]
      : [
          { day: from, phase: 'from' },
          { day: to, phase: 'to' },
        ]
  return marks.filter(({ day }) => isShown(day))
}

/**
 * The marks of each point of a curve. A mark is of the last point that does not begin after its day: the day itself, or the week,
 * month or first hour that holds it.
 * @param points days, Mondays, firsts of months, or hours with their offset, in order
 */
export function marksAt<M extends Pick<Mark, 'day'>>(points: readonly string[], marks: readonly M[]): M[][] {
  const days = points.map((at) => at.slice(0, 10))
  const placed: M[][] = points.map(() => [])
  for (const mark of marks) {
    const after = days.findIndex((day) => day > mark.day)
    const last = after === -1 ? days.length - 1 : after - 1
    // Of the hours of one day, the first.
    const index = last < 0 ? -1 : days.indexOf(days[last] ?? '')
    placed[index]?.push(mark)
  }
  return placed
}

/** Sources that the address hides. */
export const hiddenIn = (search: URLSearchParams): readonly MarkSource[] =>
  markSources.filter((source) => search.getAll('hide').includes(source))
