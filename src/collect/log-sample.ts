import type { ReadLine } from './log-format.ts'

const most = 200
const mail = /[^\s@"]+@[^\s@"]+\.[a-z]{2,}/gi
// Not after a slash: versions of browsers look like addresses.
const v4 = /(?<![\d./])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g
// Three colons and more, or two side by side: a time has two apart, and the one of a Combined line follows a slash.
const v6 = /(?<![\w:/])(?:[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,}|[0-9a-f]{0,4}::[0-9a-f]{0,4})(?![\w:])/gi

/** What a refused line may show on a page and in a report: what was asked, never by whom. */
export function sampleText(text: string, line: ReturnType<ReadLine>, reason: string): string {
  if (line === null || line === 'comment') return withoutPeople(text)
  const about = reason === 'bot' ? line.userAgent : reason === 'referrerSpam' ? line.referrer : (line.host ?? '')
  const [path = ''] = line.target.split('?')
  const day = new Date(line.at).toISOString().slice(0, 10)
  return withoutPeople(
    `${day} ${line.method} ${path} ${line.status}${about === '' || about === '-' ? '' : ` · ${about}`}`,
  )
}

function withoutPeople(text: string): string {
  const plain = text
    .slice(0, 4 * most)
    .replace(mail, '…')
    .replace(v4, '…')
    .replace(v6, '…')
    .replace(/\p{Cc}/gu, '·')
  return plain.length > most ? `${plain.slice(0, most)}…` : plain
}
