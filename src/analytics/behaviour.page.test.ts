import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { collectRoutes } from '../collect/collect.http.ts'
import { addSite } from '../collect/sites.store.ts'
import { isAppError } from '../errors.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as exportPage from './audience-export.page.ts'
import * as behaviourPage from './behaviour.page.tsx'
import { reportPaths, reports, shapes } from './behaviour.ts'
import { en } from './behaviour.en.ts'
import { fr } from './behaviour.fr.ts'
import * as nowPage from './real-time-now.page.ts'
import * as livePage from './real-time.page.tsx'
import type { RealTime } from './real-time.store.ts'
import { sections } from './sections.ts'

// From what a browser sends to what the pages of behaviour and of real time show, asked for as a browser asks for them.

const t = await testInstance()
let workspace: Workspace
let lead: Scope
let reader: Visitor
let project: Project
let bare: Project

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const another = firefox.replaceAll('140', '128')

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  reader = new Visitor(t.app, await signedInCookie(t.app, lead.user.id ?? ''))
  project = await createProject(lead, { ...frame, name: 'Boutique' })
  bare = await createProject(lead, { ...frame, name: 'Futur' })
  await addSite(lead, { domain: 'ruches.example', projectId: project.id, settings: { searchParams: ['q'] } })
})

const http = collectRoutes(t.app)
const send = async (event: Record<string, unknown>, userAgent = firefox): Promise<unknown> => {
  const answer = await http.request('/api/event', {
    method: 'POST',
    headers: { 'user-agent': userAgent },
    body: JSON.stringify({ site: 'ruches.example', url: 'https://ruches.example/', ...event }),
  })
  return answer.json()
}

const at = (which: Project) => ({ workspace: workspace.slug, project: which.slug })
const live = async (search = '') => {
  const answer = (await reader.open(
    nowPage.loader,
    `/w/${workspace.slug}/p/${project.slug}/audience/real-time/now${search}`,
    at(project),
  )) as Response
  return (await answer.json()) as RealTime
}
const open = (path: string, which = project, search = '') =>
  reader.open(
    behaviourPage.loader,
    `/w/${workspace.slug}/p/${which.slug}/audience/${path}${search}`,
    at(which),
  ) as ReturnType<typeof behaviourPage.loader>

describe('real time', () => {
  test('a project without a site is told where to add one, and has no live figures', async () => {
    const found = (await reader.open(livePage.loader, `/w/${workspace.slug}/p/${bare.slug}/audience/real-time`, at(bare))) as { kind: string } // prettier-ignore
    expect(found.kind).toBe('noSite')
    const error = await reader
      .open(nowPage.loader, `/w/${workspace.slug}/p/${bare.slug}/audience/real-time/now`, at(bare))
      .then(() => null, (problem: unknown) => problem) // prettier-ignore
    expect(isAppError(error) && error.status).toBe(404)
  })

  test('what was accepted shows, by page, event and minute; nothing of a robot', async () => {
    expect(await live()).toMatchObject({ now: 0, visitors: 0, pageviews: 0 })
    expect(await send({ url: 'https://ruches.example/miel?q=Miel' })).toEqual({ status: 'accepted' })
    await send({ name: 'order', id: 'A-1', revenue: { amount: 34.8, currency: 'EUR' }, products: [{ name: 'Miel', price: 12.9, quantity: 2 }] }) // prettier-ignore
    await expect
      .poll(async () => (await live()).lists.event, { timeout: 10_000 })
      .toEqual([{ name: 'order', count: 1 }])
    const found = await live()
    expect(found).toMatchObject({ now: 1, visitors: 1, pageviews: 1 })
    expect(found.lists.page).toEqual([{ name: '/miel', count: 1 }])
    expect(found.minutes).toHaveLength(30)
    expect(found.minutes.reduce((sum, one) => sum + (one.pageviews ?? 0), 0)).toBe(1)
    expect(found.minutes.every(({ at: clock }) => /^\d\d:\d\d$/.test(clock))).toBe(true)
  })

  test('the page is served with the same figures, and a stranger finds nothing', async () => {
    const found = (await reader.open(livePage.loader, `/w/${workspace.slug}/p/${project.slug}/audience/real-time`, at(project))) as { kind: string; live: RealTime } // prettier-ignore
    expect(found).toMatchObject({ kind: 'live', domain: 'ruches.example', live: { pageviews: 1 } })
    const stranger = await makeMember(t.app, await t.workspace('Ailleurs'), 'owner')
    const other = new Visitor(t.app, await signedInCookie(t.app, stranger.user.id ?? ''))
    const error = await other
      .open(nowPage.loader, `/w/${workspace.slug}/p/${project.slug}/audience/real-time/now`, at(project))
      .then(() => null, (problem: unknown) => problem) // prettier-ignore
    expect(isAppError(error) && error.status).toBe(404)
  })
})

