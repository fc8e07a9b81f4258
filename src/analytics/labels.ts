import { type Locale, formatDuration, formatNumber, formatPercent } from '../i18n.ts'
import type { Headline } from './audience.ts'
import { metrics } from './catalog.ts'
import type { DimensionName } from './catalog.ts'
import type { fr } from './audience.fr.ts'
import type { Filter } from './query.ts'

type Words = typeof fr

const regions = new Map<Locale, Intl.DisplayNames>()

/** How a value of a dimension is read: a country by its name, nothing by what its absence means. */
export function valueLabel(dimension: DimensionName, value: string, words: Words, locale: Locale): string {
  if (value === '') {
    if (dimension === 'source' || dimension === 'referrerHost') return words.unknown.source
    return dimension.startsWith('utm') ? words.unknown.utmCampaign : words.unknown.other
  }
  if (dimension === 'country') return countryName(value, locale)
  if (dimension === 'device') return words.devices[value] ?? value
  return dimension === 'channel' ? (words.channels[value] ?? value) : value
}

function countryName(code: string, locale: Locale): string {
  if (!/^[A-Z]{2}$/.test(code)) return code
  const names = regions.get(locale) ?? new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' })
  regions.set(locale, names)
  return names.of(code) ?? code
}

/** A filter as a sentence: "Canal est E-mail". */
export const filterText = (
  { dimension, operator, values }: Filter,
  dimensions: Readonly<Record<DimensionName, string>>,
  words: Words,
  locale: Locale,
): string =>
  `${dimensions[dimension]} ${words.operators[operator]} ${values.map((value) => valueLabel(dimension, value, words, locale)).join(words.or)}`

/** A figure of the audience with its unit. */
export function metricText(metric: Headline, value: number, locale: Locale): string {
  switch (metrics[metric].unit) {
    case 'ratio':
      return formatPercent(value, locale)
    case 'second':
      return formatDuration(value, locale)
    case 'viewPerVisit':
      return formatNumber(value, locale)
    default:
      return formatNumber(value, locale, 0)
  }
}
