import { beforeAll, describe, expect, it } from 'vitest'
import { contextOf } from '../accounts/request.ts'
import { makeMember, makeWorkspace, signedInCookie } from '../accounts/fixtures.ts'
import type { Role, Scope } from '../accounts/scope.ts'
import { budgetLine } from '../budget/budget-lines.ts'
import * as budgetPage from '../budget/budget.page.tsx'
import * as budgetExport from '../budget/export.page.ts'
import { insight } from '../diagnosis/insights.ts'
import * as swotPage from '../diagnosis/swot.page.tsx'
import { isAppError } from '../errors.ts'
import { action } from '../planning/actions.ts'
import * as planPage from '../planning/plan.page.tsx'
import { type Kind, checkValues } from '../projects/kind.ts'
import { createObject, readObject } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { addLink, linksOf } from '../projects/thread.store.ts'
import * as gridPage from '../strategy/grid.page.tsx'
import * as strategyPage from '../strategy/strategy.page.tsx'
import { aim, persona, strategicObjective, support } from '../strategy/strategy.ts'
import { testInstance } from '../testing.ts'
import * as calendarPage from './calendar.page.tsx'
import { content, editorialLine } from './contents.ts'

// The rooms' loaders and actions, called with requests as a browser sends them, on the real engines.

const t = await testInstance()
const cookies = new Map<Role, string>()
let lead: Scope
let slug: string
let project: Project

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
  endsOn: '2027-12-31', envelopeCents: 100_000, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  const workspace = await makeWorkspace(t.app)
  slug = workspace.slug
  for (const role of ['lead', 'contributor', 'management'] as const) {
    const scope = await makeMember(t.app, workspace, role)
    cookies.set(role, await signedInCookie(t.app, scope.user.id ?? ''))
    if (role === 'lead') lead = scope
  }
  project = await createProject(lead, frame)
})

/** A request to a page of the project, as a browser with this role sends it. */
function args(path: string, options: { form?: Record<string, string>; as?: Role; id?: string; in?: Project } = {}) {
  const { form, as = 'lead', id } = options
  const where = options.in ?? project
  const request = new Request(`http://localhost/w/${slug}/p/${where.slug}/${path}`, {
    headers: { cookie: cookies.get(as) ?? '' },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  })
  const params = { workspace: slug, project: where.slug, ...(id ? { id } : {}) }
  return { request, params, context: contextOf({ app: t.app, nonce: 'n', ip: '127.0.0.1' }) }
}

const kindOf = (kind: unknown) => kind as Kind

async function add(kind: unknown, values: Record<string, unknown>, where = project): Promise<string> {
  const checked = checkValues(kindOf(kind), values)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return createObject(lead, kindOf(kind), where.id, checked.values)
}
const link = (from: string, to: string) => addLink(lead, t.app.catalog.kinds, from, to)
const statusOf = async (work: Promise<unknown>) => {
  try {
    await work
    return 200
  } catch (error) {
    return isAppError(error) ? error.status : error
  }
}
const flashOf = (response: Response) => decodeURIComponent(response.headers.get('set-cookie') ?? '')

describe('the SWOT', () => {
  it('puts the heaviest line first and counts the objectives that rest on it', async () => {
    const light = await add(insight, { title: 'Peu connu', box: 'weakness', weight: 2 })
    const heavy = await add(insight, {
      title: 'Site lent',
      box: 'weakness',
      weight: 5,
      source: 'audit',
      observedOn: '2026-10-01',
    })
    const objective = await add(strategicObjective, { title: 'Faire revenir les clients', nature: 'conative' })
    await link(heavy, objective)
    const { matrix } = await swotPage.loader(args('swot'))
    expect(matrix.weakness.map(({ id, objectives }) => [id, objectives])).toEqual([[heavy, 1], [light, 0]]) // prettier-ignore
  })
})

describe('the strategy', () => {
  it('shows each aim with its objectives and what they lack', async () => {
    const other = await createProject(lead, { ...frame, name: 'Stratégie' })
    const grow = await add(aim, { title: 'Vendre plus en ligne' }, other)
    const objective = await add(
      strategicObjective,
      { title: 'Faire connaître la boutique', nature: 'cognitive', dueOn: '2028-06-30' },
      other,
    )
    await link(grow, objective)
    const { map, counts } = await strategyPage.loader(args('strategy', { in: other }))
    expect(map.aims[0]?.objectives.map(({ id }) => id)).toEqual([objective])
    expect(map.aims[0]?.objectives[0]?.smart.find(({ facet }) => facet === 'timeBound')?.reasons).toEqual([
      'dueAfterProject',
    ])
    expect(counts[objective]).toEqual({ action: 0, kpi: 0, budgetLine: 0 })
  })
})

