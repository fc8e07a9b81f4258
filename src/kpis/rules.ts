import { type FileObject, type Reader, type Rule, eachWithout } from '../projects/coverage.ts'
import { isOffTarget } from './status.ts'
import type { KpiState } from './status.ts'

const stateOf = (derived: Readonly<Record<string, unknown>>): KpiState =>
  (derived['state'] as KpiState | undefined) ?? 'unknown'

/** KPIs of an objective, directly or through its digital objectives. */
const kpisOf = (reader: Reader, objective: FileObject) => [
  ...reader.after(objective, 'kpi'),
  ...reader.after(objective, 'digitalObjective').flatMap((digital) => reader.after(digital, 'kpi')),
]

/** Whether a deviation that is not closed has its cause written. */
const isExplained = (reader: Reader, kpi: FileObject) =>
  reader.after(kpi, 'deviation').some(({ state, values }) => state !== 'closed' && Boolean(values['cause']))

/** Whether something answers a deviation of the KPI that is not closed. */
const isAnswered = (reader: Reader, kpi: FileObject) =>
  reader.after(kpi, 'deviation').some((one) => one.state !== 'closed' && hasFollowUp(reader, one))

const hasFollowUp = (reader: Reader, deviation: FileObject) =>
  reader.after(deviation, 'recommendation').length > 0 || reader.after(deviation, 'action').length > 0

