import type { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeMember, makeWorkspace, signedInCookie } from '../accounts/fixtures.ts'
import { addWorkspaceKey } from '../accounts/keys.store.ts'
import { contextOf } from '../accounts/request.ts'
import type { Scope } from '../accounts/scope.ts'
import { catalog } from '../catalog.ts'
import { everyPage } from '../every-route.fixture.ts'
import { httpServer } from '../http.ts'
import { testInstance } from '../testing.ts'
import { badTexts, badValues, leastOf } from './bad-values.fixture.ts'
import * as exportPage from './export.page.ts'
import { toForm } from './field.ts'
import { type Kind, checkValues } from './kind.ts'
import * as newPage from './new.page.tsx'
import * as objectPage from './object.page.tsx'
import { countObjects, createObject, readObject } from './objects.store.ts'
import { type Project, createProject } from './projects.store.ts'
import { linksOf } from './thread.store.ts'

// Every field of every kind, whatever slice adds it, meets everything that people and programs send by mistake or in
// malice: by the form and by the API. A refusal names the field, in both languages, and nothing is written.

const t = await testInstance()
let http: Hono
let lead: Scope
let project: Project
let cookie: string
let slug: string
let bearer: Record<string, string>

const frame = {
  name: 'Mauvaises saisies', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
  endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  const workspace = await makeWorkspace(t.app)
  slug = workspace.slug
  lead = await makeMember(t.app, workspace, 'lead')
  cookie = await signedInCookie(t.app, lead.user.id ?? '')
  project = await createProject(lead, frame)
  bearer = { authorization: `Bearer ${await addWorkspaceKey(t.db, workspace.id, 'essai', ['projects:read', 'projects:write'])}` } // prettier-ignore
  http = httpServer(t.app, (await everyPage()).answer)
})

