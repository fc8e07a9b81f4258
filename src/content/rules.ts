import { type FileObject, type Reader, type Rule, wordedRule } from '../projects/coverage.ts'
import { gridFrom } from '../strategy/grid.ts'
import { type Entry, entryFrom, momentClashes } from './month.ts'
import { en } from './rules.en.ts'
import { fr } from './rules.fr.ts'

const words = { fr, en }

const contentsWithout = (reader: Reader, holds: (content: FileObject) => boolean) =>
  reader
    .of('content')
    .filter((content) => !holds(content))
    .map((object) => ({ object, to: `contents/${object.id}` }))

const hasLine = (reader: Reader, content: FileObject) => reader.before(content, 'editorialLine').length > 0

/** The support a content is published on: the one its editorial line belongs to. */
function supportOf(reader: Reader, content: FileObject): string | null {
  const [line] = reader.before(content, 'editorialLine')
  return line ? (reader.before(line, 'support')[0]?.id ?? null) : null
}

/** A content as the calendar reads it. */
const entryOf = (reader: Reader, content: FileObject): Entry =>
  entryFrom(content, reader.file.project.timeZone, {
    support: supportOf(reader, content),
    personas: reader.before(content, 'persona').map((persona) => persona.id),
  })

/** Whether what is produced follows the lines, the personas and the calendar. */
export const contentRules: readonly Rule[] = [
  wordedRule('persona-without-content', 'CR2.2.1', words, (reader) =>
    reader
      .of('persona')
      .filter((persona) => reader.after(persona, 'content').length === 0)
      .map((object) => ({ object, to: `contents/new?from=${object.id}` })),
  ),
  wordedRule('support-without-editorial-line', 'CR2.2.2', words, (reader) =>
    reader
      .of('support')
      .filter((support) => reader.after(support, 'editorialLine').length === 0)
      .map((object) => ({ object, to: `editorial-lines/new?from=${object.id}` })),
  ),
  wordedRule('support-with-two-lines', 'CR2.2.2', words, (reader) =>
    reader
      .of('support')
      .filter((support) => reader.after(support, 'editorialLine').length > 1)
      .map((object) => ({ object, to: `supports/${object.id}` })),
  ),
  wordedRule('support-without-content', 'CR2.2.2', words, (reader) =>
    reader
      .of('support')
      .filter((support) =>
        reader.after(support, 'editorialLine').every((line) => reader.after(line, 'content').length === 0),
      )
      .map((object) => ({ object, to: 'calendar' })),
  ),
  wordedRule('content-without-line', 'CR2.2.2', words, (reader) =>
    contentsWithout(reader, (content) => content.state === 'published' || hasLine(reader, content)),
  ),
  wordedRule('published-content-without-line', 'CR2.2.2', words, (reader) =>
    contentsWithout(reader, (content) => content.state !== 'published' || hasLine(reader, content)),
  ),
  wordedRule('content-without-persona', 'CR2.3', words, (reader) =>
    contentsWithout(reader, (content) => reader.before(content, 'persona').length > 0),
  ),
  wordedRule('content-without-planned-day', 'CR2.3', words, (reader) =>
    contentsWithout(reader, ({ values }) => values['plannedOn'] !== null),
  ),
  wordedRule('content-outside-moments', 'CR2.3', words, (reader) => {
    const grids = new Map(reader.of('persona').map((persona) => [persona.id, gridFrom(persona.values['grid'])]))
    return contentsWithout(reader, (content) => momentClashes([entryOf(reader, content)], grids).length === 0)
  }),
  wordedRule('late-content', 'CR2.3', words, (reader) =>
    contentsWithout(reader, ({ state, values }) => {
      const plannedOn = values['plannedOn'] as string | null
      return state === 'published' || plannedOn === null || plannedOn >= reader.file.today
    }),
  ),
]
