import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { App } from '../app.ts'
import { loadConfig } from '../config.ts'
import { localeOf } from '../i18n.ts'
import { safeNext } from './request.ts'
import { isOwnOrigin, pageContextOf, secureHeaders, security } from './security.ts'

function site(url?: string) {
  const app = { config: loadConfig(url ? { FILROUGE_URL: url } : {}) } as App
  const http = new Hono()
  http.use(secureHeaders(app), ...security(app))
  http.get('/page', (c) => c.html(`<script nonce="${pageContextOf(app, c).nonce}"></script>`))
  http.get('/file', (c) => c.text('fichier'))
  http.get('/js/filrouge.js', (c) => c.text('x'))
  http.post('*', async (c) => c.text(`écrit ${(await c.req.text()).length}`))
  return http
}

const policyOf = (answer: Response) => answer.headers.get('content-security-policy') ?? ''

test('a page runs only scripts that carry the nonce of this very answer', async () => {
  const http = site()
  const [first, second] = [await http.request('/page'), await http.request('/page')]
  const nonce = /nonce="([\w-]+)"/.exec(await first.text())?.[1]
  expect(policyOf(first)).toContain(`script-src 'self' 'nonce-${nonce}'`)
  expect(policyOf(first)).toMatch(/default-src 'none'.*base-uri 'none'.*frame-ancestors 'none'/)
  expect(policyOf(first)).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/)
  expect(policyOf(second)).not.toContain(`nonce-${nonce}`)
})

test('every answer says what a browser must not do with it', async () => {
  const { headers } = await site().request('/file')
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  })
  expect(headers.get('permissions-policy')).toContain('camera=()')
  expect(policyOf(await site().request('/file'))).toContain("default-src 'none'")
})

test('the snippet may be loaded by other sites', async () => {
  expect((await site().request('/js/filrouge.js')).headers.get('cross-origin-resource-policy')).toBe('cross-origin')
})

test('HSTS is sent only where the public address is https', async () => {
  expect((await site().request('/page')).headers.has('strict-transport-security')).toBe(false)
  const https = await site('https://filrouge.exemple.fr').request('/page')
  expect(https.headers.get('strict-transport-security')).toMatch(/^max-age=31536000/)
  expect(policyOf(https)).toContain('upgrade-insecure-requests')
})

const post = (headers: Record<string, string>, path = '/page', body = 'a=1') =>
  site('https://filrouge.exemple.fr').request(`http://interne:3000${path}`, { method: 'POST', headers, body })

test.each([
  ['our own page, by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
  ['our own page, by Origin and host', { origin: 'http://interne:3000' }],
  ['our public address behind a proxy', { origin: 'https://filrouge.exemple.fr' }],
  ['a program with a bearer token', { authorization: 'Bearer x' }],
])('a write from %s is done', async (_name, headers) => {
  expect((await post(headers)).status).toBe(200)
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another site that pretends by Origin', { 'sec-fetch-site': 'cross-site', origin: 'https://filrouge.exemple.fr' }],
  ['another host of the same domain', { 'sec-fetch-site': 'same-site', origin: 'https://blog.exemple.fr' }],
  ['another site in an old browser', { origin: 'https://voleur.example' }],
  ['a page without origin', { origin: 'null' }],
  ['nowhere', {}],
  ['another site with a basic password', { origin: 'https://voleur.example', authorization: 'Basic eA==' }],
])('a write from %s is refused', async (_name, headers) => {
  const answer = await post(headers)
  expect(answer.status).toBe(403)
  expect(policyOf(answer)).toContain("frame-ancestors 'none'")
})

test.each(['PUT', 'PATCH', 'DELETE'])('%s is a write too', async (method) => {
  const answer = await site().request('/page', { method, headers: { 'sec-fetch-site': 'cross-site' } })
  expect(answer.status).toBe(403)
})

test('the API takes writes from anywhere, since it reads no cookie', async () => {
  expect((await post({ origin: 'https://boutique.example' }, '/api/event')).status).toBe(200)
})

test('a body over 2 MiB is refused, announced or not', async () => {
  const headers = { 'sec-fetch-site': 'same-origin' }
  expect((await post(headers, '/page', 'x'.repeat(2 * 1024 * 1024 + 1))).status).toBe(413)
  expect((await post({ ...headers, 'content-length': '99999999' }, '/page', 'x')).status).toBe(413)
  expect((await post(headers, '/page', 'x'.repeat(1024))).status).toBe(200)
})

test('a person reads the refusal as a page in his language, a program as JSON', async () => {
  const page = await post({ accept: 'text/html', 'accept-language': 'en' })
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('nothing was done')
  const json = await post({})
  expect(await json.json()).toMatchObject({ error: { id: 'foreignWrite', field: null } })
})

test('an Origin that is no address is not ours', () => {
  for (const origin of ['null', '', 'x', 'file://'])
    expect(isOwnOrigin(new Request('http://localhost:3000/', { method: 'POST', headers: { origin } }), null)).toBe(
      false,
    )
})

test.each([
  [null, '/'],
  ['', '/'],
  ['/w/miel?x=1', '/w/miel?x=1'],
  ['//voleur.example', '/'],
  ['/\\voleur.example', '/'],
  ['https://voleur.example', '/'],
  ['/w/a\nSet-Cookie: x=1', '/'],
  ['/sign-in?next=/sign-in', '/'],
])('after sign-in, %j leads to %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected)
})

test.each([
  ['nothing said', {}, null, 'fr'],
  ['the browser accepts English first', { 'accept-language': 'en-GB,en;q=0.9,fr;q=0.5' }, null, 'en'],
  ['French is preferred by its weight', { 'accept-language': 'en;q=0.3,fr;q=0.9' }, null, 'fr'],
  ['only languages we do not speak', { 'accept-language': 'de,es;q=0.9' }, null, 'fr'],
  ['a language refused by a weight of 0', { 'accept-language': 'fr;q=0,en;q=0.1' }, null, 'en'],
  ['the person’s setting over the browser', { 'accept-language': 'fr' }, 'en', 'en'],
  [
    'the choice made in this browser over all',
    { cookie: 'a=1; filrouge_locale=fr', 'accept-language': 'en' },
    'en',
    'fr',
  ],
  ['a cookie that is no language', { cookie: 'filrouge_locale=frx' }, 'en', 'en'],
] as const)('language: %s', (_name, headers, setting, expected) => {
  expect(localeOf(new Request('http://localhost/', { headers }), setting)).toBe(expected)
})