const api = (method: string, path: string, body: unknown, locale = 'fr') =>
  http.request(`http://localhost:3000/api/v1/projects/${project.slug}/${path}`, {
    method,
    headers: { ...bearer, 'content-type': 'application/json', 'accept-language': locale },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

function args(path: string, form: Record<string, string>, id?: string) {
  const request = new Request(`http://localhost/w/${slug}/p/${project.slug}/${path}`, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(form),
  })
  const params = { workspace: slug, project: project.slug, kind: path.split('/')[0], ...(id ? { id } : {}) }
  return { request, params, context: contextOf({ app: t.app, nonce: 'n', ip: '127.0.0.1' }) }
}

/** An object that holds the least its kind takes, and the form's texts for it. */
async function plant(kind: Kind, where = project) {
  const checked = checkValues(kind, leastOf(kind))
  if (!checked.ok) throw new Error(`${kind.name}: ${JSON.stringify(checked.problems)}`)
  return createObject(lead, kind, where.id, checked.values)
}

/** The least a kind takes, as its form sends it. */
const textsFor = (kind: Kind): Record<string, string> =>
  Object.fromEntries(
    Object.entries(leastOf(kind)).map(([name, value]) => [
      name,
      toForm(kind.fields[name]?.spec ?? { type: 'text', required: false }, value, frame.timeZone, 'fr'),
    ]),
  )

interface Refusal {
  readonly error: { readonly field: string; readonly message: string; readonly fields?: Record<string, string> }
}

const kinds = catalog.kinds.map((kind) => [kind.name, kind] as const)

describe('every field, in both languages', () => {
  it.each(kinds)('%s names the field that is wrong', (_, kind) => {
    expect(checkValues(kind, leastOf(kind))).toMatchObject({ ok: true })
    for (const [name, { spec }] of Object.entries(kind.fields))
      for (const [what, value] of badValues(spec)) {
        const checked = checkValues(kind, { ...leastOf(kind), [name]: value })
        const problems = checked.ok ? {} : checked.problems
        expect(Object.keys(problems), `${name}: ${what}`).toEqual([name])
        expect(problems[name]?.fr, `${name}: ${what}`).toMatch(/^[\p{Lu}\d].*\.$/su)
        expect(problems[name]?.en, `${name}: ${what}`).toMatch(/^[\p{Lu}\d].*\.$/su)
        expect(problems[name]?.fr).not.toBe(problems[name]?.en)
      }
  })

  it.each(kinds)('%s says which required field is missing', (_, kind) => {
    for (const [name, { spec }] of Object.entries(kind.fields).filter(([, field]) => field.spec.required))
      for (const nothing of [null, undefined, ...(spec.type === 'text' ? ['', '  '] : [])]) {
        const { [name]: _gone, ...rest } = leastOf(kind)
        const checked = checkValues(kind, nothing === undefined ? rest : { ...rest, [name]: nothing })
        expect(checked.ok ? [] : Object.keys(checked.problems), `${name}: ${nothing}`).toEqual([name])
      }
  })
})

it('an end before its start is said under the end, the same way everywhere; one day is no mistake', () => {
  const dated = catalog.kinds.flatMap((kind) => {
    const end = ['endsOn', 'dueOn'].find((name) => name in kind.fields)
    return 'startsOn' in kind.fields && end ? [[kind, end] as const] : []
  })
  expect(dated.map(([{ name }]) => name)).toEqual(expect.arrayContaining(['strategicObjective', 'action', 'campaign', 'kpi'])) // prettier-ignore
  for (const [kind, end] of dated) {
    const days = (startsOn: string, last: string) => checkValues(kind, { ...leastOf(kind), startsOn, [end]: last })
    const checked = days('2026-06-02', '2026-06-01')
    expect(checked.ok ? [] : Object.keys(checked.problems), kind.name).toEqual([end])
    expect(days('2026-06-01', '2026-06-01'), kind.name).toMatchObject({ ok: true })
  }
})

describe('by the API', () => {
  it.each(kinds)('%s: each refusal is a 422 that names the field, and nothing is written', async (_, kind) => {
    const before = await countObjects(lead, kind, project.id)
    for (const [name, { spec }] of Object.entries(kind.fields)) {
      const [what, value] = badValues(spec)[0] ?? ['', null]
      const answer = await api('POST', kind.path, { ...writable(kind), [name]: value })
      expect(answer.status, `${name}: ${what} ${await answer.clone().text()}`).toBe(422)
      const { error } = (await answer.json()) as Refusal
      expect([error.field, Object.keys(error.fields ?? { [name]: '' })], `${name}: ${what}`).toEqual([name, [name]])
    }
    const unknown = await api('POST', kind.path, { ...writable(kind), couleur: 'rouge' }, 'en')
    expect((await unknown.json()) as Refusal).toMatchObject({ error: { field: 'couleur', message: 'Unknown field: couleur.' } }) // prettier-ignore
    expect(await countObjects(lead, kind, project.id)).toBe(before)
  })

  it.each(kinds)('%s: a change that is refused changes nothing', async (_, kind) => {
    const id = await plant(kind)
    for (const [name, { spec }] of Object.entries(kind.fields)) {
      const answer = await api('PATCH', `${kind.path}/${id}`, { [name]: badValues(spec).at(-1)?.[1] })
      expect(answer.status, name).toBe(422)
      expect(((await answer.json()) as Refusal).error.field).toBe(name)
    }
    expect((await readObject(lead, kind, project.id, id)).version).toBe(1)
  })
})

/** What the API may be given of a kind: fields that only the product sets are left out. */
const writable = (kind: Kind) =>
  Object.fromEntries(Object.entries(leastOf(kind)).filter(([name]) => !kind.fields[name]?.spec.locked))

describe('by the form', () => {
  it.each(kinds)('%s: what was typed comes back with the field that is wrong', async (_, kind) => {
    const before = await countObjects(lead, kind, project.id)
    for (const [name, { spec }] of Object.entries(kind.fields).filter(([, field]) => !field.spec.hidden))
      for (const typed of badTexts(spec)) {
        const answer = await newPage.action(args(`${kind.path}/new`, { ...textsFor(kind), [name]: typed }))
        expect(answer.status, `${name}: ${typed.slice(0, 30)}`).toBe(422)
        const { problems, texts } = (await answer.json()) as { problems: object; texts: Record<string, string> }
        expect(Object.keys(problems), `${name}: ${typed.slice(0, 30)}`).toEqual([name])
        expect(texts[name]).toBe(typed)
      }
    expect(await countObjects(lead, kind, project.id)).toBe(before)
  })

  it('every kind tells the second of two tabs what the first changed, and keeps what the second typed', async () => {
    for (const kind of catalog.kinds) {
      const id = await plant(kind)
      const form = { ...textsFor(kind), intent: 'save', version: '1' }
      const save = (title: string) => objectPage.action(args(`${kind.path}/${id}`, { ...form, title }, id))
      expect((await save('Premier')).status, kind.name).toBe(302)
      const second = await save('Second')
      expect(second.status, kind.name).toBe(409)
      const label = kind.words.fr.fields['title']?.label
      expect(await second.json()).toMatchObject({
        texts: { title: 'Second' },
        conflict: {
          version: 2,
          changes: [{ fields: expect.arrayContaining([{ label, before: 'Texte', after: 'Premier' }]) as unknown }],
        },
      })
    }
  })
})

describe('HTML and formulas are ordinary text', () => {
  const texts = ['<script>alert(1)</script>', '=cmd()|’/c calc’!A0', '+33490', '-2+3', '@SUM(A1)', '\t=1']

  it.each(kinds)('%s keeps them as typed, and its files defuse them', async (_, kind) => {
    const free = Object.entries(kind.fields)
      .filter(([name, { spec }]) => ['text', 'longText'].includes(spec.type) && !spec.locked && isFree(kind, name))
      .map(([name]) => name)
    expect(free).toContain('title')
    for (const text of texts) {
      const values = { ...leastOf(kind), ...Object.fromEntries(free.map((name) => [name, text])) }
      const checked = checkValues(kind, values)
      expect(checked, text).toMatchObject({ ok: true })
      if (!checked.ok) continue
      const id = await createObject(lead, kind, project.id, checked.values)
      expect((await readObject(lead, kind, project.id, id)).title).toBe(text.trim())
    }
    const csv = await (await exported(kind, 'csv')).text()
    expect(csv.split(/[;\r\n]+/).filter((cell) => /^"?[=+@\t]|^"?-(?!\d+(,\d+)?$)/.test(cell))).toEqual([])
    const xlsx = Buffer.from(await (await exported(kind, 'xlsx')).arrayBuffer())
    expect(xlsx.readUInt32LE(0)).toBe(0x04034b50)
  })

  /** Whether a text field takes any text; a slug or an UTM tag has a form of its own. */
  const isFree = (kind: Kind, name: string) =>
    texts.every((text) => checkValues(kind, { ...leastOf(kind), [name]: text }).ok)

  const exported = (kind: Kind, format: string) =>
    exportPage.loader({
      ...args(kind.path, {}),
      request: new Request(`http://localhost/w/${slug}/p/${project.slug}/export/${kind.path}?format=${format}`, { headers: { cookie } }),
    }) // prettier-ignore
})

describe('links to what is elsewhere', () => {
  const one = (name: string) => catalog.kinds.find((kind) => kind.name === name)!
  let here: string
  let elsewhere: string
  let theirs: string

  beforeAll(async () => {
    here = await plant(one('insight'))
    elsewhere = await plant(one('strategicObjective'), await createProject(lead, { ...frame, name: 'Autre' }))
    const stranger = await t.scope('owner')
    const foreign = await createProject(stranger, frame)
    const checked = checkValues(one('strategicObjective'), leastOf(one('strategicObjective')))
    theirs = checked.ok ? await createObject(stranger, one('strategicObjective'), foreign.id, checked.values) : ''
  })

  it('are refused by the API and leave no trace', async () => {
    for (const to of [elsewhere, theirs, crypto.randomUUID(), 'x', '-'.repeat(36)])
      expect((await api('POST', 'thread', { from: here, to })).status, to).toBe(404)
    expect((await api('POST', 'thread', { from: here, to: here })).status).toBe(409)
    expect(await linksOf(lead, project.id)).toEqual([])
  })

  it('a new object that should come from one of them is not made, and what was typed is kept', async () => {
    const kind = one('strategicObjective')
    const before = await countObjects(lead, kind, project.id)
    for (const from of [theirs, elsewhere, 'x', crypto.randomUUID()]) {
      const answer = await newPage.action(args(`${kind.path}/new`, { ...textsFor(kind), title: 'Gardé', from }))
      expect(answer.status).toBe(422)
      const { texts } = (await answer.json()) as { texts: Record<string, string> }
      // Sent again as it comes back, it is made without the link that cannot be.
      expect(texts).toMatchObject({ title: 'Gardé', from: '', to: '' })
    }
    expect(await countObjects(lead, kind, project.id)).toBe(before)
  })

  it.each(['link', 'unlink'])('%s by the form: not found, or refused', async (intent) => {
    for (const other of [theirs, 'x', '-'.repeat(36)]) {
      const asked = objectPage.action(args(`insights/${here}`, { intent, side: 'after', other }, here))
      await expect(asked).rejects.toMatchObject({ status: 404 })
    }
  })
})
