import { Hono } from 'hono'
import { apiScope, jsonObject, wrongBody } from '../accounts/api.ts'
import type { Scope } from '../accounts/scope.ts'
import type { App } from '../app.ts'
import { conflict, invalid, notFound } from '../errors.ts'
import { type Kind, checkValues, kindByPath, lockedAmong } from './kind.ts'
import { projectFile } from './file.store.ts'
import { coverage } from './coverage.ts'
import {
  type ProjectObject,
  createObject,
  deleteObject,
  listObjects,
  readObject,
  updateObject,
} from './objects.store.ts'
import { listProjects, projectBySlug } from './projects.store.ts'
import { addLink, linksAmong, linksOf, removeLink, walk } from './thread.store.ts'

/** The projects of a workspace over HTTP: every kind of the catalogue answers in the same way. */
export function objectRoutes(app: App): Hono {
  const api = new Hono()
  const reader = (request: Request) => apiScope(app, request, 'projects:read')
  const writer = (request: Request) => apiScope(app, request, 'projects:write')

  api.get('/api/v1/projects', async (c) => c.json({ projects: await listProjects(await reader(c.req.raw)) }))

  api.get('/api/v1/projects/:project/links', async (c) => {
    const scope = await reader(c.req.raw)
    const project = await projectBySlug(scope, c.req.param('project'))
    return c.json({ links: await linksOf(scope, project.id) })
  })

  api.post('/api/v1/projects/:project/links', async (c) => {
    const scope = await writer(c.req.raw)
    const within = await withinProject(scope, c.req.param('project'))
    const { from, to } = linkEnds(await jsonObject(c.req.raw))
    await addLink(within, app.catalog.kinds, from, to)
    return c.json({ from, to }, 201)
  })

  api.delete('/api/v1/projects/:project/links', async (c) => {
    const scope = await writer(c.req.raw)
    const within = await withinProject(scope, c.req.param('project'))
    const { from, to } = linkEnds(await jsonObject(c.req.raw))
    await removeLink(within, app.catalog.kinds, from, to)
    return c.body(null, 204)
  })

  api.get('/api/v1/projects/:project/coverage', async (c) => {
    const scope = await reader(c.req.raw)
    const project = await projectBySlug(scope, c.req.param('project'))
    const report = coverage(app.catalog.rules, await projectFile(scope, app.catalog, project))
    return c.json({
      criteria: report.map(({ criterion, rules }) => ({
        criterion,
        rules: rules.map(({ rule, findings }) => ({
          id: rule.id,
          sentence: rule.words[scope.locale],
          findings: findings.map(({ object, sentence, mend }) => ({
            object: object && { id: object.id, kind: object.kind, title: object.title },
            sentence: sentence[scope.locale],
            mend: { to: mend.to, label: mend.words[scope.locale] },
          })),
        })),
      })),
    })
  })

  api.get('/api/v1/projects/:project/:kind', async (c) => {
    const { scope, project, kind } = await placed(app, await reader(c.req.raw), c.req.param())
    return c.json({ [kind.path]: (await listObjects(scope, kind, project.id)).map(body) })
  })

  api.post('/api/v1/projects/:project/:kind', async (c) => {
    const { scope, project, kind } = await placed(app, await writer(c.req.raw), c.req.param())
    const given = await jsonObject(c.req.raw)
    refuseLocked(kind, given)
    const checked = checkValues(kind, given)
    if (!checked.ok) throw invalid(checked.problems)
    const id = await createObject(scope, kind, project.id, checked.values)
    return c.json(body(await readObject(scope, kind, project.id, id)), 201)
  })

  api.get('/api/v1/projects/:project/:kind/:id', async (c) => {
    const { scope, project, kind } = await placed(app, await reader(c.req.raw), c.req.param())
    return c.json(body(await readObject(scope, kind, project.id, c.req.param('id'))))
  })

  // Both ways up to six links, as the page shows it, with the links among what was met.
  api.get('/api/v1/projects/:project/:kind/:id/thread', async (c) => {
    const { scope, project, kind } = await placed(app, await reader(c.req.raw), c.req.param())
    const { id } = await readObject(scope, kind, project.id, c.req.param('id'))
    const [before, after] = await Promise.all([walk(scope, id, 'before'), walk(scope, id, 'after')])
    const links = await linksAmong(scope, [id, ...before.map((step) => step.id), ...after.map((step) => step.id)])
    return c.json({ before, after, links })
  })

  // Fields left out keep their value. `version`, when given, refuses to overwrite what somebody else saved.
  api.patch('/api/v1/projects/:project/:kind/:id', async (c) => {
    const { scope, project, kind } = await placed(app, await writer(c.req.raw), c.req.param())
    const current = await readObject(scope, kind, project.id, c.req.param('id'))
    const { version = current.version, ...given } = await jsonObject(c.req.raw)
    if (typeof version !== 'number') throw wrongBody('version')
    refuseLocked(kind, given)
    const checked = checkValues(kind, { ...current.values, ...given })
    if (!checked.ok) throw invalid(checked.problems)
    const saved = await updateObject(scope, kind, project.id, current.id, version, checked.values)
    if (!saved.saved)
      throw conflict('changedMeanwhile', {
        fr: `L’objet est passé à la version ${saved.current.version} : relisez-le, puis renvoyez vos changements.`,
        en: `The object is now at version ${saved.current.version}: read it again, then send your changes.`,
      })
    return c.json(body(await readObject(scope, kind, project.id, current.id)))
  })

  api.delete('/api/v1/projects/:project/:kind/:id', async (c) => {
    const { scope, project, kind } = await placed(app, await writer(c.req.raw), c.req.param())
    await deleteObject(scope, kind, project.id, c.req.param('id'))
    return c.body(null, 204)
  })

  return api
}

/** The scope narrowed to the project of the address, so that objects of another are not found. */
const withinProject = async (scope: Scope, slug: string): Promise<Scope> => ({
  ...scope,
  project: (await projectBySlug(scope, slug)).id,
})

async function placed(app: App, scope: Scope, params: { project?: string; kind?: string }) {
  const project = await projectBySlug(scope, params.project)
  const kind: Kind | undefined = kindByPath(app.catalog, params.kind ?? '')
  if (!kind) throw notFound()
  return { scope, project, kind }
}

function refuseLocked(kind: Kind, given: object) {
  const problems = lockedAmong(kind, given)
  if (Object.keys(problems).length > 0) throw invalid(problems)
}

const body = ({ id, version, createdAt, updatedAt, values }: ProjectObject) => ({
  id,
  version,
  createdAt,
  updatedAt,
  ...values,
})

function linkEnds({ from, to }: Record<string, unknown>): { from: string; to: string } {
  if (typeof from !== 'string') throw wrongBody('from')
  if (typeof to !== 'string') throw wrongBody('to')
  return { from, to }
}
