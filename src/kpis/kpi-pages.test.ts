import { beforeAll, describe, expect, test } from 'vitest'
import { guestBrowserCookie, makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { catalog } from '../catalog.ts'
import { addSite } from '../collect/sites.store.ts'
import { isAppError } from '../errors.ts'
import { createObject, readObject, updateObject } from '../projects/objects.store.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { addLink } from '../projects/thread.store.ts'
import { testInstance } from '../testing.ts'
import * as followUpPage from './follow-up.page.tsx'
import * as boardPage from './kpi-board.page.tsx'
import { goal, kpi, kpiMetrics } from './kpis.ts'
import type { Kpi } from './kpis.ts'
import { shownValue, toneOf } from './show.ts'

/*
 * Read on 10 November 2026, a third of the way through a period of thirty days. Each day so far: four visits, one of which orders for
 * 25 €; two come by e-mail. So 40 visits, 10 orders, 250 €, a rate of 25 %.
 */
const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-10T20:00:00Z') }
let workspace: Workspace
let lead: Scope
let reader: Visitor
let project: Project

const usual: Kpi = {
  title: 'KPI', metric: 'visits', nature: 'aim', direction: 'up', owner: null, baseline: null, target: null, unit: null, threshold: null,
  startsOn: '2026-11-01', endsOn: '2026-11-30', site: null, filterDimension: null, filterValue: null, measured: null, measuredOn: null,
  source: null, cause: null, formula: null, pathShape: null, path: null,
} // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  lead = { ...(await makeMember(app, workspace, 'lead')), now: app.clock() }
  reader = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
  project = await createProject(lead, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  await addSite(lead, { domain: 'kpi.example', projectId: project.id })
  const [site] = await sitesOf(lead, { project: project.id })
  await tell(
    t.clickhouse,
    Array.from({ length: 10 }, (_, day) =>
      Array.from({ length: 4 }, (_, n) => {
        const at = `2026-11-${String(day + 1).padStart(2, '0')}T1${n}:00:00Z`
        const visit = {
          site: site?.id ?? 0, visitor: day * 4 + n, visit: day * 4 + n, at, startedAt: at, path: '/', entry: '/',
          shared: { visit_channel: n < 2 ? 'Email' : 'Direct' },
        } // prettier-ignore
        return n === 0 ? [visit, { ...visit, name: 'order', revenueCents: 2_500 }] : [visit]
      }).flat(),
    ).flat(),
  )
})

const at = (id = '') => ({ workspace: workspace.slug, project: project.slug, id })
const base = () => `/w/${workspace.slug}/p/${project.slug}`
const newKpi = (values: Partial<Kpi>) => createObject(lead, kpi, project.id, { ...usual, ...values })

const board = async (who = reader) =>
  (await who.open(boardPage.loader, `${base()}/kpi-board`, at())) as Awaited<ReturnType<typeof boardPage.loader>>
const followUp = async (id: string, who = reader) =>
  (await who.open(followUpPage.loader, `${base()}/kpis/${id}/follow-up`, at(id))) as Awaited<
    ReturnType<typeof followUpPage.loader>
  >
const statusOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  return isAppError(error) ? error.status : error
}

describe('the board', () => {
  test('begins empty, and whoever may add a KPI is told so', async () => {
    expect(await board()).toMatchObject({ rows: [], canWrite: true })
    const management = await makeMember(app, workspace, 'management')
    const who = new Visitor(app, await signedInCookie(app, management.user.id ?? ''))
    expect(await board(who)).toMatchObject({ rows: [], canWrite: false })
  })

  test('says in words and figures where each KPI stands, what asks for attention first', async () => {
    await newKpi({ title: 'A visites', target: 100 })
    await newKpi({ title: 'B chiffre d’affaires', metric: 'revenue', target: 3_000 })
    await newKpi({ title: 'C visites par e-mail', target: 60, filterDimension: 'channel', filterValue: 'Email' })
    await newKpi({ title: 'D rebond', metric: 'bounceRate', direction: 'down', baseline: 80, target: 70 })
    await newKpi({ title: 'E sans cible' })
    await newKpi({ title: 'F plus tard', target: 10, startsOn: '2027-01-01', endsOn: '2027-01-31' })
    await newKpi({ title: 'G fini', target: 30, startsOn: '2026-11-01', endsOn: '2026-11-08' })
    await newKpi({ title: 'H alerte de rebond', metric: 'bounceRate', nature: 'alert', direction: 'down', target: 60 })
    const { rows } = await board()
    expect(rows.map(({ title, actual, status }) => [title, actual, status.expected, status.state])).toEqual([
      ['B chiffre d’affaires', 250, 1_000, 'offTarget'],
      ['H alerte de rebond', 75, 60, 'offTarget'],
      ['E sans cible', 40, null, 'unknown'],
      ['F plus tard', null, null, 'notStarted'],
      ['A visites', 40, expect.closeTo(100 / 3, 8), 'onTarget'],
      ['C visites par e-mail', 20, 20, 'onTarget'],
      // Three visits in four saw one page and no more: 75 % where 76.7 % was expected by now.
      ['D rebond', 75, expect.closeTo(80 - 10 / 3, 8), 'onTarget'],
      ['G fini', 32, 30, 'reached'],
    ])
    for (const { status } of rows) {
      expect(status.sentence.fr).toMatch(/\S/)
      expect(status.sentence.en).toMatch(/\S/)
    }
  })

  test('is for members: a guest is refused, a stranger finds nothing', async () => {
    const guest = new Visitor(app, await guestBrowserCookie(app, workspace.id, project.id))
    const stranger = await makeMember(app, await t.workspace('Ailleurs'), 'owner')
    const other = new Visitor(app, await signedInCookie(app, stranger.user.id ?? ''))
    expect(await statusOf(board(guest))).toBe(403)
    expect(await statusOf(board(other))).toBe(404)
  })
})

