import { Hono } from 'hono'
import type { App } from '../app.ts'
import { isAppError } from '../errors.ts'
import { asBadRequest, metaOf } from './arrival.http.ts'
import { readEventBody } from './event-body.ts'

/** One transparent point, in 43 bytes. */
const point = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

const headers = {
  'content-type': 'image/gif',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'cross-origin',
} as const

/**
 * `GET /pixel.gif?site=example.com`: a page view of a page without scripts. The page is the one that shows the image, as the
 * browser says (`Referer`), or `url`; `referrer` may say where its reader came from. What is wrong is said by the status: an image
 * has no other words.
 */
export function pixelRoutes(app: App): Hono {
  return new Hono().get('/pixel.gif', async (c) => {
    const image = (status: number) => new Response(point, { status, headers })
    try {
      const body = readEventBody({
        site: c.req.query('site'),
        url: c.req.query('url') ?? c.req.header('referer'),
        referrer: c.req.query('referrer'),
      })
      await app.collector.accept(body, metaOf(c, body, null, app.config.trustedProxies))
      return image(200)
    } catch (error) {
      const known = asBadRequest(error)
      if (!isAppError(known)) throw error
      return image(known.status)
    }
  })
}
