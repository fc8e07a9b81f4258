import { beforeAll, describe, expect, test } from 'vitest'
import { guestBrowserCookie, makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { addSite } from '../collect/sites.store.ts'
import { isAppError } from '../errors.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { sitesOf } from './analytics.store.ts'
import * as comparePage from './compare.page.tsx'
import * as exportPage from './audience-export.page.ts'
import * as funnelsPage from './funnels.page.tsx'
import * as goalsPage from './goals.page.tsx'
import * as journeysPage from './journeys.page.tsx'
import { randomVisits, toldOf } from './random-visits.fixture.ts'
import * as retentionPage from './retention.page.tsx'
import * as segmentsPage from './segments.page.tsx'
import { tell } from './visits.fixture.ts'

// Funnels, journeys, retention and segments, asked for as a browser asks for them.

const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
let workspace: Workspace
let lead: Scope
let reader: Visitor
let project: Project

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(app, workspace, 'lead')
  reader = new Visitor(app, await signedInCookie(t.app, lead.user.id ?? ''))
  project = await createProject(lead, frame)
  await addSite(lead, { domain: 'a.example', projectId: project.id, mode: 'consent' })
  await addSite(lead, { domain: 'exempt.example', projectId: project.id })
  const [a, exempt] = await sitesOf(lead, { project: project.id })
  const seen = randomVisits('2026-08-24T22:00:00Z', 120, 3)
  await tell(t.clickhouse, [...toldOf(a?.id ?? 0, seen), ...toldOf(exempt?.id ?? 0, seen)])
})

const wide = 'from=2026-08-20&to=2026-11-24'
const at = (more: Record<string, string> = {}) => ({ workspace: workspace.slug, project: project.slug, ...more })
const address = (path: string, search: string) => `/w/${workspace.slug}/p/${project.slug}/${path}?${search}`

async function redirectOf(work: Promise<unknown>): Promise<string> {
  const answer = await work.then(
    (found) => found,
    (thrown: unknown) => thrown,
  )
  if (!(answer instanceof Response)) throw new Error('no redirect')
  expect(answer.status).toBe(302)
  return answer.headers.get('location') ?? ''
}

const statusOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  return isAppError(error) ? error.status : error
}

type FunnelsData = Awaited<ReturnType<typeof funnelsPage.loader>>
const funnels = (search: string, who = reader) =>
  who.open(funnelsPage.loader, address('audience/funnels', search), at()) as Promise<FunnelsData>

const asked = `${wide}&step=page:/&step=page:/miel*`

describe('the page of funnels', () => {
  test('the form becomes a short address, which gives the same funnel', async () => {
    const form = `${wide}&kind=page&what=/&property=&value=&kind=event&what=commande&property=plan&value=pro&kind=page&what=&property=&value=&within=7&by=channel`
    const to = await redirectOf(funnels(form))
    expect(to).toBe(
      address(
        'audience/funnels',
        'from=2026-08-20&to=2026-11-24&step=page%3A%2F&step=event%3Acommande%3Aplan%3Dpro&within=7&by=channel',
      ),
    )
    expect((await funnels(to.split('?')[1] ?? '')).funnel).toEqual({
      steps: [
        { kind: 'page', pattern: '/' },
        { kind: 'event', name: 'commande', property: 'plan', value: 'pro' },
      ],
      within: 7,
      by: 'channel',
    })
  })

  test('counts, and says nothing with one step', async () => {
    expect((await funnels(asked)).answer?.all.map(({ count }) => (count ?? 0) > 0)).toEqual([true, true])
    expect((await funnels(`${wide}&step=page:/`)).answer).toBeNull()
  })

  test('a site in exempt mode counts within a visit, whatever is asked', async () => {
    const { funnel, isExempt } = await funnels(`${asked}&within=30&site=exempt.example`)
    expect([funnel.within, isExempt]).toEqual(['visit', true])
  })

  test('a funnel is kept for the whole team, once a name, and forgotten', async () => {
    const post = (fields: Record<string, string>, who = reader) =>
      who.send(funnelsPage.action, address('audience/funnels', asked), fields, at())
    const keep = (question: string) => post({ intent: 'keep-funnel', name: ' Achat ', question })
    await redirectOf(keep('step=page%3A%2F'))
    await redirectOf(keep('step=page%3A%2Fmiel'))
    const colleague = await makeMember(t.app, workspace, 'management')
    const other = new Visitor(app, await signedInCookie(t.app, colleague.user.id ?? ''))
    const { saved, mayKeep } = await funnels(asked, other)
    expect([saved.map(({ name, question }) => [name, question]), mayKeep]).toEqual([
      [['Achat', 'step=page%3A%2Fmiel']],
      false,
    ])
    const forget = { intent: 'forget-funnel', id: saved[0]?.id ?? '' }
    expect(await statusOf(post(forget, other))).toBe(403)
    await redirectOf(post(forget))
    expect(await statusOf(post(forget))).toBe(404)
    expect((await funnels(asked)).saved).toEqual([])
  })

  test.each([
    ['no name', ' '],
    ['too long a name', 'x'.repeat(81)],
    ['a control character', 'a\u0007'],
  ])('%s is refused, and what was typed comes back', async (_, name) => {
    const answer = await reader.send(
      funnelsPage.action,
      address('audience/funnels', asked),
      { intent: 'keep-funnel', name, question: 'step=page%3A%2F' },
      at(),
    )
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ name: name.trim(), error: expect.stringMatching(/\p{L}/u) as unknown })
  })
})

