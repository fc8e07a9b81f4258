import { type Day, addDays, addMonths, monthEnd, monthStart, startOfDay, weekStart } from '../period.ts'
import type { Field } from '../projects/field.ts'
import type { Kind, ValuesOf } from '../projects/kind.ts'

/** An object of the fictional company, before it has an id. */
export interface Piece {
  /** How the other pieces, the traffic and the tests call it. */
  readonly key: string
  readonly kind: Kind
  /** As a form would send them: what is left out is empty. */
  readonly values: Readonly<Record<string, unknown>>
  /** Keys of what it comes from. */
  readonly from: readonly string[]
  /** The day it was written. */
  readonly madeOn: Day
}

/** Days of the story, all of them counted from the day it is told. */
export interface Dates {
  readonly today: Day
  /** First and last day of the measured traffic: thirteen months that end today. */
  readonly measured: { readonly from: Day; readonly to: Day }
  readonly project: { readonly from: Day; readonly to: Day }
  readonly ago: (days: number) => Day
  readonly ahead: (days: number) => Day
  /** 'YYYY-MM', months from this one. */
  readonly month: (months: number) => string
  /** A day of the week (1 is Monday) so many weeks from this one. */
  readonly week: (weeks: number, weekday: number) => Day
  /** The latest such day of a year ('12-20') that has passed. */
  readonly last: (monthDay: string) => Day
}

/** The time zone the company lives in: its days, its calendar, its site. */
export const timeZone = 'Europe/Paris'

export function datesFrom(today: Day): Dates {
  const year = Number(today.slice(0, 4))
  return {
    today,
    measured: { from: addDays(addMonths(today, -13), 1), to: today },
    project: { from: monthStart(addMonths(today, -13)), to: monthEnd(addMonths(today, 5)) },
    ago: (days) => addDays(today, -days),
    ahead: (days) => addDays(today, days),
    month: (months) => addMonths(today, months).slice(0, 7),
    week: (weeks, weekday) => addDays(weekStart(today), weeks * 7 + weekday - 1),
    last: (monthDay) => (`${year}-${monthDay}` < today ? `${year}-${monthDay}` : `${year - 1}-${monthDay}`),
  }
}

/** An hour of a day in the company's time zone, as an instant. */
export const at = (day: Day, hour: number): string =>
  new Date(startOfDay(timeZone, day).getTime() + hour * 3_600_000).toISOString()

/** Months of equal weight, counted from this one, both included. */
export const monthsBetween = (dates: Dates, first: number, last: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: last - first + 1 }, (_, i) => [dates.month(first + i), 1]))

interface Told {
  readonly from?: readonly string[]
  readonly madeOn?: Day
}

/** The maker of pieces told on a day: `piece(insight, 'key', { title… }, { from: ['origin'] })`. */
export const pieces =
  (dates: Dates) =>
  <F extends Readonly<Record<string, Field>>>(
    kind: Kind<F>,
    key: string,
    values: Partial<ValuesOf<F>>,
    { from = [], madeOn = dates.ago(120) }: Told = {},
  ): Piece => ({ key, kind: kind as unknown as Kind, values, from, madeOn })
