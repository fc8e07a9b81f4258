import { Outlet, useLoaderData } from 'react-router'
import type { PageArgs } from '../accounts/request.ts'
import { Shell } from '../ui/Shell.tsx'
import { frameOf, scopeIfAny } from './frame.ts'

/** The frame of a workspace's own pages, and of the person's. */
export async function loader(args: PageArgs) {
  return frameOf(args, await scopeIfAny(args), null)
}

export default function WorkspaceLayout() {
  return (
    <Shell {...useLoaderData<typeof loader>()}>
      <Outlet />
    </Shell>
  )
}
