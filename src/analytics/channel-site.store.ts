import type { Scope } from '../accounts/scope.ts'
import { type Draft, draftOfSite, type Published, rulesOfSite } from '../collect/channel-rules.store.ts'
import { type RuleEntry, wholeList } from '../collect/channel-rules.ts'
import type { Site } from '../collect/site.ts'
import { getSite } from '../collect/sites.store.ts'
import { notFound } from '../errors.ts'
import { projectBySlug } from '../projects/projects.store.ts'

/** A site of a project with the rules of its channels: those in force, and those being prepared. */
export interface ChannelSite {
  readonly site: Site
  readonly published: Published
  readonly draft: Draft | null
  /** The whole list as it stands on screen. */
  readonly entries: readonly RuleEntry[]
}

/** @throws notFound when the site is not of this project */
export async function channelSite(
  scope: Scope,
  projectSlug: string | undefined,
  domain: string | undefined,
): Promise<ChannelSite> {
  const project = await projectBySlug(scope, projectSlug)
  const site = await getSite(scope, domain ?? '')
  if (site.projectId !== project.id) throw notFound()
  const [published, draft] = await Promise.all([rulesOfSite(scope, site.id), draftOfSite(scope, site.id)])
  return { site, published, draft, entries: wholeList((draft ?? published).entries) }
}
