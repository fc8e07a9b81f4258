import { beforeAll, expect, test } from 'vitest'
import { makeMember, makeWorkspace, signedInCookie } from '../accounts/fixtures.ts'
import { contextOf } from '../accounts/request.ts'
import type { Scope } from '../accounts/scope.ts'
import { budgetLine } from '../budget/budget-lines.ts'
import { insight } from '../diagnosis/insights.ts'
import { isAppError } from '../errors.ts'
import { testInstance } from '../testing.ts'
import * as exportPage from './export.page.ts'
import { checkValues, type Kind } from './kind.ts'
import { listQuery, viewAddress } from './list.ts'
import * as listPage from './list.page.tsx'
import { createObject } from './objects.store.ts'
import { type Project, createProject } from './projects.store.ts'
import { listViews } from './views.store.ts'

// A list as its reader uses it: filtered, sorted, summed, saved as a view, taken away as a file.

const t = await testInstance()
let slug: string
let lead: Scope
let colleague: Scope
let project: Project
const cookies = new Map<Scope, string>()

beforeAll(async () => {
  const workspace = await makeWorkspace(t.app)
  slug = workspace.slug
  lead = await makeMember(t.app, workspace, 'lead')
  colleague = await makeMember(t.app, workspace, 'management')
  for (const scope of [lead, colleague]) cookies.set(scope, await signedInCookie(t.app, scope.user.id ?? ''))
  project = await createProject(lead, {
    name: 'Listes', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
    endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  for (const [title, state, vatRate, actualCents] of [
    ['Étiquettes', 'paid', 0.2, 10_001],
    ['Photographies', 'estimated', 0.2, null],
    ['Livre de recettes', 'paid', 0.055, 250],
    ['Élagage', 'quoted', 0.1, null],
  ] as const)
    await add(budgetLine, { title, nature: 'human', state, quantity: 2, unitPriceCents: 150, vatRate, actualCents })
  await add(insight, { title: '=cmd()|calc', box: 'threat', weight: 3, observedOn: '2026-11-24' })
})

async function add(kind: unknown, values: Record<string, unknown>) {
  const checked = checkValues(kind as Kind, values)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return createObject(lead, kind as Kind, project.id, checked.values)
}

function args(path: string, form?: Record<string, string>, as = lead, where = project) {
  const request = new Request(`http://localhost/w/${slug}/p/${where.slug}/${path}`, {
    headers: { cookie: cookies.get(as) ?? '' },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  })
  const params = { workspace: slug, project: where.slug, kind: path.replace(/^export\//, '').split('?')[0] }
  return { request, params, context: contextOf({ app: t.app, nonce: 'n', ip: '127.0.0.1' }) }
}

const titles = async (path: string) =>
  (await listPage.loader(args(path))).rows.map(({ cells }) => String(cells['title']))

test('a choice sorts in the order of its options, and the address turns it round', async () => {
  expect(await titles('budget-lines?sort=state')).toEqual([
    'Photographies',
    'Élagage',
    'Étiquettes',
    'Livre de recettes',
  ])
  expect((await titles('budget-lines?sort=state&dir=desc')).slice(0, 2)).toEqual(['Étiquettes', 'Livre de recettes'])
})

test.each([
  ['budget-lines?q=etiq', ['Étiquettes']],
  ['budget-lines?q=RECETTES livre', ['Livre de recettes']],
  ['budget-lines?q=%25', []],
  ['budget-lines?vatRate=0.055', ['Livre de recettes']],
  ['budget-lines?state=paid&sort=title', ['Étiquettes', 'Livre de recettes']],
])('%s shows %j', async (path, expected) => expect((await titles(path)).toSorted()).toEqual(expected.toSorted()))

test.each(['?sort=constructor', '?sort=__proto__&dir=desc', '?toString=paid', '?state=nothing', '?page=0', '?page=-3'])(
  'budget-lines%s is the whole list, not an error',
  async (search) => expect(await titles(`budget-lines${search}`)).toHaveLength(4),
)

test('totals are of all that the filter keeps, and say — where nothing is known', async () => {
  const totals = async (search: string) => (await listPage.loader(args(`budget-lines${search}`))).totals['actualCents']
  expect(await totals('')).toMatch(/^102,51\s€$/)
  expect(await totals('?q=livre')).toMatch(/^2,50?\s€$/)
  expect(await totals('?state=quoted')).toBe('—')
})

test('a view is kept under its name for the person who saved it, and forgotten on demand', async () => {
  const saved = await listPage.action(args('budget-lines?sort=title&state=paid&page=3', { intent: 'save-view', name: ' Payé ' })) // prettier-ignore
  expect(saved.headers.get('location')).toBe(`/w/${slug}/p/${project.slug}/budget-lines?state=paid&sort=title`)
  const { views, view } = await listPage.loader(args('budget-lines?state=paid&sort=title'))
  expect(views).toMatchObject([{ name: 'Payé', query: 'state=paid&sort=title' }])
  expect(view).toBe(views[0]?.query)
  expect((await listPage.loader(args('budget-lines', undefined, colleague))).views).toEqual([])
  expect((await listPage.loader(args('insights'))).views).toEqual([])

  await listPage.action(args('budget-lines?state=quoted', { intent: 'save-view', name: 'Payé' }))
  expect((await listViews(lead, budgetLine, project.id)).map(({ query }) => query)).toEqual(['state=quoted'])

  const theirs = { intent: 'delete-view', view: views[0]?.id ?? '' }
  await expect(listPage.action(args('budget-lines', theirs, colleague))).rejects.toMatchObject({ status: 404 })
  await listPage.action(args('budget-lines', theirs))
  expect(await listViews(lead, budgetLine, project.id)).toEqual([])
})

test('a list whose view has no filter saves nothing', async () => {
  await listPage.action(args('budget-lines?page=2', { intent: 'save-view', name: 'Tout' }))
  expect(await listViews(lead, budgetLine, project.id)).toEqual([])
})

test.each([
  ['', 'Donnez un nom à la vue.'],
  ['x'.repeat(10_000), '60 caractères au plus.'],
  ['a\u0000b', 'Des caractères sont illisibles : ressaisissez le nom.'],
])('a view named %j is refused, and the name typed comes back', async (name, error) => {
  const refused = await listPage.action(args('budget-lines?state=paid', { intent: 'save-view', name }))
  expect(refused.status).toBe(422)
  expect(await refused.json()).toEqual({ name, error })
})

test('thirty views a list, and no more', async () => {
  for (let n = 1; n <= 30; n++) await listPage.action(args('insights?box=threat', { intent: 'save-view', name: `Vue ${n}` })) // prettier-ignore
  const refused = await listPage.action(args('insights?box=threat', { intent: 'save-view', name: 'De trop' }))
  expect(refused.status).toBe(422)
  const renewed = await listPage.action(args('insights?box=strength', { intent: 'save-view', name: 'Vue 7' }))
  expect(renewed.status).toBe(302)
})

test('a guest and a key keep no view', async () => {
  const guest: Scope = { ...lead, role: 'guest', project: project.id, user: { ...lead.user, id: 'guest:x' } }
  expect(await listViews(guest, budgetLine, project.id)).toEqual([])
  expect(await listViews({ ...lead, user: { ...lead.user, id: 'key:x' } }, budgetLine, project.id)).toEqual([])
})

test('the file holds the rows and the order on screen, with every field', async () => {
  const csv = await (await exportPage.loader(args('export/budget-lines?state=paid&sort=title&dir=desc'))).text()
  const [head, ...rows] = csv.trim().split('\r\n')
  expect(head?.split(';')).toHaveLength(Object.keys(budgetLine.fields).length)
  expect(rows.map((row) => row.split(';')[0])).toEqual(['Livre de recettes', 'Étiquettes'])
  expect(rows[1]).toContain(';0,2;100,01;')
})

test('a workbook comes out under its own type and name; another format is refused by name', async () => {
  const xlsx = await exportPage.loader(args('export/insights?format=xlsx'))
  expect(xlsx.headers.get('content-disposition')).toContain('listes-insights.xlsx')
  expect(Buffer.from(await xlsx.arrayBuffer()).readUInt32LE(0)).toBe(0x04034b50)
  const wrong = await exportPage.loader(args('export/insights?format=ods')).catch((error: unknown) => error)
  expect(isAppError(wrong) && [wrong.status, Object.keys(wrong.fields)]).toEqual([400, ['format']])
})

test('the same view is always written the same way', () => {
  const asked = (search: string) => viewAddress(listQuery(budgetLine as unknown as Kind, new URLSearchParams(search)))
  expect(asked('sort=title&state=paid&nature=human&q= a ')).toBe(asked('q=a&nature=human&state=paid&dir=asc&sort=title&page=4')) // prettier-ignore
  expect(asked('colour=red&state=&sort=')).toBe('')
})
