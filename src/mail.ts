import { type Transporter, createTransport } from 'nodemailer'
import type { App } from './app.ts'
import type { Config } from './config.ts'
import type { Words } from './errors.ts'
import { type Queued, claimMail, noteFailure, noteSent } from './outbox.store.ts'

/** Why nothing can be sent, said wherever a feature needs mail; null when the instance can. */
export const mailMissing = ({ smtp }: Pick<Config, 'smtp'>): Words | null =>
  smtp
    ? null
    : {
        fr: 'Cette instance ne peut pas envoyer d’e-mails. La personne qui tient le serveur doit régler FILROUGE_SMTP_URL et FILROUGE_MAIL_FROM, puis redémarrer.',
        en: 'This instance cannot send e-mail. Whoever runs the server must set FILROUGE_SMTP_URL and FILROUGE_MAIL_FROM, then restart it.',
      }

/** How long one try may take; far less than a claim holds (`claimMinutes`). */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Tries of one message: after a minute, then twice as long each time, about eight hours in all. */
export const mostTries = 10

/** Milliseconds before the next try of something that failed this many times. */
export const backOff = (tries: number): number => 60_000 * 2 ** Math.min(tries - 1, 8)

type Parts = Pick<App, 'db' | 'clock' | 'log'> & { readonly config: Pick<Config, 'smtp'> }

/**
 * Sends the messages whose time has come. A node takes each before it sends it, so that no other does.
 * @returns how many left, and how many did not
 */
export async function sendMail(app: Parts): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 }
  if (!app.config.smtp) return done
  const transport = createTransport({ url: app.config.smtp.url, ...patience })
  try {
    for (let next = await claimMail(app.db, app.clock()); next; next = await claimMail(app.db, app.clock()))
      done[await trySending(app, transport, app.config.smtp.from, next)] += 1
  } finally {
    transport.close()
  }
  return done
}

/** Sends one message at once, for a page that shows how it went. @returns whether the mail server took it */
export async function sendNow(app: Parts, id: string): Promise<boolean> {
  const { smtp } = app.config
  const next = smtp && (await claimMail(app.db, app.clock(), id))
  if (!next) return false
  const transport = createTransport({ url: smtp.url, ...patience })
  try {
    return (await trySending(app, transport, smtp.from, next)) === 'sent'
  } finally {
    transport.close()
  }
}

async function trySending(app: Parts, transport: Transporter, from: string, next: Queued): Promise<'sent' | 'failed'> {
  try {
    await transport.sendMail({
      from,
      to: next.to,
      subject: next.subject,
      text: next.text,
      html: next.html,
      headers: { ...next.headers },
      // The same at each try, so that a mailbox can tell one that came twice.
      messageId: `<${next.id}@${domainOf(from)}>`,
      attachments: next.attachments.map(({ filename, contentType, base64 }) => ({
        filename,
        contentType,
        content: Buffer.from(base64, 'base64'),
      })),
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  } catch (error) {
    const reason = reasonOf(error)
    // A refusal for good is not tried again; nor is a message that found nobody in so many tries.
    const isOver = isRefusedForGood(error) || next.attempts >= mostTries
    await noteFailure(app.db, next.id, reason, isOver ? null : new Date(app.clock().getTime() + backOff(next.attempts)))
    app.log.warn({ message: next.id, reason, isOver }, 'mail: a message was not sent')
    return 'failed'
  }
  await noteSent(app.db, next.id, app.clock())
  return 'sent'
}

const domainOf = (from: string) => /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'filrouge.invalid'

/** What the server or the network said, without the address and password of the server. */
function reasonOf(error: unknown): string {
  const { code, response, message } = error as { code?: string; response?: string; message?: string }
  if (code === 'EAUTH') return 'SMTP: authentication refused'
  return (response ?? [code, message].filter(Boolean).join(': ')).replace(/\s+/g, ' ').slice(0, 300)
}

/** 5xx is for good (RFC 5321, 4.2.1); a refused password is the instance's fault, and may be mended. */
function isRefusedForGood(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  return code !== 'EAUTH' && responseCode !== undefined && responseCode >= 500
}
