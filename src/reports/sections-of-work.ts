import { en as contentsEn } from '../content/contents.en.ts'
import { fr as contentsFr } from '../content/contents.fr.ts'
import { en as adviceEn } from '../recommendations/recommendations.en.ts'
import { fr as adviceFr } from '../recommendations/recommendations.fr.ts'
import type { Figures } from './figures.ts'
import { type Cell, type Section, type Writing, blank, tableOf } from './section.ts'

/** What was done, what was published, what is proposed. */
export const workSections = (writing: Writing): Section[] => [
  actionSection(writing),
  contentSection(writing),
  recommendationSection(writing),
]

const tones = { done: 'good', late: 'bad', running: 'neutral', cancelled: 'neutral' } as const

function actionSection({ figures, t, day }: Writing): Section {
  const { actions, asOf } = figures
  const words = t.actions
  const title = t.sections.actions
  if (actions.length === 0) return { ...blank('actions', title), empty: words.empty }
  const count = (standing: (typeof actions)[number]['standing']) =>
    actions.filter((one) => one.standing === standing).length
  const standing = (one: (typeof actions)[number]): Cell => ({
    text: one.standing === 'late' ? words.late(one.lateDays) : words.standing[one.standing],
    tone: tones[one.standing],
  })
  return {
    ...blank('actions', title),
    basis: words.basis(day(asOf)),
    tables: [
      tableOf('actions', words.caption(count('done'), count('late'), actions.length), actions, [
        { label: words.action, cell: (one) => one.title },
        { label: words.owner, cell: (one) => one.owner ?? t.dash },
        {
          label: words.due,
          cell: (one) => (one.endsOn ? day(one.endsOn) : t.dash),
          csv: (one) => one.endsOn,
        },
        { label: words.state, cell: standing },
      ]),
    ],
  }
}

function contentSection({ figures, t, day, locale }: Writing): Section {
  const { planned, published } = figures.contents
  const words = t.contents
  const title = t.sections.contents
  if (published.length === 0) return { ...blank('contents', title), basis: words.basis, empty: words.empty(planned) }
  const formats: Readonly<Record<string, string>> = { fr: contentsFr, en: contentsEn }[locale].content.options.format
  return {
    ...blank('contents', title),
    basis: words.basis,
    tables: [
      tableOf('contents', words.caption(published.length, planned), published, [
        { label: words.content, cell: (one) => one.title },
        { label: words.on, cell: (one) => day(one.on), csv: (one) => one.on },
        { label: words.format, cell: (one) => (one.format ? (formats[one.format] ?? one.format) : t.dash) },
        { label: words.line, cell: (one) => one.line ?? t.dash },
      ]),
    ],
  }
}

type Advice = Figures['recommendations'][number]

const decisionTones = {
  approved: 'good',
  refused: 'bad',
  postponed: 'warn',
  submitted: 'warn',
  draft: 'neutral',
} as const

function recommendationSection({ figures, t, day, money, locale }: Writing): Section {
  const { recommendations } = figures
  const words = t.recommendations
  const advice = { fr: adviceFr, en: adviceEn }[locale]
  const title = t.sections.recommendations
  if (recommendations.length === 0)
    return { ...blank('recommendations', title), basis: words.basis, empty: words.empty }
  const states: Readonly<Record<string, string>> = advice.kind.options.state
  const lines = (...parts: readonly (string | null)[]) =>
    parts.filter((part) => part !== null && part !== '').join('\n')
  const decision = (one: Advice): Cell => {
    const last = one.decisions.at(-1)
    const tone = decisionTones[one.state as keyof typeof decisionTones] ?? 'neutral'
    if (!last) return { text: states[one.state] ?? one.state, tone }
    const said = words.decided(advice.decision.decidedAs[last.outcome], last.by, day(last.on))
    return { text: lines(said, last.note), tone }
  }
  const approved = recommendations.filter(({ state }) => state === 'approved').length
  return {
    ...blank('recommendations', title),
    basis: words.basis,
    tables: [
      tableOf('recommendations', words.caption(approved, recommendations.length), recommendations, [
        { label: words.recommendation, cell: (one) => one.title },
        { label: words.proposal, cell: (one) => lines(one.finding, one.proposal) || t.dash },
        {
          label: words.cost,
          end: true,
          cell: (one) => money(one.costCents),
          csv: (one) => (one.costCents === null ? null : one.costCents / 100),
        },
        { label: words.effect, cell: (one) => one.expectedEffect ?? t.dash },
        { label: words.who, cell: (one) => lines(one.owner, one.dueOn ? day(one.dueOn) : null) || t.dash },
        { label: words.decision, cell: decision },
      ]),
    ],
  }
}
