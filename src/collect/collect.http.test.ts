import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { beforeAll, describe, expect, test } from 'vitest'
import { addKey } from '../accounts/keys.store.ts'
import type { Scope } from '../accounts/scope.ts'
import { buildTracker } from '../../tracker/build.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { collectRoutes } from './collect.http.ts'
import { createCollector } from './collector.ts'
import { dropsSince } from './imports.store.ts'
import { addSite } from './sites.store.ts'

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'

let t: TestInstance
let scope: Scope
let key: string
let http: ReturnType<typeof collectRoutes>

beforeAll(async () => {
  t = await testInstance()
  scope = await t.scope('owner')
  http = collectRoutes(t.app)
  await addSite(scope, { domain: 'exemple.fr' })
  await addSite(scope, {
    domain: 'boutique.fr',
    mode: 'consent',
    settings: { hosts: ['paiement.example'], shield: { paths: ['/admin/*'], ips: ['192.0.2.0/24'] } },
  })
  await addSite(scope, { domain: 'newyork.example', timeZone: 'America/New_York' })
  key = await addKey(scope, 'test', ['events:write'])
})

interface Sent {
  readonly status: number
  readonly body: {
    readonly status?: string
    readonly reason?: string
    readonly error?: { readonly id: string; readonly field: string | null; readonly message: string }
  }
  readonly headers: Headers
}

async function send(body: unknown, headers: Record<string, string> = {}): Promise<Sent> {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const answer = await http.request('/api/event', {
    method: 'POST',
    body: text as string,
    headers: { 'user-agent': chrome, 'accept-language': 'fr', ...headers },
  })
  return { status: answer.status, body: (await answer.json()) as Sent['body'], headers: answer.headers }
}
const keyed = (body: object) => send(body, { authorization: `Bearer ${key}` })
const page = (path: string, more: object = {}) => ({ site: 'exemple.fr', url: `https://exemple.fr${path}`, ...more })

async function rows<T>(query: string): Promise<T[]> {
  await t.app.journal.drained()
  return (await t.clickhouse.query({ query, format: 'JSONEachRow' })).json<T>()
}

