import { en } from '../collect/self-assessment.en.ts'
import { fr } from '../collect/self-assessment.fr.ts'
import type { AssessedCriterion, CriterionState, SelfAssessment } from '../collect/self-assessment.ts'
import { formatDayYear, formatInstant, type Locale } from '../i18n.ts'
import { dayIn } from '../period.ts'
import { breakable, paperFonts } from './document.ts'

const tones = { done: 'good', setting: 'warn', check: 'neutral' } as const satisfies Record<CriterionState, string>

/** A self-assessment as the data that the page layout of reports reads: the sentences are those of the day it was made. */
export function selfAssessmentDocument(
  { facts, texts }: SelfAssessment,
  made: { readonly at: Date; readonly by: string },
  locale: Locale,
) {
  const t = { fr, en }[locale]
  const { settings, criteria } = texts[locale]
  const day = dayIn(facts.timeZone, made.at)
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const title = t.title(facts.domain)
  const heading = (level: number, text: string) => ({ kind: 'heading', level, text })
  const cell = (text: string, tone?: string) => (tone ? { text, tone } : { text })
  const criterion = ({ title: name, state, does, check }: AssessedCriterion, i: number) => [
    heading(2, `${i + 1}. ${name}`),
    { kind: 'basis', text: t.states[state] },
    { kind: 'text', text: `${t.does}${locale === 'fr' ? '\u00a0' : ''}: ${does}` },
    { kind: 'note', text: `${t.check}${locale === 'fr' ? '\u00a0' : ''}: ${check}` },
  ]
  return breakable({
    lang: locale,
    region: locale === 'fr' ? 'FR' : 'GB',
    fonts: paperFonts,
    title,
    author: made.by,
    date: { year, month, day: date },
    contents: t.contents,
    footer: title,
    cover: {
      kicker: t.kicker,
      period: formatDayYear(day, locale),
      facts: [
        { label: t.site, value: facts.domain },
        { label: t.author, value: made.by },
        { label: t.date, value: formatInstant(made.at, facts.timeZone, locale) },
      ],
      state: t.frozen(formatInstant(made.at, facts.timeZone, locale), made.by),
      isDraft: false,
    },
    blocks: [
      heading(1, t.scope),
      { kind: 'text', text: t.scopeText },
      {
        kind: 'table',
        caption: t.summary,
        columns: [
          { label: t.stateCount, end: false, width: 60 },
          { label: t.summary, end: false, width: 40 },
        ],
        rows: criteria.map(({ title: name, state }) => [cell(name), cell(t.states[state], tones[state])]),
        total: [],
      },
      heading(1, t.settings),
      {
        kind: 'table',
        caption: t.settings,
        columns: [
          { label: t.setting, end: false, width: 40 },
          { label: t.value, end: false, width: 60 },
        ],
        rows: settings.map(([label, value]) => [cell(label), cell(value)]),
        total: [],
      },
      heading(1, t.criteria),
      ...criteria.flatMap(criterion),
    ],
  })
}
