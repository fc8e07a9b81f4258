import { type Context, Hono } from 'hono'
import type { App } from '../app.ts'
import { type AppError, badRequest, errorBody, isAppError } from '../errors.ts'
import { localeOf } from '../i18n.ts'
import {
  asBadRequest,
  bytesOf,
  cors,
  json,
  jsonOf,
  type Keyring,
  keyNeeded,
  metaOf,
  refusalOf,
  retryAfter,
  textOf,
} from './arrival.http.ts'
import { type Answer, unknownSite } from './collector.ts'
import { BadBody, checkTime, type EventBody, readEventBody } from './event-body.ts'
import { bulkOf, bulkParameters, fromMatomo, matomoSite, type Parameters, parametersOf } from './matomo.ts'
import { plainIp } from './place.ts'
import type { Site } from './site.ts'
import { type Addressee, type Bag, inTheirWords, isBag, type Translated } from './translated.ts'
import { fromUmami, umamiSite } from './umami.ts'

/** Many events in one body: what may come at once, in bytes and in events. */
const bulk = { bytes: 512 * 1024, events: 500 } as const

/** Takes one event of another tool's client: finds whose it is, checks it as our own, and hands it to the collector. */
export type TakeForeign = (
  c: Context,
  to: Addressee,
  translate: (site: Site) => Translated,
  workspace: string | null,
) => Promise<{ readonly answer: Answer; readonly site: Site }>

export const takeForeign =
  (app: App): TakeForeign =>
  async (c, to, translate, workspace) => {
    const found = await app.collector.siteFor(to.name, to.host)
    if (!found || (workspace !== null && workspace !== found.site.workspaceId)) throw unknownSite(to.name || to.host)
    const { body, names, ...said } = translate(found.site)
    if (body === null) return { answer: app.collector.drop(found.site, 'signal'), site: found.site }
    const event = checked(body, names)
    const reserved = (['time', 'ip'] as const).find((field) => event[field] !== null)
    if (reserved && workspace === null) throw keyNeeded(names[reserved] ?? reserved)
    // Who holds a key speaks for his visitors, and may name their address as a proxy does.
    const ip = event.ip ?? (workspace === null ? null : (c.req.header('x-forwarded-for')?.split(',')[0] ?? null))
    const meta = metaOf(c, { ip, ...said }, workspace, app.config.trustedProxies)
    return { answer: await app.collector.accept(event, meta), site: found.site }

    function checked(given: Bag, called: Translated['names']): EventBody {
      try {
        const read = readEventBody(given)
        if (read.time) checkTime(read.time, app.clock())
        if (read.ip !== null && plainIp(read.ip) === '')
          throw new BadBody('ip', { fr: '« ip » n’est pas une adresse IP.', en: '"ip" is not an IP address.' })
        return read
      } catch (error) {
        if (!(error instanceof BadBody)) throw error
        const theirs = inTheirWords(error, called)
        app.collector.refused(found?.site.domain ?? '', theirs.field)
        throw asBadRequest(theirs)
      }
    }
  }

