import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { catalog } from '../catalog.ts'
import { addSite } from '../collect/sites.store.ts'
import { campaign } from '../links/links.ts'
import { addDays } from '../period.ts'
import { checkValues } from '../projects/kind.ts'
import type { Kind } from '../projects/kind.ts'
import { createObject, listObjects, readObject, updateObject } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { addLink, linksOf } from '../projects/thread.store.ts'
import { strategicObjective } from '../strategy/strategy.ts'
import { testInstance } from '../testing.ts'
import * as followUpPage from './follow-up.page.tsx'
import * as forecastPage from './forecast.page.tsx'
import * as formulaPage from './formula.page.tsx'
import * as valuePage from './formula-value.page.ts'
import { freezeKpis, freezeProject } from './freeze-kpis.job.ts'
import { deviation, digitalObjective, scenario } from './kpi-kinds.ts'
import * as treePage from './kpi-tree.page.tsx'
import { goal, kpi } from './kpis.ts'
import * as pathPage from './path.page.tsx'
import type { TriedFormula } from './try-formula.store.ts'
import * as whatIfPage from './what-if.page.tsx'

/*
 * Read on 10 November 2026 at 20:00 UTC. Each day of November so far: four visits, one of which orders; in November 2025 ten visits on
 * the 3rd and nothing else. Another site had three to five visits a day since 11 October. A campaign cost 120 €.
 */
const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-10T20:00:00Z') }
let workspace: Workspace
let lead: Scope
let reader: Visitor
let project: Project
let visitId = 0

const visitsOn = (site: number, day: string, count: number) =>
  Array.from({ length: count }, (_, n) => {
    visitId += 1
    const at = `${day}T1${n % 10}:00:00Z`
    const visit = { site, visitor: visitId, visit: visitId, at, startedAt: at, path: '/', entry: '/', shared: {} }
    return n === 0 ? [visit, { ...visit, name: 'order', revenueCents: 2_500 }] : [visit]
  }).flat()

