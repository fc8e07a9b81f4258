import { type ServerBuild, createRequestHandler } from 'react-router'
import * as build from 'virtual:react-router/server-build'
import { type PageContext, contextOf } from './accounts/request.ts'
import { speaking } from './page-errors.ts'

type RouteModule = NonNullable<ServerBuild['routes'][string]>['module']

const withSpeaking = (module: RouteModule): RouteModule => ({
  ...module,
  ...(module.loader ? { loader: asked(speaking(module.loader)) } : {}),
  ...(module.action ? { action: asked(speaking(module.action)) } : {}),
})

/**
 * Once scripts run, React Router asks for `/budget.data?_routes=…`. A loader sees the address its reader has: it may go
 * into a form or a redirect.
 */
function asked<A extends { readonly request: Request; readonly url: URL }, R>(handler: (args: A) => R) {
  return (args: A): R => {
    const { request, url } = args
    return handler(request.url === url.href ? args : { ...args, request: new Request(url, request) })
  }
}

const routes = Object.fromEntries(
  Object.entries(build.routes).map(([id, route]) => [id, route && { ...route, module: withSpeaking(route.module) }]),
)

// React Router compares a form's origin with the address it was asked at, which is http:// behind a proxy that speaks https;
// src/accounts/security.ts has made the comparison already, with the public address.
const handle = createRequestHandler({ ...build, routes, allowedActionOrigins: ['**'] } as ServerBuild, 'production')

/** Answers one request for a page. The app, the nonce and the address of the client come with it. */
export const handlePage = (request: Request, page: PageContext): Promise<Response> => handle(request, contextOf(page))
