import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from './accounts/fixtures.ts'
import { addWorkspaceKey } from './accounts/keys.store.ts'
import type { Scope } from './accounts/scope.ts'
import { Visitor } from './accounts/visitor.fixture.ts'
import * as answerPage from './analytics/answer.page.ts'
import { siteByDomain } from './analytics/analytics.store.ts'
import * as panelExport from './analytics/audience-export.page.ts'
import { panels } from './analytics/audience.ts'
import * as audiencePage from './analytics/audience.page.tsx'
import * as behaviourPage from './analytics/behaviour.page.tsx'
import { reportPaths, reports, shapes } from './analytics/behaviour.ts'
import { metricNames } from './analytics/catalog.ts'
import * as comparePage from './analytics/compare.page.tsx'
import * as funnelsPage from './analytics/funnels.page.tsx'
import * as goalsPage from './analytics/goals.page.tsx'
import * as historyPage from './analytics/history-export.page.ts'
import * as journeysPage from './analytics/journeys.page.tsx'
import * as realTimeNow from './analytics/real-time-now.page.ts'
import * as realTimePage from './analytics/real-time.page.tsx'
import { liveLists } from './analytics/real-time.store.ts'
import { tell, type ToldEvent } from './analytics/visits.fixture.ts'
import { addSite } from './collect/sites.store.ts'
import { httpServer } from './http.ts'
import { goal, kpi } from './kpis/kpis.ts'
import { plannedEvent } from './links/planned-events.ts'
import * as planExport from './links/plan-export.page.ts'
import * as planPage from './links/tracking-plan.page.tsx'
import { createObject } from './projects/objects.store.ts'
import { createProject, type Project } from './projects/projects.store.ts'
import { readFigures } from './reports/figures.store.ts'
import { testInstance } from './testing.ts'

/*
 * Every way out of the figures of a site, walked: none tells a count under its threshold, nor a rate or a difference that gives one.
 * 440 visits; each thing that few did, few by a prime of its own: 37 on a phone, 41 saw a second page, 43 came by e-mail, 47 on the
 * second day, 31 ordered, 29 within the last minutes. The threshold is 50.
 */
const few = [29, 31, 37, 41, 43, 47]
const all = 440
const below = 50
const rates = [...few, ...few.map((n) => all - n)].map((n) => n / all)

const t = await testInstance()
const http = httpServer(t.app, () => Promise.resolve(new Response('a page')))
let lead: Scope
let reader: Visitor
let project: Project
let base = ''
let key = ''
let site = 0
/** Stands for the report whose recommendations would be cited. */
let report = ''
const days = { from: '', to: '' }

beforeAll(async () => {
  const workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  reader = new Visitor(t.app, await signedInCookie(t.app, lead.user.id ?? ''))
  project = await createProject(lead, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'UTC', currency: 'EUR',
  }) // prettier-ignore
  base = `/w/${workspace.slug}/p/${project.slug}`
  key = await addWorkspaceKey(t.db, workspace.id, 'lecture', ['stats:read'])
  site = (await addSite(lead, { domain: 'ruchers.example', projectId: project.id, timeZone: 'UTC', mode: 'consent' }))
    .id
  report = await createObject(lead, kpi, project.id, {
    title: 'Commandes', metric: 'conversions', nature: 'aim', direction: 'up', owner: null, baseline: null, target: 100, unit: null, threshold: null,
    startsOn: '2026-01-01', endsOn: '2036-12-31', site: 'ruchers.example', filterDimension: null, filterValue: null, measured: null,
    measuredOn: null, source: null, cause: null, formula: null, pathShape: null, path: null,
  }) // prettier-ignore
  await createObject(lead, goal, project.id, { title: 'Commande', match: 'event', pattern: 'commande' } as never)
  const now = lead.now.getTime()
  const [first, second] = [2, 1].map((ago) => new Date(now - ago * 86_400_000).toISOString().slice(0, 10))
  days.from = first ?? ''
  days.to = new Date(now).toISOString().slice(0, 10)
  await createObject(lead, plannedEvent, project.id, { title: 'Recherche', eventName: 'search', parameters: 'term : texte, obligatoire', state: 'inPlace', priority: 'must' }) // prettier-ignore
  const told: ToldEvent[] = []
  for (let i = 0; i < all; i++) {
    const startedAt = i < 29 ? new Date(now - 60_000).toISOString() : `${i < 29 + 47 ? second : first}T12:00:00.000Z`
    const event = (path: string, more: Partial<ToldEvent> = {}): ToldEvent => ({
      site, visitor: i + 1, visit: i + 1, at: startedAt, startedAt, path, entry: '/', ...more,
      shared: { consent: '1', device: i % 11 === 0 && i < 37 * 11 ? 'mobile' : 'desktop', visit_channel: i >= all - 43 ? 'Email' : 'Direct', visit_source: i >= all - 43 ? 'lettre' : '', country: 'FR', browser: 'Firefox', os: 'Linux' },
    }) // prettier-ignore
    told.push(event('/'))
    const then = { at: new Date(Date.parse(startedAt) + 5_000).toISOString() }
    if (i >= 200 && i < 241) told.push(event('/seconde', then))
    if (i >= 100 && i < 131) told.push(event('/', { ...then, name: 'commande', revenueCents: 1_000 }))
    if (i >= 150 && i < 187) told.push(event('/', { ...then, name: 'download', props: { url: '/carte.pdf' } }))
    if (i >= 250 && i < 281) told.push(event('/rien', { ...then, name: '404' }))
    if (i >= 300 && i < 341) told.push(event('/', { ...then, name: 'search', props: { term: 'miel' } }))
    if (i >= 350 && i < 393) told.push(event('/', { ...then, name: 'engagement', props: { time: '10', scroll: '95' } }))
    if (i >= 60 && i < 107) told.push(event('/', { ...then, name: 'web-vitals', props: { lcp: '1200' } }))
  }
  await tell(t.clickhouse, told)
})

