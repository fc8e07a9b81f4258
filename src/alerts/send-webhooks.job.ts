import type { App } from '../app.ts'
import type { Words } from '../errors.ts'
import { backOff } from '../mail.ts'
import { OutboundError, send } from '../outbound.ts'
import { type Claimed, claimDelivery, noteAnswer, signatureOf, webhookSecret } from './deliveries.store.ts'

type Parts = Pick<App, 'db' | 'clock' | 'config' | 'auth'>

/** Tries of one call: about two hours in all. */
const mostTries = 8

/** Calls the webhooks whose time has come. @returns how many were answered well, and how many were not */
export async function sendWebhooks(app: Parts): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 }
  for (let next = await claimDelivery(app.db, app.clock()); next; next = await claimDelivery(app.db, app.clock()))
    done[(await callOne(app, next)) ? 'sent' : 'failed'] += 1
  return done
}

/** Calls one at once, for a page that shows the answer; it is not tried again. */
export async function callNow(app: Parts, id: string): Promise<void> {
  const next = await claimDelivery(app.db, app.clock(), id)
  if (next) await callOne(app, { ...next, attempts: mostTries })
}

async function callOne(
  app: Parts,
  { id, alertId, body, attempts, webhookUrl, webhookSalt }: Claimed,
): Promise<boolean> {
  const found =
    webhookUrl === null || webhookSalt === null
      ? { status: null, words: noWebhook, isOver: true }
      : await called(app, webhookUrl, body, await secretOf(app, alertId, webhookSalt))
  const now = app.clock()
  const isOver = found.words === null || found.isOver || attempts >= mostTries
  // One reason for readers of both languages, as the notes of a server are.
  const reason = found.words && `${found.words.fr} / ${found.words.en}`
  await noteAnswer(
    app.db,
    id,
    { status: found.status, reason },
    isOver ? null : new Date(now.getTime() + backOff(attempts)),
    now,
  )
  return found.words === null
}

const noWebhook: Words = { fr: 'L’alerte n’a plus d’adresse.', en: 'The alert has no address any more.' }

const secretOf = async ({ auth }: Parts, alertId: string, salt: string) =>
  webhookSecret((await auth.$context).secret, alertId, salt)

async function called(app: Parts, url: string, body: string, secret: string) {
  const timestamp = Math.floor(app.clock().getTime() / 1000)
  try {
    const { status } = await send(app.config, {
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-filrouge-timestamp': String(timestamp),
        'x-filrouge-signature': `sha256=${signatureOf(secret, timestamp, body)}`,
      },
      body,
    })
    if (status >= 200 && status < 300) return { status, words: null, isOver: true }
    // 4xx but 408 and 429 says that the same call will never do.
    const isOver = status >= 400 && status < 500 && status !== 408 && status !== 429
    return { status, words: statusWords(status), isOver }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return { status: null, words: error.words, isOver: false }
  }
}

const statusWords = (status: number): Words =>
  status >= 300 && status < 400
    ? { fr: 'Redirection : elle n’est pas suivie.', en: 'A redirection: it is not followed.' }
    : { fr: `Réponse ${status}.`, en: `Answer ${status}.` }
