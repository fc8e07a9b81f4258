import { beforeAll, describe, expect, test } from 'vitest'
import { tell } from '../analytics/visits.fixture.ts'
import type { MemberRole } from '../accounts/roles.ts'
import { isAppError } from '../errors.ts'
import { kpi } from '../kpis/kpis.ts'
import { checkValues } from '../projects/kind.ts'
import { changesSince, createObject, deleteObject, readObject, updateObject } from '../projects/objects.store.ts'
import { walk } from '../projects/thread.store.ts'
import { testInstance } from '../testing.ts'
import {
  approveReport, citeRecommendations, copyReport, figuresOf, freezeReport, frozenOf,
} from './freeze.store.ts' // prettier-ignore
import { october, plantOctober, readOn } from './month.fixture.ts'
import { nextPeriod, report } from './reports.ts'

const t = await testInstance()
let planted: Awaited<ReturnType<typeof plantOctober>>

beforeAll(async () => {
  planted = await plantOctober(t)
})

const as = (role: MemberRole) => planted.people[role]

/** Another report of October, live. */
async function draft(values: Record<string, unknown> = {}): Promise<string> {
  const checked = checkValues(report, { title: 'Octobre', startsOn: october.from, endsOn: october.to, ...values })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return createObject(as('lead'), report, planted.project.id, checked.values)
}
const read = (id: string) => readObject(as('lead'), report, planted.project.id, id)
const figures = async (id: string) => figuresOf(as('lead'), planted.project, await read(id))
const freeze = (id: string, role: MemberRole = 'lead') => freezeReport(as(role), planted.project, id)

async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
  } catch (error) {
    if (isAppError(error)) return error.id
    throw error
  }
  throw new Error('the call was expected to be refused')
}

/** Everything that could change a figure: more visits, another target, another price, a decision, a deletion. */
async function upset() {
  const { site, project, ids } = planted
  const at = '2026-10-15T15:00:00Z'
  await tell(t.clickhouse, [
    {
      site: site.id,
      visitor: 99,
      visit: 99,
      at,
      startedAt: at,
      path: '/',
      entry: '/',
      shared: { visit_channel: 'Direct' },
    },
  ])
  const current = await readObject(as('lead'), kpi, project.id, ids.visits)
  await updateObject(as('lead'), kpi, project.id, ids.visits, current.version, { ...current.values, target: 9_999 })
  await deleteObject(as('lead'), kpi, project.id, ids.orders)
}

describe('freezing', () => {
  test('whatever happens to the data, a frozen report says what it said; a live one moves', async () => {
    const [frozen, live] = [await draft(), await draft()]
    await freeze(frozen)
    const before = await figures(frozen)
    expect(await figures(live)).toEqual(before)
    await upset()
    expect(await figures(frozen)).toEqual(before)
    const after = await figures(live)
    expect([after.sites[0]?.totals.visits, after.kpis.length, after.kpis[0]?.target]).toEqual([94, 1, 9_999])
    expect([before.sites[0]?.totals.visits, before.kpis.length, before.kpis[0]?.target]).toEqual([93, 2, 122])
  })

  test('says when and by whom, and the report becomes “for approval”', async () => {
    const id = await draft()
    await freeze(id)
    const object = await read(id)
    expect(object.state).toBe('toApprove')
    expect(frozenOf(object)).toMatchObject({ at: readOn.toISOString(), by: 'lead des ruchers', approval: null })
    expect((await changesSince(as('lead'), id, 0)).map(({ after }) => after)).toEqual([{ state: 'toApprove' }])
  })

  test('once: the second time is refused, and nothing of the first changes', async () => {
    const id = await draft()
    const first = await freeze(id)
    expect(await refusal(() => freeze(id, 'owner'))).toBe('alreadyFrozen')
    expect(frozenOf(await read(id))).toEqual(first)
  })

  test('two tabs at the same instant freeze once', async () => {
    const id = await draft()
    const ends = await Promise.allSettled([freeze(id), freeze(id, 'owner')])
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await changesSince(as('lead'), id, 0)).toHaveLength(1)
  })

  test.each<[MemberRole, boolean]>([
    ['owner', true],
    ['lead', true],
    ['contributor', false],
    ['management', false],
  ])('a %s may: %s', async (role, may) => {
    const id = await draft()
    const ended = await freeze(id, role).then(
      () => 'frozen',
      (error: unknown) => (isAppError(error) ? error.id : 'unexpected'),
    )
    expect(ended).toBe(may ? 'frozen' : 'forbidden')
    expect(frozenOf(await read(id)) !== null).toBe(may)
  })

  test('there is no report of another workspace, of the bin, or of no one', async () => {
    const id = await draft()
    const stranger = await t.scope('owner')
    expect(await refusal(() => freezeReport(stranger, planted.project, id))).toBe('notFound')
    await deleteObject(as('lead'), report, planted.project.id, id)
    expect(await refusal(() => freeze(id))).toBe('notFound')
    expect(await refusal(() => freeze('pas-un-uuid'))).toBe('notFound')
  })
})

