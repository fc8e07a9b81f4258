import { escapeHtml } from '../html.ts'
import type { Locale } from '../i18n.ts'
import type { Message } from '../message.ts'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import type { MemberRole } from './roles.ts'

/** The message that takes an invitation to whom it is for. */
export function invitationLetter(
  invited: { readonly to: string; readonly by: string; readonly workspace: string; readonly role: MemberRole },
  link: string,
  locale: Locale,
): Message {
  const { letters: t, roles } = { fr, en }[locale]
  const { to, by, workspace, role } = invited
  const sentence = t.invited(by, workspace, roles[role])
  return { to, subject: t.invitedSubject(workspace), ...parts(sentence, t.join, link, t.joinUntil) }
}

/** The message with a link to choose another password, for whoever says that his is lost. */
export function resetLetter(to: string, link: string, locale: Locale): Message {
  const { letters: t } = { fr, en }[locale]
  return { to, subject: t.resetSubject, ...parts(t.reset, t.choose, link, t.resetUntil) }
}

const parts = (sentence: string, action: string, link: string, until: string) => ({
  text: `${sentence}\n\n${action}\n${link}\n\n${until}\n`,
  html: [
    `<p>${escapeHtml(sentence)}</p>`,
    `<p><a href="${escapeHtml(link)}">${escapeHtml(action)}</a></p>`,
    `<p>${escapeHtml(until)}</p>`,
  ].join('\n'),
})
