import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import * as door from '../accounts/share.page.tsx'
import { askedOfShare, pinnedFrom } from '../accounts/share-views.ts'
import * as sharesPage from '../accounts/shares.page.tsx'
import { type NewShare, addShare, listShares, revokeShare } from '../accounts/shares.store.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { addSite } from '../collect/sites.store.ts'
import { everyPage } from '../every-route.fixture.ts'
import { httpServer } from '../http.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as audiencePage from './audience.page.tsx'
import * as sharedPage from './shared-audience.page.tsx'
import { sitesOf } from './analytics.store.ts'
import { tell } from './visits.fixture.ts'

// A share of the audience: what it shows, to whom, and that no address makes it show more.

const t = await testInstance()
let now = new Date('2026-11-24T11:00:00Z')
const app = { ...t.app, clock: () => now }
let workspace: Workspace
let lead: Scope
let project: Project

const frame = {
  name: 'Boutique', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  lead = { ...(await makeMember(app, workspace, 'lead')), now }
  project = await createProject(lead, frame)
  await addSite(lead, { domain: 'a.example', projectId: project.id })
  await addSite(lead, { domain: 'b.example', projectId: project.id })
  const [a, b] = await sitesOf(lead, { project: project.id })
  const visit = (site: number, id: number, at: string, path: string, channel: string) => ({
    site, visitor: id, visit: id, at, startedAt: at, path, entry: path, shared: { visit_channel: channel },
  }) // prettier-ignore
  await tell(t.clickhouse, [
    visit(a?.id ?? 0, 1, '2026-11-24T08:00:00Z', '/miel', 'Email'),
    visit(a?.id ?? 0, 2, '2026-11-23T08:00:00Z', '/cire', 'Direct'),
    visit(a?.id ?? 0, 3, '2026-09-10T08:00:00Z', '/ancien', 'Email'),
    visit(b?.id ?? 0, 4, '2026-11-24T08:00:00Z', '/autre-site', 'Email'),
  ])
})

const pinned = 'site=a.example&period=7d&f=channel:is:Email'
const given: NewShare = { view: 'audience', name: 'Agence', pinned, changesPeriod: false, days: 30, password: '' }
const make = (more: Partial<NewShare> = {}) => addShare(lead, project.id, { ...given, ...more })

const open = (token: string, search = '', who = new Visitor(app)) =>
  who.open(sharedPage.loader, `/s/${token}/audience${search}`, { token })
type Shown = Awaited<ReturnType<typeof sharedPage.loader>>
const shown = async (token: string, search = '', who = new Visitor(app)) => (await open(token, search, who)) as Shown
const atDoor = async (token: string, who = new Visitor(app)) => who.open(door.loader, `/s/${token}`, { token })

describe('what it shows', () => {
  test('the same figures as the page it was made from', async () => {
    const reader = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
    const address = `/w/${workspace.slug}/p/${project.slug}/audience?${pinned}`
    const inside = await reader.open(audiencePage.loader, address, { workspace: workspace.slug, project: project.slug })
    const outside = await shown(await make())
    expect(outside.totals.pageviews).toBe(1)
    const { totals, panels, series, before } = outside
    expect(inside).toMatchObject({ totals, panels, series, before })
  })

  test('a link that leads through its door, and counts each opening, not each click inside', async () => {
    const token = await make({ name: 'Compté' })
    expect(goesTo(await atDoor(token))).toBe(`/s/${token}/audience`)
    await open(token)
    const http = httpServer(app, (await everyPage()).answer)
    await http.request(`http://localhost:3000/s/${token}/audience`, { headers: { 'sec-fetch-mode': 'cors' } })
    const row = (await listShares(lead, project.id)).find(({ name }) => name === 'Compté')
    expect(row).toMatchObject({ openings: 1, openedAt: now })
  })
})

