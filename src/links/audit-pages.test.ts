import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember, signedInCookie } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { Visitor } from '../accounts/visitor.fixture.ts'
import type { Workspace } from '../accounts/workspaces.store.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { addSite } from '../collect/sites.store.ts'
import { isAppError } from '../errors.ts'
import { kpi } from '../kpis/kpis.ts'
import { createObject } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { addLink } from '../projects/thread.store.ts'
import { testInstance } from '../testing.ts'
import * as exportPage from './audit-export.page.ts'
import { addClicks } from './clicks.store.ts'
import * as auditPage from './link-audit.page.tsx'
import * as visitsPage from './link-visits.page.tsx'
import { trackedLink } from './links.ts'
import * as planExport from './plan-export.page.ts'
import { plannedEvent } from './planned-events.ts'
import * as planPage from './tracking-plan.page.tsx'

// What a project declares against what its sites saw, on the real engines, asked for as a browser asks.

const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
let workspace: Workspace
let lead: Scope
let reader: Visitor
let project: Project
let letter: string

beforeAll(async () => {
  workspace = await t.workspace()
  lead = await makeMember(app, workspace, 'lead')
  reader = new Visitor(app, await signedInCookie(app, lead.user.id ?? ''))
  project = await createProject(lead, {
    name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
    envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  await addSite(lead, { domain: 'boutique.example', projectId: project.id, mode: 'consent' })
  const [shop] = await sitesOf(lead, { domain: 'boutique.example' })
  const link = (title: string, source: string, publishedOn = '2026-10-01') =>
    createObject(lead, trackedLink, project.id, {
      title, destination: 'https://boutique.example/', utmSource: source, utmMedium: 'email', utmCampaign: 'noel', publishedOn,
    }) // prettier-ignore
  letter = await link('Lettre', 'lettre')
  const lost = await link('Partenaire', 'partenaire')
  await link('Oublié', 'affiche')
  await addClicks(
    t.db,
    Array.from({ length: 9 }, () => ({ link: lost, day: '2026-11-20', kind: 'person' as const })),
    'lost',
  )
  const visit = (id: number, source: string, campaign: string) => ({
    site: shop?.id ?? 0, visitor: id, visit: id, at: '2026-11-20T10:00:00Z', startedAt: '2026-11-20T10:00:00Z', path: '/', entry: '/',
    shared: { visit_utm_source: source, visit_utm_medium: 'email', visit_utm_campaign: campaign, consent: '1' },
  }) // prettier-ignore
  await tell(t.clickhouse, [
    visit(1, 'lettre', 'noel'),
    visit(2, 'Lettre', 'Noël'),
    visit(3, 'Lettre', 'Noël'),
    visit(4, 'radio', 'hiver'),
  ])
})

const at = (more = {}) => ({ workspace: workspace.slug, project: project.slug, ...more })
const address = (path: string) => `/w/${workspace.slug}/p/${project.slug}/${path}`
const audit = async () =>
  (await reader.open(auditPage.loader, address('link-audit'), at())) as Awaited<ReturnType<typeof auditPage.loader>>
const send = (fields: Record<string, string>, who = reader) =>
  who.send(auditPage.action, address('link-audit'), fields, at())
const other = { source: 'Lettre', medium: 'email', campaign: 'Noël' }

describe('the audit', () => {
  test('finds what is fine, spelled otherwise, undeclared, lost and never seen', async () => {
    const found = await audit()
    expect(found.sites).toEqual(['boutique.example'])
    expect(found.fine).toBe(1)
    expect(found.variants.map(({ source, visits, link }) => [source, visits, link.title])).toEqual([
      ['Lettre', 2, 'Lettre'],
    ])
    expect(found.undeclared.map(({ source, visits }) => [source, visits])).toEqual([['radio', 1]])
    expect(found.lost.map(({ title, expected }) => [title, expected])).toEqual([['Partenaire', 9]])
    expect(found.unseen.map(({ title }) => title)).toEqual(['Oublié'])
  })

  test('comes out as a file, a finding a line', async () => {
    const answer = (await reader.open(exportPage.loader, address('link-audit/export?days=30'), at())) as Response
    expect(answer.headers.get('content-disposition')).toContain('ruchers-audit-2026-10-26-2026-11-24.csv')
    const text = await answer.text()
    expect(text).toContain('Variantes d’écriture;Lettre;email;Noël;2;;Lettre;')
    expect(text).toContain('Paramètres perdus;partenaire;email;noel;0;9;Partenaire;')
  })

  test('counts a variant with its link when it is told to, says so on the link’s page, and takes it back', async () => {
    expect((await send({ intent: 'merge', link: letter, ...other })).status).toBe(302)
    expect((await audit()).variants).toEqual([])
    const page = (await reader.open(
      visitsPage.loader,
      address(`links/${letter}/visits`),
      at({ id: letter }),
    )) as Awaited<ReturnType<typeof visitsPage.loader>>
    expect(page.variants).toEqual([{ ...other, visits: 2 }])
    expect((await send({ intent: 'undo', ...other })).status).toBe(302)
    expect((await audit()).variants).toHaveLength(1)
  })

  test('sets aside with a reason, and never without one', async () => {
    const radio = { source: 'radio', medium: 'email', campaign: 'hiver' }
    expect((await send({ intent: 'ignore', reason: ' ', ...radio })).status).toBe(422)
    expect((await send({ intent: 'ignore', reason: 'Lien du partenaire radio', ...radio })).status).toBe(302)
    const found = await audit()
    expect(found.undeclared).toEqual([])
    expect(found.decided).toEqual([
      expect.objectContaining({ ...radio, reason: 'Lien du partenaire radio', by: lead.user.name, visits: 1 }),
    ])
  })

  test('is decided by who may write links, and only with links of the project', async () => {
    const management = await makeMember(app, workspace, 'management')
    const who = new Visitor(app, await signedInCookie(app, management.user.id ?? ''))
    const status = (work: Promise<Response>) =>
      work.then(
        ({ status: code }) => code,
        (error: unknown) => (isAppError(error) ? error.status : 0),
      )
    expect(await status(send({ intent: 'merge', link: letter, ...other }, who))).toBe(403)
    expect(await status(send({ intent: 'merge', link: crypto.randomUUID(), ...other }))).toBe(404)
  })
})

describe('the tracking plan', () => {
  const declare = (title: string, eventName: string, parameters: string | null = null) =>
    createObject(lead, plannedEvent, project.id, { title, eventName, parameters, state: 'inPlace', priority: 'must' })
  const file = async (format: string) =>
    (await reader.open(planExport.loader, address(`tracking-plan/export?days=30&format=${format}`), at())) as Response

  test(
    'is set against what the sites sent, tied to its KPIs, and comes out as a table and a document',
    { timeout: 300_000 },
    async () => {
      const [shop] = await sitesOf(lead, { domain: 'boutique.example' })
      const sent = (visit: number, name: string, props: Record<string, string>, more = {}) => ({
      site: shop?.id ?? 0, visitor: visit, visit, at: '2026-11-22T10:00:00Z', startedAt: '2026-11-22T10:00:00Z', path: '/', entry: '/', name, props, ...more,
    }) // prettier-ignore
      await tell(t.clickhouse, [
        sent(11, 'panier', { produit: 'miel', quantite: '2' }),
        sent(12, 'panier', { quantite: 'deux' }),
        sent(13, 'essai', {}),
        sent(14, 'avis', {}, { bot: 'robot' }),
        sent(15, 'avis', {}, { at: '2026-01-05T10:00:00Z', startedAt: '2026-01-05T10:00:00Z' }),
      ])
      const cart = await declare('Ajout au panier', 'panier', 'produit : texte, obligatoire\nquantite : nombre')
      await declare('Avis déposé', 'avis')
      const sales = await createObject(lead, kpi, project.id, {
        title: 'Ventes',
        nature: 'aim',
        metric: 'revenue',
        direction: 'up',
      })
      await addLink(lead, app.catalog.kinds, cart, sales)
      const page = (await reader.open(planPage.loader, address('tracking-plan?days=30'), at())) as Awaited<
        ReturnType<typeof planPage.loader>
      >
      expect(page.events.map(({ title, count, state, kpis }) => [title, count, state, kpis])).toEqual([
        ['Ajout au panier', 2, 'faults', 'Ventes'],
        ['Avis déposé', 0, 'unseen', ''],
      ])
      expect(page.events[0]?.parameters.map(({ name, count }) => [name, count])).toEqual([
        ['produit', 1],
        ['quantite', 2],
      ])
      expect(page.undeclared).toEqual([{ name: 'essai', count: 1 }])
      const csv = await (await file('csv')).text()
      expect(csv).toContain('Ajout au panier;panier;quantite;nombre;')
      const pdf = await file('pdf')
      expect(pdf.headers.get('content-disposition')).toBe(
        'attachment; filename="ruchers-plan-de-marquage-2026-11-24.pdf"',
      )
      expect(
        Buffer.from(await pdf.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-')
    },
  )
})
