import { Hono } from 'hono'
import { clientIp, clientNetwork } from '../accounts/client-ip.ts'
import type { App } from '../app.ts'
import { notFound, tooMany } from '../errors.ts'
import { asBadRequest, bytesOf, cors, json, jsonOf, peerOf, refusalOf } from './arrival.http.ts'
import { type ConsentBody, lastingNumber, readConsentBody } from './consents.ts'
import { giveConsent, withdrawConsent } from './consents.store.ts'
import { isPrivateIp, plainIp } from './place.ts'
import { RateLimit } from './rate.ts'

const largest = 1024

/** Answers one address may give; then what may come at once. */
const perAddress = { rate: 1, burst: 30 }

/**
 * `POST /api/consent`: a visitor's answer to the notice, from the measured site's page. What is kept of it is the proof: when, on which
 * version, for which number; not the address.
 */
export function consentRoutes(app: App): Hono {
  const rate = new RateLimit(perAddress.rate, perAddress.burst)
  let asked = 0
  return new Hono()
    .options('/api/consent', () => new Response(null, { status: 204, headers: cors }))
    .post('/api/consent', async (c) => {
      try {
        const now = app.clock()
        if (++asked % 1_000 === 0) rate.sweep(now.getTime())
        const ip = plainIp(clientIp(c.req.raw.headers, peerOf(c), app.config.trustedProxies))
        const wait = ip === '' || isPrivateIp(ip) ? 0 : rate.take(clientNetwork(ip), now.getTime())
        if (wait > 0) throw tooMany(wait)
        return Response.json(await answer(app, await readBody(c.req.raw), now), { status: 202, headers: json })
      } catch (error) {
        return refusalOf(c.req.raw, error)
      }
    })
}

type Answer = { readonly status: 'recorded' } | { readonly status: 'ignored'; readonly reason: 'exempt' | 'expired' }

async function answer({ db, collector }: App, body: ConsentBody, now: Date): Promise<Answer> {
  const site = (await collector.site(body.site))?.site
  if (!site) throw notFound()
  const visitor = lastingNumber(site.id, body.visitor, now.getTime())
  if (visitor === null) return { status: 'ignored', reason: 'expired' }
  if (!body.given) {
    // Whatever the mode is today: a consent given before may be withdrawn.
    collector.stop(site.id, visitor)
    await withdrawConsent(db, { siteId: site.id, visitor, at: now })
    return { status: 'recorded' }
  }
  if (site.mode === 'exempt') return { status: 'ignored', reason: 'exempt' }
  const kept = await giveConsent(db, { siteId: site.id, visitor, notice: body.notice, at: now })
  return kept ? { status: 'recorded' } : { status: 'ignored', reason: 'expired' }
}

async function readBody(request: Request): Promise<ConsentBody> {
  const value = jsonOf(await bytesOf(request, largest))
  try {
    return readConsentBody(value)
  } catch (error) {
    throw asBadRequest(error)
  }
}
