import { Writable } from 'node:stream'
import { pino } from 'pino'
import { beforeAll, expect, test, vi } from 'vitest'
import { loggablePath, logRedaction } from './accounts/redaction.ts'
import { addPerson } from './accounts/people.store.ts'
import { signIn } from './accounts/sign-in.ts'
import { type Served, serve } from './served.fixture.ts'
import { type TestInstance, testInstance } from './testing.ts'

// Everything the application logs, at its most talkative, while secrets go through every door of it.

const lines: string[] = []
const log = pino(
  { level: 'trace', redact: logRedaction },
  new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString())
      done()
    },
  }),
)

let t: TestInstance
let s: Served
beforeAll(async () => {
  t = await testInstance(log)
  s = await serve(t)
})

const email = 'nadia.blanc@exemple.fr'
const password = 'ruche bleue sous chêne'
/** Words that must stay out of the logs, whoever sent them. */
const secrets = {
  password,
  wrongPassword: 'mauvais mot de passe zqxsecret',
  code: '918273',
  token: 'zqxjeton'.padEnd(43, 'x'),
  key: 'fr_'.padEnd(46, 'zqxcle'),
  email,
}

test('no door lets a secret into the logs', { timeout: 300_000 }, async () => {
  await addPerson(t.db, t.app.auth, { name: 'Nadia', email, password })
  const form = (path: string, fields: Record<string, string>) =>
    s.asOwner(path, { method: 'POST', body: new URLSearchParams(fields), headers: { cookie: '' } })
  await form('/sign-in', { email, password })
  await form('/sign-in', { email, password: secrets.wrongPassword })
  await form('/sign-in/second-factor', { code: secrets.code, kind: 'app' })
  for (const door of ['join', 'g', 'reset']) {
    await s.ask(`/${door}/${secrets.token}`)
    await form(`/${door}/${secrets.token}`, { name: 'x', password })
    await form(`/${door}/${secrets.token}`, { name: 'a\u0000', password })
    await s.ask(`/${door}/${secrets.token}`, { method: 'PUT', headers: { 'sec-fetch-site': 'same-origin' } })
  }
  for (const [method, pattern] of s.routes)
    await s.ask(s.address(pattern), {
      method,
      headers: { authorization: `Bearer ${secrets.key}`, cookie: `filrouge.session_token=${secrets.token}` },
    })
  await s.asOwner('/account', {
    method: 'POST',
    body: new URLSearchParams({ intent: 'password', currentPassword: secrets.wrongPassword, newPassword: password }),
  })
  await s.asOwner('/account', {
    method: 'POST',
    body: new URLSearchParams({ intent: 'email', currentPassword: secrets.wrongPassword, email }),
  })
  const said = lines.join('')
  for (const [name, secret] of Object.entries({ ...secrets, session: s.owner, ownKey: s.key }))
    expect(said.includes(secret), `${name} was logged`).toBe(false)
})

test('an error that carries secrets is logged without them', () => {
  const before = lines.length
  const thrown = Object.assign(new Error('insert into users failed'), {
    parameters: [email, password],
    values: [secrets.key],
  })
  log.error({ err: thrown, path: loggablePath(`/reset/${secrets.token}?a=1`) }, 'unexpected error')
  log.warn(
    { headers: { authorization: `Bearer ${secrets.key}`, cookie: s.owner }, user: { email, password } },
    'refused',
  )
  log.info({ config: { admin: { email, password }, postgresUrl: 'postgres://a:zqxsecret@b/c' } }, 'start')
  const said = lines.slice(before).join('')
  expect(said).toContain('insert into users failed')
  expect(said).toContain('/reset/…')
  for (const secret of [email, password, secrets.key, secrets.token, 'zqxsecret', s.owner])
    expect(said).not.toContain(secret)
})

test.each([
  ['/join/abc', '/join/…'],
  ['/g/abc/def', '/g/…/def'],
  ['/reset/abc?x=1', '/reset/…?x=1'],
  ['/w/miel/join/abc', '/w/miel/join/abc'],
  ['/joindre/abc', '/joindre/abc'],
])('the path %s is logged as %s', (path, logged) => {
  expect(loggablePath(path)).toBe(logged)
})

test('an address without account costs a hash, as a wrong password does', async () => {
  const { password: hashing } = await t.app.auth.$context
  const [hash, verify] = [vi.spyOn(hashing, 'hash'), vi.spyOn(hashing, 'verify')]
  const costOf = async (typed: string) => {
    const before = hash.mock.calls.length + verify.mock.calls.length
    const request = new Request('http://localhost:3000/sign-in', { method: 'POST' })
    const { state } = await signIn(t.app, request, '203.0.113.200', { email: typed, password: 'pas le bon du tout' })
    expect(state).toBe('refused')
    return hash.mock.calls.length + verify.mock.calls.length - before
  }
  expect(await costOf(email)).toBe(1)
  expect(await costOf('personne.du.tout@exemple.fr')).toBe(1)
})

test('signing in makes a new session, and leaves the cookie that came with the request worthless', async () => {
  const planted = `filrouge.session_token=${'a'.repeat(32)}.${'b'.repeat(43)}%3D`
  const answer = await s.ask('/sign-in', {
    method: 'POST',
    headers: { cookie: planted, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ email, password }),
  })
  expect(answer.headers.get('location')).toBe('/')
  const given = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('filrouge.session_token='))
  expect(given).toBeDefined()
  expect(given).not.toContain('a'.repeat(32))
  const before = await s.ask('/account', { headers: { cookie: planted } })
  expect(before.headers.get('location')).toContain('/sign-in')
  // Two sessions of one person do not share a token.
  const again = await s.ask('/sign-in', {
    method: 'POST',
    headers: { cookie: given?.split(';')[0] ?? '', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ email, password }),
  })
  expect(again.headers.getSetCookie().join()).not.toContain(given?.split(';')[0] ?? '')
})
