import { beforeAll, expect, test } from 'vitest'
import { guestBrowserCookie, makeMember, makeWorkspace, signedInCookie } from '../accounts/fixtures.ts'
import { contextOf } from '../accounts/request.ts'
import type { Scope } from '../accounts/scope.ts'
import { catalog } from '../catalog.ts'
import { testInstance } from '../testing.ts'
import { leastOf } from './bad-values.fixture.ts'
import { checkValues, kindNamed } from './kind.ts'
import type { ThreadBranch } from './object-thread.ts'
import * as objectPage from './object.page.tsx'
import { createObject, deleteObject } from './objects.store.ts'
import { type Project, createProject } from './projects.store.ts'
import * as threadPage from './thread.page.tsx'
import { addLink } from './thread.store.ts'

// "Pourquoi ?": the whole way from a content up to what was observed, and from an insight down to what is made.

const t = await testInstance()
let slug: string
let lead: Scope
let project: Project
const cookies: Record<string, string> = {}
const ids: Record<string, string> = {}

const kindOf = (name: string) => {
  const kind = kindNamed(catalog, name)
  if (!kind) throw new Error(name)
  return kind
}

async function add(name: string, title: string, ...from: string[]) {
  const kind = kindOf(name)
  const checked = checkValues(kind, { ...leastOf(kind), title })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  const id = await createObject(lead, kind, project.id, checked.values)
  ids[title] = id
  for (const origin of from) await addLink(lead, catalog.kinds, ids[origin] ?? '', id)
}

beforeAll(async () => {
  const workspace = await makeWorkspace(t.app)
  slug = workspace.slug
  lead = await makeMember(t.app, workspace, 'lead')
  project = await createProject(lead, {
    name: 'Fil', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
    endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  cookies['lead'] = await signedInCookie(t.app, lead.user.id ?? '')
  const manager = await makeMember(t.app, workspace, 'management')
  cookies['management'] = await signedInCookie(t.app, manager.user.id ?? '')
  cookies['guest'] = await guestBrowserCookie(t.app, workspace.id, project.id)
  await add('insight', 'Clients fidèles')
  await add('strategicObjective', 'Fidéliser', 'Clients fidèles')
  await add('persona', 'Claire', 'Fidéliser')
  await add('support', 'Blog', 'Claire')
  await add('editorialLine', 'Ligne du blog', 'Blog')
  for (let n = 1; n <= 3; n++) await add('content', `Recette ${n}`, 'Claire', 'Ligne du blog')
})

function args(name: string, title: string, as = 'lead') {
  const { path } = kindOf(name)
  const id = ids[title] ?? title
  const request = new Request(`http://localhost/w/${slug}/p/${project.slug}/${path}/${id}/thread`, {
    headers: { cookie: cookies[as] ?? '' },
  })
  const params = { workspace: slug, project: project.slug, kind: path, id }
  return { request, params, context: contextOf({ app: t.app, nonce: 'n', ip: '127.0.0.1' }) }
}

/** A tree as indented lines; "…" where it is told elsewhere, "+" for what is missing. */
const lines = (branches: readonly ThreadBranch[], depth = 0): string[] =>
  branches.flatMap((branch) => [
    `${'  '.repeat(depth)}${branch.title}${branch.again ? '…' : ''}`,
    ...branch.gaps.map((gap) => `${'  '.repeat(depth + 1)}+ ${gap.label}`),
    ...lines(branch.beyond, depth + 1),
  ])

test('from a content one climbs to what was observed, and sees where the way up breaks', async () => {
  const { before } = await threadPage.loader(args('content', 'Recette 1'))
  expect(lines(before.branches)).toEqual([
    'Claire',
    '  Fidéliser',
    '    + finalité de la direction',
    '    Clients fidèles',
    'Ligne du blog',
    '  Blog',
    '    Claire…',
  ])
})

test('from an insight one comes down to what is made of it, each thing unfolded once', async () => {
  const { after } = await threadPage.loader(args('insight', 'Clients fidèles'))
  const [objective] = after.branches
  expect(objective?.gaps.map(({ label }) => label)).toEqual(['action', 'KPI'])
  const all = lines(after.branches).map((line) => line.trim())
  for (const title of ['Claire', 'Blog', 'Ligne du blog', 'Recette 1', 'Recette 2', 'Recette 3'])
    expect(all.filter((line) => line === title), title).toHaveLength(1) // prettier-ignore
  expect(after.counts.find(({ kind }) => kind === 'content')).toEqual({ kind: 'content', label: 'Contenus', count: 3 })
})

test('a gap leads to the very place where it is filled', async () => {
  const { after } = await threadPage.loader(args('insight', 'Clients fidèles'))
  const gap = after.branches[0]?.gaps[0]
  expect(gap?.to).toBe(`/w/${slug}/p/${project.slug}/objectives/${ids['Fidéliser']}#after-action`)
})

test('who may not write sees the thread without the ways to mend it', async () => {
  const { after } = await threadPage.loader(args('insight', 'Clients fidèles', 'management'))
  expect(after.branches.map(({ title }) => title)).toEqual(['Fidéliser'])
  expect(lines(after.branches).filter((line) => line.includes('+ action'))).toEqual([])
})

test('a guest follows it as far as what is open to him, and no further', async () => {
  const { before } = await threadPage.loader(args('content', 'Recette 1', 'guest'))
  expect(lines(before.branches)).toEqual(['Ligne du blog'])
  await expect(threadPage.loader(args('insight', 'Clients fidèles', 'guest'))).rejects.toMatchObject({ status: 404 })
})

test('an object that stands alone says so on both sides', async () => {
  await add('insight', 'Seul')
  const { before, after } = await threadPage.loader(args('insight', 'Seul'))
  expect([before, after]).toEqual([{ branches: [], counts: [] }, { branches: [], counts: [] }]) // prettier-ignore
})

test.each(['x', '00000000-0000-4000-8000-000000000000'])('the thread of %s is not found', async (id) => {
  await expect(threadPage.loader(args('insight', id))).rejects.toMatchObject({ status: 404 })
})

test('on the object’s own page a folded step opens the whole thread', async () => {
  const { strip } = await objectPage.loader(args('persona', 'Claire'))
  const contents = strip.after.find(({ count }) => count === 3)
  expect(contents?.to).toBe(`/w/${slug}/p/${project.slug}/personas/${ids['Claire']}/thread#after-content`)
  expect(strip.before.map(({ title }) => title)).toEqual(['Clients fidèles', 'Fidéliser'])
})

test('what is in the bin is on nobody’s thread', async () => {
  await add('content', 'Recette jetée', 'Claire')
  await deleteObject(lead, kindOf('content'), project.id, ids['Recette jetée'] ?? '')
  const { after } = await threadPage.loader(args('persona', 'Claire'))
  expect(lines(after.branches).join('\n')).not.toContain('jetée')
})
