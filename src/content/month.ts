import { type Day, type Period, addDays, daysOf, monthEnd, monthStart, wallClock, weekStart } from '../period.ts'
import { type Grid, suits } from '../strategy/grid.ts'

/** What the calendar reads of a content. */
export interface Entry {
  readonly id: string
  readonly title: string
  readonly state: string | null
  readonly format: string | null
  /** The day aimed at. */
  readonly plannedOn: Day | null
  /** The instant set in a publishing tool, as wall-clock time of the project: 'YYYY-MM-DDTHH:MM'. */
  readonly scheduledAt: string | null
  /** uuid of the support its editorial line belongs to. */
  readonly support: string | null
  /** uuids of the personas it is for. */
  readonly personas: readonly string[]
}

/** A content of a project and where it stands in the thread, as the calendar reads it. */
export function entryFrom(
  object: {
    readonly id: string
    readonly title: string
    readonly state: string | null
    readonly values: Readonly<Record<string, unknown>>
  },
  timeZone: string,
  thread: Pick<Entry, 'support' | 'personas'>,
): Entry {
  const { id, title, state, values } = object
  const scheduledAt = values['scheduledAt'] as string | null
  return {
    id,
    title,
    state,
    format: values['format'] as string | null,
    plannedOn: values['plannedOn'] as string | null,
    scheduledAt: scheduledAt === null ? null : wallClock(timeZone, new Date(scheduledAt)).slice(0, 16),
    ...thread,
  }
}

export const scheduledDay = (entry: Entry): Day | null => entry.scheduledAt?.slice(0, 10) ?? null

/** Whether the tool will publish on another day than the calendar says. */
export const isMoved = (entry: Entry): boolean =>
  entry.scheduledAt !== null && entry.plannedOn !== null && scheduledDay(entry) !== entry.plannedOn

export interface CalendarDay<E extends Entry = Entry> {
  readonly day: Day
  /** Whether the day belongs to the month itself, not to the weeks that frame it. */
  readonly inMonth: boolean
  /** Contents planned for that day. */
  readonly planned: readonly E[]
  /** Contents scheduled for that day and planned for another one, or for none. */
  readonly scheduledOnly: readonly E[]
}

/** Whole weeks, Monday first, that hold the month of a day. */
export const framed = (anyDay: Day): Period => ({
  from: weekStart(monthStart(anyDay)),
  to: addDays(weekStart(monthEnd(anyDay)), 6),
})

/** A month as weeks of seven days, each with its contents in the order of their hour, then of their title. */
export function monthGrid<E extends Entry>(month: Day, entries: readonly E[]): CalendarDay<E>[][] {
  const days = daysOf(framed(month)).map((day) => ({
    day,
    inMonth: monthStart(day) === monthStart(month),
    planned: entries.filter((entry) => entry.plannedOn === day).toSorted(byHour),
    scheduledOnly: entries.filter((entry) => scheduledDay(entry) === day && entry.plannedOn !== day).toSorted(byHour),
  }))
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}

const byHour = (a: Entry, b: Entry) =>
  (a.scheduledAt ?? '9999').localeCompare(b.scheduledAt ?? '9999') || a.title.localeCompare(b.title)

export interface WeekGap {
  readonly support: string
  /** Mondays of the weeks of the month with nothing planned or scheduled, in order. */
  readonly weeks: readonly Day[]
}

/**
 * Weeks without any content, support by support. A week counts for the month its Thursday is in (ISO 8601), so that no
 * week is a gap of two months.
 */
export function weekGaps(month: Day, supports: readonly string[], entries: readonly Entry[]): WeekGap[] {
  const { from, to } = framed(month)
  const mondays = daysOf({ from, to }).filter(
    (day, i) => i % 7 === 0 && monthStart(addDays(day, 3)) === monthStart(month),
  )
  return supports
    .map((support) => {
      const busy = new Set(
        entries
          .filter((entry) => entry.support === support)
          .flatMap((entry) => [entry.plannedOn, scheduledDay(entry)])
          .flatMap((day) => (day === null ? [] : weekStart(day))),
      )
      return { support, weeks: mondays.filter((monday) => !busy.has(monday)) }
    })
    .filter(({ weeks }) => weeks.length > 0)
}

export interface MomentClash {
  readonly entry: Entry
  readonly persona: string
}

/**
 * Contents placed outside the moments of a persona they are for. The scheduled hour decides where there is one, else the
 * planned day's kind (week or weekend). Personas who say nothing of the support are no clash.
 * @param grids persona uuid → grid
 */
export function momentClashes(entries: readonly Entry[], grids: ReadonlyMap<string, Grid>): MomentClash[] {
  return entries.flatMap((entry) => {
    const day = scheduledDay(entry) ?? entry.plannedOn
    const { support } = entry
    if (day === null || support === null) return []
    const hour = entry.scheduledAt === null ? null : Number(entry.scheduledAt.slice(11, 13))
    return entry.personas
      .filter((persona) => suits(grids.get(persona) ?? [], support, day, hour) === false)
      .map((persona) => ({ entry, persona }))
  })
}

/** The month a URL names ('YYYY-MM'), as its first day; another text gives the month of `today`. */
export const monthFrom = (text: string | null, today: Day): Day =>
  text !== null && /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text) ? `${text}-01` : monthStart(today)
