import { beforeAll, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { createObject, deleteObject, updateObject } from '../projects/objects.store.ts'
import { createProject } from '../projects/projects.store.ts'
import type { Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { addClicks, clickTotals, clicksOf, deriveClicks } from './clicks.store.ts'
import { trackedLink } from './links.ts'
import { redirectRoutes } from './redirect.http.ts'

const t = await testInstance()
let scope: Scope
let project: Project
const routes = redirectRoutes(t.app)
const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
const follow = (slug: string, init: RequestInit = {}) =>
  routes.request(`http://localhost:3000/l/${slug}`, { headers: browser, ...init })

const none = { slug: null, utmSource: null, utmMedium: null, utmCampaign: null, utmContent: null, utmTerm: null }
const newLink = (values: Record<string, unknown>) =>
  createObject(scope, trackedLink, project.id, { ...none, title: 'Lien', ...values })
const period = { from: '2000-01-01', to: '2199-12-31' }

beforeAll(async () => {
  scope = await t.scope('lead')
  project = await createProject(scope, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
})

test('a tracked link leads to its page, with its campaign, and counts a click without a visitor', async () => {
  const id = await newLink({
    slug: 'noel',
    destination: 'https://shop.example/coffrets?taille=2#avis',
    utmSource: 'lettre',
    utmMedium: 'email',
  })
  const answer = await follow('noel')
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe(
    'https://shop.example/coffrets?taille=2&utm_source=lettre&utm_medium=email#avis',
  )
  expect(answer.headers.get('set-cookie')).toBeNull()
  expect(answer.headers.get('cache-control')).toBe('no-store')
  await follow('NOEL', { headers: { 'user-agent': 'facebookexternalhit/1.1' } })
  await follow('noel', { headers: { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' } })
  await expect
    .poll(async () => Object.fromEntries((await clicksOf(scope, id, period)).map(({ kind, count }) => [kind, count])), {
      timeout: 5_000,
    })
    .toEqual({ person: 1, preview: 1, bot: 1 })
  const stored = await t.db.selectFrom('linkClicks').selectAll().where('linkId', '=', id).execute()
  expect(Object.keys(stored[0] ?? {}).sort()).toEqual(['count', 'day', 'kind', 'linkId'])
  expect(await clickTotals(scope, [id])).toEqual(new Map([[id, 1]]))
})

test('a link saved without an address gets one', async () => {
  const id = await newLink({ destination: 'https://shop.example/' })
  const { slug } = await t.db.selectFrom('trackedLinks').select('slug').where('id', '=', id).executeTakeFirstOrThrow()
  expect(slug).toMatch(/^[2-9a-hjkmnp-z]{7}$/)
  expect((await follow(slug)).status).toBe(302)
})

test('a link whose address is emptied keeps it: it may be printed', async () => {
  const destination = 'https://shop.example/carte'
  const id = await newLink({ slug: 'carte-colis', destination })
  const values = { ...none, title: 'Carte', destination, slug: '' }
  expect(await updateObject(scope, trackedLink, project.id, id, 1, values)).toMatchObject({ saved: true })
  expect((await follow('carte-colis')).status).toBe(302)
})

test.each(['unknown', 'a', '-x', '%2e%2e', 'x'.repeat(61), '<script>'])(
  '/l/%s is not found, and says so in plain text',
  async (slug) => {
    const answer = await follow(encodeURIComponent(slug))
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toContain('text/plain')
  },
)

test('a link that leads to a tracked link of ours does not turn in circles', async () => {
  await newLink({ slug: 'boucle', destination: 'http://localhost:3000/l/boucle' })
  expect((await follow('boucle')).status).toBe(409)
})

test('an address that would run a script is never followed, even written straight into the table', async () => {
  const id = await newLink({ slug: 'mauvais', destination: 'https://shop.example/' })
  await t.db.updateTable('trackedLinks').set({ destination: 'javascript:alert(1)' }).where('id', '=', id).execute()
  const answer = await follow('mauvais')
  expect(answer.status).toBe(409)
  expect(answer.headers.get('location')).toBeNull()
})

test('a deleted link stops within seconds', async () => {
  const id = await newLink({ slug: 'fini', destination: 'https://shop.example/' })
  expect((await follow('fini')).status).toBe(302)
  await deleteObject(scope, trackedLink, project.id, id)
  await expect.poll(async () => (await follow('fini')).status, { timeout: 6_000, interval: 500 }).toBe(404)
})

test('a batch of clicks sent twice counts once, and clicks of an erased link are let go', async () => {
  const id = await newLink({ slug: 'deux', destination: 'https://shop.example/' })
  const clicks = [
    { link: id, day: '2026-11-24', kind: 'person' as const },
    { link: id, day: '2026-11-24', kind: 'person' as const },
    { link: crypto.randomUUID(), day: '2026-11-24', kind: 'person' as const },
  ]
  await addClicks(t.db, clicks, 'token-1')
  await addClicks(t.db, clicks, 'token-1')
  await addClicks(t.db, clicks, 'token-2')
  expect(await clicksOf(scope, id, period)).toEqual([{ day: '2026-11-24', kind: 'person', count: 4 }])
})

test('another workspace sees none of these clicks', async () => {
  const other = await t.scope('owner')
  const id = await newLink({ slug: 'secret', destination: 'https://shop.example/' })
  await addClicks(t.db, [{ link: id, day: '2026-11-24', kind: 'person' }], 'token-3')
  expect(await clicksOf(other, id, period)).toEqual([])
  expect(await clickTotals(other, [id])).toEqual(new Map())
  const object = {
    id,
    kind: 'trackedLink',
    title: '',
    state: null,
    createdAt: new Date(),
    updatedAt: new Date(),
    values: {},
    derived: {},
  }
  expect(await deriveClicks(other, project.id, [object])).toEqual(new Map([[id, { clicks: 0 }]]))
  expect(await deriveClicks(scope, project.id, [object])).toEqual(new Map([[id, { clicks: 1 }]]))
})
