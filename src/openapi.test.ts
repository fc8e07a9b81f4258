import { beforeAll, describe, expect, test } from 'vitest'
import { addKey } from './accounts/keys.store.ts'
import { isKeyScope, keyScopes } from './accounts/roles.ts'
import { marks } from './planted.fixture.ts'
import { type Served, serve } from './served.fixture.ts'
import { type TestInstance, testInstance } from './testing.ts'

let t: TestInstance
let s: Served
let described: Description
beforeAll(async () => {
  t = await testInstance()
  s = await serve(t)
  described = (await (await s.ask('/api/v1/openapi.json')).json()) as Description
})

interface Operation {
  readonly summary: string
  readonly tags: readonly string[]
  readonly security: readonly { readonly key?: readonly string[] }[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> }
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly description?: string }>>
}

interface Description {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly servers: readonly { readonly url: string }[]
  readonly components: { readonly schemas: Record<string, { readonly properties?: object }> }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const operations = () =>
  Object.entries(described.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )

/** A path of the description as the routes write it: a kind is one of many. */
const asRoute = (path: string) => {
  const kinds = t.app.catalog.kinds.map((kind) => kind.path)
  const own = path.replaceAll(/\{(\w+)\}/g, ':$1')
  // Unless it has a route of its own beyond what every kind has.
  if (s.routes.some(([, route]) => route === own)) return own
  return own
    .split('/')
    .map((segment, i, all) => (all[i - 1] === ':project' && kinds.includes(segment) ? ':kind' : segment))
    .join('/')
}

/** An address of the planted workspace for a path of the description. */
const addressOf = (path: string) =>
  path
    .split('/')
    .map((segment, i, all) => {
      if (segment === '{project}') return s.planted.project.slug
      if (segment === '{site}') return `${marks.inside}.example`
      if (all[i - 1] === 'alerts') return s.planted.alerts.get(s.planted.project.id) ?? ''
      if (all[i - 1] === 'dashboards') return s.planted.dashboards.get(s.planted.project.id) ?? ''
      return segment === '{id}' ? (s.planted.objects.get(all[i - 1] ?? '') ?? '') : segment
    })
    .join('/')

describe('the description and the routes', () => {
  test('every route of the API is described, for every kind', () => {
    const known = new Set(operations().map(({ path, method }) => `${method} ${asRoute(path)}`))
    const routes = s.routes
      .filter(([method, path]) => path.startsWith('/api/') && method !== 'OPTIONS')
      .map(([method, path]) => `${method} ${path}`)
    expect(routes.filter((route) => !known.has(route))).toEqual([])
    // A kind whose path is that of a route of its own would be out of reach.
    const own = new Set(s.routes.map(([, path]) => path))
    for (const { path } of t.app.catalog.kinds) {
      expect(described.paths).toHaveProperty([`/api/v1/projects/{project}/${path}`])
      expect(own.has(`/api/v1/projects/:project/${path}`), path).toBe(false)
    }
  })

  test('every operation described is a route, and every path that reads answers', { timeout: 300_000 }, async () => {
    const routes = new Set(s.routes.map(([method, path]) => `${method} ${path}`))
    expect(operations().filter(({ path, method }) => !routes.has(`${method} ${asRoute(path)}`))).toEqual([])
    const wrong: string[] = []
    for (const { path } of operations().filter(({ method }) => method === 'GET')) {
      const { status } = await s.asProgram(addressOf(path))
      if (status !== 200) wrong.push(`${status} ${path}`)
    }
    expect(wrong).toEqual([])
  })

  test('an operation needs the right it names, and no other opens it', { timeout: 300_000 }, async () => {
    const keys = new Map<string, string>()
    for (const scope of keyScopes) keys.set(scope, await addKey(s.planted.owner, scope, [scope]))
    const wrong: string[] = []
    for (const { path, method, operation } of operations().filter(
      ({ path: of }) => !['/api/event', '/api/consent'].includes(of),
    )) {
      const [named] = operation.security.flatMap(({ key }) => key ?? [])
      if (named === undefined) {
        if ((await s.ask(addressOf(path))).status !== 200) wrong.push(`closed: ${path}`)
        continue
      }
      expect(isKeyScope(named), named).toBe(true)
      for (const [scope, key] of keys) {
        // An object that is not there, and a body that is refused: nothing is written.
        const address = addressOf(path).replace(/[0-9a-f-]{36}/, '00000000-0000-4000-8000-000000000000')
        const { status } = await s.asProgram(address, {
          method,
          headers: { authorization: `Bearer ${key}` },
          ...(method === 'GET' ? {} : { body: '[]' }),
        })
        if ((status !== 403) !== (scope === named)) wrong.push(`${status} ${method} ${path} with ${scope}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('its form', () => {
  test('is that of OpenAPI 3.1', () => {
    expect(described.openapi).toMatch(/^3\.1\.\d$/)
    expect(described.info.version).toBe(t.app.config.version)
    expect(described.servers).toEqual([{ url: 'http://localhost:3000' }])
    for (const { path, method, operation } of operations()) {
      const at = `${method} ${path}`
      expect(operation.summary, at).not.toBe('')
      expect(operation.tags.length, at).toBeGreaterThan(0)
      expect(
        Object.keys(operation.responses).every((status) => /^[2-5]\d\d$/.test(status)),
        at,
      ).toBe(true)
      expect(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        at,
      ).toBe(true)
      if (method !== 'GET' && !path.endsWith('{id}')) expect(operation.requestBody, at).toBeDefined()
      // Each parameter of the path, and no other, is described and required.
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const named = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      expect(
        named.map(({ name }) => name),
        at,
      ).toEqual(inPath)
      expect(
        named.every(({ required }) => required),
        at,
      ).toBe(true)
    }
  })

  test('every reference leads somewhere', () => {
    const references = [...JSON.stringify(described).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '')
    expect(references.length).toBeGreaterThan(50)
    const find = (path: string) =>
      path
        .split('/')
        .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], described)
    expect(references.filter((path) => find(path) === undefined)).toEqual([])
  })

  test('a kind’s schema names the fields that the API gives', async () => {
    for (const kind of t.app.catalog.kinds) {
      const answer = await s.asProgram(addressOf(`/api/v1/projects/{project}/${kind.path}/{id}`))
      const given = Object.keys((await answer.json()) as object)
      const known = Object.keys(described.components.schemas[kind.name]?.properties ?? {})
      expect(
        given.filter((name) => !['id', 'version', 'createdAt', 'updatedAt', ...known].includes(name)),
        kind.name,
      ).toEqual([])
      expect(
        known.filter((name) => !given.includes(name)),
        kind.name,
      ).toEqual([])
    }
  })

  test('an error is of the form described, in the language asked', async () => {
    const path = addressOf('/api/v1/projects/{project}/insights')
    const refused = async (language: string) => {
      const answer = await s.asProgram(path, { method: 'POST', body: '{}', headers: { 'accept-language': language } })
      expect(answer.status).toBe(422)
      return (await answer.json()) as {
        error: { id: string; field: string; message: string; fields: Record<string, string> }
      }
    }
    const [french, english] = [await refused('fr'), await refused('en-GB,en;q=0.9')]
    expect(french.error.id).toBe(english.error.id)
    expect(french.error.field).toBe(english.error.field)
    expect(french.error.message).not.toBe(english.error.message)
    expect(french.error.message).toBe(french.error.fields[french.error.field])
    expect(Object.keys(french.error.fields).sort()).toEqual(['box', 'title', 'weight'])
  })
})

describe('a list is given page by page', () => {
  const list = () => addressOf('/api/v1/projects/{project}/insights')
  interface Page {
    readonly insights: readonly { readonly id: string }[]
    readonly total: number
    readonly next: string | null
  }
  const page = async (address: string) => (await (await s.asProgram(address)).json()) as Page

  test('each object once, from page to page', async () => {
    for (let n = 0; n < 6; n++)
      expect(
        (
          await s.asProgram(list(), {
            method: 'POST',
            body: JSON.stringify({ title: `Fait ${n}`, box: 'threat', weight: 1 }),
          })
        ).status,
      ).toBe(201)
    const seen: string[] = []
    for (let next: string | null = `${list()}?limit=2`; next !== null;) {
      const given: Page = await page(next)
      expect(given.insights.length).toBeLessThanOrEqual(2)
      expect(given.total).toBe(7)
      seen.push(...given.insights.map(({ id }) => id))
      next = given.next
    }
    expect(new Set(seen).size).toBe(7)
    expect(seen).toHaveLength(7)
    expect(await page(list())).toMatchObject({ total: 7, next: null })
    expect(await page(`${list()}?offset=100`)).toEqual({ insights: [], total: 7, next: null })
  })

  test.each([
    'limit=0',
    'limit=-1',
    'limit=10001',
    'limit=x',
    'limit=1.5',
    'limit=',
    'offset=-1',
    'offset=1e9',
    'offset=99999999999',
  ])('?%s is refused, and the parameter is named', async (query) => {
    const answer = await s.asProgram(`${list()}?${query}`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { id: 'badParameter', field: query.split('=')[0] } })
  })
})
