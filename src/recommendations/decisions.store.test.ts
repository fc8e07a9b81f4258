import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, makeWorkspace } from '../accounts/fixtures.ts'
import type { MemberRole } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { isAppError } from '../errors.ts'
import { kpi } from '../kpis/kpis.ts'
import { action } from '../planning/actions.ts'
import { checkValues } from '../projects/kind.ts'
import { changesSince, createObject, deleteObject, listObjects, readObject } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { addLink, walk } from '../projects/thread.store.ts'
import { testInstance } from '../testing.ts'
import { decide, listDecisions, submitRecommendation } from './decisions.store.ts'
import { recommendation } from './recommendations.ts'

const t = await testInstance()
const people = new Map<MemberRole, Scope>()
let workspace: Workspace
let project: Project

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
  endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  workspace = await makeWorkspace(t.app)
  for (const role of ['owner', 'lead', 'contributor', 'management'] as const)
    people.set(role, await makeMember(t.app, workspace, role, `${role} de l’espace`))
  project = await createProject(as('lead'), frame)
})

const now = new Date('2026-11-24T09:00:00Z')

function as(role: MemberRole): Scope {
  const scope = people.get(role)
  if (!scope) throw new Error(`nobody is ${role}`)
  return { ...scope, now }
}

async function propose(values: Record<string, unknown> = {}): Promise<string> {
  const checked = checkValues(recommendation, {
    title: 'Recentrer la campagne de Noël',
    finding: '46 € par commande pour 18 € prévus.',
    actionProposed: 'Exclure ceux qui n’ont jamais acheté.',
    owner: 'Camille Roux',
    dueOn: '2026-12-05',
    costCents: 60_000,
    ...values,
  })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return createObject(as('lead'), recommendation, project.id, checked.values)
}

const decideOn = (
  id: string,
  outcome: string,
  { note = '', decisionId = crypto.randomUUID(), role = 'management' as MemberRole, at = now } = {},
) => decide({ ...as(role), now: at }, t.app.catalog.kinds, project, id, { decisionId, outcome, note })

const stateOf = async (id: string) => (await readObject(as('lead'), recommendation, project.id, id)).state
const actionsOf = async (id: string) =>
  (await walk(as('lead'), id, 'after', 1)).filter(({ kind }) => kind === action.name)

/** Which error a call ends with. */
async function errorOf(work: () => Promise<unknown>) {
  try {
    await work()
  } catch (error) {
    if (isAppError(error)) return { id: error.id, status: error.status, fields: Object.keys(error.fields) }
    throw error
  }
  throw new Error('the call was expected to be refused')
}

describe('submitting', () => {
  test('a draft becomes awaited, with the day of the project’s own clock', async () => {
    const id = await propose()
    const late: Scope = { ...as('lead'), now: new Date('2026-11-24T23:30:00Z') }
    await submitRecommendation(late, project, id)
    const { state, values } = await readObject(late, recommendation, project.id, id)
    expect([state, values['submittedOn']]).toEqual(['submitted', '2026-11-25'])
  })

  test('twice is once: the first day stays', async () => {
    const id = await propose()
    await submitRecommendation(as('contributor'), project, id)
    await submitRecommendation({ ...as('lead'), now: new Date('2026-12-01T09:00:00Z') }, project, id)
    const { values, version } = await readObject(as('lead'), recommendation, project.id, id)
    expect([values['submittedOn'], version]).toEqual(['2026-11-24', 2])
  })

  test('a refused one may be submitted again, an approved one may not', async () => {
    const [refused, approved] = [await propose(), await propose()]
    await decideOn(refused, 'refused', { note: 'Trop tard.' })
    await submitRecommendation(as('lead'), project, refused)
    expect(await stateOf(refused)).toBe('submitted')
    await decideOn(approved, 'approved')
    expect(await errorOf(() => submitRecommendation(as('lead'), project, approved))).toMatchObject({
      id: 'alreadyApproved',
      status: 409,
    })
  })

  test('management decides and does not submit', async () => {
    const id = await propose()
    expect(await errorOf(() => submitRecommendation(as('management'), project, id))).toMatchObject({ status: 403 })
    expect(await stateOf(id)).toBeNull()
  })
})

