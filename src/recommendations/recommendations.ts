import type { Words } from '../errors.ts'
import { daysBetween } from '../period.ts'
import { type FileObject, type Rule, eachWithout } from '../projects/coverage.ts'
import { choice, date, longText, money, text, wordsOf } from '../projects/field.ts'
import { type ValuesOf, defineKind } from '../projects/kind.ts'
import { en } from './recommendations.en.ts'
import { type Outcome, outcomes, patience } from './outcomes.ts'
import { fr } from './recommendations.fr.ts'

export const recommendationStates = ['draft', 'submitted', 'approved', 'refused', 'postponed'] as const

export const recommendation = defineKind({
  name: 'recommendation',
  table: 'recommendations',
  path: 'recommendations',
  stage: 'recommend',
  fields: {
    title: text({ required: true, max: 300 }),
    // Set by submitting and deciding, never typed.
    state: choice(recommendationStates, { locked: true }),
    finding: longText({ group: 'grounds' }),
    cause: longText({ group: 'grounds' }),
    actionProposed: longText({ group: 'proposal' }),
    costCents: money({ group: 'proposal' }),
    expectedEffect: longText({ group: 'proposal', max: 2_000 }),
    indicator: text({ group: 'proposal' }),
    owner: text({ group: 'proposal' }),
    dueOn: date({ group: 'proposal' }),
    submittedOn: date({ locked: true }),
  },
  competency: () => 'C3.4',
  columns: ['title', 'state', 'costCents', 'owner', 'dueOn', 'submittedOn'],
  totals: ['costCents'],
  views: [{ path: 'decision', words: { fr: fr.decision.title, en: en.decision.title } }],
  words: { fr: fr.kind, en: en.kind },
})

export type Recommendation = ValuesOf<typeof recommendation.fields>

const noteField = longText({ max: 5_000 })

/** What a decision form sent, checked: a refusal says why. */
export function checkDecision(
  outcome: string,
  note: string,
):
  | { readonly ok: true; readonly outcome: Outcome; readonly note: string | null }
  | { readonly ok: false; readonly problems: Record<string, Words> } {
  const known = outcomes.find((one) => one === outcome)
  if (!known)
    return { ok: false, problems: { outcome: { fr: fr.decision.outcomeNeeded, en: en.decision.outcomeNeeded } } }
  const read = noteField.schema.safeParse(note.trim() || null)
  const [issue] = read.error?.issues ?? []
  if (issue) return { ok: false, problems: { note: wordsOf(issue, noteField.spec) } }
  const kept = read.data ?? null
  if (known === 'refused' && kept === null)
    return { ok: false, problems: { note: { fr: fr.decision.noteNeeded, en: en.decision.noteNeeded } } }
  return { ok: true, outcome: known, note: kept }
}

const open = ({ id }: FileObject, words: Words) => ({ to: `recommendations/${id}`, words })
const complete: Words = { fr: 'Compléter la préconisation', en: 'Complete the recommendation' }

const missing = ({ values }: FileObject) =>
  (['finding', 'cause', 'actionProposed', 'costCents', 'expectedEffect', 'owner', 'dueOn'] as const).filter(
    (name) => values[name] === null,
  )

const labels = (names: readonly string[], words: typeof fr.kind) =>
  names.map((name) => (words.fields as Record<string, { label: string }>)[name]?.label.toLowerCase() ?? name).join(', ')

/** What the coverage check says of recommendations and of their decisions. */
export const recommendationRules: readonly Rule[] = [
  {
    id: 'recommendation-without-kpi',
    criterion: 'CR3.4',
    words: {
      fr: 'Chaque préconisation part de l’écart d’un KPI.',
      en: 'Every recommendation starts from a KPI’s deviation.',
    },
    find: eachWithout(
      'recommendation',
      (reader, advice) => reader.before(advice, 'kpi').length > 0 || reader.before(advice, 'deviation').length > 0,
      (advice) => ({
        sentence: { fr: `« ${advice.title} » ne part d’aucun KPI.`, en: `“${advice.title}” starts from no KPI.` },
        mend: open(advice, { fr: 'Relier à un KPI', en: 'Link to a KPI' }),
      }),
    ),
  },
  {
    id: 'recommendation-incomplete',
    criterion: 'CR3.4',
    words: {
      fr: 'Chaque préconisation dit constat, cause, action, coût, effet attendu, responsable et échéance.',
      en: 'Every recommendation states finding, cause, action, cost, expected effect, owner and due date.',
    },
    find: eachWithout(
      'recommendation',
      (_, advice) => missing(advice).length === 0,
      (advice) => ({
        sentence: {
          fr: `Il manque à « ${advice.title} » : ${labels(missing(advice), fr.kind)}.`,
          en: `“${advice.title}” lacks: ${labels(missing(advice), en.kind)}.`,
        },
        mend: open(advice, complete),
      }),
    ),
  },
  {
    id: 'recommendation-waiting',
    criterion: 'CR3.4',
    words: {
      fr: `Une préconisation soumise reçoit une décision sous ${patience} jours.`,
      en: `A submitted recommendation gets a decision within ${patience} days.`,
    },
    find: (file) =>
      eachWithout(
        'recommendation',
        (_, { state, values }) =>
          state !== 'submitted' ||
          typeof values['submittedOn'] !== 'string' ||
          daysBetween(values['submittedOn'], file.today) <= patience,
        (advice) => ({
          sentence: { fr: `« ${advice.title} » attend une décision.`, en: `“${advice.title}” awaits a decision.` },
          mend: { to: `recommendations/${advice.id}/decision`, words: { fr: 'Décider', en: 'Decide' } },
        }),
      )(file),
  },
  {
    id: 'approval-without-action',
    criterion: 'CR1.4',
    words: {
      fr: 'Chaque préconisation approuvée est une action du plan.',
      en: 'Every approved recommendation is an action of the plan.',
    },
    find: eachWithout(
      'recommendation',
      (reader, advice) => advice.state !== 'approved' || reader.after(advice, 'action').length > 0,
      (advice) => ({
        sentence: {
          fr: `« ${advice.title} » est approuvée et n’a plus d’action.`,
          en: `“${advice.title}” is approved and has no action left.`,
        },
        mend: open(advice, { fr: 'Relier à une action', en: 'Link to an action' }),
      }),
    ),
  },
]
