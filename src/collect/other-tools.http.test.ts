import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Umami } from '@umami/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey } from '../accounts/keys.store.ts'
import { httpServer } from '../http.ts'
import { listen } from '../server.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { createCollector } from './collector.ts'
import { mmdb } from './mmdb.fixture.ts'
import type { Site } from './site.ts'
import { addSite } from './sites.store.ts'

// The clients of other tools as npm gives them, and requests as their scripts write them, on an instance that listens.

/** matomo-tracker has no types: what is used of it here. */
interface MatomoClient {
  on(event: 'error', listener: (said: unknown) => void): void
  track(options: string | Record<string, unknown>): void
  trackBulk(events: readonly Record<string, unknown>[], done: (said: string) => void): void
}
const MatomoTracker = createRequire(import.meta.url)('matomo-tracker') as new (
  site: number,
  url: string,
) => MatomoClient

let t: TestInstance
let site: Site
let shop: Site
let key: string
let base: string
beforeAll(async () => {
  t = await testInstance()
  const scope = await t.scope('owner')
  site = await addSite(scope, { domain: 'ruches.example' })
  shop = await addSite(scope, { domain: 'boutique.example', currency: 'CHF', settings: { hosts: ['payer.example'] } })
  key = await addKey(scope, 'serveur', ['events:write'])
  const server = await listen(httpServer(t.app, async () => new Response('page')).fetch, { host: '127.0.0.1', port: 0 })
  afterAll(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(base + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'user-agent': chrome, 'accept-language': 'fr', 'content-type': 'application/json', ...headers },
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: text.startsWith('{') ? JSON.parse(text) : null }
}

interface Stored {
  readonly site_id: number
  readonly name: string
  readonly hostname: string
  readonly path: string
  readonly bot_reason: string
}
async function stored(where: string, columns = 'site_id, name, hostname, path, bot_reason'): Promise<Stored[]> {
  await t.app.journal.drained()
  const query = `select ${columns} from events where ${where} order by ts, received_at`
  return (await t.clickhouse.query({ query, format: 'JSONEachRow' })).json<Stored>()
}
const drops = async (reason: string) => {
  await t.app.collector.flushDrops()
  const rows = await t.db.selectFrom('collectDrops').select('count').where('reason', '=', reason).execute()
  return rows.reduce((sum, { count }) => sum + Number(count), 0)
}

describe('Plausible', () => {
  const body = { n: 'pageview', u: 'https://ruches.example/plausible', d: 'ruches.example', r: null, w: 1200 }

  test('an event is taken at the address of ours, and answered as they do', async () => {
    const sent = await post('/api/event', body, { 'content-type': 'text/plain' })
    expect([sent.status, sent.text, sent.headers.get('x-plausible-dropped')]).toEqual([202, 'ok', null])
    expect(await stored(`path = '/plausible'`)).toEqual([
      { site_id: site.id, name: 'pageview', hostname: 'ruches.example', path: '/plausible', bot_reason: '' },
    ])
  })

  test('for two sites it is one event of each; what is dropped is said', async () => {
    const sent = await post('/api/event', {
      ...body,
      d: 'ruches.example,boutique.example',
      u: 'https://payer.example/roll',
    })
    expect([sent.status, sent.headers.get('x-plausible-dropped')]).toEqual([202, '1'])
    expect((await stored(`path = '/roll'`)).map(({ site_id }) => site_id)).toEqual([shop.id])
  })

  test.each([
    ['no address', { n: 'pageview', d: 'ruches.example' }, 400, 'url'],
    ['an address that is none', { ...body, u: '/miel' }, 400, 'u'],
    ['a property of 2,001 characters', { ...body, p: { a: 'x'.repeat(2_001) } }, 400, 'p.a'],
    ['a site nobody added', { ...body, d: 'inconnu.example' }, 404, 'site'],
  ])('%s is refused, in their words', async (_, given, status, field) => {
    const sent = await post('/api/event', given)
    expect([sent.status, sent.body?.error.field]).toEqual([status, field])
  })
})

describe('Umami', () => {
  test('its Node client, unmodified, names the site by its UUID', async () => {
    const client = new Umami({ hostUrl: base, websiteId: site.publicId, userAgent: chrome })
    const page = await client.track({
      url: '/umami',
      title: 'Accueil',
      hostname: 'www.ruches.example',
      language: 'fr-FR',
    })
    expect(page.status).toBe(200)
    expect(await page.json()).toEqual({ cache: expect.stringMatching(/^[\w-]{20,}$/) })
    expect((await client.track('inscription', { plan: 'pro' })).status).toBe(200)
    expect((await client.identify({ email: 'camille@ruches.example' })).status).toBe(200)
    expect(
      await stored(`path = '/umami' or name = 'inscription'`, 'name, hostname, path, title, language, props'),
    ).toEqual([
      { name: 'pageview', hostname: 'www.ruches.example', path: '/umami', title: 'Accueil', language: 'fr', props: {} },
      { name: 'inscription', hostname: 'ruches.example', path: '/', title: '', language: '', props: { plan: 'pro' } },
    ])
    expect(await stored(`mapContains(props, 'email')`)).toEqual([])
    expect(await drops('signal')).toBe(1)
  })

  test('its client without a browser’s name is a program, not a machine that crawls', async () => {
    const sent = await new Umami({ hostUrl: base, websiteId: site.publicId }).track('tâche')
    expect(sent.status).toBe(200)
    expect((await stored(`name = 'tâche'`)).map(({ bot_reason }) => bot_reason)).toEqual([''])
  })

  test('its script asks first, sends its cache back, and is told of a machine', async () => {
    const asked = await fetch(`${base}/api/send`, { method: 'OPTIONS' })
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type, authorization, x-umami-cache'])
    const event = { type: 'event', payload: { website: site.publicId, hostname: 'ruches.example', url: 'https://ruches.example/script' } }
    const { body } = await post('/api/send', event)
    expect((await post('/api/send', event, { 'x-umami-cache': body.cache })).body).toEqual(body)
    expect(await stored(`path = '/script'`)).toHaveLength(2)
    const bot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
    expect((await post('/api/send', event, { 'user-agent': bot })).body).toEqual({ beep: 'boop' })
  }) // prettier-ignore

  test('a site whose pages still carry the UUID of the old tool is known by its host', async () => {
    const payload = { website: '00000000-0000-4000-8000-000000000000', hostname: 'ruches.example', url: '/ancien' }
    expect((await post('/api/send', { type: 'event', payload })).status).toBe(200)
    expect((await stored(`path = '/ancien'`)).map(({ site_id }) => site_id)).toEqual([site.id])
    expect(
      (await post('/api/send', { type: 'event', payload: { ...payload, hostname: 'ailleurs.example' } })).status,
    ).toBe(404)
  })

  test('a batch says which of its events were refused, and why', async () => {
    const payload = { website: site.publicId, hostname: 'ruches.example', url: '/lot' }
    const { status, body } = await post('/api/batch', [
      { type: 'event', payload },
      { type: 'event', payload: { ...payload, name: 'n'.repeat(121) } },
      { type: 'event' },
      { type: 'event', payload: { ...payload, timestamp: 1_795_600_000 } },
    ])
    expect(status).toBe(200)
    expect(body).toMatchObject({ size: 4, processed: 1, errors: 3, cache: expect.any(String) })
    expect(body.details.map((one: { index: number; response: { error: { field: string } } }) => [one.index, one.response.error.field])).toEqual([
      [1, 'payload.name'],
      [2, null],
      [3, 'payload.timestamp'],
    ])
    expect((await post('/api/batch', Array.from({ length: 501 }, () => ({})))).status).toBe(400)
    expect((await post('/api/batch', 'x'.repeat(600 * 1024))).status).toBe(413)
  }) // prettier-ignore
})

describe('Matomo', () => {
  test('its Node client, unmodified: one page, then many at once with their own time', async () => {
    const client = new MatomoTracker(site.id, `${base}/matomo.php`)
    const wrong: unknown[] = []
    client.on('error', (said) => wrong.push(said))
    client.track({ url: 'https://ruches.example/matomo', action_name: 'Miels', ua: chrome, lang: 'fr' })
    await expect.poll(() => stored(`path = '/matomo'`, 'title, browser, language')).toEqual([
      { title: 'Miels', browser: 'Chrome', language: 'fr' },
    ])
    const order = { url: 'https://ruches.example/merci', ua: chrome, token_auth: key, cip: '90.1.2.3', idgoal: 0, ec_id: 'A41', revenue: 27.9 }
    const said = await new Promise<string>((resolve) =>
      client.trackBulk(
        [
          { ...order, cdt: '2026-11-20 10:00:00' },
          { ...order, cdt: '2026-11-20 10:01:00' },
          { url: order.url, cdt: '2026-11-20 10:02:00' },
        ],
        resolve,
      ),
    )
    expect(JSON.parse(said)).toMatchObject({ status: 'success', tracked: 2, invalid: 1, invalid_indices: [2], error: { field: 'cdt' } })
    const requests = [{ ...order, token_auth: undefined, idsite: site.id, rec: 1, cdt: '2026-11-20 10:00:00' }]
    expect((await post('/matomo.php', { requests, token_auth: key })).body).toEqual({ status: 'success', tracked: 1, invalid: 0 })
    expect(await stored(`name = 'order'`, 'toString(ts) as at, revenue_cents, currency, country')).toEqual([
      { at: '2026-11-20 10:00:00.000', revenue_cents: 2790, currency: 'EUR', country: 'FR' },
    ])
    expect(wrong).toEqual([])
  }) // prettier-ignore

  test.each([
    ['an image', '', 200, 'image/gif'],
    ['nothing, where asked', '&send_image=0', 204, null],
  ])('one request is answered with %s', async (_, more, status, type) => {
    const query = `idsite=ruches.example&rec=1&url=${encodeURIComponent('https://ruches.example/image')}${more}`
    for (const answer of [
      await fetch(`${base}/matomo.php?${query}`, { headers: { 'user-agent': chrome } }),
      await fetch(`${base}/piwik.php`, {
        method: 'POST',
        body: new URLSearchParams(query),
        headers: { 'user-agent': chrome },
      }),
    ]) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type])
      // A browser blocks an image of another site that does not say so.
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      await answer.arrayBuffer()
    }
  })

  test('a number is our own for the pages of that site alone; else the host tells', async () => {
    const ask = (idsite: number | string, url: string) =>
      fetch(`${base}/matomo.php?idsite=${idsite}&rec=1&send_image=0&url=${encodeURIComponent(url)}`, { headers: { 'user-agent': chrome } })
    expect((await ask(shop.id, 'https://payer.example/numero')).status).toBe(204)
    expect((await ask(shop.id, 'https://ruches.example/numero')).status).toBe(204)
    expect((await ask(987_654, 'https://www.boutique.example/numero')).status).toBe(204)
    expect((await stored(`path = '/numero'`)).map(({ site_id }) => site_id)).toEqual([shop.id, site.id, shop.id])
    expect((await ask(1, 'https://ailleurs.example/')).status).toBe(404)
  }) // prettier-ignore

  test.each([
    ['rec', 'idsite=ruches.example&url=https://ruches.example/'],
    ['cip', 'idsite=ruches.example&rec=1&url=https://ruches.example/&cip=90.1.2.3'],
    ['url', 'idsite=ruches.example&rec=1&url=miel'],
  ])('"%s" is what it is refused for', async (field, query) => {
    const answer = await fetch(`${base}/matomo.php?${query}`, { headers: { 'user-agent': chrome } })
    expect([400, 401]).toContain(answer.status)
    expect((await answer.json()).error.field).toBe(field)
  })
})

