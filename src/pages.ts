import { type ServerBuild, createRequestHandler, data } from 'react-router'
import * as build from 'virtual:react-router/server-build'
import { type PageContext, contextOf } from './accounts/request.ts'
import { isAppError, isEngineDown, unavailable } from './errors.ts'
import type { PageProblem } from './ui/problem.ts'

type RouteModule = NonNullable<ServerBuild['routes'][string]>['module']
type Handler = (args: never) => unknown

/**
 * React Router hides the message of any Error from the reader. Ours are written for the reader, so they leave a loader
 * or an action as an answer with its own status, and the error page shows them.
 */
function speaking<H extends Handler>(handler: H): H {
  const spoken = async (args: never) => {
    try {
      return await handler(args)
    } catch (thrown) {
      const error = isEngineDown(thrown) ? unavailable() : thrown
      if (!isAppError(error)) throw error
      const { id, words, fields, retryAfter } = error
      throw data({ id, words, fields } satisfies PageProblem, {
        status: error.status,
        headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
      })
    }
  }
  return spoken as unknown as H
}

const withSpeaking = (module: RouteModule): RouteModule => ({
  ...module,
  ...(module.loader ? { loader: speaking(module.loader) } : {}),
  ...(module.action ? { action: speaking(module.action) } : {}),
})

const routes = Object.fromEntries(
  Object.entries(build.routes).map(([id, route]) => [id, route && { ...route, module: withSpeaking(route.module) }]),
)

const handle = createRequestHandler({ ...build, routes } as ServerBuild, 'production')

/** Answers one request for a page. The app, the nonce and the address of the client come with it. */
export const handlePage = (request: Request, page: PageContext): Promise<Response> => handle(request, contextOf(page))
