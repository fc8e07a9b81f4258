import { beforeAll, describe, expect, test } from 'vitest'
import { guestBrowserCookie, makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { addSite } from '../collect/sites.store.ts'
import { isAppError } from '../errors.ts'
import { goal } from '../kpis/kpis.ts'
import { createObject } from '../projects/objects.store.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as exportPage from './audience-export.page.ts'
import * as nowPage from './audience-now.page.ts'
import * as audiencePage from './audience.page.tsx'
import { sitesOf } from './analytics.store.ts'
import { tell } from './visits.fixture.ts'

// The audience page, its exports and its live count, asked for as a browser asks for them.

const t = await testInstance()
/** Noon: nothing here hangs on when the tests are run. */
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
let workspace: Workspace
let lead: Scope
let reader: Visitor
let busy: Project
let empty: Project

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

const minutesAgo = (minutes: number) => new Date(app.clock().getTime() - minutes * 60_000).toISOString()

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  reader = new Visitor(app, await signedInCookie(t.app, lead.user.id ?? ''))
  busy = await createProject(lead, { ...frame, name: 'Boutique' })
  empty = await createProject(lead, { ...frame, name: 'Futur' })
  await addSite(lead, { domain: 'a.example', projectId: busy.id, mode: 'consent' })
  await addSite(lead, { domain: 'b.example', projectId: busy.id })
  const [a, b] = await sitesOf(lead, { project: busy.id })
  const visit = (site: number, id: number, at: string, path: string, shared: Record<string, string>) => ({
    site, visitor: id, visit: id, at, startedAt: at, path, entry: path, shared,
  }) // prettier-ignore
  await tell(t.clickhouse, [
    visit(a?.id ?? 0, 1, minutesAgo(2), '/miel', { visit_channel: 'Email', visit_utm_campaign: 'noel', consent: '1' }),
    visit(a?.id ?? 0, 2, minutesAgo(3), '/', { visit_channel: 'Direct' }),
    visit(a?.id ?? 0, 3, minutesAgo(90), '=cmd|"/c calc"!A1', { visit_channel: 'Direct' }),
    visit(b?.id ?? 0, 4, minutesAgo(4), '/', { visit_channel: 'Direct', country: 'FR' }),
  ])
})

const at = (project: Project) => ({ workspace: workspace.slug, project: project.slug })

const open = async (search = '', project = busy, who = reader) =>
  (await who.open(
    audiencePage.loader,
    `/w/${workspace.slug}/p/${project.slug}/audience${search}`,
    at(project),
  )) as Awaited<ReturnType<typeof audiencePage.loader>>

async function shown(search = '') {
  const data = await open(search)
  if (data.kind !== 'audience') throw new Error(data.kind)
  return data
}

const statusOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  return isAppError(error) ? error.status : error
}

describe('before there is anything to show', () => {
  test('a project without a site says what the page is for, and where to add one', async () => {
    expect(await open('', empty)).toEqual({ kind: 'noSite', base: `/w/${workspace.slug}/p/${empty.slug}` })
  })

  test('a site that never sent gives its own line to copy, as its settings make it', async () => {
    await addSite(lead, {
      domain: 'futur.example',
      projectId: empty.id,
      mode: 'consent',
      settings: { obeySignals: true },
    })
    expect(await open('', empty)).toMatchObject({
      kind: 'noEvents',
      domain: 'futur.example',
      snippet:
        '<script defer data-site="futur.example" data-consent data-signals src="http://localhost:3000/js/filrouge.js"></script>',
    })
  })

  test('a filter that keeps nobody is not a site that never sent', async () => {
    expect((await shown('?f=channel:is:SMS')).totals.visits).toBe(0)
  })
})

