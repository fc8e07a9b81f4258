import decodeQR from 'qr/decode.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { guestBrowserCookie, makeMember, signedInCookie } from '../accounts/fixtures.ts'
import { contextOf } from '../accounts/request.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { addSite } from '../collect/sites.store.ts'
import { isAppError } from '../errors.ts'
import { createObject } from '../projects/objects.store.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import { addLink } from '../projects/thread.store.ts'
import * as builderPage from './builder.page.tsx'
import * as exportPage from './clicks-export.page.ts'
import { addClicks } from './clicks.store.ts'
import * as visitsPage from './link-visits.page.tsx'
import { campaign, siteOfDestination, trackedLink } from './links.ts'
import * as qrPage from './qr.page.ts'
import { pixelsOf } from './png.fixture.ts'
import { writePng } from './png.ts'
import * as designPage from './qr-design.page.tsx'

// What a campaign's links show before and after they are published, asked for as a browser asks.

const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
let workspace: Workspace
let lead: Scope
let reader: Visitor
let project: Project

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore
const noUtm = { utmSource: null, utmMedium: null, utmCampaign: null, utmContent: null, utmTerm: null }
const letter = { ...noUtm, utmSource: 'lettre', utmMedium: 'email', utmCampaign: 'noel' }

const newLink = (slug: string, destination: string, utm: Record<string, string | null> = letter) =>
  createObject(lead, trackedLink, project.id, { title: `Lien ${slug}`, destination, slug, ...noUtm, ...utm })

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(app, workspace, 'lead')
  reader = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
  project = await createProject(lead, frame)
  await addSite(lead, { domain: 'boutique.example', projectId: project.id, mode: 'consent' })
  await addSite(lead, { domain: 'vitrine.example', projectId: project.id })
  const [shop] = await sitesOf(lead, { domain: 'boutique.example' })
  const visit = (id: number, at: string, shared: Record<string, string>) => ({
    site: shop?.id ?? 0, visitor: id, visit: id, at, startedAt: at, path: '/', entry: '/', shared,
  }) // prettier-ignore
  const noel = { visit_utm_source: 'lettre', visit_utm_medium: 'email', visit_utm_campaign: 'noel', consent: '1' }
  await tell(t.clickhouse, [
    visit(1, '2026-11-20T10:00:00Z', noel),
    visit(2, '2026-11-21T10:00:00Z', noel),
    visit(3, '2026-11-21T11:00:00Z', { ...noel, visit_utm_campaign: 'printemps' }),
    visit(4, '2026-11-21T12:00:00Z', {}),
    visit(5, '2026-11-21T13:00:00Z', {}),
  ])
})

const at = (id = '', more = {}) => ({ workspace: workspace.slug, project: project.slug, id, ...more })
const address = (path: string) => `/w/${workspace.slug}/p/${project.slug}/${path}`

const visits = async (id: string, who = reader) =>
  (await who.open(visitsPage.loader, address(`links/${id}/visits`), at(id))) as Awaited<
    ReturnType<typeof visitsPage.loader>
  >

const build = async (search: string, who = reader) =>
  (await who.open(builderPage.loader, address(`link-builder?${search}`), at())) as Awaited<
    ReturnType<typeof builderPage.loader>
  >

const statusOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (found: unknown) => found,
  )
  return isAppError(error) ? error.status : error
}

