import { choice, date, longText, text } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { readParameters } from './parameters.ts'
import { en } from './plan.en.ts'
import { fr } from './plan.fr.ts'

export const plannedEvent = defineKind({
  name: 'plannedEvent',
  table: 'planned_events',
  path: 'planned-events',
  stage: 'measure',
  fields: {
    title: text({ required: true, max: 200 }),
    eventName: text({ required: true, max: 120 }),
    state: choice(['planned', 'inPlace', 'tested'], { required: true }),
    priority: choice(['must', 'should', 'could'], { required: true }),
    trigger: longText({ max: 1_000 }),
    page: text({ max: 300 }),
    parameters: longText({ max: 4_000 }),
    owner: text({ group: 'follow', max: 120 }),
    testedOn: date({ group: 'follow' }),
    testedBy: text({ group: 'follow', max: 120 }),
    note: longText({ group: 'follow', max: 1_000 }),
  },
  competency: () => 'C3.2',
  columns: ['title', 'eventName', 'priority', 'state', 'page', 'owner', 'testedOn'],
  check: ({ parameters }) => readParameters(parameters ?? '').problems,
  words: { fr: fr.plannedEvent, en: en.plannedEvent },
})

export type PlannedEvent = ValuesOf<typeof plannedEvent.fields>
