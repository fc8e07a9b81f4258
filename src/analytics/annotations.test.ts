import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { catalog } from '../catalog.ts'
import { addSite } from '../collect/sites.store.ts'
import { content } from '../content/contents.ts'
import { campaign } from '../links/links.ts'
import { createObject, deleteObject } from '../projects/objects.store.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { annotation } from './annotation-kind.ts'
import { daysOf, hiddenIn, marksAt } from './annotations.ts'
import { marksOf } from './annotations.store.ts'
import * as exportPage from './audience-export.page.ts'
import * as audiencePage from './audience.page.tsx'
import { sitesOf } from './analytics.store.ts'
import { tell } from './visits.fixture.ts'

const november = { from: '2026-11-01', to: '2026-11-30' }

describe('the days of a span that a period shows', () => {
  test.each([
    ['a day', '2026-11-12', null, ['on 2026-11-12']],
    ['a span of one day', '2026-11-12', '2026-11-12', ['on 2026-11-12']],
    ['a span', '2026-11-12', '2026-11-14', ['from 2026-11-12', 'to 2026-11-14']],
    ['begun before', '2026-10-12', '2026-11-14', ['to 2026-11-14']],
    ['over after', '2026-11-12', '2026-12-14', ['from 2026-11-12']],
    ['all around it', '2026-10-12', '2026-12-14', []],
    ['the first and the last day', '2026-11-01', '2026-11-30', ['from 2026-11-01', 'to 2026-11-30']],
    ['another month', '2026-12-01', null, []],
  ])('%s', (_, from, to, marks) => {
    expect(daysOf({ from, to }, november).map(({ day, phase }) => `${phase} ${day}`)).toEqual(marks)
  })
})

describe('a mark on a curve', () => {
  test.each([
    ['by day', ['2026-11-11', '2026-11-12', '2026-11-13'], '2026-11-12', 1],
    ['by week: of its Monday', ['2026-11-02', '2026-11-09', '2026-11-16'], '2026-11-15', 1],
    ['by month', ['2026-10-01', '2026-11-01'], '2026-11-30', 1],
    ['by hour: at the first of its day', ['2026-11-11T23:00+01:00', '2026-11-12T00:00+01:00', '2026-11-12T01:00+01:00'], '2026-11-12', 1],
    ['by hour, on the day of 25', ['2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00'], '2026-10-25', 0],
    ['before the first point: of none', ['2026-11-11', '2026-11-12'], '2026-11-10', null],
  ] as const)('%s', (_, points, day, index) => {
    expect(marksAt(points, [{ day }]).findIndex((marks) => marks.length > 0)).toBe(index ?? -1)
  }) // prettier-ignore

  test('every mark of a shown period has one place, and order is kept there', () => {
    const days = Array.from({ length: 30 }, (_, n) => `2026-11-${String(n + 1).padStart(2, '0')}`)
    const mark = fc.record({ day: fc.constantFrom(...days), n: fc.nat() })
    fc.assert(
      fc.property(fc.array(mark), fc.subarray(days, { minLength: 1 }), (marks, others) => {
        const points = [...new Set(['2026-11-01', ...others])].toSorted()
        const placed = marksAt(points, marks)
        expect(placed.flat()).toHaveLength(marks.length)
        for (const [i, here] of placed.entries()) {
          expect(here).toEqual(marks.filter((one) => here.includes(one)))
          for (const { day } of here) expect(points.findLast((point) => point <= day)).toBe(points[i])
        }
      }),
    )
  })

  test('sources are hidden by their name alone', () => {
    expect(hiddenIn(new URLSearchParams('hide=content&hide=nothing&hide=import'))).toEqual(['content', 'import'])
  })
})

