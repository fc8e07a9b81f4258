import * as z from 'zod'
import { dimensionNames, metricNames } from '../analytics/catalog.ts'
import { goalMatches } from '../analytics/goals.ts'
import type { Words } from '../errors.ts'
import { isDay } from '../period.ts'
import {
  choice,
  date,
  endBeforeStart,
  integer,
  json,
  longText,
  money,
  number,
  ratioField,
  text,
} from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { figureKind } from './compiled.ts'
import { maxFormula } from './formula.ts'
import { checkFormula } from './formula-value.ts'
import { en } from './kpis.en.ts'
import { fr } from './kpis.fr.ts'
import { pathShapes } from './path.ts'

const goalFields = {
  title: text({ required: true, max: 120 }),
  match: choice(goalMatches, { required: true }),
  pattern: text({ required: true, max: 500 }),
  property: text({ max: 300 }),
  propertyValue: text({ max: 500 }),
  threshold: integer({ min: 0, max: 1_000_000 }),
  valueCents: money(),
  site: text({ max: 253 }),
}

export const goal = defineKind({
  name: 'goal',
  table: 'goals',
  path: 'goals',
  stage: 'measure',
  fields: goalFields,
  competency: () => 'C3.2',
  columns: ['title', 'match', 'pattern', 'valueCents', 'site'],
  check: checkGoal,
  words: { fr: fr.goal, en: en.goal },
})

export type Goal = ValuesOf<typeof goalFields>

function checkGoal({ match, pattern, property, propertyValue, threshold }: Goal): Record<string, Words> {
  const problems: Record<string, Words> = {}
  if (match !== 'event' && match !== 'revenue' && !/^[/*]/.test(pattern))
    problems['pattern'] = {
      fr: 'Un chemin de page commence par / : « /merci », ou « /boutique/* » pour tout ce qui suit.',
      en: 'A page path starts with /: “/thanks”, or “/shop/*” for all that follows.',
    }
  const told = { property, propertyValue }
  const filled = Object.entries(told).flatMap(([name, value]) => (value === null ? [] : [name]))
  if (match !== 'event')
    for (const name of filled)
      problems[name] = { fr: 'Seul un événement a des propriétés.', en: 'Only an event has properties.' }
  else if (filled.length === 1)
    problems[property === null ? 'property' : 'propertyValue'] = {
      fr: 'Une propriété a un nom et une valeur.',
      en: 'A property has a name and a value.',
    }
  if ((match === 'scroll' || match === 'time') && (threshold ?? 0) < 1)
    problems['threshold'] = {
      fr: 'Dites à partir de combien : 75 (%) de la page, ou 30 (secondes).',
      en: 'Say from how much: 75 (%) of the page, or 30 (seconds).',
    }
  if (match === 'scroll' && (threshold ?? 0) > 100)
    problems['threshold'] = { fr: 'Une page se lit à 100 % au plus.', en: 'A page is read to 100% at most.' }
  if ((match === 'page' || match === 'event') && threshold !== null)
    problems['threshold'] = {
      fr: 'Le seuil vaut pour la lecture, le temps et le montant : laissez-le vide ici.',
      en: 'The threshold is for reading, time and amounts: leave it empty here.',
    }
  return problems
}

/** A figure of the catalogue, a formula over several, or one that a person reads elsewhere and types. */
export const kpiMetrics = [...metricNames, 'formula', 'manual'] as const
export type KpiMetric = (typeof kpiMetrics)[number]

/** Dimensions a KPI may be narrowed by; goals are linked to it, dates are its period. */
export const kpiDimensions = dimensionNames.filter((name) => name !== 'date' && name !== 'goal')

/** A path drawn by hand has as many points as there are weeks in three years, at most. */
export const maxPoints = 160
const pointsSchema = z
  .array(z.strictObject({ day: z.string().refine(isDay), value: z.number().min(-1_000_000_000).max(1_000_000_000) }))
  .max(maxPoints)

const kpiFields = {
  title: text({ required: true, max: 200 }),
  metric: choice(kpiMetrics, { required: true }),
  nature: choice(['aim', 'alert', 'anticipation'], { required: true }),
  direction: choice(['up', 'down'], { required: true }),
  owner: text({ max: 120 }),
  formula: text({ max: maxFormula }),
  baseline: number({ group: 'target' }),
  target: number({ group: 'target' }),
  unit: text({ max: 40, group: 'target' }),
  threshold: ratioField({ group: 'target' }),
  startsOn: date({ group: 'target' }),
  endsOn: date({ group: 'target' }),
  pathShape: choice(pathShapes, { group: 'target' }),
  path: json(pointsSchema, { hidden: true }),
  site: text({ max: 253, group: 'scope' }),
  filterDimension: choice(kpiDimensions, { group: 'scope' }),
  filterValue: text({ max: 500, group: 'scope' }),
  measured: number({ group: 'manual' }),
  measuredOn: date({ group: 'manual' }),
  source: text({ max: 200, group: 'manual' }),
  cause: longText({ group: 'review' }),
}

export type Kpi = ValuesOf<typeof kpiFields>

/** The pages of one KPI, beside its own. */
export const kpiViews = ['follow-up', 'formula', 'path', 'forecast', 'what-if'] as const

export const kpi = defineKind({
  name: 'kpi',
  table: 'kpis',
  path: 'kpis',
  stage: 'measure',
  fields: kpiFields,
  competency: () => 'C3.1',
  columns: ['title', 'metric', 'nature', 'baseline', 'target', 'unit', 'startsOn', 'endsOn', 'owner'],
  check: checkKpi,
  views: kpiViews.map((path) => ({ path, words: { fr: fr.views[path], en: en.views[path] } })),
  words: { fr: fr.kpi, en: en.kpi },
})

function checkKpi(values: Kpi): Record<string, Words> {
  const { startsOn, endsOn, baseline, target, direction, nature, filterDimension, filterValue } = values
  const problems = { ...endBeforeStart(startsOn, endsOn, 'endsOn'), ...formulaProblems(values) }
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
  if (values.pathShape === 'seasonal' && !problems['formula'] && !figureKind(values).accumulates)
    problems['pathShape'] = {
      fr: 'Un chemin saisonnier suit ce qui s’additionne (visites, commandes). Pour un taux ou un relevé, choisissez une droite ou des points.',
      en: 'A seasonal path follows what adds up (visits, orders). For a rate or a typed figure, choose a straight line or points.',
    }
  return problems
}

function formulaProblems(values: Kpi): Record<string, Words> {
  const { metric, formula, filterDimension } = values
  if (metric !== 'formula' && formula !== null)
    return {
      formula: {
        fr: 'Une formule est écrite, mais la mesure choisie est une autre : choisissez « Formule », ou videz ce champ.',
        en: 'A formula is written, but another metric is chosen: choose “Formula”, or empty this field.',
      },
    }
  if (metric !== 'formula') return {}
  if (filterDimension !== null)
    return {
      filterDimension: {
        fr: 'Dans une formule, le filtre s’écrit derrière la mesure : visites[canal = "Email"]. Videz ce champ.',
        en: 'In a formula the filter is written after the metric: visits[channel = "Email"]. Empty this field.',
      },
    }
  const checked = checkFormula(formula ?? '')
  if (checked.ok) return {}
  const { at, words } = checked.problem
  return { formula: { fr: `Signe ${at} : ${words.fr}`, en: `Sign ${at}: ${words.en}` } }
}
