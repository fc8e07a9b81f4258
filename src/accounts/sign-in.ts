// Counts tries, then asks better-auth: an edge by design.
import type { App } from '../app.ts'
import { type Limit, accountKey, countAttempt, dropOldAttempts, forgetAttempts } from './attempts.store.ts'
import { clientNetwork } from './client-ip.ts'
import { preferenceCookies } from './form.ts'
import { deviceCookie, knownDevice } from './known-device.ts'
import { tryCode, whoOwesCode } from './one-time-code.ts'
import { personByEmail, personById, plainEmail } from './people.store.ts'
import { privateKey } from './secret.ts'

/**
 * Tries at passwords: enough for a person who hesitates, hopeless for a program that guesses. What one network tries at
 * an account stays under `everywhere`, so that it takes many of them to close it, and only to unknown browsers
 * (decision 0105).
 */
export const limits = {
  /** At one account from one network, or from one browser that signed in to it before. */
  account: { tries: 10, windowSeconds: 900 },
  /** At one account from all browsers that never signed in to it. */
  everywhere: { tries: 50, windowSeconds: 3600 },
  /** At whatever accounts from one network. */
  network: { tries: 40, windowSeconds: 900 },
} as const satisfies Record<string, Limit>

export interface SignInAnswer {
  readonly state: 'signedIn' | 'secondFactor' | 'refused'
  /** Holds the cookies to forward: those of better-auth, and the one by which this browser is known again. */
  readonly response: Response
  /** Cookies of the person's language and appearance. */
  readonly preferences: readonly string[]
}

type Instance = Pick<App, 'auth' | 'db' | 'clock' | 'url'>

/**
 * Tries an address and a password. The try is counted before it is made, for the network it comes from and for the
 * account: from this network and from everywhere, or from this browser where the account knows it. An address without account counts, costs a hash and answers just the same, so nothing tells that it has none.
 * @throws tooMany
 */
export async function signIn(
  { auth, db, clock, url }: Instance,
  request: Request,
  ip: string,
  typed: { readonly email: string; readonly password: string },
): Promise<SignInAnswer> {
  const { secret } = await auth.$context
  const email = plainEmail(typed.email)
  const now = clock()
  const network = privateKey(secret, 'sign-in-network', clientNetwork(ip))
  const account = accountKey(secret, email)
  const device = knownDevice({ secret, email }, request.headers.get('cookie'))
  const here = `${account} ${device ?? network}`
  await countAttempt(db, network, limits.network, now)
  await countAttempt(db, here, limits.account, now)
  if (device === null) await countAttempt(db, account, limits.everywhere, now)
  await dropOldAttempts(db, now)
  const response = await auth.api.signInEmail({
    // better-auth refuses at once what is no address or is too long: a quick answer that says nothing of any account.
    body: { email, password: typed.password },
    headers: request.headers,
    asResponse: true,
  })
  if (!response.ok) return { state: 'refused', response, preferences: [] }
  await forgetAttempts(db, here)
  if (device === null) await forgetAttempts(db, account)
  const body = (await response.clone().json()) as { twoFactorRedirect?: boolean }
  if (body.twoFactorRedirect) return { state: 'secondFactor', response, preferences: [] }
  response.headers.append('set-cookie', deviceCookie({ secret, email }, device, url))
  const person = await personByEmail(db, email)
  return { state: 'signedIn', response, preferences: person ? preferenceCookies(person) : [] }
}

export interface SecondFactorAnswer extends Omit<SignInAnswer, 'state'> {
  readonly state: 'signedIn' | 'wrong' | 'gone' | 'locked'
}

/** A code that already served: nothing was asked of better-auth, and the sign-in goes on. */
export interface UsedCode {
  readonly state: 'used'
}

/** Tries the code of an application or a backup code, for the sign-in its cookie remembers. */
export async function secondFactor(
  instance: Instance,
  request: Request,
  ip: string,
  typed: { readonly code: string; readonly kind: 'app' | 'backup'; readonly trustDevice: boolean },
): Promise<SecondFactorAnswer | UsedCode> {
  const { auth, db, clock, url } = instance
  const { secret } = await auth.$context
  await countAttempt(db, privateKey(secret, 'second-factor-network', clientNetwork(ip)), limits.network, clock())
  const response =
    typed.kind === 'app'
      ? await tryCode(instance, request, await whoOwesCode(instance, request), typed)
      : await auth.api.verifyBackupCode({
          body: { code: typed.code.trim(), trustDevice: typed.trustDevice },
          headers: request.headers,
          asResponse: true,
        })
  if (response === 'used') return { state: 'used' }
  const body = (await response.clone().json()) as { code?: string; user?: { id: string } }
  if (response.ok) {
    const person = body.user && (await personById(db, body.user.id))
    if (person) {
      const known = { secret, email: person.email }
      const device = knownDevice(known, request.headers.get('cookie'))
      response.headers.append('set-cookie', deviceCookie(known, device, url))
    }
    return { state: 'signedIn', response, preferences: person ? preferenceCookies(person) : [] }
  }
  if (response.status === 429) return { state: 'locked', response, preferences: [] }
  const wrong = body.code === 'INVALID_CODE' || body.code === 'INVALID_BACKUP_CODE'
  return { state: wrong ? 'wrong' : 'gone', response, preferences: [] }
}

/**
 * Counts a try at the password of someone already signed in, so that an open session is no way to guess it.
 * @throws tooMany
 */
export async function countPasswordTry({ auth, db, clock }: Instance, userId: string): Promise<void> {
  const { secret } = await auth.$context
  await countAttempt(db, privateKey(secret, 'password', userId), limits.account, clock())
}
