import { beforeAll, expect, test } from 'vitest'
import { commands } from '../commands.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { makeMember } from './fixtures.ts'
import * as account from './account.page.tsx'
import type { Refused } from './form.ts'
import { action as members } from './members.page.tsx'
import { addMember } from './members.store.ts'
import { addPerson } from './people.store.ts'
import { action as reset, loader as resetPage } from './reset.page.tsx'
import { issueReset, issueResetByEmail, resetByToken } from './resets.store.ts'
import type { Scope } from './scope.ts'
import type { FactorSecrets } from './second-factor.ts'
import { action as confirmCode } from './second-factor.page.tsx'
import { action as signIn } from './sign-in.page.tsx'
import { totp } from './totp.fixture.ts'
import { Visitor, goesTo } from './visitor.fixture.ts'
import type { Workspace } from './workspaces.store.ts'

let t: TestInstance
let workspace: Workspace
let owner: Scope
beforeAll(async () => {
  t = await testInstance()
  workspace = await t.workspace()
  owner = await makeMember(t.app, workspace, 'owner', 'Odile')
})

const old = 'ruche bleue sous chêne'
const chosen = 'essaim d’avril au tilleul'
let networks = 0
const visitor = (app = t.app) => new Visitor(app, '', `198.51.100.${networks++}`)

async function member(role: 'lead' | 'contributor' | 'owner' = 'contributor') {
  const email = `${crypto.randomUUID()}@exemple.fr`
  const person = await addPerson(t.db, t.app.auth, { name: 'Nadia Blanc', email, password: old })
  await addMember(t.db, workspace.id, person.id, role)
  return person
}

const enter = async (email: string, password: string, browser = visitor()) => {
  const answer = await browser.send(signIn, '/sign-in', { email, password })
  return { browser, answer, to: goesTo(answer) }
}
const use = (token: string, password: string, browser = visitor()) =>
  browser.send(reset, `/reset/${token}`, { password }, { token })
const shown = (token: string) => visitor().open(resetPage, `/reset/${token}`, { token })

test('an owner hands over a link; whoever has it chooses a password, once, and is signed in', async () => {
  const { id, email } = await member()
  const token = await issueReset(owner, id)
  expect(await shown(token)).toEqual({ email, dropsSecondFactor: false })
  const browser = visitor()
  expect(goesTo(await use(token, chosen, browser))).toBe('/')
  expect(await browser.open(account.loader, '/account')).toHaveProperty('person.email', email)
  expect((await enter(email, old)).answer.status).toBe(401)
  expect((await enter(email, chosen)).to).toBe('/')

  expect(await shown(token)).toBeNull()
  const again = await use(token, 'encore une autre phrase')
  expect(again.status).toBe(409)
  expect(((await again.json()) as Refused).problems['form']).toContain('déjà servi')
  expect((await enter(email, chosen)).to).toBe('/')
})

test('of two that use a link at once, one chooses', async () => {
  const { id } = await member()
  const token = await issueReset(owner, id)
  const answers = await Promise.all([use(token, chosen), use(token, 'la phrase du second lecteur')])
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([302, 409])
})

test('a weak password is refused in words, and the link still works', async () => {
  const { id, email } = await member()
  const token = await issueReset(owner, id)
  for (const weak of ['court', 'motdepasse123', email, 'nadiablanc'])
    expect(((await (await use(token, weak)).json()) as Refused).problems).toHaveProperty('password')
  expect((await enter(email, old)).to).toBe('/')
  expect(goesTo(await use(token, chosen))).toBe('/')
})

test('every browser of the person is signed out, and tries that were counted are forgiven', async () => {
  const { id, email } = await member()
  const before = (await enter(email, old)).browser
  const hesitant = visitor()
  for (let n = 0; n < 11; n++) await enter(email, `essai numéro ${n}`, hesitant)
  expect((await enter(email, old, hesitant)).answer.status).toBe(429)
  expect(goesTo(await use(await issueReset(owner, id), chosen, hesitant))).toBe('/')
  expect(goesTo(await before.open(account.loader, '/account'))).toContain('/sign-in')
})

test('a new link ends the one before; a day later none works', async () => {
  const { id, email } = await member()
  const [first, second] = [await issueReset(owner, id), await issueReset(owner, id)]
  expect(await shown(first)).toBeNull()
  expect(await shown(second)).toHaveProperty('email', email)
  const later = { ...t.app, clock: () => new Date(Date.now() + 24 * 3600_000 + 1_000) }
  expect(await visitor(later).open(resetPage, `/reset/${second}`, { token: second })).toBeNull()
  expect((await use(second, chosen, visitor(later))).status).toBe(409)
})

test.each(['', 'x', 'x'.repeat(43), "' or 1=1 --"])('the link %j opens nothing', async (token) => {
  expect(await shown(token)).toBeNull()
  expect((await use(token, chosen)).status).toBe(409)
})

test('what is stored does not give the link', async () => {
  const { id } = await member()
  const token = await issueReset(owner, id)
  expect(JSON.stringify(await t.db.selectFrom('passwordResets').selectAll().execute())).not.toContain(token)
})

test.each(['lead', 'contributor', 'management'] as const)('a %s makes no such link', async (role) => {
  const { id } = await member()
  await expect(issueReset(await makeMember(t.app, workspace, role), id)).rejects.toMatchObject({ status: 403 })
})

