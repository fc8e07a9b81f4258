import type { Locale } from '../i18n.ts'

const tags: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' }

/** A month 'YYYY-MM' as people say it: novembre 2026, or nov. where there is little room. */
export const monthName = (month: string, locale: Locale, width: 'long' | 'short' | 'letter' = 'long'): string =>
  new Intl.DateTimeFormat(tags[locale], {
    month: width === 'letter' ? 'narrow' : width,
    ...(width === 'long' ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(new Date(`${month.slice(0, 7)}-01T00:00:00Z`))

/** The month after 'YYYY-MM'. */
export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
