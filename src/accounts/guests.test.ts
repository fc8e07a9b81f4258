import { beforeAll, expect, test } from 'vitest'
import { type TestInstance, testInstance } from '../testing.ts'
import { makeMember, signedInCookie } from './fixtures.ts'
import { action as enter, loader as entrance } from './guest.page.tsx'
import { addGuestLink, guestDoor, listGuestLinks, revokeGuestLink } from './guests.store.ts'
import { action as guests, loader as guestsPage } from './guests.page.tsx'
import { type PageArgs, scopeOf } from './request.ts'
import type { Scope } from './scope.ts'
import { Visitor, goesTo } from './visitor.fixture.ts'
import type { Workspace } from './workspaces.store.ts'

let t: TestInstance
let workspace: Workspace
let owner: Scope
const projects = { miel: crypto.randomUUID(), cire: crypto.randomUUID() }

beforeAll(async () => {
  t = await testInstance()
  workspace = await t.workspace()
  owner = await makeMember(t.app, workspace, 'owner')
  for (const [slug, id] of Object.entries(projects))
    await t.db
      .insertInto('projects')
      .values({ id, workspaceId: workspace.id, slug, name: slug, company: 'Les Ruchers', ...nothing })
      .execute()
})

const nothing = {
  sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl' as const, timeZone: 'Europe/Paris', currency: 'EUR',
} // prettier-ignore

const at = (project?: string): PageArgs['params'] => ({ workspace: workspace.slug, ...(project ? { project } : {}) })
const scopeIn = (browser: Visitor, project?: string) => browser.open(scopeOf, `/w/${workspace.slug}`, at(project))

async function guest(project = projects.miel, name = 'Mme Client') {
  const token = await addGuestLink(owner, project, 'comité', 30)
  const browser = new Visitor(t.app)
  const answer = await browser.send(enter, `/g/${token}`, { name }, { token })
  return { token, browser, answer }
}

test('a guest link asks for a name, then opens its project', async () => {
  const { browser, answer, token } = await guest()
  expect(goesTo(answer)).toBe(`/w/${workspace.slug}/p/miel`)
  expect(answer.headers.getSetCookie()[0]).toMatch(/^filrouge_guest=[\w-]{43}; .*HttpOnly; SameSite=Lax/)
  expect(await scopeIn(browser, 'miel')).toMatchObject({
    role: 'guest',
    project: projects.miel,
    user: { name: 'Mme Client', email: null },
  })
  expect(goesTo(await browser.open(entrance, `/g/${token}`, { token }))).toBe(`/w/${workspace.slug}/p/miel`)
})

test('a guest is no one in the other projects of the workspace', async () => {
  const { browser } = await guest()
  await expect(scopeIn(browser, 'cire')).rejects.toMatchObject({ status: 404 })
  await expect(scopeIn(browser, 'inconnu')).rejects.toMatchObject({ status: 404 })
  expect(await scopeIn(browser)).toMatchObject({ project: projects.miel })
})

test('a browser that came by two links has each project under its own name', async () => {
  const { browser } = await guest(projects.miel, 'Ada')
  const token = await addGuestLink(owner, projects.cire, 'imprimeur', 7)
  await browser.send(enter, `/g/${token}`, { name: 'Ada, imprimeur' }, { token })
  expect(await scopeIn(browser, 'miel')).toMatchObject({ project: projects.miel, user: { name: 'Ada' } })
  expect(await scopeIn(browser, 'cire')).toMatchObject({ project: projects.cire, user: { name: 'Ada, imprimeur' } })
})

test('a revoked link closes the door behind those who came by it', async () => {
  const { browser, token } = await guest()
  const link = (await listGuestLinks(owner, projects.miel)).find(({ guests: names }) => names.includes('Mme Client'))
  for (const { id } of await listGuestLinks(owner, projects.miel)) await revokeGuestLink(owner, projects.miel, id)
  expect(link).toBeDefined()
  expect(goesTo(await scopeIn(browser, 'miel'))).toContain('/sign-in')
  expect(await guestDoor(t.db, token, new Date())).toBeNull()
  expect(await new Visitor(t.app).open(entrance, `/g/${token}`, { token })).toEqual({ workspace: null })
  expect((await new Visitor(t.app).send(enter, `/g/${token}`, { name: 'Tard' }, { token })).status).toBe(404)
})

