import { beforeAll, expect, test } from 'vitest'
import { type TestInstance, testInstance } from '../testing.ts'
import { makeMember, signedInCookie } from './fixtures.ts'
import type { Refused } from './form.ts'
import { addGuestLink } from './guests.store.ts'
import { invitationByToken, invite } from './invitations.store.ts'
import { addKey } from './keys.store.ts'
import { changeRole, listMembers, removeMember } from './members.store.ts'
import { scopeOf } from './request.ts'
import type { Scope } from './scope.ts'
import { Visitor, goesTo } from './visitor.fixture.ts'
import { action, loader } from './workspace-settings.page.tsx'
import { type Workspace, workspaceBySlug, workspacesOf } from './workspaces.store.ts'

let t: TestInstance
let workspace: Workspace
let owner: Scope
beforeAll(async () => {
  t = await testInstance()
  workspace = await t.workspace()
  owner = await makeMember(t.app, workspace, 'owner', 'Odile')
})

const id = (scope: Scope) => scope.user.id ?? ''
const browserOf = async (scope: Scope) => new Visitor(t.app, await signedInCookie(t.app, id(scope)))
const at = (slug = workspace.slug) => ({ workspace: slug })
const send = async (scope: Scope, fields: Record<string, string>, slug = workspace.slug) =>
  (await browserOf(scope)).send(action, `/w/${slug}/settings`, fields, at(slug))

test('an owner renames the workspace; its address stays', async () => {
  const answer = await send(owner, { intent: 'save', workspace: '  Miel & Cie ', locale: 'en' })
  expect(goesTo(answer)).toBe(`/w/${workspace.slug}/settings`)
  expect(await workspaceBySlug(t.db, workspace.slug)).toMatchObject({ name: 'Miel & Cie', locale: 'en' })
  expect(await (await browserOf(owner)).open(loader, `/w/${workspace.slug}/settings`, at())).toEqual({
    name: 'Miel & Cie',
    locale: 'en',
  })
})

test.each(['', '   ', 'x'.repeat(121), 'a\u0007b', 'Miel\u202e'])(
  'the name %j is refused, and kept for mending',
  async (name) => {
    for (const intent of ['save', 'create']) {
      const answer = await send(owner, { intent, workspace: name })
      expect(answer.status).toBe(422)
      const { problems, typed } = (await answer.json()) as Refused
      expect(problems).toHaveProperty('workspace')
      expect(typed['workspace']).toBe(name)
    }
    expect((await workspaceBySlug(t.db, workspace.slug))?.name).toBe('Miel & Cie')
  },
)

test('an owner opens another workspace and owns it; a person has a role in each of his', async () => {
  expect(goesTo(await send(owner, { intent: 'create', workspace: 'Agence Tilleul' }))).toBe('/w/agence-tilleul')
  const other = await workspaceBySlug(t.db, 'agence-tilleul')
  const member = await makeMember(t.app, workspace, 'contributor')
  await t.db
    .insertInto('members')
    .values({ workspaceId: other?.id ?? '', userId: id(member), role: 'management' })
    .execute()
  expect((await workspacesOf(t.db, id(member))).map(({ slug }) => slug)).toEqual(['agence-tilleul', workspace.slug])
  const browser = await browserOf(member)
  expect(await browser.open(scopeOf, '/', at())).toMatchObject({ role: 'contributor', workspace: workspace.id })
  expect(await browser.open(scopeOf, '/', at('agence-tilleul'))).toMatchObject({ role: 'management' })
})

test.each(['lead', 'contributor', 'management'] as const)('a %s neither renames nor opens workspaces', async (role) => {
  const member = await makeMember(t.app, workspace, role)
  for (const intent of ['save', 'create'])
    await expect(send(member, { intent, workspace: 'Pirate' })).rejects.toMatchObject({ status: 403 })
  await expect((await browserOf(member)).open(loader, '/', at())).rejects.toMatchObject({ status: 403 })
})

test('the owner of another workspace finds no settings here', async () => {
  const stranger = await t.scope('owner')
  await expect(send(stranger, { intent: 'save', workspace: 'Pirate' })).rejects.toMatchObject({ status: 404 })
})

const pending = async (token: string) => (await invitationByToken(t.db, token, new Date())) !== null
const address = () => `${crypto.randomUUID()}@exemple.fr`

test('somebody who leaves takes no door with him: his invitations are withdrawn', async () => {
  const lead = await makeMember(t.app, workspace, 'lead')
  const [own, ours] = [await invite(lead, address(), 'contributor'), await invite(owner, address(), 'contributor')]
  await removeMember(owner, id(lead))
  expect([await pending(own), await pending(ours)]).toEqual([false, true])
})

test('invitations a lower role could not have made are withdrawn with the role', async () => {
  const second = await makeMember(t.app, workspace, 'owner')
  const [asLead, asContributor] = [
    await invite(second, address(), 'lead'),
    await invite(second, address(), 'contributor'),
  ]
  await changeRole(owner, id(second), 'lead')
  expect([await pending(asLead), await pending(asContributor)]).toEqual([false, true])
  await changeRole(owner, id(second), 'management')
  expect(await pending(asContributor)).toBe(false)
})

test('what he made and still opens something is counted', async () => {
  const second = await makeMember(t.app, workspace, 'owner')
  const projectId = crypto.randomUUID()
  await t.db
    .insertInto('projects')
    .values({
      id: projectId, workspaceId: workspace.id, slug: 'miel', name: 'Miel', company: 'Les Ruchers', sector: null, size: null,
      offer: null, area: null, positioning: null, startsOn: null, endsOn: null, envelopeCents: null, vatReference: 'excl',
      timeZone: 'Europe/Paris', currency: 'EUR',
    })
    .execute() // prettier-ignore
  await addGuestLink(second, projectId, 'comité', 30)
  await addGuestLink(owner, projectId, 'autre', 30)
  await addKey(second, 'script', ['stats:read'])
  expect(await removeMember(owner, id(second))).toEqual({ guestLinks: 1, keys: 1 })
  expect((await listMembers(owner)).map(({ userId }) => userId)).not.toContain(id(second))
})
