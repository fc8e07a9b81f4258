import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import { apiScope } from '../accounts/api.ts'
import { clientIp } from '../accounts/client-ip.ts'
import type { App } from '../app.ts'
import { root } from '../config.ts'
import { AppError, badRequest, errorBody, isAppError, tooLarge } from '../errors.ts'
import { localeOf } from '../i18n.ts'
import { BadBody, checkTime, type EventBody, limits, readEventBody } from './event-body.ts'
import type { Meta } from './collector.ts'
import { plainIp } from './place.ts'

/** Any page of any site may send events, without cookies: that is what a collector is for. */
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'content-type, authorization',
  'access-control-max-age': '86400',
} as const
const json = { ...cors, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' } as const

/** `POST /api/event` and the tracker: measurement.md §8. */
export function collectRoutes(app: App): Hono {
  const keys = keyring(app)
  const tracker = trackerFile()
  return new Hono()
    .options('/api/event', () => new Response(null, { status: 204, headers: cors }))
    .post('/api/event', async (c) => {
      try {
        const workspace = await keys(c.req.raw)
        const body = await readBody(c)
        const answer = await app.collector.accept(body, metaOf(c, body, workspace, app.config.trustedProxies))
        return new Response(JSON.stringify(answer), { status: 202, headers: json })
      } catch (error) {
        if (!isAppError(error)) throw error
        const retry = error.retryAfter === null ? {} : { 'retry-after': String(error.retryAfter) }
        return new Response(JSON.stringify(errorBody(error, localeOf(c.req.raw))), {
          status: error.status,
          headers: { ...json, ...retry },
        })
      }

      /** Reads and checks the body; `time`, `ip` and `userAgent` are for callers with a key. */
      async function readBody(context: Context): Promise<EventBody> {
        const body = parse(await bytesOf(context.req.raw))
        const reserved = (['time', 'ip', 'userAgent'] as const).find((field) => body[field] !== null)
        if (reserved && context.req.header('authorization') === undefined) throw keyNeeded(reserved)
        try {
          if (body.time) checkTime(body.time, app.clock())
        } catch (error) {
          throw asBadRequest(error)
        }
        if (body.ip !== null && plainIp(body.ip) === '') {
          throw badRequest(
            'badBody',
            { fr: '« ip » n’est pas une adresse IP.', en: '"ip" is not an IP address.' },
            'ip',
          )
        }
        return body
      }
    })
    .get('/js/filrouge.js', async (c) => {
      const file = await tracker()
      if (!file) return c.text('The tracker is not built: run node tracker/build.ts', 503, { 'retry-after': '5' })
      const headers = {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        etag: file.etag,
      }
      return c.req.header('if-none-match') === file.etag
        ? new Response(null, { status: 304, headers })
        : new Response(file.code, { headers })
    })
}

async function bytesOf(request: Request): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > limits.bodyBytes) throw tooLarge('64 Ko')
  // Without a length the body is read piece by piece: at most one piece over the limit is ever held.
  if (request.headers.has('content-length')) return limited(Buffer.from(await request.arrayBuffer()))
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.byteLength
    if (size > limits.bodyBytes) throw tooLarge('64 Ko')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function limited(bytes: Buffer): Buffer {
  if (bytes.length > limits.bodyBytes) throw tooLarge('64 Ko')
  return bytes
}

function parse(bytes: Buffer): EventBody {
  if (!isUtf8(bytes)) throw badRequest('badBody', { fr: 'Le corps n’est pas en UTF-8.', en: 'The body is not UTF-8.' })
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw badRequest('badJson', { fr: 'Le corps n’est pas du JSON.', en: 'The body is not JSON.' })
  }
  try {
    return readEventBody(value)
  } catch (error) {
    throw asBadRequest(error)
  }
}

function asBadRequest(error: unknown): unknown {
  if (!(error instanceof BadBody)) return error
  return error.field === '' ? badRequest('badBody', error.words) : badRequest('badBody', error.words, error.field)
}

const keyNeeded = (field: string) =>
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

function metaOf(c: Context, body: EventBody, workspace: string | null, trustedProxies: number): Meta {
  const header = (name: string) => c.req.header(name) ?? ''
  return {
    ip: plainIp(body.ip ?? clientIp(c.req.raw.headers, peerOf(c), trustedProxies)),
    userAgent: (body.userAgent ?? header('user-agent')).slice(0, limits.userAgent),
    language: header('accept-language'),
    signalsOptOut: header('sec-gpc') === '1' || header('dnt') === '1',
    workspace,
  }
}

/** Address at the other end of the connection; '' for a request made in a test. */
function peerOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? ''
  } catch {
    return ''
  }
}

const keyLifetime = 10_000

/** Checks a bearer key, and remembers for ten seconds that it was good: a server sends thousands of events under one key. */
function keyring(app: App): (request: Request) => Promise<string | null> {
  const good = new Map<string, { workspace: string; until: number }>()
  return async (request) => {
    const header = request.headers.get('authorization')
    if (header === null) return null
    const now = app.clock().getTime()
    const held = good.get(header)
    if (held && held.until > now) return held.workspace
    good.delete(header)
    const { workspace } = await apiScope(app, request, 'events:write')
    if (good.size > 1_000) good.clear()
    good.set(header, { workspace, until: now + keyLifetime })
    return workspace
  }
}

interface TrackerFile {
  readonly code: string
  readonly etag: string
}

/** The built tracker, read once it is there. */
function trackerFile(): () => Promise<TrackerFile | null> {
  let file: TrackerFile | null = null
  return async () => {
    if (file) return file
    const code = await readFile(resolve(root, 'build/tracker/filrouge.js'), 'utf8').catch(() => null)
    if (code !== null) file = { code, etag: `"${createHash('sha256').update(code).digest('base64url').slice(0, 22)}"` }
    return file
  }
}
