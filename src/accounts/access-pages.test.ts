import { beforeAll, expect, test } from 'vitest'
import { marks } from '../planted.fixture.ts'
import type { PagePart } from '../every-route.fixture.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { Visitor } from './visitor.fixture.ts'
import { type Walk, around, makeWalk, outsiders, publicPages, said } from './walk.fixture.ts'

let t: TestInstance
let w: Walk
beforeAll(async () => {
  t = await testInstance()
  w = await makeWalk(t)
})

test('every page of routes.ts has its file, and the list of public ones names only real ones', () => {
  expect(w.missing).toEqual([])
  const patterns = new Set(w.pages.map(({ pattern }) => pattern))
  expect([...publicPages].filter((pattern) => !patterns.has(pattern))).toEqual([])
})

test('an owner opens all of them, and finds what was planted', { timeout: 300_000 }, async () => {
  const failed: string[] = []
  let marked = 0
  for (const { pattern } of w.closedPages())
    for (const address of w.addressesOf(pattern)) {
      const answer = await w.get(address, w.people['owner'])
      if (answer.status >= 400) failed.push(`${answer.status} ${address}`)
      if ((await said(answer)).includes(marks.any)) marked++
    }
  expect(failed).toEqual([])
  expect(marked).toBeGreaterThan(t.app.catalog.kinds.length * 2)
})

