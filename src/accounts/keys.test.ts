import { beforeAll, expect, test } from 'vitest'
import { type TestInstance, testInstance } from '../testing.ts'
import { apiScope } from './api.ts'
import { createFirstOwner, ensureFirstOwner } from './first-owner.ts'
import { makeMember, signedInCookie } from './fixtures.ts'
import { addKey, addWorkspaceKey, listKeys, revokeKey } from './keys.store.ts'
import { action as keys, loader as keysPage } from './keys.page.tsx'
import type { Scope } from './scope.ts'
import { Visitor } from './visitor.fixture.ts'
import { type Workspace, addWorkspace, commandLineWorkspace, workspaceSlug } from './workspaces.store.ts'

let t: TestInstance
let workspace: Workspace
let owner: Scope
beforeAll(async () => {
  t = await testInstance()
})

const asking = (key: string, headers: Record<string, string> = {}) =>
  new Request('http://localhost:3000/api/v1/projects', { headers: { authorization: `Bearer ${key}`, ...headers } })

test('the command line makes the first workspace of an empty instance, and finds it again', async () => {
  const [first, second] = await Promise.all([commandLineWorkspace(t.db), commandLineWorkspace(t.db)])
  expect(second.id).toBe(first.id)
  expect(await commandLineWorkspace(t.db)).toEqual(first)
})

test('the first owner takes over what the command line made, key included', async () => {
  workspace = await commandLineWorkspace(t.db)
  const key = await addWorkspaceKey(t.db, workspace.id, 'script', ['events:write'])
  await ensureFirstOwner({
    ...t.app,
    config: { ...t.app.config, admin: { email: 'Chef@exemple.fr', password: 'ruche bleue sous chêne' } },
  })
  const members = await t.db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select(['email', 'role', 'workspaceId'])
    .execute()
  expect(members).toEqual([{ email: 'chef@exemple.fr', role: 'owner', workspaceId: workspace.id }])
  expect((await apiScope(t.app, asking(key), 'events:write')).workspace).toBe(workspace.id)
  owner = await makeMember(t.app, workspace, 'owner')
})

test('the environment makes nobody once there are people', async () => {
  await ensureFirstOwner({
    ...t.app,
    config: { ...t.app.config, admin: { email: 'autre@exemple.fr', password: 'ruche bleue sous chêne' } },
  })
  expect(await t.db.selectFrom('users').select('id').where('email', '=', 'autre@exemple.fr').execute()).toEqual([])
  const late = {
    name: 'Tard',
    email: 'tard@exemple.fr',
    password: 'ruche bleue sous chêne',
    workspace: 'X',
    locale: 'fr' as const,
  }
  await expect(createFirstOwner(t.app, late)).rejects.toMatchObject({ id: 'instanceHasOwner' })
})

test('a key opens what its rights say, and names its workspace', async () => {
  const key = await addKey(owner, 'tableur', ['stats:read', 'projects:read'])
  expect(key).toMatch(/^fr_[\w-]{43}$/)
  const scope = await apiScope(t.app, asking(key, { 'accept-language': 'en' }), 'stats:read')
  expect(scope).toMatchObject({
    workspace: workspace.id,
    role: 'management',
    project: null,
    locale: 'en',
    user: { name: 'tableur' },
  })
  await expect(apiScope(t.app, asking(key), 'projects:write')).rejects.toMatchObject({ status: 403, id: 'keyScope' })
  await expect(apiScope(t.app, asking(key), 'events:write')).rejects.toMatchObject({ status: 403 })
})

test.each([
  '',
  'Bearer',
  'Bearer x',
  'Basic ZnI6eA==',
  `Bearer fr_${'a'.repeat(43)}`,
  `Bearer fr_${'a'.repeat(43)}' or 1=1`,
])('the header "%s" opens nothing', async (authorization) => {
  const request = new Request('http://localhost:3000/api/v1/projects', {
    headers: authorization ? { authorization } : {},
  })
  await expect(apiScope(t.app, request, 'projects:read')).rejects.toMatchObject({ status: 401 })
})

