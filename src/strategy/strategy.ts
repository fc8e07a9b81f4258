import type { Words } from '../errors.ts'
import { choice, date, endBeforeStart, integer, json, longText, number, text, url } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { gridSchema } from './grid.ts'
import { en } from './strategy.en.ts'
import { fr } from './strategy.fr.ts'

/** What the management expects; writers are those who speak for it. */
export const aim = defineKind({
  name: 'aim',
  table: 'aims',
  path: 'aims',
  stage: 'decide',
  fields: {
    title: text({ required: true, max: 300 }),
    detail: longText(),
    decidedBy: text({ group: 'decision' }),
    decidedOn: date({ group: 'decision' }),
  },
  competency: () => 'C1.3.2',
  writers: ['owner', 'lead', 'management'],
  words: { fr: fr.aim, en: en.aim },
})

/** The three aims of communication: make known, make liked, make act (Lavidge and Steiner, 1961). */
export const natures = ['cognitive', 'affective', 'conative'] as const
export type Nature = (typeof natures)[number]

export const strategicObjective = defineKind({
  name: 'strategicObjective',
  table: 'strategic_objectives',
  path: 'objectives',
  stage: 'decide',
  fields: {
    title: text({ required: true, max: 300 }),
    nature: choice(natures, { required: true }),
    owner: text(),
    measure: text({ group: 'measure' }),
    unit: text({ group: 'measure', max: 40 }),
    baseline: number({ group: 'measure', min: -1_000_000_000 }),
    target: number({ group: 'measure', min: -1_000_000_000 }),
    achievable: longText({ group: 'why' }),
    relevant: longText({ group: 'why' }),
    startsOn: date({ group: 'time' }),
    dueOn: date({ group: 'time' }),
  },
  competency: () => 'C1.3.3',
  columns: ['title', 'nature', 'measure', 'baseline', 'target', 'unit', 'dueOn', 'owner'],
  check: ({ startsOn, dueOn, baseline, target }) => ({
    ...endBeforeStart(startsOn, dueOn, 'dueOn'),
    ...(baseline !== null && baseline === target
      ? {
          target: {
            fr: 'La cible est égale au départ : rien ne changerait. Écrivez la valeur visée.',
            en: 'The target equals the start: nothing would change. Write the value aimed at.',
          },
        }
      : {}),
  }),
  words: { fr: fr.strategicObjective, en: en.strategicObjective },
})
export type StrategicObjective = ValuesOf<typeof strategicObjective.fields>

export const persona = defineKind({
  name: 'persona',
  table: 'personas',
  path: 'personas',
  stage: 'decide',
  fields: {
    title: text({ required: true }),
    summary: text({ max: 500 }),
    confidence: choice(['data', 'hypothesis'], { required: true, group: 'evidence' }),
    source: text({ group: 'evidence' }),
    reviewedOn: date({ group: 'evidence' }),
    age: integer({ min: 1, max: 120, group: 'portrait' }),
    place: text({ group: 'portrait' }),
    household: text({ group: 'portrait' }),
    job: text({ group: 'portrait' }),
    income: text({ group: 'portrait' }),
    biography: longText({ group: 'portrait' }),
    needs: longText({ group: 'decision' }),
    barriers: longText({ group: 'decision' }),
    decisionCriteria: longText({ group: 'decision' }),
    searchWords: longText({ group: 'talk' }),
    tone: text({ group: 'talk' }),
    message: longText({ group: 'talk' }),
    verbatim: longText({ group: 'talk', max: 500 }),
    grid: json(gridSchema, { hidden: true }),
  },
  competency: () => 'C1.3.1',
  columns: ['title', 'summary', 'confidence', 'age', 'place', 'reviewedOn'],
  check: ({ confidence, source }) =>
    confidence === 'data' && source === null
      ? {
          source: {
            fr: 'Une donnée cite sa source : écrivez-la, ou choisissez « Hypothèse ».',
            en: 'Data cites its source: write it, or choose “Hypothesis”.',
          },
        }
      : ({} as Record<string, Words>),
  views: [{ path: 'grid', words: { fr: fr.persona.gridView, en: en.persona.gridView } }],
  words: { fr: fr.persona, en: en.persona },
})
export type Persona = ValuesOf<typeof persona.fields>

export const ownerships = ['owned', 'paid', 'earned'] as const
export const channels = [
  'website', 'organicSearch', 'paidSearch', 'organicSocial', 'paidSocial', 'email', 'display', 'video', 'audio',
  'press', 'influence', 'referral', 'print', 'outdoor', 'event', 'sms', 'other',
] as const // prettier-ignore

export const support = defineKind({
  name: 'support',
  table: 'supports',
  path: 'supports',
  stage: 'decide',
  fields: {
    title: text({ required: true }),
    ownership: choice(ownerships, { required: true }),
    channel: choice(channels, { required: true }),
    url: url(),
    role: longText(),
  },
  competency: () => 'C1.3.3',
  words: { fr: fr.support, en: en.support },
})