describe('what a page sends', () => {
  test('is accepted, stored with what can be told of it, and gives a visit', async () => {
    expect(
      await send(page('/miel?utm_source=lettre', { title: 'Nos miels', referrer: 'https://www.google.fr/' }), {
        'accept-language': 'fr-FR,fr;q=0.9',
      }),
    ).toMatchObject({
      status: 202,
      body: { status: 'accepted' },
    })
    const [event] = await rows<object>(`select * from events where path = '/miel'`)
    expect(event).toMatchObject({
      name: 'pageview', hostname: 'exemple.fr', title: 'Nos miels', source: 'Google', channel: 'Organic Search', referrer_host: 'google.fr',
      utm_source: '', device: 'desktop', browser: 'Chrome', os: 'Windows', language: 'fr', is_entry: 1, bot_reason: '', origin: 'live',
    }) // prettier-ignore
    const [visit] = await rows<object>(
      `select sum(pageviews) as pages, any(entry_path) as entry, any(visit_channel) as channel from visits group by visit_id`,
    )
    expect(visit).toEqual({ pages: 1, entry: '/miel', channel: 'Organic Search' })
  })

  test.each([
    ['broken JSON', '{"site":', 400, 'badJson', null],
    ['an empty body', '', 400, 'badJson', null],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 400, 'badBody', null],
    ['a list', '[]', 400, 'badBody', null],
    ['no address', { site: 'exemple.fr' }, 400, 'badBody', 'url'],
    ['a property that is a list', { ...page('/'), props: { a: [1] } }, 400, 'badBody', 'props.a'],
    ['a negative amount', { ...page('/'), revenue: { amount: -4, currency: 'EUR' } }, 400, 'badBody', 'revenue.amount'],
    ['a site nobody added', { site: 'inconnu.fr', url: 'https://inconnu.fr/' }, 404, 'unknownSite', 'site'],
    ['64 KiB and one byte', `{"site":"exemple.fr","x":"${'x'.repeat(65_536)}"}`, 413, 'tooLarge', null],
    ['its own time without a key', { ...page('/'), time: '2026-11-24T10:00:00Z' }, 401, 'keyNeeded', 'time'],
    ['an address without a key', { ...page('/'), ip: '203.0.113.9' }, 401, 'keyNeeded', 'ip'],
  ])('%s is refused, by name', async (_, body, status, id, field) => {
    const answer = await send(body)
    expect([answer.status, answer.body.error?.id, answer.body.error?.field]).toEqual([status, id, field])
    expect(answer.body.error?.message.length).toBeGreaterThan(10)
  })

  test('a message is in the language asked for', async () => {
    expect((await send('{', { 'accept-language': 'en' })).body.error?.message).toBe('The body is not JSON.')
    expect((await send('{')).body.error?.message).toBe('Le corps n’est pas du JSON.')
  })

  test.each([
    ['another host', { site: 'exemple.fr', url: 'https://autre.fr/' }, 'host'],
    ['a host that ends alike', { site: 'exemple.fr', url: 'https://monexemple.fr/' }, 'host'],
    ['a made-up referrer', page('/', { referrer: 'http://fr.semalt.com/x' }), 'referrerSpam'],
    ['a shielded path', { site: 'boutique.fr', url: 'https://boutique.fr/admin/x' }, 'shield'],
  ])('%s is dropped, with the reason', async (_, body, reason) => {
    expect(await send(body)).toMatchObject({ status: 202, body: { status: 'dropped', reason } })
  })

  test.each([['https://www.exemple.fr/'], ['https://blog.exemple.fr/'], ['https://EXEMPLE.fr:8443/']])(
    '%s counts for exemple.fr',
    async (url) => {
      expect((await send({ site: 'WWW.Exemple.fr', url })).body).toEqual({ status: 'accepted' })
    },
  )

  test('a host its owner listed counts too', async () => {
    expect((await send({ site: 'boutique.fr', url: 'https://paiement.example/merci' })).body).toEqual({
      status: 'accepted',
    })
  })

  test('a bot is told so, stored with the reason, and makes no visit', async () => {
    const bot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
    expect((await send(page('/robot'), { 'user-agent': bot })).body).toEqual({ status: 'dropped', reason: 'bot' })
    const [event] = await rows<{ bot_reason: string }>(`select bot_reason from events where path = '/robot'`)
    expect(event?.bot_reason).toMatch(/^userAgent: /)
    expect(await rows(`select visit_id from visits group by visit_id having any(entry_path) = '/robot'`)).toEqual([])
  })

  test('drops are counted by reason', async () => {
    await t.app.collector.flushDrops()
    const site = await t.app.collector.site('exemple.fr')
    const totals = Object.fromEntries(
      (await dropsSince(scope, site?.site.id ?? 0, '2026-01-01')).map(({ reason, count }) => [reason, count]),
    )
    expect(totals).toMatchObject({ host: 2, referrerSpam: 1, bot: 1 })
    const stranger = await t.scope('owner')
    expect(await dropsSince(stranger, site?.site.id ?? 0, '2026-01-01')).toEqual([])
  })

  test('any site’s pages may send, and ask first', async () => {
    const asked = await http.request('/api/event', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://exemple.fr',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect([
      asked.status,
      asked.headers.get('access-control-allow-origin'),
      asked.headers.get('access-control-allow-headers'),
    ]).toEqual([204, '*', 'content-type, authorization'])
    const sent = await send(page('/cors'), { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://exemple.fr' })
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([202, '*'])
  })
})

