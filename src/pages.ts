import { type ServerBuild, createRequestHandler } from 'react-router'
import * as build from 'virtual:react-router/server-build'
import { type PageContext, contextOf } from './accounts/request.ts'
import { speaking } from './page-errors.ts'

type RouteModule = NonNullable<ServerBuild['routes'][string]>['module']
const withSpeaking = (module: RouteModule): RouteModule => ({
  ...module,
  ...(module.loader ? { loader: speaking(module.loader) } : {}),
  ...(module.action ? { action: speaking(module.action) } : {}),
})

const routes = Object.fromEntries(
  Object.entries(build.routes).map(([id, route]) => [id, route && { ...route, module: withSpeaking(route.module) }]),
)

// React Router compares a form's origin with the address it was asked at, which is http:// behind a proxy that speaks https;
// src/accounts/security.ts has made the comparison already, with the public address.
const handle = createRequestHandler({ ...build, routes, allowedActionOrigins: ['**'] } as ServerBuild, 'production')

/** Answers one request for a page. The app, the nonce and the address of the client come with it. */
export const handlePage = (request: Request, page: PageContext): Promise<Response> => handle(request, contextOf(page))