/** The addresses of Umami's and Matomo's clients. Plausible's send to `/api/event`, as ours do. */
export function otherToolRoutes(app: App, keys: Keyring): Hono {
  const take = takeForeign(app)
  const http = new Hono()

  const umamiCors = { ...cors, 'access-control-allow-headers': 'content-type, authorization, x-umami-cache' } as const
  for (const path of ['/api/send', '/api/batch'])
    http.options(path, () => new Response(null, { status: 204, headers: umamiCors }))

  const umami = async (c: Context, value: unknown, workspace: string | null) => {
    if (!isBag(value) || !isBag(value['payload'])) throw wrongUmami()
    const { answer, site } = await take(c, umamiSite(value), (of) => fromUmami(value, of), workspace)
    return answer.status === 'dropped' && answer.reason === 'bot' ? { beep: 'boop' } : { cache: cacheOf(site) }
  }
  http.post('/api/send', async (c) => {
    try {
      const workspace = await keys(c.req.raw)
      const said = await umami(c, jsonOf(await bytesOf(c.req.raw)), workspace)
      return new Response(JSON.stringify(said), { headers: json })
    } catch (error) {
      return refusalOf(c.req.raw, error)
    }
  })
  http.post('/api/batch', async (c) => {
    try {
      const workspace = await keys(c.req.raw)
      const list = jsonOf(await bytesOf(c.req.raw, bulk.bytes))
      if (!Array.isArray(list) || list.length > bulk.events) throw wrongBatch()
      const outcomes = await inTurn(list, (value) => umami(c, value, workspace))
      const details = outcomes.flatMap(({ error }, index) =>
        error ? [{ index, response: errorBody(error, localeOf(c.req.raw)) }] : [],
      )
      const cache = outcomes.findLast(({ value }) => value && 'cache' in value)?.value
      const processed = list.length - details.length
      return new Response(JSON.stringify({ size: list.length, processed, errors: details.length, details, ...cache }), {
        headers: json,
      })
    } catch (error) {
      return refusalOf(c.req.raw, error)
    }
  })

  const matomo = (c: Context, given: Parameters | null, workspace: string | null) => {
    if (!given || given['rec'] !== '1') throw wrongMatomo()
    return take(c, matomoSite(given), (site) => fromMatomo(given, site), workspace)
  }
  for (const path of ['/matomo.php', '/piwik.php']) {
    http.options(path, () => new Response(null, { status: 204, headers: matomoCors }))
    http.on(['GET', 'POST'], path, async (c) => {
      try {
        const text = c.req.method === 'POST' ? textOf(await bytesOf(c.req.raw, bulk.bytes)) : ''
        const many = bulkOf(text)
        const query = parametersOf(new URL(c.req.url).search)
        if (many) return await bulkMatomo(c, many, query)
        const given = { ...query, ...parametersOf(`?${text}`) }
        await matomo(c, given, await keys(c.req.raw, given['token_auth']))
        return given['send_image'] === '0' ? new Response(null, { status: 204, headers: matomoCors }) : image()
      } catch (error) {
        return refusalOf(c.req.raw, error)
      }
    })
  }
  async function bulkMatomo(c: Context, many: NonNullable<ReturnType<typeof bulkOf>>, query: Parameters) {
    if (many.requests.length > bulk.events) throw wrongBatch()
    const key = many.key || query['token_auth']
    // matomo-tracker writes the key in each request, where others write it once.
    const outcomes = await inTurn(many.requests, async (request) => {
      const given = bulkParameters(request)
      return matomo(c, given, await keys(c.req.raw, key || given?.['token_auth']))
    })
    const invalid = outcomes.flatMap(({ error }, index) => (error ? [index] : []))
    const [first] = outcomes.flatMap(({ error }) => (error ? [error] : []))
    if ((many.image || query['send_image']) === '0' && !first)
      return new Response(null, { status: 204, headers: matomoCors })
    return new Response(
      JSON.stringify({
        status: 'success',
        tracked: outcomes.length - invalid.length,
        invalid: invalid.length,
        ...(first ? { invalid_indices: invalid, ...errorBody(first, localeOf(c.req.raw)) } : {}),
      }),
      { headers: { ...json, ...(first ? retryAfter(first) : {}) } },
    )
  }
  return http
}

const matomoCors = {
  ...cors,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'cache-control': 'no-store',
} as const

/** One transparent point, as a page without scripts asks for. */
const point = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const image = () => new Response(new Uint8Array(point), { headers: { ...matomoCors, 'content-type': 'image/gif' } })

/** What Umami's script sends back with its next event. Ours says nothing of the visitor: the server knows the visit by itself. */
const cacheOf = (site: Site) => Buffer.from(JSON.stringify({ websiteId: site.publicId })).toString('base64url')

/**
 * Events of one body, each after the one before: what one is refused for says nothing of the others. What the whole body is refused
 * for (the store is down, too much at once) ends it: what was not answered is sent again by its client.
 */
async function inTurn<T>(list: readonly unknown[], work: (value: unknown) => Promise<T>) {
  const outcomes: { readonly value?: T; readonly error?: AppError }[] = []
  for (const one of list) {
    try {
      outcomes.push({ value: await work(one) })
    } catch (error) {
      if (!isAppError(error) || (error.status >= 500 && outcomes.length === 0)) throw error
      outcomes.push({ error })
    }
  }
  return outcomes
}

const wrongUmami = () =>
  badRequest('badBody', {
    fr: 'Le corps doit être un objet JSON { type, payload }.',
    en: 'The body must be a JSON object { type, payload }.',
  })
const wrongBatch = () =>
  badRequest('badBody', {
    fr: `Le corps doit être une liste d’au plus ${bulk.events} événements.`,
    en: `The body must be a list of at most ${bulk.events} events.`,
  })
const wrongMatomo = () =>
  badRequest(
    'badBody',
    { fr: '« rec » doit être 1 pour que la demande compte.', en: '"rec" must be 1 for the request to count.' },
    'rec',
  )