describe('privacy', () => {
  const campaign = '?utm_source=lettre&utm_medium=email&utm_campaign=noel&gclid=1'
  test.each([
    ['exemple.fr', true, '', 'Direct'],
    ['boutique.fr', false, '', 'Direct'],
    ['boutique.fr', true, 'noel', 'Email'],
  ])('%s, consent %s: campaign "%s", channel %s', async (site, consent, utm, channel) => {
    const path = `/prive-${site}-${consent}`
    await keyed({
      site,
      url: `https://${site}${path}${campaign}`,
      consent,
      ip: '203.0.113.50',
      userAgent: `${chrome} ${path}`,
      props: { userId: '12', lot: '3' },
    })
    const [event] = await rows<object>(
      `select utm_campaign, channel, visit_utm_campaign, consent, props from events where path = '${path}'`,
    )
    expect(event).toMatchObject({
      utm_campaign: utm,
      visit_utm_campaign: utm,
      channel,
      consent: utm === '' ? 0 : 1,
      props: utm === '' ? { lot: '3' } : { userId: '12', lot: '3' },
    })
  })

  test('the addresses that were sent are nowhere: tables, journal, salts, logs', async () => {
    const secret = '198.51.100.77'
    const said: string[] = []
    const log = pino({ level: 'trace' }, { write: (line: string) => void said.push(line) })
    const talkative = await createCollector({ ...t.app, log })
    const behindProxy = collectRoutes({
      ...t.app,
      log,
      collector: talkative,
      config: { ...t.app.config, trustedProxies: 1 },
    })
    const visitor = { 'user-agent': chrome, 'x-forwarded-for': secret }
    for (const body of [
      JSON.stringify(page('/adresse')),
      JSON.stringify({ site: 'inconnu.fr', url: 'https://inconnu.fr/' }),
      '{',
    ]) {
      await behindProxy.request('/api/event', { method: 'POST', body, headers: visitor })
    }
    await talkative.close()
    log.warn('the log was read')
    expect(said.join('')).toContain('the log was read')
    expect(said.join('')).not.toContain(secret)
    await keyed(page('/adresse', { ip: secret, userAgent: chrome }))
    const dir = join(t.app.config.dataDir, 'journal')
    const written = await Promise.all(
      (await readdir(dir)).map((name) => readFile(join(dir, name), 'utf8').catch(() => '')),
    )
    await t.app.journal.drained()
    const events = await (await t.clickhouse.query({ query: 'select * from events', format: 'JSONEachRow' })).text()
    const { rows: tables } = await sql<{
      name: string
    }>`select table_name as name from information_schema.tables where table_schema = 'public'`.execute(t.db)
    const dumps = await Promise.all(
      tables.map(async ({ name }) => JSON.stringify((await sql`select * from ${sql.table(name)}`.execute(t.db)).rows)),
    )
    expect(events).toContain('/adresse')
    for (const text of [...written, events, ...dumps]) expect(text).not.toMatch(/198\.51\.100\.77|203\.0\.113\.50/)
  })
})

describe('visits', () => {
  const at = (time: string, path = '/', more: object = {}) =>
    keyed(page(path, { time, ip: '203.0.113.1', userAgent: iphone, ...more }))
  const visitsOf = (prefix: string) =>
    rows<{ pages: number; visitors: number }>(
      `select sum(pageviews) as pages, uniqExact(visitor_id) as visitors from visits where visit_id in (select visit_id from events where path like '${prefix}%') group by visit_id order by min(first_at)`,
    )

  test('a visit ends with thirty minutes of silence, not with the hour', async () => {
    for (const time of ['10:58:00', '11:03:00', '11:32:59', '12:03:00']) await at(`2026-11-20T${time}Z`, '/silence')
    expect((await visitsOf('/silence')).map(({ pages }) => pages)).toEqual([3, 1])
  })

  test('a visit goes on across midnight of the site’s zone', async () => {
    const ip = { ip: '203.0.113.2' }
    await at('2026-11-19T22:50:00Z', '/minuit', ip)
    await at('2026-11-19T23:10:00Z', '/minuit', ip)
    await at('2026-11-20T08:00:00Z', '/minuit', ip)
    expect((await visitsOf('/minuit')).map(({ pages }) => pages)).toEqual([2, 1])
    const [days] = await rows<{ visitors: number }>(
      `select uniqExact(visitor_id) as visitors from events where path = '/minuit'`,
    )
    expect(days?.visitors).toBe(2)
  })

  test('the day is the site’s own', async () => {
    const there = (time: string) =>
      keyed({
        site: 'newyork.example',
        url: 'https://newyork.example/jour',
        time,
        ip: '203.0.113.3',
        userAgent: iphone,
      })
    await there('2026-11-19T23:50:00Z')
    await there('2026-11-20T03:50:00Z')
    await there('2026-11-20T05:10:00Z')
    const [event] = await rows<{ visitors: number; visits: number }>(
      `select uniqExact(visitor_id) as visitors, uniqExact(visit_id) as visits from events where path = '/jour'`,
    )
    expect(event).toEqual({ visitors: 2, visits: 3 })
  })

  test('a visit keeps its first source, the event its own', async () => {
    const on = (path: string, time: string, more: object = {}) =>
      keyed({
        site: 'boutique.fr',
        url: `https://boutique.fr/source${path}`,
        time,
        ip: '203.0.113.4',
        userAgent: iphone,
        consent: true,
        ...more,
      })
    await on('?utm_source=lettre&utm_medium=email', '2026-11-20T10:00:00Z')
    await on('', '2026-11-20T10:05:00Z', { referrer: 'https://boutique.fr/' })
    await on('?utm_source=facebook&utm_medium=cpc', '2026-11-20T10:10:00Z')
    expect(
      await rows(`select channel, visit_channel, is_entry from events where path = '/source' order by ts`),
    ).toEqual([
      { channel: 'Email', visit_channel: 'Email', is_entry: 1 },
      { channel: 'Email', visit_channel: 'Email', is_entry: 0 },
      { channel: 'Paid Social', visit_channel: 'Email', is_entry: 0 },
    ])
  })

  test('an event is an interaction, a page view is not', async () => {
    const ip = { ip: '203.0.113.5' }
    await at('2026-11-20T10:00:00Z', '/interaction', ip)
    await at('2026-11-20T10:01:00Z', '/interaction', {
      ...ip,
      name: 'commande',
      revenue: { amount: 27.9, currency: 'EUR' },
    })
    const found = await rows(
      `select sum(pageviews) as pages, sum(interactions) as acts, sum(revenue_cents) as cents from visits where visit_id in (select visit_id from events where path = '/interaction') group by visit_id`,
    )
    expect(found).toEqual([{ pages: 1, acts: 1, cents: 2790 }])
  })

  test.each([['1970-01-01T00:00:00Z'], ['2126-01-01T00:00:00Z'], ['9999-12-31T23:59:59Z']])(
    'an event of %s is refused',
    async (time) => {
      expect(await at(time)).toMatchObject({ status: 400, body: { error: { field: 'time' } } })
    },
  )
})