describe('what a link brought', () => {
  test('its clicks by day, people apart from robots and previews, over ninety days', async () => {
    const id = await newLink('noel', 'https://boutique.example/coffrets')
    await addClicks(
      t.db,
      [
        { link: id, day: '2026-11-23', kind: 'person' },
        { link: id, day: '2026-11-23', kind: 'person' },
        { link: id, day: '2026-11-24', kind: 'bot' },
        { link: id, day: '2026-11-24', kind: 'preview' },
        { link: id, day: '2025-01-01', kind: 'person' },
      ],
      'clicks-noel',
    )
    const { clicks } = await visits(id)
    expect(clicks).toHaveLength(90)
    expect(clicks[0]?.day).toBe('2026-08-27')
    expect(clicks.slice(-2)).toEqual([
      { day: '2026-11-23', person: 2, bot: 0, preview: 0 },
      { day: '2026-11-24', person: 0, bot: 1, preview: 1 },
    ])
  })

  test('in consent mode, the visits of its campaign, and on what share of the site’s visits they rest', async () => {
    const data = await visits(await newLink('noel-2', 'https://www.boutique.example/coffrets'))
    expect(data.why).toBeNull()
    expect(data.visits).toMatchObject({ visits: 2, visitors: 2, bounceRate: 1 })
    expect(data.consented).toBeCloseTo(3 / 5, 10)
  })

  test.each([
    ['exempt', 'https://vitrine.example/', letter],
    ['noUtm', 'https://boutique.example/', noUtm],
    ['elsewhere', 'https://partenaire.example/', letter],
  ] as const)('otherwise no visit is told, and the reason is: %s', async (why, destination, utm) => {
    const data = await visits(await newLink(`pourquoi-${why.toLowerCase()}`, destination, utm))
    expect(data).toMatchObject({ why, visits: null, consented: null })
  })

  test('a project without a site says so', async () => {
    const bare = await createProject(lead, { ...frame, name: 'Nu' })
    const id = await createObject(lead, trackedLink, bare.id, {
      title: 'Lien', destination: 'https://boutique.example/', slug: 'nu', ...letter,
    }) // prettier-ignore
    const data = (await reader.open(visitsPage.loader, `/w/${workspace.slug}/p/${bare.slug}/links/${id}/visits`, {
      workspace: workspace.slug,
      project: bare.slug,
      id,
    })) as Awaited<ReturnType<typeof visitsPage.loader>>
    expect(data.why).toBe('noSite')
  })

  test('the address to publish, where it leads, and its code to print', async () => {
    const data = await visits(await newLink('affiche', 'https://boutique.example/?taille=2#avis'))
    expect(data.address).toBe('http://localhost:3000/l/affiche')
    expect(data.landing).toBe(
      'https://boutique.example/?taille=2&utm_source=lettre&utm_medium=email&utm_campaign=noel#avis',
    )
    const svg = Buffer.from(data.qr.split(',')[1] ?? '', 'base64').toString()
    expect(svg).toMatch(/^<svg/)
  })
})

describe('in more depth', () => {
  let id: string
  beforeAll(async () => {
    id = await newLink('fond', 'https://boutique.example/coffrets')
    const person = { link: id, day: '2026-11-23', kind: 'person', hour: '09', country: 'FR', outcome: 'page' } as const
    await addClicks(
      t.db,
      [
        { ...person, device: 'mobile', referrer: 'linkedin.com' },
        { ...person, device: 'mobile', referrer: '' },
        { ...person, device: 'desktop', referrer: 'linkedin.com', hour: '21' },
        { link: id, day: '2026-11-23', kind: 'preview', robot: 'Slack' },
        { ...person, day: '2026-09-01', device: 'tablet', referrer: '' },
      ],
      'clicks-fond',
    )
  })

  const over = async (days: string) =>
    (await reader.open(visitsPage.loader, address(`links/${id}/visits?days=${days}`), at(id))) as Awaited<
      ReturnType<typeof visitsPage.loader>
    >

  test('people by device, place, origin and hour, robots by name, over the period asked', async () => {
    const data = await over('7')
    expect(data.facets.device).toEqual([
      { value: 'mobile', count: 2 },
      { value: 'desktop', count: 1 },
    ])
    expect(data.facets.referrer).toEqual([
      { value: 'linkedin.com', count: 2 },
      { value: '', count: 1 },
    ])
    expect(data.facets.robot).toEqual([{ value: 'Slack', count: 1 }])
    expect([data.hours[9], data.hours[21], data.hours.length]).toEqual([2, 1, 24])
    expect((await over('365')).facets.device).toContainEqual({ value: 'tablet', count: 1 })
    expect((await over('1000')).days).toBe(90)
  })

  test('as a file, a line a day, facet and value', async () => {
    const answer = (await reader.open(
      exportPage.loader,
      address(`links/${id}/clicks/export?days=7`),
      at(id),
    )) as Response
    const lines = (await answer.text()).split('\r\n')
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="clics-fond-2026-11-18-2026-11-24.csv"',
    )
    expect(lines).toContain('2026-11-23;Qui;Personnes;3')
    expect(lines).toContain('2026-11-23;Appareil;mobile;2')
    expect(lines).toContain(
      '2026-11-23;Site d’origine;Aucun : tapé, application, message, QR code;1'.replace('Aucun :', 'Aucun\u00a0:'),
    )
  })

  test('with the cost of its campaign, a click and a conversion, and no figure where there is none', async () => {
    expect((await over('7')).costs).toEqual([])
    const values = {
      title: 'Noël',
      utmCampaign: 'noel-fond',
      state: 'running',
      startsOn: '2026-11-01',
      spentCents: 12_000,
    }
    const paid = await createObject(lead, campaign, project.id, values)
    await addLink(lead, app.catalog.kinds, paid, id)
    expect((await over('7')).costs).toEqual([
      expect.objectContaining({
        title: 'Noël',
        spentCents: 12_000,
        clicks: 4,
        perClick: 3_000,
        conversions: 0,
        perConversion: null,
        kpis: [],
      }),
    ])
  })
})