test('a session cookie opens nothing of the API', async () => {
  const cookie = await signedInCookie(t.app, owner.user.id ?? '')
  const request = new Request('http://localhost:3000/api/v1/projects', { headers: { cookie } })
  await expect(apiScope(t.app, request, 'projects:read')).rejects.toMatchObject({ status: 401 })
})

test('a revoked key no longer works', async () => {
  const key = await addKey(owner, 'à révoquer', ['projects:read'])
  const made = (await listKeys(owner)).find(({ name }) => name === 'à révoquer')
  await revokeKey(owner, made?.id ?? '')
  await expect(apiScope(t.app, asking(key), 'projects:read')).rejects.toMatchObject({ status: 401 })
})

test('only owners make keys, and those of another workspace neither see nor revoke them', async () => {
  const key = await addKey(owner, 'la nôtre', ['projects:read'])
  const made = (await listKeys(owner)).find(({ name }) => name === 'la nôtre')
  for (const role of ['lead', 'contributor', 'management', 'guest'] as const)
    await expect(addKey({ ...owner, role }, 'x', ['projects:read'])).rejects.toMatchObject({ status: 403 })
  const stranger = await t.scope('owner')
  expect(await listKeys(stranger)).toEqual([])
  await expect(revokeKey(stranger, made?.id ?? '')).rejects.toMatchObject({ status: 404 })
  expect(await apiScope(t.app, asking(key), 'projects:read')).toHaveProperty('workspace', workspace.id)
})

test('neither the key nor its use can be read from what is stored', async () => {
  const key = await addKey(owner, 'secrète', ['projects:read'])
  await apiScope(t.app, asking(key), 'projects:read')
  expect(JSON.stringify(await t.db.selectFrom('apiKeys').selectAll().execute())).not.toContain(key)
  expect((await listKeys(owner)).find(({ name }) => name === 'secrète')?.lastUsedAt).toBeInstanceOf(Date)
})

test('the page shows the key once, refuses one without rights and keeps its name', async () => {
  const browser = new Visitor(t.app, await signedInCookie(t.app, owner.user.id ?? ''))
  const params = { workspace: workspace.slug }
  const here = `/w/${workspace.slug}/keys`
  const refused = await browser.send(keys, here, { intent: 'add', name: 'sans droit' }, params)
  expect(refused.status).toBe(422)
  expect(await refused.json()).toMatchObject({
    typed: { name: 'sans droit' },
    problems: { scopes: expect.any(String) as string },
  })
  const answer = await browser.send(
    keys,
    here,
    { intent: 'add', name: 'caisse', scopes: ['events:write', 'admin'] },
    params,
  )
  const { key } = (await answer.json()) as { key: string }
  expect((await apiScope(t.app, asking(key), 'events:write')).user.name).toBe('caisse')
  expect(JSON.stringify(await browser.open(keysPage, here, params))).not.toContain(key)
})

test('several workspaces: the command line says that one must be named', async () => {
  await addWorkspace(t.db, 'Un autre', 'fr')
  await expect(commandLineWorkspace(t.db)).rejects.toThrow(/several workspaces/)
})

test.each([
  ['Les Ruchers du Ventoux', 'les-ruchers-du-ventoux'],
  ['Écoles & Œuvres', 'ecoles-oeuvres'],
  ['   ', 'espace'],
  ['日本', 'espace'],
  ['Admin', 'espace-admin'],
  ['x'.repeat(200), 'x'.repeat(48)],
])('the address of "%s" is %s', (name, slug) => {
  expect(workspaceSlug(name)).toBe(slug)
})

test('two workspaces of the same name have two addresses', async () => {
  const slugs = [await addWorkspace(t.db, 'Même', 'fr'), await addWorkspace(t.db, 'Même', 'fr')].map(({ slug }) => slug)
  expect(slugs).toEqual(['meme', 'meme-2'])
})
