import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { notFound } from '../errors.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { sitesOf } from './analytics.store.ts'
import { realTime } from './real-time.store.ts'

/** The last half hour alone, for the page that is already open. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const domain = new URL(args.request.url).searchParams.get('site')
  const sites = await sitesOf(scope, { project: project.id })
  const site = sites.find((one) => one.domain === domain) ?? sites[0]
  if (!site) throw notFound()
  return Response.json(await realTime(scope, site), { headers: { 'cache-control': 'no-store' } })
}
