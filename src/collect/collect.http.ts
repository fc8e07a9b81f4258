import { type Context, Hono } from 'hono'
import type { App } from '../app.ts'
import { badRequest } from '../errors.ts'
import { asBadRequest, bytesOf, cors, json, jsonOf, keyNeeded, keyring, metaOf, refusalOf } from './arrival.http.ts'
import { BadBody, checkTime, type EventBody, readEventBody } from './event-body.ts'
import { otherToolRoutes, takeForeign } from './other-tools.http.ts'
import { plainIp } from './place.ts'
import { pixelRoutes } from './pixel.http.ts'
import { fromPlausible, isPlausible, plausibleSites } from './plausible.ts'
import { trackerRoutes } from './tracker.http.ts'
import { isBag } from './translated.ts'

/** `POST /api/event` and the tracker: measurement.md §8; then the addresses of other tools' clients. */
export function collectRoutes(app: App): Hono {
  const keys = keyring(app)
  const foreign = takeForeign(app)
  return new Hono()
    .options('/api/event', () => new Response(null, { status: 204, headers: cors }))
    .post('/api/event', async (c) => {
      try {
        const workspace = await keys(c.req.raw)
        const value = jsonOf(await bytesOf(c.req.raw))
        if (isPlausible(value)) return await plausible(c, value, workspace)
        const body = readBody(c, value)
        const answer = await app.collector.accept(body, metaOf(c, body, workspace, app.config.trustedProxies))
        return new Response(JSON.stringify(answer), { status: 202, headers: json })
      } catch (error) {
        return refusalOf(c.req.raw, error)
      }
    })
    .route('/', trackerRoutes())
    .route('/', pixelRoutes(app))
    .route('/', otherToolRoutes(app, keys))

  /** Reads and checks the body; `time`, `ip` and `userAgent` are for callers with a key. */
  function readBody(c: Context, value: unknown): EventBody {
    try {
      const body = readEventBody(value)
      const reserved = (['time', 'ip', 'userAgent'] as const).find((field) => body[field] !== null)
      if (reserved && c.req.header('authorization') === undefined) throw keyNeeded(reserved)
      if (body.time) checkTime(body.time, app.clock())
      if (body.ip !== null && plainIp(body.ip) === '')
        throw badRequest('badBody', { fr: '« ip » n’est pas une adresse IP.', en: '"ip" is not an IP address.' }, 'ip')
      return body
    } catch (error) {
      const named = isBag(value) ? value['site'] : null
      if (error instanceof BadBody && typeof named === 'string') app.collector.refused(named, error.field)
      throw asBadRequest(error)
    }
  }

  /** What Plausible's clients send; one event may be for several sites, and is then one of each. */
  async function plausible(c: Context, value: Readonly<Record<string, unknown>>, workspace: string | null) {
    let dropped = 0
    for (const domain of plausibleSites(value)) {
      const { answer } = await foreign(
        c,
        { name: domain, host: '' },
        (site) => fromPlausible(value, site.domain),
        workspace,
      )
      if (answer.status === 'dropped') dropped++
    }
    return new Response('ok', {
      status: 202,
      headers: {
        ...cors,
        'cache-control': 'no-store',
        'content-type': 'text/plain; charset=utf-8',
        ...(dropped > 0 ? { 'x-plausible-dropped': String(dropped) } : {}),
      },
    })
  }
}
