import { beforeAll, describe, expect, test } from 'vitest'
import { notFound } from './errors.ts'
import { everything } from './everything.fixture.ts'
import { type Served, serve } from './served.fixture.ts'
import { type TestInstance, testInstance } from './testing.ts'

// Requests that no browser sends, byte by byte.

let t: TestInstance
let s: Served
beforeAll(async () => {
  t = await testInstance()
  s = await serve(t)
})

const statusOf = (said: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0)
const simple = (line: string, ...headers: string[]) => [line, ...headers, 'Connection: close', '', ''].join('\r\n')
/** Where any site's pages may send: ours, and those of the tools a site moves over from. */
const collectorPaths = ['/api/event', '/api/consent', '/api/send', '/api/batch', '/matomo.php', '/piwik.php']
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'] as const

test('a built file or a script that is not there is a line of text, never the application, and is not kept', async () => {
  for (const address of ['/assets/absent-x1.js', '/assets/', '/assets/..%2fpackage.json', '/js/absent.js', '/js/'])
    for (const accept of ['*/*', 'text/html,*/*;q=0.8']) {
      const answer = await s.ask(address, { headers: { accept, 'accept-language': 'fr' } })
      expect([answer.status, await answer.text()], address).toEqual([404, notFound().words.fr])
      expect(answer.headers.get('content-type'), address).toMatch(/^text\/plain/)
      expect(answer.headers.get('cache-control'), address).toBe('no-store')
    }
})

