import { dimensionNames, metricNames, metrics } from '../analytics/catalog.ts'
import type { MetricName } from '../analytics/catalog.ts'
import type { Words } from '../errors.ts'
import { choice, date, endBeforeStart, longText, money, number, ratioField, text } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'

export const goal = defineKind({
  name: 'goal',
  table: 'goals',
  path: 'goals',
  stage: 'measure',
  fields: {
    title: text({ required: true, max: 120 }),
    match: choice(['page', 'event'], { required: true }),
    pattern: text({ required: true, max: 500 }),
    valueCents: money(),
    site: text({ max: 253 }),
  },
  competency: () => 'C3.2',
  columns: ['title', 'match', 'pattern', 'valueCents', 'site'],
  check: ({ match, pattern }): Record<string, Words> =>
    match === 'page' && !/^[/*]/.test(pattern)
      ? {
          pattern: {
            fr: 'Un chemin de page commence par / : « /merci », ou « /boutique/* » pour tout ce qui suit.',
            en: 'A page path starts with /: “/thanks”, or “/shop/*” for all that follows.',
          },
        }
      : {},
  words: { fr: fr.goal, en: en.goal },
})

export type Goal = ValuesOf<typeof goal.fields>

/** A figure of the catalogue, or one that a person reads elsewhere and types. */
export const kpiMetrics = [...metricNames, 'manual'] as const
export type KpiMetric = (typeof kpiMetrics)[number]

/** Dimensions a KPI may be narrowed by; goals are linked to it, dates are its period. */
export const kpiDimensions = dimensionNames.filter((name) => name !== 'date' && name !== 'goal')

const kpiFields = {
  title: text({ required: true, max: 200 }),
  metric: choice(kpiMetrics, { required: true }),
  nature: choice(['aim', 'alert', 'anticipation'], { required: true }),
  direction: choice(['up', 'down'], { required: true }),
  owner: text({ max: 120 }),
  baseline: number({ group: 'target' }),
  target: number({ group: 'target' }),
  unit: text({ max: 40, group: 'target' }),
  threshold: ratioField({ group: 'target' }),
  startsOn: date({ group: 'target' }),
  endsOn: date({ group: 'target' }),
  site: text({ max: 253, group: 'scope' }),
  filterDimension: choice(kpiDimensions, { group: 'scope' }),
  filterValue: text({ max: 500, group: 'scope' }),
  measured: number({ group: 'manual' }),
  measuredOn: date({ group: 'manual' }),
  source: text({ max: 200, group: 'manual' }),
  cause: longText({ group: 'review' }),
}

export type Kpi = ValuesOf<typeof kpiFields>

export const kpi = defineKind({
  name: 'kpi',
  table: 'kpis',
  path: 'kpis',
  stage: 'measure',
  fields: kpiFields,
  competency: () => 'C3.1',
  columns: ['title', 'metric', 'nature', 'baseline', 'target', 'unit', 'startsOn', 'endsOn', 'owner'],
  check: checkKpi,
  views: [{ path: 'follow-up', words: { fr: fr.followUp.title, en: en.followUp.title } }],
  words: { fr: fr.kpi, en: en.kpi },
})

function checkKpi({
  startsOn,
  endsOn,
  baseline,
  target,
  direction,
  nature,
  filterDimension,
  filterValue,
}: Kpi): Record<string, Words> {
  const problems = endBeforeStart(startsOn, endsOn, 'endsOn')
  if (
    nature !== 'alert' &&
    baseline !== null &&
    target !== null &&
    (direction === 'up' ? target < baseline : target > baseline)
  )
    problems['target'] = {
      fr: 'La cible va dans l’autre sens que le progrès attendu : corrigez la cible ou le sens.',
      en: 'The target goes against the progress expected: mend the target or the direction.',
    }
  if ((filterDimension === null) !== (filterValue === null))
    problems[filterValue === null ? 'filterValue' : 'filterDimension'] = {
      fr: 'Un filtre a une dimension et une valeur.',
      en: 'A filter has a dimension and a value.',
    }
  return problems
}

/** Units in which people write targets: per cent, euros, seconds, plain numbers. */
export type KpiUnit = 'percent' | 'money' | 'seconds' | 'number'

export const kpiUnit = (metric: string): KpiUnit => {
  const unit = isCatalogMetric(metric) ? metrics[metric].unit : null
  return unit === 'ratio' ? 'percent' : unit === 'cents' ? 'money' : unit === 'second' ? 'seconds' : 'number'
}

/** A figure of the catalogue in the unit its target is written in: 0.023 → 2.3 %, 125050 cents → 1250.5 €. */
export const inKpiUnit = (metric: string, value: number | null): number | null => {
  const unit = kpiUnit(metric)
  return value === null
    ? null
    : unit === 'percent' || unit === 'money'
      ? Number((unit === 'percent' ? value * 100 : value / 100).toPrecision(12))
      : value
}

/**
 * Whether the figure grows as days pass (visits, orders) rather than being true of any day (a rate, a number of followers).
 * Its path then starts from nothing on the first day, whatever the baseline, which is the same span before.
 */
export const accumulates = (metric: string): boolean => isCatalogMetric(metric) && metrics[metric].kind !== 'ratio'

export const isCatalogMetric = (metric: string): metric is MetricName => Object.hasOwn(metrics, metric)
