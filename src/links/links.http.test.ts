import type { Hono } from 'hono'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember } from '../accounts/fixtures.ts'
import { addWorkspaceKey } from '../accounts/keys.store.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { addSite } from '../collect/sites.store.ts'
import { everyPage } from '../every-route.fixture.ts'
import { httpServer } from '../http.ts'
import { createObject } from '../projects/objects.store.ts'
import { createProject } from '../projects/projects.store.ts'
import { linksOf } from '../projects/thread.store.ts'
import type { Scope } from '../accounts/scope.ts'
import { testInstance } from '../testing.ts'
import { addClicks } from './clicks.store.ts'
import { campaign } from './links.ts'
import { openNaming } from './naming.ts'

// A campaign's links as a program leads them, from the convention to the audit.

const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
let http: Hono
let lead: Scope
let projectId: string
let key: string
let strangers: string

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  const workspace = await t.workspace()
  lead = { ...(await makeMember(app, workspace, 'lead')), now: app.clock() }
  projectId = (await createProject(lead, frame)).id
  await addSite(lead, { domain: 'boutique.example', projectId, mode: 'consent' })
  key = await addWorkspaceKey(t.db, workspace.id, 'tout', ['projects:read', 'projects:write', 'stats:read'])
  strangers = await addWorkspaceKey(t.db, (await t.workspace('Autre')).id, 'autre', ['projects:read', 'projects:write', 'stats:read']) // prettier-ignore
  http = httpServer(app, (await everyPage()).answer)
})

