import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { sitesOf, visitorsNow } from './analytics.store.ts'

/** The live count alone, for the page that is already open. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const domain = new URL(args.request.url).searchParams.get('site')
  const sites = await sitesOf(scope, { project: project.id })
  const site = sites.find((one) => one.domain === domain) ?? sites[0]
  if (!site) throw notFound()
  return Response.json({ visitors: await visitorsNow(scope, site) }, { headers: { 'cache-control': 'no-store' } })
}