describe('what a site in exempt mode cannot say is explained, never guessed', () => {
  test('retention: nobody is recognised', async () => {
    const open = (search: string) =>
      reader.open(retentionPage.loader, address('audience/retention', search), at()) as ReturnType<
        typeof retentionPage.loader
      >
    expect(await open(`${wide}&site=exempt.example`)).toMatchObject({ isExempt: true, cohorts: [] })
    const { cohorts, isExempt } = await open(wide)
    expect([isExempt, cohorts.some(({ size }) => size > 0)]).toEqual([false, true])
  })
  test('journeys: totals by page, and no path', async () => {
    const open = (search: string) =>
      reader.open(journeysPage.loader, address('audience/journeys', search), at()) as ReturnType<
        typeof journeysPage.loader
      >
    const exempt = await open(`${wide}&site=exempt.example&page=/miel`)
    expect([exempt.paths, (exempt.around?.after.total ?? 0) > 0, exempt.exits.length]).toEqual([null, true, 5])
    expect((await open(wide)).paths?.visits).toBeGreaterThan(0)
  })
})

describe('filters', () => {
  const segments = (search: string) => reader.open(segmentsPage.loader, address('audience/segments', search), at())

  test('the form goes back to the page it came from, with what was there', async () => {
    const form = `${wide}&step=page:/&f=device:is:mobile&back=audience/funnels&apply=all&g0of=visitor&g0dim=event&g0prop=&g0op=is&g0val=commande`
    const to = await redirectOf(segments(form))
    const url = new URL(to, 'http://x')
    expect(url.pathname).toMatch(/\/audience\/funnels$/)
    expect(url.searchParams.getAll('f')).toEqual(['device:is:mobile', 'visitor(event:is:commande)'])
    expect(url.searchParams.getAll('step')).toEqual(['page:/'])
    expect(
      [...url.searchParams.keys()].filter((name) => name.startsWith('g') || name === 'apply' || name === 'back'),
    ).toEqual([])
  })

  test('goes to no other page than ours', async () => {
    const to = await redirectOf(segments('apply=all&back=//mal.example&g0dim=page&g0val=/'))
    expect(to).toMatch(/^\/w\/[^/]+\/p\/[^/]+\/audience\?f=page%3Ais%3A%2F$/)
  })

  test('a segment is kept and read with its filters', async () => {
    const question = String(new URLSearchParams([['f', 'any(channel:is:Email,!visit(event:is:commande))']]))
    await redirectOf(
      Promise.resolve(
        reader.send(
          segmentsPage.action,
          address('audience/segments', wide),
          { intent: 'keep-segment', name: 'Lecteurs', question },
          at(),
        ),
      ),
    )
    expect(await segments(wide)).toMatchObject({ saved: [{ name: 'Lecteurs', question }] })
  })
})

describe('what is on screen as a file', () => {
  const file = async (section: string, search: string) =>
    (await reader.open(
      exportPage.loader,
      address(`audience/export/${section}`, search),
      at({ panel: section }),
    )) as Response

  test.each([
    ['funnels', asked, 'Étape;Ce qui se passe;Visites'],
    ['journeys', `${wide}&page=/miel`, 'Page;Sens;Page voisine'],
    ['retention', wide, 'Première visite;Visiteurs;Rang'],
    ['paths', wide, 'Pages vues, dans l’ordre;Visites;Part'],
    ['exits', wide, 'Page;Sorties;Visites qui l’ont vue'],
    ['devices-browser', wide, 'Navigateur;Visites;Visiteurs'],
    ['real-time', '', 'Minute;Pages vues'],
    ['compare', `${wide}&bfrom=2026-09-01&bto=2026-09-30`, 'Chiffre;A;B'],
    ['channel', wide, 'Canal;Visites'],
  ])('%s as CSV, XLSX and JSON', async (section, search, head) => {
    const csv = (await (await file(section, search)).text()).replace('\ufeff', '')
    expect(csv.startsWith(head), csv.slice(0, 80)).toBe(true)
    const xlsx = Buffer.from(await (await file(section, `${search}&format=xlsx`)).arrayBuffer())
    expect(xlsx.subarray(0, 2).toString()).toBe('PK')
    const json = (await (await file(section, `${search}&format=json`)).json()) as Record<string, unknown>[]
    expect(json).toHaveLength(csv.trimEnd().split('\r\n').length - 1)
    expect(
      Object.keys(json[0] ?? {})
        .join(';')
        .startsWith(head),
    ).toBe(true)
  })

  test.each([
    ['funnels', wide],
    ['retention', `${wide}&site=exempt.example`],
    ['paths', `${wide}&site=exempt.example`],
    ['goal-detail', wide],
    ['elsewhere', wide],
    ['real-time-__proto__', ''],
  ])('%s has no table to give with %s', async (section, search) =>
    expect(await statusOf(file(section, search))).toBe(404),
  )

  test('a format that does not exist is said', async () =>
    expect(await statusOf(file('channel', `${wide}&format=pdf`))).toBe(400))
})

test('a guest sees none of it', async () => {
  const guest = new Visitor(app, await guestBrowserCookie(t.app, workspace.id, project.id))
  for (const [page, path] of [
    [funnelsPage, 'funnels'],
    [journeysPage, 'journeys'],
    [retentionPage, 'retention'],
    [segmentsPage, 'segments'],
    [goalsPage, 'goals'],
    [comparePage, 'compare'],
  ] as const)
    expect(await statusOf(guest.open(page.loader, address(`audience/${path}`, wide), at()))).toBe(403)
})
