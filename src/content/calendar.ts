import { monthStart } from '../period.ts'
import { type Grid, gridFrom } from '../strategy/grid.ts'
import { type Entry, entryFrom, momentClashes, monthGrid, scheduledDay, weekGaps } from './month.ts'

interface Found {
  readonly id: string
  readonly title: string
  readonly state: string | null
  readonly version: number
  readonly values: Readonly<Record<string, unknown>>
}

interface Link {
  readonly from: string
  readonly to: string
}

/** A project as the calendar reads it. */
export interface Plan {
  readonly contents: readonly Found[]
  readonly lines: readonly Pick<Found, 'id'>[]
  readonly supports: readonly Pick<Found, 'id' | 'title'>[]
  readonly personas: readonly Pick<Found, 'id' | 'title' | 'values'>[]
  readonly links: readonly Link[]
  readonly timeZone: string
}

/** Uuids; an empty text lets everything through. */
export interface CalendarFilter {
  readonly support: string
  readonly persona: string
}

/** Contents with their support (through their editorial line) and their personas. */
export function entriesOf({
  contents,
  lines,
  supports,
  personas,
  links,
  timeZone,
}: Plan): (Entry & { readonly version: number })[] {
  const idsOf = (list: readonly Pick<Found, 'id'>[]) => new Set(list.map(({ id }) => id))
  const [isLine, isSupport, isPersona] = [idsOf(lines), idsOf(supports), idsOf(personas)]
  const supportOfLine = new Map(
    links.filter(({ from, to }) => isSupport.has(from) && isLine.has(to)).map(({ from, to }) => [to, from]),
  )
  const origins = new Map<string, string[]>()
  for (const { from, to } of links) origins.set(to, [...(origins.get(to) ?? []), from])
  return contents.map((content) => {
    const before = origins.get(content.id) ?? []
    const line = before.find((id) => isLine.has(id))
    return {
      ...entryFrom(content, timeZone, {
        support: line === undefined ? null : (supportOfLine.get(line) ?? null),
        personas: before.filter((id) => isPersona.has(id)),
      }),
      version: content.version,
    }
  })
}

/** Everything the calendar page says of one month. */
export function calendarView(plan: Plan, month: string, filter: CalendarFilter) {
  const all = entriesOf(plan)
  const shown = all.filter(
    (entry) =>
      (filter.support === '' || entry.support === filter.support) &&
      (filter.persona === '' || entry.personas.includes(filter.persona)),
  )
  const isIn = (day: string | null) => day !== null && monthStart(day) === month
  const ofMonth = shown.filter((entry) => isIn(entry.plannedOn) || isIn(scheduledDay(entry)))
  const supports = plan.supports.filter(({ id }) => filter.support === '' || id === filter.support)
  const grids = new Map<string, Grid>(plan.personas.map(({ id, values }) => [id, gridFrom(values['grid'])]))
  return {
    weeks: monthGrid(month, shown),
    count: ofMonth.length,
    // A gap of the calendar is a gap for everyone: only the support narrows it.
    gaps: weekGaps(
      month,
      supports.map(({ id }) => id),
      all,
    ),
    clashes: momentClashes(ofMonth, grids).filter(({ persona }) => filter.persona === '' || persona === filter.persona),
    unplanned: shown.filter((entry) => entry.plannedOn === null && entry.state !== 'published'),
    entries: shown,
  }
}
