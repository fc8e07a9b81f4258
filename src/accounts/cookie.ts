/**
 * A cookie out of reach of scripts and of other sites.
 * @param seconds how long the browser keeps it; without it, until the browser is closed
 */
export function closedCookie(pair: string, publicUrl: string, seconds?: number): string {
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${pair}; Path=/${age}; HttpOnly; SameSite=Lax${secure}`
}

/** Secrets that one cookie holds at most. */
const kept = 8

/** The secrets that this browser holds under a name, latest last. */
export function secretsIn(request: Request, name: string): string[] {
  const value = new RegExp(`(?:^|;\\s*)${name}=([\\w.-]*)`).exec(request.headers.get('cookie') ?? '')?.[1] ?? ''
  return value
    .split('.')
    .filter((secret) => secret.length === 43)
    .slice(-kept)
}

/** The same with one more, as the cookie's name and value. */
export const withSecret = (request: Request, name: string, secret: string): string =>
  `${name}=${[...secretsIn(request, name), secret].slice(-kept).join('.')}`
