import { listMembers } from '../accounts/members.store.ts'
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { savedQuestions } from '../analytics/saved.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'

/** The project of a page of alerts, for those who may read them. */
export async function alertPlace(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  return { scope, project, base: `/w/${args.params['workspace']}/p/${project.slug}` }
}

type Place = Awaited<ReturnType<typeof alertPlace>>

/** What the form of an alert offers. */
export async function choicesOf({ scope, project }: Place) {
  const [sites, members, segments] = await Promise.all([
    sitesOf(scope, { project: project.id }),
    listMembers(scope),
    savedQuestions(scope, project.id, 'segment'),
  ])
  return { sites, members, segments }
}

/** The filters of a kept segment, as its address writes them. */
export const segmentFilters = (
  segments: readonly { readonly id: string; readonly question: string }[],
  id: string | null,
) => new URLSearchParams(segments.find((one) => one.id === id)?.question ?? '').getAll('f')
