import { randomBytes, timingSafeEqual } from 'node:crypto'
import { closedCookie } from './cookie.ts'
import { privateKey } from './secret.ts'

/** What is needed to know a browser again: the secret of the instance, and the account it signed in to. */
export interface Known {
  readonly secret: string
  /** As `plainEmail` writes it. */
  readonly email: string
}

const year = 365 * 24 * 3600

/** One cookie for each account, since a browser may serve several people; its name tells nobody which. */
const cookieName = ({ secret, email }: Known) =>
  `filrouge_device_${privateKey(secret, 'device-cookie', email).slice(0, 12)}`

const signature = ({ secret, email }: Known, device: string) => privateKey(secret, 'device', email, device)

/** The number of a browser that signed in to this account before; null for another, or where the cookie is not ours. */
export function knownDevice(known: Known, cookies: string | null): string | null {
  const start = `${cookieName(known)}=`
  const value = (cookies ?? '').split(/;\s*/).find((cookie) => cookie.startsWith(start))
  const [device = '', shown = ''] = value?.slice(start.length).split('.') ?? []
  const [given, right] = [Buffer.from(shown), Buffer.from(signature(known, device))]
  return given.length === right.length && timingSafeEqual(given, right) ? device : null
}

/** The cookie by which this browser is known a year long. It opens nothing: it only says whose tries are counted. */
export function deviceCookie(known: Known, device: string | null, publicUrl: string): string {
  const number = device ?? randomBytes(16).toString('base64url')
  return closedCookie(`${cookieName(known)}=${number}.${signature(known, number)}`, publicUrl, year)
}
