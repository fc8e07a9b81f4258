import { beforeAll, describe, expect, test } from 'vitest'
import { type TestInstance, testInstance } from '../testing.ts'
import * as account from './account.page.tsx'
import { fr } from './accounts.fr.ts'
import { accountKey, countAttempt } from './attempts.store.ts'
import { action as confirmCode } from './second-factor.page.tsx'
import { action as signIn, loader as signInPage } from './sign-in.page.tsx'
import { action as signOut } from './sign-out.page.tsx'
import { action as welcome, loader as welcomePage } from './welcome.page.tsx'
import type { Refused } from './form.ts'
import { addPerson } from './people.store.ts'
import type { FactorSecrets } from './second-factor.ts'
import { limits } from './sign-in.ts'
import { totp } from './totp.fixture.ts'
import { Visitor, goesTo } from './visitor.fixture.ts'

let t: TestInstance
beforeAll(async () => {
  t = await testInstance()
})

const camille = { name: 'Camille Roux', email: 'Camille.Roux@exemple.fr', password: 'cheval pile agrafe juste' }
const owner = { ...camille, workspace: 'Les Ruchers du Ventoux' }

/** A new browser, somewhere nobody else signs in from. */
let addresses = 0
const visitor = () => new Visitor(t.app, '', `198.51.100.${addresses++}`)
const problems = async (answer: Response) => ((await answer.json()) as Refused).problems

async function signedIn(password = camille.password) {
  const browser = visitor()
  const answer = await browser.send(signIn, '/sign-in', { email: camille.email, password })
  expect(goesTo(answer)).toBe('/')
  return browser
}

test('an empty instance sends its first reader to the welcome page', async () => {
  expect(goesTo(await visitor().open(signInPage, '/sign-in'))).toBe('/welcome')
  expect(await visitor().open(welcomePage, '/welcome')).toBeNull()
})

test('the welcome form says what is wrong field by field, keeps what was typed but no password', async () => {
  const answer = await visitor().send(welcome, '/welcome', { name: '', email: 'x', password: 'court', workspace: '' })
  expect(answer.status).toBe(422)
  const body = (await answer.json()) as Refused
  expect(Object.keys(body.problems).sort()).toEqual(['email', 'name', 'password', 'workspace'])
  expect(body.typed).toEqual({ name: '', email: 'x', workspace: '' })
})

test('two people who welcome themselves at once make one owner', async () => {
  const answers = await Promise.all(
    [owner, { ...owner, email: 'autre@exemple.fr' }].map((fields) => visitor().send(welcome, '/welcome', fields)),
  )
  const won = answers.filter((answer) => answer.status === 302)
  expect(won.map(goesTo)).toEqual(['/w/les-ruchers-du-ventoux'])
  const people = await t.db.selectFrom('users').select(['id', 'email']).execute()
  expect(people).toHaveLength(1)
  // The rest of this file signs in as Camille, whoever won.
  await t.db.updateTable('users').set({ email: 'camille.roux@exemple.fr' }).execute()
  const members = await t.db.selectFrom('members').select(['userId', 'role']).execute()
  expect(members).toEqual([{ userId: people[0]?.id, role: 'owner' }])
})

test('the welcome page is closed once there is an owner', async () => {
  expect(goesTo(await visitor().open(welcomePage, '/welcome'))).toBe('/')
  await expect(visitor().send(welcome, '/welcome', { ...owner, email: 'tard@exemple.fr' })).rejects.toMatchObject({
    status: 404,
  })
})

test('signing in goes to the page that was asked, and only to one of ours', async () => {
  const fields = { email: ' camille.ROUX@exemple.fr ', password: camille.password }
  const to = async (next: string) => goesTo(await visitor().send(signIn, '/sign-in', { ...fields, next }))
  expect(await to('/w/les-ruchers-du-ventoux?tab=2')).toBe('/w/les-ruchers-du-ventoux?tab=2')
  for (const next of [
    'https://voleur.example',
    '//voleur.example',
    '/\\voleur.example',
    'javascript:alert(1)',
    '/sign-out',
    '/\u0000x',
  ])
    expect(await to(next)).toBe('/')
})

