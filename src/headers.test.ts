import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from './config.ts'
import { type Served, serve } from './served.fixture.ts'
import { type TestInstance, testInstance } from './testing.ts'

// What every answer must carry, whoever gives it: pages, API, redirects, refusals, files, the hot paths.

let t: TestInstance
let s: Served
/** A file of the built pages; none where pages were never built, and then it is not asked for. */
const assets = join(root, 'build/client/assets')
const built = existsSync(assets) ? readdirSync(assets).slice(0, 1) : []
beforeAll(async () => {
  t = await testInstance()
  s = await serve(t)
})

/** Every address with a way to ask it, and what it is. */
function asked(): [string, () => Promise<Response>][] {
  const form = { method: 'POST', body: new URLSearchParams({ intent: 'inconnu' }) }
  return [
    ...s.pages.flatMap(({ pattern }): [string, () => Promise<Response>][] => [
      [`GET ${pattern} as owner`, () => s.asOwner(s.address(pattern))],
      [`GET ${pattern} as stranger`, () => s.ask(s.address(pattern))],
      [`POST ${pattern}`, () => (pattern === '/sign-out' ? s.ask(pattern, form) : s.asOwner(s.address(pattern), form))],
      [`PUT ${pattern}`, () => s.asOwner(s.address(pattern), { method: 'PUT' })],
    ]),
    ...s.routes.flatMap(([method, pattern]): [string, () => Promise<Response>][] => [
      [`${method} ${pattern}`, () => s.asProgram(s.address(pattern).replace(/[0-9a-f-]{36}/, 'x'), body(method))],
      [`${method} ${pattern} without a key`, () => s.ask(s.address(pattern), body(method))],
      [`PROPFIND ${pattern}`, () => s.ask(s.address(pattern), { method: 'PROPFIND' })],
    ]),
    ['a page that is not there', () => s.asOwner('/nulle/part')],
    ['an address of the API that is not there', () => s.asProgram('/api/v1/nulle-part')],
    ['a zero byte', () => s.asOwner('/w/%00')],
    ['a write from another site', () => s.ask('/sign-in', { ...form, headers: { 'sec-fetch-site': 'cross-site' } })],
    ['a body over the limit', () => s.asOwner('/sign-in', { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024 + 1) })],
    ...built.map((name): [string, () => Promise<Response>] => ['a built file', () => s.ask(`/assets/${name}`)]),
    ['a built file that is not there', () => s.ask('/assets/absent.js')],
  ]
}

const body = (method: string) => (['GET', 'OPTIONS'].includes(method) ? { method } : { method, body: '{}' })

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': /camera=\(\).*geolocation=\(\)/,
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'referrer-policy': /^(same-origin|strict-origin-when-cross-origin|origin)$/,
  'cache-control': /./,
}

/** What measured sites ask of us. */
const isForSites =
  /\/api\/(event|consent|send|batch)|\/(matomo|piwik)\.php|\/pixel\.gif|\/js\/filrouge(\.core|\.more)?\.js/

