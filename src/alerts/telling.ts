import { escapeHtml } from '../html.ts'
import type { Locale } from '../i18n.ts'
import type { Message } from '../message.ts'
import { en } from './alerts.en.ts'
import { fr } from './alerts.fr.ts'
import type { Turn } from './decision.ts'
import type { Rule } from './rule.ts'
import { type Ground, audienceOf, backText, ruleText, seenText } from './show.ts'

/** What happened to an alert, and where it is. */
export interface Told extends Turn, Ground {
  readonly id: string
  readonly name: string
  readonly rule: Rule
  /** Whole address of the project. */
  readonly base: string
  readonly at: Date
}

const sentenceOf = (told: Told, locale: Locale) =>
  (told.turn === 'fired' ? seenText : backText)(told.rule, told.stretch, told.seen, told, locale)

/** The message a person gets. */
export function mailOf(told: Told, locale: Locale): Omit<Message, 'to'> {
  const t = { fr, en }[locale].mail
  const sentence = sentenceOf(told, locale)
  const rule = ruleText(told.rule, told, locale)
  const [see, alert] = [told.base + audienceOf(told.rule, told.stretch, told.domain), `${told.base}/alerts/${told.id}`]
  return {
    subject: t.subject[told.turn](told.name, told.domain),
    text: `${sentence}\n\n${t.see}\n${see}\n\n${t.rule(rule)}\n${t.change}\n${alert}\n`,
    html: [
      `<p><strong>${escapeHtml(sentence)}</strong></p>`,
      `<p><a href="${escapeHtml(see)}">${t.see}</a></p>`,
      `<p>${escapeHtml(t.rule(rule))}<br><a href="${escapeHtml(alert)}">${t.change}</a></p>`,
    ].join('\n'),
  }
}

/** The body a webhook gets: figures in the unit of the metric (a ratio is 0–1, revenue is in cents). */
export const payloadOf = (told: Told, locale: Locale) => ({
  event: told.turn,
  at: told.at.toISOString(),
  alert: { id: told.id, name: told.name, url: `${told.base}/alerts/${told.id}` },
  site: told.domain,
  rule: told.rule,
  stretch: told.stretch,
  ...told.seen,
  sentence: sentenceOf(told, locale),
  page: told.base + audienceOf(told.rule, told.stretch, told.domain),
})
