import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Hono } from 'hono'
import { root } from '../config.ts'

/** What a site may ask for: docs/decisions/0096 says what each holds and weighs. */
const names = ['filrouge.js', 'filrouge.core.js', 'filrouge.more.js'] as const

interface TrackerFile {
  readonly code: string
  readonly packed: Uint8Array<ArrayBuffer>
  readonly etag: string
}

const pack = promisify(gzip)

/** `GET /js/filrouge.js` and the files beside it, packed once: they are the most asked for of all. */
export function trackerRoutes(): Hono {
  const routes = new Hono()
  for (const name of names) {
    const tracker = trackerFile(name)
    routes.get(`/js/${name}`, async (c) => {
      const file = await tracker()
      if (!file) return c.text('The tracker is not built: run node tracker/build.ts', 503, { 'retry-after': '5' })
      const headers = {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'accept-encoding',
        etag: file.etag,
      }
      if (c.req.header('if-none-match') === file.etag) return new Response(null, { status: 304, headers })
      return /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
        ? new Response(file.packed, { headers: { ...headers, 'content-encoding': 'gzip' } })
        : new Response(file.code, { headers })
    })
  }
  return routes
}

/** A built tracker, read once it is there. */
function trackerFile(name: string): () => Promise<TrackerFile | null> {
  let file: TrackerFile | null = null
  return async () => {
    if (file) return file
    const code = await readFile(resolve(root, 'build/tracker', name), 'utf8').catch(() => null)
    if (code !== null)
      file = {
        code,
        packed: new Uint8Array(await pack(code, { level: 9 })),
        // The same for both encodings: what changes is the code.
        etag: `W/"${createHash('sha256').update(code).digest('base64url').slice(0, 22)}"`,
      }
    return file
  }
}