describe('the page', () => {
  test('shows the project’s first site, and the others by their address', async () => {
    expect(await shown()).toMatchObject({ domain: 'a.example', domains: ['a.example', 'b.example'], mode: 'consent' })
    expect((await shown('?site=b.example')).totals.visits).toBe(1)
    expect((await shown('?site=absent.example')).domain).toBe('a.example')
  })

  test('says on what share of the visits campaigns rest, where consent is asked, and nowhere else', async () => {
    expect((await shown()).consented).toBeCloseTo(1 / 3, 10)
    expect((await shown('?site=b.example')).consented).toBeNull()
    // The share is of the site’s visits: a filter on a campaign would always make it whole.
    expect((await shown('?f=utmCampaign:is:noel')).consented).toBeCloseTo(1 / 3, 10)
  })

  test.each([
    ['', 'day'],
    ['?step=week', 'week'],
    ['?step=hour', 'day'],
    ['?period=today', 'hour'],
    ['?period=today&step=month', 'hour'],
    ['?period=7d&step=hour', 'hour'],
    ['?period=12m', 'week'],
    ['?period=12m&step=day', 'day'],
    ['?period=12m&step=month', 'month'],
    ['?step=nonsense', 'day'],
  ])('%j draws one point a(n) %s', async (search, granularity) => {
    const { granularity: found, series } = await shown(search)
    expect(found).toBe(granularity)
    expect(series.length).toBeGreaterThan(0)
    expect(series.length).toBeLessThan(401)
  })

  test('counts who is there now, apart from the period looked at', async () => {
    expect((await shown('?from=2020-01-01&to=2020-01-02')).now).toBe(2)
  })

  test('two goals of one name are two rows', async () => {
    const id = await createObject(lead, goal, busy.id, {
      title: 'Contact', match: 'page', pattern: '/miel', valueCents: null, site: null,
    }) // prettier-ignore
    const twin = await createObject(lead, goal, busy.id, {
      title: 'Contact', match: 'page', pattern: '/jamais', valueCents: null, site: null,
    }) // prettier-ignore
    const { panels } = await shown()
    expect(panels.goal).toEqual([
      { name: `Contact (${id.slice(0, 8)})`, count: 1, share: expect.closeTo(1 / 3, 10) },
      { name: `Contact (${twin.slice(0, 8)})`, count: 0, share: 0 },
    ])
  })
})

describe('a panel as a file', () => {
  const exported = async (panel: string, search = '', headers = 'fr') => {
    const who = new Visitor(app, `${reader.cookie}; filrouge_locale=${headers}`)
    const answer = (await who.open(
      exportPage.loader,
      `/w/${workspace.slug}/p/${busy.slug}/audience/export/${panel}${search}`,
      { ...at(busy), panel },
    )) as Response
    return { name: answer.headers.get('content-disposition'), text: await answer.text() }
  }

  test('in French: semicolons, the words of the page, the filters of the address', async () => {
    const { name, text } = await exported('channel', '?period=today&f=channel:is:Email')
    const [head, ...rows] = text.replace('\ufeff', '').trimEnd().split('\r\n')
    expect(head).toMatch(/^Canal;Visites \(visite/)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatch(/^E-mail;1;1;/)
    expect(name).toMatch(/filename="a-example-channel-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv"/)
  })

  test('in English: commas', async () => {
    expect((await exported('channel', '', 'en')).text.replace('\ufeff', '')).toMatch(/^Channel,Visits/)
  })

  test('a path that is a formula is text for a spreadsheet', async () => {
    const { text } = await exported('page')
    expect(text).toContain('"\'=cmd|""/c calc""!A1"')
    expect(text).not.toMatch(/(^|[;,\n])=cmd/)
  })

  test('of another site of the project when the address says so', async () => {
    expect((await exported('country', '?site=b.example')).text).toMatch(/\r\nFrance;1;/)
  })

  test.each(['nonsense', 'date', '__proto__', ''])('there is no panel "%s"', async (panel) => {
    expect(await statusOf(exported(panel))).toBe(404)
  })
})

describe('the live count alone', () => {
  const now = async (search = '', project = busy, who = reader) =>
    (await who.open(
      nowPage.loader,
      `/w/${workspace.slug}/p/${project.slug}/audience/now${search}`,
      at(project),
    )) as Response

  test('counts people of the last five minutes on the site asked for, and is never kept by a cache', async () => {
    const answer = await now()
    expect(await answer.json()).toEqual({ visitors: 2 })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await (await now('?site=b.example')).json()).toEqual({ visitors: 1 })
  })

  test('moves when somebody comes', async () => {
    const [site] = await sitesOf(lead, { domain: 'b.example' })
    const when = minutesAgo(0)
    await tell(t.clickhouse, [
      { site: site?.id ?? 0, visitor: 77, visit: 77, at: when, startedAt: when, path: '/', entry: '/' },
    ])
    expect(await (await now('?site=b.example')).json()).toEqual({ visitors: 2 })
  })

  test('of a project without a site is not found', async () => {
    const bare = await createProject(lead, { ...frame, name: 'Nu' })
    expect(await statusOf(now('', bare))).toBe(404)
  })
})

describe('who may look', () => {
  test.each(['contributor', 'management'] as const)('a %s may', async (role) => {
    const member = await makeMember(t.app, workspace, role)
    const who = new Visitor(app, await signedInCookie(t.app, member.user.id ?? ''))
    expect(await open('', busy, who)).toMatchObject({ kind: 'audience' })
  })

  test('a guest may not, and for a stranger it is not there', async () => {
    const guest = new Visitor(app, await guestBrowserCookie(t.app, workspace.id, busy.id))
    const stranger = await makeMember(t.app, await t.workspace('Ailleurs'), 'owner')
    const other = new Visitor(app, await signedInCookie(t.app, stranger.user.id ?? ''))
    expect(await statusOf(open('', busy, guest))).toBe(403)
    expect(await statusOf(open('', busy, other))).toBe(404)
  })
})