describe('deciding', () => {
  test.each<[string, string, string]>([
    ['refused', 'Le budget est pris.', 'refused'],
    ['postponed', '', 'postponed'],
    ['postponed', 'Après Noël.', 'postponed'],
  ])('%s with the reason “%s” makes no action', async (outcome, note, state) => {
    const id = await propose()
    const decision = await decideOn(id, outcome, { note })
    expect(decision).toMatchObject({
      outcome,
      note: note || null,
      actionId: null,
      authorName: 'management de l’espace',
    })
    expect([await stateOf(id), await actionsOf(id)]).toEqual([state, []])
  })

  test('approved makes the action of the plan, from what was proposed, tied by the thread', async () => {
    const id = await propose()
    const { actionId } = await decideOn(id, 'approved', { note: 'D’accord.' })
    expect((await actionsOf(id)).map((step) => step.id)).toEqual([actionId])
    expect((await readObject(as('lead'), action, project.id, actionId ?? '')).values).toMatchObject({
      title: 'Recentrer la campagne de Noël',
      state: 'todo',
      owner: 'Camille Roux',
      startsOn: '2026-11-24',
      endsOn: '2026-12-05',
      progress: 0,
      detail: 'Exclure ceux qui n’ont jamais acheté.',
    })
  })

  test.each<[string, string | null, [string | null, string | null]]>([
    ['a due date already past starts and ends that day', '2026-11-02', ['2026-11-02', '2026-11-02']],
    ['today is today', '2026-11-24', ['2026-11-24', '2026-11-24']],
    ['no due date leaves the end open', null, ['2026-11-24', null]],
  ])('%s', async (_, dueOn, dates) => {
    const { actionId } = await decideOn(await propose({ dueOn }), 'approved')
    const { values } = await readObject(as('lead'), action, project.id, actionId ?? '')
    expect([values['startsOn'], values['endsOn']]).toEqual(dates)
  })

  test('the whole thread runs from the KPI to the action', async () => {
    const checked = checkValues(kpi, { title: 'Coût par commande', metric: 'manual', nature: 'aim', direction: 'down' })
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    const origin = await createObject(as('lead'), kpi, project.id, checked.values)
    const id = await propose()
    await addLink(as('lead'), t.app.catalog.kinds, origin, id)
    const { actionId } = await decideOn(id, 'approved')
    const met = await walk(as('lead'), origin, 'after')
    expect(met.map((step) => [step.id, step.depth])).toEqual([
      [id, 1],
      [actionId, 2],
    ])
  })

  test('every decision is kept, latest first, with its author', async () => {
    const id = await propose()
    await decideOn(id, 'postponed', { note: 'Attendons les ventes de novembre.', at: new Date('2026-10-01T09:00:00Z') })
    await decideOn(id, 'refused', { note: 'Trop cher.', role: 'owner', at: new Date('2026-10-20T09:00:00Z') })
    await decideOn(id, 'approved')
    const kept = await listDecisions(as('contributor'), project.id, id)
    expect(kept.map(({ outcome, authorName }) => `${outcome} ${authorName}`)).toEqual([
      'approved management de l’espace',
      'refused owner de l’espace',
      'postponed management de l’espace',
    ])
  })

  test('the history of the recommendation names who decided', async () => {
    const id = await propose()
    await decideOn(id, 'postponed')
    const changes = await changesSince(as('lead'), id, 0)
    expect(changes.map(({ byName, before, after }) => [byName, before, after])).toEqual([
      ['management de l’espace', { state: null }, { state: 'postponed' }],
    ])
  })
})