test('an owner makes none for himself, nor for people who are not in his workspace', async () => {
  await expect(issueReset(owner, owner.user.id ?? '')).rejects.toMatchObject({ status: 403 })
  const stranger = await t.scope('owner')
  await expect(issueReset(owner, stranger.user.id ?? '')).rejects.toMatchObject({ status: 404 })
  await expect(issueReset(stranger, (await member()).id)).rejects.toMatchObject({ status: 404 })
})

test('an owner cannot enter another workspace through a member he shares with it', async () => {
  const { id } = await member()
  const theirs = await t.workspace('Agence d’à côté')
  await addMember(t.db, theirs.id, id, 'management')
  await expect(issueReset(owner, id)).rejects.toMatchObject({ id: 'memberElsewhere', status: 409 })
  // Not even as a lead there.
  await addMember(t.db, theirs.id, owner.user.id ?? '', 'lead')
  await expect(issueReset(owner, id)).rejects.toMatchObject({ id: 'memberElsewhere' })
  await t.db.updateTable('members').set({ role: 'owner' }).where('workspaceId', '=', theirs.id).execute()
  expect(await issueReset(owner, id)).toMatch(/^[\w-]{43}$/)
})

test('the page of members shows the link once, with the name', async () => {
  const { id } = await member()
  const { browser } = await enter((await member('owner')).email, old)
  const here = `/w/${workspace.slug}/members`
  const answer = await browser.send(members, here, { intent: 'reset', user: id }, { workspace: workspace.slug })
  const { link, name } = (await answer.json()) as { link: string; name: string }
  expect(link).toMatch(/^http:\/\/localhost:3000\/reset\/[\w-]{43}$/)
  expect(name).toBe('Nadia Blanc')
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

async function withSecondFactor(email: string) {
  const { browser } = await enter(email, old)
  const started = await browser.send(account.action, '/account', { intent: 'factor-start', password: old })
  const { manual } = (await started.json()) as FactorSecrets
  await browser.send(account.action, '/account', { intent: 'factor-confirm', code: totp(manual ?? '') })
  return manual ?? ''
}

test('the second factor stays, trusted devices are forgotten', { timeout: 60_000 }, async () => {
  const { id, email } = await member()
  const secret = await withSecondFactor(email)
  const trusted = (await enter(email, old)).browser
  const code = { code: totp(secret, Date.now() + 30_000), kind: 'app', trust: 'on', next: '/' }
  expect(goesTo(await trusted.send(confirmCode, '/sign-in/second-factor', code))).toBe('/')
  expect((await enter(email, old, trusted)).to).toBe('/')

  expect(goesTo(await use(await issueReset(owner, id), chosen))).toBe('/sign-in/second-factor')
  expect((await enter(email, chosen, trusted)).to).toContain('/sign-in/second-factor')
})

test('the command line makes one for anybody, and can drop a second factor', { timeout: 60_000 }, async () => {
  const { email } = await member()
  await withSecondFactor(email)
  const run = (args: Record<string, unknown>) => commands['password reset'].run(t.app, args)
  const kept = (await run({ email: email.toUpperCase() })) as { link: string }
  expect(kept.link).toMatch(/^http:\/\/localhost:3000\/reset\/[\w-]{43}$/)
  const { link } = (await run({ email, secondFactor: 'off' })) as { link: string }
  const token = link.slice(-43)
  expect(await shown(token)).toEqual({ email, dropsSecondFactor: true })
  expect(goesTo(await use(token, chosen))).toBe('/')
  const { browser, to } = await enter(email, chosen)
  expect(to).toBe('/')
  expect(await browser.open(account.loader, '/account')).toHaveProperty('person.twoFactorEnabled', false)
  await expect(run({ email: 'personne@exemple.fr' })).rejects.toMatchObject({ status: 422 })
  await expect(run({ email, secondFactor: 'maybe' })).rejects.toMatchObject({ status: 400 })
})

test('another address asks for the password, is refused when taken, and ends links sent to the old one', async () => {
  const [{ email, id }, other] = [await member(), await member()]
  const { browser } = await enter(email, old)
  const change = (fields: Record<string, string>) =>
    browser.send(account.action, '/account', { intent: 'email', ...fields })
  const problems = async (fields: Record<string, string>) => ((await (await change(fields)).json()) as Refused).problems
  const next = `nadia.${crypto.randomUUID()}@exemple.fr`
  expect(await problems({ email: next, currentPassword: 'faux et archifaux' })).toHaveProperty('currentPassword')
  expect(await problems({ email: next, currentPassword: '' })).toHaveProperty('currentPassword')
  expect(await problems({ email: 'pas une adresse', currentPassword: old })).toHaveProperty('email')
  expect(await problems({ email: other.email.toUpperCase(), currentPassword: old })).toHaveProperty('email')
  expect((await enter(email, old)).to).toBe('/')

  const token = await issueResetByEmail(t.db, email, new Date(), { dropsSecondFactor: false })
  expect(goesTo(await change({ email: ` ${next.toUpperCase()} `, currentPassword: old }))).toBe('/account')
  expect(await resetByToken(t.db, token, new Date())).toBeNull()
  expect((await enter(email, old)).answer.status).toBe(401)
  expect((await enter(next, old)).to).toBe('/')
  expect(await t.db.selectFrom('users').select('email').where('id', '=', id).execute()).toEqual([{ email: next }])
})

test('an open session is no way to guess the password through a change of address', async () => {
  const { browser } = await enter((await member()).email, old)
  const statuses: number[] = []
  for (let n = 0; n < 11; n++) {
    const fields = { intent: 'email', email: 'autre@exemple.fr', currentPassword: `essai ${n}` }
    statuses.push((await browser.send(account.action, '/account', fields)).status)
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429])
})
