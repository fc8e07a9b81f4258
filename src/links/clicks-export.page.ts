import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { addDays, dayIn } from '../period.ts'
import { readObject } from '../projects/objects.store.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { tableFile } from '../table-file.ts'
import { clickSheet, spanOf } from './click-facets.ts'
import { clicksOf, facetsOf } from './clicks.store.ts'
import { type TrackedLink, trackedLink } from './links.ts'

/** Every total of a link's clicks over the period of its page, as a file. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const link = await readObject(scope, trackedLink, project.id, args.params['id'] ?? '')
  const today = dayIn(project.timeZone, scope.now)
  const days = spanOf(new URL(args.request.url).searchParams.get('days'))
  const period = { from: addDays(today, 1 - days), to: today }
  const [clicks, facets] = await Promise.all([clicksOf(scope, link.id, period), facetsOf(scope, link.id, period)])
  const name = `clics-${(link.values as TrackedLink).slug ?? link.id}-${period.from}-${period.to}`
  return tableFile(args.request, name, clickSheet(clicks, facets, scope.locale), scope.locale)
}