describe('what a frozen report refuses', () => {
  const problems = async (id: string, change: Record<string, unknown>) => {
    const checked = checkValues(report, { ...(await read(id)).values, ...change })
    return checked.ok ? [] : Object.keys(checked.problems)
  }

  test('another period; its text may still be mended until it is approved', async () => {
    const id = await draft()
    expect(await problems(id, { endsOn: '2026-10-30' })).toEqual([])
    await freeze(id)
    expect(await problems(id, { startsOn: '2026-09-01', endsOn: '2026-10-30' })).toEqual(['startsOn', 'endsOn'])
    expect(await problems(id, { summary: 'Une faute corrigée.', title: 'Octobre 2026' })).toEqual([])
  })

  test('once approved, another text too', async () => {
    const id = await draft({ summary: 'Un bon mois.', lessons: 'La lettre vend.' })
    await freeze(id)
    await approveReport(as('management'), planted.project, id)
    expect(await problems(id, {})).toEqual([])
    const change = { title: 'Autre', summary: null, lessons: 'Autre', author: 'Un autre', audience: 'Tous' }
    expect((await problems(id, change)).toSorted()).toEqual(['audience', 'author', 'lessons', 'summary', 'title'])
  })
})

describe('approving', () => {
  test('keeps who, when and the text as it was', async () => {
    const id = await draft({ summary: 'Un bon mois.' })
    await freeze(id)
    await approveReport(as('management'), planted.project, id)
    const object = await read(id)
    expect(object.state).toBe('approved')
    expect(frozenOf(object)?.approval).toEqual({
      at: readOn.toISOString(),
      by: 'management des ruchers',
      texts: { title: 'Octobre', author: null, function: null, audience: null, summary: 'Un bon mois.', lessons: null },
    })
  })

  test('comes after the freeze, and once', async () => {
    const id = await draft()
    expect(await refusal(() => approveReport(as('management'), planted.project, id))).toBe('notFrozen')
    await freeze(id)
    await approveReport(as('owner'), planted.project, id)
    expect(await refusal(() => approveReport(as('management'), planted.project, id))).toBe('alreadyApproved')
  })

  test.each<MemberRole>(['lead', 'contributor'])('is not for a %s', async (role) => {
    const id = await draft()
    await freeze(id)
    expect(await refusal(() => approveReport(as(role), planted.project, id))).toBe('forbidden')
    expect((await read(id)).state).toBe('toApprove')
  })
})

describe('the report of the days that follow', () => {
  test.each<[string, string, string, string, string]>([
    ['a month', '2026-10-01', '2026-10-31', '2026-11-01', '2026-11-30'],
    ['a short month', '2026-01-01', '2026-01-31', '2026-02-01', '2026-02-28'],
    ['a leap February', '2028-02-01', '2028-02-29', '2028-03-01', '2028-03-31'],
    ['a quarter', '2026-10-01', '2026-12-31', '2027-01-01', '2027-03-31'],
    ['a year', '2026-01-01', '2026-12-31', '2027-01-01', '2027-12-31'],
    ['ten days', '2026-10-05', '2026-10-14', '2026-10-15', '2026-10-24'],
    ['one day', '2026-10-05', '2026-10-05', '2026-10-06', '2026-10-06'],
    ['from mid-month to its end', '2026-10-15', '2026-10-31', '2026-11-01', '2026-11-17'],
  ])('after %s', (_, from, to, nextFrom, nextTo) => {
    expect(nextPeriod({ from, to })).toEqual({ from: nextFrom, to: nextTo })
  })

  test('has the cover of the first, none of its figures or texts, and is made once', async () => {
    const id = await draft({ author: 'Camille Roux', audience: 'Direction', summary: 'Un bon mois.' })
    await freeze(id)
    const copy = { id: crypto.randomUUID(), title: 'Novembre', period: nextPeriod(october) }
    const made = [
      await copyReport(as('contributor'), planted.project, id, copy),
      await copyReport(as('lead'), planted.project, id, copy),
    ]
    expect(made).toEqual([copy.id, copy.id])
    expect((await read(copy.id)).values).toEqual({
      title: 'Novembre', state: 'draft', author: 'Camille Roux', function: null, audience: 'Direction',
      startsOn: '2026-11-01', endsOn: '2026-11-30', summary: null, lessons: null, frozen: null,
    }) // prettier-ignore
  })

  test('is not made by management', async () => {
    const copy = { id: crypto.randomUUID(), title: 'Novembre', period: nextPeriod(october) }
    const id = await draft()
    expect(await refusal(() => copyReport(as('management'), planted.project, id, copy))).toBe('forbidden')
  })
})

describe('citing', () => {
  const cite = (id: string, role: MemberRole = 'lead') =>
    citeRecommendations(as(role), t.app.catalog.kinds, planted.project, id)

  test('ties the recommendations of the period by the thread, and no other', async () => {
    const id = await draft()
    expect(await cite(id)).toBe(1)
    expect((await walk(as('lead'), id, 'before', 1)).map((step) => step.id)).toEqual([planted.ids.decided])
    expect(await cite(id)).toBe(0)
    expect((await figures(id)).recommendations.map(({ cited }) => cited)).toEqual([true])
  })

  test('stops when the figures are frozen, and is for those who write', async () => {
    const id = await draft()
    expect(await refusal(() => cite(id, 'management'))).toBe('forbidden')
    await freeze(id)
    expect(await refusal(() => cite(id))).toBe('alreadyFrozen')
  })
})
