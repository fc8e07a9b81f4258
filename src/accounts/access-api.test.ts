import { beforeAll, expect, test } from 'vitest'
import { marks } from '../planted.fixture.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { addWorkspaceKey } from './keys.store.ts'
import { keyScopes } from './roles.ts'
import { type Walk, makeWalk, publicRoutes, said } from './walk.fixture.ts'

let t: TestInstance
let w: Walk
beforeAll(async () => {
  t = await testInstance()
  w = await makeWalk(t)
})

const routes = () =>
  [
    ...new Set(
      w.http.routes
        .filter(({ method, path }) => method !== 'ALL' && path !== '/*' && path !== '*')
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ]
    .filter((route) => !publicRoutes.has(route))
    .map((route) => route.split(' ') as [string, string])

const ask = (method: string, address: string, headers: Record<string, string>) =>
  w.http.request(`http://localhost:3000${address}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...(method === 'GET'
      ? {}
      : {
          body: JSON.stringify({
            title: 'pirate',
            from: [...w.a.objects.values()][0],
            to: [...w.a.objects.values()][1],
          }),
        }),
  })

const keyOf = async (workspace: string, scopes: readonly (typeof keyScopes)[number][]) => ({
  authorization: `Bearer ${await addWorkspaceKey(t.db, workspace, 'marche', scopes)}`,
})

/** Refused, or led to the door where a page's own script or form is asked: what it says there is the address that was asked. */
async function refusalOf(path: string, answer: Response): Promise<'refused' | 'led to the door' | 'open' | 'told'> {
  const isDoor = answer.status === 302 && (answer.headers.get('location') ?? '').startsWith('/sign-in?')
  if (path.startsWith('/w/') && isDoor) return (await answer.text()) === '' ? 'led to the door' : 'told'
  if ((await said(answer)).includes(marks.any)) return 'told'
  return [401, 403, 404].includes(answer.status) ? 'refused' : 'open'
}

test('the list of public routes names only real ones', () => {
  const known = new Set(w.http.routes.map(({ method, path }) => `${method} ${path}`))
  expect([...publicRoutes].filter((route) => !known.has(route))).toEqual([])
  expect(routes().length).toBeGreaterThan(8)
})

test('without a key, or with nothing but the cookie of anybody, nothing opens', { timeout: 300_000 }, async () => {
  const before = await w.everything()
  const wrong: string[] = []
  const nobody = [{}, { authorization: `Bearer fr_${'x'.repeat(43)}` }, { authorization: 'Basic eDp5' }]
  const { owner = '', lead = '', ...others } = w.people
  const asPerson = (cookie: string) => ({ cookie, 'sec-fetch-site': 'same-origin' })
  for (const [method, path] of routes())
    for (const address of w.addressesOf(path))
      // What a page of the workspace sends to is open to those whose page it is, and refuses them a body like this one.
      for (const headers of [
        ...nobody,
        ...Object.values(others).map(asPerson),
        ...(path.startsWith('/w/') ? [] : [owner, lead].map(asPerson)),
      ]) {
        const answer = await ask(method, address, headers)
        const refusal = await refusalOf(path, answer)
        if (refusal === 'open' || refusal === 'told') wrong.push(`${refusal}: ${answer.status} ${method} ${address}`)
      }
  expect(wrong).toEqual([])
  expect(await w.everything()).toEqual(before)
})

test(
  'each route of the API opens to exactly one right, and reading asks for a right to read',
  { timeout: 300_000 },
  async () => {
    const keys = await Promise.all(
      keyScopes.map(async (scope) => [scope, await keyOf(w.a.workspace.id, [scope])] as const),
    )
    const rights: Record<string, string> = {}
    for (const [method, path] of routes().filter(([, route]) => route.startsWith('/api/'))) {
      // Of an object that is not there, so that a right to delete takes nothing away.
      const [address = ''] = w.addressesOf(path.replace(':id', '00000000-0000-4000-8000-000000000000'))
      const opens: string[] = []
      for (const [scope, headers] of keys) {
        // What writes is asked with a body it refuses, after the right was looked at.
        const answer = await w.http.request(`http://localhost:3000${address}`, {
          method,
          headers: { ...headers, 'content-type': 'application/json' },
          ...(method === 'GET' ? {} : { body: '[]' }),
        })
        if (![401, 403].includes(answer.status)) opens.push(scope)
      }
      rights[`${method} ${path}`] = opens.join(' + ')
    }
    const wrong = Object.entries(rights).filter(([route, right]) =>
      route.startsWith('GET ') ? !/^\w+:read$/.test(right) : !/^\w+:(read|write)$/.test(right),
    )
    expect(wrong).toEqual([])
    expect(rights).toMatchObject({
      'GET /api/v1/projects': 'projects:read',
      'POST /api/v1/projects/:project/:kind': 'projects:write',
      'DELETE /api/v1/projects/:project/:kind/:id': 'projects:write',
      'POST /api/v1/query': 'stats:read',
    })
  },
)

test('a key of another workspace neither reads nor writes anything of A', { timeout: 300_000 }, async () => {
  const headers = await keyOf(w.stranger.workspace, keyScopes)
  const before = await w.everything()
  const wrong: string[] = []
  for (const [method, path] of routes())
    for (const address of w.addressesOf(path)) {
      const answer = await ask(method, address, headers)
      const refusal = await refusalOf(path, answer)
      const isShut = refusal === 'led to the door' || answer.status === 404
      if (refusal === 'told' || (path.includes(':project') && !isShut))
        wrong.push(`${refusal}: ${answer.status} ${method} ${address}`)
    }
  expect(wrong).toEqual([])
  const after = await w.everything()
  expect({ ...after, apiKeys: null, api_keys: null }).toEqual({ ...before, apiKeys: null, api_keys: null })
})

/** Sent with POST for the length of what is asked, and write nothing. */
const asks = ['/api/v1/projects/:project/link-check']

test('a key does only what its rights say', { timeout: 300_000 }, async () => {
  const [projects, stats] = [await keyOf(w.a.workspace.id, ['projects:read']), await keyOf(w.a.workspace.id, ['stats:read'])] // prettier-ignore
  const events = await keyOf(w.a.workspace.id, ['events:write'])
  const wrong: string[] = []
  for (const [method, path] of routes().filter(([, route]) => route.startsWith('/api/v1/projects')))
    for (const address of w.addressesOf(path)) {
      const opened: number[] = []
      for (const headers of [projects, stats]) {
        const { status } = await ask(method, address, headers)
        if (status !== 403) opened.push(status)
      }
      // Reading opens to one of the two rights to read, writing to neither.
      const allowed = method === 'GET' ? '200' : asks.includes(path) ? '400' : ''
      if (String(opened) !== allowed) wrong.push(`${opened.join(' ')} ${method} ${address} with a right to read`)
      const refused = await ask(method, address, events)
      if (refused.status !== 403) wrong.push(`${refused.status} ${method} ${address} with events:write`)
    }
  expect(wrong).toEqual([])
})
