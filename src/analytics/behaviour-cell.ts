import { formatDuration, formatMoney, formatNumber, formatPercent, type Locale } from '../i18n.ts'
import type { Cell, Unit } from './behaviour.ts'

/** Milliseconds as they are said of a page: 180 ms, 2,45 s. */
const milliseconds = (ms: number, locale: Locale) => {
  const space = locale === 'fr' ? '\u202f' : ' '
  return Math.round(ms) < 1_000
    ? `${formatNumber(ms, locale, 0)}${space}ms`
    : `${formatNumber(ms / 1_000, locale, 2)}${space}s`
}

/** A figure of behaviour with its unit; "—" where there is none. */
export function figureText(value: Cell | undefined, unit: Unit, currency: string, locale: Locale): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  switch (unit) {
    case 'ratio':
      return formatPercent(value, locale)
    case 'percent':
      return formatPercent(value / 100, locale, 0)
    case 'second':
      return formatDuration(value, locale)
    case 'cents':
      return formatMoney(Math.round(value), currency, locale)
    case 'ms':
      return milliseconds(value, locale)
    case 'score':
      return formatNumber(value, locale, 3)
    case 'number':
      return formatNumber(value, locale, 2)
    default:
      return formatNumber(value, locale, 0)
  }
}