test('the session cookie is out of reach of scripts and other sites', async () => {
  const answer = await visitor().send(signIn, '/sign-in', { email: camille.email, password: camille.password })
  const cookie = answer.headers.getSetCookie().find((c) => c.startsWith('filrouge.session_token='))
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Lax/i)
  expect(cookie).toMatch(/Path=\//)
})

test('a wrong password and an unknown address get the same answer', async () => {
  const known = await visitor().send(signIn, '/sign-in', { email: camille.email, password: 'pas le bon du tout' })
  const unknown = await visitor().send(signIn, '/sign-in', {
    email: 'personne@exemple.fr',
    password: 'pas le bon du tout',
  })
  expect([known.status, unknown.status]).toEqual([401, 401])
  expect(await problems(known)).toEqual(await problems(unknown))
  expect(known.headers.getSetCookie()).toEqual([])
})

test('no session keeps an address of the network', async () => {
  await signedIn()
  const rows = await t.db.selectFrom('sessions').select(['ipAddress', 'userAgent']).execute()
  expect(rows.every(({ ipAddress }) => !ipAddress)).toBe(true)
  expect(JSON.stringify(await t.db.selectFrom('attempts').selectAll().execute())).not.toMatch(/198\.51|exemple/)
})

test('a session ends when it is revoked from another browser', async () => {
  const [here, there] = [await signedIn(), await signedIn()]
  const { sessions } = (await here.open(account.loader, '/account')) as Awaited<ReturnType<typeof account.loader>>
  expect(sessions[0]).toMatchObject({ current: true, device: 'Firefox · Linux' })
  const latest = sessions.filter((session) => !session.current)
  await here.send(account.action, '/account', { intent: 'end-session', session: latest[0]?.id ?? '' })
  expect(goesTo(await there.open(account.loader, '/account'))).toBe('/sign-in?next=%2Faccount')
  expect(await here.open(account.loader, '/account')).toHaveProperty('person')
})

test('ending all other sessions leaves this one', async () => {
  const [here, other, another] = [await signedIn(), await signedIn(), await signedIn()]
  await here.send(account.action, '/account', { intent: 'end-others' })
  for (const browser of [other, another])
    expect(goesTo(await browser.open(account.loader, '/account'))).toContain('/sign-in')
  const { sessions } = (await here.open(account.loader, '/account')) as Awaited<ReturnType<typeof account.loader>>
  expect(sessions).toHaveLength(1)
})

test('nobody ends the session of somebody else', async () => {
  const here = await signedIn()
  const stranger = await t.scope('owner')
  const { internalAdapter } = await t.app.auth.$context
  const theirs = await internalAdapter.createSession(stranger.user.id ?? '')
  await here.send(account.action, '/account', { intent: 'end-session', session: theirs.id })
  expect(await t.db.selectFrom('sessions').select('id').where('id', '=', theirs.id).execute()).toHaveLength(1)
})

test('after signing out the cookie opens nothing, even put back', async () => {
  const browser = await signedIn()
  const before = browser.cookie
  const answer = await browser.send(signOut, '/sign-out', {})
  expect(goesTo(answer)).toBe('/sign-in')
  expect(goesTo(await new Visitor(t.app, before).open(account.loader, '/account'))).toContain('/sign-in')
})

test('a session cookie that was changed opens nothing', async () => {
  const browser = await signedIn()
  const forged = browser.cookie.replace(/session_token=./, 'session_token=X')
  expect(goesTo(await new Visitor(t.app, forged).open(account.loader, '/account'))).toContain('/sign-in')
})