/** What the coverage check says of goals and KPIs. `derived.state` and `derived.conversions` come from measures.store.ts. */
export const rules: readonly Rule[] = [
  {
    id: 'objective-without-kpi',
    criterion: 'CR3.1',
    words: {
      fr: 'Chaque objectif stratégique a au moins un KPI.',
      en: 'Every strategic objective has at least one KPI.',
    },
    find: eachWithout(
      'strategicObjective',
      (reader, objective) => kpisOf(reader, objective).length > 0,
      ({ id, title }) => ({
        sentence: { fr: `Rien ne mesure « ${title} ».`, en: `Nothing measures “${title}”.` },
        mend: { to: `kpis/new?from=${id}`, words: { fr: 'Ajouter un KPI', en: 'Add a KPI' } },
      }),
    ),
  },
  {
    id: 'kpi-without-objective',
    criterion: 'CR3.1',
    words: { fr: 'Chaque KPI est tiré d’un objectif.', en: 'Every KPI is drawn from an objective.' },
    find: eachWithout(
      'kpi',
      (reader, kpi) =>
        ['strategicObjective', 'digitalObjective', 'kpi'].some((kind) => reader.before(kpi, kind).length > 0),
      ({ id, title }) => ({
        sentence: { fr: `« ${title} » ne mesure aucun objectif.`, en: `“${title}” measures no objective.` },
        mend: { to: `kpis/${id}`, words: { fr: 'Relier à un objectif', en: 'Link to an objective' } },
      }),
    ),
  },
  {
    id: 'digital-objective-without-kpi',
    criterion: 'CR3.1',
    words: { fr: 'Chaque objectif digital a au moins un KPI.', en: 'Every digital objective has at least one KPI.' },
    find: eachWithout(
      'digitalObjective',
      (reader, objective) => reader.after(objective, 'kpi').length > 0,
      ({ id, title }) => ({
        sentence: { fr: `Rien ne mesure « ${title} ».`, en: `Nothing measures “${title}”.` },
        mend: { to: `kpis/new?from=${id}`, words: { fr: 'Ajouter un KPI', en: 'Add a KPI' } },
      }),
    ),
  },
  {
    id: 'digital-objective-without-strategy',
    criterion: 'CR3.1',
    words: {
      fr: 'Chaque objectif digital est tiré d’un objectif stratégique.',
      en: 'Every digital objective is drawn from a strategic objective.',
    },
    find: eachWithout(
      'digitalObjective',
      (reader, objective) => reader.before(objective, 'strategicObjective').length > 0,
      ({ id, title }) => ({
        sentence: {
          fr: `« ${title} » ne sert aucun objectif stratégique.`,
          en: `“${title}” serves no strategic objective.`,
        },
        mend: {
          to: `digital-objectives/${id}#thread`,
          words: { fr: 'Relier à un objectif', en: 'Link to an objective' },
        },
      }),
    ),
  },
  {
    id: 'kpi-incomplete',
    criterion: 'CR3.1',
    words: {
      fr: 'Chaque KPI a un départ, une cible, une période et un responsable.',
      en: 'Every KPI has a baseline, a target, a period and an owner.',
    },
    find: eachWithout(
      'kpi',
      (_, { values }) => missingOf(values).fr.length === 0,
      ({ id, title, values }) => ({
        sentence: {
          fr: `Il manque à « ${title} » : ${missingOf(values).fr.join(', ')}.`,
          en: `“${title}” lacks: ${missingOf(values).en.join(', ')}.`,
        },
        mend: { to: `kpis/${id}`, words: { fr: 'Compléter le KPI', en: 'Complete the KPI' } },
      }),
    ),
  },
  {
    id: 'kpi-off-target-without-recommendation',
    criterion: 'CR3.4',
    words: { fr: 'Chaque KPI hors cible a une préconisation.', en: 'Every KPI off target has a recommendation.' },
    find: eachWithout(
      'kpi',
      (reader, kpi) =>
        !isOffTarget(stateOf(kpi.derived)) || reader.after(kpi, 'recommendation').length > 0 || isAnswered(reader, kpi),
      ({ id, title }) => ({
        sentence: {
          fr: `« ${title} » est hors cible et rien n’est proposé.`,
          en: `“${title}” is off target and nothing is proposed.`,
        },
        mend: {
          to: `recommendations/from/${id}`,
          words: { fr: 'Rédiger une préconisation', en: 'Write a recommendation' },
        },
      }),
    ),
  },
  {
    id: 'kpi-off-target-without-cause',
    criterion: 'CR3.3',
    words: {
      fr: 'Chaque écart hors tolérance a une cause notée.',
      en: 'Every deviation beyond tolerance has a cause noted.',
    },
    find: eachWithout(
      'kpi',
      (reader, kpi) => !isOffTarget(stateOf(kpi.derived)) || Boolean(kpi.values['cause']) || isExplained(reader, kpi),
      ({ id, title }) => ({
        sentence: {
          fr: `L’écart de « ${title} » n’est pas expliqué.`,
          en: `The deviation of “${title}” is not explained.`,
        },
        mend: { to: `kpis/${id}/follow-up`, words: { fr: 'Noter la cause', en: 'Note the cause' } },
      }),
    ),
  },
  {
    id: 'deviation-without-follow-up',
    criterion: 'CR3.2',
    words: {
      fr: 'Chaque écart ouvert a une action ou une préconisation.',
      en: 'Every open deviation has an action or a recommendation.',
    },
    find: eachWithout(
      'deviation',
      (reader, deviation) => deviation.state === 'closed' || hasFollowUp(reader, deviation),
      ({ id, title }) => ({
        sentence: { fr: `Rien ne répond à l’écart « ${title} ».`, en: `Nothing answers the deviation “${title}”.` },
        mend: { to: `deviations/${id}`, words: { fr: 'Donner une suite', en: 'Answer it' } },
      }),
    ),
  },
  {
    id: 'goal-never-reached',
    criterion: 'CR3.2',
    words: {
      fr: 'Chaque objectif de mesure a été atteint au moins une fois en 30 jours.',
      en: 'Every goal was reached at least once in 30 days.',
    },
    find: eachWithout(
      'goal',
      (_, goal) => goal.derived['conversions'] !== 0,
      ({ id, title }) => ({
        sentence: {
          fr: `« ${title} » n’a été atteint par aucune visite en 30 jours : le marquage est-il en place ?`,
          en: `“${title}” was reached by no visit in 30 days: is the tagging in place?`,
        },
        mend: { to: `goals/${id}`, words: { fr: 'Vérifier l’objectif', en: 'Check the goal' } },
      }),
    ),
  },
]

function missingOf(values: Readonly<Record<string, unknown>>): { fr: string[]; en: string[] } {
  const parts: [boolean, string, string][] = [
    [values['baseline'] === null && values['nature'] !== 'alert', 'la valeur de départ', 'the baseline'],
    [values['target'] === null, 'la cible', 'the target'],
    [values['startsOn'] === null || values['endsOn'] === null, 'la période', 'the period'],
    [!values['owner'], 'le responsable', 'the owner'],
  ]
  const missing = parts.filter(([is]) => is)
  return { fr: missing.map(([, fr]) => fr), en: missing.map(([, , en]) => en) }
}
