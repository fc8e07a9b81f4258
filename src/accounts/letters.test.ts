import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../app.ts'
import { type Mailbox, openMailbox } from '../mail.fixture.ts'
import { sendMail } from '../mail.ts'
import { testInstance } from '../testing.ts'
import { makeMember, signedInCookie } from './fixtures.ts'
import * as forgot from './forgot.page.tsx'
import { invitationLetter } from './letters.ts'
import { action as members } from './members.page.tsx'
import { addMember } from './members.store.ts'
import { addPerson } from './people.store.ts'
import * as reset from './reset.page.tsx'
import { loader as signInPage } from './sign-in.page.tsx'
import { Visitor, goesTo } from './visitor.fixture.ts'

const t = await testInstance()
let now = new Date('2026-11-25T10:00:00Z')
let box: Mailbox
let app: App
let networks = 0
let refusal: { code: number; text: string } | null = null
const visitor = (from = app, cookie = '') => new Visitor(from, cookie, `203.0.113.${networks++}`)
const ask = (email: string, browser = visitor()) => browser.send(forgot.action, '/forgot', { email })
/** The text of the last message, its lines put together again. */
const lastText = () => (box.received.at(-1) ?? '').replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')
const tokenIn = (text: string, door: string) => new RegExp(`/${door}/([\\w-]{43})`).exec(text)?.[1] ?? ''

beforeAll(async () => {
  box = await openMailbox(() => refusal)
  const smtp = { url: box.url, from: 'filrouge@exemple.fr' }
  app = { ...t.app, clock: () => now, config: { ...t.app.config, smtp } }
})
afterAll(() => box.close())

async function person() {
  const email = `${crypto.randomUUID()}@exemple.fr`
  await addMember(t.db, (await t.workspace()).id, (await addPerson(t.db, t.app.auth, { name: 'Nadia Blanc', email, password: 'ruche bleue sous chêne' })).id, 'lead') // prettier-ignore
  return email
}

test('who forgot a password gets a link that works once, for an hour', async () => {
  const email = await person()
  expect(await (await ask(` ${email.toUpperCase()} `)).json()).toEqual({ sentTo: email })
  await sendMail(app)
  const token = tokenIn(lastText(), 'reset')
  expect(await visitor().open(reset.loader, `/reset/${token}`, { token })).toEqual({ email, dropsSecondFactor: false })
  now = new Date(now.getTime() + 3600_000)
  expect(await visitor().open(reset.loader, `/reset/${token}`, { token })).toBeNull()
  await ask(email)
  await sendMail(app)
  const fresh = tokenIn(lastText(), 'reset')
  const use = () =>
    visitor().send(reset.action, `/reset/${fresh}`, { password: 'essaim d’avril au tilleul' }, { token: fresh })
  expect(goesTo(await use())).toBe('/')
  expect((await use()).status).toBe(409)
})

test('an address without account gets the same answer, and no message', async () => {
  const before = box.received.length
  const answer = await ask('personne@exemple.fr')
  expect([answer.status, await answer.json()]).toEqual([200, { sentTo: 'personne@exemple.fr' }])
  expect(await sendMail(app)).toEqual({ sent: 0, failed: 0 })
  expect(box.received.length).toBe(before)
})

test('the fourth link of an hour is refused, for an address with an account or without', async () => {
  for (const email of [await person(), 'personne-encore@exemple.fr']) {
    for (let n = 0; n < 3; n++) expect((await ask(email)).status).toBe(200)
    const fourth = await ask(email)
    expect([fourth.status, Number(fourth.headers.get('retry-after'))]).toEqual([429, 3600])
  }
})

test.each(['', 'lea', 'lea@exemple.fr\r\nBcc: tous@exemple.fr'])('%j is no address', async (email) => {
  expect((await ask(email)).status).toBe(422)
})

test('without a mail server, the pages say whom to ask and send nothing', async () => {
  expect(await visitor(t.app).open(forgot.loader, '/forgot')).toEqual({ canSend: false })
  expect(await visitor(t.app).open(signInPage, '/sign-in')).toMatchObject({ canMail: false })
  expect(await visitor().open(signInPage, '/sign-in')).toMatchObject({ canMail: true })
  expect((await ask(await person(), visitor(t.app))).status).toBe(422)
})

test('an invitation is mailed where it can be, and its link is shown all the same', async () => {
  const workspace = await t.workspace('Les Ruchers')
  const owner = await makeMember(t.app, workspace, 'owner', 'Odile')
  const invited = async (from: App, email: string) => {
    const browser = visitor(from, await signedInCookie(from, owner.user.id ?? ''))
    const fields = { intent: 'invite', email, role: 'contributor' }
    const at = { workspace: workspace.slug }
    return (await browser.send(members, `/w/${workspace.slug}/members`, fields, at)).json() as Promise<{ link: string; isSent: boolean | null }>
  } // prettier-ignore
  const sent = await invited({ ...app, clock: t.app.clock }, 'nouvelle@exemple.fr')
  expect(sent.isSent).toBe(true)
  expect(lastText()).toContain('To: nouvelle@exemple.fr')
  expect(sent.link).toContain(`/join/${tokenIn(lastText(), 'join')}`)
  expect((await invited(t.app, 'sans@exemple.fr')).isSent).toBeNull()
  refusal = { code: 554, text: 'spam' }
  expect((await invited({ ...app, clock: t.app.clock }, 'refusee@exemple.fr')).isSent).toBe(false)
  refusal = null
})

test('a name cannot write into the message', () => {
  const { html } = invitationLetter({ to: 'a@exemple.fr', by: '<img src=x>', workspace: '"&', role: 'lead' }, 'https://exemple.fr/join/x', 'fr') // prettier-ignore
  expect(html).toContain('&lt;img src=x&gt;')
  expect(html).toContain('&quot;&amp;')
})
