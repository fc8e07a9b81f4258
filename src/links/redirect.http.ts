import { join } from 'node:path'
import { Hono } from 'hono'
import { isbot } from 'isbot'
import type { App } from '../app.ts'
import { Journal } from '../journal.ts'
import { dayIn } from '../period.ts'
import { addClicks, targetOf } from './clicks.store.ts'
import type { Click, Target } from './clicks.store.ts'
import { clickKind, destinationTrouble, landingAddress, troubleWords } from './links.ts'

/** After this a cached link is asked again, behind the answer: a change or a deletion shows within seconds, on every node. */
const freshMs = 2_000
/** Unknown slugs are remembered too, or guessing addresses would load the database; bounded both ways. */
const cacheSize = 20_000

interface Cached {
  readonly target: Target | null
  readonly landing: string
  readonly readAt: number
}

/**
 * GET /l/:slug. The hot path: the link from memory, one line in a journal on disk (group commit), a redirect. The journal
 * brings clicks to PostgreSQL, once each, after a crash too.
 */
export function redirectRoutes(app: App): Hono {
  const routes = new Hono()
  const cache = new Map<string, Cached>()
  const reading = new Map<string, Promise<Cached>>()
  let journal: Promise<Journal> | null = null

  const clicks = () =>
    (journal ??= Journal.open({
      dir: join(app.config.dataDir, 'clicks'),
      send: (rows, token) =>
        addClicks(
          app.db,
          rows.map((row) => JSON.parse(row.toString('utf8')) as Click),
          token,
        ),
      log: app.log,
    }))

  const read = (slug: string): Promise<Cached> => {
    const known = reading.get(slug)
    if (known) return known
    const asked = targetOf(app.db, slug)
      .then((target) => {
        const entry = { target, landing: target ? landingAddress(target.destination, target) : '', readAt: Date.now() }
        cache.delete(slug)
        if (cache.size >= cacheSize) cache.delete(cache.keys().next().value ?? '')
        cache.set(slug, entry)
        return entry
      })
      .finally(() => reading.delete(slug))
    reading.set(slug, asked)
    return asked
  }

  const entryOf = async (slug: string): Promise<Cached> => {
    const entry = cache.get(slug)
    if (!entry) return read(slug)
    if (Date.now() - entry.readAt > freshMs)
      read(slug).catch((error: unknown) => app.log.warn({ err: error }, 'links: cannot read a link again'))
    return entry
  }

  routes.get('/l/:slug', async (c) => {
    const slug = c.req.param('slug').toLowerCase()
    const { target, landing } = /^[a-z0-9][a-z0-9-]{1,59}$/.test(slug)
      ? await entryOf(slug)
      : { target: null, landing: '' }
    if (!target) return c.text(`${gone.fr}\n${gone.en}\n`, 404, plain)
    const trouble = destinationTrouble(target.destination, [c.req.header('host') ?? '', new URL(app.url).host])
    if (trouble) return c.text(`${troubleWords[trouble].fr}\n${troubleWords[trouble].en}\n`, 409, plain)
    const agent = c.req.header('user-agent') ?? ''
    const purpose = `${c.req.header('sec-purpose') ?? ''} ${c.req.header('purpose') ?? ''}`
    const click: Click = {
      link: target.id,
      day: dayIn(target.timeZone, app.clock()),
      kind: clickKind(c.req.method, agent, purpose, isbot(agent)),
    }
    // The reader gets his page even where the disk refuses the count.
    await clicks()
      .then((open) => open.append(click))
      .catch((error: unknown) => app.log.error({ err: error }, 'links: a click was not counted'))
    return c.body(null, 302, {
      location: landing,
      'cache-control': 'no-store',
      'referrer-policy': 'strict-origin-when-cross-origin',
    })
  })

  return routes
}

const plain = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' }
const gone = {
  fr: 'Ce lien n’existe pas ou n’est plus publié.',
  en: 'This link does not exist or is no longer published.',
}
