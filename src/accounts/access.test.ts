import type { Hono } from 'hono'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type PageRoute, everyPage } from '../every-route.fixture.ts'
import { httpServer } from '../http.ts'
import { type Planted, marks, plant } from '../planted.fixture.ts'
import { checkValues } from '../projects/kind.ts'
import { checkProject, projectFields } from '../projects/project.ts'
import { createProject } from '../projects/projects.store.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { guestBrowserCookie, makeMember, signedInCookie } from './fixtures.ts'
import { addWorkspaceKey } from './keys.store.ts'
import { keyScopes, memberRoles } from './roles.ts'
import type { Scope } from './scope.ts'

// Walks every page of routes.ts and every route of the HTTP server, whatever they are: a route that is added later is
// walked without a change here, unless it is open to all (`publicPages`, `publicRoutes`) or takes a parameter nobody has
// seen: the owner then finds no page at its address, and `addressesOf` must say what the parameter stands for.

const publicPages = new Set([
  '/', '/ui', '/preferences', '/welcome', '/sign-in', '/sign-in/second-factor', '/sign-out', '/join/:token', '/g/:token',
]) // prettier-ignore

const publicRoutes = new Set([
  'GET /healthz', 'GET /js/filrouge.js', 'OPTIONS /api/event', 'POST /api/event', 'GET /l/:slug', 'GET /assets/*',
  'GET /api/v1/openapi.json',
]) // prettier-ignore

let t: TestInstance
let a: Planted
let http: Hono
let pages: readonly PageRoute[]
let missing: readonly string[]
/** Cookie headers. */
const people: Record<string, string> = {}
let strangerScope: Scope

beforeAll(async () => {
  t = await testInstance()
  a = await plant(t)
  const every = await everyPage()
  ;({ pages, missing } = every)
  http = httpServer(t.app, every.answer)
  const b = await t.workspace('Beta')
  strangerScope = await makeMember(t.app, b, 'owner')
  people['owner of another workspace'] = await signedInCookie(t.app, strangerScope.user.id ?? '')
  const checked = checkValues(
    { fields: projectFields, check: checkProject },
    {
      ...Object.fromEntries(Object.keys(projectFields).map((name) => [name, null])),
      name: 'Projet de B',
      company: 'Beta',
      vatReference: 'excl',
      timeZone: 'Europe/Paris',
      currency: 'EUR',
    },
  )
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  const theirs = await createProject(strangerScope, checked.values)
  people['guest of another workspace'] = await guestBrowserCookie(t.app, b.id, theirs.id)
  people['guest'] = await guestBrowserCookie(t.app, a.workspace.id, a.project.id)
  for (const role of memberRoles)
    people[role] = await signedInCookie(t.app, (await makeMember(t.app, a.workspace, role)).user.id ?? '')
})

const outsiders = ['owner of another workspace', 'guest of another workspace'] as const

/** Addresses of A that a pattern stands for: one for each kind where the kind is a parameter. */
function addressesOf(pattern: string, project = a.project, objects = a.objects): string[] {
  const kinds = pattern.includes(':kind') ? [...objects.keys()] : [undefined]
  return kinds.map((kind) => {
    const segments = pattern.split('/')
    return segments
      .map((segment, i) => {
        if (!segment.startsWith(':')) return segment
        const before = segments[i - 1] === ':kind' ? kind : segments[i - 1]
        const values: Record<string, string | undefined> = {
          ':workspace': a.workspace.slug,
          ':project': project.slug,
          ':kind': kind,
          ':id': objects.get(before ?? ''),
          ':token': 'x'.repeat(43),
          ':slug': 'zqx-inconnu',
          ':domain': `${project === a.project ? marks.inside : marks.elsewhere}.example`,
          ':format': 'svg',
          ':panel': 'page',
        }
        return values[segment] ?? 'inconnu'
      })
      .join('/')
  })
}

const get = (address: string, cookie?: string) =>
  http.request(`http://localhost:3000${address}`, { headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) } })

const post = (address: string, fields: Record<string, string>, cookie?: string) =>
  http.request(`http://localhost:3000${address}`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', accept: 'text/html', ...(cookie ? { cookie } : {}) },
    body: new URLSearchParams(fields),
  })

/** All an answer says: status, headers and body. */
async function said(answer: Response): Promise<string> {
  const bytes = Buffer.from(await answer.arrayBuffer()).toString('utf8')
  // A nonce is 22 random letters: one in some thousand of them holds the mark by chance.
  const headers = [...answer.headers].join(' ').replaceAll(/'nonce-[^']*'/g, '')
  // In a PDF a % is a byte like any other.
  if (answer.headers.get('content-type') === 'application/pdf') return `${answer.status} ${headers} ${bytes}`
  return `${answer.status} ${headers} ${decodeURIComponent(bytes.replace(/%(?![0-9a-f]{2})/gi, '%25'))}`
}

