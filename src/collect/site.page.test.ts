import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import { contextOf, type PageArgs } from '../accounts/request.ts'
import type { MemberRole } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { isAppError } from '../errors.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import * as sitePage from './site.page.tsx'
import * as sitesPage from './sites.page.tsx'
import { getSite } from './sites.store.ts'

let t: TestInstance
let workspace: Workspace
let project: Project
let lead: Scope
const cookies = new Map<string, string>()

const frame = {
  name: 'Relance', company: 'Les Ruchers du Ventoux', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
  endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Indian/Reunion', currency: 'CHF',
} as const // prettier-ignore

beforeAll(async () => {
  t = await testInstance()
  workspace = await t.workspace()
  for (const role of ['lead', 'contributor'] as const satisfies readonly MemberRole[]) {
    const scope = await makeMember(t.app, workspace, role)
    cookies.set(role, await signedInCookie(t.app, scope.user.id ?? ''))
    if (role === 'lead') lead = scope
  }
  const stranger = await makeMember(t.app, await t.workspace('Ailleurs'), 'owner')
  cookies.set('stranger', await signedInCookie(t.app, stranger.user.id ?? ''))
  project = await createProject(lead, frame)
})

/** What a browser of this role asks of a page. */
function ask(role: string, path: string, domain?: string, form?: Record<string, string>): PageArgs {
  return {
    request: new Request(`https://filrouge.example${path}`, {
      headers: { cookie: cookies.get(role) ?? '', 'accept-language': 'fr' },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    }),
    params: { workspace: workspace.slug, project: project.slug, ...(domain ? { domain } : {}) },
    context: contextOf({ app: t.app, nonce: '', ip: '' }),
  }
}
const statusOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  return isAppError(error) ? error.status : error instanceof Response ? error.status : null
}
const settings = {
  mode: 'consent',
  timeZone: 'Europe/Brussels',
  currency: 'eur',
}

describe('the sites of a project', () => {
  test('begin empty; a lead adds one, in the project’s zone and currency', async () => {
    expect((await sitesPage.loader(ask('lead', '/sites'))).sites).toEqual([])
    const answer = await sitesPage.action(ask('lead', '/sites', undefined, { domain: 'https://www.ruchers.fr' }))
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      `/w/${workspace.slug}/p/${project.slug}/sites/ruchers.fr`,
    ])
    expect(await getSite(lead, 'ruchers.fr')).toMatchObject({
      projectId: project.id,
      timeZone: 'Indian/Reunion',
      currency: 'CHF',
      mode: 'exempt',
    })
    expect((await sitesPage.loader(ask('contributor', '/sites'))).sites).toEqual([
      { domain: 'ruchers.fr', mode: 'exempt', state: 'waiting', last: null },
    ])
  })

  test('a domain that is none, or taken, comes back with what was typed', async () => {
    for (const [domain, status] of [
      ['pas un domaine', 422],
      ['ruchers.fr', 409],
    ] as const) {
      const answer = await sitesPage.action(ask('lead', '/sites', undefined, { domain }))
      expect(answer.status).toBe(status)
      expect(await answer.json()).toMatchObject({ typed: { domain }, problems: { domain: expect.any(String) } })
    }
  })

  test('are read by a contributor, added by a lead alone, and unknown to a stranger', async () => {
    expect(await statusOf(sitesPage.action(ask('contributor', '/sites', undefined, { domain: 'autre.fr' })))).toBe(403)
    expect(await statusOf(sitesPage.loader(ask('stranger', '/sites')))).toBe(404)
    expect(await statusOf(sitePage.loader(ask('stranger', '/sites/ruchers.fr', 'ruchers.fr')))).toBe(404)
    expect(await statusOf(sitePage.action(ask('contributor', '/sites/ruchers.fr', 'ruchers.fr', settings)))).toBe(403)
    expect(await statusOf(sitePage.loader(ask('lead', '/sites/absent.fr', 'absent.fr')))).toBe(404)
  })
})

describe('the page of a site', () => {
  test('gives the line to copy', async () => {
    const data = await sitePage.loader(ask('lead', '/sites/ruchers.fr', 'ruchers.fr'))
    expect(data.snippet).toBe(
      '<script defer data-site="ruchers.fr" src="https://filrouge.example/js/filrouge.js"></script>',
    )
    expect(data).toMatchObject({ last: null, drops: [], canWrite: true })
  })

  test('saves settings, which change the line', async () => {
    const answer = await sitePage.action(ask('lead', '/sites/ruchers.fr', 'ruchers.fr', settings))
    expect(answer.status).toBe(302)
    expect(await getSite(lead, 'ruchers.fr')).toMatchObject({
      mode: 'consent', timeZone: 'Europe/Brussels', currency: 'EUR',
    }) // prettier-ignore
    expect((await sitePage.loader(ask('lead', '/sites/ruchers.fr', 'ruchers.fr'))).snippet).toContain(' data-consent ')
  })

  test.each([
    ['a zone nobody knows', { timeZone: 'Europe/Carpentras' }, 'timeZone'],
    ['a currency that is none', { currency: 'euros' }, 'currency'],
  ])('refuses %s by its field, and keeps what was typed', async (_, change, field) => {
    const answer = await sitePage.action(ask('lead', '/sites/ruchers.fr', 'ruchers.fr', { ...settings, ...change }))
    expect(answer.status).toBe(422)
    const refused = (await answer.json()) as { problems: Record<string, string>; typed: Record<string, string> }
    expect(Object.keys(refused.problems)).toEqual([field])
    expect(refused.typed['timeZone']).toBe({ ...settings, ...change }.timeZone)
  })
})
