import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import { contextOf, type PageArgs } from '../accounts/request.ts'
import type { MemberRole } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { isAppError } from '../errors.ts'
import { addDays, dayIn } from '../period.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { type TestInstance, testInstance } from '../testing.ts'
import { collectRoutes } from './collect.http.ts'
import { createCollector } from './collector.ts'
import { detailDays, forgetDropDetails } from './drops.store.ts'
import * as filtersPage from './filters.page.tsx'
import * as leftOutPage from './left-out.page.tsx'
import type { Site } from './site.ts'
import { addSite, getSite } from './sites.store.ts'

let t: TestInstance
let workspace: Workspace
let project: Project
let site: Site
let lead: Scope
const cookies = new Map<string, string>()

const frame = {
  name: 'Relance', company: 'Les Ruchers du Ventoux', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
  endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'UTC', currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  t = await testInstance()
  workspace = await t.workspace()
  for (const role of ['lead', 'management'] as const satisfies readonly MemberRole[]) {
    const scope = await makeMember(t.app, workspace, role)
    cookies.set(role, await signedInCookie(t.app, scope.user.id ?? ''))
    if (role === 'lead') lead = scope
  }
  const stranger = await makeMember(t.app, await t.workspace('Ailleurs'), 'owner')
  cookies.set('stranger', await signedInCookie(t.app, stranger.user.id ?? ''))
  project = await createProject(lead, frame)
  site = await addSite(lead, { domain: 'ruches.example', projectId: project.id, timeZone: 'UTC', settings: { shield: { paths: ['/admin/*'] } } })
}) // prettier-ignore

function ask(role: string, page: string, query = '', form?: Record<string, string>): PageArgs {
  return {
    request: new Request(`https://filrouge.example/sites/ruches.example/${page}${query}`, {
      headers: { cookie: cookies.get(role) ?? '', 'accept-language': 'fr' },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    }),
    params: { workspace: workspace.slug, project: project.slug, domain: 'ruches.example' },
    context: contextOf({ app: t.app, nonce: '', ip: '203.0.113.7' }),
  }
}
const statusOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  return isAppError(error) ? error.status : error instanceof Response ? error.status : null
}

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const bot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
async function send(path: string, more: object = {}, userAgent = chrome): Promise<number> {
  const body = JSON.stringify({ site: 'ruches.example', url: `https://ruches.example${path}`, ...more })
  const answer = await collectRoutes(t.app).request('/api/event', {
    method: 'POST',
    body,
    headers: { 'user-agent': userAgent },
  })
  return answer.status
}
const shown = async (query = '') => {
  await t.app.collector.flushDrops()
  await t.app.journal.drained()
  return leftOutPage.loader(ask('lead', 'left-out', query))
}