describe('the persona’s grid', () => {
  const sheet = '?device=mobile&format=story'

  it('keeps a sheet, links the supports filled, and leaves the other sheets alone', async () => {
    const [blog, stand] = [
      await add(support, { title: 'Blog', ownership: 'owned', channel: 'website' }),
      await add(support, { title: 'Stand', ownership: 'owned', channel: 'event' }),
    ]
    const claire = await add(persona, {
      title: 'Claire',
      confidence: 'hypothesis',
      grid: [{ support: stand, moment: 'weekend-morning', device: 'offline', format: 'event', intensity: 3 }],
    })
    const at = (form?: Record<string, string>) =>
      args(`personas/${claire}/grid${sheet}`, { id: claire, ...(form ? { form } : {}) })
    const before = await gridPage.loader(at())
    const response = await gridPage.action(
      at({ version: String(before.version), [`${blog} week-evening`]: '2', [`${stand} week-dawn`]: '0' }),
    )
    expect(response.status).toBe(302)
    const after = await gridPage.loader(at())
    expect(after.cells[`${blog} week-evening`]).toBe(2)
    expect(after.layers).toEqual([{ device: 'mobile', format: 'story', cells: 1 }, { device: 'offline', format: 'event', cells: 1 }]) // prettier-ignore
    const links = (await linksOf(lead, project.id)).filter(({ from }) => from === claire)
    expect(links.map(({ to }) => to)).toEqual([blog])
  })

  it('writes nothing over somebody else’s save, and gives the cells back', async () => {
    const blog = await add(support, { title: 'Lettre', ownership: 'owned', channel: 'email' })
    const paul = await add(persona, { title: 'Paul', confidence: 'hypothesis' })
    const send = (intensity: string, version: string) =>
      gridPage.action(
        args(`personas/${paul}/grid${sheet}`, { id: paul, form: { version, [`${blog} week-lunch`]: intensity } }),
      )
    expect((await send('1', '1')).status).toBe(302)
    const refused = await send('3', '1')
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ version: 2, cells: { [`${blog} week-lunch`]: 3 } })
    const { values } = await readObject(lead, kindOf(persona), project.id, paul)
    expect(values['grid']).toMatchObject([{ intensity: 1 }])
  })

  it('is refused to the management and drops cells of supports that are not the project’s', async () => {
    const marie = await add(persona, { title: 'Marie', confidence: 'hypothesis' })
    const form = { version: '1', [`${crypto.randomUUID()} week-lunch`]: '2' }
    expect(await statusOf(gridPage.action(args(`personas/${marie}/grid`, { id: marie, form, as: 'management' })))).toBe(
      403,
    )
    await gridPage.action(args(`personas/${marie}/grid`, { id: marie, form }))
    expect((await readObject(lead, kindOf(persona), project.id, marie)).values['grid'] ?? []).toEqual([])
  })
})

describe('the budget', () => {
  const line = { nature: 'human', state: 'estimated', quantity: 2, unitPriceCents: 60_000, vatRate: 0.055 }

  it('reads back a line as it was typed and says when the envelope is passed', async () => {
    const id = await add(budgetLine, {
      ...line,
      title: '=cmd()|calc',
      months: { '2026-11': 1, '2026-12': 1 },
      justification: 'devis',
    })
    const { values } = await readObject(lead, kindOf(budgetLine), project.id, id)
    expect(values).toMatchObject({
      quantity: 2,
      unitPriceCents: 60_000,
      vatRate: 0.055,
      months: { '2026-11': 1, '2026-12': 1 },
    })
    const data = await budgetPage.loader(args('budget'))
    expect(data.envelope).toMatchObject({ planned: 120_000, remainder: -20_000, isOver: true })
    expect(data.total).toEqual({ exclTax: 120_000, vat: 6_600, inclTax: 126_600 })
    expect(data.months.months.map(({ cents }) => cents)).toEqual([60_000, 60_000])
  })

  it('ignores a filter that is no choice, and keeps the envelope whole', async () => {
    expect((await budgetPage.loader(args('budget?nature=nothing'))).rows).toHaveLength(1)
    const none = await budgetPage.loader(args('budget?nature=material'))
    expect(none.rows).toHaveLength(0)
    expect(none.envelope?.isOver).toBe(true)
  })

  it('is read by contributors and written by those who answer for it', async () => {
    expect((await budgetPage.loader(args('budget', { as: 'contributor' }))).canWrite).toBe(false)
    expect((await budgetPage.loader(args('budget'))).canWrite).toBe(true)
  })

  it('exports its computed amounts with decimal commas and harmless formulas', async () => {
    const csv = await (await budgetExport.loader(args('budget/export'))).text()
    expect(csv).toContain(';1200;66;1266;')
    expect(csv).toContain("'=cmd()|calc")
  })
})

