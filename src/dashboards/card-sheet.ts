import { en as audienceEn } from '../analytics/audience.en.ts'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { type MetricName, metricOf } from '../analytics/catalog.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import { valueLabel } from '../analytics/labels.ts'
import type { Locale } from '../i18n.ts'
import type { Column, Sheet } from '../xlsx.ts'
import { en } from './dashboards.en.ts'
import { fr } from './dashboards.fr.ts'
import type { CardFigures } from './figures.store.ts'

/** What a card shows as a table: its course, its rows, or its figure; every row, with the rule of small figures. */
export function cardSheet(one: CardFigures, title: string, locale: Locale): Sheet {
  const t = { fr, en }[locale]
  const catalog = { fr: catalogFr, en: catalogEn }[locale]
  const audience = { fr: audienceFr, en: audienceEn }[locale]
  const { card, kpi } = one
  const column = (metric: MetricName): Column => {
    const { unit } = metricOf(metric)
    return {
      label: `${catalog.metrics[metric].label} (${catalog.units[unit]})`,
      format: unit === 'ratio' ? 'percent' : 'number',
    }
  }
  const text = (label: string): Column => ({ label, format: 'text' })
  const number = (label: string): Column => ({ label, format: 'number' })
  switch (card.kind) {
    case 'note':
      return { title, columns: [text(t.noteTitle)], rows: [[card.note]] }
    case 'number':
    case 'line':
      return {
        title,
        columns: [text(t.date), ...card.metrics.map(column)],
        rows: one.at.map((at, i) => [at, ...card.metrics.map((_, m) => one.series[m]?.[i] ?? null)]),
      }
    case 'bullet':
      return {
        title,
        columns: [text(t.name), number(t.value), number(t.target)],
        rows: [[title, kpi ? kpi.value : (one.totals[0] ?? null), kpi ? kpi.target : card.target]],
      }
    default:
      return {
        title,
        columns: [text(catalog.dimensions[card.dimension]), ...card.metrics.map(column)],
        rows: one.rows.map(({ name, values }) => [valueLabel(card.dimension, name, audience, locale), ...values]),
      }
  }
}
