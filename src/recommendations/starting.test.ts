import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { localeCookie } from '../i18n.ts'
import * as followUpPage from '../kpis/follow-up.page.tsx'
import { deviation } from '../kpis/kpi-kinds.ts'
import { kpi } from '../kpis/kpis.ts'
import { type Kind, checkValues } from '../projects/kind.ts'
import { createObject, readObject, updateObject } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { addLink } from '../projects/thread.store.ts'
import { testInstance } from '../testing.ts'
import * as decisionPage from './decision.page.tsx'
import * as fromKpi from './from-kpi.page.ts'
import * as queuePage from './queue.page.tsx'
import { recommendation } from './recommendations.ts'

// From a deviation that is explained to a recommendation and its decision, in English, with what people may change in between.

const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-10T20:00:00Z') }
let workspace: Workspace
let lead: Scope
let reader: Visitor
let english: Visitor
let direction: Visitor
let project: Project

beforeAll(async () => {
  workspace = await t.workspace()
  lead = { ...(await makeMember(app, workspace, 'lead')), now: app.clock() }
  const manager = await makeMember(app, workspace, 'management')
  const cookie = await signedInCookie(app, lead.user.id ?? '')
  reader = new Visitor(app, cookie)
  english = new Visitor(app, `${cookie}; ${localeCookie}=en`)
  direction = new Visitor(app, `${await signedInCookie(app, manager.user.id ?? '')}; ${localeCookie}=en`)
  project = await createProject(lead, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
})

const base = () => `/w/${workspace.slug}/p/${project.slug}`
const params = (more: Record<string, string>) => ({ workspace: workspace.slug, project: project.slug, ...more })
async function make(kind: Kind, values: object): Promise<string> {
  const checked = checkValues(kind, values)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return createObject(lead, kind, project.id, checked.values)
}
const typed = (title: string) =>
  make(kpi, {
    title, metric: 'manual', nature: 'aim', direction: 'up', baseline: 0, target: 300, unit: 'abonnés', cause: 'Une cause plus ancienne',
    startsOn: '2026-11-01', endsOn: '2026-11-30', measured: 20, measuredOn: '2026-11-03',
  }) // prettier-ignore

/** Explains the deviation of a KPI; where the recommendation starts. */
async function explain(id: string, cause: string): Promise<URL> {
  const fields = { cause, then: 'recommendation' }
  const answer = await reader.send(followUpPage.action, `${base()}/kpis/${id}/follow-up`, fields, params({ id }))
  return new URL(goesTo(answer) ?? '', 'http://localhost')
}
const start = async (id: string, search: string, who = reader) => {
  const answer = await who.open(fromKpi.loader, `${base()}/recommendations/from/${id}${search}`, params({ kpi: id }))
  return Object.fromEntries(new URL(goesTo(answer) ?? '', 'http://localhost').searchParams)
}

describe('a recommendation that starts from a deviation', () => {
  test('is drawn from it, and takes its cause rather than the one noted on the KPI', async () => {
    const id = await typed('Abonnés')
    const { search } = await explain(id, 'Le formulaire est cassé')
    const named = new URLSearchParams(search).get('deviation')
    expect(await start(id, search)).toMatchObject({ from: named, cause: 'Le formulaire est cassé' })
  })

  test.each([
    ['none is named', ''],
    ['the one named is not there', `?deviation=${crypto.randomUUID()}`],
    ['what is named is no identifier', '?deviation=pas-un-uuid'],
  ])('is drawn from the KPI where %s', async (_, search) => {
    const id = await typed('Abonnés')
    await explain(id, 'Le formulaire est cassé')
    expect(await start(id, search)).toMatchObject({ from: id, cause: 'Une cause plus ancienne' })
  })

  test('is never drawn from the deviation of another KPI', async () => {
    const [id, other] = [await typed('Abonnés'), await typed('Fans')]
    const { search } = await explain(other, 'Autre chose')
    expect(await start(id, search)).toMatchObject({ from: id, cause: 'Une cause plus ancienne' })
  })

  test('is written in the language of its reader', async () => {
    const id = await typed('Subscribers')
    const given = await start(id, '', english)
    expect(given).toMatchObject({ title: 'Correct the deviation: Subscribers', indicator: 'Subscribers, target 300 abonnés' })
    expect(given['finding']).toMatch(/^Subscribers: 20 abonnés on .*, against 100 abonnés expected\. Deviation: −80 abonnés, 80%/)
  }) // prettier-ignore
})

describe('its decision', () => {
  const open = (id: string, who = direction) =>
    who.open(decisionPage.loader, `${base()}/recommendations/${id}/decision`, params({ id })) as ReturnType<
      typeof decisionPage.loader
    >
  const send = (id: string, fields: Record<string, string>, who = direction) =>
    who.send(decisionPage.action, `${base()}/recommendations/${id}/decision`, fields, params({ id }))

  test('shows the KPI behind the deviation, and so does the queue', async () => {
    const origin = await typed('Abonnés')
    const { searchParams } = await explain(origin, 'Le formulaire est cassé')
    const id = await make(recommendation, { title: 'Réparer', finding: 'Constat' })
    await addLink(lead, t.app.catalog.kinds, searchParams.get('deviation') ?? '', id)
    expect((await open(id)).kpis).toEqual([{ title: 'Abonnés', to: `${base()}/kpis/${origin}/follow-up` }])
    await send(id, { intent: 'submit' }, reader)
    const { waiting } = (await direction.open(queuePage.loader, `${base()}/decisions`, params({}))) as Awaited<
      ReturnType<typeof queuePage.loader>
    >
    expect(waiting.find((row) => row.id === id)?.kpis).toEqual([{ id: origin, title: 'Abonnés' }])
  })

  test.each([
    ['nothing chosen', { outcome: '', note: 'Oui' }, { outcome: 'Choose a decision.' }],
    ['what is no decision', { outcome: 'draft', note: '' }, { outcome: 'Choose a decision.' }],
    ['a refusal without its reason', { outcome: 'refused', note: ' \n ' }, { note: 'Say why you refuse: the reason is kept with the decision.' }],
    ['a reason too long', { outcome: 'postponed', note: 'x'.repeat(5_001) }, { note: '5000 characters at most.' }],
  ])('is refused in English with %s, and keeps what was written', async (_, fields, problems) => {
    const id = await make(recommendation, { title: 'Réparer' })
    const answer = await send(id, { intent: 'decide', decisionId: crypto.randomUUID(), ...fields })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toEqual({ problems, note: fields.note, outcome: fields.outcome })
    expect((await open(id)).decisions).toEqual([])
  }) // prettier-ignore

  test('stands beside what the lead changes afterwards: the proposal moves, the decision does not', async () => {
    const id = await make(recommendation, { title: 'Réparer', costCents: 10_000 })
    await send(id, { intent: 'decide', decisionId: crypto.randomUUID(), outcome: 'postponed', note: 'En janvier.' })
    const { values, version, state } = await readObject(lead, recommendation, project.id, id)
    expect(state).toBe('postponed')
    await updateObject(lead, recommendation, project.id, id, version, { ...values, costCents: 20_000 })
    const after = await readObject(lead, recommendation, project.id, id)
    expect(after.values['costCents']).toBe(20_000)
    expect((await open(id)).decisions).toMatchObject([{ outcome: 'postponed', note: 'En janvier.', actionTo: null }])
  }) // prettier-ignore
})

test.each([
  ['explained without a cause', { state: 'explained', cause: null }, ['cause']],
  ['closed before it was noticed', { state: 'closed', closedOn: '2026-11-01' }, ['closedOn']],
  ['closed the day it was noticed', { state: 'closed', closedOn: '2026-11-02' }, []],
  ['closed without a cause: it came back by itself', { state: 'closed', cause: null, closedOn: '2026-11-09' }, []],
  ['in a state that is not', { state: 'lost' }, ['state']],
  ['noticed on no day', { noticedOn: '2026-02-30' }, ['noticedOn']],
])('a deviation %s', (_, values, fields) => {
  const checked = checkValues(deviation, { title: 'Écart', state: 'open', noticedOn: '2026-11-02', ...values })
  expect(checked.ok ? [] : Object.keys(checked.problems)).toEqual(fields)
})
