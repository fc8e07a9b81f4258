// Stands between the network and every route: an edge by design.
import { randomBytes } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import type { App } from '../app.ts'
import { AppError, errorBody, notFound, tooLarge, unreadableText } from '../errors.ts'
import { type Locale, localeOf } from '../i18n.ts'
import { clientIp } from './client-ip.ts'
import type { PageContext } from './request.ts'

export interface Secured {
  Variables: {
    nonce: string
    /** Hosts whose pages may show this answer in a frame: none but where a route says so. */
    framedBy?: readonly string[]
  }
}

/** Forms and API bodies; routes that take files set their own limit. */
const bodyMaximum = 2 * 1024 * 1024

/** What a request must show before a page or a handler sees it, and how much it may hold. Needs `secureHeaders` before. */
export function security(app: Pick<App, 'config'>): MiddlewareHandler<Secured>[] {
  return [readableAddress, sameOriginWrites(app), limitedBody]
}

/** The page context of a request that went through `security`. */
export function pageContextOf(app: App, c: Context): PageContext {
  const nonce: string = c.get('nonce')
  return { app, nonce, ip: clientIp(c.req.raw.headers, peerOf(c), app.config.trustedProxies) }
}

/** Empty where there is no socket: a request made by a test. */
function peerOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? ''
  } catch {
    return ''
  }
}

/** What every answer carries, whatever it is: mounted before all routes. */
export function secureHeaders({ config }: Pick<App, 'config'>): MiddlewareHandler<Secured> {
  const https = config.url?.startsWith('https:') ?? false
  return async (c, next) => {
    const nonce = randomBytes(16).toString('base64url')
    c.set('nonce', nonce)
    await next()
    const out = c.res.headers
    const framedBy: readonly string[] = c.get('framedBy') ?? []
    const isPage = out.get('content-type')?.startsWith('text/html') ?? false
    out.set('content-security-policy', isPage ? pagePolicy(nonce, https, framedBy) : plainPolicy)
    out.set('x-content-type-options', 'nosniff')
    // Not no-referrer, which makes browsers send "Origin: null" with our own forms.
    if (!out.has('referrer-policy')) out.set('referrer-policy', 'same-origin')
    out.set('permissions-policy', refusedPowers)
    out.set('cross-origin-opener-policy', 'same-origin')
    out.set('cross-origin-resource-policy', isForOtherSites(c.req.path) ? 'cross-origin' : 'same-origin')
    if (framedBy.length === 0) out.set('x-frame-options', 'DENY')
    if (https) out.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
    // What is not said to be public is somebody's, the data of pages and of the API included.
    if (!out.has('cache-control')) out.set('cache-control', 'private, no-cache')
    // What was not read of a body that is too large would be taken for the next request.
    if (c.res.status === 413) out.set('connection', 'close')
  }
}

/** The collector and its snippet are called from the sites that are measured. */
const isForOtherSites = (path: string) =>
  /^\/api\/(event|consent|send|batch)$|^\/(matomo|piwik)\.php$|^\/(js|opt-out)\//.test(path)

const refusedPowers = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'browsing-topics']
  .map((power) => `${power}=()`)
  .join(', ')

/**
 * Only our own files and the scripts that carry this answer's nonce run. Style attributes are allowed, since charts and
 * timelines place things with them and they cannot run anything; style elements need the nonce.
 */
