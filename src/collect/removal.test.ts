import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { answer, sitesOf } from '../analytics/analytics.store.ts'
import { query } from '../analytics/query.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { isAppError } from '../errors.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { SiteCache } from './site-cache.ts'
import * as sitePage from './site.page.tsx'
import * as sitesPage from './sites.page.tsx'
import { addSite, getSite, removeSite, removedSites } from './sites.store.ts'

// A site taken off stops counting, keeps its figures, and comes back with them.

const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
let workspace: Workspace
let lead: Scope
let project: Project
let reader: Visitor

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(app, workspace, 'lead')
  project = await createProject(lead, frame)
  reader = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
})

const statusOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  return isAppError(error) ? [error.status, ...Object.keys(error.fields)] : error
}
const add = (domain: string, scope = lead, projectId: string | null = project.id) =>
  addSite(scope, { domain, projectId, mode: 'consent', settings: { hosts: ['paiement.example'] } })

describe('a site taken off', () => {
  test('is in no list, and the collector no longer knows it', async () => {
    const { id } = await add('fini.example')
    await removeSite(lead, id)
    expect(await statusOf(getSite(lead, 'fini.example'))).toEqual([404])
    expect(await sitesOf(lead, { domain: 'fini.example' })).toEqual([])
    expect(await new SiteCache(t.db).get('fini.example', 0)).toBeNull()
    expect(await removedSites(lead, project.id)).toEqual(['fini.example'])
  })

  test('comes back with its number, its settings and its figures', async () => {
    const { id } = await add('retour.example')
    const at = '2026-11-20T10:00:00Z'
    await tell(t.clickhouse, [{ site: id, visitor: 1, visit: 1, at, startedAt: at, path: '/', entry: '/' }])
    await removeSite(lead, id)
    expect(await addSite(lead, { domain: 'www.retour.example', projectId: project.id })).toMatchObject({
      id,
      mode: 'consent',
      settings: { hosts: ['paiement.example'] },
    })
    const [site] = await sitesOf(lead, { domain: 'retour.example' })
    if (!site) throw new Error('no site')
    const asked = query({ period: { from: '2026-11-20', to: '2026-11-20' }, metrics: ['visits'] })
    expect((await answer(lead, site, asked)).totals.visits).toBe(1)
    expect(await removedSites(lead, project.id)).not.toContain('retour.example')
  })

  test('may be measured by another workspace, which finds nothing of it; then the first cannot take it back', async () => {
    const { id } = await add('cede.example')
    await removeSite(lead, id)
    const other = await t.scope('owner')
    const taken = await addSite(other, { domain: 'cede.example' })
    expect(taken.id).not.toBe(id)
    expect(taken.settings).toEqual({})
    expect(await statusOf(add('cede.example'))).toEqual([409, 'domain'])
    // What somebody else measures is not offered.
    expect(await removedSites(lead, project.id)).not.toContain('cede.example')
    await removeSite(other, taken.id)
    expect((await add('cede.example')).id).toBe(id)
  })

  test('of another workspace cannot be taken off, nor twice', async () => {
    const { id } = await add('ferme.example')
    const other = await t.scope('owner')
    expect(await statusOf(removeSite(other, id))).toEqual([404])
    await removeSite(lead, id)
    expect(await statusOf(removeSite(lead, id))).toEqual([404])
  })

  test('taken off and back several times, is one site', async () => {
    const first = await add('yoyo.example')
    for (let i = 0; i < 3; i++) {
      await removeSite(lead, first.id)
      expect((await add('yoyo.example')).id).toBe(first.id)
    }
    const rows = await t.db.selectFrom('sites').select('id').where('domain', '=', 'yoyo.example').execute()
    expect(rows).toHaveLength(1)
  })

  test('asked back by eight at once, comes back once', async () => {
    const { id } = await add('foule.example')
    await removeSite(lead, id)
    const found = await Promise.allSettled(Array.from({ length: 8 }, () => add('foule.example')))
    const ids = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
    expect(new Set(ids)).toEqual(new Set([id]))
    const live = await t.db
      .selectFrom('sites')
      .select('id')
      .where('domain', '=', 'foule.example')
      .where('deletedAt', 'is', null)
      .execute()
    expect(live).toEqual([{ id }])
  })
})

describe('its page', () => {
  const params = (domain?: string) => ({
    workspace: workspace.slug,
    project: project.slug,
    ...(domain ? { domain } : {}),
  })
  const sites = () => `/w/${workspace.slug}/p/${project.slug}/sites`

  test('takes it off at the second step, and offers to take that back at once', async () => {
    await add('page.example')
    const sent = await reader.send(sitePage.action, `${sites()}/page.example`, { intent: 'remove' }, params('page.example'))
    expect(goesTo(sent)).toBe(sites())
    const flash = decodeURIComponent(sent.headers.get('set-cookie') ?? '')
    expect(flash).toContain('"undo"')
    expect(flash).toContain(`"action":"${sites()}"`)
    const list = (await reader.open(sitesPage.loader, sites(), params())) as Awaited<ReturnType<typeof sitesPage.loader>>
    expect(list.removed).toContain('page.example')
    expect(list.sites.map(({ domain }) => domain)).not.toContain('page.example')
    // The undo is the form that adds a site.
    const back = await reader.send(sitesPage.action, sites(), { domain: 'page.example' }, params())
    expect(goesTo(back)).toBe(`${sites()}/page.example`)
  }) // prettier-ignore

  test('lets no contributor take it off', async () => {
    await add('garde.example')
    const contributor = await makeMember(app, workspace, 'contributor')
    const who = new Visitor(app, await signedInCookie(app, contributor.user.id ?? ''))
    const sent = who.send(sitePage.action, `${sites()}/garde.example`, { intent: 'remove' }, params('garde.example'))
    expect(await statusOf(sent)).toEqual([403])
    expect((await getSite(lead, 'garde.example')).domain).toBe('garde.example')
  })

  test.each([
    ['waiting', [], null],
    ['receiving', [['2026-11-24T10:00:00Z', 'live']], /24 nov\. 2026/],
    ['receiving', [['2026-11-24T10:00:00Z', 'demo']], /24 nov\. 2026/],
    ['silent', [['2026-08-01T10:00:00Z', 'live']], null],
    ['waiting', [['2026-11-24T10:00:00Z', 'log']], null],
  ] as const)('says that the site is %s, after %j', async (state, events, last) => {
    const domain = `etat-${crypto.randomUUID().slice(0, 8)}.example`
    const { id } = await add(domain)
    await tell(
      t.clickhouse,
      events.map(([at, origin]) => ({
        site: id,
        visitor: 1,
        visit: 1,
        at,
        startedAt: at,
        path: '/',
        entry: '/',
        shared: { origin },
      })),
    )
    const data = (await reader.open(sitePage.loader, `${sites()}/${domain}`, params(domain))) as Awaited<
      ReturnType<typeof sitePage.loader>
    >
    expect(data.state).toBe(state)
    if (last) expect(data.last).toMatch(last)
    else expect(data.last).toBeNull()
  })
})