describe('the QR code as a file', () => {
  const file = async (format: string, id: string, who = reader) =>
    (await who.open(qrPage.loader, address(`links/${id}/qr/${format}`), at(id, { format }))) as Response

  test('is an SVG or a PNG named after the link, and reads back to the short address', async () => {
    const id = await newLink('marche', 'https://boutique.example/')
    const [svg, png] = await Promise.all([file('svg', id), file('png', id)])
    expect([svg.headers.get('content-type'), svg.headers.get('content-disposition')]).toEqual([
      'image/svg+xml',
      'attachment; filename="qr-marche.svg"',
    ])
    expect(await svg.text()).toMatch(/^<svg/)
    expect(png.headers.get('content-disposition')).toBe('attachment; filename="qr-marche.png"')
    expect(decodeQR(pixelsOf(Buffer.from(await png.arrayBuffer())))).toBe('http://localhost:3000/l/marche')
  })

  test('takes the project’s colours and logo, once they are checked', async () => {
    const id = await newLink('charte', 'https://boutique.example/')
    const save = async (fields: Record<string, string>, logo?: Buffer<ArrayBuffer>) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(fields)) body.set(name, value)
      if (logo) body.set('logo', new Blob([logo], { type: 'image/png' }), 'logo.png')
      const request = new Request('http://localhost:3000/x', {
        method: 'POST',
        body,
        headers: { cookie: reader.cookie },
      })
      return designPage.action({ request, params: at(), context: contextOf({ app, nonce: '', ip: '' }) })
    }
    const colours = { dark: '#123a5c', light: '#f2f7e8' }
    expect((await save({ dark: '#cccccc', light: '#ffffff' })).status).toBe(422)
    expect((await save(colours, Buffer.from('<svg/>'))).status).toBe(422)
    expect((await save(colours, Buffer.from(writePng(30, 20, new Uint8Array(1_800).fill(90))))).status).toBe(302)
    const svg = await (await file('svg', id)).text()
    expect(svg).toContain('fill="#123a5c"')
    expect(svg).toContain('<image ')
    // The logo stays until it is taken off.
    expect((await save({ ...colours, dark: '#000000' })).status).toBe(302)
    expect(await (await file('svg', id)).text()).toContain('<image ')
    expect((await save({ ...colours, removeLogo: 'on' })).status).toBe(302)
    expect(await (await file('svg', id)).text()).not.toContain('<image ')
    expect((await file('pdf', id)).headers.get('content-type')).toBe('application/pdf')
  })

  test('comes in no other form, and not for a link of another project', async () => {
    const id = await newLink('autre', 'https://boutique.example/')
    expect(await statusOf(file('gif', id))).toBe(404)
    const stranger = await makeMember(app, await t.workspace('Ailleurs'), 'owner')
    expect(await statusOf(file('svg', id, new Visitor(app, await signedInCookie(app, stranger.user.id ?? ''))))).toBe(
      404,
    )
  })
})