const closedPages = () => pages.filter(({ pattern }) => !publicPages.has(pattern))
const writingPages = () => closedPages().filter(({ writes }) => writes)

/** The words a mark stands in, so that a failure says what leaked. */
const around = (text: string, mark: string) => text.slice(Math.max(0, text.indexOf(mark) - 60), text.indexOf(mark) + 60)

/** A hash of every row of every table but those a request may touch by itself. */
async function everything(): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1
  `.execute(t.db)
  const hashes: Record<string, string> = {}
  for (const { name } of tables.filter((table) => !['attempts', 'sessions'].includes(table.name))) {
    const { rows } = await sql<{ hash: string | null }>`
      select md5(string_agg(r::text, '|' order by r::text)) as hash from ${sql.table(name)} as r
    `.execute(t.db)
    hashes[name] = rows[0]?.hash ?? ''
  }
  return hashes
}

/** Forms that a page's action could act upon: each intent it knows, and none. */
const formsOf = ({ intents }: PageRoute) =>
  [...intents, ''].map((intent) => ({
    intent, version: '1', title: 'pirate', name: 'pirate', email: 'pirate@exemple.fr', role: 'owner', body: 'pirate', days: '30',
    user: a.owner.user.id ?? '', side: 'after', other: a.objects.get('actions') ?? '', id: a.objects.get('actions') ?? '',
    object: a.objects.get('actions') ?? '', scopes: 'stats:read', domain: 'pirate.example', timeZone: 'Europe/Paris',
  })) // prettier-ignore

test('every page of routes.ts has its file, and the list of public ones names only real ones', () => {
  expect(missing).toEqual([])
  const patterns = new Set(pages.map(({ pattern }) => pattern))
  expect([...publicPages].filter((pattern) => !patterns.has(pattern))).toEqual([])
})

describe('pages', () => {
  test('an owner opens all of them, and finds what was planted', { timeout: 120_000 }, async () => {
    const failed: string[] = []
    let marked = 0
    for (const { pattern } of closedPages())
      for (const address of addressesOf(pattern)) {
        const answer = await get(address, people['owner'])
        if (answer.status >= 400) failed.push(`${answer.status} ${address}`)
        if ((await said(answer)).includes(marks.any)) marked++
      }
    expect(failed).toEqual([])
    expect(marked).toBeGreaterThan(t.app.catalog.kinds.length * 2)
  })

  test('a stranger is sent to sign in, and learns nothing', { timeout: 120_000 }, async () => {
    const wrong: string[] = []
    for (const { pattern } of pages)
      for (const address of addressesOf(pattern)) {
        const answer = await get(address)
        const text = await said(answer)
        const asked = answer.headers.get('location')?.startsWith('/sign-in') ?? false
        // The address that was asked comes back in ?next=, and nothing else does.
        if (text.replaceAll(encodeURIComponent(address), '').includes(marks.any)) wrong.push(`mark at ${address}`)
        if (!publicPages.has(pattern) && !asked) wrong.push(`${answer.status} ${address}`)
      }
    expect(wrong).toEqual([])
  })

  test.each(outsiders)(
    '%s: 404 for every address of A, as for one that does not exist',
    { timeout: 120_000 },
    async (who) => {
      const wrong: string[] = []
      for (const { pattern } of closedPages().filter((page) => page.pattern.includes(':workspace')))
        for (const address of addressesOf(pattern)) {
          const answer = await get(address, people[who])
          if (answer.status !== 404) wrong.push(`${answer.status} ${address}`)
          if ((await said(answer)).includes(marks.any)) wrong.push(`mark at ${address}`)
        }
      expect(wrong).toEqual([])
    },
  )

  test(
    'his own pages and the public ones show the owner of another workspace nothing of A',
    { timeout: 60_000 },
    async () => {
      for (const pattern of [
        ...publicPages,
        '/account',
        '/w/beta',
        '/w/beta/members',
        '/w/beta/keys',
        '/w/beta/search?q=zqx',
        '/w/beta/p/projet-de-b',
      ])
        for (const address of addressesOf(pattern))
          expect(await said(await get(address, people['owner of another workspace'])), address).not.toContain(marks.any)
    },
  )

  test('an object of A is not found through the addresses of B', { timeout: 60_000 }, async () => {
    for (const [kind, id] of a.objects) {
      const answer = await get(`/w/beta/p/projet-de-b/${kind}/${id}`, people['owner of another workspace'])
      expect(answer.status, kind).toBe(404)
      expect(await said(answer)).not.toContain(marks.any)
    }
  })

  test.each(['lead', 'contributor', 'management'] as const)(
    '%s: each page opens or says 403, and none breaks',
    { timeout: 120_000 },
    async (role) => {
      const wrong: string[] = []
      for (const { pattern } of closedPages())
        for (const address of addressesOf(pattern)) {
          const { status } = await get(address, people[role])
          if (status !== 403 && status >= 400 && status !== (await get(address, people['owner'])).status)
            wrong.push(`${status} ${address}`)
        }
      expect(wrong).toEqual([])
    },
  )

  test('a guest sees of his project what is marked for guests, and nothing else', { timeout: 120_000 }, async () => {
    const wrong: string[] = []
    let seen = 0
    for (const { pattern } of closedPages())
      for (const address of addressesOf(pattern)) {
        const answer = await get(address, people['guest'])
        const text = await said(answer)
        if (text.includes(marks.inside)) wrong.push(`${around(text, marks.inside)} at ${address}`)
        if (text.includes(marks.elsewhere)) wrong.push(`other project at ${address}`)
        if (answer.status >= 500) wrong.push(`${answer.status} ${address}`)
        if (text.includes(marks.open)) seen++
      }
    expect(wrong).toEqual([])
    expect(seen).toBeGreaterThan(t.app.catalog.kinds.filter(({ guests }) => guests).length)
  })

  test('a guest of one project finds no other one', { timeout: 120_000 }, async () => {
    const wrong: string[] = []
    for (const { pattern } of closedPages().filter((page) => page.pattern.includes(':project')))
      for (const address of addressesOf(pattern, a.other, a.otherObjects)) {
        const answer = await get(address, people['guest'])
        if (answer.status !== 404) wrong.push(`${answer.status} ${address}`)
        if ((await said(answer)).includes(marks.elsewhere)) wrong.push(`mark at ${address}`)
      }
    // Objects of the other project under the address of his own.
    for (const [kind, id] of a.otherObjects) {
      const { status } = await get(`/w/${a.workspace.slug}/p/${a.project.slug}/${kind}/${id}`, people['guest'])
      if (status !== 404) wrong.push(`${status} ${kind} of the other project`)
    }
    expect(wrong).toEqual([])
  })
})

describe('writes', () => {
  test('strangers and people of another workspace write nothing anywhere in A', { timeout: 180_000 }, async () => {
    const before = await everything()
    const wrong: string[] = []
    for (const page of writingPages().filter(({ pattern }) => pattern.includes(':workspace')))
      for (const address of addressesOf(page.pattern))
        for (const form of formsOf(page))
          for (const who of [undefined, ...outsiders]) {
            const answer = await post(address, form, who && people[who])
            const refused = who
              ? answer.status === 404
              : (answer.headers.get('location')?.startsWith('/sign-in') ?? false)
            if (!refused) wrong.push(`${answer.status} ${address} ${form.intent} as ${who ?? 'stranger'}`)
            if (who && (await said(answer)).includes(marks.any)) wrong.push(`mark at ${address}`)
          }
    expect(wrong).toEqual([])
    expect(await everything()).toEqual(before)
  })

  test('a guest writes nothing but comments', { timeout: 180_000 }, async () => {
    const before = await everything()
    const wrong: string[] = []
    for (const page of writingPages().filter(({ pattern }) => pattern.includes(':workspace')))
      for (const address of addressesOf(page.pattern))
        for (const form of formsOf(page).filter(({ intent }) => !intent.includes('comment'))) {
          const { status } = await post(address, form, people['guest'])
          if (![400, 403, 404, 422].includes(status)) wrong.push(`${status} ${address} ${form.intent}`)
        }
    expect(wrong).toEqual([])
    expect(await everything()).toEqual(before)
  })

  test('a role that may not write a kind gets 403 for each way to write it', { timeout: 180_000 }, async () => {
    const before = await everything()
    const wrong: string[] = []
    const base = `/w/${a.workspace.slug}/p/${a.project.slug}`
    for (const kind of t.app.catalog.kinds)
      for (const role of memberRoles.filter((one) => !kind.writers.includes(one))) {
        const here = `${base}/${kind.path}/${a.objects.get(kind.path)}`
        const attempts = [
          ...['save', 'delete', 'restore'].map((intent) => [here, { intent, version: '2', title: 'pirate' }] as const),
          [`${base}/${kind.path}/new`, { title: 'pirate' }] as const,
        ]
        for (const [address, form] of attempts) {
          const { status } = await post(address, form, people[role])
          if (status !== 403) wrong.push(`${status} ${address} ${'intent' in form ? form.intent : 'create'} as ${role}`)
        }
      }
    expect(wrong).toEqual([])
    expect(await everything()).toEqual(before)
  })

  test.each(['contributor', 'management'] as const)(
    'a %s changes neither members, keys nor guest links',
    { timeout: 60_000 },
    async (role) => {
      const before = await everything()
      const wrong: string[] = []
      for (const page of writingPages().filter(({ file }) => /accounts\/(members|keys|guests)\.page/.test(file)))
        for (const address of addressesOf(page.pattern))
          for (const form of formsOf(page)) {
            const answer = await post(address, form, people[role])
            // "withdraw" of an invitation that is not there does nothing, and says so as if it had.
            if (![400, 403].includes(answer.status) && form.intent !== 'withdraw')
              wrong.push(`${answer.status} ${address} ${form.intent}`)
          }
      expect(wrong).toEqual([])
      expect(await everything()).toEqual(before)
    },
  )
})

describe('API', () => {
  const routes = () =>
    [
      ...new Set(
        http.routes
          .filter(({ method, path }) => method !== 'ALL' && path !== '/*' && path !== '*')
          .map(({ method, path }) => `${method} ${path}`),
      ),
    ]
      .filter((route) => !publicRoutes.has(route))
      .map((route) => route.split(' ') as [string, string])

  const ask = (method: string, address: string, headers: Record<string, string>) =>
    http.request(`http://localhost:3000${address}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(method === 'GET'
        ? {}
        : {
            body: JSON.stringify({ title: 'pirate', from: [...a.objects.values()][0], to: [...a.objects.values()][1] }),
          }),
    })

  const keyOf = async (workspace: string, scopes: readonly (typeof keyScopes)[number][]) => ({
    authorization: `Bearer ${await addWorkspaceKey(t.db, workspace, 'marche', scopes)}`,
  })

  test('the list of public routes names only real ones', () => {
    const known = new Set(http.routes.map(({ method, path }) => `${method} ${path}`))
    expect([...publicRoutes].filter((route) => !known.has(route))).toEqual([])
    expect(routes().length).toBeGreaterThan(8)
  })

  test('without a key, or with nothing but a session cookie, nothing opens', async () => {
    const wrong: string[] = []
    for (const [method, path] of routes())
      for (const address of addressesOf(path))
        for (const headers of [
          {},
          { cookie: people['owner'] ?? '' },
          { authorization: `Bearer fr_${'x'.repeat(43)}` },
        ]) {
          const answer = await ask(method, address, headers)
          if (![401, 403, 404].includes(answer.status)) wrong.push(`${answer.status} ${method} ${address}`)
          if ((await said(answer)).includes(marks.any)) wrong.push(`mark at ${method} ${address}`)
        }
    expect(wrong).toEqual([])
  })

  test('a key of another workspace neither reads nor writes anything of A', { timeout: 60_000 }, async () => {
    const headers = await keyOf(strangerScope.workspace, keyScopes)
    const before = await everything()
    const wrong: string[] = []
    for (const [method, path] of routes())
      for (const address of addressesOf(path)) {
        const answer = await ask(method, address, headers)
        if (path.includes(':project') && answer.status !== 404) wrong.push(`${answer.status} ${method} ${address}`)
        if ((await said(answer)).includes(marks.any)) wrong.push(`mark at ${method} ${address}`)
      }
    expect(wrong).toEqual([])
    const after = await everything()
    expect({ ...after, apiKeys: null, api_keys: null }).toEqual({ ...before, apiKeys: null, api_keys: null })
  })

  test('a key does only what its rights say', { timeout: 60_000 }, async () => {
    const reading = await keyOf(a.workspace.id, ['projects:read'])
    const events = await keyOf(a.workspace.id, ['events:write'])
    const wrong: string[] = []
    for (const [method, path] of routes().filter(([, route]) => route.startsWith('/api/v1/projects')))
      for (const address of addressesOf(path)) {
        const { status } = await ask(method, address, reading)
        if (method === 'GET' ? status !== 200 : status !== 403)
          wrong.push(`${status} ${method} ${address} with projects:read`)
        const refused = await ask(method, address, events)
        if (refused.status !== 403) wrong.push(`${refused.status} ${method} ${address} with events:write`)
      }
    expect(wrong).toEqual([])
  })
})
