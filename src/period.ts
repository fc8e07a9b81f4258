/** A calendar day, 'YYYY-MM-DD', without a time zone. */
export type Day = string

/** Calendar days, both included. */
export interface Period {
  readonly from: Day
  readonly to: Day
}

const dayMs = 86_400_000

const toUtc = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
const fromUtc = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

/** Whether a text is a day of the calendar between 1900 and 2199: "2026-02-30" is not. */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false
  const ms = toUtc(text)
  return !Number.isNaN(ms) && fromUtc(ms) === text
}

export const addDays = (day: Day, days: number): Day => fromUtc(toUtc(day) + days * dayMs)

/** Days from one to the other: 0 for the same day, negative when `to` comes first. */
export const daysBetween = (from: Day, to: Day): number => Math.round((toUtc(to) - toUtc(from)) / dayMs)

/** Number of days of a period, at least 1. */
export const lengthOf = (period: Period): number => daysBetween(period.from, period.to) + 1

/** The period of the same length that ends the day before. */
export function previous(period: Period): Period {
  const to = addDays(period.from, -1)
  return { from: addDays(to, 1 - lengthOf(period)), to }
}

/** Every day of the period, in order. */
export const daysOf = (period: Period): Day[] =>
  Array.from({ length: Math.max(0, lengthOf(period)) }, (_, i) => addDays(period.from, i))

/** First day of the month of a day. */
export const monthStart = (day: Day): Day => `${day.slice(0, 7)}-01`

/** Same day of another month; the 31st becomes the month's last day. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return fromUtc(first.getTime())
}

export const monthEnd = (day: Day): Day => addDays(addMonths(monthStart(day), 1), -1)

/** 'YYYY-MM' of every month a period touches. */
export function monthsOf(period: Period): string[] {
  const months: string[] = []
  for (let day = monthStart(period.from); day <= period.to; day = addMonths(day, 1)) months.push(day.slice(0, 7))
  return months
}

/** Monday of the ISO week of a day. */
export const weekStart = (day: Day): Day => addDays(day, -((new Date(toUtc(day)).getUTCDay() + 6) % 7))

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    }) // prettier-ignore
    formatters.set(timeZone, formatter)
  }
  return formatter
}

/** The calendar day of an instant in a time zone (IANA name). */
export function dayIn(timeZone: string, instant: Date): Day {
  return wallClock(timeZone, instant).slice(0, 10)
}

/** The wall clock of an instant in a time zone: YYYY-MM-DDTHH:MM:SS. */
export function wallClock(timeZone: string, instant: Date): string {
  const part: Record<string, string> = {}
  for (const { type, value } of formatterOf(timeZone).formatToParts(instant)) part[type] = value
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}`
}

/**
 * The instant a day begins in a time zone. On the night of a clock change the day still begins once: 23- and 25-hour
 * days come out right. Where midnight does not exist, the day begins when the clock first shows it.
 */
export function startOfDay(timeZone: string, day: Day): Date {
  const wanted = toUtc(day)
  const offsetAt = (ms: number) => Date.parse(`${wallClock(timeZone, new Date(ms))}Z`) - ms
  // Offsets a day apart bracket any change of that night; the earliest instant already on the day wins.
  const candidates = [offsetAt(wanted - dayMs), offsetAt(wanted + dayMs)].map((offset) => wanted - offset)
  const onDay = candidates.filter(
    (ms) => dayIn(timeZone, new Date(ms)) === day && dayIn(timeZone, new Date(ms - 1)) < day,
  )
  return new Date(onDay.length > 0 ? Math.min(...onDay) : Math.max(...candidates))
}

/** Instants that bound a period in a time zone: from included, until excluded. */
export const boundsOf = (timeZone: string, period: Period): { from: Date; until: Date } => ({
  from: startOfDay(timeZone, period.from),
  until: startOfDay(timeZone, addDays(period.to, 1)),
})

/** Share of a period that has passed at the end of `today`: 0 before it, 1 after it. */
export function elapsedShare(period: Period, today: Day): number {
  const passed = daysBetween(period.from, today) + 1
  return Math.min(1, Math.max(0, passed / lengthOf(period)))
}