beforeAll(async () => {
  workspace = await t.workspace()
  lead = { ...(await makeMember(app, workspace, 'lead')), now: app.clock() }
  reader = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
  project = await createProject(lead, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  await addSite(lead, { domain: 'kpi.example', projectId: project.id })
  const other = await addSite(lead, { domain: 'autre.example', projectId: project.id })
  await make(campaign, { title: 'Noël', utmCampaign: 'noel', state: 'running', spentCents: 12_000 })
  const [site] = await sitesOf(lead, { project: project.id })
  const days = Array.from({ length: 10 }, (_, day) => `2026-11-${String(day + 1).padStart(2, '0')}`)
  await tell(t.clickhouse, [
    ...days.flatMap((day) => visitsOn(site?.id ?? 0, day, 4)),
    ...visitsOn(site?.id ?? 0, '2025-11-03', 10),
    ...Array.from({ length: 30 }, (_, n) => visitsOn(other.id, addDays('2026-10-11', n), 3 + ((n * 7) % 3))).flat(),
  ])
})

const base = () => `/w/${workspace.slug}/p/${project.slug}`
const at = (id = '') => ({ workspace: workspace.slug, project: project.slug, id })
async function make(kind: Kind, values: object): Promise<string> {
  const checked = checkValues(kind, values)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return createObject(lead, kind, project.id, checked.values)
}
const month = { nature: 'aim', direction: 'up', startsOn: '2026-11-01', endsOn: '2026-11-30' }
const newKpi = (values: object) => make(kpi, { title: 'Visites du mois', metric: 'visits', ...month, ...values })

type Loader = (args: never) => Promise<unknown>
const open = async <L extends Loader>(page: { loader: L }, path: string, id = '') =>
  (await reader.open(page.loader as never, `${base()}/${path}`, at(id))) as Awaited<ReturnType<L>>
const send = async (page: { action: Loader }, path: string, id: string, fields: Record<string, string>) =>
  (await reader.send(page.action as never, `${base()}/${path}`, fields, at(id))) as Response

describe('a formula', () => {
  const tried = async (id: string, formula: string) => {
    const answer = await open(valuePage, `kpis/${id}/formula/value?${new URLSearchParams({ formula })}`, id)
    return (await (answer as Response).json()) as TriedFormula
  }
  const plain = (text: string | null | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, ' ')

  test('is computed as it is typed, with each figure it reads', async () => {
    const found = await tried(await newKpi({}), 'coûtCampagne[campagne = "noel"] ÷ événements[événement = "order"]')
    expect(plain(found.value)).toBe('12 €')
    expect(found.reads.map(({ label, value }) => [label, plain(value)])).toEqual([
      ['coûtCampagne[campagne = "noel"]', '120 €'],
      ['événements[événement = "order"]', '10'],
    ])
  })

  test('that divides by nothing says so, one that is wrong says where', async () => {
    const id = await newKpi({})
    expect(await tried(id, 'visites ÷ clics')).toMatchObject({ value: null, reason: expect.stringContaining('clics') })
    expect(await tried(id, 'visites ÷ ')).toMatchObject({ problem: { at: 10 } })
    expect(await tried(id, 'visites[site = "ailleurs.example"]')).toMatchObject({
      value: null,
      reason: expect.stringContaining('ailleurs.example'),
    })
  })

  test('that is saved makes the KPI: its figure, its unit, its course day by day', async () => {
    const id = await newKpi({ baseline: 20, target: 30 })
    const { version } = await open(formulaPage, `kpis/${id}/formula`, id)
    const fields = { version: String(version), formula: 'événements[événement = "order"] ÷ visites' }
    expect((await send(formulaPage, `kpis/${id}/formula`, id, fields)).status).toBe(302)
    const { measured } = await open(followUpPage, `kpis/${id}/follow-up`, id)
    expect(measured).toMatchObject({ actual: 25, figure: 'percent', accumulates: false })
    expect(measured.points[0]).toMatchObject({ day: '2026-11-01', actual: 25 })
  })

  test('that is wrong, or that somebody changed meanwhile, is not saved, and what was typed is kept', async () => {
    const id = await newKpi({})
    for (const [version, formula, status] of [['1', 'visites +', 422], ['9', 'visites ÷ 2', 409]] as const) {
      const answer = await send(formulaPage, `kpis/${id}/formula`, id, { version, formula })
      expect(answer.status).toBe(status)
      expect(await answer.json()).toMatchObject({ typed: { formula }, problems: { formula: expect.stringMatching(/\S/) } })
    } // prettier-ignore
    expect((await readObject(lead, kpi, project.id, id)).values).toMatchObject({ metric: 'visits', formula: null })
  })
})

describe('a path', () => {
  test('follows last year where it is told to', async () => {
    const id = await newKpi({ target: 60, pathShape: 'seasonal' })
    const { measured } = await open(followUpPage, `kpis/${id}/follow-up`, id)
    // All of last November came on the 3rd: the whole target was due by then.
    expect(measured.points.slice(0, 3).map(({ planned }) => planned)).toEqual([0, 0, 60])
    expect(measured.status).toMatchObject({ state: 'offTarget', expected: 60 })
  })

  test('goes through the points of its table, and says which cell is wrong', async () => {
    const id = await newKpi({ target: 90 })
    const { version } = await open(pathPage, `kpis/${id}/path`, id)
    const fields = { version: String(version), shape: 'drawn', 'day.0': '2026-11-10', 'value.0': '45,5' }
    const wrong = await send(pathPage, `kpis/${id}/path`, id, { ...fields, 'day.1': '2026-12-24', 'value.1': 'x' })
    expect(wrong.status).toBe(422)
    expect(Object.keys(((await wrong.json()) as { problems: object }).problems)).toEqual(['day.1', 'value.1'])
    expect((await send(pathPage, `kpis/${id}/path`, id, fields)).status).toBe(302)
    const { measured } = await open(followUpPage, `kpis/${id}/follow-up`, id)
    expect(measured.status.expected).toBe(45.5)
    expect((await open(pathPage, `kpis/${id}/path`, id)).rows[0]).toEqual({ day: '2026-11-10', value: '45,5' })
  })
})

describe('the clock', () => {
  test('freezes what is over, keeps it whatever is read since, and says what was corrected', async () => {
    const id = await newKpi({ title: 'Figé', target: 120 })
    await freezeProject(lead, project.id)
    const [site] = await sitesOf(lead, { project: project.id })
    await tell(t.clickhouse, visitsOn(site?.id ?? 0, '2026-11-02', 3))
    const before = await open(followUpPage, `kpis/${id}/follow-up?by=week`, id)
    expect(before.rows.map(({ from, actual, isFrozen }) => [from, actual, isFrozen])).toEqual([
      ['2026-11-01', 4, true],
      ['2026-11-02', 28, true],
      ['2026-11-09', 8, false],
    ])
    await freezeProject(lead, project.id)
    const after = await open(followUpPage, `kpis/${id}/follow-up?by=week`, id)
    expect(after.rows[1]).toMatchObject({ actual: 31, isFrozen: true })
    expect(after.corrections).toMatchObject([{ startsOn: '2026-11-02', before: 28, after: 31, reason: 'reread' }])
    expect((await freezeProject(lead, project.id)).frozen).toBe(0)
  })

  test('notes a deviation beyond the threshold once, and closes it when the KPI is back', async () => {
    const id = await newKpi({ title: 'En retard', target: 600 })
    await freezeKpis({ db: t.db, clickhouse: t.clickhouse, clock: app.clock })
    await freezeKpis({ db: t.db, clickhouse: t.clickhouse, clock: app.clock })
    const own = async () => {
      const links = await linksOf(lead, project.id)
      const all = await listObjects(lead, deviation, project.id)
      return all.filter((one) => links.some(({ from, to }) => from === id && to === one.id))
    }
    expect(await own()).toMatchObject([{ state: 'open', values: { expected: 200, noticedOn: '2026-11-10' } }])
    const { version, values } = await readObject(lead, kpi, project.id, id)
    await updateObject(lead, kpi, project.id, id, version, { ...values, target: 60 })
    await freezeProject(lead, project.id)
    expect(await own()).toMatchObject([{ state: 'closed', values: { closedOn: '2026-11-10' } }])
  })
})

describe('a deviation', () => {
  test('asks for a cause, and becomes an action of the plan', async () => {
    const id = await newKpi({ title: 'Loin', target: 900, owner: 'Léa' })
    const path = `kpis/${id}/follow-up`
    const empty = await send(followUpPage, path, id, { cause: ' ', then: 'action', actionTitle: '' })
    expect(empty.status).toBe(422)
    expect(Object.keys(((await empty.json()) as { problems: object }).problems)).toEqual(['cause', 'actionTitle'])
    const fields = { cause: 'Le formulaire est cassé', then: 'action', actionTitle: 'Réparer le formulaire' }
    expect((await send(followUpPage, path, id, fields)).status).toBe(302)
    const { current } = await open(followUpPage, path, id)
    expect(current).toMatchObject({ state: 'explained', cause: 'Le formulaire est cassé' })
    const links = await linksOf(lead, project.id)
    const actions = await listObjects(lead, catalog.kinds.find(({ name }) => name === 'action') as Kind, project.id)
    expect(actions).toMatchObject([{ title: 'Réparer le formulaire', values: { owner: 'Léa' } }])
    expect(links).toContainEqual(expect.objectContaining({ from: current?.id, to: actions[0]?.id }))
  })

  test('goes on to a recommendation that is drawn from it', async () => {
    const id = await newKpi({ title: 'Plus loin', target: 900 })
    const answer = await send(followUpPage, `kpis/${id}/follow-up`, id, { cause: 'Trop cher', then: 'recommendation' })
    expect(answer.headers.get('location')).toMatch(new RegExp(`/recommendations/from/${id}\\?deviation=[0-9a-f-]{36}$`))
  })
})

describe('what is to come', () => {
  test('is forecast from the past of the KPI, between bounds, with its trial on the past', async () => {
    const id = await newKpi({ title: 'Prévu', target: 130, site: 'autre.example' })
    const { forecast } = await open(forecastPage, `kpis/${id}/forecast`, id)
    if (forecast.none !== null) throw new Error(forecast.none)
    expect(forecast).toMatchObject({ grain: 'day', known: 30, endsOn: '2026-11-30' })
    // Nine days of November gave 36; 21 days are to come at about four.
    expect(forecast.outlook.steps).toHaveLength(21)
    expect(forecast.outlook.end.value).toBeGreaterThan(110)
    expect(forecast.outlook.end.value).toBeLessThan(130)
    expect(forecast.outlook.backtest?.folds).toBeGreaterThan(0)
    expect(forecast.points.at(-1)).toMatchObject({ day: '2026-11-30', actual: null, value: forecast.outlook.end.value })
  })

  test.each([
    ['short', {}],
    ['over', { startsOn: '2026-10-01', endsOn: '2026-10-31' }],
    ['notStarted', { startsOn: '2027-01-01', endsOn: '2027-01-31' }],
    ['noPeriod', { startsOn: null, endsOn: null }],
    ['short', { metric: 'manual', measured: 3, measuredOn: '2026-11-03' }],
  ])('is not, and the page says why: %s', async (why, values) => {
    const id = await newKpi({ title: 'Imprévisible', target: 10, ...values })
    expect((await open(forecastPage, `kpis/${id}/forecast`, id)).forecast.none).toBe(why)
  })
})

describe('a figure read by hand', () => {
  const readings = [
    ['2026-05-04', 100], ['2026-06-02', 112], ['2026-07-06', 119], ['2026-08-03', 133], ['2026-09-01', 140], ['2026-10-05', 151],
  ] as const // prettier-ignore

  test('is forecast from its readings once there are six, on steps as long as the usual gap', async () => {
    const hand = { title: 'Abonnés', metric: 'manual', baseline: 90, target: 170, startsOn: '2026-05-01', endsOn: '2026-12-31' } // prettier-ignore
    const id = await newKpi({ ...hand, measured: readings[0][1], measuredOn: readings[0][0] })
    const read = async () => (await open(forecastPage, `kpis/${id}/forecast`, id)).forecast
    for (const [n, [day, value]] of readings.slice(1).entries()) {
      expect(await read()).toEqual({ none: 'short', grain: 'reading', known: n + 1, fewest: 6 })
      const { version, values } = await readObject(lead, kpi, project.id, id)
      await updateObject(lead, kpi, project.id, id, version, { ...values, measured: value, measuredOn: day })
    }
    const forecast = await read()
    if (forecast.none !== null) throw new Error(forecast.none)
    const { end, model } = forecast.outlook
    expect([forecast.grain, forecast.known, model.season, forecast.points.at(-1)?.day]).toEqual(['reading', 6, 'none', '2026-12-31']) // prettier-ignore
    expect(end.low).toBeLessThanOrEqual(end.value)
    expect(end.high).toBeGreaterThanOrEqual(end.value)
    expect(end.value).toBeGreaterThan(140)
    expect(end.value).toBeLessThan(200)
  })
})

describe('a what-if', () => {
  test('takes a KPI apart, changes a driver, and says what it would take', async () => {
    const id = await newKpi({ title: 'Coût', metric: 'formula', direction: 'down', baseline: 20, target: 10, formula: 'coûtCampagne ÷ événements[événement = "order"]' }) // prettier-ignore
    const before = (await open(whatIfPage, `kpis/${id}/what-if`, id)).tried
    // 120 € for eleven orders in ten days: thirty-three by the end of the month.
    expect(before).toMatchObject({
      before: expect.closeTo(120 / 33, 9),
      gap: expect.closeTo(120 / 33 - 10, 9),
      drivers: [{ now: 120 }, { now: 33, reaching: 12 }],
    })
    const { tried } = await open(whatIfPage, `kpis/${id}/what-if?value.0=240&value.1=30&doubt.1=x`, id)
    expect(tried).toMatchObject({ result: 8, problems: { 'doubt.1': expect.stringMatching(/nombre/) } })
  })

  test('reads a sum of money as visits, a rate and a basket', async () => {
    const id = await newKpi({ title: 'Ventes', metric: 'revenue', target: 1_000 })
    await make(goal, { title: 'Commande', match: 'event', pattern: 'order' })
    const { tried } = await open(whatIfPage, `kpis/${id}/what-if`, id)
    expect(tried?.drivers.map(({ named, now }) => [named, now])).toEqual([
      ['visits', expect.closeTo(129, 6)],
      ['rate', expect.closeTo((11 / 43) * 100, 6)],
      ['basket', 25],
    ])
    expect(tried?.result).toBeCloseTo(825, 6)
  })

  test('that is kept is a scenario of the thread', async () => {
    const id = await newKpi({ title: 'Gardé', target: 200 })
    const path = `kpis/${id}/what-if`
    expect((await send(whatIfPage, path, id, { 'value.0': '180', title: '' })).status).toBe(422)
    expect((await send(whatIfPage, path, id, { 'value.0': '180', title: 'Plus de visites', note: 'Essai' })).status).toBe(302)
    const { kept } = await open(whatIfPage, path, id)
    expect(kept).toMatchObject([{ title: 'Plus de visites' }])
    const { values } = await readObject(lead, scenario, project.id, kept[0]?.id ?? '')
    expect(values).toMatchObject({ note: 'Essai', drivers: { after: 180, target: 200, drivers: [{ written: 'visits', after: 180 }] } })
  }) // prettier-ignore

  test('is not offered of a figure typed by hand', async () => {
    const id = await newKpi({ title: 'Note', metric: 'manual', measured: 4, measuredOn: '2026-11-03' })
    expect((await open(whatIfPage, `kpis/${id}/what-if`, id)).tried).toBeNull()
  })
})

test('the tree tells each level, its state, what is missing and why it is not SMART', async () => {
  const [objective, digital] = await Promise.all([
    make(strategicObjective, { title: 'Fidéliser les clients du marché', nature: 'conative' }),
    make(digitalObjective, { title: 'Faire revenir un client sur trois', outcome: 'return' }),
  ])
  const id = await newKpi({ title: 'Retours', target: 600 })
  await addLink(lead, catalog.kinds, objective, digital)
  await addLink(lead, catalog.kinds, digital, id)
  const { tree, natures } = await open(treePage, 'kpi-tree')
  const root = tree.objectives.find(({ object }) => object.id === objective)
  expect(root).toMatchObject({ state: 'offTarget', counts: { offTarget: 1 }, missing: null })
  const leaf = root?.children[0]?.children[0]?.object
  expect(leaf).toMatchObject({ id, nature: 'aim', status: { state: 'offTarget' } })
  expect(leaf?.lacks?.map(({ reason, field }) => [reason, field])).toEqual([
    ['vagueTitle', 'title'],
    ['noOwner', 'owner'],
    ['noBaseline', 'baseline'],
    ['noHistory', 'baseline'],
    ['noMeans', 'thread'],
  ])
  expect(natures.aim).toBeGreaterThan(0)
  expect(tree.loose.length).toBeGreaterThan(0)
})