describe('a retry', () => {
  test('of the same id counts once, at once or a hundred times together', async () => {
    const body = page('/relance', { id: 'commande-41' })
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(body)))
    answers.push(await send(body))
    expect(answers.every(({ body: { status } }) => status === 'accepted')).toBe(true)
    expect(await rows(`select count() as n from events where path = '/relance'`)).toEqual([{ n: 1 }])
  })

  test('counts once across a restart too, and the visit goes on', async () => {
    await send(page('/avant', { id: 'avant-1' }), { 'user-agent': `${chrome} Avant` })
    await t.app.journal.drained()
    const restarted = await createCollector(t.app)
    const again = collectRoutes({ ...t.app, collector: restarted })
    const post = (body: object) =>
      again.request('/api/event', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'user-agent': `${chrome} Avant`, 'accept-language': 'fr' },
      })
    await post(page('/avant', { id: 'avant-1' }))
    await post(page('/apres', { id: 'avant-2' }))
    await restarted.close()
    expect(await rows(`select count() as n from events where path = '/avant'`)).toEqual([{ n: 1 }])
    expect(
      await rows(
        `select uniqExact(visit_id) as visits, sum(is_entry) as entries from events where path in ('/avant', '/apres')`,
      ),
    ).toEqual([{ visits: 1, entries: 1 }])
  })
})

describe('keys and rates', () => {
  test('a key of another workspace does not see the site', async () => {
    const stranger = await t.scope('owner')
    const secret = await addKey(stranger, 'autre', ['events:write'])
    expect((await send(page('/'), { authorization: `Bearer ${secret}` })).status).toBe(404)
    expect((await send(page('/'), { authorization: 'Bearer nothing' })).status).toBe(401)
    const reader = await addKey(scope, 'lecture', ['stats:read'])
    expect((await send(page('/'), { authorization: `Bearer ${reader}` })).status).toBe(403)
  })

  test('one address that sends too much is told when to come back', async () => {
    const behindProxy = collectRoutes({ ...t.app, config: { ...t.app.config, trustedProxies: 1 } })
    const post = () =>
      behindProxy.request('/api/event', {
        method: 'POST',
        body: JSON.stringify({ site: 'exemple.fr', url: 'https://autre.fr/' }),
        headers: { 'user-agent': chrome, 'x-forwarded-for': '203.0.113.200' },
      })
    const answers = await Promise.all(Array.from({ length: 700 }, async () => await post()))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(100)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

test('the tracker is served, and not twice to who has it', async () => {
  const code = await buildTracker()
  const first = await http.request('/js/filrouge.js')
  expect([first.status, first.headers.get('content-type'), await first.text()]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    code,
  ])
  const etag = first.headers.get('etag') ?? ''
  expect((await http.request('/js/filrouge.js', { headers: { 'if-none-match': etag } })).status).toBe(304)
})
