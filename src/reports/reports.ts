import type { Words } from '../errors.ts'
import { type Period, addDays, addMonths, lengthOf, monthEnd, monthStart } from '../period.ts'
import { choice, date, endBeforeStart, json, longText, text } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { frozenSchema, reportTexts } from './figures.ts'
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
  frozen: json(frozenSchema, { locked: true }),
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
  views: [{ path: 'page', words: { fr: fr.page.title, en: en.page.title } }],
  words: { fr: fr.kind, en: en.kind },
})

function checkReport(values: Report): Record<string, Words> {
  const { startsOn, endsOn, frozen } = values
  if (endsOn < startsOn) return endBeforeStart(startsOn, endsOn, 'endsOn')
  if (lengthOf({ from: startsOn, to: endsOn }) > longest)
    return {
      endsOn: {
        fr: 'Un rapport couvre trois ans au plus : rapprochez les deux dates.',
        en: 'A report covers three years at most: bring the two dates closer.',
      },
    }
  if (!frozen) return {}
  const { period } = frozen.figures
  const approved = frozen.approval?.texts ?? null
  return {
    ...(startsOn === period.from ? {} : { startsOn: frozenPeriod }),
    ...(endsOn === period.to ? {} : { endsOn: frozenPeriod }),
    ...Object.fromEntries(
      reportTexts
        .filter((name) => approved && (values[name] ?? null) !== approved[name])
        .map((name) => [name, approvedText]),
    ),
  }
}

const frozenPeriod: Words = {
  fr: 'Les chiffres sont figés sur leur période : pour d’autres dates, faites une copie du rapport.',
  en: 'The figures are frozen on their period: for other dates, make a copy of the report.',
}
const approvedText: Words = {
  fr: 'Le rapport est validé et ne change plus : pour un autre texte, faites-en une copie.',
  en: 'The report is approved and no longer changes: for another text, make a copy.',
}

/** The days that follow a period: as many whole months when it is made of whole months, else as many days. */
export function nextPeriod({ from, to }: Period): Period {
  const next = addDays(to, 1)
  if (from !== monthStart(from) || to !== monthEnd(to)) return { from: next, to: addDays(to, lengthOf({ from, to })) }
  let months = 1
  while (monthEnd(addMonths(from, months - 1)) < to) months += 1
  return { from: next, to: monthEnd(addMonths(next, months - 1)) }
}

/** The text of a report as it stands. */
export const textsOfReport = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(reportTexts.map((name) => [name, values[name] ?? null])) as Record<
    (typeof reportTexts)[number],
    string | null
  >
