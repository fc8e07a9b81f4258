import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { pinnedFrom } from '../accounts/share-views.ts'
import * as sharesPage from '../accounts/shares.page.tsx'
import { type NewShare, addShare } from '../accounts/shares.store.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { addSite } from '../collect/sites.store.ts'
import { kpi } from '../kpis/kpis.ts'
import * as sharedKpis from '../kpis/shared-kpis.page.tsx'
import { createObject } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { cardOf } from './cards.ts'
import * as dashboardPage from './dashboard.page.tsx'
import { changeDashboard, createDashboard, setRemoved } from './dashboards.store.ts'
import * as shared from './shared-dashboard.page.tsx'

// Shares of what is made of the project itself: a dashboard and the KPIs; no address makes them show more.

const t = await testInstance()
const now = new Date('2026-03-05T11:00:00Z')
const app = { ...t.app, clock: () => now }
let workspace: Workspace
let lead: Scope
let project: Project
let elsewhere: Project
let id: string
let followed: string

const frame = {
  name: 'Boutique', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore
const week = { preset: '7d', startsOn: null, endsOn: null, site: null } as const
const visits = (cardId: string) => cardOf('number', { id: cardId, metrics: ['visits'] })

beforeAll(async () => {
  workspace = await t.workspace()
  lead = { ...(await makeMember(app, workspace, 'lead')), now }
  project = await createProject(lead, frame)
  elsewhere = await createProject(lead, { ...frame, name: 'Ailleurs' })
  const site = await addSite(lead, { domain: 'ruches.example', projectId: project.id })
  const visit = (visit: number, at: string) => ({ site: site.id, visitor: visit, visit, at, startedAt: at, path: '/miel', entry: '/miel' }) // prettier-ignore
  await tell(t.clickhouse, [
    visit(1, '2026-03-04T08:00:00Z'),
    visit(2, '2026-03-03T08:00:00Z'),
    visit(3, '2026-01-10T08:00:00Z'),
  ])
  const own = Object.fromEntries(Object.keys(kpi.fields).map((name) => [name, null]))
  const reached = {
    ...own, title: 'Visites', metric: 'visits', nature: 'aim', direction: 'up', startsOn: '2026-03-01', endsOn: '2026-03-31', target: 40,
    owner: 'Camille Nomcaché',
  } // prettier-ignore
  followed = await createObject(lead, kpi, project.id, reached)
  id = await createDashboard(lead, project.id, { ...week, name: 'Semaine' }, [
    visits('a'),
    cardOf('line', { id: 'b', metrics: ['pageviews'] }),
    cardOf('bullet', { id: 'c', kpi: followed }),
    cardOf('number', { id: 'd', fact: 'budgetSpent' }),
  ])
})

const given: NewShare = { view: 'dashboard', name: 'Agence', pinned: '', changesPeriod: false, days: 30, password: '' }
const make = (more: Partial<NewShare> = {}) =>
  addShare(lead, project.id, { ...given, pinned: `id=${id}&title=Semaine`, ...more })
const open = (token: string, search = '') =>
  new Visitor(app).open(shared.loader, `/s/${token}/dashboard${search}`, { token })
const shown = async (token: string, search = '') =>
  (await open(token, search)) as Awaited<ReturnType<typeof shared.loader>>
const inside = async () => {
  const camille = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
  const address = `/w/${workspace.slug}/p/${project.slug}/dashboards/${id}`
  const params = { workspace: workspace.slug, project: project.slug, id }
  return (await camille.open(dashboardPage.loader, address, params)) as Awaited<ReturnType<typeof dashboardPage.loader>>
}

describe('a dashboard', () => {
  test('shows the figures of the page it was made from, KPIs and facts too', async () => {
    const { figures, name, preset } = await shown(await make())
    expect([name, preset]).toEqual(['Semaine', '7d'])
    expect(figures.cards[0]?.totals).toEqual([2])
    expect(figures.cards[2]?.kpi?.target).toBe(40)
    expect(figures).toEqual((await inside()).figures)
  })

  test.each([
    ['another dashboard', 'id'],
    ['a longer period', 'period'],
    ['other dates', 'dates'],
    ['another site', 'site'],
  ])('is not widened by %s', async (_what, how) => {
    const token = await make()
    const other = await createDashboard(lead, project.id, { ...week, name: how }, [visits('z')])
    const search = {
      id: `?id=${other}`,
      period: '?period=12m',
      dates: '?from=2026-01-01&to=2026-03-04',
      site: '?site=autre.example&f=',
    }[how]
    expect(await shown(token, search)).toEqual(await shown(token))
  })

  test('keeps the period it was made with, fixed or of the page, and gives way where its maker allowed it', async () => {
    const days = { from: '2026-03-04', to: '2026-03-04' }
    const fixed = await shown(await make({ pinned: pinnedFrom(`id=${id}&period=12m`, days) }))
    expect([fixed.figures.period, fixed.figures.cards[0]?.totals]).toEqual([days, [1]])
    const free = await make({ changesPeriod: true })
    expect((await shown(free, '?period=12m')).figures.cards[0]?.totals).toEqual([3])
    expect((await shown(free)).figures.cards[0]?.totals).toEqual([2])
  })

  test('follows what the team composes, and is gone with it', async () => {
    const own = await createDashboard(lead, project.id, { ...week, name: 'Suivi' }, [visits('a')])
    const token = await make({ pinned: `id=${own}` })
    await changeDashboard(lead, project.id, own, 1, ({ cards }) => ({ cards: [...cards, visits('b')] }))
    expect((await shown(token)).figures.cards).toHaveLength(2)
    await setRemoved(lead, project.id, own, true)
    await expect(open(token)).rejects.toMatchObject({ status: 404 })
  })

  test('is one of its own project', async () => {
    const foreign = await createDashboard(lead, elsewhere.id, { ...week, name: 'Ailleurs' }, [])
    await expect(open(await make({ pinned: `id=${foreign}` }))).rejects.toMatchObject({ status: 404 })
    await expect(open(await make({ pinned: '' }))).rejects.toMatchObject({ status: 404 })
  })
})

describe('the KPIs', () => {
  test('stand as on their board, without the names of those who answer for them', async () => {
    const token = await make({ view: 'kpis', pinned: '' })
    const found = await new Visitor(app).open(sharedKpis.loader, `/s/${token}/kpis`, { token })
    expect(found).toMatchObject({ currency: 'EUR', rows: [{ id: followed, title: 'Visites', target: 40 }] })
    expect(JSON.stringify(found)).not.toContain('Nomcaché')
  })

  test('are no door to another view, nor another view to them', async () => {
    const [board, kpis] = [await make(), await make({ view: 'kpis', pinned: '' })]
    expect(goesTo(await open(kpis, `?id=${id}`))).toBe(`/s/${kpis}`)
    const tried = await new Visitor(app).open(sharedKpis.loader, `/s/${board}/kpis`, { token: board })
    expect(goesTo(tried)).toBe(`/s/${board}`)
  })
})

test('the page that makes shares says what each shows, and asks for a period where there is one', async () => {
  const camille = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
  const params = { workspace: workspace.slug, project: project.slug }
  const offered = async (search: string) => {
    const address = `/w/${workspace.slug}/p/${project.slug}/shares${search}`
    return ((await camille.open(sharesPage.loader, address, params)) as { offered: unknown }).offered
  }
  const { share } = await inside()
  const days = { from: '2026-02-27', to: '2026-03-05' }
  expect(await offered(share?.slice(share.indexOf('?')) ?? '')).toMatchObject({
    of: 'Semaine',
    period: 'rolling',
    days,
  })
  expect(await offered('?view=kpis')).toMatchObject({ view: 'kpis', period: 'none', days: null })
  expect(await offered('?view=dashboard')).toBeNull()
})
