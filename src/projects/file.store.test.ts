import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { catalog } from '../catalog.ts'
import { testInstance } from '../testing.ts'
import { leastOf } from './bad-values.fixture.ts'
import { projectFile } from './file.store.ts'
import { type Kind, checkValues } from './kind.ts'
import { mapOf } from './map.ts'
import { countObjects, createObject, deleteObject, restoreObject } from './objects.store.ts'
import { type Project, createProject } from './projects.store.ts'
import { mayLink } from './thread.ts'
import { addLink, linksAmong, linksOf, removeLink, walk } from './thread.store.ts'

// What a project's file says, against what is stored, after any sequence of what people do.

const t = await testInstance()
let lead: Scope
const kinds = catalog.kinds.filter(({ name }) => ['insight', 'aim', 'strategicObjective', 'persona', 'action', 'kpi', 'recommendation'].includes(name)) // prettier-ignore

beforeAll(async () => {
  lead = await t.scope('lead')
})

const newProject = () =>
  createProject(lead, {
    name: 'Suite', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
    endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore

async function add(kind: Kind, project: Project) {
  const checked = checkValues(kind, leastOf(kind))
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return { kind, id: await createObject(lead, kind, project.id, checked.values) }
}

test('projects of one name made at once have each their own address', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, newProject))
  expect(new Set(made.map(({ slug }) => slug)).size).toBe(6)
})

type Act =
  | { readonly do: 'add'; readonly kind: number }
  | { readonly do: 'delete' | 'restore'; readonly which: number }
  | { readonly do: 'link' | 'unlink'; readonly from: number; readonly to: number }

const index = fc.nat({ max: 30 })
const acts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), kind: index }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'restore' as const), which: index }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('link' as const, 'unlink' as const), from: index, to: index }) },
  ),
  { minLength: 10, maxLength: 40 },
) // prettier-ignore

/** Does as told; what the product refuses is refused. */
async function perform(list: readonly Act[], project: Project) {
  const made: { kind: Kind; id: string }[] = []
  const at = (n: number) => made[n % Math.max(1, made.length)]
  for (const act of list) {
    if (act.do === 'add') {
      const kind = kinds[act.kind % kinds.length]
      if (kind) made.push(await add(kind, project))
    } else if ('which' in act) {
      const one = at(act.which)
      if (one) await (act.do === 'delete' ? deleteObject : restoreObject)(lead, one.kind, project.id, one.id)
    } else {
      const [from, to] = [at(act.from), at(act.to)]
      if (from && to)
        await (act.do === 'link' ? addLink : removeLink)(lead, catalog.kinds, from.id, to.id).catch(() => undefined)
    }
  }
  return made
}

test('whatever was made, linked, cut, deleted and taken back: no link dangles, no map miscounts', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (list) => {
      const project = await newProject()
      await perform(list, project)
      const file = await projectFile(lead, catalog, project)
      const kindOf = new Map(file.objects.map(({ id, kind }) => [id, kind]))
      // Both ends of every link are there, and the thread runs that way.
      for (const { from, to } of file.links) expect(mayLink(kindOf.get(from) ?? '?', kindOf.get(to) ?? '?')).toBe(true)
      // The map counts what the store holds, kind by kind.
      const states = mapOf(catalog.kinds, catalog.rules, file, lead.now)
      for (const kind of kinds) {
        const onMap = states.flatMap(({ present }) => present).filter((one) => one.kind === kind.name).reduce((sum, { count }) => sum + count, 0)
        expect(onMap, kind.name).toBe(await countObjects(lead, kind, project.id))
      }
      // What a walk meets forward meets the start backward.
      const [first] = file.objects
      if (first)
        for (const { id, depth } of await walk(lead, first.id, 'after'))
          expect((await walk(lead, id, 'before')).find((step) => step.id === first.id)?.depth).toBe(depth)
    }),
    { numRuns: 15 },
  )
}) // prettier-ignore

test('the database itself refuses a link that would dangle or cross projects', async () => {
  const [project, other] = [await newProject(), await newProject()]
  const insight = kinds[0]
  if (!insight) return
  const [here, there] = [await add(insight, project), await add(insight, other)]
  const link = (from: string, to: string) =>
    sql`insert into links (workspace_id, project_id, from_id, to_id) values (${lead.workspace}, ${project.id}, ${from}, ${to})`.execute(
      t.db,
    )
  await expect(link(here.id, there.id)).rejects.toThrow(/foreign key/)
  await expect(link(here.id, crypto.randomUUID())).rejects.toThrow(/foreign key/)
  await expect(link(here.id, here.id)).rejects.toThrow(/check constraint/)
})

test('an object deleted for good takes its links along', async () => {
  const project = await newProject()
  const [aim, objective] = [kinds.find(({ name }) => name === 'aim'), kinds.find(({ name }) => name === 'strategicObjective')] // prettier-ignore
  if (!aim || !objective) return
  const [from, to] = [await add(aim, project), await add(objective, project)]
  await addLink(lead, catalog.kinds, from.id, to.id)
  expect(await linksAmong(lead, [from.id, to.id])).toEqual([{ from: from.id, to: to.id }])
  await t.db.deleteFrom('objects').where('id', '=', from.id).execute()
  expect(await linksAmong(lead, [from.id, to.id])).toEqual([])
  expect(await linksOf(lead, project.id)).toEqual([])
})

test('another workspace sees neither the objects nor the links', async () => {
  const project = await newProject()
  const [from, to] = [await add(kinds[1]!, project), await add(kinds[2]!, project)]
  await addLink(lead, catalog.kinds, from.id, to.id)
  const stranger = await t.scope('owner')
  expect(await linksAmong(stranger, [from.id, to.id])).toEqual([])
  expect((await projectFile(stranger, catalog, project)).objects).toEqual([])
})
