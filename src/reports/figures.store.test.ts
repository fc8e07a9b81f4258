import { beforeAll, describe, expect, test } from 'vitest'
import { removeSite } from '../collect/sites.store.ts'
import { createProject } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { type Figures, figuresSchema } from './figures.ts'
import { readFigures } from './figures.store.ts'
import { october, plantOctober, readOn } from './month.fixture.ts'

const t = await testInstance()
let planted: Awaited<ReturnType<typeof plantOctober>>
let figures: Figures

beforeAll(async () => {
  planted = await plantOctober(t)
  figures = await readFigures(planted.people.management, planted.project, planted.ids.report, october)
})

/** The figures of other days, or of the same days read at another moment. */
const readAt = (period: typeof october, now = readOn) =>
  readFigures({ ...planted.people.lead, now }, planted.project, planted.ids.report, period)

describe('the figures of October, against what was counted by hand', () => {
  test('are of the shape that is frozen', () => {
    expect(figuresSchema.parse(JSON.parse(JSON.stringify(figures)))).toEqual(figures)
  })

  test('the period, what it is compared with, and the day the figures stop', () => {
    expect(figures).toMatchObject({
      period: october,
      compared: { from: '2026-09-01', to: '2026-09-30' },
      asOf: '2026-10-31',
      project: { name: 'Coffrets', company: 'Les Ruchers' },
    })
  })

  test('visits of the month and of the month before', () => {
    const [site] = figures.sites
    expect([site?.totals.visits, site?.before?.visits]).toEqual([93, 30])
    expect([site?.series.length, site?.series[0]?.value, site?.seriesBefore.at(-1)?.value]).toEqual([31, 3, 1])
  })

  test('each channel with its conversions, and one that only came before', () => {
    expect(figures.sites[0]?.channels).toEqual([
      {
        name: 'Direct', visits: 62, visitsBefore: 30, share: 62 / 93, conversions: 0, conversionRate: 0, revenueCents: 0,
      },
      {
        name: 'Email', visits: 31, visitsBefore: 0, share: 31 / 93, conversions: 15, conversionRate: 15 / 31, revenueCents: 37_500,
      },
    ]) // prettier-ignore
  })

  test('a KPI is where it stood on the last day of the period, not where it stands today', () => {
    // 31 of the 61 days of the KPIs' period have passed: 62 expected of 122.
    expect(figures.kpis.map(({ title, actual, expected, state }) => [title, actual, expected, state])).toEqual([
      ['A Visites', 93, 62, 'onTarget'],
      ['B Commandes', 15, 62, 'offTarget'],
    ])
  })

  test('a campaign counts its own days up to the end of the report; one that ended before is not in it', () => {
    expect(figures.campaigns).toEqual([
      {
        id: planted.ids.letter, title: 'Lettre', state: 'running', period: october, plannedCents: 10_000, spentCents: 15_000,
        visits: 31, conversions: 15, revenueCents: 37_500, clicks: 2,
      },
    ]) // prettier-ignore
  })

  test('the budget by nature: the gap is of invoiced lines alone', () => {
    const { natures, ...whole } = figures.budget
    expect(whole).toEqual({
      reference: 'excl', envelopeCents: 500_000, plannedCents: 350_000, forecastCents: 330_000,
    }) // prettier-ignore
    expect(natures).toEqual([
      { nature: 'human', lines: 1, plannedCents: 200_000, invoicedLines: 1, invoicedPlannedCents: 200_000, actualCents: 180_000 },
      { nature: 'material', lines: 1, plannedCents: 150_000, invoicedLines: 0, invoicedPlannedCents: 0, actualCents: 0 },
      { nature: 'intangible', lines: 0, plannedCents: 0, invoicedLines: 0, invoicedPlannedCents: 0, actualCents: 0 },
    ]) // prettier-ignore
  })

  test('actions of the month, late ones by the last day of the period', () => {
    expect(figures.actions.map(({ title, standing, lateDays }) => [title, standing, lateDays])).toEqual([
      ['Page coffrets', 'done', 0],
      ['Photos', 'late', 10],
    ])
  })

  test('contents published, on the day of the project’s own clock', () => {
    // The article was published on 1 November, Paris time.
    expect(figures.contents).toEqual({
      planned: 3,
      published: [
        { id: planted.ids.post, title: 'Récolte', state: 'published', format: 'post', line: 'Le blog', on: '2026-10-12' },
      ],
    }) // prettier-ignore
  })

  test('recommendations cited, and those of the period, with every decision', () => {
    const said = figures.recommendations.map(({ title, cited, state, decisions }) => [title, cited, state, decisions])
    expect(said).toHaveLength(2)
    expect(said).toContainEqual(['Rétablir le virement', true, 'draft', []])
    expect(said).toContainEqual([
      'Arrêter la publicité',
      false,
      'refused',
      [{ outcome: 'refused', by: 'management des ruchers', on: '2026-11-02', note: 'Trop tôt.' }],
    ])
  })
})

describe('other days', () => {
  test('a period that is not over stops today, and compares as many days of the month before', async () => {
    const running = await readAt(october, new Date('2026-10-10T18:00:00Z'))
    expect([running.asOf, running.compared]).toEqual(['2026-10-10', { from: '2026-09-01', to: '2026-09-10' }])
    expect(running.kpis[0]).toMatchObject({ expected: 20 })
    expect(running.actions.map(({ standing }) => standing)).toEqual(['done', 'running'])
  })

  test('a period that has not begun has no figure and no comparison', async () => {
    const future = await readAt({ from: '2027-01-01', to: '2027-01-31' })
    expect([future.compared, future.sites[0]?.totals.visits, future.sites[0]?.series]).toEqual([null, 0, []])
    // What is late stays late, whatever the days looked at.
    expect(future.actions.map(({ title }) => title)).toEqual(['Photos'])
  })

  test('in exempt mode a campaign has its clicks and no visits, which is not zero', async () => {
    await t.db.updateTable('sites').set({ mode: 'exempt' }).where('id', '=', planted.site.id).execute()
    expect((await readAt(october)).campaigns[0]).toMatchObject({ visits: null, conversions: null, clicks: 2 })
    await t.db.updateTable('sites').set({ mode: 'consent' }).where('id', '=', planted.site.id).execute()
  })

  test('a site taken off leaves a report that can still be read', async () => {
    await removeSite(planted.people.owner, planted.site.id)
    const without = await readAt(october)
    expect([without.sites, without.compared, without.kpis[0]?.actual]).toEqual([[], null, null])
  })

  test('a project with nothing in it has an empty report', async () => {
    const { lead } = planted.people
    const empty = await createProject(lead, {
      name: 'Vide', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
      envelopeCents: null, vatReference: 'incl', timeZone: 'Europe/Paris', currency: 'EUR',
    }) // prettier-ignore
    const nothing = await readFigures(lead, empty, crypto.randomUUID(), october)
    expect(nothing).toMatchObject({
      kpis: [],
      sites: [],
      campaigns: [],
      actions: [],
      recommendations: [],
      compared: null,
    })
    expect(nothing.budget).toMatchObject({ reference: 'incl', envelopeCents: null, plannedCents: 0 })
  })

  test('another workspace reads nothing of it', async () => {
    const stranger = { ...(await t.scope('owner')), now: readOn }
    const nothing = await readFigures(stranger, planted.project, planted.ids.report, october)
    expect(nothing).toMatchObject({ kpis: [], sites: [], campaigns: [], actions: [], recommendations: [] })
  })
})
