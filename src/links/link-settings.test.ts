import decodeQR from 'qr/decode.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { guestBrowserCookie, makeMember, signedInCookie } from '../accounts/fixtures.ts'
import { contextOf } from '../accounts/request.ts'
import type { MemberRole } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor, goesTo } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { isAppError } from '../errors.ts'
import { localeCookie } from '../i18n.ts'
import * as exportPage from '../projects/export.page.ts'
import * as newPage from '../projects/new.page.tsx'
import * as objectPage from '../projects/object.page.tsx'
import { createObject, listObjects } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { testInstance } from '../testing.ts'
import * as tablePage from './link-table.page.tsx'
import { trackedLink } from './links.ts'
import * as namingPage from './naming.page.tsx'
import { plannedEvent } from './planned-events.ts'
import { pdfPixels, pixelsOf } from './png.fixture.ts'
import * as designPage from './qr-design.page.tsx'
import * as qrPage from './qr.page.ts'
import { redirectRoutes } from './redirect.http.ts'
import * as redirectPage from './redirect.page.tsx'
import * as planPage from './tracking-plan.page.tsx'

// What people set around their links: who may, what is refused and in which language, and what comes back after it was taken away.

const t = await testInstance()
let workspace: Workspace
let lead: Scope
let writer: Visitor
let english: Visitor
let project: Project

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
} as const // prettier-ignore
const noUtm = { utmSource: null, utmMedium: null, utmCampaign: null, utmContent: null, utmTerm: null }

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(t.app, workspace, 'lead')
  const cookie = await signedInCookie(t.app, lead.user.id ?? '')
  writer = new Visitor(t.app, cookie)
  english = new Visitor(t.app, `${cookie}; ${localeCookie}=en`)
  project = await createProject(lead, frame)
})

const at = (more = {}) => ({ workspace: workspace.slug, project: project.slug, kind: 'links', ...more })
const address = (path: string) => `/w/${workspace.slug}/p/${project.slug}/${path}`
const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ')
const problemsOf = async (answer: Response) => ((await answer.json()) as { problems: Record<string, string> }).problems
const statusOf = (work: Promise<unknown>) =>
  work.then(
    (answer) => (answer instanceof Response ? answer.status : 200),
    (error: unknown) => (isAppError(error) ? error.status : error),
  )
const visitorOf = async (role: MemberRole) =>
  new Visitor(t.app, await signedInCookie(t.app, (await makeMember(t.app, workspace, role)).user.id ?? ''))
const guest = async () => new Visitor(t.app, await guestBrowserCookie(t.app, workspace.id, project.id))
const newLink = (slug: string, more = {}) =>
  createObject(lead, trackedLink, project.id, {
    ...noUtm,
    title: `Lien ${slug}`,
    destination: 'https://boutique.example/',
    slug,
    ...more,
  })

describe('a link that is deleted by mistake', () => {
  test('stops, keeps its address from others, and leads again once it is taken back', async () => {
    const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' }
    const id = await newLink('imprime', { utmSource: 'affiche' })
    const here = address(`links/${id}`)
    const send = (intent: string) => writer.send(objectPage.action, here, { intent }, at({ id }))
    expect((await send('delete')).status).toBe(302)
    const gone = await redirectRoutes(t.app).request('http://localhost:3000/l/imprime', { headers: browser })
    expect(gone.status).toBe(404)
    expect(await gone.text()).toMatch(/plus publié.*\n.*no longer published/)
    // Printed addresses come back: meanwhile nobody else may have this one.
    const other = { title: 'Autre', destination: 'https://ailleurs.example/', slug: 'imprime' }
    const refused = await writer.send(newPage.action, address('links/new'), other, at())
    expect(plain((await problemsOf(refused))['slug'])).toContain('« imprime-2 » est libre')
    expect(goesTo(await send('restore'))).toContain(here)
    const back = await redirectRoutes(t.app).request('http://localhost:3000/l/imprime', { headers: browser })
    expect(back.headers.get('location')).toBe('https://boutique.example/?utm_source=affiche')
  })
})

