import * as z from 'zod'
import type { Words } from '../errors.ts'
import { choice, date, json, longText, number, text } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { en } from './kpi-kinds.en.ts'
import { fr } from './kpi-kinds.fr.ts'

/** What a visitor does when a digital objective is met (CR3.1). */
export const outcomes = [
  'form', 'lead', 'sale', 'subscription', 'download', 'page', 'comment', 'follow', 'audience', 'return', 'other',
] as const // prettier-ignore

/** Between a strategic objective and its KPIs: what people must do online. */
export const digitalObjective = defineKind({
  name: 'digitalObjective',
  table: 'digital_objectives',
  path: 'digital-objectives',
  stage: 'measure',
  fields: {
    title: text({ required: true, max: 300 }),
    outcome: choice(outcomes, { required: true }),
    detail: longText(),
    owner: text({ max: 120 }),
    dueOn: date(),
    achievable: longText({ group: 'why' }),
    relevant: longText({ group: 'why' }),
  },
  competency: () => 'C3.1',
  columns: ['title', 'outcome', 'owner', 'dueOn'],
  words: { fr: fr.digitalObjective, en: en.digitalObjective },
})

export type DigitalObjective = ValuesOf<typeof digitalObjective.fields>

export const deviationStates = ['open', 'explained', 'closed'] as const

/** A KPI that left its path by more than its threshold, on the day it was seen: the thread goes on from it to a cause and an action. */
export const deviation = defineKind({
  name: 'deviation',
  table: 'deviations',
  path: 'deviations',
  stage: 'measure',
  fields: {
    title: text({ required: true, max: 300 }),
    state: choice(deviationStates, { required: true }),
    noticedOn: date({ required: true }),
    cause: longText(),
    closedOn: date(),
    actual: number({ min: -1_000_000_000, group: 'figures' }),
    expected: number({ min: -1_000_000_000, group: 'figures' }),
    relative: number({ min: -1_000_000_000, group: 'figures' }),
  },
  competency: () => 'C3.2',
  columns: ['title', 'state', 'noticedOn', 'actual', 'expected', 'relative', 'closedOn'],
  check: ({ state, cause, closedOn, noticedOn }): Record<string, Words> =>
    state === 'explained' && cause === null
      ? {
          cause: {
            fr: 'Un écart expliqué a une cause : écrivez-la.',
            en: 'A deviation that is explained has a cause: write it.',
          },
        }
      : closedOn !== null && closedOn < noticedOn
        ? {
            closedOn: {
              fr: 'L’écart serait clos avant d’être constaté : changez l’une des deux dates.',
              en: 'The deviation would be closed before it is noticed: change one of the two dates.',
            },
          }
        : {},
  words: { fr: fr.deviation, en: en.deviation },
})

export type Deviation = ValuesOf<typeof deviation.fields>

/** What a scenario changed and what came of it, in the KPI's own unit, as of the day it was saved. */
const driversSchema = z.strictObject({
  savedOn: z.string().max(10),
  unit: z.string().max(20),
  drivers: z
    .array(
      z.strictObject({ written: z.string().max(500), unit: z.string().max(20), before: z.number(), after: z.number() }),
    )
    .max(20),
  before: z.number(),
  after: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  target: z.number().nullable(),
})
export type SavedDrivers = z.infer<typeof driversSchema>

/** A what-if worth keeping. */
export const scenario = defineKind({
  name: 'scenario',
  table: 'scenarios',
  path: 'scenarios',
  stage: 'measure',
  fields: {
    title: text({ required: true, max: 200 }),
    note: longText(),
    drivers: json(driversSchema, { hidden: true }),
  },
  competency: () => 'C3.3',
  columns: ['title'],
  words: { fr: fr.scenario, en: en.scenario },
})

export type Scenario = ValuesOf<typeof scenario.fields>
