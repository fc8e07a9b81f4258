import { type FileObject, type Reader, type Rule, wordedRule } from '../projects/coverage.ts'
import { en } from './rules.en.ts'
import { fr } from './rules.fr.ts'
import { plannedFrom, punctuality } from './timeline.ts'

const words = { fr, en }

/** Actions that do not hold, dropped ones left out: nothing is asked of them any more. */
const actionsWithout = (reader: Reader, holds: (action: FileObject) => boolean) =>
  reader
    .of('action')
    .filter((action) => action.state !== 'cancelled' && !holds(action))
    .map((object) => ({ object, to: `actions/${object.id}` }))

/** Whether the plan of actions is complete and kept. */
export const planningRules: readonly Rule[] = [
  wordedRule('action-without-objective', 'CR1.4', words, (reader) =>
    actionsWithout(
      reader,
      (action) =>
        reader.before(action, 'strategicObjective').length + reader.before(action, 'recommendation').length > 0,
    ),
  ),
  wordedRule('action-without-owner', 'CR1.4', words, (reader) =>
    actionsWithout(reader, ({ values }) => values['owner'] !== null),
  ),
  wordedRule('action-without-dates', 'CR1.4', words, (reader) =>
    actionsWithout(reader, ({ values }) => values['startsOn'] !== null && values['endsOn'] !== null),
  ),
  wordedRule('deliverable-without-date', 'CR1.4', words, (reader) =>
    actionsWithout(reader, ({ values }) => values['deliverable'] === null || values['deliverableDueOn'] !== null),
  ),
  wordedRule('late-action', 'CR1.4', words, (reader) =>
    actionsWithout(reader, (action) => punctuality(plannedFrom(action), reader.file.today).kind !== 'late'),
  ),
]