describe('the wrong method', () => {
  test('405 with an Allow header at every route that is not a page, and Allow is true', async () => {
    const wrong: string[] = []
    for (const pattern of new Set(s.routes.map(([, path]) => path))) {
      const address = s.address(pattern)
      // Two patterns may stand for one address.
      const allowed = (await s.asProgram(address, { method: 'PROPFIND' })).headers.get('allow')?.split(', ') ?? []
      const known = s.routes.filter(([, path]) => path === pattern).map(([method]) => method)
      if (!known.every((method) => allowed.includes(method))) wrong.push(`${pattern} allows ${allowed.join()}`)
      for (const method of methods) {
        const body = method === 'GET' ? {} : { body: '{}' }
        const { status } = await s.asProgram(address, { method, ...body })
        if ((status === 405) === allowed.includes(method)) wrong.push(`${status} ${method} ${address}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('pages take GET, HEAD and POST, and say so', async () => {
    for (const { pattern } of s.pages)
      for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
        const answer = await s.asOwner(s.address(pattern), { method })
        expect(answer.status, `${method} ${pattern}`).toBe(405)
        expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
        expect(await answer.text()).toContain('405')
      }
  })

  test('a POST to a page that takes none is refused', async () => {
    const wrong: string[] = []
    for (const { pattern } of s.pages.filter(({ writes }) => !writes)) {
      const { status } = await s.asOwner(s.address(pattern), { method: 'POST', body: new URLSearchParams({ a: '1' }) })
      if (status !== 405) wrong.push(`${status} ${pattern}`)
    }
    expect(wrong).toEqual([])
  })

  test('OPTIONS says the methods, and opens nothing to other sites but the collector', async () => {
    for (const [, pattern] of s.routes) {
      const answer = await s.ask(s.address(pattern), {
        method: 'OPTIONS',
        headers: { origin: 'https://voleur.example', 'access-control-request-method': 'POST' },
      })
      expect(answer.status, pattern).toBe(204)
      const opened = answer.headers.get('access-control-allow-origin')
      expect(opened, pattern).toBe(collectorPaths.includes(pattern) ? '*' : null)
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    }
  })

  test('TRACE and CONNECT echo nothing', async () => {
    const trace = await s.raw(simple('TRACE / HTTP/1.1', 'Host: localhost', 'X-Secret: ruche'))
    expect(statusOf(trace)).toBeGreaterThanOrEqual(400)
    expect(trace).not.toContain('ruche')
    expect(await s.raw(simple('CONNECT localhost:22 HTTP/1.1', 'Host: localhost'))).not.toMatch(/^HTTP\/1\.1 2/)
  })
})

describe('too much', () => {
  test.each([
    ['a header of 20 kB', simple('GET /sign-in HTTP/1.1', 'Host: localhost', `X-A: ${'a'.repeat(20_000)}`)],
    ['a thousand headers', simple('GET /sign-in HTTP/1.1', 'Host: localhost', ...Array.from({ length: 1_000 }, (_, i) => `X-${i}: ${'a'.repeat(20)}`))],
    ['a cookie of 20 kB', simple('GET /sign-in HTTP/1.1', 'Host: localhost', `Cookie: filrouge_guest=${'a'.repeat(20_000)}`)],
    ['an address of 20 kB', simple(`GET /${'a'.repeat(20_000)} HTTP/1.1`, 'Host: localhost')],
    ['a bearer key of 20 kB', simple('GET /api/v1/projects HTTP/1.1', 'Host: localhost', `Authorization: Bearer ${'a'.repeat(20_000)}`)],
  ])('%s: 431, and the server goes on', async (_what, bytes) => {
    expect(statusOf(await s.raw(bytes))).toBe(431)
    expect((await s.ask('/healthz')).status).toBe(200)
  }) // prettier-ignore
})

describe('not HTTP', () => {
  test.each([
    ['the start of a TLS connection', Buffer.from('16030100ff010000fb0303', 'hex')],
    ['no Host', simple('GET /sign-in HTTP/1.1')],
    ['a Host that is none', simple('GET /sign-in HTTP/1.1', 'Host: a b/c@d')],
    ['two lengths', simple('POST /sign-in HTTP/1.1', 'Host: localhost', 'Content-Length: 1', 'Content-Length: 2')],
    ['a length and pieces', simple('POST /sign-in HTTP/1.1', 'Host: localhost', 'Content-Length: 5', 'Transfer-Encoding: chunked')],
    ['a length that is none', simple('POST /sign-in HTTP/1.1', 'Host: localhost', 'Content-Length: -1')],
    ['a piece without a size', `POST /sign-in HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n`],
    ['a header with a line break', 'GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-A: a\nb\r\n\r\n'],
  ])('%s: 400, and the server goes on', async (_what, bytes) => {
    const said = await s.raw(bytes)
    expect([0, 400]).toContain(statusOf(said))
    expect(said).not.toMatch(/at .*\.(ts|js):\d+/)
    expect((await s.ask('/healthz')).status).toBe(200)
  }) // prettier-ignore
})

describe('another host in the address', () => {
  test.each([
    ['Host', simple('GET /w/x HTTP/1.1', 'Host: voleur.example')],
    ['X-Forwarded-Host', simple('GET /w/x HTTP/1.1', 'Host: localhost', 'X-Forwarded-Host: voleur.example')],
    ['an absolute address', simple('GET http://voleur.example/w/x HTTP/1.1', 'Host: localhost')],
    ['two slashes', simple('GET //voleur.example/%2e%2e HTTP/1.1', 'Host: localhost')],
    ['a backslash', simple('GET /\\voleur.example HTTP/1.1', 'Host: localhost')],
    ['a door with an address to go to', simple('GET /sign-in?next=https://voleur.example HTTP/1.1', 'Host: localhost', 'Accept: text/html')],
  ])('%s sends nobody there', async (_what, bytes) => {
    const said = await s.raw(bytes)
    expect(/\r\nlocation: (.*)\r\n/i.exec(said)?.[1] ?? '/').toMatch(/^\/(?![/\\])/)
    expect(said).not.toMatch(/(href|action|url)[^"]{0,4}"(https?:)?\/\/voleur/)
  }) // prettier-ignore

  test('a link to give away is made with the address of the settings', async () => {
    const answer = await s.raw(
      [
        `POST ${s.address('/w/:workspace/members')} HTTP/1.1`, 'Host: voleur.example', `Cookie: ${s.owner}`, 'Sec-Fetch-Site: same-origin',
        'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 54', 'Connection: close', '',
        'intent=invite&email=nadia%40exemple.fr&role=management',
      ].join('\r\n'),
    ) // prettier-ignore
    expect(statusOf(answer)).toBe(200)
    expect(answer).toContain('http://localhost:3000/join/')
    expect(answer).not.toContain('voleur')
  })
})

describe('a client that is slow', () => {
  test('holds up nobody', async () => {
    const slow = Array.from({ length: 50 }, () =>
      s.raw(
        'POST /sign-in HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 100\r\n\r\nemail=',
        /never/,
      ),
    )
    expect((await s.ask('/healthz')).status).toBe(200)
    expect((await s.asOwner('/account')).status).toBe(200)
    expect(slow).toHaveLength(50)
  })

  test('a request that breaks off in its body writes nothing and is no fault of ours', async () => {
    const before = await everything(t.db)
    const address = s.address('/api/v1/projects/:project/:kind')
    for (const half of ['', '{"title":"cou', '{"title":"coupé","box":"strength","weight":3'])
      await s.hangUp(
        `POST ${address} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${s.key}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n${half}`,
      )
    expect((await s.asProgram(address)).status).toBe(200)
    expect(await everything(t.db)).toEqual(before)
    expect(s.errors).toEqual([])
  })
})
