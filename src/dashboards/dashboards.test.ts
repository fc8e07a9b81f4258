import { beforeAll, describe, expect, test } from 'vitest'
import { addKey } from '../accounts/keys.store.ts'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { addSite } from '../collect/sites.store.ts'
import { content } from '../content/contents.ts'
import { isAppError } from '../errors.ts'
import { kpi } from '../kpis/kpis.ts'
import { createObject } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as exportPage from './card-export.page.ts'
import * as cardPage from './card.page.tsx'
import { type Card, cardOf } from './cards.ts'
import * as dashboardPage from './dashboard.page.tsx'
import { dashboardRoutes } from './dashboards.http.ts'
import * as listPage from './dashboards.page.tsx'
import { createDashboard, readDashboard } from './dashboards.store.ts'
import * as editPage from './edit.page.tsx'
import { type DashboardFigures, dashboardFigures } from './figures.store.ts'
import * as rotationPage from './rotation.page.tsx'

// A dashboard from its template to its figures, through the doors people and programs use.

const t = await testInstance()
let workspace: Workspace
let lead: Scope
let camille: Visitor
let reader: Visitor
let project: Project

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  const management = await makeMember(t.app, workspace, 'management')
  camille = new Visitor(t.app, await signedInCookie(t.app, lead.user.id ?? ''))
  reader = new Visitor(t.app, await signedInCookie(t.app, management.user.id ?? ''))
  project = await createProject(lead, frame)
  const site = await addSite(lead, {
    domain: 'ruches.example', timeZone: 'Europe/Paris', currency: 'EUR', mode: 'consent', projectId: project.id,
  }) // prettier-ignore
  const visit = (visit: number, day: string, channel: string, country = 'FR', region = 'Bretagne') => ({
    site: site.id, visitor: visit, visit, at: `${day}T10:00:00Z`, startedAt: `${day}T10:00:00Z`, path: '/miel', entry: '/miel',
    shared: { visit_channel: channel, country, region },
  }) // prettier-ignore
  await tell(t.clickhouse, [
    visit(1, '2026-03-02', 'Email'),
    visit(2, '2026-03-02', 'Email'),
    visit(3, '2026-03-03', 'Direct', 'FR', 'Corse'),
    visit(4, '2026-03-05', 'Email', 'BE', ''),
    visit(5, '2026-02-27', 'Email'),
    visit(6, '2026-02-27', 'Email'),
  ])
})

const march = { preset: 'custom', startsOn: '2026-03-02', endsOn: '2026-03-05', site: null } as const
const at = (more = {}) => ({ workspace: workspace.slug, project: project.slug, ...more })
const address = (path = '') => `/w/${workspace.slug}/p/${project.slug}/dashboards${path}`
const make = (cards: readonly Card[], name = 'Mars') => createDashboard(lead, project.id, { ...march, name }, cards)
const card = (kind: Card['kind'], said: Partial<Card> = {}) => cardOf(kind, { id: crypto.randomUUID(), ...said })
const shownTo = async (visitor: Visitor, id: string, search = '') => ((await visitor.open(dashboardPage.loader, address(`/${id}${search}`), at({ id }))) as { figures: DashboardFigures }).figures // prettier-ignore
const idIn = (answer: Response) => goesTo(answer)?.split('/').at(-1) ?? ''
const statusOf = (work: Promise<unknown>) =>
  work.then(
    (answer) => (answer instanceof Response ? answer.status : 200),
    (error: unknown) => (isAppError(error) ? error.status : error),
  )

