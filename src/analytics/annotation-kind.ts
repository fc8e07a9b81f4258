import { choice, date, endBeforeStart, longText, text } from '../projects/field.ts'
import { defineKind } from '../projects/kind.ts'
import { en } from './annotations.en.ts'
import { fr } from './annotations.fr.ts'

/** What happened on a day, noted by hand: it explains a curve that no figure explains. */
export const annotation = defineKind({
  name: 'annotation',
  table: 'annotations',
  path: 'annotations',
  stage: 'measure',
  fields: {
    title: text({ required: true, max: 200 }),
    subject: choice(['event', 'communication', 'site', 'market', 'other'], { required: true }),
    startsOn: date({ required: true }),
    endsOn: date(),
    note: longText({ max: 2_000 }),
  },
  competency: () => 'C3.1',
  columns: ['title', 'subject', 'startsOn', 'endsOn'],
  check: ({ startsOn, endsOn }) => endBeforeStart(startsOn, endsOn, 'endsOn'),
  marks: ({ startsOn, endsOn }) =>
    typeof startsOn === 'string' ? { from: startsOn, to: typeof endsOn === 'string' ? endsOn : null } : null,
  words: { fr: fr.annotation, en: en.annotation },
})