const ask = async (method: string, path: string, body?: unknown, as = key) =>
  http.request(`http://localhost:3000/api/v1/projects/ruchers/${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json', 'accept-language': 'fr' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

/** Of all that these addresses answer, what is looked at here. */
interface Told {
  readonly error: { readonly field: string; readonly fields: Readonly<Record<string, string>> }
  readonly total: number
  readonly links: readonly { readonly id: string }[]
  readonly ignored: readonly string[]
  readonly ready: boolean
  readonly lines: readonly { readonly at: string; readonly problems: object }[]
  readonly landing: string
  readonly warnings: readonly string[]
  readonly clicks: readonly object[]
  readonly hours: readonly number[]
  readonly sites: readonly string[]
  readonly audit: { readonly variants: readonly object[]; readonly undeclared: readonly object[] }
}

async function told(method: string, path: string, body?: unknown) {
  const answer = await ask(method, path, body)
  return { status: answer.status, body: (await answer.json()) as Told }
}

const letter = { destination: 'https://boutique.example/coffrets', utmSource: 'lettre', utmMedium: 'email', utmCampaign: 'noel' } // prettier-ignore

describe('the convention', () => {
  const convention = { ...openNaming, sources: ['lettre', 'linkedin'], separator: '-', templates: [{ name: 'Lettre', source: 'lettre', medium: 'email', content: '' }] } // prettier-ignore

  test('is written whole, by its version, and judged as on its page', async () => {
    expect((await told('GET', 'link-naming')).body).toEqual({ ...openNaming, version: 0 })
    const wrong = await told('PUT', 'link-naming', { ...convention, version: 0, sources: ['Été 2026'] })
    expect([wrong.status, wrong.body.error.field]).toEqual([422, 'sources'])
    expect((await told('PUT', 'link-naming', { ...convention, version: 0 })).body).toEqual({
      ...convention,
      version: 1,
    })
    expect((await told('PUT', 'link-naming', { ...convention, version: 0 })).status).toBe(409)
    expect((await told('GET', 'link-naming')).body).toEqual({ ...convention, version: 1 })
  })

  test.each([
    [{ ...convention, version: 1, separator: '~' }, 'separator'],
    [{ ...convention, version: 1, colour: 'red' }, 'colour'],
    [{ ...convention, version: -1 }, 'version'],
  ])('of another form is refused by its field: %#', async (body, field) => {
    const { status, body: refused } = await told('PUT', 'link-naming', body)
    expect([status, refused.error.field]).toEqual([400, field])
  })
})

describe('a link before it is published', () => {
  test('is told its channel, its landing address and its traps, and nothing is written', async () => {
    const { body } = await told('POST', 'link-check', { ...letter, utmSource: '', utmMedium: '', utmCampaign: 'summer-shop', template: 'Lettre' }) // prettier-ignore
    expect(body).toMatchObject({ channel: 'Organic Shopping', site: 'boutique.example', utmSource: 'lettre' })
    expect(body.landing).toBe('https://boutique.example/coffrets?utm_source=lettre&utm_medium=email&utm_campaign=summer-shop') // prettier-ignore
    expect(body.warnings.join(' ')).toMatch(/shop/)
    expect((await told('GET', 'links')).body.total).toBe(0)
  })

  test('is refused where it leaves the convention, or loops', async () => {
    expect((await told('POST', 'link-check', { ...letter, utmSource: 'linkedln' })).body.error).toMatchObject({ field: 'utmSource', id: 'invalid' }) // prettier-ignore
    expect((await told('POST', 'link-check', { destination: 'http://localhost:3000/l/x' })).body.error.field).toBe('destination') // prettier-ignore
    expect((await told('POST', 'link-check', { destination: 12 })).body.error.field).toBe('destination')
  })
})

describe('many links at once', () => {
  beforeAll(async () => {
    await createObject(lead, campaign, projectId, { title: 'Noël', utmCampaign: 'noel', state: 'running' })
  })

  test('are judged line by line, and none is made while one is wrong', async () => {
    const links = [letter, { ...letter, utmSource: 'linkedln' }, { ...letter, slug: 'a b', title: 'Deux' }]
    const judged = await told('POST', 'link-table', { links, dryRun: true })
    expect(judged.body.ready).toBe(false)
    expect(judged.body.lines.map((line) => [line.at, Object.keys(line.problems)])).toEqual([
      ['links.0', []], ['links.1', ['utmSource']], ['links.2', ['slug']],
    ]) // prettier-ignore
    const { status, body } = await told('POST', 'link-table', { links })
    expect([status, Object.keys(body.error.fields)]).toEqual([422, ['links.1.utmSource', 'links.2.slug']])
    const text = await told('POST', 'link-table', { table: 'url;source\nhttps://boutique.example/;linkedln' })
    expect(text.body.error.field).toBe('line 2.utmSource')
    expect((await told('GET', 'links')).body.total).toBe(0)
  })

  test.each([
    [{}, 400, 'links'],
    [{ links: [letter], table: 'url' }, 400, 'links'],
    [{ links: [] }, 400, 'links'],
    [{ links: [{ ...letter, couleur: 'rouge' }] }, 400, 'links.0.couleur'],
    [{ table: 'titre\nx' }, 422, 'table'],
  ])('of another form are refused: %#', async (body, status, field) => {
    const refused = await told('POST', 'link-table', body)
    expect([refused.status, refused.body.error.field]).toEqual([status, field])
  })

  test('are made together, each tied to its campaign, from a list or from a table', async () => {
    const made = await told('POST', 'link-table', { links: [{ ...letter, slug: 'noel-lettre' }, { ...letter, utmContent: 'bas', title: 'Bas "de"\tpage' }] }) // prettier-ignore
    expect(made.status).toBe(201)
    expect(made.body.links).toMatchObject([
      { address: 'http://localhost:3000/l/noel-lettre', ...letter, title: 'Coffrets' },
      { utmContent: 'bas', title: 'Bas "de"\tpage' },
    ])
    const text = await told('POST', 'link-table', { table: 'url,couleur\nhttps://boutique.example/miel,rouge', template: 'Lettre', campaign: 'noel' }) // prettier-ignore
    expect(text.body).toMatchObject({ ignored: ['couleur'], links: [{ utmSource: 'lettre', utmCampaign: 'noel' }] })
    expect(await linksOf(lead, projectId)).toHaveLength(3)
    const taken = await told('POST', 'link-table', { links: [{ ...letter, slug: 'noel-lettre' }] })
    expect([taken.status, taken.body.error.field]).toEqual([422, 'links.0.slug'])
  })
})

test('two programs that ask for one short address at once: one has it, the other is told', async () => {
  const race = await Promise.all(
    [1, 2, 3].map(() => ask('POST', 'links', { ...letter, title: 'Course', slug: 'course' })),
  )
  const statuses = race.map(({ status }) => status).toSorted((a, b) => a - b)
  expect(statuses[0]).toBe(201)
  expect(statuses.slice(1)).toEqual([422, 422])
})

describe('what a link brought', () => {
  let id: string
  beforeAll(async () => {
    id = (await told('GET', 'links?q=Coffrets')).body.links[0]?.id ?? ''
    const click = { link: id, day: '2026-11-23' }
    await addClicks(t.db, [{ ...click, kind: 'person', hour: '09', device: 'mobile', country: 'FR', referrer: '', outcome: 'page' }, { ...click, kind: 'bot', robot: 'crawler' }, { ...click, kind: 'preview', robot: 'preview' }], 'jeton') // prettier-ignore
    const [site] = await sitesOf(lead, { domain: 'boutique.example' })
    const tags = (source: string) => ({ visit_utm_source: source, visit_utm_medium: 'email', visit_utm_campaign: 'noel', consent: '1' }) // prettier-ignore
    const visit = (n: number, shared: Record<string, string>) => ({ site: site?.id ?? 0, visitor: n, visit: n, at: '2026-11-23T10:00:00Z', startedAt: '2026-11-23T10:00:00Z', path: '/', entry: '/', shared }) // prettier-ignore
    await tell(t.clickhouse, [visit(1, tags('lettre')), visit(2, tags('Lettre')), visit(3, tags('tract'))])
  })

  test('is given by day, robots and previews apart, with its facets and its visits', async () => {
    const { body } = await told('GET', `links/${id}/statistics?days=7`)
    expect(body.clicks).toHaveLength(7)
    expect(body.clicks[5]).toEqual({ day: '2026-11-23', person: 1, bot: 1, preview: 1 })
    expect(body).toMatchObject({ site: 'boutique.example', unmeasured: null, visits: { visits: 1 }, facets: { device: [{ value: 'mobile', count: 1 }] } }) // prettier-ignore
    expect(body.hours[9]).toBe(1)
  })

  test('is set against the others by the audit, which tells a slip from a stranger', async () => {
    const { body } = await told('GET', 'link-audit?days=30')
    expect(body.sites).toEqual(['boutique.example'])
    expect(body.audit.variants).toMatchObject([{ source: 'Lettre', visits: 1 }])
    expect(body.audit.undeclared).toMatchObject([{ source: 'tract', visits: 1 }])
  })

  test('and its code comes as a file', async () => {
    for (const [query, type] of [['', 'image/svg+xml'], ['?format=png&size=300', 'image/png'], ['?format=pdf', 'application/pdf']]) {
      const answer = await ask('GET', `links/${id}/qr${query}`)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
    } // prettier-ignore
    expect((await ask('GET', `links/${id}/qr?format=gif`)).status).toBe(404)
  })

  test('nobody else’s key reads or writes any of it', async () => {
    const doors = [
      ['GET', `links/${id}/statistics`], ['GET', `links/${id}/qr`], ['GET', 'link-audit'], ['GET', 'tracking-plan'], ['GET', 'link-naming'],
      ['PUT', 'link-naming', { ...openNaming, version: 0 }], ['POST', 'link-check', letter], ['POST', 'link-table', { links: [letter] }],
    ] as const // prettier-ignore
    for (const [method, path, body] of doors)
      expect([path, (await ask(method, path, body, strangers)).status]).toEqual([path, 404])
  })
})

test('the tracking plan is given with what arrived', async () => {
  await told('POST', 'planned-events', { title: 'Demande de devis', eventName: 'devis', state: 'planned', priority: 'must', parameters: 'montant : nombre' }) // prettier-ignore
  const { body } = await told('GET', 'tracking-plan')
  expect(body).toMatchObject({ sites: ['boutique.example'], events: [{ eventName: 'devis', state: 'unseen' }] })
})