describe('on every answer', () => {
  test('the headers that keep a browser safe', { timeout: 300_000 }, async () => {
    const wrong: string[] = []
    for (const [name, ask] of asked()) {
      const answer = await ask()
      await answer.arrayBuffer()
      for (const [header, wanted] of Object.entries(always)) {
        const value = answer.headers.get(header) ?? ''
        if (typeof wanted === 'string' ? value !== wanted : !wanted.test(value))
          wrong.push(`${name} (${answer.status}): ${header}: ${value}`)
      }
      if (answer.headers.has('x-powered-by') || answer.headers.has('server')) wrong.push(`${name} names its maker`)
    }
    expect(wrong).toEqual([])
  })

  test(
    'a policy without eval, wildcards or scripts in the page; with a nonce where there is a page',
    { timeout: 300_000 },
    async () => {
      const wrong: string[] = []
      for (const [name, ask] of asked()) {
        const answer = await ask()
        await answer.arrayBuffer()
        const policy = answer.headers.get('content-security-policy') ?? ''
        const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false
        if (/unsafe-eval|\*|http:|script-src[^;]*unsafe/.test(policy)) wrong.push(`${name}: ${policy}`)
        if (isPage !== policy.includes('nonce-')) wrong.push(`${name}: a nonce ${isPage ? 'lacks' : 'too many'}`)
      }
      expect(wrong).toEqual([])
    },
  )

  test('other sites read nothing but the collector and its snippet', { timeout: 300_000 }, async () => {
    const open: string[] = []
    for (const [name, ask] of asked()) {
      const answer = await ask()
      await answer.arrayBuffer()
      if (answer.headers.has('access-control-allow-origin')) open.push(name)
      expect(answer.headers.get('access-control-allow-credentials'), name).toBeNull()
    }
    expect(open.every((name) => isForSites.test(name))).toBe(true)
  })

  test(
    'nothing private is kept by a cache: only built files and the snippet are public',
    { timeout: 300_000 },
    async () => {
      const open: string[] = []
      for (const [name, ask] of asked()) {
        const answer = await ask()
        await answer.arrayBuffer()
        if (!/private|no-store/.test(answer.headers.get('cache-control') ?? '')) open.push(`${answer.status} ${name}`)
      }
      expect(open.filter((name) => !/snippet|filrouge(\.core|\.more)?\.js|^200 a built file$/.test(name))).toEqual([])
    },
  )

  test('no answer tells a stranger where our files are or what broke', { timeout: 300_000 }, async () => {
    const wrong: string[] = []
    for (const [name, ask] of asked()) {
      const text = await (await ask()).text()
      if (/node_modules|\/src\/|\.tsx?:\d+|at async |select .* from |SQLSTATE|postgres:\/\//i.test(text))
        wrong.push(name)
    }
    expect(wrong).toEqual([])
    expect(s.errors).toEqual([])
  })
})

describe('HEAD', () => {
  test('says what GET would, and sends nothing', { timeout: 300_000 }, async () => {
    const wrong: string[] = []
    const addresses = [
      ...s.pages.map(({ pattern }) => s.address(pattern)),
      ...s.routes.filter(([method]) => method === 'GET').map(([, pattern]) => s.address(pattern)),
      '/nulle/part',
      ...built.map((name) => `/assets/${name}`),
      '/assets/absent.js',
    ]
    for (const address of addresses)
      for (const ask of [s.ask, s.asOwner]) {
        const [get, head] = [await ask(address), await ask(address, { method: 'HEAD' })]
        await get.arrayBuffer()
        if (get.status !== head.status) wrong.push(`${get.status} and ${head.status} at ${address}`)
        expect(await head.text()).toBe('')
        for (const name of Object.keys(always)) {
          const [one, other] = [get, head].map(({ headers }) => headers.get(name)?.replaceAll(/nonce-[\w-]+/g, 'nonce'))
          if (one !== other) wrong.push(`${name} at ${address}: ${one} and ${other}`)
        }
      }
    expect(wrong).toEqual([])
  })
})

describe('cookies', () => {
  test('those that open something are out of reach of scripts and of other sites', { timeout: 300_000 }, async () => {
    const seen = new Set<string>()
    for (const [name, ask] of asked()) {
      const answer = await ask()
      await answer.arrayBuffer()
      for (const cookie of answer.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';')
        seen.add(pair.split('=')[0] ?? '')
        expect(cookie, name).toMatch(/; ?Path=\//i)
        expect(cookie, name).toMatch(/; ?SameSite=Lax/i)
        if (!/^filrouge_(locale|theme)=/.test(pair)) expect(cookie, name).toMatch(/; ?HttpOnly/i)
        expect(cookie, name).not.toMatch(/Domain=/i)
      }
    }
    expect([...seen].filter((name) => !/^filrouge[._]/.test(name))).toEqual([])
  })
})
