import { beforeAll, describe, expect, test } from 'vitest'
import { addKey } from '../accounts/keys.store.ts'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { httpServer } from '../http.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as filtersPage from './filters.page.tsx'
import * as privacyPage from './privacy.page.tsx'
import type { Site } from './site.ts'
import { addSite, getSite } from './sites.store.ts'

// What anybody may write at the addresses of other tools, and what two tabs of one lead may save.

const t = await testInstance()
const http = httpServer(t.app, () => Promise.resolve(new Response('page')))
let workspace: Workspace
let lead: Scope
let project: Project
let site: Site
let key: string

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  project = await createProject(lead, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  site = await addSite(lead, { domain: 'ruches.example', projectId: project.id, settings: { shield: { paths: ['/admin/*'] } } })
  key = await addKey(await makeMember(t.app, workspace, 'owner'), 'serveur', ['events:write'])
}) // prettier-ignore

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await http.request(path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'user-agent': firefox, 'content-type': 'application/json', ...headers },
  })
  const text = await answer.text()
  return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : null }
}
const stored = async (where: string, columns: string) => {
  await t.app.journal.drained()
  const query = `select ${columns} from events where ${where} order by ts, received_at`
  return (await t.clickhouse.query({ query, format: 'JSONEachRow' })).json<Record<string, unknown>>()
}

const payload = { website: 'ruches.example', hostname: 'ruches.example', url: '/x' }
const plausible = { n: 'pageview', u: 'https://ruches.example/x', d: 'ruches.example' }
const trap = { toString: 1, valueOf: 1 }
const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`

describe('a body made to break', () => {
  test.each([
    ['/api/send', { type: 'event', payload: { ...payload, timestamp: trap } }, 'payload.timestamp'],
    ['/api/send', { type: 'event', payload: { ...payload, name: trap } }, 'payload.name'],
    ['/api/send', { type: 'event', payload: { ...payload, name: 'achat', data: { revenue: trap } } }, 'payload.data.revenue.amount'],
    ['/api/send', { type: 'event', payload: { ...payload, data: { a: 'DEEP' } } }, 'payload.data.a'],
    ['/api/event', { ...plausible, u: trap }, 'u'],
    ['/api/event', { ...plausible, n: 'achat', $: { amount: trap, currency: 'EUR' } }, '$.amount'],
    ['/api/event', { site: 'ruches.example', url: plausible.u, products: [{ name: 'Miel', quantity: trap }] }, 'products.0.quantity'],
    ['/api/event', { site: 'ruches.example', url: plausible.u, products: [{ name: 'Miel', price: trap }] }, 'products.0.price'],
    ['/matomo.php', 'idsite=ruches.example&rec=1&url=%00', 'url'],
  ])('at %s: %j is refused by the name of its field, in the caller’s language', async (path, body, field) => {
    const type = path === '/matomo.php' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
    // Twenty thousand lists in each other.
    const sent = typeof body === 'string' ? body : JSON.stringify(body).replace('"DEEP"', deep)
    const fr = await post(path, sent, { 'accept-language': 'fr', ...type })
    const en = await post(path, sent, { 'accept-language': 'en', ...type })
    expect([fr.status, fr.body?.error.field, en.status, en.body?.error.field]).toEqual([400, field, 400, field])
    expect(fr.text).toContain(`« ${field} »`.replaceAll(' ', '\u202f'))
    expect(en.body.error.message).not.toBe(fr.body.error.message)
  }) // prettier-ignore

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'with "%s" where a name of ours is awaited is measured like any other, and holds up nobody',
    async (word) => {
      const path = `/mot-${word.replaceAll('_', '-')}`
      const url = `https://ruches.example${path}`
      const hints = { 'sec-ch-ua': `"${word}";v="1"`, 'sec-ch-ua-mobile': '?0', 'sec-ch-ua-platform': `"${word}"` }
      const answers = [
        await post('/api/send', `{"type":"${word}","payload":${JSON.stringify({ ...payload, url: path, name: word })}}`),
        await post('/api/event', { ...plausible, u: url, n: word }),
        await post('/api/event', { ...plausible, u: url }, hints),
        await post('/api/event', { ...plausible, u: url }, { 'user-agent': `${word}/1.0 (Windows NT 10.0; Win64; x64)` }),
        await post('/api/event', { ...plausible, u: url }),
      ]
      expect(answers.map(({ status }) => status)).toEqual([200, 202, 202, 202, 202])
      const rows = await stored(`path = '${path}'`, 'name, os, browser')
      expect(rows.map(({ name }) => name)).toEqual([word, word, 'pageview', 'pageview', 'pageview'])
      expect([rows[2]?.['os'], rows[2]?.['browser']]).toEqual(['Linux', 'Firefox'])
      for (const { os, browser } of rows) expect(`${String(os)} ${String(browser)}`).not.toMatch(/[{}]|function/)
    },
  ) // prettier-ignore

  test('in a batch is refused alone: what surrounds it is kept', async () => {
    const { status, body } = await post('/api/batch', [
      { type: 'event', payload: { ...payload, url: '/avant' } },
      { type: 'event', payload: { ...payload, url: '/pendant', timestamp: trap } },
      { type: 'event', payload: { ...payload, url: '/apres' } },
    ])
    expect([status, body.processed, body.errors]).toEqual([200, 2, 1])
    const many = await post('/matomo.php', {
      requests: [4, null, [], { idsite: trap }, `?idsite=ruches.example&rec=1&url=https://ruches.example/matomo`],
    })
    expect([many.status, many.body.tracked, many.body.invalid_indices]).toEqual([200, 1, [0, 1, 2, 3]])
    const rows = await stored(`path in ('/avant', '/pendant', '/apres', '/matomo')`, 'path')
    expect(rows.map(({ path }) => path)).toEqual(['/avant', '/apres', '/matomo'])
  })
})