/** Every number of a value, in whatever it lies. */
function* numbersIn(value: unknown): Generator<number> {
  if (typeof value === 'number') yield value
  else if (Array.isArray(value) || value instanceof Map || value instanceof Set)
    for (const one of value) yield* numbersIn(one)
  else if (value instanceof Date) return
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) yield* numbersIn(one)
}

/** Numbers of a file, cell by cell. */
const cells = (text: string) =>
  text.split(/[;,\r\n"]/).flatMap((cell) => (/^\d+(\.\d+)?$/.test(cell.trim()) ? [Number(cell)] : []))

/** What of a value says a count under the threshold, or a rate of one. */
const told = (numbers: Iterable<number>) =>
  [...numbers].filter((n) => few.includes(n) || rates.some((rate) => Math.abs(rate - n) < 1e-9))

const at = () => `from=${days.from}&to=${days.to}`
const params = () => ({ workspace: base.split('/')[2], project: project.slug, domain: 'ruchers.example' }) // prettier-ignore

/** Every way out, by name, and the numbers that leave by it. */
async function waysOut(): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>()
  const open = async (name: string, loader: Parameters<Visitor['open']>[0], address: string, more: Record<string, string> = {}) => {
    const answer = await reader.open(loader, `${base}/${address}`, { ...params(), ...more })
    const isFile = answer instanceof Response
    if (isFile && answer.status !== 200) throw new Error(`${name}: ${answer.status}`)
    found.set(name, isFile ? (answer.headers.get('content-type')?.includes('json') ? [...numbersIn(await answer.json())] : cells(await answer.text())) : [...numbersIn(answer)])
  } // prettier-ignore
  const steps = 'step=page:/&step=page:/seconde&step=event:commande'
  await open('audience', audiencePage.loader, `audience?${at()}`)
  await open('curve of rates', audiencePage.loader, `audience?${at()}&metric=bounceRate&compare=none`)
  await open('filtered', audiencePage.loader, `audience?${at()}&f=channel:is:Email`)
  await open('goals', goalsPage.loader, `audience/goals?${at()}`)
  await open('funnels', funnelsPage.loader, `audience/funnels?${at()}&within=visit&by=device&${steps}`)
  await open('journeys', journeysPage.loader, `audience/journeys?${at()}`)
  await open('compare', comparePage.loader, `audience/compare?${at()}&bfrom=${days.to}&bto=${days.to}`)
  await open('real time', realTimePage.loader, 'audience/real-time')
  await open('real time, asked again', realTimeNow.loader, 'audience/real-time/now')
  await open('answer of the palette', answerPage.loader, 'audience/answer?q=visites')
  for (const report of reports) {
    await open(report, behaviourPage.loader, `audience/${reportPaths[report]}?${at()}`)
    for (const listing of Object.keys(shapes[report].tables).slice(0, 1))
      await open(`table ${report} ${listing}`, panelExport.loader, `audience/export/${report}-${listing}?${at()}&format=json`, { panel: `${report}-${listing}` })
  } // prettier-ignore
  const tables = [
    'curve',
    'goals',
    'goal-detail',
    'journeys',
    'paths',
    'exits',
    'compare',
    'real-time',
    ...liveLists.map((list) => `real-time-${list}`),
  ]
  for (const panel of [...panels, ...tables])
    await open(`export ${panel}`, panelExport.loader, `audience/export/${panel}?${at()}&format=json`, { panel })
  await open(
    'export funnels',
    panelExport.loader,
    `audience/export/funnels?${at()}&format=json&within=visit&by=device&${steps}`,
    { panel: 'funnels' },
  )
  await open('tracking plan', planPage.loader, 'tracking-plan?days=30')
  await open('export tracking plan', planExport.loader, 'tracking-plan/export?days=30&format=csv')
  await open('history', historyPage.loader, 'sites/ruchers.example/history') // prettier-ignore
  for (const dimension of [null, 'date', 'page', 'channel', 'device', 'event', 'goal']) {
    const asked = { site: 'ruchers.example', period: days, metrics: metricNames, dimensions: dimension ? [dimension] : [], imported: true }
    const answer = await http.request('http://localhost:3000/api/v1/query', { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(asked) })
    const { rows, totals, imported } = (await answer.json()) as Record<string, unknown>
    found.set(`API by ${dimension}`, [...numbersIn([rows, totals, imported])])
  } // prettier-ignore
  const figures = await readFigures(lead, project, report, days)
  found.set('report and KPI', [...numbersIn([figures.sites, figures.kpis])])
  return found
}

describe('of a site with a threshold', () => {
  test('without one, every count that few made is to be found: the walk sees', async () => {
    const found = await waysOut()
    const seen = new Set([...found.values()].flat())
    expect(few.filter((n) => !seen.has(n))).toEqual([])
    expect([...found].filter(([, numbers]) => told(numbers).length > 0).length).toBeGreaterThan(30)
  }, 300_000)

  test.each(['hide', 'round'] as const)('no way out tells one, when it is to %s', async (how) => {
    const before = await siteByDomain(lead, 'ruchers.example')
    await t.db.updateTable('sites').set({ settings: JSON.stringify({ smallFigures: { below, how } }) as never }).where('id', '=', before.id).execute()
    const found = await waysOut()
    expect(Object.fromEntries([...found].map(([name, numbers]) => [name, told(numbers)] as const).filter(([, numbers]) => numbers.length > 0))).toEqual({})
    // What is not small is still there.
    expect(found.get('audience')).toContain(how === 'hide' ? all : 450)
  }, 300_000) // prettier-ignore
})
