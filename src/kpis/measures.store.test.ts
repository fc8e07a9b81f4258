import { beforeAll, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { addSite } from '../collect/sites.store.ts'
import { catalog } from '../catalog.ts'
import { projectFile } from '../projects/file.store.ts'
import { createObject } from '../projects/objects.store.ts'
import { createProject } from '../projects/projects.store.ts'
import type { Project } from '../projects/projects.store.ts'
import { addLink } from '../projects/thread.store.ts'
import { testInstance } from '../testing.ts'
import { goal, kpi } from './kpis.ts'
import type { Kpi } from './kpis.ts'
import { measure } from './measures.store.ts'

/*
 * Ten days, from 1 to 10 November 2026, read on the 4th (40 % of the period has passed). Each day so far: one visit by e-mail
 * that orders, two that do not; so 12 visits and 4 conversions by the 4th, a rate of 33.3 %.
 */
const t = await testInstance()
let scope: Scope
let project: Project
let goalId: string
const usual: Kpi = {
  title: 'KPI', metric: 'visits', nature: 'aim', direction: 'up', owner: null, baseline: null, target: null, unit: null, threshold: null,
  startsOn: '2026-11-01', endsOn: '2026-11-10', site: null, filterDimension: null, filterValue: null, measured: null, measuredOn: null, source: null, cause: null,
  formula: null, pathShape: null, path: null,
} // prettier-ignore

beforeAll(async () => {
  scope = { ...(await t.scope('lead')), now: new Date('2026-11-04T20:00:00Z') }
  project = await createProject(scope, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  await addSite(scope, { domain: 'kpi.example', projectId: project.id })
  const [site] = await sitesOf(scope, { project: project.id })
  goalId = await createObject(scope, goal, project.id, {
    title: 'Commande',
    match: 'event',
    pattern: 'order',
    valueCents: null,
    site: null,
  })
  await createObject(scope, goal, project.id, {
    title: 'Jamais',
    match: 'page',
    pattern: '/jamais',
    valueCents: null,
    site: null,
  })
  await tell(
    t.clickhouse,
    [1, 2, 3, 4].flatMap((day) =>
      [0, 1, 2].flatMap((n) => {
        const at = `2026-11-0${day}T1${n}:00:00Z`
        const visit = {
          site: site?.id ?? 0,
          visitor: day * 10 + n,
          visit: day * 10 + n,
          at,
          startedAt: at,
          path: '/',
          entry: '/',
          shared: { visit_channel: n === 0 ? 'Email' : 'Direct' },
        }
        return n === 0 ? [visit, { ...visit, name: 'order', revenueCents: 2500 }] : [visit]
      }),
    ),
  )
})

test('visits add up from nothing: 12 by the 4th where 8 of 20 were expected', async () => {
  const { actual, status, points, elapsed, site } = await measure(scope, project.id, { ...usual, target: 20 }, [])
  expect({ actual, elapsed, site }).toEqual({ actual: 12, elapsed: 0.4, site: 'kpi.example' })
  expect(status).toMatchObject({ state: 'onTarget', expected: 8, deviation: 4 })
  expect(points.map(({ day, actual: n }) => [day, n])).toEqual([
    ['2026-11-01', 3],
    ['2026-11-02', 6],
    ['2026-11-03', 9],
    ['2026-11-04', 12],
    ...['05', '06', '07', '08', '09', '10'].map((day) => [`2026-11-${day}`, null]),
  ])
  expect(points.map(({ planned }) => planned)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
})

test('a conversion rate goes from its baseline, in per cent: 33.3 for 28 expected', async () => {
  const { actual, status } = await measure(
    scope,
    project.id,
    { ...usual, metric: 'conversionRate', baseline: 20, target: 40 },
    ['Commande'],
  )
  expect(actual).toBeCloseTo(100 / 3, 8)
  expect(status.expected).toBeCloseTo(28, 8)
  expect(status.state).toBe('onTarget')
})

test('revenue is in euros and can be narrowed to a channel', async () => {
  const email = {
    ...usual,
    metric: 'revenue' as const,
    target: 500,
    filterDimension: 'channel' as const,
    filterValue: 'Email',
  }
  expect((await measure(scope, project.id, email, [])).actual).toBe(100)
  expect((await measure(scope, project.id, { ...email, filterValue: 'Direct' }, [])).actual).toBe(0)
})

test('a figure typed by hand needs no site', async () => {
  const typed: Kpi = {
    ...usual,
    metric: 'manual',
    baseline: 1000,
    target: 2000,
    measured: 1200,
    measuredOn: '2026-11-03',
    unit: 'abonnés',
  }
  const { actual, status, site } = await measure(scope, project.id, typed, [])
  expect({ actual, site, state: status.state, expected: status.expected }).toEqual({
    actual: 1200,
    site: null,
    state: 'offTarget',
    expected: 1400,
  })
})

test('a KPI of another site of the workspace, or of none, says it knows nothing rather than zero', async () => {
  const { actual, status } = await measure(scope, project.id, { ...usual, target: 20, site: 'elsewhere.example' }, [])
  expect({ actual, state: status.state }).toEqual({ actual: null, state: 'unknown' })
})

test('the coverage reads the state of each KPI and which goals were reached', async () => {
  const late = await createObject(scope, kpi, project.id, {
    ...usual,
    title: 'Visites',
    metric: 'conversions',
    baseline: 0,
    target: 40,
    owner: 'Léa',
  })
  await addLink(scope, catalog.kinds, goalId, late)
  const file = await projectFile(scope, catalog, project)
  const derived = (id: string) => file.objects.find((object) => object.id === id)?.derived
  expect(derived(late)).toMatchObject({ state: 'offTarget', actual: 4, expected: 16 })
  expect(derived(goalId)).toEqual({ conversions: 4 })
  expect(file.objects.find((object) => object.title === 'Jamais')?.derived).toEqual({ conversions: 0 })
})