describe('who a person is', () => {
  test.each([
    ['Umami', '/api/send', { type: 'event', payload: { ...payload, url: '/personne-u', name: 'achat', data: { user: { id: 42, email: 'x', plan: 'pro' }, lot: 3 } } }],
    ['Plausible', '/api/event', { ...plausible, u: 'https://ruches.example/personne-u', n: 'achat', p: { 'user.id': 42, email: 'x', 'user.plan': 'pro', lot: 3 } }],
  ])('is not kept without consent, under whatever name %s’s clients say it', async (_, path, body) => {
    const before = (await stored(`path = '/personne-u'`, 'props')).length
    expect((await post(path, body)).status).toBeLessThan(300)
    const rows = await stored(`path = '/personne-u'`, 'props')
    expect(rows.slice(before)).toEqual([{ props: { 'user.plan': 'pro', lot: '3' } }])
  }) // prettier-ignore

  test('said by a server is an address that is asked for with a key, and written nowhere', async () => {
    const given = { type: 'event', payload: { ...payload, url: '/cle', ip: '90.1.2.3' } }
    expect((await post('/api/send', given)).body.error.field).toBe('payload.ip')
    expect((await post('/api/send', given, { authorization: `Bearer ${key}x` })).status).toBe(401)
    expect((await post('/api/send', given, { authorization: `Bearer ${key}` })).status).toBe(200)
    const [row, ...more] = await stored(`path = '/cle'`, '*')
    expect([row?.['country'], more]).toEqual(['FR', []])
    expect(JSON.stringify(row)).not.toContain('90.1.2.3')
  })
})

describe('two tabs of one lead', () => {
  const params = () => ({ workspace: workspace.slug, project: project.slug, domain: 'ruches.example' })
  const at = (page: string) => `/w/${workspace.slug}/p/${project.slug}/sites/ruches.example/${page}`

  test('opened together and saved in turn keep what each of them changed', async () => {
    const cookie = await signedInCookie(t.app, lead.user.id ?? '')
    const [signals, filters, retention] = [new Visitor(t.app, cookie), new Visitor(t.app, cookie), new Visitor(t.app, cookie)] // prettier-ignore
    for (const tab of [signals, retention]) await tab.open(privacyPage.loader, at('privacy'), params())
    const shown = (await filters.open(filtersPage.loader, at('filters'), params())) as Awaited<ReturnType<typeof filtersPage.loader>> // prettier-ignore
    await retention.send(privacyPage.action, at('privacy'), { intent: 'retention', months: '7' }, params())
    await filters.send(filtersPage.action, at('filters'), { ...shown.values, countries: 'Belgique' }, params())
    await signals.send(privacyPage.action, at('privacy'), { intent: 'settings', obeySignals: 'on', below: '4', how: 'hide' }, params()) // prettier-ignore
    expect((await getSite(lead, site.domain)).settings).toEqual({
      retentionMonths: 7,
      hosts: [],
      shield: { ips: [], paths: ['/admin/*'], countries: ['BE'], referrers: [] },
      obeySignals: true,
      smallFigures: { below: 4, how: 'hide' },
    })
  })

  test.each([
    ['settings', { below: '1' }, { below: '1' }],
    ['retention', { months: '30' }, { months: '30' }],
  ])('what is wrong in "%s" comes back as typed, and changes nothing', async (intent, fields, typed) => {
    const tab = new Visitor(t.app, await signedInCookie(t.app, lead.user.id ?? ''))
    const before = (await getSite(lead, site.domain)).settings
    const sent = await tab.send(privacyPage.action, at('privacy'), { intent, ...fields }, params())
    expect([sent.status, await sent.json()]).toEqual([422, expect.objectContaining({ typed: expect.objectContaining(typed) })]) // prettier-ignore
    expect((await getSite(lead, site.domain)).settings).toEqual(before)
  })
})