test('changing the password asks for the old one, refuses a weak one and signs the others out', async () => {
  const [here, there] = [await signedIn(), await signedIn()]
  const change = (fields: Record<string, string>) =>
    here.send(account.action, '/account', { intent: 'password', ...fields })
  const next = 'ruche bleue sous chêne'
  expect(await problems(await change({ currentPassword: 'faux et archifaux', newPassword: next }))).toHaveProperty(
    'currentPassword',
  )
  expect(
    await problems(await change({ currentPassword: camille.password, newPassword: 'camilleroux' })),
  ).toHaveProperty('newPassword')
  expect(goesTo(await change({ currentPassword: camille.password, newPassword: next }))).toBe('/account')
  expect(await here.open(account.loader, '/account')).toHaveProperty('person')
  expect(goesTo(await there.open(account.loader, '/account'))).toContain('/sign-in')
  await change({ currentPassword: next, newPassword: camille.password })
})

test('name, language and appearance are kept, and follow to the next browser', async () => {
  const here = await signedIn()
  await here.send(account.action, '/account', { intent: 'settings', name: 'Camille R.', locale: 'en', theme: 'dark' })
  const there = await signedIn()
  expect(there.cookie).toContain('filrouge_locale=en')
  expect(there.cookie).toContain('filrouge_theme=dark')
  await there.send(account.action, '/account', {
    intent: 'settings',
    name: 'Camille Roux',
    locale: 'auto',
    theme: 'auto',
  })
  expect(there.cookie).not.toContain('filrouge_locale')
})

