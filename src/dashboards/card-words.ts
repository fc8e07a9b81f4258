import type { MetricName } from '../analytics/catalog.ts'
import type { en as catalogEn } from '../analytics/catalog.en.ts'
import { metricText } from '../analytics/labels.ts'
import { type Locale, formatMoney, midSentence } from '../i18n.ts'
import type { Card } from './cards.ts'
import type { fr } from './dashboards.fr.ts'

export interface TitleWords {
  readonly t: typeof fr
  readonly catalog: typeof catalogEn
  readonly locale: Locale
}

/** The title of a card: its own, or one proposed from what it shows. @param kpi title of its KPI, where it has one */
export function cardTitle(card: Card, { t, catalog, locale }: TitleWords, kpi: string | null): string {
  if (card.title !== '') return card.title
  const label = (metric: MetricName) => catalog.metrics[metric].label
  const [first = 'visits'] = card.metrics
  const by = midSentence(catalog.dimensions[card.dimension], locale)
  switch (card.kind) {
    case 'number':
      return label(first)
    case 'line':
      return t.overTime(
        card.metrics.map((metric, i) => (i === 0 ? label(metric) : midSentence(label(metric), locale))).join(', '),
      )
    case 'bars':
    case 'table':
    case 'map':
      return t.barsTitle(label(first), by)
    case 'bullet':
      return kpi ?? t.bulletTitle(label(first))
    case 'note':
      return t.noteTitle
  }
}

/** A figure with its unit, money in the site's currency. */
export const figureText = (metric: MetricName, value: number, currency: string, locale: Locale): string =>
  metric === 'revenue' ? formatMoney(value, currency, locale) : metricText(metric, value, locale)
