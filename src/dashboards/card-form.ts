import { type DimensionName, type MetricName, metricNames, metricOf } from '../analytics/catalog.ts'
import type { Words } from '../errors.ts'
import { type FactName, facts } from '../kpis/formula-names.ts'
import { fromUnit, inUnit, kpiUnit, unitOfFormula } from '../kpis/unit.ts'
import { isUuid } from '../uuid.ts'
import {
  type Card,
  type CardField,
  type CardKind,
  cardDimensions,
  cardKinds,
  fieldsOf,
  usualWidths,
  widths,
} from './cards.ts'

/** A card as its form shows it, and a card out of a form. */

const mostMetrics = 4
const longestTitle = 120
const longestNote = 2_000
const mostFilters = 10

/** Facts that a target may have as its own: what was planned of them. */
export const plannedOf: Partial<Readonly<Record<FactName, FactName>>> = {
  budgetCommitted: 'budgetPlanned',
  budgetSpent: 'budgetPlanned',
  campaignCost: 'campaignBudget',
  tasksDone: 'tasksPlanned',
  contentsPublished: 'contentsPlanned',
}

type Figure = Pick<Card, 'kpi' | 'fact'> & { readonly metric: MetricName | null }

/** A figure as one field of a form sends it: "metric.visits", "fact.budgetSpent", "kpi.<id>". */
export const figureField = ({ kpi, fact, metrics }: Card): string =>
  kpi !== null ? `kpi.${kpi}` : fact !== null ? `fact.${fact}` : `metric.${metrics[0] ?? 'visits'}`

function readFigure(written: string): Figure | null {
  const nothing = { kpi: null, fact: null, metric: null }
  const [of = '', name = ''] = written.split('.')
  if (of === 'kpi') return isUuid(name) ? { ...nothing, kpi: name } : null
  if (of === 'fact') return isFact(name) ? { ...nothing, fact: name } : null
  const metric = metricNames.find((one) => one === name)
  return of === 'metric' && metric ? { ...nothing, metric } : null
}

const isFact = (name: string): name is FactName => Object.hasOwn(facts, name)

/** The unit in which people write the target of a card. */
export const targetUnit = ({ fact, metrics }: Pick<Card, 'fact' | 'metrics'>) =>
  fact === null ? kpiUnit(metrics[0] ?? 'visits') : unitOfFormula(facts[fact].unit, null)

/** The target of a card as its form shows it: 3 for 3 %, 1250.5 for 1 250,50 €. */
export const targetText = (card: Card): string =>
  card.target === null ? '' : String(inUnit(targetUnit(card), card.target))

type Read = { readonly card: Card } | { readonly problems: Readonly<Record<string, Words>> }

/**
 * A card as its form says it; what its kind does not ask stays as it was.
 * @param one texts by their names
 * @param chosen metrics that are ticked
 * @param filters as an address writes them; null when one of them is not understood
 */
export function readCard(
  before: Card,
  one: (name: string) => string,
  chosen: readonly MetricName[],
  filters: readonly string[] | null,
): Read {
  const problems: Record<string, Words> = {}
  const kind = cardKinds.find((name) => name === one('kind'))
  if (!kind) return { problems: { kind: { fr: 'Choisissez une forme.', en: 'Choose a form.' } } }
  const asks = (field: CardField) => fieldsOf[kind].includes(field)
  const course = asks('course') && isUuid(one('course')) ? one('course') : null
  const figure = asks('figure') ? readFigure(one('figure')) : null
  if (asks('figure') && !figure) problems['figure'] = { fr: 'Choisissez un chiffre.', en: 'Choose a figure.' }
  const metric = asks('metric') ? metricNames.find((name) => name === one('metric')) : figure?.metric
  if (asks('metric') && !metric) problems['metric'] = { fr: 'Choisissez une métrique.', en: 'Choose a metric.' }
  if (asks('metrics') && course === null && chosen.length === 0)
    problems['metrics'] = { fr: 'Choisissez au moins une métrique.', en: 'Choose at least one metric.' }
  if (asks('metrics') && chosen.length > mostMetrics)
    problems['metrics'] = { fr: `${mostMetrics} métriques au plus.`, en: `${mostMetrics} metrics at most.` }
  if (kind === 'line' && course === null && new Set(chosen.map((name) => scaleOf(name))).size > 1)
    problems['metrics'] = {
      fr: 'Une courbe n’a qu’une échelle : choisissez des métriques de même unité.',
      en: 'A curve has one scale: choose metrics of one unit.',
    }
  const metrics = asks('metrics') && chosen.length > 0 ? chosen : metric ? [metric] : before.metrics
  const said = { kpi: figure?.kpi ?? course, fact: figure?.fact ?? null, metrics }
  const target = asks('target') && said.kpi === null ? readTarget(one('target'), said, problems) : before.target
  if (asks('narrow') && filters === null)
    problems['filters'] = {
      fr: 'Un filtre n’est pas compris : retirez-le et choisissez-le de nouveau.',
      en: 'A filter is not understood: take it away and choose it again.',
    }
  if ((filters ?? []).length > mostFilters)
    problems['filters'] = { fr: `${mostFilters} filtres au plus.`, en: `${mostFilters} filters at most.` }
  const title = one('title').trim()
  if (title.length > longestTitle)
    problems['title'] = { fr: `${longestTitle} caractères au plus.`, en: `${longestTitle} characters at most.` }
  const note = asks('note') ? one('note').trim() : before.note
  if (asks('note') && note === '') problems['note'] = { fr: 'Écrivez la note.', en: 'Write the note.' }
  if (note.length > longestNote)
    problems['note'] = { fr: `${longestNote} caractères au plus.`, en: `${longestNote} characters at most.` }
  if (Object.keys(problems).length > 0) return { problems }
  return {
    card: {
      id: before.id,
      kind,
      title,
      ...said,
      dimension: dimensionRead(before, kind, one),
      filters: asks('narrow') ? (filters ?? []) : before.filters,
      segment: asks('narrow') ? (isUuid(one('segment')) ? one('segment') : null) : before.segment,
      target,
      note,
      width: widths.find((width) => String(width) === one('width')) ?? usualWidths[kind],
    },
  }
}

/** What an axis can hold together: counts of whatever; shares, durations, amounts and views a visit each alone. */
function scaleOf(metric: MetricName): string {
  const { unit } = metricOf(metric)
  return ['ratio', 'second', 'cents', 'viewPerVisit'].includes(unit) ? unit : 'count'
}

function dimensionRead(before: Card, kind: CardKind, one: (name: string) => string): DimensionName {
  if (kind === 'map') return one('place') === 'country' ? 'country' : 'region'
  const asked = fieldsOf[kind].includes('dimension') ? cardDimensions.find((name) => name === one('dimension')) : null
  return asked ?? before.dimension
}

/** A target as people write it, in the unit of its figure; null where the figure has one of its own. */
function readTarget(
  typed: string,
  said: Pick<Card, 'fact' | 'metrics'>,
  problems: Record<string, Words>,
): number | null {
  const plain = typed.replace(/[\s\u00a0\u202f%€]/g, '').replace(',', '.')
  if (plain === '') {
    if (said.fact === null || plannedOf[said.fact] === undefined)
      problems['target'] = { fr: 'Donnez la cible à atteindre.', en: 'Give the target to reach.' }
    return null
  }
  const number = Number(plain)
  if (!(Number.isFinite(number) && number > 0 && number < 1e12)) {
    problems['target'] = { fr: 'Écrivez un nombre positif.', en: 'Write a positive number.' }
    return null
  }
  return fromUnit(targetUnit(said), number)
}