test('a stranger is sent to sign in, and learns nothing', { timeout: 300_000 }, async () => {
  const wrong: string[] = []
  for (const { pattern } of w.pages)
    for (const address of w.addressesOf(pattern)) {
      const answer = await w.get(address)
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
  { timeout: 300_000 },
  async (who) => {
    const wrong: string[] = []
    for (const { pattern } of w.closedPages().filter((page) => page.pattern.includes(':workspace')))
      for (const address of w.addressesOf(pattern)) {
        const answer = await w.get(address, w.people[who])
        if (answer.status !== 404) wrong.push(`${answer.status} ${address}`)
        if ((await said(answer)).includes(marks.any)) wrong.push(`mark at ${address}`)
      }
    expect(wrong).toEqual([])
  },
)

test(
  'his own pages and the public ones show the owner of another workspace nothing of A',
  { timeout: 300_000 },
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
      for (const address of w.addressesOf(pattern))
        expect(await said(await w.get(address, w.people['owner of another workspace'])), address).not.toContain(
          marks.any,
        )
  },
)

test('an object of A is not found through the addresses of B', { timeout: 300_000 }, async () => {
  for (const [kind, id] of w.a.objects) {
    const answer = await w.get(`/w/beta/p/projet-de-b/${kind}/${id}`, w.people['owner of another workspace'])
    expect(answer.status, kind).toBe(404)
    expect(await said(answer)).not.toContain(marks.any)
  }
})

test.each(['lead', 'contributor', 'management'] as const)(
  '%s: each page opens or says 403, and none breaks',
  { timeout: 300_000 },
  async (role) => {
    const wrong: string[] = []
    for (const { pattern } of w.closedPages())
      for (const address of w.addressesOf(pattern)) {
        const { status } = await w.get(address, w.people[role])
        if (status !== 403 && status >= 400 && status !== (await w.get(address, w.people['owner'])).status)
          wrong.push(`${status} ${address}`)
      }
    expect(wrong).toEqual([])
  },
)

test('a guest sees of his project what is marked for guests, and nothing else', { timeout: 300_000 }, async () => {
  const wrong: string[] = []
  let seen = 0
  for (const { pattern } of w.closedPages())
    for (const address of w.addressesOf(pattern)) {
      const answer = await w.get(address, w.people['guest'])
      const text = await said(answer)
      if (text.includes(marks.inside)) wrong.push(`${around(text, marks.inside)} at ${address}`)
      if (text.includes(marks.elsewhere)) wrong.push(`other project at ${address}`)
      if (answer.status >= 500) wrong.push(`${answer.status} ${address}`)
      if (text.includes(marks.open)) seen++
    }
  expect(wrong).toEqual([])
  expect(seen).toBeGreaterThan(t.app.catalog.kinds.filter(({ guests }) => guests).length)
})

test('a guest of one project finds no other one', { timeout: 300_000 }, async () => {
  const wrong: string[] = []
  for (const { pattern } of w.closedPages().filter((page) => page.pattern.includes(':project')))
    for (const address of w.addressesOf(pattern, w.a.other, w.a.otherObjects)) {
      const answer = await w.get(address, w.people['guest'])
      if (answer.status !== 404) wrong.push(`${answer.status} ${address}`)
      if ((await said(answer)).includes(marks.elsewhere)) wrong.push(`mark at ${address}`)
    }
  // Objects of the other project under the address of his own.
  for (const [kind, id] of w.a.otherObjects) {
    const { status } = await w.get(`/w/${w.a.workspace.slug}/p/${w.a.project.slug}/${kind}/${id}`, w.people['guest'])
    if (status !== 404) wrong.push(`${status} ${kind} of the other project`)
  }
  expect(wrong).toEqual([])
})

/** What a loader called alone gives or throws, as text; a redirect says where to. */
async function loaded({ loader, pattern }: PagePart, address: string, cookie = ''): Promise<string> {
  const names = pattern.split('/')
  const values = address.split('/')
  const params = Object.fromEntries(
    names.flatMap((name, i) => (name.startsWith(':') ? [[name.slice(1), values[i] ?? '']] : [])),
  )
  try {
    const given = await new Visitor(t.app, cookie).open((args) => loader?.(args as never), address, params)
    if (!(given instanceof Response)) return JSON.stringify(given ?? null)
    return given.headers.has('location') ? `to ${given.headers.get('location')}` : await said(given)
  } catch (error) {
    return `${(error as { status?: number }).status ?? 'fault'} ${(error as Error).message}`
  }
}

// A browser that follows a link asks for the data of the new routes only: a page that leaned on its layout to refuse
// would be open to whoever asks for it alone.
test('each loader refuses strangers and outsiders by itself', { timeout: 300_000 }, async () => {
  const wrong: string[] = []
  for (const part of w.parts.filter(({ pattern, loader }) => loader && pattern.includes(':workspace')))
    for (const address of w.addressesOf(part.pattern)) {
      const text = await loaded(part, address)
      if (!text.startsWith('to /sign-in')) wrong.push(`${part.file} to a stranger: ${text.slice(0, 80)}`)
      for (const who of outsiders) {
        const given = await loaded(part, address, w.people[who])
        if (!given.startsWith('404')) wrong.push(`${part.file} to ${who}: ${given.slice(0, 80)}`)
      }
    }
  expect(wrong).toEqual([])
})

test('each loader gives a guest, by itself, nothing that is for members', { timeout: 300_000 }, async () => {
  const wrong: string[] = []
  for (const part of w.parts.filter(({ pattern, loader }) => loader && pattern.includes(':workspace')))
    for (const address of w.addressesOf(part.pattern)) {
      const text = await loaded(part, address, w.people['guest'])
      for (const mark of [marks.inside, marks.elsewhere])
        if (text.includes(mark)) wrong.push(`${part.file}: ${around(text, mark)}`)
      if (text.startsWith('fault')) wrong.push(`${part.file}: ${text}`)
    }
  expect(wrong).toEqual([])
})

test('no page shows a member the addresses, tokens or hashes of others', { timeout: 300_000 }, async () => {
  const secrets = [
    ...(await t.db.selectFrom('sessions').select('token as secret').execute()),
    ...(await t.db.selectFrom('guestLinks').select('tokenHash as secret').execute()),
    ...(await t.db.selectFrom('guestSessions').select('tokenHash as secret').execute()),
    ...(await t.db.selectFrom('shares').select('tokenHash as secret').execute()),
    ...(await t.db.selectFrom('apiKeys').select('keyHash as secret').execute()),
    ...(await t.db.selectFrom('invitations').select('tokenHash as secret').execute()),
  ].map(({ secret }) => secret)
  expect(secrets.length).toBeGreaterThan(8)
  const wrong: string[] = []
  for (const { pattern } of w.closedPages())
    for (const address of w.addressesOf(pattern))
      for (const who of ['owner', 'management', 'guest']) {
        const text = await said(await w.get(address, w.people[who]))
        if (secrets.some((secret) => text.includes(secret))) wrong.push(`${address} to ${who}`)
      }
  expect(wrong).toEqual([])
})
