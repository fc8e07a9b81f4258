import { addDays, isDay } from '../period.ts'

/** How dates of one table are written when they have slashes. */
export type DateOrder = 'dayFirst' | 'monthFirst' | 'unknown'

const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/

/** Whether days or months come first, from all the dates of a table: one above twelve tells. */
export function orderOf(dates: Iterable<string>): DateOrder {
  for (const date of dates) {
    const [, first = 0, second = 0] = slashed.exec(date.trim())?.map(Number) ?? []
    if (first > 12) return 'dayFirst'
    if (second > 12) return 'monthFirst'
  }
  return 'unknown'
}

/** A day as exports write it: 2025-05-17, 20250517, 17/05/2025, an instant; null when it is none. */
export function dayOf(text: string, order: DateOrder): string | null {
  const given = text.trim()
  const joined = /^(\d{4})(\d\d)(\d\d)$/.exec(given) ?? /^(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?$/.exec(given)
  const apart = joined ? null : slashed.exec(given)
  if (apart && order === 'unknown' && apart[1] !== apart[2]) return null
  const [year, month, day] = joined
    ? [joined[1], joined[2], joined[3]]
    : apart
      ? [apart[3], ...(order === 'monthFirst' ? [apart[1], apart[2]] : [apart[2], apart[1]])]
      : []
  const iso = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isDay(iso) ? iso : null
}

/** The day that lies so many days after another, as "0003" in a report of Google Analytics. */
export function nthDay(first: string, text: string): string | null {
  const start = dayOf(first, 'unknown')
  return start !== null && /^\d{1,5}$/.test(text.trim()) ? addDays(start, Number(text)) : null
}

/**
 * A number as spreadsheets write it: "1 234", "1,234", "1’234", "1.234,5", "12,5 %", "00:01:40"; null when it is none.
 * A percentage is a ratio, a duration is in seconds.
 * @param isWhole a count, in which a sign before three digits separates thousands
 */
export function numberOf(text: string, isWhole: boolean): number | null {
  const given = text.trim().replace(/[\s\u00a0\u202f'’]/g, '')
  if (given === '' || given === '-' || given === '—') return 0
  const clock = /^(\d+):(\d\d):(\d\d)$/.exec(given)
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])
  const isRatio = given.endsWith('%')
  const digits = isRatio ? given.slice(0, -1) : given.replace(/s$/, '')
  // Groups of three under one sign, or no group at all: in "1,2,3" no sign can be the decimal one.
  if (!/^(\d+([.,]\d*)?|\d{1,3}([.,])\d{3}(\3\d{3})*((?!\3)[.,]\d*)?)$/.test(digits)) return null
  const value = Number(plainDigits(digits, isWhole))
  return Number.isFinite(value) ? (isRatio ? value / 100 : value) : null
}

/** Which sign separates thousands and which the decimals: the last one does, unless it cannot. */
function plainDigits(text: string, isWhole: boolean): string {
  const signs = new Set(text.replace(/\d/g, ''))
  const isGrouped = /^[1-9]\d{0,2}([.,]\d{3})+$/.test(text) && signs.size === 1
  if (isGrouped && (isWhole || text.length > 7)) return text.replace(/[.,]/g, '')
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'))
  return last < 0 ? text : `${text.slice(0, last).replace(/[.,]/g, '')}.${text.slice(last + 1)}`
}
