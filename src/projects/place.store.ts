import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import type { Scope } from '../accounts/scope.ts'
import { type Project, projectBySlug } from './projects.store.ts'

/** Where a page that members alone read stands: who asks, of which project, and the address its own links start from. */
export interface Place {
  readonly scope: Scope
  readonly project: Project
  readonly base: string
}

/** @throws forbidden for a guest; notFound for a project that is not this reader's */
export async function placeOf(args: PageArgs): Promise<Place> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  return { scope, project, base: `/w/${args.params['workspace']}/p/${project.slug}` }
}
