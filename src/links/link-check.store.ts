import type { Scope } from '../accounts/scope.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import type { App } from '../app.ts'
import { ruleOfSite } from '../collect/channel-rules.store.ts'
import type { Words } from '../errors.ts'
import { checkInProject } from '../projects/guards.ts'
import { destinationTrouble, landingAddress, troubleWords } from './address.ts'
import { addressTraps } from './address-traps.ts'
import { type TrackedLink, siteOfDestination, trackedLink } from './links.ts'
import { type Prediction, predict } from './prediction.ts'
import type { UtmField } from './utm.ts'

export type CheckedLink =
  | { readonly ok: false; readonly problems: Readonly<Record<string, Words>> }
  | {
      readonly ok: true
      readonly landing: string
      readonly channel: string
      /** Traps of the channel's rules, then those of the address itself. */
      readonly warnings: readonly Words[]
      /** Domain of the project's site that measures the page; null when none does. */
      readonly site: string | null
    }

/** What a link would give, told before it is published: nothing is written. */
export async function checkLink(
  app: Pick<App, 'catalog' | 'url'>,
  scope: Scope,
  projectId: string,
  typed: Readonly<Partial<Record<'destination' | UtmField, string | null>>>,
): Promise<CheckedLink> {
  // Only what is checked here can be wrong: the link's title comes with its own form.
  const checked = await checkInProject(scope, app.catalog, trackedLink, projectId, null, { ...typed, title: '-' })
  if (!checked.ok) return checked
  const values = checked.values as TrackedLink
  const trouble = destinationTrouble(values.destination, [new URL(app.url).host])
  if (trouble) return { ok: false, problems: { destination: troubleWords[trouble] } }
  const predicted = await predictions(scope, projectId)
  const { channel, warnings, site } = predicted(values)
  return {
    ok: true,
    landing: landingAddress(values.destination, values),
    channel,
    warnings: [...warnings, ...addressTraps(values.destination, values)],
    site,
  }
}

export type Predicted = (link: TrackedLink) => Prediction & { readonly site: string | null }

/** What links become by the rules, and the privacy mode, of the site that each leads to. */
export async function predictions(scope: Scope, projectId: string): Promise<Predicted> {
  const sites = await sitesOf(scope, { project: projectId })
  const rules = new Map(
    await Promise.all(sites.map(async (site) => [site.domain, await ruleOfSite(scope, site)] as const)),
  )
  return (link) => {
    const site = siteOfDestination(sites, link.destination)
    return { ...predict(link, site?.mode ?? null, rules.get(site?.domain ?? '')), site: site?.domain ?? null }
  }
}
