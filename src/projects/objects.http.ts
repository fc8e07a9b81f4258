import { Hono } from 'hono'
import { apiScope, jsonObject, wrongBody } from '../accounts/api.ts'
import type { Scope } from '../accounts/scope.ts'
import type { App } from '../app.ts'
import { badRequest, conflict, invalid, notFound } from '../errors.ts'
import { checkInProject } from './guards.ts'
import { type Kind, kindByPath, lockedAmong } from './kind.ts'
import { listQuery } from './list.ts'
import {
  type ProjectObject,
  countObjects,
  createObject,
  deleteObject,
  listObjects,
  readObject,
  updateObject,
} from './objects.store.ts'
import { projectBySlug } from './projects.store.ts'
import { linksAmong, walk } from './thread.store.ts'

/** The objects of a project over HTTP: every kind of the catalogue answers in the same way. */
export function objectRoutes(app: App): Hono {
  const api = new Hono()
  const reader = (request: Request) => apiScope(app, request, 'projects:read')
  const writer = (request: Request) => apiScope(app, request, 'projects:write')

  // Filters, words and order as in the address of the page; `limit` and `offset` to read a long list in parts.
  api.get('/api/v1/projects/:project/:kind', async (c) => {
    const { scope, project, kind } = await placed(app, await reader(c.req.raw), c.req.param())
    const { searchParams } = new URL(c.req.url)
    const query = listQuery(kind, searchParams)
    const limit = wholeNumber(searchParams, 'limit', 1, longestList) ?? longestList
    const offset = wholeNumber(searchParams, 'offset', 0, 2 ** 31 - 1) ?? 0
    const [objects, total] = await Promise.all([
      listObjects(scope, kind, project.id, { ...query, limit, offset }),
      countObjects(scope, kind, project.id, query),
    ])
    return c.json({
      [kind.path]: objects.map(body),
      total,
      next: nextOf(searchParams, c.req.path, offset + objects.length, total),
    })
  })

  api.post('/api/v1/projects/:project/:kind', async (c) => {
    const { scope, project, kind } = await placed(app, await writer(c.req.raw), c.req.param())
    const given = await jsonObject(c.req.raw)
    refuseLocked(kind, given)
    const checked = await checkInProject(scope, app.catalog, kind, project.id, null, given)
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
    const checked = await checkInProject(scope, app.catalog, kind, project.id, current, { ...current.values, ...given })
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

/** The address of what follows in a list, with the same filters; null at its end. */
function nextOf(asked: URLSearchParams, path: string, after: number, total: number): string | null {
  const params = new URLSearchParams(asked)
  const before = Number(params.get('offset') ?? 0)
  params.set('offset', String(after))
  return after < total && after > before ? `${path}?${params}` : null
}

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

/** Objects one answer of the API holds at most. */
export const longestList = 10_000

/** @throws badRequest naming the parameter when it is there and is no whole number within bounds */
function wholeNumber(params: URLSearchParams, name: string, min: number, max: number): number | null {
  const typed = params.get(name)
  if (typed === null) return null
  const value = /^\d{1,10}$/.test(typed) ? Number(typed) : NaN
  if (value >= min && value <= max) return value
  throw badRequest(
    'badParameter',
    { fr: `« ${name} » est un nombre entier de ${min} à ${max}.`, en: `"${name}" is a whole number from ${min} to ${max}.` },
    name,
  ) // prettier-ignore
}
