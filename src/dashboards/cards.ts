import { dimensionNames, metricNames } from '../analytics/catalog.ts'
import type { DimensionName, MetricName } from '../analytics/catalog.ts'
import { readCondition } from '../analytics/filters.ts'
import type { Words } from '../errors.ts'
import { isUuid } from '../uuid.ts'

export const cardKinds = ['number', 'line', 'bars', 'table', 'bullet', 'map', 'note'] as const
export type CardKind = (typeof cardKinds)[number]

/** Columns of twelve that a card may take. */
export const widths = [3, 4, 6, 8, 12] as const
export type Width = (typeof widths)[number]

/** One card of a dashboard. A kind looks at its own fields; the others are kept, so that a change of kind loses nothing. */
export interface Card {
  readonly id: string
  readonly kind: CardKind
  /** Empty: the title is proposed from what the card shows. */
  readonly title: string
  /** Several for a table or a curve; the first for the others. */
  readonly metrics: readonly MetricName[]
  readonly dimension: DimensionName
  /** As the audience writes them in an address. */
  readonly filters: readonly string[]
  /** A segment of the project. */
  readonly segment: string | null
  /** A KPI whose own target counts; null where a metric has the typed one. */
  readonly kpi: string | null
  readonly target: number | null
  readonly note: string
  readonly width: Width
}

export const mostCards = 24
export const mostMetrics = 4
const longestTitle = 120
const longestNote = 2_000
const mostFilters = 10

/** A card with what is said of it, the rest as usual. */
export const cardOf = (kind: CardKind, said: Partial<Card> = {}): Card => ({
  id: '',
  kind,
  title: '',
  metrics: ['visits'],
  dimension: kind === 'map' ? 'region' : 'channel',
  filters: [],
  segment: null,
  kpi: null,
  target: null,
  note: '',
  width: usualWidths[kind],
  ...said,
})

const usualWidths: Readonly<Record<CardKind, Width>> = {
  number: 3,
  line: 8,
  bars: 4,
  table: 6,
  bullet: 6,
  map: 6,
  note: 4,
}

/** Dimensions by which bars and tables may go: time is for curves. */
export const cardDimensions = dimensionNames.filter((name) => name !== 'date')

type Read = { readonly card: Card } | { readonly problems: Readonly<Record<string, Words>> }

/** A card as its form says it; texts by their names, the metrics under `metrics`. */
export function readCard(one: (name: string) => string, all: (name: string) => readonly string[], id: string): Read {
  const problems: Record<string, Words> = {}
  const kind = cardKinds.find((name) => name === one('kind'))
  if (!kind) problems['kind'] = { fr: 'Choisissez une forme.', en: 'Choose a form.' }
  const shape = kind ?? 'number'
  const metrics = metricNames.filter((name) => all('metrics').includes(name))
  const kpi = shape === 'bullet' && isUuid(one('kpi')) ? one('kpi') : null
  const isMeasured = shape !== 'note' && kpi === null
  if (isMeasured && metrics.length === 0)
    problems['metrics'] = { fr: 'Choisissez au moins une métrique.', en: 'Choose at least one metric.' }
  if (metrics.length > mostMetrics)
    problems['metrics'] = { fr: `${mostMetrics} métriques au plus.`, en: `${mostMetrics} metrics at most.` }
  const target = one('target').trim()
  const number = Number(target.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'))
  if (target !== '' && !(Number.isFinite(number) && number > 0 && number < 1e12))
    problems['target'] = { fr: 'Un nombre positif.', en: 'A positive number.' }
  if (shape === 'bullet' && kpi === null && target === '')
    problems['target'] = { fr: 'Choisissez un KPI ou donnez une cible.', en: 'Choose a KPI or give a target.' }
  const written = one('filters').split(/\r?\n/).filter((line) => line.trim() !== '') // prettier-ignore
  const wrong = written.find((line) => readCondition(line.trim()) === null)
  if (wrong !== undefined)
    problems['filters'] = {
      fr: `« ${wrong.slice(0, 80)} » n’est pas un filtre : écrivez par exemple channel:is:Email.`,
      en: `“${wrong.slice(0, 80)}” is no filter: write for instance channel:is:Email.`,
    }
  if (written.length > mostFilters)
    problems['filters'] = { fr: `${mostFilters} filtres au plus.`, en: `${mostFilters} filters at most.` }
  if (one('title').length > longestTitle)
    problems['title'] = { fr: `${longestTitle} caractères au plus.`, en: `${longestTitle} characters at most.` }
  const note = one('note').trim()
  if (shape === 'note' && note === '') problems['note'] = { fr: 'Écrivez la note.', en: 'Write the note.' }
  if (note.length > longestNote)
    problems['note'] = { fr: `${longestNote} caractères au plus.`, en: `${longestNote} characters at most.` }
  if (Object.keys(problems).length > 0) return { problems }
  const dimension = cardDimensions.find((name) => name === one('dimension'))
  return {
    card: cardOf(shape, {
      id,
      title: one('title').trim(),
      metrics: metrics.length > 0 ? metrics : ['visits'],
      dimension: shape === 'map' && dimension !== 'country' ? 'region' : (dimension ?? 'channel'),
      filters: written.map((line) => line.trim()),
      segment: isUuid(one('segment')) ? one('segment') : null,
      kpi,
      target: target === '' ? null : number,
      note,
      width: widths.find((width) => String(width) === one('width')) ?? usualWidths[shape],
    }),
  }
}
