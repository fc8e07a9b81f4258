import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { httpServer } from '../http.ts'
import { listen } from '../server.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { bounded, DailyBounds, others } from './bounds.ts'
import { type EventBody, readEventBody } from './event-body.ts'
import type { Site } from './site.ts'
import { addSite } from './sites.store.ts'

// What a hostile client may send: nothing acknowledged is lost, what is kept stays bounded, and the rest goes on.

let t: TestInstance
let site: Site
let base: string
beforeAll(async () => {
  t = await testInstance()
  site = await addSite(await t.scope('owner'), { domain: 'ruches.example' })
  const fetch = httpServer(t.app, async () => new Response('page')).fetch
  const patience = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 30 }
  const server = await listen(fetch, { host: '127.0.0.1', port: 0 }, patience)
  afterAll(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const meta = { ip: '127.0.0.1', userAgent: chrome, language: 'fr', signalsOptOut: false, workspace: null }
const event = (more: object): EventBody =>
  readEventBody({ site: 'ruches.example', url: 'https://ruches.example/', ...more })
async function stored<T>(query: string): Promise<T[]> {
  await t.app.journal.drained()
  return (await t.clickhouse.query({ query, format: 'JSONEachRow' })).json<T>()
}

describe('a body of 1 MB', () => {
  test.each(['/api/event', '/api/send', '/api/batch', '/matomo.php', '/piwik.php'])('is refused at %s, with a length or without', async (path) => {
    const whole = 'x'.repeat(2 ** 20)
    const inPieces = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 64; i++) controller.enqueue(new TextEncoder().encode(whole.slice(0, 16_384)))
        controller.close()
      },
    })
    for (const init of [{ body: whole }, { body: inPieces, duplex: 'half' }]) {
      // The server may close the connection while the client still writes.
      const status = await fetch(base + path, { method: 'POST', ...init } as RequestInit).then(
        (answer) => answer.status,
        (error: Error) => (error.cause as { code?: string }).code,
      )
      expect([413, 'EPIPE', 'ECONNRESET', 'UND_ERR_SOCKET']).toContain(status)
    }
  }) // prettier-ignore
})

describe('ten thousand event names', () => {
  test('are all kept as events, under a thousand names and one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10_000 }, (_, n) => t.app.collector.accept(event({ name: `nom-${n}` }), meta)),
    )
    expect(answers.every(({ status }) => status === 'accepted')).toBe(true)
    expect(await stored(`select count() as events, uniqExact(name) as names, countIf(name = '${others}') as folded from events`)).toEqual([
      { events: 10_000, names: 1_001, folded: 9_000 },
    ])
    await t.app.collector.flushDrops()
    const drops = await t.db.selectFrom('collectDrops').select(['reason', 'count']).where('siteId', '=', site.id).execute()
    expect(drops).toEqual([{ reason: 'tooManyNames', count: 9_000 }])
  }) // prettier-ignore
})

describe('values made up', () => {
  const few = { path: 3, name: 2, hostname: 2, referrer: 2, prop: 2 }
  const fold = (bounds: DailyBounds, more: object, now = 0) => {
    const over: string[] = []
    const kept = bounded(
      event(more),
      'ruches.example',
      (field, value) => bounds.allows(1, field, value, now),
      (field) => over.push(field),
    )
    return { url: kept.url.href, name: kept.name, referrer: kept.referrer, props: kept.props, over }
  }

  test('are put together once a site has had its number of them that day; those known stay', () => {
    const bounds = new DailyBounds(few)
    for (const n of [1, 2, 3]) expect(fold(bounds, { url: `https://ruches.example/${n}` }).over).toEqual([])
    expect(fold(bounds, { url: 'https://ruches.example/4?q=1' })).toMatchObject({ url: 'https://ruches.example/(autres)?q=1', over: ['path'] })
    expect(fold(bounds, { url: 'https://ruches.example/2' }).over).toEqual([])
    expect(fold(bounds, { url: 'https://a.ruches.example/1' }).over).toEqual([])
    expect(fold(bounds, { url: 'https://b.ruches.example/1' })).toMatchObject({ url: 'https://ruches.example/1', over: ['hostname'] })
    for (const n of [1, 2]) fold(bounds, { url: 'https://ruches.example/1', referrer: `https://r${n}.example/` })
    expect(fold(bounds, { url: 'https://ruches.example/1', referrer: 'https://r3.example/' }).referrer).toBe('https://autres.invalid/')
    expect(fold(bounds, { url: 'https://ruches.example/1', props: { a: 1, b: 2, c: 3 } })).toMatchObject({ props: { a: '1', b: '2' }, over: ['prop'] })
    // Tomorrow begins anew.
    expect(fold(bounds, { url: 'https://ruches.example/4' }, 86_400_000).over).toEqual([])
  }) // prettier-ignore

  test('by a million take a bounded memory, and every value that is allowed stays allowed', () => {
    const bounds = new DailyBounds({ path: 50_000, name: 1, hostname: 1, referrer: 1, prop: 1 }, 60_000)
    for (let n = 0; n < 300_000; n++) bounds.allows(1, 'path', `/p${n}`, 0)
    expect(bounds.size).toBe(50_000)
    for (let n = 0; n < 40_000; n++) expect(bounds.allows(1, 'path', `/p${n}`, 0)).toBe(true)
    // All sites together have a bound too.
    for (let n = 0; n < 50_000; n++) bounds.allows(2, 'path', `/p${n}`, 0)
    expect(bounds.size).toBe(60_000)
  })
})

describe('slow clients', () => {
  /** Opens a connection, says the start of a request, and waits for the other side to close it. */
  const closing = (said: string) =>
    new Promise<string>((resolve) => {
      let heard = ''
      const socket = connect(Number(new URL(base).port), '127.0.0.1', () => socket.write(said))
      socket.on('data', (part) => (heard += part.toString('latin1')))
      socket.on('error', () => {})
      socket.on('close', () => resolve(heard))
    })

  test('who never finish their headers or their body are sent away, and hold up nobody meanwhile', async () => {
    const head = 'POST /api/event HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
    const slow = [
      ...Array.from({ length: 150 }, () => closing(head)),
      ...Array.from({ length: 150 }, () => closing(`${head}Content-Length: 60000\r\n\r\n{"site":`)),
    ]
    const sent = await fetch(`${base}/api/event`, {
      method: 'POST',
      body: JSON.stringify({ site: 'ruches.example', url: 'https://ruches.example/entretemps' }),
      headers: { 'user-agent': chrome },
    })
    expect(sent.status).toBe(202)
    const heard = await Promise.all(slow)
    expect(heard.filter((said) => said.startsWith('HTTP/1.1 2'))).toEqual([])
    expect(await stored(`select count() as n from events where path = '/entretemps'`)).toEqual([{ n: 1 }])
  })
})