describe('a KPI followed', () => {
  test('counts the conversions of its own goals, and names them', async () => {
    const made = await createObject(lead, goal, project.id, {
      title: 'Commande', match: 'event', pattern: 'order', valueCents: null, site: null,
    }) // prettier-ignore
    await createObject(lead, goal, project.id, {
      title: 'Accueil', match: 'page', pattern: '/', valueCents: null, site: null,
    }) // prettier-ignore
    const all = await newKpi({ title: 'Conversions, toutes', metric: 'conversions', target: 90 })
    const own = await newKpi({ title: 'Commandes', metric: 'conversionRate', baseline: 20, target: 26 })
    await addLink(lead, catalog.kinds, made, own)
    expect((await followUp(all)).measured).toMatchObject({ actual: 50, goals: [] })
    expect((await followUp(own)).measured).toMatchObject({ actual: 25, goals: ['Commande'], site: 'kpi.example' })
  })

  test('goes along its path day by day, up to the end of its period', async () => {
    const { measured } = await followUp(await newKpi({ title: 'Chemin', target: 90 }))
    expect(measured.points).toHaveLength(30)
    expect(measured.points[0]).toEqual({ day: '2026-11-01', actual: 4, planned: 3 })
    expect(measured.points[9]).toEqual({ day: '2026-11-10', actual: 40, planned: 30 })
    expect(measured.points[10]).toEqual({ day: '2026-11-11', actual: null, planned: 33 })
    expect(measured.points.at(-1)).toEqual({ day: '2026-11-30', actual: null, planned: 90 })
    expect(measured.elapsed).toBeCloseTo(1 / 3, 10)
  })

  test('typed by hand keeps the series of what was typed', async () => {
    const id = await newKpi({
      title: 'Abonnés', metric: 'manual', unit: 'abonnés', baseline: 1_000, target: 1_300, measured: 1_040, measuredOn: '2026-11-03',
      source: 'Réglages de la lettre',
    }) // prettier-ignore
    for (const [measured, measuredOn] of [[1_060, '2026-11-07'], [1_070, '2026-11-07'], [1_080, '2026-11-10']] as const) {
      const { version, values } = await readObject(lead, kpi, project.id, id)
      await updateObject(lead, kpi, project.id, id, version, { ...values, measured, measuredOn })
    } // prettier-ignore
    const { measured } = await followUp(id)
    expect(measured.points.map(({ day, actual }) => [day, actual])).toEqual([
      ['2026-11-03', 1_040],
      ['2026-11-07', 1_070],
      ['2026-11-10', 1_080],
      ['2026-11-30', null],
    ])
    expect(measured.status).toMatchObject({ state: 'watch', expected: 1_100, deviation: -20 })
    const row = (await board()).rows.find(({ title }) => title === 'Abonnés')
    expect(row?.points).toHaveLength(4)
  })

  test('without a site of its project tells that it knows nothing', async () => {
    const { measured } = await followUp(await newKpi({ title: 'Ailleurs', target: 10, site: 'absent.example' }))
    expect(measured).toMatchObject({ actual: null, site: null, status: { state: 'unknown' } })
  })

  test('in the bin, or of no project, is not found', async () => {
    expect(await statusOf(followUp(crypto.randomUUID()))).toBe(404)
    expect(await statusOf(followUp('pas-un-identifiant'))).toBe(404)
  })

  test('can be bound to every metric of the catalogue', async () => {
    for (const metric of kpiMetrics) {
      const id = await newKpi({ title: `Mesure ${metric}`, metric, formula: metric === 'formula' ? 'visites ÷ visiteurs' : null, baseline: 1, target: 2, measured: 1, measuredOn: '2026-11-02' })
      const { measured } = await followUp(id)
      expect([metric, typeof measured.actual]).toEqual([metric, 'number'])
    }
  }) // prettier-ignore
})

const s = ' '
describe('a figure as it is read', () => {
  test.each([
    ['conversionRate', null, 2.345, 'fr', `2,35${s}%`],
    ['bounceRate', null, 40, 'en', '40%'],
    ['revenue', null, 1250.5, 'fr', `1${s}250,50${s}€`],
    ['revenue', null, 1250, 'en', '€1,250'],
    ['visitDuration', null, 95, 'fr', `1${s}min 35${s}s`],
    ['visits', null, 12345.678, 'fr', `12${s}346`],
    ['viewsPerVisit', null, 2.347, 'fr', '2,35'],
    ['manual', 'abonnés', 840, 'fr', '840 abonnés'],
    ['manual', null, 0, 'en', '0'],
    ['visits', null, null, 'fr', '—'],
  ] as const)('%s (%s) of %s in %s is %s', (metric, unit, value, locale, text) => {
    const plain = (given: string) => given.replace(/[\u00a0\u202f]/g, s)
    expect(plain(shownValue(metric, unit, value, 'EUR', locale))).toBe(text)
  })

  test.each([
    ['onTarget', 'good'],
    ['reached', 'good'],
    ['watch', 'warn'],
    ['offTarget', 'bad'],
    ['missed', 'bad'],
    ['notStarted', 'neutral'],
    ['unknown', 'neutral'],
  ] as const)('"%s" has the tone "%s"', (state, tone) => expect(toneOf(state)).toBe(tone))
})
