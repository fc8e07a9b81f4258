import { listMembers } from '../accounts/members.store.ts'
import { sitesOf } from '../analytics/analytics.store.ts'
import { savedQuestions } from '../analytics/saved.store.ts'
import type { Place } from '../projects/place.store.ts'

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
