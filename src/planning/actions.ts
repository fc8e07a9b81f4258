import { choice, date, endBeforeStart, longText, ratioField, text } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { en } from './actions.en.ts'
import { fr } from './actions.fr.ts'
import { actionStates, isOver } from './action-states.ts'

export const action = defineKind({
  name: 'action',
  table: 'actions',
  path: 'actions',
  stage: 'decide',
  fields: {
    title: text({ required: true, max: 300 }),
    state: choice(actionStates, { required: true }),
    owner: text(),
    startsOn: date({ group: 'time' }),
    endsOn: date({ group: 'time' }),
    progress: ratioField({ group: 'time' }),
    deliverable: text({ max: 300, group: 'deliverable' }),
    deliverableDueOn: date({ group: 'deliverable' }),
    detail: longText(),
  },
  competency: () => 'C1.4',
  guests: true,
  columns: ['title', 'state', 'owner', 'startsOn', 'endsOn', 'progress', 'deliverable'],
  check: ({ startsOn, endsOn, deliverable, deliverableDueOn }) => ({
    ...endBeforeStart(startsOn, endsOn, 'endsOn'),
    ...(deliverableDueOn && !deliverable
      ? {
          deliverable: {
            fr: 'Une date est donnée : écrivez quel livrable est attendu ce jour-là.',
            en: 'A date is given: write which deliverable is due on that day.',
          },
        }
      : {}),
  }),
  lateAfter: ({ state, endsOn }) => (isOver(state) || typeof endsOn !== 'string' ? null : endsOn),
  words: { fr, en },
})

export type Action = ValuesOf<typeof action.fields>
