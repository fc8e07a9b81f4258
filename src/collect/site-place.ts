// From an address to a site of a project: an edge by design, shared by the site's pages.
import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { getSite } from './sites.store.ts'

/** The site an address names, for who may read it. @throws notFound */
export async function placeOfSite(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const site = await getSite(scope, args.params['domain'] ?? '')
  if (site.projectId !== project.id) throw notFound()
  return {
    scope,
    site,
    /** Address of the project's sites. */
    here: `/w/${args.params['workspace']}/p/${project.slug}/sites`,
    canWrite: scope.role === 'owner' || scope.role === 'lead',
  }
}
