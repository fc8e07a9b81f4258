import { formatInstant, formatNumber, type Locale } from '../i18n.ts'
import { en } from './self-assessment.en.ts'
import { fr } from './self-assessment.fr.ts'
import type { SiteMode, SmallFigures } from './site.ts'

/** What is known of a site when it is assessed. */
export interface AssessedFacts {
  readonly domain: string
  readonly mode: SiteMode
  readonly timeZone: string
  readonly obeysSignals: boolean
  readonly small: SmallFigures | null
  readonly months: number
  readonly hosts: readonly string[]
  readonly noticeVersion: number | null
  readonly proofs: number
  /** ISO instant. */
  readonly lastDeletion: string | null
  readonly version: string
}

export type CriterionState = 'done' | 'setting' | 'check'

export interface AssessedCriterion {
  readonly title: string
  readonly state: CriterionState
  readonly does: string
  readonly check: string
}

/** The sentences of one language, as they were that day. */
export interface AssessedTexts {
  readonly settings: readonly (readonly [label: string, value: string])[]
  readonly criteria: readonly AssessedCriterion[]
}

/** A self-assessment as it is kept: whole, so that it reads the same whatever becomes of the site and of our words. */
export interface SelfAssessment {
  readonly facts: AssessedFacts
  readonly texts: Readonly<Record<Locale, AssessedTexts>>
}

/** Sets what the site does beside each criterion of the guidance on audience measurement, in both languages. */
export const assess = (facts: AssessedFacts): SelfAssessment => ({
  facts,
  texts: { fr: textsIn('fr', facts), en: textsIn('en', facts) },
})

function textsIn(locale: Locale, facts: AssessedFacts): AssessedTexts {
  const t = { fr, en }[locale]
  const { labels, values } = t
  const { small, lastDeletion } = facts
  return {
    settings: [
      [labels.mode, values[facts.mode]],
      [labels.signals, facts.obeysSignals ? values.obeyed : values.ignored],
      [labels.small, small ? values[small.how](small.below) : values.all],
      [labels.retention, values.months(facts.months)],
      [labels.hosts, facts.hosts.join(', ') || values.none],
      [labels.notice, facts.noticeVersion === null ? values.noNotice : values.noticeVersion(facts.noticeVersion)],
      [labels.proofs, formatNumber(facts.proofs, locale)],
      [
        labels.lastDeletion,
        lastDeletion ? formatInstant(new Date(lastDeletion), facts.timeZone, locale) : values.never,
      ],
      [labels.version, facts.version],
    ],
    criteria: t.list.map(({ title, state, does, check }) => ({
      title,
      state: state(facts),
      does: does(facts),
      check: check(facts),
    })),
  }
}