describe('what surrounds an event', () => {
  const hints = {
    'sec-ch-ua': '"Chromium";v="126", "Brave";v="126"',
    'sec-ch-ua-mobile': '?0',
    'sec-ch-ua-platform': '"Windows"',
  }

  test('the browser’s own hints tell it from those it is built like', async () => {
    await post('/api/event', { site: 'ruches.example', url: 'https://ruches.example/indices' }, hints)
    const uadata = JSON.stringify({ brands: [{ brand: 'Opera', version: '111' }], mobile: false, platform: 'macOS' })
    const query = new URLSearchParams({
      idsite: 'ruches.example',
      rec: '1',
      url: 'https://ruches.example/indices',
      uadata,
    })
    await fetch(`${base}/matomo.php?${query}`, { headers: { 'user-agent': chrome } })
    expect(await stored(`path = '/indices'`, 'browser, os')).toEqual([
      { browser: 'Brave', os: 'Windows' },
      { browser: 'Opera', os: 'macOS' },
    ])
  })

  test('the operator’s table gives region and city; the country stays that of ours; /healthz says which table', async () => {
    const geoDir = mkdtempSync(join(tmpdir(), 'filrouge-geo-'))
    afterAll(() => rmSync(geoDir, { recursive: true }))
    const city = {
      city: { names: { en: 'Carpentras' } },
      subdivisions: [{ names: { fr: 'Provence-Alpes-Côte d’Azur' } }],
      country: { iso_code: 'BE' },
    }
    writeFileSync(join(geoDir, 'villes.mmdb'), mmdb('DBIP-City-Lite', { '90.1.0.0/16': city }))
    writeFileSync(join(geoDir, 'abime.mmdb'), 'x')
    const collector = await createCollector({ ...t.app, geoDir })
    afterAll(() => collector.close())
    const there = httpServer({ ...t.app, collector }, async () => new Response('page'))
    await there.request('/api/event', {
      method: 'POST',
      body: JSON.stringify({ site: 'ruches.example', url: 'https://ruches.example/ville', ip: '90.1.2.3' }),
      headers: { 'user-agent': chrome, authorization: `Bearer ${key}` },
    })
    expect(await stored(`path = '/ville'`, 'country, region, city')).toEqual([
      { country: 'FR', region: 'Provence-Alpes-Côte d’Azur', city: 'Carpentras' },
    ])
    const { places } = (await (await there.request('/healthz')).json()) as { places: unknown }
    expect(places).toEqual([
      { file: 'abime.mmdb', state: 'damaged', type: '', builtOn: '' },
      { file: 'villes.mmdb', state: 'used', type: 'DBIP-City-Lite', builtOn: '2026-11-18' },
    ])
  })
})
