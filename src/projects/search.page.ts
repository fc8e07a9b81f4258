import { appOf, type PageArgs, scopeOf } from '../accounts/request.ts'
import { kindNamed } from './kind.ts'
import { searchObjects } from './search.store.ts'

/** Objects of the workspace whose title holds the words typed: what the command palette asks. */
export async function loader(args: PageArgs): Promise<Response> {
  const scope = await scopeOf(args)
  const { catalog } = appOf(args)
  const typed = new URL(args.request.url).searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const found = typed === '' ? [] : await searchObjects(scope, catalog.kinds, typed)
  const workspace = args.params['workspace'] ?? ''
  return Response.json({
    items: found.map(({ id, title, kind, project, projectName }) => ({
      to: `/w/${workspace}/p/${project}/${kindNamed(catalog, kind)?.path ?? ''}/${id}`,
      label: title,
      hint: `${kindNamed(catalog, kind)?.words[scope.locale].one ?? kind} · ${projectName}`,
    })),
  })
}
