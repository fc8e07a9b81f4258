import type { Scope } from '../accounts/scope.ts'
import { type Site, answer } from '../analytics/analytics.store.ts'
import { query } from '../analytics/query.ts'
import type { Day } from '../period.ts'
import { listObjects } from '../projects/objects.store.ts'
import { linksOf, walk } from '../projects/thread.store.ts'
import { ratio } from '../ratio.ts'
import { clickTotals } from './clicks.store.ts'
import { type Campaign, campaign } from './links.ts'

/** What a link's campaign costs, and what one click and one conversion of it come to. */
export interface CampaignCost {
  readonly id: string
  readonly title: string
  readonly plannedCents: number | null
  /** null until it is entered. */
  readonly spentCents: number | null
  /** Clicks of people on all the campaign's links, since the beginning. */
  readonly clicks: number
  /** Spent cents a click; null without a cost or without a click. */
  readonly perClick: number | null
  /** Conversions of visits that carry the campaign's name, over its dates; null where they cannot be seen. */
  readonly conversions: number | null
  readonly perConversion: number | null
  /** KPIs the campaign feeds, by the thread. */
  readonly kpis: readonly { readonly id: string; readonly title: string }[]
}

/**
 * Costs of the campaigns a link rests on, by the thread.
 * @param site where the link lands, when the project measures it with consent
 */
export async function campaignCosts(
  scope: Scope,
  projectId: string,
  linkId: string,
  site: Site | null,
  today: Day,
): Promise<CampaignCost[]> {
  const links = await linksOf(scope, projectId)
  const origins = new Set(links.filter(({ to }) => to === linkId).map(({ from }) => from))
  if (origins.size === 0) return []
  const campaigns = (await listObjects(scope, campaign, projectId)).filter(({ id }) => origins.has(id))
  return Promise.all(
    campaigns.map(async ({ id, title, values }) => {
      const { plannedCents, spentCents, utmCampaign, startsOn, endsOn } = values as Campaign
      const targets = links.filter(({ from }) => from === id).map(({ to }) => to)
      const until = endsOn !== null && endsOn < today ? endsOn : today
      const [totals, after, counted] = await Promise.all([
        clickTotals(scope, targets),
        walk(scope, id, 'after', 1),
        site && startsOn !== null && startsOn <= until
          ? answer(
              scope,
              site,
              query({
                period: { from: startsOn, to: until },
                metrics: ['conversions'],
                filters: [{ dimension: 'utmCampaign', operator: 'is', values: [utmCampaign] }],
              }),
            )
          : null,
      ])
      const clicks = [...totals.values()].reduce((sum, n) => sum + n, 0)
      const conversions = counted ? (counted.totals.conversions ?? 0) : null
      return {
        id,
        title,
        plannedCents,
        spentCents,
        clicks,
        perClick: spentCents === null ? null : ratio(spentCents, clicks),
        conversions,
        perConversion: spentCents === null || conversions === null ? null : ratio(spentCents, conversions),
        kpis: after.filter(({ kind }) => kind === 'kpi').map((step) => ({ id: step.id, title: step.title })),
      }
    }),
  )
}
