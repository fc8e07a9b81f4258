import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import { addWorkspaceKey } from '../accounts/keys.store.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import * as importsPage from '../collect/imports.page.tsx'
import { addSite } from '../collect/sites.store.ts'
import { commands } from '../commands.ts'
import { httpServer } from '../http.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as audiencePage from './audience.page.tsx'
import { importedCurve, importedFigure } from './imported.ts'
import { tell } from './visits.fixture.ts'

// Days of another tool: beside what we measure, never in it.

const t = await testInstance()
const http = httpServer(t.app, () => Promise.resolve(new Response('a page')))
let workspace: Workspace
let project: Project
let lead: Scope
let reader: Visitor
let cookie = ''
let key = ''
let site = 0

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  cookie = await signedInCookie(t.app, lead.user.id ?? '')
  reader = new Visitor(t.app, cookie)
  project = await createProject(lead, frame)
  key = await addWorkspaceKey(t.db, workspace.id, 'lecture', ['stats:read'])
  site = (await addSite(lead, { domain: 'ruchers.example', projectId: project.id })).id
  const at = '2025-05-18T10:00:00Z'
  await tell(t.clickhouse, [{ site, visitor: 1, visit: 1, at, startedAt: at, path: '/', entry: '/' }])
})

const base = () => `/w/${workspace.slug}/p/${project.slug}`
const params = () => ({ workspace: workspace.slug, project: project.slug, domain: 'ruchers.example' })
async function send(...files: File[]) {
  const form = new FormData()
  form.append('kind', 'history')
  for (const file of files) form.append('files', file)
  await http.request(`http://localhost:3000${base()}/sites/ruchers.example/imports/files`, {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': 'same-origin', accept: 'text/html' },
    body: form,
  })
  await t.app.imports.idle()
  return runs()
}
interface Run {
  readonly id: number
  readonly state: string
  readonly problem: string | null
  readonly history: Record<string, unknown> | null
}
const runs = async () =>
  ((await reader.open(importsPage.loader, `${base()}/sites/ruchers.example/imports`, params())) as { runs: Run[] }).runs
async function ask(intent: string, id = 0) {
  await reader.send(importsPage.action, `${base()}/sites/ruchers.example/imports`, { intent, id: String(id) }, params())
  await t.app.imports.idle()
}
interface Shown {
  readonly totals: Record<string, number>
  readonly imported: {
    days: { day: string; visits: number }[]
    origins: { tool: string }[]
    overlap: number
    values: { dimension: string; value: string; visits: number }[]
  }
}
const audience = async () =>
  (await reader.open(
    audiencePage.loader,
    `${base()}/audience?period=custom&from=2025-05-01&to=2025-05-31`,
    params(),
  )) as Shown
async function api(more: Record<string, unknown>): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await http.request('http://localhost:3000/api/v1/query', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      site: 'ruchers.example',
      period: { from: '2025-05-01', to: '2025-05-31' },
      metrics: ['visits'],
      ...more,
    }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

const days = new File(['date,visitors,pageviews,bounces,visits,visit_duration\n2025-05-17,5,14,2,6,300\n2025-05-18,9,9,9,9,0\n'], 'imported_visitors_1.csv') // prettier-ignore
const sources = new File(
  ['date,source,visitors,visits\n2025-05-17,Google,4,5\n2025-05-17,Bing,1,1\n'],
  'imported_sources_1.csv',
)

