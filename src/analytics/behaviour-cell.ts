import { formatDuration, formatMoney, formatNumber, formatPercent, type Locale } from '../i18n.ts'
import type { fr as audienceFr } from './audience.fr.ts'
import type { Cell, Unit } from './behaviour.ts'
import type { fr } from './behaviour.fr.ts'
import { dimensionNames } from './catalog.ts'
import { othersLabel, valueLabel } from './labels.ts'

/** A cell of text as it is read: a value by its label, an absence by what it means. */
export function cellText(key: string, value: string, t: typeof fr, words: typeof audienceFr, locale: Locale): string {
  if (key === 'vital') return t.vitals[value] ?? value
  if (value === '' && key in t.none) return t.none[key as keyof typeof t.none]
  const dimension = dimensionNames.find((one) => one === key)
  return dimension
    ? valueLabel(dimension, value, words, locale)
    : value === ''
      ? t.none.other
      : othersLabel(value, words)
}

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
