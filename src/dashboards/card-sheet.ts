import { type MetricName, metricOf } from '../analytics/catalog.ts'
import { en as catalogEn } from '../analytics/catalog.en.ts'
import { fr as catalogFr } from '../analytics/catalog.fr.ts'
import type { Locale } from '../i18n.ts'
import { inUnit } from '../kpis/unit.ts'
import type { Column, Sheet } from '../xlsx.ts'
import type { CardFigures } from './figures.store.ts'
import { en } from './titles.en.ts'
import { fr } from './titles.fr.ts'

/** What a card shows as a table: its course, its rows, or its figure; every row, with the rule of small figures. */
export function cardSheet(one: CardFigures, locale: Locale): Sheet {
  const t = { fr, en }[locale]
  const { units } = { fr: catalogFr, en: catalogEn }[locale]
  const { card, kpi, fact, said } = one
  const { title } = said
  const column = (metric: MetricName, i: number): Column => {
    const { unit } = metricOf(metric)
    return { label: `${said.metrics[i]} (${units[unit]})`, format: unit === 'ratio' ? 'percent' : 'number' }
  }
  const text = (label: string): Column => ({ label, format: 'text' })
  const number = (label: string): Column => ({ label, format: 'number' })
  if (kpi && card.kind === 'line')
    return {
      title,
      columns: [text(t.date), number(t.value), number(t.path)],
      rows: kpi.course.map(({ day, actual, planned }) => [day, actual, planned]),
    }
  if (kpi || fact)
    return {
      title,
      columns: [text(t.name), number(t.value), number(t.target)],
      rows: [[title, (kpi ?? fact)?.value ?? null, kpi ? kpi.target : targetOf(one)]],
    }
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
        rows: [[title, one.totals[0] ?? null, card.target]],
      }
    default:
      return {
        title,
        columns: [text(said.by), ...card.metrics.map(column)],
        rows: one.rows.map(({ label, values }) => [label, ...values]),
      }
  }
}

/** The target of a fact in the unit its value is shown in. */
const targetOf = ({ card, fact }: CardFigures): number | null =>
  fact === null ? null : card.target === null ? fact.planned : inUnit(fact.figure, card.target)