describe('tries at an account', () => {
  const soon = (ms: number) => ({ ...t.app, clock: () => new Date(Date.now() + ms) })
  const status = async (browser: Visitor, email: string, password: string) =>
    (await browser.send(signIn, '/sign-in', { email, password })).status
  const own = async () => {
    const [email, password] = [`${crypto.randomUUID()}@exemple.fr`, camille.password]
    await addPerson(t.db, t.app.auth, { name: 'Nadia Blanc', email, password })
    return { email, password }
  }

  test('ten from a network close it to that network, restart or not, and to nobody elsewhere', async () => {
    const { email, password } = await own()
    const stranger = visitor()
    const answers: Response[] = []
    for (let n = 0; n < 11; n++)
      answers.push(await stranger.send(signIn, '/sign-in', { email, password: `essai numéro ${n}` }))
    expect(answers.map((answer) => answer.status)).toEqual([...Array.from({ length: 10 }, () => 401), 429])
    const wait = Number(answers[10]?.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(900)
    // What counts is in the database: another application value, as after a restart, knows it.
    expect(await status(new Visitor(soon(0), '', stranger.ip), email, password)).toBe(429)
    expect(await status(visitor(), email, password)).toBe(302)
    expect(await status(new Visitor(soon(901_000), '', stranger.ip), email, password)).toBe(302)
  })

  test('from many networks they close it for an hour to unknown browsers, never to one that knows it', async () => {
    const { email, password } = await own()
    const [mine, other] = [visitor(), visitor()]
    expect(await status(mine, email, password)).toBe(302)
    expect(await status(other, camille.email, camille.password)).toBe(302)
    const { secret } = await t.app.auth.$context
    const { tries } = limits.everywhere
    for (let n = 0; n < tries; n++) await countAttempt(t.db, accountKey(secret, email), limits.everywhere, new Date())
    expect(await status(visitor(), email, password)).toBe(429)
    // Known, but to another account; or a number that was made up.
    expect(await status(new Visitor(t.app, other.cookie, '203.0.113.20'), email, password)).toBe(429)
    const device = mine.cookie.split('; ').find((cookie) => cookie.startsWith('filrouge_device_')) ?? ''
    for (const forged of [
      device.replace(/=./, '=~'),
      device.replace(/.$/, '~'),
      device.replace(/\..*/, '.'),
      device.replace(/=.*/, '='),
    ])
      expect(await status(new Visitor(t.app, forged, '203.0.113.21'), email, password), forged).toBe(429)
    // Wherever it travels to, its session over.
    const travelling = () => new Visitor(t.app, device, `198.51.101.${addresses++}`)
    expect(await status(travelling(), email, password)).toBe(302)
    expect(await status(new Visitor(soon(3_601_000), '', '203.0.113.22'), email, password)).toBe(302)
    // A stolen cookie guesses no more than a network does, however many carry it.
    const stolen: number[] = []
    for (let n = 0; n < 11; n++) stolen.push(await status(travelling(), email, `essai numéro ${n}`))
    expect(stolen).toEqual([...Array.from({ length: 10 }, () => 401), 429])
  })
})

test('forty tries from one network are enough, whatever the addresses tried', async () => {
  const browser = new Visitor(t.app, '', '203.0.113.77')
  const answers = await Promise.all(
    Array.from({ length: 45 }, (_, n) =>
      browser.send(signIn, '/sign-in', { email: `p${n}@exemple.fr`, password: 'un mot de passe' }),
    ),
  )
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
})

test('two-factor sign-in, from the QR code to a backup code used twice', { timeout: 30_000 }, async () => {
  const browser = await signedIn()
  const send = (fields: Record<string, string>) => browser.send(account.action, '/account', fields)
  expect(await problems(await send({ intent: 'factor-start', password: 'faux et archifaux' }))).toHaveProperty(
    'password',
  )
  const secrets = (await (await send({ intent: 'factor-start', password: camille.password })).json()) as FactorSecrets
  expect(secrets.qr).toMatch(/^data:image\/svg\+xml;base64,/)
  expect(secrets.backupCodes).toHaveLength(10)
  const key = secrets.manual ?? ''

  // Not on before a code has been shown.
  expect(await problems(await send({ intent: 'factor-confirm', code: '000000' }))).toHaveProperty('code')
  await signedIn()
  const shown = totp(key)
  expect(goesTo(await send({ intent: 'factor-confirm', code: shown }))).toBe('/account')

  const second = visitor()
  const asked = await second.send(signIn, '/sign-in', {
    email: camille.email,
    password: camille.password,
    next: '/account',
  })
  expect(goesTo(asked)).toBe('/sign-in/second-factor?next=%2Faccount')
  expect(goesTo(await second.open(account.loader, '/account'))).toContain('/sign-in')
  const wrong = await second.send(confirmCode, '/sign-in/second-factor', {
    code: '123456',
    kind: 'app',
    next: '/account',
  })
  expect(wrong.status).toBe(401)
  // The code that turned it on has served: the next one is needed, which the application shows in at most 30 s.
  const served = await second.send(confirmCode, '/sign-in/second-factor', { code: shown, kind: 'app' })
  expect([served.status, (await problems(served))['code']]).toEqual([401, fr.secondFactor.used])
  const next = totp(key, Date.now() + 30_000)
  const right = await second.send(confirmCode, '/sign-in/second-factor', {
    code: next,
    kind: 'app',
    next: '/account',
  })
  expect(goesTo(right)).toBe('/account')
  expect(await second.open(account.loader, '/account')).toHaveProperty('person')

  // Somebody who has the password and saw the code typed: refused, with spaces too, twice at once too.
  const onlooker = visitor()
  await onlooker.send(signIn, '/sign-in', { email: camille.email, password: camille.password })
  const again = [next, `${next.slice(0, 3)} ${next.slice(3)}`].map((code) =>
    onlooker.send(confirmCode, '/sign-in/second-factor', { code, kind: 'app', next: '/account' }),
  )
  expect((await Promise.all(again)).map(({ status }) => status)).toEqual([401, 401])
  expect(goesTo(await onlooker.open(account.loader, '/account'))).toContain('/sign-in')

  const backup = secrets.backupCodes[0] ?? ''
  const withBackup = async () => {
    const third = visitor()
    await third.send(signIn, '/sign-in', { email: camille.email, password: camille.password })
    return third.send(confirmCode, '/sign-in/second-factor', { code: backup, kind: 'backup', next: '/' })
  }
  expect(goesTo(await withBackup())).toBe('/')
  expect((await withBackup()).status).toBe(401)

  const stop = await second.send(account.action, '/account', { intent: 'factor-stop', password: camille.password })
  expect(goesTo(stop)).toBe('/account')
  await signedIn()
})

test('a code without a sign-in before it opens nothing', async () => {
  const answer = await visitor().send(confirmCode, '/sign-in/second-factor', { code: '123456', kind: 'app' })
  expect(answer.status).toBe(401)
  expect(await problems(answer)).toHaveProperty('form')
})
