import { beforeAll, describe, expect, test } from 'vitest'
import { guestBrowserCookie, makeMember, makeWorkspace, signedInCookie } from '../accounts/fixtures.ts'
import type { MemberRole } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { isAppError } from '../errors.ts'
import { kpi } from '../kpis/kpis.ts'
import { type Kind, checkValues } from '../projects/kind.ts'
import { createObject, readObject } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { addLink, walk } from '../projects/thread.store.ts'
import { testInstance } from '../testing.ts'
import * as decisionPage from './decision.page.tsx'
import * as fromKpi from './from-kpi.page.ts'
import * as queuePage from './queue.page.tsx'
import { recommendation } from './recommendations.ts'

// The pages of a recommendation as browsers of each role open them, on the real engines.

const t = await testInstance()
const browsers = new Map<MemberRole, Visitor>()
let workspace: Workspace
let lead: Scope
let project: Project

beforeAll(async () => {
  workspace = await makeWorkspace(t.app)
  for (const role of ['owner', 'lead', 'contributor', 'management'] as const) {
    const scope = await makeMember(t.app, workspace, role, `${role} de l’espace`)
    browsers.set(role, new Visitor(t.app, await signedInCookie(t.app, scope.user.id ?? '')))
    if (role === 'lead') lead = scope
  }
  project = await createProject(lead, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
    endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
})

const as = (role: MemberRole): Visitor => browsers.get(role) ?? new Visitor(t.app)
const base = () => `/w/${workspace.slug}/p/${project.slug}`
const params = (more: Record<string, string> = {}) => ({ workspace: workspace.slug, project: project.slug, ...more })

async function add(kind: unknown, values: Record<string, unknown>): Promise<string> {
  const checked = checkValues(kind as Kind, values)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return createObject(lead, kind as Kind, project.id, checked.values)
}
const propose = (values: Record<string, unknown> = {}) =>
  add(recommendation, { title: 'Recentrer la campagne', costCents: 60_000, ...values })

type Data = Awaited<ReturnType<typeof decisionPage.loader>>
const open = (id: string, role: MemberRole = 'management') =>
  as(role).open(decisionPage.loader, `${base()}/recommendations/${id}/decision`, params({ id })) as Promise<Data>
const send = (id: string, fields: Record<string, string>, role: MemberRole = 'management') =>
  as(role).send(decisionPage.action, `${base()}/recommendations/${id}/decision`, fields, params({ id }))
const stateOf = async (id: string) => (await readObject(lead, recommendation, project.id, id)).state

const statusOf = async (work: Promise<unknown>) => {
  try {
    const answer = await work
    return answer instanceof Response ? answer.status : 200
  } catch (error) {
    return isAppError(error) ? error.status : error
  }
}

describe('the decision page', () => {
  test('from a draft to an action, as two people do it', async () => {
    const id = await propose()
    expect(await open(id, 'lead')).toMatchObject({ state: 'draft', mayDecide: false, maySubmit: true })
    await send(id, { intent: 'submit' }, 'lead')
    const page = await open(id)
    expect(page).toMatchObject({
      state: 'submitted',
      stateLabel: 'Décision attendue',
      mayDecide: true,
      maySubmit: false,
    })
    const answer = await send(id, { intent: 'decide', decisionId: page.decisionId, outcome: 'approved', note: '' })
    expect([answer.status, goesTo(answer)]).toEqual([302, `${base()}/recommendations/${id}/decision`])
    const [taken] = (await open(id, 'contributor')).decisions
    expect(taken).toMatchObject({ outcome: 'approved', authorName: 'management de l’espace' })
    const [made] = await walk(lead, id, 'after', 1)
    expect(taken?.actionTo).toBe(`${base()}/actions/${made?.id}`)
  })

  test('shows what is proposed in words, and the KPI it starts from', async () => {
    const origin = await add(kpi, { title: 'Coût par commande', metric: 'manual', nature: 'aim', direction: 'down' })
    const id = await propose({ cause: 'Ciblage trop large.', dueOn: '2026-12-05' })
    expect((await open(id)).kpis).toEqual([])
    await addLink(lead, t.app.catalog.kinds, origin, id)
    const { kpis, grounds } = await open(id)
    expect(kpis).toEqual([{ title: 'Coût par commande', to: `${base()}/kpis/${origin}/follow-up` }])
    const texts = Object.fromEntries(grounds.map(({ label, text }) => [label, text.replace(/\s/gu, ' ')]))
    expect(texts).toMatchObject({ Constat: '—', Cause: 'Ciblage trop large.', 'Coût (HT)': '600 €' })
  })

  test('a refusal without a reason comes back with what was chosen, and writes nothing', async () => {
    const id = await propose()
    const { decisionId } = await open(id)
    const answer = await send(id, { intent: 'decide', decisionId, outcome: 'refused', note: '  ' })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toEqual({
      problems: { note: 'Dites pourquoi vous refusez\u00a0: le motif est gardé avec la décision.' },
      note: '  ',
      outcome: 'refused',
    })
    expect(await stateOf(id)).toBeNull()
  })

  test('a second tab that comes too late is told, and keeps what was typed', async () => {
    const id = await propose()
    await send(id, { intent: 'decide', decisionId: crypto.randomUUID(), outcome: 'approved', note: '' })
    const late = { intent: 'decide', decisionId: crypto.randomUUID(), outcome: 'refused', note: 'Trop cher.' }
    const answer = await send(id, late, 'owner')
    expect(answer.status).toBe(409)
    const said = (await answer.json()) as { problems: { outcome: string }; note: string }
    expect([said.problems.outcome, said.note]).toEqual([
      'Cette préconisation est déjà approuvée\u202f; son action est dans le plan.',
      'Trop cher.',
    ])
  })

  test('a double click approves once', async () => {
    const id = await propose()
    const form = { intent: 'decide', decisionId: (await open(id)).decisionId, outcome: 'approved', note: '' }
    const answers = await Promise.all([send(id, form), send(id, form)])
    expect(answers.map(({ status }) => status)).toEqual([302, 302])
    expect(await walk(lead, id, 'after', 1)).toHaveLength(1)
  })

  test.each<[MemberRole, string, number]>([
    ['lead', 'decide', 403],
    ['contributor', 'decide', 403],
    ['management', 'submit', 403],
  ])('a %s may not %s', async (role, intent, status) => {
    const id = await propose()
    const fields = { intent, decisionId: crypto.randomUUID(), outcome: 'approved', note: '' }
    expect(await statusOf(send(id, fields, role))).toBe(status)
    expect(await stateOf(id)).toBeNull()
  })

  test('a guest of the project is kept out of both pages', async () => {
    const id = await propose()
    const guest = new Visitor(t.app, await guestBrowserCookie(t.app, workspace.id, project.id))
    const pages = [
      guest.open(decisionPage.loader, `${base()}/recommendations/${id}/decision`, params({ id })),
      guest.open(queuePage.loader, `${base()}/decisions`, params()),
    ]
    expect(await Promise.all(pages.map(statusOf))).toEqual([403, 403])
  })
})

describe('what awaits a decision', () => {
  type Queue = Awaited<ReturnType<typeof queuePage.loader>>
  const queue = (role: MemberRole = 'management') =>
    as(role).open(queuePage.loader, `${base()}/decisions`, params()) as Promise<Queue>

  test('what is submitted is there with its KPI and its cost; a draft is not; what is decided has left', async () => {
    const origin = await add(kpi, { title: 'Visites', metric: 'manual', nature: 'aim', direction: 'up' })
    const [waiting, draft, decided] = [await propose(), await propose(), await propose()]
    await addLink(lead, t.app.catalog.kinds, origin, waiting)
    await send(waiting, { intent: 'submit' }, 'lead')
    await send(decided, { intent: 'submit' }, 'lead')
    await send(decided, { intent: 'decide', decisionId: crypto.randomUUID(), outcome: 'postponed', note: 'Plus tard.' })
    const { waiting: rows, postponed, taken } = await queue()
    const ids = rows.map(({ id }) => id)
    expect([ids.includes(waiting), ids.includes(draft), ids.includes(decided)]).toEqual([true, false, false])
    expect(rows.find(({ id }) => id === waiting)).toMatchObject({
      costCents: 60_000,
      days: 0,
      kpis: [{ id: origin, title: 'Visites' }],
    })
    expect(postponed.map(({ id }) => id)).toContain(decided)
    expect(taken.find(({ recommendationId }) => recommendationId === decided)).toMatchObject({ note: 'Plus tard.' })
  })

  test.each<[MemberRole, boolean]>([
    ['owner', true],
    ['management', true],
    ['lead', false],
    ['contributor', false],
  ])('a %s is offered to decide: %s', async (role, expected) => {
    expect((await queue(role)).mayDecide).toBe(expected)
  })
})

describe('a recommendation that starts from a KPI', () => {
  const start = (id: string, role: MemberRole = 'lead') =>
    as(role).open(fromKpi.loader, `${base()}/recommendations/from/${id}`, params({ kpi: id }))

  test('opens the form with the finding written, tied to the KPI', async () => {
    const origin = await add(kpi, {
      title: 'Abonnés', metric: 'manual', nature: 'aim', direction: 'up', unit: 'abonnés', baseline: 100, target: 300,
      startsOn: '2020-01-01', endsOn: '2020-12-31', measured: 180, measuredOn: '2020-12-31', cause: 'Peu de formulaires.',
    }) // prettier-ignore
    const to = new URL(goesTo(await start(origin)) ?? '', 'http://localhost')
    expect(to.pathname).toBe(`${base()}/recommendations/new`)
    const given = Object.fromEntries(to.searchParams)
    expect(given).toMatchObject({ from: origin, cause: 'Peu de formulaires.', indicator: 'Abonnés, cible 300 abonnés' })
    expect(given['finding']).toMatch(/^Abonnés\u00a0: 180 abonnés au .*, pour 300 abonnés attendus\./)
    expect(given['finding']).toContain('Écart\u00a0: −120 abonnés')
  })

  test('management does not write recommendations, and there is none from a KPI that is not there', async () => {
    const origin = await add(kpi, { title: 'Visites', metric: 'manual', nature: 'aim', direction: 'up' })
    expect(await statusOf(start(origin, 'management'))).toBe(403)
    expect(await statusOf(start(crypto.randomUUID()))).toBe(404)
  })
})
