import { type PageArgs, requireRole, scopeOf } from '../accounts/request.ts'
import { projectBySlug } from '../projects/projects.store.ts'
import { oneKpi } from './one-kpi.store.ts'
import { tryFormula } from './try-formula.store.ts'

/** GET what the formula being written gives now: the editor asks as one types. */
export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  requireRole(scope, ['owner', 'lead', 'contributor', 'management'])
  const project = await projectBySlug(scope, args.params['project'])
  const one = await oneKpi(scope, project.id, args.params['id'] ?? '')
  const text = new URL(args.request.url).searchParams.get('formula') ?? ''
  return Response.json(await tryFormula(one, text, scope.locale))
}
