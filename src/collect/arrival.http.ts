import { isUtf8 } from 'node:buffer'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { apiScope } from '../accounts/api.ts'
import { clientIp } from '../accounts/client-ip.ts'
import type { App } from '../app.ts'
import { AppError, badRequest, errorBody, isAppError, tooLarge } from '../errors.ts'
import { localeOf } from '../i18n.ts'
import type { Meta } from './collector.ts'
import { BadBody, limits } from './event-body.ts'
import { hintsOf } from './hints.ts'
import { plainIp } from './place.ts'

/** Any page of any site may send events, without cookies: that is what a collector is for. */
export const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'content-type, authorization',
  'access-control-max-age': '86400',
} as const
export const json = { ...cors, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' } as const

/** The body of a request, never more of it in memory than a piece over the limit. @throws tooLarge */
export async function bytesOf(request: Request, limit: number = limits.bodyBytes): Promise<Buffer> {
  const over = () => tooLarge(`${limit / 1024} Ko`)
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw over()
  const parts: Uint8Array[] = []
  let size = 0
  if (request.headers.has('content-length')) {
    const whole = Buffer.from(await request.arrayBuffer())
    if (whole.length > limit) throw over()
    return whole
  }
  // Without a length the body is read piece by piece: at most one piece over the limit is ever held.
  for await (const part of request.body ?? []) {
    size += part.byteLength
    if (size > limit) throw over()
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** The text of a body. @throws a 400 when it is not UTF-8 */
export function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw badRequest('badBody', { fr: 'Le corps n’est pas en UTF-8.', en: 'The body is not UTF-8.' })
  return bytes.toString('utf8')
}

/** The JSON value of a body. @throws a 400 that says what was not understood */
export function jsonOf(bytes: Buffer): unknown {
  const text = textOf(bytes)
  try {
    return JSON.parse(text)
  } catch {
    throw badRequest('badJson', { fr: 'Le corps n’est pas du JSON.', en: 'The body is not JSON.' })
  }
}

/** A refusal by field, as the API says it; anything else as it is. */
export function asBadRequest(error: unknown): unknown {
  if (!(error instanceof BadBody)) return error
  return error.field === '' ? badRequest('badBody', error.words) : badRequest('badBody', error.words, error.field)
}

/** The answer to an event that is refused. @throws what is not an expected error */
export function refusalOf(request: Request, error: unknown): Response {
  if (!isAppError(error)) throw error
  return new Response(JSON.stringify(errorBody(error, localeOf(request))), {
    status: error.status,
    headers: { ...json, ...retryAfter(error) },
  })
}

export const retryAfter = (error: AppError): Record<string, string> =>
  error.retryAfter === null ? {} : { 'retry-after': String(error.retryAfter) }

/** What a client says beside the event itself: kept only where the caller may say it. */
export interface Said {
  readonly ip?: string | null
  readonly userAgent?: string | null
  readonly language?: string | null
  readonly hints?: string
}

export function metaOf(c: Context, said: Said, workspace: string | null, trustedProxies: number): Meta {
  const header = (name: string) => c.req.header(name) ?? ''
  return {
    ip: plainIp(said.ip ?? clientIp(c.req.raw.headers, peerOf(c), trustedProxies)),
    userAgent: (said.userAgent ?? header('user-agent')).slice(0, limits.userAgent),
    // Hints speak of the caller: not of the agent a server names for somebody else.
    hints: said.hints ?? (said.userAgent ? '' : hintsOf(header)),
    language: said.language ?? header('accept-language'),
    signalsOptOut: header('sec-gpc') === '1' || header('dnt') === '1',
    workspace,
  }
}

/** Address at the other end of the connection; '' for a request made in a test. */
export function peerOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? ''
  } catch {
    return ''
  }
}

const keyLifetime = 10_000

/** The workspace of a request's key; null without a key. @throws signInNeeded, keyScope */
export type Keyring = (request: Request, given?: string) => Promise<string | null>

/**
 * Checks a bearer key, and remembers for ten seconds that it was good: a server sends thousands of events under one key.
 * A key may come in the body too, as Matomo's clients send it.
 */
export function keyring(app: App): Keyring {
  const good = new Map<string, { workspace: string; since: number }>()
  return async (request, given) => {
    const header = given === undefined || given === '' ? request.headers.get('authorization') : `Bearer ${given}`
    if (header === null) return null
    const now = app.clock().getTime()
    const held = good.get(header)
    // A clock set back must not make a revoked key good for longer.
    if (held && Math.abs(now - held.since) < keyLifetime) return held.workspace
    good.delete(header)
    const asked = new Headers(request.headers)
    asked.set('authorization', header)
    const { workspace } = await apiScope(app, new Request(request.url, { headers: asked }), 'events:write')
    if (good.size > 1_000) good.clear()
    good.set(header, { workspace, since: now })
    return workspace
  }
}

/** What only a caller with a key may say. */
export const keyNeeded = (field: string) =>
  new AppError(
    'keyNeeded',
    401,
    { fr: '', en: '' },
    {
      fields: {
        [field]: {
          fr: `« ${field} » demande une clé de portée events:write, dans l’en-tête Authorization.`,
          en: `"${field}" needs a key of scope events:write, in the Authorization header.`,
        },
      },
    },
  )
