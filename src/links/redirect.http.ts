import { setTimeout as pause } from 'node:timers/promises'
import { verifyPassword } from 'better-auth/crypto'
import { type Context, Hono } from 'hono'
import { isbot } from 'isbot'
import { clientNetwork } from '../accounts/client-ip.ts'
import { pageContextOf } from '../accounts/security.ts'
import type { App } from '../app.ts'
import { RateLimit } from '../collect/rate.ts'
import { localeOf } from '../i18n.ts'
import { wallClock } from '../period.ts'
import { targetsOf } from './clicks.store.ts'
import type { Click, Target } from './clicks.store.ts'
import { fitsRule } from './link-rules.ts'
import { destinationTrouble, landingAddress, troubleWords } from './address.ts'
import { goingPage, goneText, overText, passwordPage } from './redirect-page.ts'
import { followerOf } from './robots.ts'

/** After this a cached link is asked again, behind the answer: a change or a deletion shows within seconds, on every node. */
const freshMs = 2_000
/** Links to ask again are gathered this long, and asked in one query. */
const gatherMs = 250
/** Unknown slugs are remembered too, or guessing addresses would load the database; bounded both ways. */
const cacheSize = 20_000
/** Tries of a password: of one reader, then of everybody together. */
const perReader = { rate: 0.1, burst: 5 }
const perLink = { rate: 1, burst: 100 }
const longestForm = 4_096

interface Cached {
  readonly target: Target | null
  readonly readAt: number
  /** Clicks of people that led to the page, those the database does not know yet included; kept where a link has a maximum. */
  served: number
}

/**
 * GET /l/:slug, and POST with the word of a protected link. The hot path: the link from memory, one line in a journal on disk
 * (group commit), a redirect. The journal (src/links/clicks-journal.store.ts) brings clicks to PostgreSQL, once each, after a crash too.
 */