describe('figures of another tool', () => {
  test('are read as a trial, shown apart once imported, and leave when they are taken back', async () => {
    const [trial] = await send(days, sources)
    expect(trial).toMatchObject({
      state: 'checked',
      history: { tool: 'plausible', visits: 15, alsoMeasured: 1, dimensions: { source: 2 }, days: { count: 2 } },
    })
    expect((await audience()).imported.days).toEqual([])

    await ask('import', trial?.id)
    const shown = await audience()
    // The 18th was measured: it keeps our figures.
    expect(shown.imported.days).toEqual([{ day: '2025-05-17', visitors: 5, visits: 6, pageviews: 14, bounces: 2, seconds: 300 }])
    expect(shown.imported).toMatchObject({ overlap: 1, origins: [{ tool: 'plausible' }] })
    expect(shown.imported.values.map(({ value, visits }) => [value, visits])).toEqual([['Google', 5], ['Bing', 1]])
    expect(shown.totals['visits']).toBe(1)

    const plain = (await api({})).body
    expect([plain['totals'], plain['imported']]).toEqual([{ visits: 1 }, undefined])
    const asked = (await api({ imported: true })).body
    expect(asked).toMatchObject({ totals: { visits: 1 }, imported: { days: [{ day: '2025-05-17', visits: 6 }], overlap: 1 } })
    expect((await api({ imported: 'oui' })).status).toBe(400)

    await ask('remove', trial?.id)
    expect((await audience()).imported.days).toEqual([])
    expect(await t.db.selectFrom('importedDays').select('day').execute()).toEqual([])
    expect((await runs())[0]?.state).toBe('removed')
  }) // prettier-ignore

  test('are brought in by the command line too; of two imports of a day, the latest is shown', async () => {
    const { writeFile } = await import('node:fs/promises')
    const { join } = await import('node:path')
    const path = join(t.app.config.dataDir, 'umami.csv')
    await writeFile(path, 'date,visits\n2025-05-10,3\n')
    const order = { site: 'ruchers.example', files: [path] }
    const trial = await commands['import-history'].run(t.app, { ...order, dryRun: true }, () => {})
    expect([trial.visits, trial.dryRun, (await audience()).imported.days.length]).toEqual([3, true, 0])
    await commands['import-history'].run(t.app, order, () => {})
    await writeFile(path, 'date,visits\n2025-05-10,4\n')
    await commands['import-history'].run(t.app, order, () => {})
    expect((await audience()).imported.days).toMatchObject([{ day: '2025-05-10', visits: 4, visitors: null }])
  })

  test('that cannot be read are refused with the place and the way to mend them', async () => {
    const [run] = await send(new File(['date,visits\n2025-05-17,douze\n'], 'faux.csv'))
    expect(run).toMatchObject({ state: 'failed', problem: expect.stringContaining('ligne 2, colonne « visits »') })
    const [picture] = await send(new File([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0])], 'photo.png'))
    expect(picture).toMatchObject({ state: 'failed', problem: expect.stringContaining('photo.png') })
  })
})

test('the points of a curve take the imported days of their day, week or month; an hour takes none', () => {
  const days = ['2025-05-17', '2025-05-18', '2025-05-19'].map((day, i) => ({ day, visitors: null, visits: 10 + i, pageviews: 20, bounces: 1, seconds: null }))
  const at = (...points: string[]) => points.map((one) => ({ at: one }))
  expect(importedCurve('visits', days, at('2025-05-16', '2025-05-17', '2025-05-18'), 'day')).toEqual([null, 10, 11])
  expect(importedCurve('visits', days, at('2025-05-12', '2025-05-19'), 'week')).toEqual([21, 12])
  expect(importedCurve('bounceRate', days, at('2025-05-01'), 'month')).toEqual([3 / 33])
  expect(importedCurve('visits', days, at('2025-05-17T00:00+02:00'), 'hour')).toEqual([null])
}) // prettier-ignore

test('a ratio over imported days is that of their sums, and unknown where the tool is silent', () => {
  const day = (visits: number | null, bounces: number | null) => ({
    day: '',
    visitors: null,
    visits,
    pageviews: 10,
    bounces,
    seconds: null,
  })
  expect(importedFigure('bounceRate', [day(10, 1), day(30, 11)])).toBe(0.3)
  expect(importedFigure('visitDuration', [day(10, 1)])).toBeNull()
  expect(importedFigure('visitors', [day(10, 1)])).toBeNull()
  // A day that does not tell its visits leaves no total: a part would be taken for the whole.
  expect(importedFigure('visits', [day(10, 1), day(null, 1)])).toBeNull()
  expect(importedFigure('viewsPerVisit', [day(0, 0)])).toBeNull()
})
