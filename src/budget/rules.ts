import { type FileObject, type Reader, type Rule, wordedRule } from '../projects/coverage.ts'
import { againstEnvelope, byNature, lineFrom } from './budget.ts'
import { en, natures as naturesEn } from './rules.en.ts'
import { fr, natures as naturesFr } from './rules.fr.ts'

const words = { fr, en }

const linesOf = (reader: Reader) => reader.of('budgetLine').map(lineFrom)

const linesWithout = (reader: Reader, holds: (line: FileObject) => boolean) =>
  reader
    .of('budgetLine')
    .filter((line) => !holds(line))
    .map((object) => ({ object, to: `budget-lines/${object.id}` }))

/** Whether the budget is complete, argued and within the envelope. */
export const budgetRules: readonly Rule[] = [
  wordedRule('no-envelope', 'CR1.3.2', words, ({ file }) =>
    file.project.envelopeCents === null ? [{ object: null, to: 'settings' }] : [],
  ),
  wordedRule('budget-over-envelope', 'CR1.3.2', words, (reader) => {
    const { envelopeCents, vatReference } = reader.file.project
    const isOver = envelopeCents !== null && againstEnvelope(linesOf(reader), envelopeCents, vatReference).isOver
    return isOver ? [{ object: null, to: 'budget' }] : []
  }),
  wordedRule('resource-nature-missing', 'CR1.3.2', words, (reader) =>
    byNature(linesOf(reader))
      .filter(({ lines }) => lines === 0)
      .map(({ key }) => ({
        object: null,
        to: `budget-lines/new?nature=${key}`,
        about: { fr: naturesFr[key], en: naturesEn[key] },
      })),
  ),
  wordedRule('budget-line-without-justification', 'CR1.3.2', words, (reader) =>
    linesWithout(reader, ({ values }) => values['justification'] !== null),
  ),
  wordedRule('budget-line-without-purpose', 'CR1.3.2', words, (reader) =>
    linesWithout(
      reader,
      (line) =>
        reader.before(line, 'strategicObjective').length > 0 ||
        reader.after(line, 'action').length > 0 ||
        reader.after(line, 'campaign').length > 0,
    ),
  ),
  wordedRule('support-without-budget', 'CR1.3.3', words, (reader) =>
    reader
      .of('support')
      .filter((support) => reader.after(support, 'budgetLine').length === 0)
      .map((object) => ({ object, to: `budget-lines/new?from=${object.id}` })),
  ),
  wordedRule('invoiced-line-without-actual', 'CR3.3', words, (reader) =>
    linesWithout(
      reader,
      ({ state, values }) => (state !== 'invoiced' && state !== 'paid') || values['actualCents'] !== null,
    ),
  ),
]