describe('what ends a page', () => {
  test('joins the visit under way, keeps it a bounce, and begins none', async () => {
    expect(await send({ name: 'engagement', props: { time: 12, scroll: 80 } })).toMatchObject({ status: 'accepted' })
    expect(await send({ name: 'engagement', props: { time: 12 } }, another)).toEqual({
      status: 'dropped',
      reason: 'leftLate',
    })
  })

  test('an image counts a page view, and says by its status what it could not', async () => {
    const image = (query: string, referer = 'https://ruches.example/sans-script') =>
      http.request(`/pixel.gif${query}`, { headers: { 'user-agent': firefox, referer } })
    const answer = await image('?site=ruches.example')
    expect([answer.status, answer.headers.get('content-type'), (await answer.arrayBuffer()).byteLength]).toEqual([
      200,
      'image/gif',
      42,
    ])
    expect((await image('?site=inconnu.example')).status).toBe(404)
    expect((await image('?site=ruches.example', '')).status).toBe(400)
    expect((await image('')).status).toBe(400)
    await expect.poll(async () => (await live()).lists.page.map(({ name }) => name), { timeout: 10_000 }).toContain('/sans-script')
  }) // prettier-ignore
})

describe('the pages', () => {
  test.each(reports)('%s has figures, and tables whose words are said in both languages', async (report) => {
    const data = await open(reportPaths[report])
    if (data.kind !== 'behaviour') throw new Error(data.kind)
    expect(data.report).toBe(report)
    expect(Object.keys(data.tables)).toEqual(Object.keys(shapes[report].tables))
    for (const words of [fr, en]) {
      for (const { key } of shapes[report].figures) expect(words.figures).toHaveProperty(key)
      for (const [name, { columns }] of Object.entries(shapes[report].tables)) {
        expect(words.tables).toHaveProperty(name)
        for (const { key } of columns) expect(words.columns).toHaveProperty(key)
      }
    }
    for (const [name, rows] of Object.entries(data.tables))
      for (const row of rows) for (const { key } of shapes[report].tables[name]?.columns ?? []) expect(row).toHaveProperty(key) // prettier-ignore
  })

  test('show what came in', async () => {
    const orders = await open('orders', project, '?period=today')
    expect(orders).toMatchObject({ figures: { revenue: 3480, orders: 1, pieces: 2 } })
    expect(await open('site-search')).toMatchObject({ tables: { terms: [{ term: 'miel', searches: 1 }] } })
    expect(await open('reading')).toMatchObject({ figures: { measured: 1, time: 12, depth: 80 } })
    expect(await open('orders', bare)).toMatchObject({ kind: 'noSite' })
  })

  test('each is one of the audience’s', () => {
    const paths = sections.map(({ path }) => path as string)
    expect(reports.map((report) => `audience/${reportPaths[report]}`).filter((path) => !paths.includes(path))).toEqual(
      [],
    )
  })
})

describe('a table as a file', () => {
  const exported = async (listing: string, locale = 'fr') => {
    const who = new Visitor(t.app, `${reader.cookie}; filrouge_locale=${locale}`)
    const answer = (await who.open(
      exportPage.loader,
      `/w/${workspace.slug}/p/${project.slug}/audience/export/${listing}?period=today`,
      { ...at(project), panel: listing },
    )) as Response
    return (await answer.text()).replace('\ufeff', '').trimEnd().split('\r\n')
  }

  test('money is in the currency of the site, and the head says so', async () => {
    expect(await exported('orders-products')).toEqual(['Produit;Quantité;Montant (EUR);Commandes', 'Miel;2;25,8;1'])
    expect((await exported('orders-products', 'en'))[0]).toBe('Product,Quantity,Amount (EUR),Orders')
  })

  test.each(['orders-nonsense', 'nonsense-products', 'orders', '', 'orders-__proto__'])('there is none at "%s"', async (listing) => {
    const error = await exported(listing).then(() => null, (problem: unknown) => problem)
    expect(isAppError(error) && error.status).toBe(404)
  }) // prettier-ignore
})
