import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { insight } from '../diagnosis/insights.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { createObject, deleteObject, listObjects, readObject, restoreObject, updateObject } from './objects.store.ts'
import { type Project, createProject } from './projects.store.ts'
import { addLink, linksOf, removeLink, walk } from './thread.store.ts'

const t: TestInstance = await testInstance()
let scope: Scope
let stranger: Scope
let project: Project
const settings = {
  name: 'Relance de la boutique', company: 'Les Ruchers du Ventoux', sector: null, size: null, offer: null, area: null, positioning: null,
  startsOn: null, endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  scope = await t.scope('owner')
  stranger = await t.scope('owner')
  project = await createProject(scope, settings)
})

const values = (title: string) => ({
  title,
  box: 'threat',
  weight: 3,
  source: null,
  sourceUrl: null,
  observedOn: '2026-02-03',
  detail: null,
})
const add = (title: string, who = scope) => createObject(who, insight, project.id, values(title))

/** An object of a kind that has no table here: enough for links. */
async function bare(kind: string, title: string): Promise<string> {
  const id = crypto.randomUUID()
  await t.db
    .insertInto('objects')
    .values({
      id,
      workspaceId: scope.workspace,
      projectId: project.id,
      kind,
      title,
      state: null,
      createdBy: null,
      deletedAt: null,
    })
    .execute()
  return id
}

test('two projects of one name get two addresses', async () => {
  const [a, b] = [
    await createProject(scope, { ...settings, name: 'Élan d’été' }),
    await createProject(scope, { ...settings, name: 'Élan d’été' }),
  ]
  expect([a.slug, b.slug]).toEqual(['elan-d-ete', 'elan-d-ete-2'])
})

test('the second of two tabs is told what changed, and writes nothing', async () => {
  const id = await add('Baisse du prix du miel')
  expect(await updateObject(scope, insight, project.id, id, 1, { ...values('Baisse de 6 %'), weight: 5 })).toEqual({
    saved: true,
    version: 2,
  })
  const second = await updateObject(scope, insight, project.id, id, 1, values('Baisse de 8 %'))
  expect(second).toMatchObject({
    saved: false,
    changes: [{ version: 2, before: { weight: 3 }, after: { weight: 5, title: 'Baisse de 6 %' } }],
  })
  expect((await readObject(scope, insight, project.id, id)).title).toBe('Baisse de 6 %')
})

test('saving what has not changed writes nothing', async () => {
  const id = await add('Inchangé')
  expect(await updateObject(scope, insight, project.id, id, 1, values('Inchangé'))).toEqual({ saved: true, version: 1 })
})

test('of many saves of one version at the same time, exactly one is kept', async () => {
  const id = await add('Course')
  const saves = await Promise.all(
    Array.from({ length: 8 }, (_, i) => updateObject(scope, insight, project.id, id, 1, values(`Course ${i}`))),
  )
  expect(saves.filter((save) => save.saved)).toHaveLength(1)
})

test('another workspace finds nothing at this address, and can write nothing there', async () => {
  const id = await add('Secret')
  expect(await listObjects(stranger, insight, project.id)).toEqual([])
  await expect(readObject(stranger, insight, project.id, id)).rejects.toMatchObject({ status: 404 })
  await expect(deleteObject(stranger, insight, project.id, id)).rejects.toMatchObject({ status: 404 })
  await expect(updateObject(stranger, insight, project.id, id, 1, values('volé'))).rejects.toMatchObject({
    status: 404,
  })
  await expect(add('Intrus', stranger)).rejects.toThrow()
  expect(await walk(stranger, id, 'after')).toEqual([])
})

test('management may read and not write; a guest does not see insights', async () => {
  const id = await add('Pour la direction')
  await expect(add('Refusé', { ...scope, role: 'management' })).rejects.toMatchObject({ status: 403 })
  const guest: Scope = { ...scope, role: 'guest', project: project.id }
  await expect(readObject(guest, insight, project.id, id)).rejects.toMatchObject({ status: 404 })
})

test('links go where the thread goes, within one project, and are walked both ways', async () => {
  const from = await add('Origine')
  const objective = await bare('strategicObjective', 'Fidéliser')
  const kpi = await bare('kpi', 'Réachat')
  await addLink(scope, t.app.catalog.kinds, from, objective)
  await addLink(scope, t.app.catalog.kinds, from, objective)
  await addLink(scope, t.app.catalog.kinds, objective, kpi)
  expect((await walk(scope, from, 'after')).map(({ title, depth }) => [title, depth])).toEqual([['Fidéliser', 1], ['Réachat', 2]])
  expect((await walk(scope, kpi, 'before')).map(({ title, depth }) => [title, depth])).toEqual([['Fidéliser', 1], ['Origine', 2]])
  await expect(addLink(scope, t.app.catalog.kinds, kpi, from)).rejects.toMatchObject({ status: 409 })
  await expect(addLink(stranger, t.app.catalog.kinds, from, objective)).rejects.toMatchObject({ status: 404 })
  await removeLink(scope, t.app.catalog.kinds, objective, kpi)
  expect((await linksOf(scope, project.id)).filter((link) => link.to === kpi)).toEqual([])
}) // prettier-ignore

test('what is deleted leaves the thread, and comes back with its links', async () => {
  const from = await add('Passagère')
  const objective = await bare('strategicObjective', 'Gagner')
  await addLink(scope, t.app.catalog.kinds, from, objective)
  await deleteObject(scope, insight, project.id, from)
  expect(await walk(scope, objective, 'before')).toEqual([])
  await restoreObject(scope, insight, project.id, from)
  expect((await walk(scope, objective, 'before')).map(({ title }) => title)).toEqual(['Passagère'])
})

test('a cycle ends the walk: each object is met once, where it is nearest', async () => {
  const [kpi, advice, action] = [await bare('kpi', 'K'), await bare('recommendation', 'R'), await bare('action', 'A')]
  for (const [a, b] of [[kpi, advice], [advice, action], [action, kpi]] as const)
    await t.db.insertInto('links').values({ workspaceId: scope.workspace, projectId: project.id, fromId: a, toId: b, createdBy: null }).execute()
  expect((await walk(scope, kpi, 'after')).map(({ title }) => title)).toEqual(['R', 'A'])
}) // prettier-ignore

test('a walk of depth 6 among 10,000 links is one query over indexes, without reading the whole table', async () => {
  await sql`insert into objects (id, workspace_id, project_id, kind, title)
    select gen_random_uuid(), ${scope.workspace}, ${project.id}, 'content', 'o' || g from generate_series(1, 5000) as g`.execute(
    t.db,
  )
  await sql`with numbered as (select id, row_number() over (order by id) as r from objects where kind = 'content')
    insert into links (workspace_id, project_id, from_id, to_id)
    select ${scope.workspace}, ${project.id}, a.id, b.id from numbered as a
    join numbered as b on b.r in (a.r * 2, a.r * 2 + 1, a.r + 7) and a.id <> b.id on conflict do nothing`.execute(t.db)
  const { rows } = await sql<{ id: string }>`select id from objects where kind = 'content' order by id limit 1`.execute(
    t.db,
  )
  const steps = await walk(scope, rows[0]?.id ?? '', 'after')
  expect(steps.length).toBeGreaterThan(150)
  expect(Math.max(...steps.map(({ depth }) => depth))).toBe(6)
  expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
})