describe('where a link leads', () => {
  const send = (id: string, fields: Record<string, string>, who = writer) =>
    who.send(redirectPage.action, address(`links/${id}/redirect`), fields, at({ id }))
  const rulesOf = async (id: string) =>
    (
      (await writer.open(redirectPage.loader, address(`links/${id}/redirect`), at({ id }))) as Awaited<
        ReturnType<typeof redirectPage.loader>
      >
    ).rules.filter(({ destination }) => destination !== '')

  test('rules that are wrong change none of those kept, and all that was typed comes back', async () => {
    const id = await newLink('regles')
    const good = { intent: 'rules', 'rule.0.country': 'be', 'rule.0.destination': 'https://boutique.example/be' }
    expect((await send(id, { ...good, version: '1' })).status).toBe(302)
    const wrong = { ...good, version: '2', 'rule.1.country': 'Suisse', 'rule.1.destination': 'boutique' }
    const answer = await send(id, wrong, english)
    expect(answer.status).toBe(422)
    const body = (await answer.json()) as { typed: Record<string, string>; problems: Record<string, string> }
    expect(body.typed).toMatchObject({ 'rule.1.country': 'Suisse', 'rule.1.destination': 'boutique' })
    expect(body.problems).toEqual({
      'rule.1.country': 'A country is two letters: FR, BE, CH.',
      'rule.1.destination': 'This address cannot be read: copy it from the browser.',
    })
    expect(await rulesOf(id)).toEqual([{ device: '', country: 'BE', destination: 'https://boutique.example/be' }])
    // An emptied row is a rule taken off.
    expect((await send(id, { intent: 'rules', version: '2' })).status).toBe(302)
    expect(await rulesOf(id)).toEqual([])
  })

  test('is not asked of a page of another project, nor by an unknown word', async () => {
    const id = await newLink('inconnu')
    expect(await statusOf(send(id, { intent: 'constructor' }))).toBe(400)
    const elsewhere = await createProject(lead, { ...frame, name: 'Autre' })
    const there = at({ id, project: elsewhere.slug })
    expect(await statusOf(writer.open(redirectPage.loader, address(`links/${id}/redirect`), there))).toBe(404)
    expect(await statusOf(send(crypto.randomUUID(), { intent: 'open' }))).toBe(404)
  })

  test('is read by those of the workspace, set by those who write, closed to guests', async () => {
    const id = await newLink('roles')
    const path = address(`links/${id}/redirect`)
    const management = await visitorOf('management')
    expect(await management.open(redirectPage.loader, path, at({ id }))).toMatchObject({ canWrite: false })
    const rules = { intent: 'rules', version: '1', 'rule.0.device': 'tv', 'rule.0.destination': 'https://a.example/' }
    expect(await statusOf(send(id, rules, management))).toBe(403)
    expect(await statusOf((await guest()).open(redirectPage.loader, path, at({ id })))).toBe(403)
    expect(await statusOf(send(id, rules, await guest()))).toBe(403)
    expect(await statusOf(send(id, rules, await visitorOf('contributor')))).toBe(302)
  })
})

describe('a QR code', () => {
  const file = async (id: string, format: string, size: string) =>
    Buffer.from(
      await (
        (await writer.open(qrPage.loader, address(`links/${id}/qr/${format}?size=${size}`), at({ id, format }))) as Response
      ).arrayBuffer(),
    ) // prettier-ignore

  test('comes in the size asked, in the usual one when it is none of ours, and reads back in each', async () => {
    const id = await newLink('tailles')
    const widths = []
    for (const size of ['300', '1200', '999999', '']) {
      const pixels = pixelsOf(await file(id, 'png', size))
      expect(decodeQR(pixels)).toBe('http://localhost:3000/l/tailles')
      widths.push(pixels.width)
    }
    const [small = 0, large = 0, ...usual] = widths
    expect([small <= 300, large > 600, large <= 1200]).toEqual([true, true, true])
    expect(new Set(usual).size).toBe(1)
    const page = await file(id, 'pdf', '20')
    expect(decodeQR(pdfPixels(page, 6))).toBe('http://localhost:3000/l/tailles')
    const trimOf = async (size: string) =>
      /\/TrimBox \[[^\]]+\]/.exec((await file(id, 'pdf', size)).toString('latin1'))?.[0]
    expect(await trimOf('1')).toBe(await trimOf('50'))
    expect(await trimOf('20')).not.toBe(await trimOf('50'))
  })

  const save = async (who: Visitor, fields: Record<string, string>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const request = new Request('http://localhost:3000/x', { method: 'POST', body, headers: { cookie: who.cookie } })
    return designPage.action({ request, params: at(), context: contextOf({ app: t.app, nonce: '', ip: '' }) })
  }
  const look = async (who: Visitor) =>
    (await who.open(designPage.loader, address('link-qr'), at())) as Awaited<ReturnType<typeof designPage.loader>>

  test('is dressed by those who write; what is refused says why and changes nothing', async () => {
    const refused = await save(english, { dark: '#7f7f82', light: '#ffffff' })
    expect(refused.status).toBe(422)
    expect((await problemsOf(refused))['dark']).toMatch(/^Contrast of 3\.9: at least 4 is needed/)
    expect(await look(writer)).toMatchObject({ dark: '#000000', light: '#ffffff', hasLogo: false, canWrite: true })
    const colours = { dark: '#123A5C', light: '#F2F7E8' }
    const management = await visitorOf('management')
    expect(await statusOf(save(management, colours))).toBe(403)
    expect((await look(management)).canWrite).toBe(false)
    expect(await statusOf(look(await guest()))).toBe(403)
    expect(await statusOf(save(await visitorOf('contributor'), colours))).toBe(302)
    expect(await look(writer)).toMatchObject({ dark: '#123a5c', light: '#f2f7e8' })
  })
})

