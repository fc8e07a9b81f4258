import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable } from '@react-router/node'
import { renderToPipeableStream } from 'react-dom/server'
import { type EntryContext, type RouterContextProvider, ServerRouter, isRouteErrorResponse } from 'react-router'
import { loggablePath } from './accounts/redaction.ts'
import { pageContext } from './accounts/request.ts'

/** How long a page may keep streaming what it deferred. */
export const streamTimeout = 10_000

/** Writes a page as HTML; its scripts carry the nonce that the answer's Content-Security-Policy names. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  context: Readonly<RouterContextProvider>,
): Promise<Response> | Response {
  headers.set('content-type', 'text/html; charset=utf-8')
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  const { app, nonce } = context.get(pageContext)
  return new Promise((resolve, reject) => {
    let shellIsOut = false
    const { pipe, abort } = renderToPipeableStream(
      <ServerRouter context={routerContext} url={request.url} nonce={nonce} />,
      {
        nonce,
        onShellReady() {
          shellIsOut = true
          const body = new PassThrough({
            final(done) {
              clearTimeout(timer)
              done()
            },
          })
          resolve(new Response(createReadableStreamFromReadable(body), { status, headers }))
          pipe(body)
        },
        onShellError: reject,
        onError(error) {
          // Errors before the shell reject, and are logged where that is caught.
          if (shellIsOut)
            app.log.error(
              { err: error, path: loggablePath(new URL(request.url).pathname) },
              'page broke off while it was sent',
            )
        },
      },
    )
    const timer = setTimeout(abort, streamTimeout + 1_000)
  })
}

/** What no loader expected; a reader who left is no error, nor is a form sent where none is taken. */
export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: Readonly<RouterContextProvider> },
) {
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return
  context
    .get(pageContext)
    .app.log.error(
      { err: error, method: request.method, path: loggablePath(new URL(request.url).pathname) },
      'page failed',
    )
}
