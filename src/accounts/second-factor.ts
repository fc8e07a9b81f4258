// Turns the second factor on and off through better-auth: an edge by design.
import encodeQR from 'qr'
import { redirectSaying } from '../flash.ts'
import type { fr } from './accounts.fr.ts'
import { refuse, textOf } from './form.ts'
import { tryCode } from './one-time-code.ts'
import { type PageArgs, type SignedIn, appOf } from './request.ts'
import { countPasswordTry } from './sign-in.ts'

/** What is shown once when a second factor is prepared or its backup codes are made again. */
export interface FactorSecrets {
  /** As an image; absent for new backup codes. */
  readonly qr: string | null
  /** The secret, to be typed where no camera is. */
  readonly manual: string | null
  readonly backupCodes: readonly string[]
}

interface Work {
  readonly args: PageArgs
  readonly person: SignedIn
  readonly form: FormData
  readonly t: typeof fr
}

/** Prepares a second factor: nothing is asked at sign-in before a code has proved that the application works. */
export async function startFactor({ args, person, form, t }: Work): Promise<Response> {
  const app = appOf(args)
  await countPasswordTry(app, person.id)
  const answer = await app.auth.api.enableTwoFactor({
    body: { password: textOf(form, 'password'), method: 'totp' },
    headers: args.request.headers,
    asResponse: true,
  })
  if (!answer.ok) return refuse(form, { password: t.account.wrongPassword })
  const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] }
  return secretsOnce({ qr: qrImage(totpURI), manual: new URL(totpURI).searchParams.get('secret'), backupCodes })
}

/** Turns it on, once the application has shown the right code. */
export async function confirmFactor({ args, person, form, t }: Work): Promise<Response> {
  const answer = await tryCode(appOf(args), args.request, person.id, { code: textOf(form, 'code') })
  if (answer === 'used') return refuse(form, { code: t.secondFactor.used })
  if (!answer.ok) return refuse(form, { code: t.secondFactor.wrong })
  return saying(answer, t.account.factorDone)
}

export async function stopFactor({ args, person, form, t }: Work): Promise<Response> {
  const app = appOf(args)
  await countPasswordTry(app, person.id)
  const answer = await app.auth.api.disableTwoFactor({
    body: { password: textOf(form, 'password') },
    headers: args.request.headers,
    asResponse: true,
  })
  if (!answer.ok) return refuse(form, { password: t.account.wrongPassword })
  return saying(answer, t.account.factorStopped)
}

/** Ten new backup codes in place of the old ones. */
export async function newBackupCodes({ args, person, form, t }: Work): Promise<Response> {
  const app = appOf(args)
  await countPasswordTry(app, person.id)
  const answer = await app.auth.api.generateBackupCodes({
    body: { password: textOf(form, 'password') },
    headers: args.request.headers,
    asResponse: true,
  })
  if (!answer.ok) return refuse(form, { password: t.account.wrongPassword })
  const { backupCodes } = (await answer.json()) as { backupCodes: string[] }
  return secretsOnce({ qr: null, manual: null, backupCodes })
}

const secretsOnce = (secrets: FactorSecrets) => Response.json(secrets, { headers: { 'cache-control': 'no-store' } })

function saying(answer: Response, text: string): Response {
  const response = redirectSaying('/account', { text, tone: 'good' })
  for (const cookie of answer.headers.getSetCookie()) response.headers.append('set-cookie', cookie)
  return response
}

const qrImage = (text: string) => `data:image/svg+xml;base64,${Buffer.from(encodeQR(text, 'svg')).toString('base64')}`
