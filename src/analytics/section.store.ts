import type { Scope } from '../accounts/scope.ts'
import { dayIn, boundsOf } from '../period.ts'
import type { Project } from '../projects/projects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { sitesOf } from './analytics.store.ts'
import type { Site } from './analytics.store.ts'
import { viewOf } from './audience.ts'
import type { View } from './audience.ts'
import type { Ground } from './conditions.ts'
import { goalNames } from './goals.ts'

/** What a page of the audience looks at, as its address says. */
export interface Section {
  readonly project: Project
  /** The site asked for, or the project's first; null when it has none. */
  readonly site: Site | null
  readonly domains: readonly string[]
  readonly view: View
  readonly today: string
}

/** @throws notFound for a project that is not this reader's */
export async function sectionOf(scope: Scope, slug: string | undefined, request: Request): Promise<Section> {
  const project = await projectBySlug(scope, slug)
  const sites = await sitesOf(scope, { project: project.id })
  const search = new URL(request.url).searchParams
  const site = sites.find((one) => one.domain === search.get('site')) ?? sites[0] ?? null
  const today = dayIn(site?.timeZone ?? project.timeZone, scope.now)
  return { project, site, domains: sites.map((one) => one.domain), view: viewOf(search, today), today }
}

/** Where the conditions of a view are asked. */
export function groundOf(site: Site, view: Pick<View, 'period'>): Ground {
  const { from, until } = boundsOf(site.timeZone, view.period)
  const names = goalNames(site.goals)
  const known = site.goals.map((goal) => ({ ...goal, key: names.get(goal.id) ?? goal.title }))
  return { site, known, from: from.getTime(), until: until.getTime() }
}