describe('what happened in a project', async () => {
  const t = await testInstance()
  const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
  let workspace: Workspace
  let lead: Scope
  let project: Project

  const texts = async (scope: Scope, more: Partial<Parameters<typeof marksOf>[2]> = {}) =>
    (await marksOf(scope, catalog.kinds, { project, site: null, period: november, ...more })).map(
      ({ day, text }) => `${day.slice(8)} ${text}`,
    )
  const blank = { format: null, author: null, hook: null, brief: null, callToAction: null, url: null }

  beforeAll(async () => {
    workspace = await t.workspace()
    lead = { ...(await makeMember(t.app, workspace, 'lead')), now: app.clock() }
    project = await createProject(lead, {
      name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
      endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
    }) // prettier-ignore
    await addSite(lead, { domain: 'marks.example', projectId: project.id })
    const add = (values: Record<string, unknown>) => createObject(lead, content, project.id, { ...blank, ...values })
    // Published at 23:30 UTC: the next day in Paris.
    await add({ title: 'Recette', state: 'published', plannedOn: '2026-11-05', scheduledAt: '2026-11-06T23:30:00Z' })
    await add({ title: 'Portrait', state: 'published', plannedOn: '2026-11-20', scheduledAt: null })
    await add({ title: 'Brouillon', state: 'drafting', plannedOn: '2026-11-08', scheduledAt: null })
    await createObject(lead, campaign, project.id, {
      title: 'Noël', utmCampaign: 'noel', state: 'running', purpose: null, owner: null, startsOn: '2026-11-15', endsOn: '2026-12-20',
      plannedCents: null, spentCents: null,
    }) // prettier-ignore
    const noted = { title: 'Salon', subject: 'event', startsOn: '2026-11-10', endsOn: '2026-11-12', note: null }
    await createObject(lead, annotation, project.id, noted)
    await tell(t.clickhouse, [
      { site: (await sitesOf(lead, { project: project.id }))[0]?.id ?? 0, visitor: 1, visit: 1, at: '2026-11-10T10:00:00Z', startedAt: '2026-11-10T10:00:00Z', path: '/', entry: '/', shared: {} },
    ]) // prettier-ignore
  })

  test('is read from notes, publications and campaigns, each in words', async () => {
    expect(await texts(lead)).toEqual([
      '07 Publication\u00a0: Recette',
      '10 Salon (début)',
      '12 Salon (fin)',
      '15 Début de campagne\u00a0: Noël',
      '20 Publication\u00a0: Portrait',
    ])
    expect(await texts({ ...lead, locale: 'en' }, { hidden: ['content', 'annotation'] })).toEqual([
      '15 Campaign begins: Noël',
    ])
  })

  test('is all there, however many were published since', async () => {
    await sql`with made as (
        insert into objects (id, workspace_id, project_id, kind, title, state)
        select gen_random_uuid(), ${workspace.id}, ${project.id}, 'content', 'Billet ' || n, 'published' from generate_series(1, 2001) as n
        returning id
      )
      insert into contents (id, planned_on) select id, '2027-01-05' from made`.execute(t.db)
    expect(await texts(lead)).toHaveLength(5)
    expect((await texts(lead, { period: { from: '2027-01-05', to: '2027-01-05' } })).length).toBe(2_000)
  })

  test('of another workspace is nothing here', async () => {
    const stranger = await makeMember(t.app, await t.workspace(), 'owner')
    expect(await texts(stranger)).toEqual([])
  })

  test('is on the audience page and in the file of its curve, until it is deleted', async () => {
    const reader = new Visitor(app, await signedInCookie(t.app, lead.user.id ?? ''))
    const at = { workspace: workspace.slug, project: project.slug }
    const base = `/w/${at.workspace}/p/${at.project}/audience`
    const open = async (search: string) =>
      (await reader.open(audiencePage.loader, `${base}${search}`, at)) as Awaited<
        ReturnType<typeof audiencePage.loader>
      >
    const search = '?from=2026-11-01&to=2026-11-20'
    expect(await open(`${search}&hide=content`)).toMatchObject({
      view: { hidesMarks: ['content'] },
      mayNote: true,
      marks: [{ text: 'Salon (début)' }, { text: 'Salon (fin)' }, { text: 'Début de campagne\u00a0: Noël' }],
    })
    const file = async () => {
      const answer = await reader.open(exportPage.loader, `${base}/export/curve${search}`, { ...at, panel: 'curve' })
      const lines = (await (answer as Response).text()).replace('\ufeff', '').trimEnd().split('\r\n')
      return lines.filter((line) => line.startsWith('2026-11-10') || line.startsWith('2026-11-12'))
    }
    expect(await file()).toEqual(['2026-11-10;1;1;1;1;1;0;Salon (début)', '2026-11-12;0;0;0;;;;Salon (fin)'])
    const [salon] = (await marksOf(lead, catalog.kinds, { project, site: null, period: november })).filter(
      ({ source }) => source === 'annotation',
    )
    await deleteObject(lead, annotation, project.id, salon?.path?.split('/')[1] ?? '')
    expect(await file()).toEqual(['2026-11-10;1;1;1;1;1;0;', '2026-11-12;0;0;0;;;;'])
  })
})
