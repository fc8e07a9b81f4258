import { Outlet, useLoaderData } from 'react-router'
import { type PageArgs, scopeOf } from '../accounts/request.ts'
import { Shell } from '../ui/Shell.tsx'
import { frameOf } from './frame.ts'
import { projectBySlug } from './projects.store.ts'

/** The frame of a project's pages: its stages in the left bar. */
export async function loader(args: PageArgs) {
  const scope = await scopeOf(args)
  return frameOf(args, scope, await projectBySlug(scope, args.params['project']))
}

export default function ProjectLayout() {
  return (
    <Shell {...useLoaderData<typeof loader>()}>
      <Outlet />
    </Shell>
  )
}
