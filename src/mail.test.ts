import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from './accounts/fixtures.ts'
import * as mailPage from './accounts/mail.page.tsx'
import type { Scope } from './accounts/scope.ts'
import { Visitor } from './accounts/visitor.fixture.ts'
import type { Workspace } from './accounts/workspaces.store.ts'
import type { App } from './app.ts'
import { isAppError } from './errors.ts'
import { type Mailbox, openMailbox } from './mail.fixture.ts'
import { backOff, mostTries, sendMail } from './mail.ts'
import { addressProblem } from './message.ts'
import { forgetOldMail, lastMail, queueMail } from './outbox.store.ts'
import { testInstance } from './testing.ts'

describe('an address', () => {
  test.each([
    ['lea@exemple.fr\r\nBcc: tous@exemple.fr', 'ligne'],
    ['lea@exemple.fr\n', 'ligne'],
    ['', 'prenom@exemple.fr'],
    ['lea', 'prenom@exemple.fr'],
    ['Léa <lea@exemple.fr>', 'prenom@exemple.fr'],
    ['a@b@exemple.fr', 'prenom@exemple.fr'],
    ['.lea@exemple.fr', 'prenom@exemple.fr'],
    ['le..a@exemple.fr', 'prenom@exemple.fr'],
    [`${'a'.repeat(65)}@exemple.fr`, 'prenom@exemple.fr'],
    ['lea@exemple', '« exemple »'],
    ['lea@exemple..fr', 'domaine'],
    ['lea@-exemple.fr', 'domaine'],
    ['lea@exemple.f', 'domaine'],
    ['lea@192.0.2.1', 'domaine'],
    [`lea@${'a'.repeat(64)}.fr`, 'domaine'],
  ])('%j is refused in words', (address, why) => expect(addressProblem(address)?.fr).toContain(why))

  test.each(['lea@exemple.fr', 'l.e+a@sous.exemple.museum', 'léa@éléphant.fr', 'a@xn--9ca.xn--p1ai'])(
    '%s is taken',
    (address) => expect(addressProblem(address)).toBeNull(),
  )
})

test('tries are further and further apart, and about eight hours in all', () => {
  const waits = Array.from({ length: mostTries - 1 }, (_, n) => backOff(n + 1))
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(waits.reduce((sum, wait) => sum + wait, 0) / 3600_000).toBeCloseTo(8.5, 0)
})

const t = await testInstance()
let workspace: Workspace
let owner: Scope
let box: Mailbox
let now = new Date('2026-11-24T10:00:00Z')
let app: App
let answers: (address: string) => { code: number; text: string } | null = () => null
const origin = (key: string) => ({ workspace: workspace.id, key, now })
const message = (to: string) => ({
  to,
  subject: 'Alerte',
  text: 'Les visites baissent.',
  html: '<p>Les visites baissent.</p>',
})
const line = async (recipient: string) => (await lastMail(owner)).find((one) => one.recipient === recipient)

beforeAll(async () => {
  workspace = await t.workspace()
  owner = await makeMember(t.app, workspace, 'owner')
  box = await openMailbox((address) => answers(address))
  app = {
    ...t.app,
    clock: () => now,
    config: { ...t.app.config, smtp: { url: box.url, from: 'Filrouge <filrouge@exemple.fr>' } },
  }
})
afterAll(() => box.close())