describe('exactly once', () => {
  test('the same form sent twice is one decision and one action', async () => {
    const id = await propose()
    const decisionId = crypto.randomUUID()
    const first = await decideOn(id, 'approved', { decisionId })
    const second = await decideOn(id, 'approved', { decisionId })
    expect(second.actionId).toBe(first.actionId)
    expect([await listDecisions(as('lead'), project.id, id), await actionsOf(id)]).toMatchObject([
      [{ id: decisionId }],
      [{}],
    ])
  })

  test('eight clicks at the same instant are one decision and one action', async () => {
    const id = await propose()
    const decisionId = crypto.randomUUID()
    const decisions = await Promise.all(Array.from({ length: 8 }, () => decideOn(id, 'approved', { decisionId })))
    expect(new Set(decisions.map(({ actionId }) => actionId)).size).toBe(1)
    expect(await actionsOf(id)).toHaveLength(1)
  })

  test('two tabs, two forms: one approves, the other is told', async () => {
    const id = await propose()
    const ends = await Promise.allSettled([decideOn(id, 'approved'), decideOn(id, 'approved', { role: 'owner' })])
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { id: 'alreadyApproved' } })
    expect(await actionsOf(id)).toHaveLength(1)
  })

  test('approved stays approved: no later refusal', async () => {
    const id = await propose()
    await decideOn(id, 'approved')
    expect(await errorOf(() => decideOn(id, 'refused', { note: 'Finalement non.' }))).toMatchObject({ status: 409 })
    expect(await stateOf(id)).toBe('approved')
  })

  test('the database itself refuses a second approval', async () => {
    const id = await propose()
    const { authorName } = await decideOn(id, 'approved')
    const again = t.db.insertInto('decisions').values({
      id: crypto.randomUUID(), workspaceId: workspace.id, projectId: project.id, recommendationId: id,
      outcome: 'approved', note: null, actionId: null, authorId: null, authorName,
    }) // prettier-ignore
    await expect(again.execute()).rejects.toMatchObject({ constraint: 'one_approval' })
  })

  test('the id of a decision on something else makes another decision, not an error', async () => {
    const decisionId = crypto.randomUUID()
    const [one, two] = [await propose(), await propose()]
    await decideOn(one, 'postponed', { decisionId })
    const other = await decideOn(two, 'postponed', { decisionId })
    expect(other.id).not.toBe(decisionId)
    expect(other.recommendationId).toBe(two)
  })
})

describe('who may, and with what', () => {
  test.each<MemberRole>(['lead', 'contributor'])('a %s proposes and does not decide', async (role) => {
    const id = await propose()
    expect(await errorOf(() => Promise.resolve().then(() => decideOn(id, 'approved', { role })))).toMatchObject({
      status: 403,
    })
    expect([await stateOf(id), await listDecisions(as('lead'), project.id, id)]).toEqual([null, []])
  })

  test.each<[string, string, string, string[]]>([
    ['no outcome', '', '', ['outcome']],
    ['an outcome that does not exist', 'maybe', 'peut-être', ['outcome']],
    ['a refusal without a reason', 'refused', '', ['note']],
    ['a refusal whose reason is blank', 'refused', ' \n ', ['note']],
    ['a reason of 10,000 characters', 'postponed', 'é'.repeat(10_000), ['note']],
    ['a reason with bytes that are no text', 'postponed', 'non\u0000', ['note']],
  ])('%s writes nothing', async (_, outcome, note, fields) => {
    const id = await propose()
    expect(await errorOf(() => Promise.resolve().then(() => decideOn(id, outcome, { note })))).toEqual({
      id: 'invalid',
      status: 422,
      fields,
    })
    expect([await stateOf(id), await actionsOf(id)]).toEqual([null, []])
  })

  test('a guest sees no decision', async () => {
    await decideOn(await propose(), 'postponed')
    const guest = await t.scope('guest', { workspace, project: project.id })
    expect(await listDecisions(guest, project.id)).toEqual([])
  })

  test('another workspace neither reads nor decides', async () => {
    const id = await propose()
    const stranger = await t.scope('owner')
    expect(await listDecisions(stranger, project.id, id)).toEqual([])
    const given = { decisionId: crypto.randomUUID(), outcome: 'approved', note: '' }
    expect(await errorOf(() => decide(stranger, t.app.catalog.kinds, project, id, given))).toMatchObject({
      status: 404,
    })
    expect(await errorOf(() => submitRecommendation(stranger, project, id))).toMatchObject({ status: 404 })
  })

  test.each(['', 'pas-un-uuid', crypto.randomUUID()])('there is no recommendation “%s”', async (id) => {
    expect(await errorOf(() => decideOn(id, 'approved'))).toMatchObject({ status: 404 })
  })

  test('one in the bin is not decided, and makes no action', async () => {
    const id = await propose()
    await deleteObject(as('lead'), recommendation, project.id, id)
    const before = (await listObjects(as('lead'), action, project.id)).length
    expect(await errorOf(() => decideOn(id, 'approved'))).toMatchObject({ status: 404 })
    expect(await listObjects(as('lead'), action, project.id)).toHaveLength(before)
  })
})