describe('the figures of a dashboard', () => {
  test('are those of its own period, each kind with what it needs', async () => {
    const id = await make([
      card('number'),
      card('line', { metrics: ['visits', 'pageviews'] }),
      card('bars', { metrics: ['visits'] }),
      card('table', { metrics: ['pageviews', 'bounceRate'], dimension: 'page' }),
      card('bullet', { target: 8 }),
      card('note', { note: 'Bonjour' }),
    ])
    const { cards, compared } = await shownTo(camille, id)
    const [number, line, bars, table, bullet, note] = cards
    expect(compared).toEqual({ from: '2026-02-26', to: '2026-03-01' })
    expect([number?.totals, number?.before, number?.series]).toEqual([[4], [2], [[2, 1, 0, 1]]])
    expect(line?.series).toEqual([
      [2, 1, 0, 1],
      [2, 1, 0, 1],
    ])
    expect(bars?.rows).toEqual([
      { name: 'Email', label: 'E-mail', values: [3] },
      { name: 'Direct', label: 'Accès direct', values: [1] },
    ])
    expect(table?.rows).toEqual([{ name: '/miel', label: '/miel', values: [4, 1] }])
    expect([bullet?.totals, bullet?.card.target, note?.reason]).toEqual([[4], 8, null])
  })

  test('follow the address, a filter and a map of places', async () => {
    const id = await make([card('number', { filters: ['channel:is:Email'] }), card('map', { metrics: ['visits'] })])
    const { cards } = await shownTo(camille, id, '?from=2026-03-02&to=2026-03-02')
    expect(cards.map(({ totals, rows, countries }) => [totals[0], rows, countries])).toEqual([
      [2, [], []],
      [0, [{ name: 'Bretagne', label: 'Bretagne', values: [2] }], [{ name: 'FR', label: 'France', values: [2] }]],
    ])
  })

  test('a card whose KPI, segment or reading is gone says so, and leaves the others standing', async () => {
    const died: unknown[] = []
    const broken = { ...lead, clickhouse: new Proxy(lead.clickhouse, { get: (target, name) => name === 'query' ? (asked: Parameters<typeof target.query>[0]) => asked.query.includes('grouping sets') ? Promise.reject(new Error('cut')) : target.query(asked) : Reflect.get(target, name) }) } // prettier-ignore
    const { cards } = await dashboardFigures(broken, project, {
      site: null,
      cards: [card('number'), card('number', { metrics: ['pageviews'] }), card('bullet', { kpi: crypto.randomUUID() }), card('bars', { segment: crypto.randomUUID() })], // prettier-ignore
      viewOn: () => ({ preset: 'custom', period: { from: march.startsOn, to: march.endsOn }, compare: 'previous', metric: 'visitors', step: null, filters: [], site: null }), // prettier-ignore
      failed: (error) => died.push(error),
    })
    expect(cards.map(({ reason }) => reason?.en.split(':')[0] ?? null)).toEqual([
      'The figure could not be computed. The other cards are right.',
      null,
      'The KPI of this card is gone',
      'The segment of this card is gone',
    ])
    expect(cards[1]?.totals).toEqual([4])
    expect(died).not.toEqual([])
  })

  test('a KPI keeps its own period and path; a fact of the project is held against what was planned', async () => {
    const blank = Object.fromEntries(Object.keys(content.fields).map((name) => [name, null]))
    const write = (title: string, state: string) => createObject(lead, content, project.id, { ...blank, title, state, plannedOn: '2026-03-04' }) // prettier-ignore
    await Promise.all([write('Miel', 'published'), write('Cire', 'draft')])
    const own = Object.fromEntries(Object.keys(kpi.fields).map((name) => [name, null]))
    const visits = await createObject(lead, kpi, project.id, { ...own, title: 'Visites de mars', metric: 'visits', nature: 'aim', direction: 'up', startsOn: '2026-03-01', endsOn: '2026-03-31', target: 31 }) // prettier-ignore
    const id = await make([
      card('number', { kpi: visits }),
      card('line', { kpi: visits }),
      card('number', { fact: 'contentsPublished' }),
      card('bullet', { fact: 'contentsPublished', target: 4 }),
      // A kind that shows no KPI leaves it alone.
      card('bars', { kpi: visits }),
    ])
    const [number, line, published, bullet, bars] = (await shownTo(camille, id)).cards
    expect([number?.said.title, number?.kpi?.value, number?.kpi?.target]).toEqual(['Visites de mars', 4, 31]) // prettier-ignore
    expect(line?.kpi?.course.find(({ day }) => day === '2026-03-05')).toEqual({
      day: '2026-03-05',
      actual: 4,
      planned: 5,
    })
    expect([published?.said.title, published?.fact?.value, published?.fact?.planned]).toEqual([
      'Contenus publiés',
      1,
      2,
    ])
    expect([bullet?.fact?.value, bullet?.card.target, bars?.kpi, bars?.totals]).toEqual([1, 4, null, [4]])
  })

  test('come to programs with the place of each card', async () => {
    const id = await make([card('number', { width: 8 }), card('bars', { width: 6 })])
    const secret = await addKey(await makeMember(t.app, workspace, 'owner'), 'Écran', ['stats:read'])
    const ask = (path: string) => dashboardRoutes(t.app).request(`/api/v1/projects/${project.slug}/dashboards${path}`, { headers: { authorization: `Bearer ${secret}` } }) // prettier-ignore
    const list = (await (await ask('')).json()) as { dashboards: { id: string; cards: number }[] }
    expect(list.dashboards.find((one) => one.id === id)?.cards).toBe(2)
    const one = (await (await ask(`/${id}`)).json()) as { cards: { totals: number[]; place: unknown }[] }
    expect(one.cards.map(({ totals, place }) => [totals, place])).toEqual([
      [[4], { row: 1, column: 1, width: 8 }],
      [[4], { row: 2, column: 1, width: 6 }],
    ])
  })

  test('a card goes as a file', async () => {
    const own = card('bars')
    const id = await make([own])
    const file = (await camille.open(exportPage.loader, address(`/${id}/cards/${own.id}/export?format=csv`), at({ id, card: own.id }))) as Response // prettier-ignore
    expect(file.headers.get('content-disposition')).toContain('visites-par-canal-2026-03-02-2026-03-05.csv')
    expect(await file.text()).toMatch(/E-mail;3/)
  })
})

