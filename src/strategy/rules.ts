import { type FileObject, type Reader, type Rule, wordedRule } from '../projects/coverage.ts'
import { gridFrom } from './grid.ts'
import { en } from './rules.en.ts'
import { fr } from './rules.fr.ts'

const words = { fr, en }
const objective = 'strategicObjective'

/** Objects of a kind that do not pass, each mended where `to` says. */
const failing = (
  reader: Reader,
  kind: string,
  holds: (object: FileObject) => boolean,
  to: (object: FileObject) => string,
) =>
  reader
    .of(kind)
    .filter((object) => !holds(object))
    .map((object) => ({ object, to: to(object) }))

/** Whether an objective reaches a budget line, alone or through what carries it out. */
function hasResource(reader: Reader, object: FileObject): boolean {
  const works = [...reader.after(object, 'action'), ...reader.after(object, 'campaign')]
  return (
    reader.after(object, 'budgetLine').length > 0 || works.some((work) => reader.before(work, 'budgetLine').length > 0)
  )
}

/** Whether objectives, personas and supports hold together. */
export const strategyRules: readonly Rule[] = [
  wordedRule('no-aim', 'CR1.3.2', words, (reader) =>
    reader.of('aim').length > 0 ? [] : [{ object: null, to: 'aims/new' }],
  ),
  wordedRule('objective-without-origin', 'CR1.3.3', words, (reader) =>
    failing(
      reader,
      objective,
      (object) => reader.before(object, 'aim').length + reader.before(object, 'insight').length > 0,
      ({ id }) => `objectives/${id}`,
    ),
  ),
  wordedRule('objective-without-resource', 'CR1.3.2', words, (reader) =>
    failing(
      reader,
      objective,
      (object) => hasResource(reader, object),
      ({ id }) => `budget-lines/new?from=${id}`,
    ),
  ),
  wordedRule('objective-without-action', 'CR1.4', words, (reader) =>
    failing(
      reader,
      objective,
      (object) => reader.after(object, 'action').length > 0,
      ({ id }) => `actions/new?from=${id}`,
    ),
  ),
  wordedRule('objective-not-measurable', 'CR3.1', words, (reader) =>
    failing(
      reader,
      objective,
      ({ values }) => values['measure'] !== null && values['target'] !== null && values['dueOn'] !== null,
      ({ id }) => `objectives/${id}`,
    ),
  ),
  wordedRule('persona-without-support', 'CR1.3.1', words, (reader) =>
    failing(
      reader,
      'persona',
      (object) => reader.after(object, 'support').length > 0,
      ({ id }) => `personas/${id}`,
    ),
  ),
  wordedRule('persona-without-moment', 'CR1.3.1', words, (reader) =>
    failing(
      reader,
      'persona',
      ({ values }) => gridFrom(values['grid']).length > 0,
      ({ id }) => `personas/${id}/grid`,
    ),
  ),
  wordedRule('persona-without-source', 'CR1.3.1', words, (reader) =>
    failing(
      reader,
      'persona',
      ({ values }) => values['source'] !== null,
      ({ id }) => `personas/${id}`,
    ),
  ),
  wordedRule('support-without-persona', 'CR1.3.3', words, (reader) =>
    failing(
      reader,
      'support',
      (object) => reader.before(object, 'persona').length > 0,
      ({ id }) => `supports/${id}`,
    ),
  ),
]
