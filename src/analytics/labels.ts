import { type Locale, formatDuration, formatNumber, formatPercent } from '../i18n.ts'
import { others, othersReferrer } from '../collect/bounds.ts'
import { isProperty, metrics } from './catalog.ts'
import type { DimensionName, MetricName } from './catalog.ts'
import type { fr } from './audience.fr.ts'
import { isFilter } from './filters.ts'
import type { Condition, FilterDimension } from './query.ts'

type Words = typeof fr

const regions = new Map<Locale, Intl.DisplayNames>()

/** How a value of a dimension is read: a country by its name, nothing by what its absence means. */
export function valueLabel(dimension: DimensionName, value: string, words: Words, locale: Locale): string {
  if (value === '') {
    if (dimension === 'source' || dimension === 'referrerHost') return words.unknown.source
    return dimension.startsWith('utm') ? words.unknown.utmCampaign : words.unknown.other
  }
  if (dimension === 'country') return countryName(value, locale)
  if (dimension === 'device') return ownName(words.devices, value)
  return dimension === 'channel' ? ownName(words.channels, value) : othersLabel(value, words)
}

/** What stands for the values over the bounds of a site (`collect/bounds.ts`), by its label; another value as it is. */
export const othersLabel = (value: string, words: Words): string =>
  value === others || value === othersReferrer ? words.others : value === `/${others}` ? `/${words.others}` : value

/** A site may call a channel "constructor", which every object has. */
export const ownName = (names: Readonly<Record<string, string>>, value: string): string =>
  Object.hasOwn(names, value) ? (names[value] ?? value) : value

function countryName(code: string, locale: Locale): string {
  if (!/^[A-Z]{2}$/.test(code)) return code
  const names = regions.get(locale) ?? new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' })
  regions.set(locale, names)
  return names.of(code) ?? code
}

/** A dimension by its name; a property of events by its own. */
export const dimensionText = (
  dimension: FilterDimension,
  dimensions: Readonly<Record<DimensionName, string>>,
  words: Words,
): string => (isProperty(dimension) ? words.property(dimension.slice('property.'.length)) : dimensions[dimension])

/** A condition as a sentence: "Canal est E-mail", "visiteurs avec (Page est /miel et Événement est commande)". */
export function conditionText(
  condition: Condition,
  dimensions: Readonly<Record<DimensionName, string>>,
  words: Words,
  locale: Locale,
): string {
  const text = (one: Condition) => conditionText(one, dimensions, words, locale)
  const inside = (one: Condition) => (isFilter(one) ? text(one) : `(${text(one)})`)
  if (!isFilter(condition)) {
    if ('all' in condition) return condition.all.map(inside).join(words.and)
    if ('any' in condition) return condition.any.map(inside).join(words.or)
    return `${words.having[condition.of][condition.has ? 'has' : 'hasNot']} ${inside(condition.where)}`
  }
  const { dimension, operator, values } = condition
  const label = (value: string) => (isProperty(dimension) ? value : valueLabel(dimension, value, words, locale))
  return `${dimensionText(dimension, dimensions, words)} ${words.operators[operator]} ${values.map(label).join(words.or)}`
}

/** A figure of the audience with its unit. */
export function metricText(metric: MetricName, value: number, locale: Locale): string {
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