describe('composing', () => {
  test('starts from a template and ends on the screen that turns', async () => {
    const made = await camille.send(listPage.action, address(), { template: 'lead' }, at())
    const id = idIn(made)
    const { cards } = await readDashboard(lead, project.id, id)
    expect(cards.map(({ kind }) => kind)).toEqual(['number', 'number', 'number', 'number', 'bullet', 'line', 'bars', 'table', 'table']) // prettier-ignore
    const turned = (await camille.open(rotationPage.loader, address(`/rotation?on=${id}&seconds=1`), at())) as { seconds: number; shown: { name: string } } // prettier-ignore
    expect([turned.shown.name, turned.seconds]).toEqual(['Pilotage de la communication', 5])
  })

  test('a card is added, moved, taken away and put back; the second of two editors is told', async () => {
    const first = card('number')
    const id = await make([first])
    const edit = (fields: Record<string, string>) => camille.send(editPage.action, address(`/${id}/edit`), fields, at({ id })) // prettier-ignore
    const add = (fields: Record<string, string>) => camille.send(cardPage.action, address(`/${id}/card/new`), { kind: 'bars', metric: 'visits', ...fields }, at({ id, card: 'new' })) // prettier-ignore
    expect((await add({ version: '1', dimension: 'country' })).status).toBe(302)
    // Their page is of version 1 still.
    const late = await add({ version: '1', title: 'En retard' })
    expect([late.status, ((await late.json()) as { typed: { title: string } }).typed.title]).toEqual([409, 'En retard'])
    await edit({ intent: 'down', card: first.id, version: '2' })
    await edit({ intent: 'up', card: first.id, version: '2' })
    const now = await readDashboard(lead, project.id, id)
    expect(now.cards.map(({ kind }) => kind)).toEqual(['bars', 'number'])
    await edit({ intent: 'remove', card: now.cards[0]?.id ?? '', version: '3' })
    expect((await readDashboard(lead, project.id, id)).cards).toEqual([first])
    await edit({ intent: 'restore', card: now.cards[0]?.id ?? '' })
    expect((await readDashboard(lead, project.id, id)).cards).toEqual(now.cards)
  })

  test('a wrong card keeps what was typed; a wrong period names its field', async () => {
    const id = await make([])
    const wrong = await camille.send(cardPage.action, address(`/${id}/card/new`), { version: '1', kind: 'bullet', figure: 'metric.visits', target: 'mille', title: 'Cap' }, at({ id, card: 'new' })) // prettier-ignore
    expect(wrong.status).toBe(422)
    expect(await wrong.json()).toMatchObject({ problems: { target: 'Écrivez un nombre positif.' }, typed: { title: 'Cap', target: 'mille' } }) // prettier-ignore
    const dates = await camille.send(editPage.action, address(`/${id}/edit`), { intent: 'settings', version: '1', name: 'Mars', preset: 'custom', startsOn: '2026-03-09', endsOn: '2026-03-01' }, at({ id })) // prettier-ignore
    expect(await dates.json()).toMatchObject({ problems: { startsOn: 'Donnez deux jours, le premier avant le second.' } }) // prettier-ignore
  })

  test('a dashboard taken away is gone for all, until its removal is undone', async () => {
    const id = await make([], 'Éphémère')
    await camille.send(editPage.action, address(`/${id}/edit`), { intent: 'delete' }, at({ id }))
    expect(await statusOf(shownTo(camille, id))).toBe(404)
    await camille.send(listPage.action, address(), { intent: 'restore', id, name: 'Éphémère' }, at())
    expect(await statusOf(shownTo(camille, id))).toBe(200)
  })

  test('management reads and composes nothing; another workspace sees none of it', async () => {
    const id = await make([card('number')])
    expect((await shownTo(reader, id)).cards[0]?.totals).toEqual([4])
    expect(await statusOf(reader.open(editPage.loader, address(`/${id}/edit`), at({ id })))).toBe(403)
    expect(await statusOf(reader.send(listPage.action, address(), { template: 'lead' }, at()))).toBe(403)
    const stranger = await t.scope('owner')
    expect(await statusOf(readDashboard(stranger, project.id, id))).toBe(404)
  })
})