describe('nobody widens it', () => {
  let narrow: { readonly token: string; readonly seen: Shown }
  beforeAll(async () => {
    const token = await make()
    narrow = { token, seen: await shown(token) }
  })

  test.each([
    ['another site', '?site=b.example'],
    ['both sites', '?site=a.example&site=b.example'],
    ['no filter', '?f='],
    ['another filter', '?f=channel:is:Direct'],
    ['one more filter', '?f=page:is:/cire&f=channel:is:Direct'],
    ['a longer period', '?period=12m'],
    ['other dates', '?from=2026-01-01&to=2026-11-24'],
    ['another comparison', '?compare=year'],
    ['all of it', '?site=b.example&f=&period=12m&compare=none'],
  ])('%s', async (_what, search) => {
    expect(await shown(narrow.token, search)).toEqual(narrow.seen)
  })

  test('the period changes where the maker allowed it, and nothing else with it', async () => {
    const token = await make({ changesPeriod: true })
    const longer = await shown(token, '?period=12m&site=b.example&f=')
    expect(longer.totals.pageviews).toBe(2)
    expect(longer.domain).toBe('a.example')
    expect(longer.view.filters).toEqual((await shown(token)).view.filters)
  })

  test('a fixed period stays, a rolling one moves on', async () => {
    const fixed = await make({ pinned: pinnedFrom(pinned, { from: '2026-11-20', to: '2026-11-24' }) })
    const rolling = await make()
    now = new Date('2026-12-10T11:00:00Z')
    const [stays, moves] = [await shown(fixed), await shown(rolling)]
    now = new Date('2026-11-24T11:00:00Z')
    expect(stays.view.period).toEqual({ from: '2026-11-20', to: '2026-11-24' })
    expect(moves.view.period).toEqual({ from: '2026-12-04', to: '2026-12-10' })
  })

  test('it opens no other page, file or data of the project', async () => {
    const { answer, pages } = await everyPage()
    const http = httpServer(app, answer)
    const token = await make({ password: 'quatre mots bien longs' })
    const visitor = new Visitor(app)
    await visitor.send(door.action, `/s/${token}`, { password: 'quatre mots bien longs' }, { token })
    const headers = { cookie: visitor.cookie, accept: 'text/html' }
    const inside = await http.request(`http://localhost:3000/s/${token}/audience`, { headers })
    expect(inside.status).toBe(200)
    const wrong: string[] = []
    for (const { pattern } of pages.filter((page) => page.pattern.startsWith('/w/'))) {
      const path = pattern.replace(':workspace', workspace.slug).replace(':project', project.slug)
      const { status, headers: said } = await http.request(`http://localhost:3000${path}`, { headers })
      if (status !== 302 || !said.get('location')?.startsWith('/sign-in')) wrong.push(`${status} ${path}`)
    }
    expect(wrong).toEqual([])
  })

  test('a site that left the project is not replaced by another', async () => {
    await expect(open(await make({ pinned: 'site=parti.example' }))).rejects.toMatchObject({ status: 404 })
    await expect(open(await make({ pinned: '' }))).rejects.toMatchObject({ status: 404 })
  })

  test('only what draws the same figures is read of an address', () => {
    expect(`${askedOfShare('site=a&metric=visits', new URLSearchParams('metric=pageviews&f=x&site=b'), false)}`).toBe(
      'site=a&metric=pageviews',
    )
  })
})

