import { beforeAll, expect, test } from 'vitest'
import { type TestInstance, testInstance } from '../testing.ts'
import { makeMember, makePerson, signedInCookie } from './fixtures.ts'
import { invitationByToken, invite, joinAs, joinNew, listInvitations, revokeInvitation } from './invitations.store.ts'
import { action as join, loader as joinPage } from './join.page.tsx'
import { changeRole, listMembers, removeMember, roleOf } from './members.store.ts'
import { action as members, loader as membersPage } from './members.page.tsx'
import { personById } from './people.store.ts'
import type { Scope } from './scope.ts'
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

const id = (scope: Scope) => scope.user.id ?? ''
const newEmail = () => `${crypto.randomUUID().slice(0, 8)}@exemple.fr`
const password = 'ruche bleue sous chêne'
const browserOf = async (scope: Scope) => new Visitor(t.app, await signedInCookie(t.app, id(scope)))

test('an invitation makes an account and a member with its role, once', async () => {
  const email = newEmail()
  const token = await invite(owner, email.toUpperCase(), 'contributor')
  const params = { token }
  expect(await new Visitor(t.app).open(joinPage, `/join/${token}`, params)).toMatchObject({
    state: 'create',
    email,
    workspace: workspace.name,
  })
  const browser = new Visitor(t.app)
  const answer = await browser.send(join, `/join/${token}`, { name: 'Nadia', password }, params)
  expect(goesTo(answer)).toBe(`/w/${workspace.slug}`)
  expect(await browser.open(membersPage, `/w/${workspace.slug}/members`, { workspace: workspace.slug })).toHaveProperty(
    'members',
  )
  expect((await listMembers(owner)).find((member) => member.email === email)).toMatchObject({
    name: 'Nadia',
    role: 'contributor',
  })

  expect(await new Visitor(t.app).open(joinPage, `/join/${token}`, params)).toEqual({ state: 'gone' })
  const again = await new Visitor(t.app).send(join, `/join/${token}`, { name: 'Pirate', password }, params)
  expect(again.status).toBe(409)
})

test('of two who use an invitation at once, one enters', async () => {
  const email = newEmail()
  const token = await invite(owner, email, 'management')
  const enter = () => joinNew(t.db, t.app.auth, token, { name: 'Double', password }, new Date())
  const results = await Promise.allSettled([enter(), enter(), enter()])
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await t.db.selectFrom('users').select('id').where('email', '=', email).execute()).toHaveLength(1)
})

test('an invitation past its seven days, withdrawn or replaced no longer works', async () => {
  const old = await invite(owner, newEmail(), 'contributor')
  const later = new Date(Date.now() + 7 * 24 * 3600_000 + 1000)
  expect(await invitationByToken(t.db, old, later)).toBeNull()
  await expect(joinNew(t.db, t.app.auth, old, { name: 'Tard', password }, later)).rejects.toMatchObject({
    id: 'invitationGone',
  })

  const email = newEmail()
  const first = await invite(owner, email, 'contributor')
  const second = await invite(owner, email, 'contributor')
  expect(await invitationByToken(t.db, first, new Date())).toBeNull()
  const waiting = (await listInvitations(owner)).find((invitation) => invitation.email === email)
  await revokeInvitation(owner, waiting?.id ?? '')
  expect(await invitationByToken(t.db, second, new Date())).toBeNull()
})

test('an invitation for another address is refused, and stays good for its own', async () => {
  const invited = await makePerson(t.app, 'Inès', newEmail())
  const other = await makePerson(t.app, 'Omar', newEmail())
  const token = await invite(owner, invited.email, 'lead')
  const browser = new Visitor(t.app, await signedInCookie(t.app, other.id))
  expect(await browser.open(joinPage, `/join/${token}`, { token })).toMatchObject({ state: 'other' })
  expect((await browser.send(join, `/join/${token}`, {}, { token })).status).toBe(409)
  expect(await roleOf(t.db, workspace.id, other.id)).toBeUndefined()
  const person = await personById(t.db, invited.id)
  if (!person) throw new Error('no person')
  await joinAs(t.db, token, person, new Date())
  expect(await roleOf(t.db, workspace.id, invited.id)).toBe('lead')
})

test('someone who has an account signs in first: the link alone gives it to nobody', async () => {
  const invited = await makePerson(t.app, 'Inès', newEmail())
  const token = await invite(owner, invited.email, 'contributor')
  expect(await new Visitor(t.app).open(joinPage, `/join/${token}`, { token })).toMatchObject({ state: 'signIn' })
  const answer = await new Visitor(t.app).send(join, `/join/${token}`, { name: 'Pirate', password }, { token })
  expect(answer.status).toBe(422)
  expect(await invitationByToken(t.db, token, new Date())).not.toBeNull()
})

