import { type FileObject, type Reader, type Rule, wordedRule } from '../projects/coverage.ts'
import { type Box, boxes } from './insights.ts'
import { boxes as boxesEn, en } from './rules.en.ts'
import { boxes as boxesFr, fr } from './rules.fr.ts'

const words = { fr, en }

/** What the market study finds (C1.1), and what the audit finds (C1.2, whose criterion the framework's source lacks). */
const study: readonly Box[] = ['opportunity', 'threat']
const audit: readonly Box[] = ['strength', 'weakness']

/** From this weight on, an insight that founds nothing is worth asking about. */
const heavy = 4

const insightsOf = (reader: Reader, of: readonly Box[]) =>
  reader.of('insight').filter(({ values }) => of.includes(values['box'] as Box))

const failing = (reader: Reader, of: readonly Box[], holds: (insight: FileObject) => boolean) =>
  insightsOf(reader, of)
    .filter((insight) => !holds(insight))
    .map((object) => ({ object, to: `insights/${object.id}` }))

const isSourced = ({ values }: FileObject) => values['source'] !== null && values['observedOn'] !== null

const isUsed = (reader: Reader) => (insight: FileObject) =>
  Number(insight.values['weight']) < heavy ||
  reader.after(insight, 'strategicObjective').length + reader.after(insight, 'persona').length > 0

const empty = (reader: Reader, of: readonly Box[]) =>
  boxes
    .filter((box) => of.includes(box) && insightsOf(reader, [box]).length === 0)
    .map((box) => ({ object: null, to: `insights/new?box=${box}`, about: { fr: boxesFr[box], en: boxesEn[box] } }))

/** Whether the study and the audit are there, sourced, and of use. */
export const diagnosisRules: readonly Rule[] = [
  wordedRule('study-box-empty', 'CR1.1', words, (reader) => empty(reader, study)),
  wordedRule('insight-without-source', 'CR1.1', words, (reader) => failing(reader, study, isSourced)),
  wordedRule('insight-unused', 'CR1.1', words, (reader) => failing(reader, study, isUsed(reader))),
  wordedRule('audit-box-empty', 'C1.2', words, (reader) => empty(reader, audit)),
  wordedRule('audit-insight-without-source', 'C1.2', words, (reader) => failing(reader, audit, isSourced)),
  wordedRule('audit-insight-unused', 'C1.2', words, (reader) => failing(reader, audit, isUsed(reader))),
]