export function redirectRoutes(app: App): Hono {
  const routes = new Hono()
  const cache = new Map<string, Cached>()
  const reading = new Map<string, Promise<Cached>>()
  const readerTries = new RateLimit(perReader.rate, perReader.burst)
  const linkTries = new RateLimit(perLink.rate, perLink.burst)
  const hours = new Map<string, { readonly minute: number; readonly clock: string }>()
  const stale = new Set<string>()
  let readingAgain: Promise<void> | null = null

  const keep = (slug: string, target: Target | null): Cached => {
    const served = Math.max(cache.get(slug)?.served ?? 0, target?.clicks ?? 0)
    const entry = { target, readAt: Date.now(), served }
    cache.delete(slug)
    if (cache.size >= cacheSize) cache.delete(cache.keys().next().value ?? '')
    cache.set(slug, entry)
    return entry
  }

  const read = (slug: string): Promise<Cached> => {
    const known = reading.get(slug)
    if (known) return known
    const asked = targetsOf(app.db, [slug])
      .then((targets) => keep(slug, targets.get(slug) ?? null))
      .finally(() => reading.delete(slug))
    reading.set(slug, asked)
    return asked
  }

  const readStale = async () => {
    await pause(gatherMs, undefined, { ref: false })
    const slugs = [...stale]
    stale.clear()
    const targets = await targetsOf(app.db, slugs)
    for (const slug of slugs) keep(slug, targets.get(slug) ?? null)
  }

  const entryOf = async (slug: string): Promise<Cached> => {
    const entry = cache.get(slug)
    if (!entry) return read(slug)
    if (Date.now() - entry.readAt > freshMs) {
      stale.add(slug)
      readingAgain ??= readStale()
        .catch((error: unknown) => app.log.warn({ err: error }, 'links: cannot read links again'))
        .finally(() => (readingAgain = null))
    }
    return entry
  }

  /** Day and hour of a project's clock; reading a time zone is dear, and a minute has many clicks. */
  const clockOf = (timeZone: string, now: Date): string => {
    const minute = Math.floor(now.getTime() / 60_000)
    const known = hours.get(timeZone)
    if (known?.minute === minute) return known.clock
    const clock = wallClock(timeZone, now).slice(0, 13)
    hours.set(timeZone, { minute, clock })
    return clock
  }

  const follow = async (c: Context, word: string | null): Promise<Response> => {
    const slug = (c.req.param('slug') ?? '').toLowerCase()
    const entry = /^[a-z0-9][a-z0-9-]{1,59}$/.test(slug) ? await entryOf(slug) : null
    const target = entry?.target
    if (!entry || !target) return c.text(goneText, 404, plain)
    const clock = clockOf(target.timeZone, app.clock())
    const day = clock.slice(0, 10)
    const isOver =
      (target.expiresOn !== null && day > target.expiresOn) ||
      (target.maxClicks !== null && entry.served >= target.maxClicks)
    const reader = readerOf(c, app)
    const going = isOver ? ending(target) : destinationFor(target, reader)
    const trouble =
      going.destination === null
        ? null
        : destinationTrouble(going.destination, [c.req.header('host') ?? '', new URL(app.url).host])
    if (trouble) return c.text(`${troubleWords[trouble].fr}\n${troubleWords[trouble].en}\n`, 409, plain)
    const asksWord = target.passwordHash !== null && !isOver
    if (asksWord && reader.kind === 'person') {
      const refused = await refusedWord(c, target, word, reader.ip)
      if (refused) return refused
    }
    if (reader.kind === 'person' && !isOver) entry.served += 1
    const click: Click = {
      link: target.id,
      day,
      kind: reader.kind,
      ...(reader.kind === 'person'
        ? {
            hour: clock.slice(11),
            device: reader.device,
            country: reader.country,
            referrer: reader.referrer,
            outcome: going.outcome,
          }
        : { robot: reader.robot }),
    }
    // The reader gets his page even where the disk refuses the count.
    await app.clicks
      .append(click)
      .catch((error: unknown) => app.log.error({ err: error }, 'links: a click was not counted'))
    if (going.destination === null) return c.text(overText, 410, plain)
    const locale = localeOf(c.req.raw)
    // A robot is shown that a word is asked, and nothing of what is behind.
    if (asksWord && reader.kind !== 'person') return c.html(passwordPage(locale, null), 200, unkept)
    const landing = landingAddress(going.destination, target)
    if (asksWord) return c.html(goingPage(locale, landing), 200, unkept)
    return c.body(null, 302, { location: landing, ...unkept })
  }

  /** The form again when no word, or not the right one, was given; null lets the reader through. */
  const refusedWord = async (c: Context, target: Target, word: string | null, ip: string): Promise<Response | null> => {
    const locale = localeOf(c.req.raw)
    if (word === null) return c.html(passwordPage(locale, null), 200, unkept)
    const now = app.clock().getTime()
    readerTries.sweep(now)
    linkTries.sweep(now)
    const wait = readerTries.take(`${target.id} ${clientNetwork(ip)}`, now) || linkTries.take(target.id, now)
    if (wait > 0) return c.html(passwordPage(locale, { wait }), 429, { ...unkept, 'retry-after': String(wait) })
    const isRight = await verifyPassword({ hash: target.passwordHash ?? '', password: word })
    return isRight ? null : c.html(passwordPage(locale, 'wrong'), 403, unkept)
  }

  routes.get('/l/:slug', (c) => follow(c, null))
  routes.post('/l/:slug', async (c) => {
    const length = Number(c.req.header('content-length') ?? NaN)
    if (!(length <= longestForm)) return c.text(goneText, 413, plain)
    const word = new URLSearchParams(await c.req.text()).get('password')
    return follow(c, word ?? '')
  })

  return routes
}

interface Going {
  readonly destination: string | null
  readonly outcome: 'page' | 'rule' | 'fallback' | 'over'
}

const ending = ({ fallback }: Target): Going => ({
  destination: fallback,
  outcome: fallback === null ? 'over' : 'fallback',
})

function destinationFor({ destination, rules }: Target, reader: Reader): Going {
  const rule = (rules ?? []).find((one) => fitsRule(one, reader))
  return rule ? { destination: rule.destination, outcome: 'rule' } : { destination, outcome: 'page' }
}

/** Who follows, as far as a total needs it. The address is used for the country and forgotten. */
function readerOf(c: Context, app: App) {
  const agent = c.req.header('user-agent') ?? ''
  const purpose = `${c.req.header('sec-purpose') ?? ''} ${c.req.header('purpose') ?? ''}`
  const follower = followerOf(c.req.method, agent, purpose, isbot(agent))
  const { ip } = pageContextOf(app, c)
  return {
    ...follower,
    ip,
    device: app.collector.agentOf(agent).device,
    country: app.collector.countryOf(ip),
    referrer: referrerHost(c.req.header('referer') ?? '', new URL(app.url).hostname),
  }
}

type Reader = ReturnType<typeof readerOf>

/** The site that sends the reader; '' when he came straight, from an application, or from ourselves. */
function referrerHost(referrer: string, own: string): string {
  const host = URL.parse(referrer)?.hostname.replace(/^www\./, '') ?? ''
  return host === own || host.length > 100 ? '' : host
}

const plain = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' }
const unkept = { 'cache-control': 'no-store', 'referrer-policy': 'strict-origin-when-cross-origin' }