describe('what was left out', () => {
  test('is shown by reason, with the rule, on what, and an example', async () => {
    await send('/miel')
    await send('/miel', {}, bot)
    await send('/cire', {}, bot)
    await send('/', { url: 'https://essai.example/brouillon' })
    await send('/admin/clients/camille@ruches.example')
    await send('/', { referrer: 'http://www.semalt.com/' })
    await send('/', { name: 'n'.repeat(121) })
    const data = await shown()
    expect(data).toMatchObject({ kept: 1, total: 6, days: 30, isWrong: false })
    expect(data.reasons).toEqual([
      { reason: 'bot', count: 2 },
      ...['host', 'referrerSpam', 'refused', 'shield'].map((reason) => ({ reason, count: 1 })),
    ])
    expect(data.byDay.at(-1)).toMatchObject({ bots: 2, others: 4 })
    expect(data.details).toEqual(
      expect.arrayContaining([
        { reason: 'bot', rule: 'userAgent: google', detail: bot, sample: '/cire', count: 2 },
        { reason: 'host', rule: '', detail: 'essai.example', sample: '/brouillon', count: 1 },
        { reason: 'shield', rule: 'path', detail: '/admin/*', sample: '/admin/clients/…', count: 1 },
        { reason: 'referrerSpam', rule: '', detail: 'semalt.com', sample: '/', count: 1 },
        { reason: 'refused', rule: 'name', detail: '', sample: '', count: 1 },
      ]),
    )
  })

  test('survives a restart', async () => {
    // What waits changes by itself.
    const before = { ...(await shown()), waiting: null }
    const restarted = await createCollector(t.app)
    await restarted.close()
    expect({ ...(await shown()), waiting: null }).toEqual(before)
  })

  test('tells those who look after the site what waits, and nobody else', async () => {
    const limit = t.app.journal.limitBytes
    expect(limit).toBe(2 ** 31)
    expect((await leftOutPage.loader(ask('lead', 'left-out'))).waiting).toMatchObject({
      limit,
      events: expect.any(Number) as number,
    })
    expect((await leftOutPage.loader(ask('management', 'left-out'))).waiting).toBeNull()
  })

  test.each([
    ['?days=7', 7, false],
    ['?days=90', 90, false],
    ['?from=2026-01-01&to=2026-01-31', 31, false],
    ['?from=2026-02-31&to=2026-03-01', 30, true],
    ['?from=2026-02-01', 30, true],
    ['?from=2026-03-01&to=2026-02-01', 30, true],
    ['?from=1999-01-01&to=2026-02-01', 30, true],
    ['?days=12', 30, false],
  ])('the period "%s" has %i days', async (query, days, isWrong) => {
    const data = await leftOutPage.loader(ask('lead', 'left-out', query))
    expect([data.byDay.length, data.isWrong]).toEqual([days, isWrong])
  })

  test('a host that was refused is allowed from there, by who may', async () => {
    expect(await statusOf(leftOutPage.action(ask('management', 'left-out', '', { host: 'essai.example' })))).toBe(403)
    expect((await leftOutPage.action(ask('lead', 'left-out', '', { host: 'essai.example' }))).status).toBe(302)
    expect((await getSite(lead, 'ruches.example')).settings.hosts).toEqual(['essai.example'])
    expect(await statusOf(leftOutPage.loader(ask('stranger', 'left-out')))).toBe(404)
  })

  test('what stands behind is forgotten after ninety days, the totals stay', async () => {
    const old = addDays(dayIn('UTC', new Date()), -detailDays - 1)
    await t.db.insertInto('collectDrops').values({ siteId: site.id, day: old, reason: 'host', count: 4 }).execute()
    await t.db
      .insertInto('dropDetails')
      .values({ siteId: site.id, day: old, reason: 'host', rule: '', detail: 'vieux.example', sample: '/', count: 4 })
      .execute()
    const query = `?from=${old}&to=${old}`
    expect((await shown(query)).details.map(({ detail }) => detail)).toEqual(['vieux.example'])
    await forgetDropDetails(t.db, addDays(old, 1))
    expect(await shown(query)).toMatchObject({ total: 4, details: [] })
  })
})

describe('filters', () => {
  test('are read and saved, and a line that is wrong comes back with what was typed', async () => {
    const saved = {
      hosts: 'essai.example',
      ips: '192.0.2.0/24',
      paths: '/admin/*',
      countries: 'Belgique',
      referrers: '',
    }
    expect((await filtersPage.action(ask('lead', 'filters', '', saved))).status).toBe(302)
    expect((await filtersPage.loader(ask('management', 'filters'))).values).toEqual(saved)
    const refused = await filtersPage.action(ask('lead', 'filters', '', { ...saved, countries: 'Ruritanie' }))
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      { problems: { countries: expect.stringContaining('Ruritanie') }, typed: { countries: 'Ruritanie' } },
    ])
    expect(await statusOf(filtersPage.action(ask('management', 'filters', '', saved)))).toBe(403)
  })

  test('one’s own address is shown, and one press leaves it out', async () => {
    expect((await filtersPage.loader(ask('lead', 'filters'))).own).toEqual({ ip: '203.0.113.7', isPrivate: false, isOut: false }) // prettier-ignore
    await filtersPage.action(ask('lead', 'filters', '', { intent: 'own' }))
    expect((await filtersPage.loader(ask('lead', 'filters'))).own?.isOut).toBe(true)
  })

  test('are obeyed: an address, a country, a made-up referrer of the site’s own', async () => {
    const settings = { shield: { ips: ['192.0.2.0/24'], countries: ['FR'], referrers: ['loteries.example'] } }
    const other = await addSite(lead, { domain: 'filtre.example', settings })
    const take = async (ip: string, referrer = '') => {
      const url = new URL('https://filtre.example/')
      const meta = { ip, userAgent: chrome, language: '', signalsOptOut: false, workspace: null }
      const body = { site: other.domain, url, name: 'pageview', referrer, title: '', id: '', props: {}, revenue: null, consent: false, visitor: '', optOut: false, time: null, ip: null, userAgent: null } // prettier-ignore
      return t.app.collector.accept(body, meta)
    }
    expect(await take('192.0.2.9')).toEqual({ status: 'dropped', reason: 'shield' })
    expect(await take('90.1.2.3')).toEqual({ status: 'dropped', reason: 'shield' })
    expect(await take('8.8.8.8', 'https://www.loteries.example/')).toEqual({
      status: 'dropped',
      reason: 'referrerSpam',
    })
    expect(await take('8.8.8.8')).toEqual({ status: 'accepted' })
  })
})