const pagePolicy = (nonce: string, https: boolean, framedBy: readonly string[]) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy.length > 0 ? framedBy.join(' ') : "'none'"}`,
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ')

/** For what is not a page: an image or a file opened alone runs nothing. */
const plainPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A write with cookies must come from one of our own pages. The API is left out: it never reads a cookie
 * (access-api.test.ts proves it), so another site cannot make a browser use it. So is whoever shows a bearer token, which
 * no browser adds by itself and which a page of another site may not send here.
 */
const sameOriginWrites =
  ({ config }: Pick<App, 'config'>): MiddlewareHandler<Secured> =>
  async (c, next) => {
    const { path, method } = c.req
    const isProgram = path.startsWith('/api/') || (c.req.header('authorization')?.startsWith('Bearer ') ?? false)
    if (safeMethods.has(method) || isProgram || isOwnOrigin(c.req.raw, config.url)) return next()
    return refusal(c.req.raw, foreignWrite())
  }

/** Whether the browser says that a page of ours sends this: Sec-Fetch-Site, or Origin where it is not sent (plain HTTP). */
export function isOwnOrigin(request: Request, publicUrl: string | null): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = request.headers.get('origin')
  if (origin === null || !URL.canParse(origin)) return false
  const host = request.headers.get('host') ?? new URL(request.url).host
  return new URL(origin).host === host || (publicUrl !== null && new URL(publicUrl).origin === origin)
}

const foreignWrite = () =>
  new AppError('foreignWrite', 403, {
    fr: 'Cet envoi ne vient pas d’une page de Filrouge : rien n’a été fait. Ouvrez la page et recommencez.',
    en: 'This was not sent from a page of Filrouge: nothing was done. Open the page and try again.',
  })

/**
 * A zero byte in an address is nobody's typing, and PostgreSQL refuses it with an error of its own; what cannot be decoded
 * names nothing, and React Router would write a line about it to the console each time.
 */
const readableAddress: MiddlewareHandler<Secured> = async (c, next) => {
  const { url } = c.req.raw
  if (url.includes('%00')) return refusal(c.req.raw, unreadableText())
  try {
    decodeURIComponent(new URL(url).pathname)
  } catch {
    return refusal(c.req.raw, notFound())
  }
  return next()
}

/** Where files are sent whole: the route bounds them itself, as they arrive. */
const takesFiles = /^\/w\/[^/]+\/p\/[^/]+\/sites\/[^/]+\/imports\/files$/

/**
 * Refuses a body that is too large, announced or not. `/api/event` reads its own. Hono's bodyLimit is not used: it makes
 * the request again from the one of node-server, which throws on every DELETE and OPTIONS without a body.
 */
const limitedBody: MiddlewareHandler<Secured> = async (c, next) => {
  const request = c.req.raw
  if (takesFiles.test(c.req.path)) return next()
  if (Number(request.headers.get('content-length') ?? 0) > bodyMaximum) return refusal(request, tooLarge('2 Mio'))
  // With a length, Node itself reads no further than it says.
  if (!request.body || safeMethods.has(request.method) || request.headers.has('content-length')) return next()
  const body = await bytesUpTo(request.body, bodyMaximum)
  if (body === null) return refusal(request, tooLarge('2 Mio'))
  const { url, method, headers, signal } = request
  c.req.raw = new Request(url, { method, headers, signal, body: body.length > 0 ? body : null })
  return next()
}

/** The bytes of a stream, or null as soon as there are more than `maximum`. */
async function bytesUpTo(stream: ReadableStream<Uint8Array>, maximum: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of stream) {
    size += part.byteLength
    if (size > maximum) return null
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}

/** An error that no page shows: JSON for programs, a small page for people. */
export function refusal(request: Request, error: AppError, headers: Record<string, string> = {}): Response {
  const locale = localeOf(request)
  const given = { ...headers, ...(error.retryAfter === null ? {} : { 'retry-after': String(error.retryAfter) }) }
  if (new URL(request.url).pathname.startsWith('/api/') || !request.headers.get('accept')?.includes('text/html'))
    return Response.json(errorBody(error, locale), { status: error.status, headers: given })
  return new Response(refusalPage(error, locale), {
    status: error.status,
    headers: { ...given, 'content-type': 'text/html; charset=utf-8' },
  })
}

const refusalPage = ({ status, words }: AppError, locale: Locale) => `<!doctype html>
<html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${status} · Filrouge</title><main><h1>${status}</h1><p>${words[locale]}</p></main></html>
`