describe('a link being prepared', () => {
  test('begins empty, with the project’s campaigns at hand', async () => {
    await createObject(lead, campaign, project.id, {
      title: 'Coffrets de Noël', utmCampaign: 'noel', state: 'running', purpose: null, owner: null, startsOn: null, endsOn: null,
      plannedCents: null, spentCents: null,
    }) // prettier-ignore
    const data = await build('')
    expect(data).toMatchObject({ outcome: null, problems: {}, canWrite: true })
    expect(data.campaigns.map(({ title, name }) => [title, name])).toContainEqual(['Coffrets de Noël', 'noel'])
  })

  test('tells the channel, the address and the site, and hands all of it to the form of the link', async () => {
    const typed = 'destination=https://boutique.example/coffrets&utmSource=lettre&utmMedium=email&utmCampaign=noel'
    const { outcome, campaigns } = await build(typed)
    expect(outcome).toMatchObject({
      landing: 'https://boutique.example/coffrets?utm_source=lettre&utm_medium=email&utm_campaign=noel',
      channel: 'Email',
      warnings: [],
      site: 'boutique.example',
    })
    const form = new URL(outcome?.createTo ?? '', 'http://localhost').searchParams
    expect(Object.fromEntries(form)).toEqual({
      destination: 'https://boutique.example/coffrets',
      utmSource: 'lettre',
      utmMedium: 'email',
      utmCampaign: 'noel',
      from: campaigns[0]?.id,
    })
  })

  test.each([
    ['a trap of the channel table', 'https://boutique.example/', 'lettre', 'summer-shop', /Comparateurs naturels/],
    ['a site in exempt mode', 'https://vitrine.example/', 'lettre', 'noel', /mode exempté/],
  ])('warns of %s', async (_, destination, source, name, warning) => {
    const { outcome } = await build(
      `destination=${destination}&utmSource=${source}&utmMedium=email&utmCampaign=${name}`,
    )
    expect(outcome?.warnings.map(({ fr }) => fr).join(' ')).toMatch(warning)
  })

  test('to a page that nobody measures, says that its visits will not be seen', async () => {
    expect((await build('destination=https://partenaire.example/')).outcome?.site).toBeNull()
  })

  test.each([
    ['javascript:alert(1)', '', 'destination'],
    ['boutique', '', 'destination'],
    ['https://moi:secret@boutique.example/', '', 'destination'],
    ['https://boutique.example/', 'Noël 2026', 'utmCampaign'],
  ])('%s with campaign "%s" is refused by its field, and nothing is predicted', async (destination, name, field) => {
    const { problems, outcome, typed } = await build(new URLSearchParams({ destination, utmCampaign: name }).toString())
    expect(Object.keys(problems)).toEqual([field])
    expect(outcome).toBeNull()
    expect(typed['destination']).toBe(destination)
  })

  test('may be read by management, who is not offered to create it, and by no guest', async () => {
    const management = await makeMember(app, workspace, 'management')
    const who = new Visitor(app, await signedInCookie(app, management.user.id ?? ''))
    expect((await build('destination=https://boutique.example/', who)).canWrite).toBe(false)
    const guest = new Visitor(app, await guestBrowserCookie(app, workspace.id, project.id))
    expect(await statusOf(build('', guest))).toBe(403)
  })
})

test.each([
  ['https://boutique.example/x', 'boutique.example'],
  ['https://www.boutique.example/', 'boutique.example'],
  ['https://blog.boutique.example/', 'boutique.example'],
  ['https://maboutique.example/', null],
  ['https://boutique.example.org/', null],
  ['pas une adresse', null],
])('%s is on the site %s', (destination, domain) => {
  expect(siteOfDestination([{ domain: 'boutique.example' }], destination)?.domain ?? null).toBe(domain)
})
