import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll } from 'vitest'
import { signedInCookie } from './accounts/fixtures.ts'
import { addWorkspaceKey } from './accounts/keys.store.ts'
import { keyScopes } from './accounts/roles.ts'
import type { App } from './app.ts'
import { type PageRoute, everyPage } from './every-route.fixture.ts'
import { httpServer } from './http.ts'
import { type Planted, plant } from './planted.fixture.ts'
import { listen } from './server.ts'
import type { TestInstance } from './testing.ts'

type Ask = (path: string, init?: RequestInit) => Promise<Response>

/** A planted workspace behind the server that `npm start` listens with, on a port of its own. */
export interface Served {
  readonly planted: Planted
  readonly pages: readonly PageRoute[]
  /** Method and pattern of every route that is not a page. */
  readonly routes: readonly (readonly [method: string, pattern: string])[]
  readonly port: number
  /** Cookie header of the workspace's owner. */
  readonly owner: string
  /** A key of the workspace with every right. */
  readonly key: string
  /** What the application logged as an error: an answer of 500 leaves a trace here. */
  readonly errors: readonly unknown[]
  /** Asks without following redirects. */
  readonly ask: Ask
  /** Asks as the owner's browser does from one of our pages. */
  readonly asOwner: Ask
  /** Asks as a program with the key. */
  readonly asProgram: Ask
  /** An address of the workspace for a pattern, with the first kind where a kind is asked. */
  address(pattern: string): string
  /** Writes bytes on a new connection, and gives all that comes back until the other side closes or says `until`. */
  raw(bytes: string | Buffer, until?: RegExp): Promise<string>
  /** Writes bytes on a new connection, and is gone. */
  hangUp(bytes: string): Promise<void>
}

export async function serve(t: TestInstance): Promise<Served> {
  const planted = await plant(t)
  const { pages, answer } = await everyPage()
  const errors: unknown[] = []
  const app: App = {
    ...t.app,
    log: Object.assign(Object.create(t.app.log), { error: (of: unknown) => errors.push(of) }),
  }
  const http = httpServer(app, answer)
  const server = await listen(http.fetch, { ...t.app.config, host: '127.0.0.1', port: 0 })
  afterAll(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const owner = await signedInCookie(t.app, planted.owner.user.id ?? '')
  const key = await addWorkspaceKey(t.db, planted.workspace.id, 'tout', keyScopes)
  const once = (path: string, init: RequestInit) =>
    fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init })
  // The server closes a connection whose body it refused to read; a client that was about to use it again asks once more.
  const ask: Ask = (path, init = {}) =>
    once(path, init).catch((error: Error) => {
      if ((error.cause as { code?: string } | undefined)?.code !== 'UND_ERR_SOCKET') throw error
      return once(path, init)
    })
  const withHeaders =
    (given: Record<string, string>) =>
    (path: string, init: RequestInit = {}) =>
      ask(path, { ...init, headers: { ...given, ...(init.headers as Record<string, string>) } })
  const [kind = '', id = ''] = [...planted.objects][0] ?? []
  const values: Record<string, string> = {
    ':workspace': planted.workspace.slug,
    ':project': planted.project.slug,
    ':kind': kind,
    ':token': 'x'.repeat(43),
    ':slug': 'zqx-inconnu',
    ':domain': 'zqx-interne.example',
    ':site': 'zqx-interne.example',
    ':format': 'svg',
    ':panel': 'page',
  }
  return {
    planted,
    pages,
    routes: [
      ...new Map(
        http.routes
          .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
          .map(({ method, path }) => [`${method} ${path}`, [method, path] as const]),
      ).values(),
    ],
    port,
    owner,
    key,
    errors,
    ask,
    asOwner: withHeaders({ cookie: owner, accept: 'text/html', 'sec-fetch-site': 'same-origin' }),
    asProgram: withHeaders({ authorization: `Bearer ${key}`, 'content-type': 'application/json' }),
    address: (pattern) =>
      pattern
        .split('/')
        .map((segment, i, all) => {
          if (segment === ':id' && all[i - 1] === 'alerts') return planted.alerts.get(planted.project.id) ?? ''
          if (segment === ':id') return planted.objects.get(all[i - 1] ?? '') ?? id
          return segment.startsWith(':') ? (values[segment] ?? 'inconnu') : segment
        })
        .join('/'),
    hangUp: (bytes) =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes, () => socket.destroy()))
        socket.on('close', () => resolve())
      }),
    raw: (bytes, until) =>
      new Promise((resolve) => {
        let said = ''
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
        socket.on('data', (part) => {
          said += part.toString('latin1')
          if (until?.test(said)) socket.destroy()
        })
        socket.on('error', () => socket.destroy())
        socket.on('close', () => resolve(said))
      }),
  }
}
