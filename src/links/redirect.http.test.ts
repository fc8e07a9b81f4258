import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { createObject, deleteObject, updateObject } from '../projects/objects.store.ts'
import { createProject } from '../projects/projects.store.ts'
import type { Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { hashPassword } from 'better-auth/crypto'
import { type Click, addClicks, clickTotals, clicksOf, deriveClicks, facetsOf } from './clicks.store.ts'
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

const facetsBy = async (id: string) =>
  Object.fromEntries((await facetsOf(scope, id, period)).map(({ facet, value, count }) => [`${facet} ${value}`, count]))

test('a click adds to totals of its hour, device, place and origin; a robot’s to its name; no row describes one click', async () => {
  const id = await newLink({ slug: 'details', destination: 'https://shop.example/' })
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
  await follow('details', { headers: { 'user-agent': phone, referer: 'https://www.linkedin.com/feed?secret=1' } })
  await follow('details', { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } })
  await expect.poll(async () => (await facetsBy(id))['robot Slack'], { timeout: 5_000 }).toBe(1)
  const found = await facetsBy(id)
  expect(found).toMatchObject({ 'device mobile': 1, 'referrer linkedin.com': 1, 'country ': 1, 'outcome page': 1 })
  expect(Object.keys(found).filter((key) => /^hour [0-2]\d$/.test(key))).toHaveLength(1)
  expect(JSON.stringify(await t.db.selectFrom('linkClickFacets').selectAll().execute())).not.toMatch(
    /secret|iPhone|Mozilla/,
  )
})

test('referrers that anyone may invent are bounded a day, and none is lost', async () => {
  const id = await newLink({ slug: 'invente', destination: 'https://shop.example/' })
  const by = (from: number, to: number): Click[] =>
    Array.from({ length: to - from }, (_, n) => ({
      link: id,
      day: '2026-11-24',
      kind: 'person',
      referrer: `h${from + n}.example`,
    }))
  await addClicks(t.db, by(0, 150), 'hosts-1')
  await addClicks(t.db, by(100, 300), 'hosts-2')
  const rows = await facetsOf(scope, id, period)
  expect(rows).toHaveLength(201)
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(350)
  expect(rows.find(({ value }) => value === '*')?.count).toBe(100)
  expect(rows.find(({ value }) => value === 'h120.example')?.count).toBe(2)
})

describe('a link that ends', () => {
  const leadsTo = async (slug: string) => {
    const answer = await follow(slug)
    return answer.headers.get('location') ?? answer.status
  }

  test('leads to its page up to its last day, then to its fallback with its campaign', async () => {
    const more = { destination: 'https://shop.example/noel', fallback: 'https://shop.example/', utmSource: 'lettre' }
    await newLink({ slug: 'hier', expiresOn: '2020-01-01', ...more })
    await newLink({ slug: 'demain', expiresOn: '2199-01-01', ...more })
    await newLink({ slug: 'sans-repli', expiresOn: '2020-01-01', destination: 'https://shop.example/noel' })
    expect(await leadsTo('hier')).toBe('https://shop.example/?utm_source=lettre')
    expect(await leadsTo('demain')).toBe('https://shop.example/noel?utm_source=lettre')
    expect(await leadsTo('sans-repli')).toBe(410)
  })

  test('after a number of clicks counts people alone, and those of before', async () => {
    const id = await newLink({
      slug: 'trois',
      destination: 'https://shop.example/lot',
      maxClicks: 3,
      fallback: 'https://shop.example/fini',
    })
    await addClicks(
      t.db,
      [
        { link: id, day: '2026-11-24', kind: 'person' },
        { link: id, day: '2026-11-24', kind: 'bot' },
      ],
      'before-three',
    )
    expect(await leadsTo('trois')).toBe('https://shop.example/lot')
    await follow('trois', { headers: { 'user-agent': 'Twitterbot/1.0' } })
    expect(await leadsTo('trois')).toBe('https://shop.example/lot')
    expect(await leadsTo('trois')).toBe('https://shop.example/fini')
    await expect.poll(async () => (await facetsBy(id))['outcome fallback'], { timeout: 5_000 }).toBe(1)
  })
})

test('rules send by device and country, the first that fits; who fits none gets the page', async () => {
  const rules = [
    { device: 'mobile', country: '', destination: 'https://shop.example/app' },
    { device: '', country: 'BE', destination: 'https://shop.example/be' },
  ]
  await newLink({ slug: 'regles', destination: 'https://shop.example/', rules, utmSource: 'qr' })
  const phone = {
    'user-agent':
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  }
  expect((await follow('regles', { headers: phone })).headers.get('location')).toBe(
    'https://shop.example/app?utm_source=qr',
  )
  expect((await follow('regles')).headers.get('location')).toBe('https://shop.example/?utm_source=qr')
})

describe('a protected link', () => {
  const say = (password: string, length?: number) =>
    routes.request('http://localhost:3000/l/cle', {
      method: 'POST',
      body: new URLSearchParams({ password }),
      headers: { ...browser, 'content-length': String(length ?? password.length + 9), 'accept-language': 'fr' },
    })
  let id: string

  beforeAll(async () => {
    id = await newLink({ slug: 'cle', destination: 'https://shop.example/prive?a=1&b=2' })
    const hash = await hashPassword('miel de lavande')
    await t.db.insertInto('linkPasswords').values({ linkId: id, hash, setAt: new Date(), setBy: 'Jeanne' }).execute()
  })

  test('asks its word, to people and robots, and says nothing of where it leads', async () => {
    for (const agent of [browser['user-agent'], 'Slackbot 1.0', '']) {
      const answer = await follow('cle', { headers: { 'user-agent': agent } })
      expect(answer.headers.get('location')).toBeNull()
      expect(await answer.text()).not.toContain('shop.example')
    }
    expect(await (await follow('cle', { headers: { ...browser, 'accept-language': 'fr' } })).text()).toContain(
      'Mot de passe',
    )
  })

  test('opens with the right word, and only then counts a click', async () => {
    const wrong = await say('miel')
    expect(wrong.status).toBe(403)
    expect(await wrong.text()).toContain('pas le bon')
    const right = await say('miel de lavande')
    expect(right.status).toBe(200)
    expect(await right.text()).toContain('content="0;url=https://shop.example/prive?a=1&amp;b=2"')
    await expect.poll(async () => (await facetsBy(id))['outcome page'], { timeout: 5_000 }).toBe(1)
  })

  test('lets nobody try for long, and reads no long form', async () => {
    const tries = []
    for (let n = 0; n < 6; n++) tries.push((await say(`essai ${n}`)).status)
    expect(tries.at(-1)).toBe(429)
    const late = await say('miel de lavande')
    expect(late.status).toBe(429)
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await say('x', 1_000_000)).status).toBe(413)
  })
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
