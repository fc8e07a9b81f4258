import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import type { MetricName } from '../analytics/catalog.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { readCondition } from '../analytics/filters.ts'
import { conditionText, valueLabel } from '../analytics/labels.ts'
import { type Locale, midSentence } from '../i18n.ts'
import { en as factsEn } from '../kpis/formula.en.ts'
import { fr as factsFr } from '../kpis/formula.fr.ts'
import type { Card } from './cards.ts'
import { en } from './titles.en.ts'
import { fr } from './titles.fr.ts'

/**
 * What is written on a card beside its figures, in the reader's language: made where the figures are, so that a browser is
 * sent the words of its cards and not those of every metric and place.
 */
export interface Said {
  readonly title: string
  /** One for each metric of the card. */
  readonly metrics: readonly string[]
  /** The dimension by which it goes. */
  readonly by: string
  /** Its segment and filters, as sentences. */
  readonly foot: readonly string[]
}

/** @param kpi title of its KPI, where it has one; @param segment name of its segment */
export function saidOf(card: Card, kpi: string | null, segment: string | null, locale: Locale): Said {
  const t = { fr, en }[locale]
  const catalog = { fr: catalogFr, en: catalogEn }[locale]
  const audience = { fr: audienceFr, en: audienceEn }[locale]
  const conditions = card.filters.flatMap((written) => readCondition(written) ?? [])
  return {
    title: titleOf(card, kpi, locale),
    metrics: card.metrics.map((metric) => catalog.metrics[metric].label),
    by: catalog.dimensions[card.dimension],
    foot: [
      ...(segment === null ? [] : [t.segment(segment)]),
      ...conditions.map((one) => t.filtered(conditionText(one, catalog.dimensions, audience, locale))),
    ],
  }
}

/** The title of a card: its own, or one proposed from what it shows. @param kpi title of its KPI, where it has one */
export function titleOf(card: Card, kpi: string | null, locale: Locale): string {
  if (card.title !== '') return card.title
  const t = { fr, en }[locale]
  const catalog = { fr: catalogFr, en: catalogEn }[locale]
  const label = (metric: MetricName) => catalog.metrics[metric].label
  const [first = 'visits'] = card.metrics
  const by = midSentence(catalog.dimensions[card.dimension], locale)
  if (card.kind === 'note') return t.noteTitle
  if (['number', 'line', 'bullet'].includes(card.kind) && card.kpi !== null) return kpi ?? t.lostKpi
  if (['number', 'bullet'].includes(card.kind) && card.fact !== null) return factLabel(card.fact, locale)
  switch (card.kind) {
    case 'number':
      return label(first)
    case 'line':
      return t.overTime(
        card.metrics.map((metric, i) => (i === 0 ? label(metric) : midSentence(label(metric), locale))).join(', '),
      )
    case 'bullet':
      return t.bulletTitle(label(first))
    default:
      return t.barsTitle(label(first), by)
  }
}

export const factLabel = (fact: NonNullable<Card['fact']>, locale: Locale): string =>
  ({ fr: factsFr, en: factsEn })[locale].facts[fact].label

/** How a value of a dimension is read on a card. */
export const rowLabel = (dimension: Card['dimension'], name: string, locale: Locale): string =>
  valueLabel(dimension, name, { fr: audienceFr, en: audienceEn }[locale], locale)
