import { beforeAll, describe, expect, test } from 'vitest'
import { guestBrowserCookie, makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { MemberRole } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { isAppError } from '../errors.ts'
import { localeCookie } from '../i18n.ts'
import { type Kind, checkValues } from '../projects/kind.ts'
import {
  createObject,
  deleteObject,
  listObjects,
  readObject,
  restoreObject,
  updateObject,
} from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import { testInstance } from '../testing.ts'
import * as followUpPage from './follow-up.page.tsx'
import * as forecastPage from './forecast.page.tsx'
import * as formulaPage from './formula.page.tsx'
import * as valuePage from './formula-value.page.ts'
import { freezeProject } from './freeze-kpis.job.ts'
import { deviation, scenario } from './kpi-kinds.ts'
import * as treePage from './kpi-tree.page.tsx'
import { kpi } from './kpis.ts'
import * as pathPage from './path.page.tsx'
import type { TriedFormula } from './try-formula.store.ts'
import * as whatIfPage from './what-if.page.tsx'

// The pages of a KPI in the hands of each role, in English, in two tabs, and with what should not be sent. The project has no site yet.

const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-10T20:00:00Z') }
const browsers = new Map<string, Visitor>()
let workspace: Workspace
let lead: Scope
let project: Project

beforeAll(async () => {
  workspace = await t.workspace()
  for (const role of ['owner', 'lead', 'contributor', 'management'] as const) {
    const scope = await makeMember(app, workspace, role)
    const cookie = await signedInCookie(app, scope.user.id ?? '')
    browsers.set(role, new Visitor(app, cookie))
    if (role !== 'lead') continue
    lead = { ...scope, now: app.clock() }
    browsers.set('english', new Visitor(app, `${cookie}; ${localeCookie}=en`))
  }
  project = await createProject(lead, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  browsers.set('guest', new Visitor(app, await guestBrowserCookie(app, workspace.id, project.id)))
})

type Who = MemberRole | 'english' | 'guest'
type Loader = (args: never) => Promise<unknown>
const as = (who: Who) => browsers.get(who) ?? new Visitor(app)
const base = () => `/w/${workspace.slug}/p/${project.slug}`
const at = (id: string) => ({ workspace: workspace.slug, project: project.slug, id })
const open = async <L extends Loader>(page: { loader: L }, path: string, id = '', who: Who = 'lead') =>
  (await as(who).open(page.loader as never, `${base()}/${path}`, at(id))) as Awaited<ReturnType<L>>
const send = (page: { action: Loader }, path: string, id: string, fields: Record<string, string>, who: Who = 'lead') =>
  as(who).send(page.action as never, `${base()}/${path}`, fields, at(id))
const problemsOf = async (answer: Response) => ((await answer.json()) as { problems: Record<string, string> }).problems

async function make(kind: Kind, values: object): Promise<string> {
  const checked = checkValues(kind, values)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return createObject(lead, kind, project.id, checked.values)
}
/** Read by hand: 20 on the 3rd, where a straight line to 300 expects 100 by the 10th. */
const typed = (values: object = {}) =>
  make(kpi, {
    title: 'Abonnés à la lettre', metric: 'manual', nature: 'aim', direction: 'up', baseline: 0, target: 300, unit: 'abonnés',
    startsOn: '2026-11-01', endsOn: '2026-11-30', measured: 20, measuredOn: '2026-11-03', source: 'Brevo', ...values,
  }) // prettier-ignore
const computed = (values: object = {}) =>
  make(kpi, {
    title: 'Visites du mois', metric: 'visits', nature: 'aim', direction: 'up', target: 300,
    startsOn: '2026-11-01', endsOn: '2026-11-30', ...values,
  }) // prettier-ignore

const statusOf = async (work: Promise<unknown>) => {
  try {
    const answer = await work
    return answer instanceof Response ? answer.status : 200
  } catch (error) {
    return isAppError(error) ? error.status : error
  }
}

const pages = { 'follow-up': followUpPage, formula: formulaPage, path: pathPage, 'what-if': whatIfPage }
const forms = {
  'follow-up': { cause: 'Le formulaire est cassé', then: 'none' },
  formula: { version: '1', formula: 'visites ÷ 2' },
  path: { version: '1', shape: 'linear' },
  'what-if': { title: 'Plus de visites', 'value.0': '12' },
}

describe('who may', () => {
  test.each(Object.keys(pages) as (keyof typeof pages)[])(
    'management reads « %s » and changes nothing; a guest does not see it',
    async (name) => {
      const id = await computed()
      const path = `kpis/${id}/${name}`
      expect(await open(pages[name] as never, path, id, 'management')).toMatchObject({ canWrite: false })
      expect(await statusOf(send(pages[name], path, id, forms[name], 'management'))).toBe(403)
      expect(await statusOf(open(pages[name] as never, path, id, 'guest'))).toBe(403)
      expect(await statusOf(send(pages[name], path, id, forms[name], 'guest'))).toBe(403)
      expect(await readObject(lead, kpi, project.id, id)).toMatchObject({ version: 1, values: { metric: 'visits' } })
      expect((await linksOf(lead, project.id)).filter(({ from }) => from === id)).toEqual([])
    },
  )

  test.each<Who>(['owner', 'contributor'])('a %s writes, as the lead does', async (who) => {
    const id = await typed()
    expect(await statusOf(send(pathPage, `kpis/${id}/path`, id, forms.path, who))).toBe(302)
    expect(await statusOf(send(followUpPage, `kpis/${id}/follow-up`, id, forms['follow-up'], who))).toBe(302)
    expect((await open(followUpPage, `kpis/${id}/follow-up`, id, who)).current?.state).toBe('explained')
  })

  test('a guest is kept out of the forecast, of the tree and of the trial of a formula', async () => {
    const id = await computed()
    const tries = [
      open(forecastPage, `kpis/${id}/forecast`, id, 'guest'),
      open(treePage, 'kpi-tree', '', 'guest'),
      open(valuePage, `kpis/${id}/formula/value?formula=visites`, id, 'guest'),
    ]
    expect(await Promise.all(tries.map(statusOf))).toEqual([403, 403, 403])
  })

  test('a KPI in the bin has no pages; taken out of it, it has them again as they were', async () => {
    const id = await typed()
    await send(followUpPage, `kpis/${id}/follow-up`, id, forms['follow-up'])
    await deleteObject(lead, kpi, project.id, id)
    for (const [name, page] of Object.entries(pages))
      expect(await statusOf(open(page as never, `kpis/${id}/${name}`, id)), name).toBe(404)
    await restoreObject(lead, kpi, project.id, id)
    expect((await open(followUpPage, `kpis/${id}/follow-up`, id)).current?.cause).toBe('Le formulaire est cassé')
  })

  test.each(['', 'pas-un-uuid', crypto.randomUUID()])('there is no KPI « %s »', async (id) => {
    expect(await statusOf(open(followUpPage, `kpis/${id}/follow-up`, id))).toBe(404)
  })
})

describe('the path of a KPI, as it is typed', () => {
  const draw = async (id: string, fields: Record<string, string>, who: Who = 'lead') =>
    send(pathPage, `kpis/${id}/path`, id, { version: '1', shape: 'drawn', ...fields }, who)

  test.each<[string, Record<string, string>, Record<string, RegExp>, Record<string, RegExp>]>([
    ['no point at all', {}, { 'day.0': /./ }, { 'day.0': /./ }],
    ['a day twice', { 'day.0': '2026-11-05', 'value.0': '50', 'day.1': '2026-11-05', 'value.1': '60' }, { 'day.1': /gardez-en un/ }, { 'day.1': /keep one/ }],
    ['the day before it starts', { 'day.0': '2026-10-31', 'value.0': '50' }, { 'day.0': /hors de la période/ }, { 'day.0': /outside/ }],
    ['a value without a day', { 'day.0': '', 'value.0': '50' }, { 'day.0': /jour/ }, { 'day.0': /Choose the day/ }],
    ['a day without a value', { 'day.0': '2026-11-05', 'value.0': '' }, { 'value.0': /1250,5|1\s250,5/ }, { 'value.0': /1250\.5/ }],
    ['a row of neither', { 'day.0': 'mardi', 'value.0': 'x' }, { 'day.0': /Choisissez/, 'value.0': /./ }, { 'day.0': /Choose the day/, 'value.0': /Write the value/ }],
    ['a day that is not', { 'day.0': '2026-11-31', 'value.0': '5' }, { 'day.0': /jour/ }, { 'day.0': /Choose the day/ }],
    ['the season of what does not add up', { shape: 'seasonal' }, { shape: /./ }, { shape: /does not add up/ }],
  ])('%s is told at its own cell, in the reader’s language, and what was typed comes back', async (_, fields, french, english) => {
    const id = await typed()
    for (const [who, expected] of [['lead', french], ['english', english]] as const) {
      const answer = await draw(id, fields, who)
      expect(answer.status).toBe(422)
      const { problems, typed: kept } = (await answer.json()) as { problems: object; typed: object }
      expect(problems).toEqual(Object.fromEntries(Object.entries(expected).map(([name, words]) => [name, expect.stringMatching(words)])))
      expect(kept).toMatchObject(fields)
    }
    expect((await readObject(lead, kpi, project.id, id)).values).toMatchObject({ path: null, pathShape: null })
  }) // prettier-ignore

  test('in any order, with blank rows between, is kept in the order of its days', async () => {
    const id = await typed()
    const rows = { 'day.0': '2026-11-20', 'value.0': '1 200,5', 'day.3': '', 'value.3': ' ', 'day.5': '2026-11-05', 'value.5': '-4' }
    expect((await draw(id, rows)).status).toBe(302)
    const { values } = await readObject(lead, kpi, project.id, id)
    expect(values['path']).toEqual([{ day: '2026-11-05', value: -4 }, { day: '2026-11-20', value: 1_200.5 }])
  }) // prettier-ignore

  test('the second of two tabs is told that the first saved, and undoes nothing', async () => {
    const id = await typed()
    expect((await draw(id, { 'day.0': '2026-11-05', 'value.0': '50' })).status).toBe(302)
    const late = await draw(id, { 'day.0': '2026-11-05', 'value.0': '90' }, 'english')
    expect([late.status, await problemsOf(late)]).toEqual([
      409,
      { shape: 'Somebody saved this KPI meanwhile: open the page again, then make your change.' },
    ])
    expect((await readObject(lead, kpi, project.id, id)).values['path']).toEqual([{ day: '2026-11-05', value: 50 }])
  })
})

describe('a formula that is tried', () => {
  const tried = async (formula: string, who: Who) => {
    const id = await computed()
    const path = `kpis/${id}/formula/value?${new URLSearchParams({ formula })}`
    return (await ((await open(valuePage, path, id, who)) as Response).json()) as TriedFormula
  }

  test('answers in the language of its reader, whichever it was written in', async () => {
    const [french, english] = [await tried('visits +', 'lead'), await tried('visites +', 'english')]
    expect(french.problem).toEqual({ at: 9, words: expect.stringContaining('manque') })
    expect(english.problem).toEqual({ at: 10, words: expect.stringContaining('A figure is missing here') })
  })

  test('over the audience of a project without a site says that there is none, rather than zero', async () => {
    expect(await tried('visites', 'lead')).toMatchObject({ value: null, reason: expect.stringMatching(/site/) })
    expect(await tried('visites', 'english')).toMatchObject({ reason: 'This project has no measured site yet.' })
    expect(await tried('tasksPlanned', 'lead')).toMatchObject({ value: '0', reason: null })
  })
})

describe('a deviation', () => {
  const own = async (id: string) => {
    const links = await linksOf(lead, project.id)
    const all = await listObjects(lead, deviation, project.id, { sort: { field: 'noticedOn', descending: false } })
    return all.filter((one) => links.some(({ from, to }) => from === id && to === one.id))
  }

  test('is asked for in English too, and an unknown follow-up is refused whole', async () => {
    const id = await typed()
    const path = `kpis/${id}/follow-up`
    const empty = await send(followUpPage, path, id, { cause: '', then: 'action', actionTitle: ' ' }, 'english')
    expect(await problemsOf(empty)).toMatchObject({ cause: 'Write the cause: the action starts from it.' })
    expect(await statusOf(send(followUpPage, path, id, { cause: 'Vu', then: 'ailleurs' }))).toBe(400)
    expect(await own(id)).toEqual([])
  })

  test('explained twice is one deviation, with the cause that was written last', async () => {
    const id = await typed()
    for (const cause of ['Le formulaire est cassé', 'Le formulaire est caché'])
      expect((await send(followUpPage, `kpis/${id}/follow-up`, id, { cause, then: 'none' })).status).toBe(302)
    expect(await own(id)).toMatchObject([
      { state: 'explained', values: { cause: 'Le formulaire est caché', actual: 20 } },
    ])
  })

  test('noted by the clock is kept, once explained, until the KPI is back; the next one is another', async () => {
    const id = await typed()
    const move = async (measured: number) => {
      const { values, version } = await readObject(lead, kpi, project.id, id)
      await updateObject(lead, kpi, project.id, id, version, { ...values, measured, measuredOn: '2026-11-10' })
      await freezeProject(lead, project.id)
      return (await own(id)).map(({ state }) => state).toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
    }
    expect(await move(21)).toEqual(['open'])
    await send(followUpPage, `kpis/${id}/follow-up`, id, { cause: 'Trop tôt', then: 'none' })
    expect(await move(22)).toEqual(['explained'])
    // Late but within its tolerance is neither back nor off: nothing moves.
    expect(await move(95)).toEqual(['explained'])
    expect(await move(120)).toEqual(['closed'])
    expect(await move(30)).toEqual(['closed', 'open'])
  })
})

describe('a scenario', () => {
  test('without a name, or with what is no number, is asked for again in the reader’s language', async () => {
    const id = await make(kpi, {
      title: 'Tâches', metric: 'formula', formula: 'tasksPlanned × 2', nature: 'aim', direction: 'up', baseline: 0, target: 10,
      startsOn: '2026-11-01', endsOn: '2026-11-30',
    }) // prettier-ignore
    const path = `kpis/${id}/what-if`
    const answer = await send(whatIfPage, path, id, { title: ' ', 'value.0': 'douze' }, 'english')
    expect([answer.status, await problemsOf(answer)]).toEqual([
      422,
      { title: expect.stringContaining('Give the scenario a name'), 'value.0': 'Write a number, such as 1250.5.' },
    ])
    const kept = await send(whatIfPage, path, id, { title: 'Le double', 'value.0': '5', 'doubt.0': '20 %', note: '' })
    expect(new URL(goesTo(kept) ?? '', 'http://localhost').searchParams.get('value.0')).toBe('5')
    const [saved] = await listObjects(lead, scenario, project.id)
    expect(saved).toMatchObject({ title: 'Le double', values: { note: null, drivers: { after: 10, target: 10, savedOn: '2026-11-10' } } })
  }) // prettier-ignore
})
