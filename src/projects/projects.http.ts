import { Hono } from 'hono'
import { apiScope, jsonObject, wrongBody } from '../accounts/api.ts'
import type { Scope } from '../accounts/scope.ts'
import type { App } from '../app.ts'
import { invalid } from '../errors.ts'
import { coverage } from './coverage.ts'
import { projectFile } from './file.store.ts'
import { checkValues } from './kind.ts'
import { mapOf } from './map.ts'
import { mustBeVersion } from './objects.store.ts'
import { checkProject, projectFields } from './project.ts'
import { createProject, listProjects, projectBySlug, updateProject } from './projects.store.ts'
import { addLink, linksOf, removeLink } from './thread.store.ts'

/** The projects of a workspace over HTTP: their settings, their map, their coverage and the links of their thread. */
export function projectRoutes(app: App): Hono {
  const api = new Hono()
  const reader = (request: Request) => apiScope(app, request, 'projects:read')
  const writer = (request: Request) => apiScope(app, request, 'projects:write')

  api.get('/api/v1/projects', async (c) => c.json({ projects: await listProjects(await reader(c.req.raw)) }))

  api.post('/api/v1/projects', async (c) => {
    const scope = await writer(c.req.raw)
    return c.json(await createProject(scope, checkedProject(await jsonObject(c.req.raw))), 201)
  })

  api.get('/api/v1/projects/:project', async (c) =>
    c.json(await projectBySlug(await reader(c.req.raw), c.req.param('project'))),
  )

  // Fields left out keep their value. `version`, when given, refuses to overwrite what somebody else saved.
  api.patch('/api/v1/projects/:project', async (c) => {
    const scope = await writer(c.req.raw)
    const project = await projectBySlug(scope, c.req.param('project'))
    const { version = project.version, ...given } = await jsonObject(c.req.raw)
    if (typeof version !== 'number') throw wrongBody('version')
    mustBeVersion(version)
    const kept = Object.fromEntries(Object.entries(project).filter(([name]) => name in projectFields))
    await updateProject(scope, project.id, version, checkedProject({ ...kept, ...given }))
    return c.json(await projectBySlug(scope, project.slug))
  })

  api.get('/api/v1/projects/:project/map', async (c) => {
    const scope = await reader(c.req.raw)
    const project = await projectBySlug(scope, c.req.param('project'))
    const states = mapOf(app.catalog.kinds, app.catalog.rules, await projectFile(scope, app.catalog, project), scope.now)
    return c.json({
      competencies: states.map(({ missing, late, ...state }) => ({
        ...state,
        missing: missing.map(({ rule, findings }) => ({ id: rule.id, sentence: rule.words[scope.locale], count: findings.length })),
        late: late.map(({ object, since }) => ({ id: object.id, kind: object.kind, title: object.title, since })),
      })),
    })
  }) // prettier-ignore

  api.get('/api/v1/projects/:project/thread', async (c) => {
    const scope = await reader(c.req.raw)
    const project = await projectBySlug(scope, c.req.param('project'))
    return c.json({ links: await linksOf(scope, project.id) })
  })

  api.post('/api/v1/projects/:project/thread', async (c) => {
    const scope = await writer(c.req.raw)
    const within = await withinProject(scope, c.req.param('project'))
    const { from, to } = linkEnds(await jsonObject(c.req.raw))
    await addLink(within, app.catalog.kinds, from, to)
    return c.json({ from, to }, 201)
  })

  api.delete('/api/v1/projects/:project/thread', async (c) => {
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

  return api
}

/** @throws invalid, field by field */
function checkedProject(given: Record<string, unknown>) {
  const checked = checkValues({ fields: projectFields, check: checkProject }, given)
  if (!checked.ok) throw invalid(checked.problems)
  return checked.values
}

/** The scope narrowed to the project of the address, so that objects of another are not found. */
const withinProject = async (scope: Scope, slug: string): Promise<Scope> => ({
  ...scope,
  project: (await projectBySlug(scope, slug)).id,
})

function linkEnds({ from, to }: Record<string, unknown>): { from: string; to: string } {
  if (typeof from !== 'string') throw wrongBody('from')
  if (typeof to !== 'string') throw wrongBody('to')
  return { from, to }
}