describe('its door', () => {
  const closed = { isClosed: true }

  test('unknown, closed, past its date: one same answer', async () => {
    const revoked = await make({ name: 'Fermé' })
    const id = (await listShares(lead, project.id)).find(({ name }) => name === 'Fermé')?.id ?? ''
    await revokeShare(lead, project.id, id)
    const short = await make({ days: 7 })
    const lasting = await make({ days: 0 })
    now = new Date('2027-11-24T11:00:00Z')
    const answers = await Promise.all([revoked, short, 'x'.repeat(43), ''].map((token) => atDoor(token)))
    const left = await open(short)
    const stays = goesTo(await atDoor(lasting))
    now = new Date('2026-11-24T11:00:00Z')
    expect(answers).toEqual(answers.map(() => expect.objectContaining({ data: closed, init: { status: 404 } })))
    expect(goesTo(left)).toBe(`/s/${short}`)
    expect(stays).toBe(`/s/${lasting}/audience`)
  })

  test('a password is asked before anything is shown; a wrong one answers as an unknown link', async () => {
    const token = await make({ password: 'quatre mots bien longs' })
    const visitor = new Visitor(app)
    expect(goesTo(await open(token, '', visitor))).toBe(`/s/${token}`)
    const wrong = await visitor.send(door.action, `/s/${token}`, { password: 'autre chose' }, { token })
    const unknown = await visitor.send(door.action, '/s/inconnu', { password: 'autre chose' }, { token: 'inconnu' })
    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(404)
      expect(await answer.json()).toEqual(closed)
    }
    const right = await visitor.send(door.action, `/s/${token}`, { password: 'quatre mots bien longs' }, { token })
    expect(goesTo(right)).toBe(`/s/${token}/audience`)
    expect(right.headers.getSetCookie()[0]).toMatch(/^filrouge_share=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    expect((await shown(token, '', visitor)).domain).toBe('a.example')
    const other = await make({ password: 'quatre mots bien longs' })
    expect(goesTo(await open(other, '', visitor))).toBe(`/s/${other}`)
  })

  test('guessing is stopped', async () => {
    const token = await make({ password: 'quatre mots bien longs' })
    const tries = async (n: number): Promise<unknown> =>
      n === 0 ? null : (await new Visitor(app).send(door.action, '/s/x', { password: `${n}` }, { token }), tries(n - 1))
    await tries(10)
    await expect(tries(1)).rejects.toMatchObject({ status: 429 })
  })
})

describe('the page that makes them', () => {
  const send = async (role: 'contributor' | 'management', fields: Record<string, string>) => {
    const person = await makeMember(app, workspace, role)
    const browser = new Visitor(app, await signedInCookie(app, person.user.id ?? ''))
    const params = { workspace: workspace.slug, project: project.slug }
    return browser.send(sharesPage.action, `/w/${workspace.slug}/p/${project.slug}/shares`, fields, params)
  }
  const form = {
    intent: 'add', view: 'audience', what: pinned, from: '2026-11-18', to: '2026-11-24', name: 'Conseil', period: 'fixed', days: '7',
    password: '',
  } // prettier-ignore

  test('gives a contributor a link, once; only a hash of it is kept', async () => {
    const { link } = (await (await send('contributor', form)).json()) as { link: string }
    const token = link.split('/s/')[1] ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    expect((await shown(token)).view.period).toEqual({ from: '2026-11-18', to: '2026-11-24' })
    expect(JSON.stringify(await t.db.selectFrom('shares').selectAll().execute())).not.toContain(token)
  })

  test.each([
    ['name', { name: ' ' }],
    ['days', { days: '8' }],
    ['days', { days: '' }],
    ['password', { password: 'court' }],
    ['view', { view: 'budget' }],
  ])('says what is wrong with %s', async (field, change) => {
    const answer = await send('contributor', { ...form, ...change })
    expect(answer.status).toBe(422)
    expect((await answer.json()) as object).toHaveProperty(['problems', field])
  })

  test('lists what is open before what has expired and what was closed, and keeps when', async () => {
    const other = await createProject(lead, { ...frame, name: 'Liste' })
    await Promise.all(
      [['Clos', 0], ['Expiré', 7], ['Ouvert', 0]].map(([name, days]) =>
        addShare(lead, other.id, { ...given, name: String(name), days: Number(days) }),
      ),
    ) // prettier-ignore
    const closing = (await listShares(lead, other.id)).find(({ name }) => name === 'Clos')?.id ?? ''
    await revokeShare(lead, other.id, closing)
    const later = { ...lead, now: new Date('2026-12-24T11:00:00Z') }
    await revokeShare(later, other.id, closing)
    const states = (await listShares(later, other.id)).map(({ name, state, revokedAt }) => [name, state, revokedAt])
    expect(states).toEqual([
      ['Ouvert', 'open', null],
      ['Expiré', 'expired', null],
      ['Clos', 'closed', now],
    ])
  })

  test('is not for those who only read', async () => {
    await expect(send('management', form)).rejects.toMatchObject({ status: 403 })
  })
})
