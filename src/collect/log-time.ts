const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Milliseconds of a date written in figures; null where it is none. Offset in minutes east of Greenwich. */
function instant(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  offset: number,
): number | null {
  // A leap second is a second; a 31st of June or an hour of 25 is a damaged line, not a later one.
  const isSound =
    month >= 0 &&
    month <= 11 &&
    day >= 1 &&
    day <= new Date(Date.UTC(year, month + 1, 0)).getUTCDate() &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 60
  return isSound ? Date.UTC(year, month, day, hour, minute - offset, second) : null
}

const offsetOf = (sign: string, hours: string, minutes: string): number =>
  (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)

const clf = /^\[?(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.\d+)? ([+-])(\d\d):?(\d\d)\]?$/

/** Milliseconds of `17/May/2015:10:05:03 +0200`, in brackets or not. */
export function clfInstant(text: string): number | null {
  const found = clf.exec(text)
  if (!found) return null
  const [, day, month = '', year, hour, minute, second, sign = '', hours = '', minutes = ''] = found
  return instant(
    Number(year),
    months.indexOf(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    offsetOf(sign, hours, minutes),
  )
}

const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?(?:(Z|UTC)|([+-])(\d\d):?(\d\d)?))?$/i

/** Milliseconds of `2015-05-17T10:05:03.123+02:00`; without an offset it is universal time, as in W3C logs. */
export function isoInstant(text: string): number | null {
  const found = iso.exec(text)
  if (!found) return null
  const [, year, month, day, hour, minute, second, fraction = '', , sign = '', hours = '0', minutes = '0'] = found
  const whole = instant(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    offsetOf(sign, hours, minutes),
  )
  return whole === null ? null : whole + Number(fraction.slice(0, 3).padEnd(3, '0'))
}

/** Milliseconds of a number of seconds, milliseconds, microseconds or nanoseconds since 1970: its size tells which. */
export function epochInstant(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0) return null
  const scale = value < 1e11 ? 1_000 : value < 1e14 ? 1 : value < 1e17 ? 1e-3 : 1e-6
  // A fraction in base two may lie a hair under the thousandth it was written as.
  return Math.floor(value * scale + 0.001)
}

/** An instant in any of these forms. */
export const anyInstant = (text: string): number | null =>
  /^\d+(\.\d+)?$/.test(text) ? epochInstant(Number(text)) : (isoInstant(text) ?? clfInstant(text))
