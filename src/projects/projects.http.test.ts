import type { Hono } from 'hono'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { makeMember, makeWorkspace } from '../accounts/fixtures.ts'
import { addWorkspaceKey } from '../accounts/keys.store.ts'
import { catalog } from '../catalog.ts'
import { everyPage } from '../every-route.fixture.ts'
import { httpServer } from '../http.ts'
import { testInstance } from '../testing.ts'
import { leastOf } from './bad-values.fixture.ts'

// The life of a project and of its objects by the API alone, as a program of the user's would lead it.

const t = await testInstance()
let http: Hono
let key: string
let slug: string

beforeAll(async () => {
  const workspace = await makeWorkspace(t.app)
  await makeMember(t.app, workspace, 'owner')
  key = await addWorkspaceKey(t.db, workspace.id, 'essai', ['projects:read', 'projects:write'])
  http = httpServer(t.app, (await everyPage()).answer)
  const made = await ask('POST', '', settings)
  slug = ((await made.json()) as { slug: string }).slug
})

const settings = { name: 'Élan d’automne', company: 'Les Ruchers', vatReference: 'incl', timeZone: 'Europe/Paris', currency: 'EUR', envelopeCents: 4_800_000 } // prettier-ignore

const ask = (method: string, path: string, body?: unknown, locale = 'fr') =>
  http.request(`http://localhost:3000/api/v1/projects${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'accept-language': locale },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

async function json<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await (await ask(method, path, body)).json()) as T
}

interface Held {
  readonly id: string
  readonly version: number
  readonly title: string
}

const add = (path: string, values: Record<string, unknown>) => json<Held>('POST', `/${slug}/${path}`, values)

describe('a project', () => {
  it('is made, read and changed, each field where it was', async () => {
    const project = await json<Record<string, unknown>>('GET', `/${slug}`)
    expect(project).toMatchObject({ ...settings, slug: 'elan-d-automne', version: 1, sector: null })
    const changed = await json('PATCH', `/${slug}`, { sector: 'Apiculture', version: 1 })
    expect(changed).toMatchObject({ ...settings, sector: 'Apiculture', version: 2 })
    expect((await json<{ projects: unknown[] }>('GET', '')).projects).toHaveLength(1)
  })

  it('says who saved first', async () => {
    expect((await ask('PATCH', `/${slug}`, { sector: 'Autre', version: 1 })).status).toBe(409)
  })

  it.each([
    ['an end before its start', { startsOn: '2026-12-31', endsOn: '2026-01-01' }, 'endsOn'],
    ['a negative envelope', { envelopeCents: -1 }, 'envelopeCents'],
    ['an envelope beyond ten billion', { envelopeCents: 1e15 }, 'envelopeCents'],
    ['a clock that nobody keeps', { timeZone: 'Europe/Carpentras' }, 'timeZone'],
    ['a currency of its own', { currency: 'MIEL' }, 'currency'],
    ['a reference that is neither', { vatReference: 'both' }, 'vatReference'],
    ['no name', { name: '  ' }, 'name'],
    ['a name of 10,000 characters', { name: 'x'.repeat(10_000) }, 'name'],
    ['a day of the year 1', { startsOn: '0001-01-01' }, 'startsOn'],
    ['31 February', { endsOn: '2026-02-31' }, 'endsOn'],
    ['a field it does not have', { logo: 'ours.svg' }, 'logo'],
  ])('with %s is refused, made or changed', async (_, wrong, field) => {
    for (const [method, path] of [
      ['POST', ''],
      ['PATCH', `/${slug}`],
    ] as const) {
      // prettier-ignore
      const answer = await ask(method, path, method === 'POST' ? { ...settings, ...wrong } : wrong)
      expect([answer.status, ((await answer.json()) as { error: { field: string } }).error.field]).toEqual([422, field])
    }
    expect((await json<{ projects: unknown[] }>('GET', '')).projects).toHaveLength(1)
  })

  it('has a map of 14 competencies that counts what it holds', async () => {
    await add('insights', { title: 'Peu connu', box: 'weakness', weight: 5 })
    const { competencies } = await json<{ competencies: { code: string; present: unknown; missing: { id: string }[] }[] }>('GET', `/${slug}/map`) // prettier-ignore
    expect(competencies).toHaveLength(14)
    const audit = competencies.find(({ code }) => code === 'C1.2')
    expect(audit?.present).toEqual([{ kind: 'insight', count: 1 }])
    expect(audit?.missing.map(({ id }) => id)).toContain('audit-insight-without-source')
  })
})

describe('every kind', () => {
  it.each(catalog.kinds.map((kind) => [kind.path, kind] as const))('%s is made, read, changed, listed and put in the bin', async (path, kind) => {
    const given = Object.fromEntries(Object.entries(leastOf(kind)).filter(([name, value]) => value !== null && !kind.fields[name]?.spec.locked))
    const made = await add(path, given)
    expect(made).toMatchObject({ title: 'Texte', version: 1 })
    const here = `/${slug}/${path}/${made.id}`
    expect(await json('PATCH', here, { title: 'Changé', version: 1 })).toMatchObject({ title: 'Changé', version: 2 })
    expect((await ask('PATCH', here, { title: 'Trop tard', version: 1 })).status).toBe(409)
    expect(await json('GET', here)).toMatchObject({ ...given, title: 'Changé' })
    const list = await json<Record<string, Held[]> & { total: number }>('GET', `/${slug}/${path}?q=change`)
    expect([list[path]?.map(({ id }) => id), list.total]).toEqual([[made.id], 1])
    expect((await ask('DELETE', here)).status).toBe(204)
    expect((await ask('GET', here)).status).toBe(404)
    expect((await json<{ total: number }>('GET', `/${slug}/${path}?q=change`)).total).toBe(0)
  }) // prettier-ignore
})

describe('a list', () => {
  it('is read in parts, in the order asked, and says how long it is', async () => {
    for (const title of ['c', 'a', 'd', 'b']) await add('aims', { title: `Finalité ${title}` })
    const titles = async (search: string) => {
      const list = await json<{ aims: Held[]; total: number }>('GET', `/${slug}/aims?q=finalite&sort=title${search}`)
      return [list.aims.map(({ title }) => title.at(-1)).join(''), list.total]
    }
    expect(await titles('')).toEqual(['abcd', 4])
    expect(await titles('&dir=desc&limit=3')).toEqual(['dcb', 4])
    expect(await titles('&limit=2&offset=3')).toEqual(['d', 4])
  })

  it.each(['limit=0', 'limit=x', 'limit=1e3', 'limit=10001', 'offset=-1', 'offset=99999999999', 'limit='])(
    '%s is refused by its name',
    async (search) => {
      const answer = await ask('GET', `/${slug}/aims?${search}`, undefined, 'en')
      expect(answer.status).toBe(400)
      expect(((await answer.json()) as { error: { field: string } }).error.field).toBe(search.split('=')[0])
    },
  )
})

test('the thread is linked, walked from any object, and cut', async () => {
  const insight = await add('insights', { title: 'Clients fidèles', box: 'strength', weight: 4 })
  const objective = await add('objectives', { title: 'Fidéliser', nature: 'conative' })
  const persona = await add('personas', { title: 'Claire', confidence: 'hypothesis' })
  for (const [from, to] of [
    [insight.id, objective.id],
    [objective.id, persona.id],
  ])
    // prettier-ignore
    expect((await ask('POST', `/${slug}/thread`, { from, to })).status).toBe(201)
  const walked = await json<{ before: Held[]; after: Held[]; links: unknown[] }>('GET', `/${slug}/objectives/${objective.id}/thread`) // prettier-ignore
  expect(walked.before.map(({ title }) => title)).toEqual(['Clients fidèles'])
  expect(walked.after.map(({ title }) => title)).toEqual(['Claire'])
  expect(walked.links).toHaveLength(2)
  expect((await ask('POST', `/${slug}/thread`, { from: persona.id, to: insight.id })).status).toBe(409)
  await ask('DELETE', `/${slug}/thread`, { from: insight.id, to: objective.id })
  expect((await json<{ before: Held[] }>('GET', `/${slug}/personas/${persona.id}/thread`)).before.map(({ title }) => title)).toEqual(['Fidéliser']) // prettier-ignore
})

test('tracked links are a kind like another: the thread has an address of its own', async () => {
  const link = await add('links', { title: 'Lettre', destination: 'https://ruchers.example/' })
  expect((await json<{ links: Held[] }>('GET', `/${slug}/links`)).links.map(({ id }) => id)).toContain(link.id)
})
