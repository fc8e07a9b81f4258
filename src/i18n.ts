/** The product's languages; French first. */
export const locales = ['fr', 'en'] as const
export type Locale = (typeof locales)[number]

export const isLocale = (text: string | null | undefined): text is Locale => text === 'fr' || text === 'en'

const tags: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' }

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n ${locale} ${JSON.stringify(options)}`
  const made = (formats.get(key) as Intl.NumberFormat | undefined) ?? new Intl.NumberFormat(tags[locale], options)
  formats.set(key, made)
  return made
}

function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d ${locale} ${JSON.stringify(options)}`
  const made = (formats.get(key) as Intl.DateTimeFormat | undefined) ?? new Intl.DateTimeFormat(tags[locale], options)
  formats.set(key, made)
  return made
}

/** 1 234,5 */
export const formatNumber = (n: number, locale: Locale, decimals = 2): string =>
  numberFormat(locale, { maximumFractionDigits: decimals }).format(n)

/** A share as a percentage: 0.123 → 12,3 % */
export const formatPercent = (ratio: number, locale: Locale, decimals = 1): string =>
  numberFormat(locale, { style: 'percent', maximumFractionDigits: decimals }).format(ratio)

/** Integer cents: 125000 → 1 250 €; cents are shown unless they are zero. */
export const formatMoney = (cents: number, currency: string, locale: Locale): string =>
  numberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(cents / 100)

/** A name as it is written inside a sentence: "Objectifs" → "objectifs", but "KPI" stays. */
export const midSentence = (name: string, locale: Locale): string =>
  /^\p{Lu}{2}/u.test(name) ? name : name.charAt(0).toLocaleLowerCase(tags[locale]) + name.slice(1)

/** A calendar day: lun. 23 nov. 2026 */
export const formatDate = (day: string, locale: Locale): string =>
  dateFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/** A calendar day where its weekday says nothing: 23 nov. 2026 */
export const formatDayYear = (day: string, locale: Locale): string =>
  dateFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/** A calendar day of a year that is known: 23 nov. */
export const formatDay = (day: string, locale: Locale): string =>
  dateFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

/** The month of a calendar day: novembre 2026 */
export const formatMonth = (day: string, locale: Locale): string =>
  dateFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day.slice(0, 7)}-01T00:00:00Z`),
  )

/** The month of a calendar day where room is short: nov. 26 */
export const formatMonthShort = (day: string, locale: Locale): string =>
  dateFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' }).format(
    new Date(`${day.slice(0, 7)}-01T00:00:00Z`),
  )

/** An instant in a time zone: lun. 23 nov. 2026 à 14:05 */
export const formatInstant = (instant: Date, timeZone: string, locale: Locale): string =>
  dateFormat(locale, {
    weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone,
  }).format(instant) // prettier-ignore

/** Seconds as a person says them: 95 → 1 min 35 s */
export function formatDuration(seconds: number, locale: Locale): string {
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const space = locale === 'fr' ? '\u202f' : ' '
  if (hours > 0) return `${hours}${space}h ${String(minutes).padStart(2, '0')}${space}min`
  if (minutes > 0) return `${minutes}${space}min ${String(rest).padStart(2, '0')}${space}s`
  return `${rest}${space}s`
}

/** Cookie in which a browser keeps the language its reader chose; signing in sets it from the person's own setting. */
export const localeCookie = 'filrouge_locale'

/** The language of an answer: the browser's choice, else the person's setting, else what is accepted, else French. */
export function localeOf(request: Request, setting: Locale | null = null): Locale {
  const cookie = new RegExp(`(?:^|;\\s*)${localeCookie}=(fr|en)(?:;|$)`).exec(request.headers.get('cookie') ?? '')?.[1]
  if (isLocale(cookie)) return cookie
  if (setting) return setting
  const accepted = (request.headers.get('accept-language') ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/)
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { language } of accepted) if (isLocale(language)) return language
  return 'fr'
}