test('a link past its date opens nothing', async () => {
  const { browser, token } = await guest()
  const later = { ...t.app, clock: () => new Date(Date.now() + 31 * 24 * 3600_000) }
  expect(goesTo(await new Visitor(later, browser.cookie).open(scopeOf, `/w/${workspace.slug}`, at('miel')))).toContain(
    '/sign-in',
  )
  expect(await guestDoor(t.db, token, later.clock())).toBeNull()
})

test('a guest without a name stays at the door', async () => {
  const token = await addGuestLink(owner, projects.miel, 'comité', 30)
  const browser = new Visitor(t.app)
  expect((await browser.send(enter, `/g/${token}`, { name: '   ' }, { token })).status).toBe(422)
  expect(browser.cookie).toBe('')
})

test('a cookie that was guessed or cut opens nothing', async () => {
  for (const cookie of [
    'filrouge_guest=',
    'filrouge_guest=..',
    `filrouge_guest=${'a'.repeat(43)}`,
    "filrouge_guest=' or 1=1",
  ])
    expect(goesTo(await scopeIn(new Visitor(t.app, cookie), 'miel'))).toContain('/sign-in')
})

test('someone signed in elsewhere is a guest here, and a member keeps his role', async () => {
  const stranger = await t.scope('owner')
  const token = await addGuestLink(owner, projects.miel, 'confrère', 30)
  const browser = new Visitor(t.app, await signedInCookie(t.app, stranger.user.id ?? ''))
  await expect(scopeIn(browser, 'miel')).rejects.toMatchObject({ status: 404 })
  await browser.send(enter, `/g/${token}`, { name: 'Confrère' }, { token })
  expect(await scopeIn(browser, 'miel')).toMatchObject({ role: 'guest' })

  const member = new Visitor(t.app, await signedInCookie(t.app, owner.user.id ?? ''))
  await member.send(enter, `/g/${token}`, { name: 'Moi-même' }, { token })
  expect(await scopeIn(member, 'miel')).toMatchObject({ role: 'owner', project: null })
})

test('owners and leads open and close links; the others and strangers do not', async () => {
  const here = `/w/${workspace.slug}/p/miel/guests`
  for (const role of ['contributor', 'management'] as const) {
    const member = await makeMember(t.app, workspace, role)
    const browser = new Visitor(t.app, await signedInCookie(t.app, member.user.id ?? ''))
    await expect(browser.open(guestsPage, here, at('miel'))).rejects.toMatchObject({ status: 403 })
    await expect(
      browser.send(guests, here, { intent: 'add', name: 'x', days: '30' }, at('miel')),
    ).rejects.toMatchObject({ status: 403 })
  }
  const lead = await makeMember(t.app, workspace, 'lead')
  const browser = new Visitor(t.app, await signedInCookie(t.app, lead.user.id ?? ''))
  const refused = await browser.send(guests, here, { intent: 'add', name: 'x', days: '36500' }, at('miel'))
  expect(refused.status).toBe(422)
  const answer = await browser.send(guests, here, { intent: 'add', name: 'Le client', days: '7' }, at('miel'))
  const { link } = (await answer.json()) as { link: string }
  expect(link).toMatch(/\/g\/[\w-]{43}$/)
  const shown = await browser.open(guestsPage, here, at('miel'))
  expect(JSON.stringify(shown)).toContain('Le client')
  expect(JSON.stringify(shown)).not.toContain(link.slice(-43))
})

test('a link of another workspace can be neither listed nor closed', async () => {
  const token = await addGuestLink(owner, projects.miel, 'à nous', 30)
  const stranger = await t.scope('owner')
  expect(await listGuestLinks(stranger, projects.miel)).toEqual([])
  for (const { id } of await listGuestLinks(owner, projects.miel))
    await expect(revokeGuestLink(stranger, projects.miel, id)).rejects.toMatchObject({ status: 404 })
  expect(await guestDoor(t.db, token, new Date())).not.toBeNull()
  await expect(addGuestLink(stranger, projects.miel, 'pirate', 30)).rejects.toThrow()
})
