import type { Scope } from '../accounts/scope.ts'
import { type Site, answer, consentedShare, sitesOf } from '../analytics/analytics.store.ts'
import { type Filter, query } from '../analytics/query.ts'
import { type Day, type Period, addDays, dayIn, daysOf } from '../period.ts'
import type { Project } from '../projects/projects.store.ts'
import { byHour, totalsOf } from './click-facets.ts'
import { clicksOf, facets, facetsOf } from './clicks.store.ts'
import { visitsOfVariants } from './link-audit.store.ts'
import { campaignCosts } from './link-costs.store.ts'
import { type TrackedLink, siteOfDestination } from './links.ts'
import { utmFields } from './utm.ts'

const metrics = ['visits', 'visitors', 'bounceRate', 'visitDuration', 'conversions', 'conversionRate'] as const

/** Why the visits that came by a link cannot be told: the site drops the parameters, the link has none, or nothing of ours measures its page. */
export type Unmeasured = 'exempt' | 'noUtm' | 'elsewhere' | 'noSite'

/** All that is known of what a link brought over its last days: for its page, and for the API. */
export async function linkStatistics(
  scope: Scope,
  project: Project,
  link: { readonly id: string; readonly values: TrackedLink },
  days: number,
) {
  const today: Day = dayIn(project.timeZone, scope.now)
  const period: Period = { from: addDays(today, 1 - days), to: today }
  const [clicks, faceted, sites] = await Promise.all([
    clicksOf(scope, link.id, period),
    facetsOf(scope, link.id, period),
    sitesOf(scope, { project: project.id }),
  ])
  const site = siteOfDestination(sites, link.values.destination)
  const filters = utmFields.flatMap((dimension): Filter[] => {
    const value = link.values[dimension]
    return value ? [{ dimension, operator: 'is', values: [value] }] : []
  })
  const unmeasured = whyUnmeasured(site, sites.length, filters.length)
  const measured = unmeasured === null ? site : null
  const [came, consented, variants, costs] = await Promise.all([
    measured && answer(scope, measured, query({ period, metrics, filters })),
    measured && consentedShare(scope, measured, period),
    measured ? visitsOfVariants(scope, project.id, link.id, measured, period) : [],
    campaignCosts(scope, project.id, link.id, site?.mode === 'consent' ? site : null, today),
  ])
  const byDay = new Map(clicks.map(({ day, kind, count }) => [`${day} ${kind}`, count]))
  return {
    period,
    site,
    clicks: daysOf(period).map((day) => ({
      day,
      person: byDay.get(`${day} person`) ?? 0,
      bot: byDay.get(`${day} bot`) ?? 0,
      preview: byDay.get(`${day} preview`) ?? 0,
    })),
    hours: byHour(faceted),
    facets: Object.fromEntries(
      facets.filter((facet) => facet !== 'hour').map((facet) => [facet, totalsOf(faceted, facet)]),
    ) as Readonly<Record<Exclude<(typeof facets)[number], 'hour'>, ReturnType<typeof totalsOf>>>,
    visits: came ? came.totals : null,
    unmeasured,
    consented,
    variants,
    costs,
  }
}

const whyUnmeasured = (site: Site | null, sites: number, parameters: number): Unmeasured | null => {
  if (!site) return sites > 0 ? 'elsewhere' : 'noSite'
  if (site.mode === 'exempt') return 'exempt'
  return parameters === 0 ? 'noUtm' : null
}