test('a weak password at the door keeps the invitation', async () => {
  const token = await invite(owner, newEmail(), 'contributor')
  const answer = await new Visitor(t.app).send(join, `/join/${token}`, { name: 'Nadia', password: 'court' }, { token })
  expect(answer.status).toBe(422)
  expect(await invitationByToken(t.db, token, new Date())).not.toBeNull()
})

test('the stored invitation does not hold its token', async () => {
  const token = await invite(owner, newEmail(), 'contributor')
  expect(JSON.stringify(await t.db.selectFrom('invitations').selectAll().execute())).not.toContain(token)
})

test('a lead invites contributors and management, and nobody above', async () => {
  const lead = await makeMember(t.app, workspace, 'lead')
  await invite(lead, newEmail(), 'contributor')
  for (const role of ['lead', 'owner'] as const)
    await expect(invite(lead, newEmail(), role)).rejects.toMatchObject({ status: 403 })
  const contributor = await makeMember(t.app, workspace, 'contributor')
  await expect(changeRole(lead, id(contributor), 'owner')).rejects.toMatchObject({ status: 403 })
  await expect(changeRole(lead, id(owner), 'contributor')).rejects.toMatchObject({ status: 403 })
  await expect(removeMember(lead, id(owner))).rejects.toMatchObject({ status: 403 })
  await changeRole(lead, id(contributor), 'management')
  expect(await roleOf(t.db, workspace.id, id(contributor))).toBe('management')
})

test.each(['contributor', 'management'] as const)(
  'a %s changes nobody, invites nobody, and may leave',
  async (role) => {
    const member = await makeMember(t.app, workspace, role)
    const other = await makeMember(t.app, workspace, 'contributor')
    await expect(invite(member, newEmail(), 'contributor')).rejects.toMatchObject({ status: 403 })
    await expect(changeRole(member, id(other), 'management')).rejects.toMatchObject({ status: 403 })
    await expect(changeRole(member, id(member), 'owner')).rejects.toMatchObject({ status: 403 })
    await expect(removeMember(member, id(other))).rejects.toMatchObject({ status: 403 })
    await removeMember(member, id(member))
    expect(await roleOf(t.db, workspace.id, id(member))).toBeUndefined()
  },
)

test('the last owner neither leaves nor steps down, even when two do it at once', async () => {
  const place = await t.workspace('Agence')
  const [first, second] = [await makeMember(t.app, place, 'owner'), await makeMember(t.app, place, 'owner')]
  const results = await Promise.allSettled([removeMember(first, id(first)), changeRole(second, id(second), 'lead')])
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const owners = await t.db
    .selectFrom('members')
    .select('userId')
    .where('workspaceId', '=', place.id)
    .where('role', '=', 'owner')
    .execute()
  expect(owners).toHaveLength(1)
})

test('the page tells the last owner why he cannot leave', async () => {
  const place = await t.workspace('Seul')
  const alone = await makeMember(t.app, place, 'owner')
  const browser = await browserOf(alone)
  const answer = await browser.send(
    members,
    `/w/${place.slug}/members`,
    { intent: 'remove', user: id(alone) },
    { workspace: place.slug },
  )
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('au moins un propriétaire')
})

test('the invitation link is shown once, on the answer that made it', async () => {
  const browser = await browserOf(owner)
  const params = { workspace: workspace.slug }
  const here = `/w/${workspace.slug}/members`
  const answer = await browser.send(members, here, { intent: 'invite', email: newEmail(), role: 'contributor' }, params)
  const { link } = (await answer.json()) as { link: string }
  expect(link).toMatch(/^http:\/\/localhost:3000\/join\/[\w-]{43}$/)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(JSON.stringify(await browser.open(membersPage, here, params))).not.toContain(link.slice(-43))
})

test('people of another workspace can be neither seen, changed nor removed', async () => {
  const stranger = await t.scope('owner')
  expect((await listMembers(stranger)).map(({ userId }) => userId)).toEqual([stranger.user.id])
  await expect(removeMember(stranger, id(owner))).rejects.toMatchObject({ status: 404 })
  await expect(changeRole(stranger, id(owner), 'contributor')).rejects.toMatchObject({ status: 404 })
  expect(await roleOf(t.db, workspace.id, id(owner))).toBe('owner')
})

test('a member who was removed is a stranger at his next request', async () => {
  const member = await makeMember(t.app, workspace, 'contributor')
  const browser = await browserOf(member)
  const open = () => browser.open(membersPage, `/w/${workspace.slug}/members`, { workspace: workspace.slug })
  await open()
  await removeMember(owner, id(member))
  await expect(open()).rejects.toMatchObject({ status: 404 })
})