describe('the convention', () => {
  const write = (fields: Record<string, string>, who = writer) =>
    who.send(namingPage.action, address('link-naming'), fields, at())

  test('that contradicts itself is refused in the reader’s language, and nothing is kept', async () => {
    const wrong = {
      version: '0',
      separator: '-',
      campaignPatterns: '####_*',
      'template.0.name': 'Letter',
      'template.1.name': 'Letter',
    }
    const answer = await write(wrong, english)
    expect(answer.status).toBe(422)
    expect(await problemsOf(answer)).toEqual({
      campaignPatterns: 'Words are joined by “-”: no name could follow the pattern “####_*”.',
      'template.1.name': 'A template has this name already: nobody could tell which one to choose.',
    })
    expect(await writer.open(namingPage.loader, address('link-naming'), at())).toMatchObject({ version: 0 })
  })
})

describe('a table', () => {
  test('as an old spreadsheet saves it is read with its accents, and shown before anything is made', async () => {
    const body = new FormData()
    const text = 'titre;url;dernier jour\rÉté;https://boutique.example/%E9t%E9;31/12/2099\r'
    body.set('intent', 'check')
    body.set('file', new Blob([Buffer.from(text, 'latin1')]), 'liens.csv')
    const request = new Request('http://localhost:3000/x', { method: 'POST', body, headers: { cookie: writer.cookie } })
    const answer = await tablePage.action({ request, params: at(), context: contextOf({ app: t.app, nonce: '', ip: '' }) }) // prettier-ignore
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      ignored: [],
      lines: [{ line: 2, values: { title: 'Été', expiresOn: '2099-12-31' }, problems: {} }],
    })
    expect(await listObjects(lead, trackedLink, project.id, { search: 'Été' })).toEqual([])
  })

  test.each(['fr', 'en'])('exported from one project makes the same links in another (%s)', async (locale) => {
    const who = locale === 'fr' ? writer : english
    const [from, to] = [await createProject(lead, { ...frame, name: `Départ ${locale}` }), await createProject(lead, { ...frame, name: `Arrivée ${locale}` })] // prettier-ignore
    const values = {
      ...noUtm, title: 'Carte ; « Noël »', destination: 'https://boutique.example/x?a=1&b=2', utmSource: 'carte', utmMedium: 'print',
      publishedOn: '2026-11-02', expiresOn: '2099-12-31',
    } // prettier-ignore
    const kept = await createObject(lead, trackedLink, from.id, { ...values, slug: `carte-${locale}` })
    const params = { workspace: workspace.slug, project: from.slug, kind: 'links' }
    const csv = await ((await who.open(exportPage.loader, `/x?format=csv`, params)) as Response).text()
    // The short address stays with its link: the copy gets another.
    const table = csv.replace(`carte-${locale}`, `copie-${locale}`)
    const answer = await who.send(tablePage.action, '/x', { intent: 'create', table }, { ...params, project: to.slug })
    expect(answer.status).toBe(302)
    const [made] = await listObjects(lead, trackedLink, to.id)
    expect(made?.id).not.toBe(kept)
    expect(made?.values).toMatchObject({ ...values, slug: `copie-${locale}` })
  })
})

describe('an event of the plan', () => {
  const declare = (fields: Record<string, string>, who = writer) =>
    who.send(newPage.action, address('planned-events/new'), { state: 'planned', priority: 'must', ...fields }, at({ kind: 'planned-events' })) // prettier-ignore

  test('whose parameters cannot be read is refused by the line, in the reader’s language, and not made', async () => {
    const wrong = { title: 'Panier', eventName: 'panier', parameters: 'produit : texte\r\nnom du produit : texte' }
    const [french, other] = [await declare(wrong), await declare(wrong, english)]
    expect([french.status, other.status]).toEqual([422, 422])
    expect(plain((await problemsOf(french))['parameters'])).toMatch(/^Ligne 2 : commencez par le nom/)
    expect((await problemsOf(other))['parameters']).toMatch(/^Line 2: start with the parameter’s name/)
    expect(await listObjects(lead, plannedEvent, project.id, {})).toEqual([])
  })

  test('once declared is on the check as never received, for the workspace and no guest', async () => {
    const given = { title: 'Panier', eventName: 'panier', parameters: 'abonne : oui ou non, obligatoire' }
    expect((await declare(given)).status).toBe(302)
    const open = async (who: Visitor) =>
      (await who.open(planPage.loader, address('tracking-plan'), at())) as Awaited<ReturnType<typeof planPage.loader>>
    const shown = await open(await visitorOf('management'))
    expect(shown).toMatchObject({ sites: [], canWrite: false, undeclared: [] })
    expect(shown.events.map(({ title, state, count }) => [title, state, count])).toEqual([['Panier', 'unseen', 0]])
    expect(await statusOf(open(await guest()))).toBe(403)
  })
})
