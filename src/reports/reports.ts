import * as z from 'zod'
import type { Words } from '../errors.ts'
import { lengthOf } from '../period.ts'
import { choice, date, json, longText, text } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { en } from './reports.en.ts'
import { fr } from './reports.fr.ts'

/** The version state a cover states. */
export const reportStates = ['draft', 'toApprove', 'approved'] as const

/** Days a report may cover: three years. */
const longest = 1_096

const fields = {
  title: text({ required: true, max: 300 }),
  // Set by freezing and approving, never typed.
  state: choice(reportStates, { locked: true }),
  author: text({ group: 'cover' }),
  function: text({ group: 'cover' }),
  audience: text({ group: 'cover' }),
  startsOn: date({ required: true, group: 'period' }),
  endsOn: date({ required: true, group: 'period' }),
  summary: longText({ group: 'text' }),
  lessons: longText({ group: 'text' }),
  frozen: json(z.record(z.string(), z.unknown()), { locked: true }),
}

export type Report = ValuesOf<typeof fields>

export const report = defineKind({
  name: 'report',
  table: 'reports',
  path: 'reports',
  stage: 'recommend',
  fields,
  competency: () => 'C3.4',
  columns: ['title', 'state', 'startsOn', 'endsOn', 'author', 'audience'],
  check: checkReport,
  words: { fr: fr.kind, en: en.kind },
})

function checkReport({ startsOn, endsOn }: Report): Record<string, Words> {
  if (endsOn < startsOn)
    return {
      endsOn: {
        fr: 'La fin précède le début : corrigez une des deux dates.',
        en: 'The end comes before the start: mend one of the two dates.',
      },
    }
  if (lengthOf({ from: startsOn, to: endsOn }) > longest)
    return {
      endsOn: {
        fr: 'Un rapport couvre trois ans au plus : rapprochez les deux dates.',
        en: 'A report covers three years at most: bring the two dates closer.',
      },
    }
  return {}
}
