import { makeMember, makeWorkspace } from '../accounts/fixtures.ts'
import type { MemberRole } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import { tell } from '../analytics/visits.fixture.ts'
import { budgetLine } from '../budget/budget-lines.ts'
import { addSite } from '../collect/sites.store.ts'
import { content, editorialLine } from '../content/contents.ts'
import { goal, kpi } from '../kpis/kpis.ts'
import { addClicks } from '../links/clicks.store.ts'
import { campaign, trackedLink } from '../links/links.ts'
import { action } from '../planning/actions.ts'
import { type Kind, checkValues } from '../projects/kind.ts'
import { createObject } from '../projects/objects.store.ts'
import { createProject } from '../projects/projects.store.ts'
import { addLink } from '../projects/thread.store.ts'
import { decide, submitRecommendation } from '../recommendations/decisions.store.ts'
import { recommendation } from '../recommendations/recommendations.ts'
import type { TestInstance } from '../testing.ts'
import { report } from './reports.ts'

/*
 * October 2026 of Les Ruchers, read on 24 November. Each day: one visit by the letter's campaign, which orders for 25 € on
 * even days; two direct visits. So 93 visits in the month, 31 by e-mail, 15 orders. In September: one direct visit a day.
 */
export const readOn = new Date('2026-11-24T09:00:00Z')
export const october = { from: '2026-10-01', to: '2026-10-31' }

const days = (month: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`)

/** A workspace with that project, its people by role, and the report of October, not frozen yet. */
export async function plantOctober(t: TestInstance) {
  const workspace = await makeWorkspace(t.app)
  const people = {} as Record<MemberRole, Scope>
  for (const role of ['owner', 'lead', 'contributor', 'management'] as const)
    people[role] = { ...(await makeMember(t.app, workspace, role, `${role} des ruchers`)), now: readOn }
  const { lead, management } = people
  const project = await createProject(lead, {
    name: 'Coffrets', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null,
    endsOn: null, envelopeCents: 500_000, vatReference: 'excl', timeZone: 'Europe/Paris', currency: 'EUR',
  }) // prettier-ignore
  const { kinds } = t.app.catalog

  async function add(kind: unknown, values: Record<string, unknown>): Promise<string> {
    const checked = checkValues(kind as Kind, values)
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    return createObject(lead, kind as Kind, project.id, checked.values)
  }
  const link = (from: string, to: string) => addLink(lead, kinds, from, to)

  const domain = `${crypto.randomUUID().slice(0, 8)}.example`
  const site = await addSite(lead, { domain, projectId: project.id, mode: 'consent' })
  await tell(t.clickhouse, [...visitsOf(site.id, '2026-09', 30, false), ...visitsOf(site.id, '2026-10', 31, true)])

  const order = await add(goal, { title: 'Commande', match: 'event', pattern: 'order' })
  const year = { nature: 'aim', startsOn: '2026-10-01', endsOn: '2026-11-30', owner: 'Camille' }
  const ids = {
    visits: await add(kpi, { title: 'A Visites', metric: 'visits', direction: 'up', target: 122, baseline: 0, ...year }),
    orders: await add(kpi, { title: 'B Commandes', metric: 'conversions', direction: 'up', target: 122, baseline: 0, ...year }),
    letter: await add(campaign, {
      title: 'Lettre', utmCampaign: 'lettre', state: 'running', startsOn: '2026-10-01', endsOn: '2026-12-31', plannedCents: 10_000, spentCents: 15_000,
    }),
    past: await add(campaign, { title: 'Été', utmCampaign: 'ete', state: 'over', startsOn: '2026-06-01', endsOn: '2026-08-31' }),
    slug: await add(trackedLink, { title: 'Lettre d’octobre', destination: 'https://shop.example/', slug: `l-${domain.slice(0, 8)}` }),
    done: await add(action, { title: 'Page coffrets', state: 'done', startsOn: '2026-10-05', endsOn: '2026-10-20' }),
    late: await add(action, { title: 'Photos', state: 'doing', startsOn: '2026-09-01', endsOn: '2026-10-21', owner: 'Inès' }),
    later: await add(action, { title: 'Salon', state: 'todo', startsOn: '2026-12-01', endsOn: '2026-12-10' }),
    line: await add(editorialLine, { title: 'Le blog' }),
    article: await add(content, {
      title: 'Le miel cristallise', state: 'published', format: 'article', plannedOn: '2026-10-09', scheduledAt: '2026-10-31T23:30:00.000Z',
    }),
    post: await add(content, { title: 'Récolte', state: 'published', format: 'post', plannedOn: '2026-10-12' }),
    draft: await add(content, { title: 'Cire', state: 'drafting', plannedOn: '2026-10-20' }),
    cited: await add(recommendation, { title: 'Rétablir le virement', costCents: 60_000 }),
    decided: await add(recommendation, { title: 'Arrêter la publicité' }),
    elsewhere: await add(recommendation, { title: 'Refaire le logo' }),
    report: await add(report, {
      title: 'Rapport d’octobre', author: 'Camille Roux', startsOn: october.from, endsOn: october.to, summary: 'Un bon mois.',
    }),
  } // prettier-ignore
  for (const line of [
    { title: 'Rédaction', nature: 'human', quantity: 2, unitPriceCents: 100_000, actualCents: 180_000 },
    { title: 'Stand', nature: 'material', quantity: 1, unitPriceCents: 150_000, actualCents: null },
  ])
    await add(budgetLine, { state: 'estimated', vatRate: 0.2, ...line })
  await link(order, ids.orders)
  await link(ids.letter, ids.slug)
  await link(ids.line, ids.post)
  await link(ids.cited, ids.report)
  await addClicks(
    t.db,
    [
      { link: ids.slug, day: '2026-10-02', kind: 'person' },
      { link: ids.slug, day: '2026-10-03', kind: 'person' },
      { link: ids.slug, day: '2026-10-03', kind: 'bot' },
      { link: ids.slug, day: '2026-11-05', kind: 'person' },
    ],
    crypto.randomUUID(),
  )
  const on = (scope: Scope, day: string): Scope => ({ ...scope, now: new Date(`${day}T09:00:00Z`) })
  await submitRecommendation(on(lead, '2026-10-15'), project, ids.decided)
  await decide(on(management, '2026-11-02'), kinds, project, ids.decided, {
    decisionId: crypto.randomUUID(),
    outcome: 'refused',
    note: 'Trop tôt.',
  })
  return { workspace, project, people, site, ids }
}

/** One visit by the letter and two direct ones a day; a quiet month has one direct visit a day. */
function visitsOf(site: number, month: string, count: number, isBusy: boolean) {
  return days(month, count).flatMap((day, d) =>
    (isBusy ? [0, 1, 2] : [1]).flatMap((n) => {
      const at = `${day}T1${n}:00:00Z`
      const number = Number(month.slice(5)) * 1_000 + d * 10 + n
      const shared = n === 0 ? { visit_channel: 'Email', visit_utm_campaign: 'lettre' } : { visit_channel: 'Direct' }
      const visit = { site, visitor: number, visit: number, at, startedAt: at, path: '/', entry: '/', shared }
      const order = { ...visit, name: 'order', revenueCents: 2_500, currency: 'EUR' }
      return n === 0 && (d + 1) % 2 === 0 ? [visit, order] : [visit]
    }),
  )
}