describe('the plan', () => {
  it('shows what is late first and changes a state where it is read', async () => {
    const soon = await add(action, { title: 'Tard', state: 'todo', endsOn: '2099-01-01', owner: 'Nadia' })
    const late = await add(action, {
      title: 'Retard',
      state: 'doing',
      startsOn: '2020-01-01',
      endsOn: '2020-02-01',
      progress: 0.5,
    })
    const before = await planPage.loader(args('plan'))
    expect(before.rows.map(({ id }) => id)).toEqual([late, soon])
    expect(before.late.map(({ id }) => id)).toEqual([late])
    expect((await planPage.loader(args('plan?owner=-'))).rows.map(({ id }) => id)).toEqual([late])

    const change = (version: string, state: string) =>
      planPage.action(args('plan?owner=-', { form: { id: late, version, state } }))
    const done = await change('1', 'done')
    expect(done.headers.get('location')).toMatch(/plan\?owner=-$/)
    expect((await readObject(lead, kindOf(action), project.id, late)).values).toMatchObject({
      state: 'done',
      progress: 1,
    })
    expect((await planPage.loader(args('plan'))).late).toEqual([])
    expect(flashOf(await change('1', 'todo'))).toContain('entre-temps')
    expect(await statusOf(change('2', 'someday'))).toBe(400)
  })
})

describe('the calendar', () => {
  it('shows a content on its day, moves it, and takes the move back', async () => {
    const recipes = await add(content, { title: 'Recettes', state: 'drafting', plannedOn: '2026-12-01' })
    const move = (form: Record<string, string>) =>
      calendarPage.action(args('calendar?month=2026-12', { form: { content: recipes, ...form } }))
    const shown = async (month: string) => {
      const { weeks } = await calendarPage.loader(args(`calendar?month=${month}`))
      return weeks.flat().find(({ planned, inMonth }) => inMonth && planned.some(({ id }) => id === recipes))?.day
    }
    expect(await shown('2026-12')).toBe('2026-12-01')
    const moved = await move({ day: '2027-01-05', version: '1' })
    expect(moved.headers.get('location')).toMatch(/month=2027-01/)
    expect(await shown('2027-01')).toBe('2027-01-05')
    expect(flashOf(moved)).toContain('"day":"2026-12-01"')
    await move({ day: '2026-12-01', version: '2' })
    expect(await shown('2026-12')).toBe('2026-12-01')
    expect(flashOf(await move({ day: '2026-12-09', version: '1' }))).toContain('rien n’a été déplacé')
    expect(await statusOf(move({ day: '2026-02-30' }))).toBe(400)
  })

  it('knows a content’s support by its line, and refuses a second line', async () => {
    const blog = await add(support, { title: 'Blog 2', ownership: 'owned', channel: 'website' })
    const [line, other] = [await add(editorialLine, { title: 'Ligne' }), await add(editorialLine, { title: 'Autre' })]
    const article = await add(content, { title: 'Miel', state: 'idea', plannedOn: '2026-12-02' })
    await link(blog, line)
    await link(line, article)
    expect(await statusOf(link(blog, other))).toBe(409)
    expect(await statusOf(link(other, article))).toBe(409)
    const { count, filter } = await calendarPage.loader(args(`calendar?month=2026-12&support=${blog}`))
    expect([count, filter.support]).toEqual([1, blog])
    expect(
      (await calendarPage.loader(args(`calendar?month=2026-12&support=${crypto.randomUUID()}`))).filter.support,
    ).toBe('')
  })

  it('moves nothing of another project', async () => {
    const other = await createProject(lead, { ...frame, name: 'Autre' })
    const theirs = await add(content, { title: 'Ailleurs', state: 'idea' }, other)
    expect(
      await statusOf(calendarPage.action(args('calendar', { form: { content: theirs, day: '2026-12-03' } }))),
    ).toBe(404)
  })
})