describe('the outbox', () => {
  test('sends once what was put in twice, even when two nodes look at the same moment', async () => {
    expect(await queueMail(t.db, origin('a'), message('lea@exemple.fr'))).not.toBeNull()
    expect(await queueMail(t.db, origin('a'), message('lea@exemple.fr'))).toBeNull()
    await Promise.all([sendMail(app), sendMail(app), sendMail(app)])
    expect(box.received).toHaveLength(1)
    expect(box.received[0]).toContain('From: Filrouge <filrouge@exemple.fr>')
    expect(await line('lea@exemple.fr')).toMatchObject({ state: 'sent', attempts: 1, reason: null })
  })

  test('keeps nothing of the text once it has left', async () => {
    const { rows } = {
      rows: await t.db.selectFrom('outbox').select(['bodyText', 'bodyHtml']).where('key', '=', 'a').execute(),
    }
    expect(rows).toEqual([{ bodyText: '', bodyHtml: '' }])
  })

  test('holds nothing of a transaction that failed', async () => {
    await t.db
      .transaction()
      .execute(async (trx) => {
        await queueMail(trx, origin('b'), message('undone@exemple.fr'))
        throw new Error('the cause did not happen')
      })
      .catch(() => null)
    expect(await line('undone@exemple.fr')).toBeUndefined()
  })

  test('refuses an address that would add a header', async () => {
    const error = await queueMail(t.db, origin('c'), message('a@exemple.fr\r\nBcc: b@exemple.fr')).catch(
      (found: unknown) => found,
    )
    expect(isAppError(error) && Object.keys(error.fields)).toEqual(['to'])
  })

  test('tries again what may pass later, not before its time, and gives up in the end', async () => {
    answers = () => ({ code: 451, text: 'greylisted' })
    await queueMail(t.db, origin('d'), message('plus-tard@exemple.fr'))
    for (let n = 1; n <= mostTries; n += 1) {
      await sendMail(app)
      expect((await sendMail(app)).failed).toBe(0)
      expect((await line('plus-tard@exemple.fr'))?.attempts).toBe(n)
      now = new Date(now.getTime() + backOff(n))
    }
    expect(await line('plus-tard@exemple.fr')).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('451'),
    })
    answers = () => null
    expect(await sendMail(app)).toEqual({ sent: 0, failed: 0 })
  })

  test('does not try again what is refused for good', async () => {
    answers = (address) => (address.startsWith('inconnu') ? { code: 550, text: 'no such user' } : null)
    await queueMail(t.db, origin('e'), message('inconnu@exemple.fr'))
    await queueMail(t.db, origin('f'), message('connu@exemple.fr'))
    expect(await sendMail(app)).toEqual({ sent: 1, failed: 1 })
    expect(await line('inconnu@exemple.fr')).toMatchObject({ state: 'failed', attempts: 1 })
    answers = () => null
  })

  test('waits where the instance has no mail server', async () => {
    await queueMail(t.db, origin('g'), message('patience@exemple.fr'))
    expect(await sendMail(t.app)).toEqual({ sent: 0, failed: 0 })
    expect(await line('patience@exemple.fr')).toMatchObject({ state: 'waiting', attempts: 0 })
  })

  test('forgets after ninety days, but not what waits', async () => {
    const before = (await lastMail(owner)).length
    expect(await forgetOldMail(t.db, new Date(now.getTime() + 91 * 24 * 3600_000))).toBe(before - 1)
    expect((await lastMail(owner)).map(({ state }) => state)).toEqual(['waiting'])
  })
})

describe('the owner’s page', () => {
  const open = async (from: App, scope = owner) => new Visitor(from, await signedInCookie(from, scope.user.id ?? ''))
  const at = { workspace: '' }
  beforeAll(() => void (at.workspace = workspace.slug))
  const address = () => `/w/${workspace.slug}/mail`

  test('says what to set where nothing can be sent, and offers no trial', async () => {
    const page = (await (await open(t.app)).open(mailPage.loader, address(), at)) as { missing: string }
    expect(page.missing).toContain('FILROUGE_SMTP_URL')
  })

  test('sends a trial message at once and says how it went', async () => {
    const browser = await open(app)
    const sent = await browser.send(mailPage.action, address(), { intent: 'trial', to: 'essai@exemple.fr' }, at)
    expect(decodeURIComponent(sent.headers.get('set-cookie') ?? '')).toContain('essai@exemple.fr')
    expect(box.received.at(-1)).toContain('To: essai@exemple.fr')
    const refused = await browser.send(mailPage.action, address(), { intent: 'trial', to: 'essai@' }, at)
    expect(refused.status).toBe(422)
    answers = () => ({ code: 554, text: 'spam' })
    const failed = await browser.send(mailPage.action, address(), { intent: 'trial', to: 'non@exemple.fr' }, at)
    expect(decodeURIComponent(failed.headers.get('set-cookie') ?? '')).toContain('"tone":"bad"')
    expect(await line('non@exemple.fr')).toMatchObject({ state: 'failed', reason: expect.stringContaining('spam') })
  })

  test('is the owners’ alone, and another workspace’s messages are not in it', async () => {
    const lead = await makeMember(t.app, workspace, 'lead')
    await expect((await open(t.app, lead)).open(mailPage.loader, address(), at)).rejects.toSatisfy(isAppError)
    expect(await lastMail(await t.scope('owner'))).toEqual([])
  })
})
