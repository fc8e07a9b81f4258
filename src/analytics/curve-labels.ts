import { formatDate, formatDay } from '../i18n.ts'
import type { Locale } from '../i18n.ts'

/** A day, or a day and an hour in the site's own clock; the offset is said, since one hour of October comes twice. */
export const pointLabel = (at: string, locale: Locale): string =>
  at.includes('T')
    ? `${formatDate(at.slice(0, 10), locale)}, ${at.slice(11, 16)} (UTC${at.slice(16)})`
    : formatDate(at, locale)

/** The same under the axis, where there is little room. */
export function shortLabel(at: string, locale: Locale, severalDays: boolean): string {
  if (!at.includes('T')) return formatDay(at, locale)
  return severalDays ? `${formatDay(at.slice(0, 10), locale)} ${at.slice(11, 16)}` : at.slice(11, 16)
}
