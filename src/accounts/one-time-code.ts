// Asks better-auth about a code of an application, and lets each code serve once: an edge by design.
import type { App } from '../app.ts'
import { forgetAttempts, takeOnce } from './attempts.store.ts'
import { privateKey } from './secret.ts'

/** better-auth takes a code from 30 s before its time to 30 s after: no code is right for longer than 90 s. */
const codeSeconds = 120

type Instance = Pick<App, 'auth' | 'db' | 'clock'>

/**
 * The answer of better-auth to a code of an application, or 'used' where the code already served (RFC 6238, 5.2):
 * somebody who saw it typed gets nothing from it. It is taken before it is tried, so that two at once cannot both pass.
 * @param userId whose code it is; null where nobody is signing in, which better-auth refuses
 */
export async function tryCode(
  { auth, db, clock }: Instance,
  request: Request,
  userId: string | null,
  typed: { readonly code: string; readonly trustDevice?: boolean },
): Promise<Response | 'used'> {
  const { secret } = await auth.$context
  const code = typed.code.replace(/\s/g, '')
  const key = userId && privateKey(secret, 'code', userId, code)
  if (key && !(await takeOnce(db, key, codeSeconds, clock()))) return 'used'
  const answer = await auth.api.verifyTOTP({
    body: { code, trustDevice: typed.trustDevice },
    headers: request.headers,
    asResponse: true,
  })
  // A code that opened nothing may be right in a moment.
  if (key && !answer.ok) await forgetAttempts(db, key)
  return answer
}

/** Who gave a right password and still owes a code: better-auth keeps it under the cookie of that sign-in. */
export async function whoOwesCode({ auth }: Instance, request: Request): Promise<string | null> {
  const context = await auth.$context
  const { name } = context.createAuthCookie('two_factor')
  const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/)
  const value = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1)
  if (!value) return null
  // Its signature, after the dot, is checked by better-auth before anything opens.
  const [identifier = ''] = value.split('.')
  return (await context.internalAdapter.findVerificationValue(identifier))?.value ?? null
}
