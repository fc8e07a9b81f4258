// From an address and its cookies to a scope: an edge by design.
import { RouterContextProvider, createContext, redirect } from 'react-router'
import type { App } from '../app.ts'
import { forbidden, notFound } from '../errors.ts'
import { type Locale, localeOf } from '../i18n.ts'
import { closedCookie, secretsIn, withSecret } from './cookie.ts'
import { type Guest, guestsOf } from './guests.store.ts'
import { roleOf } from './members.store.ts'
import { type Person, personById } from './people.store.ts'
import type { Role, Scope } from './scope.ts'
import { workspaceBySlug } from './workspaces.store.ts'

/** What the HTTP server hands to the pages with each request. */
export interface PageContext {
  readonly app: App
  /** For the page's own scripts: the Content-Security-Policy of the answer names it. */
  readonly nonce: string
  /** Address of the client, for counting tries only; never kept. */
  readonly ip: string
}

/** What React Router hands to a loader or an action. */
export interface PageArgs {
  readonly request: Request
  readonly params: Readonly<Record<string, string | undefined>>
  readonly context: Readonly<RouterContextProvider>
}

export const pageContext = createContext<PageContext>()

/** The context of one request, for React Router's handler and for tests that call a loader. */
export function contextOf(page: PageContext): RouterContextProvider {
  const context = new RouterContextProvider()
  context.set(pageContext, page)
  return context
}

export const appOf = ({ context }: Pick<PageArgs, 'context'>): App => context.get(pageContext).app
export const ipOf = ({ context }: Pick<PageArgs, 'context'>): string => context.get(pageContext).ip

export interface SignedIn extends Person {
  /** Token of this browser's session. */
  readonly sessionToken: string
}

/** Who is signed in with this browser, or null. */
export async function personOf({ request, context }: Pick<PageArgs, 'request' | 'context'>): Promise<SignedIn | null> {
  if (!request.headers.has('cookie')) return null
  const { auth, db } = appOf({ context })
  const found = await auth.api.getSession({ headers: request.headers })
  if (!found) return null
  const person = await personById(db, found.user.id)
  return person ? { ...person, sessionToken: found.session.token } : null
}

/** The person signed in. @throws a redirect to /sign-in for a stranger */
export async function requirePerson(args: Pick<PageArgs, 'request' | 'context'>): Promise<SignedIn> {
  const person = await personOf(args)
  if (!person) throw signInRedirect(args.request)
  return person
}

function signInRedirect(request: Request): Response {
  const { pathname, search } = new URL(request.url)
  // After a form of a session that ended, the reader comes back to the page, not to the write.
  return redirect(`/sign-in?${new URLSearchParams({ next: request.method === 'GET' ? pathname + search : pathname })}`)
}

/** A path of ours to go to after sign-in: anything else would send the reader to somebody else's page. */
export function safeNext(next: string | null | undefined): string {
  if (!next || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return '/'
  return /^\/(sign-in|sign-out|welcome)(?:[/?#]|$)/.test(next) ? '/' : next
}

/** The language of a page that belongs to nobody yet. */
export async function pageLocale(args: Pick<PageArgs, 'request' | 'context'>): Promise<Locale> {
  return localeOf(args.request, (await personOf(args))?.locale ?? null)
}

/**
 * Who asks, in the workspace the address names: a member, or a guest of one of its projects.
 * @throws a redirect to /sign-in for someone who is nobody here yet; notFound for the workspace of others,
 * which answers as one that does not exist
 */
export async function scopeOf(args: PageArgs): Promise<Scope> {
  const app = appOf(args)
  const now = app.clock()
  const slug = args.params['workspace'] ?? ''
  const [person, guests] = await Promise.all([personOf(args), guestsOf(app.db, guestSecrets(args.request), now)])
  if (!person && guests.length === 0) throw signInRedirect(args.request)
  const base = { db: app.db, clickhouse: app.clickhouse, now }
  if (person) {
    const workspace = await workspaceBySlug(app.db, slug)
    const role = workspace && (await roleOf(app.db, workspace.id, person.id))
    if (workspace && role) {
      const user = { id: person.id, name: person.name, email: person.email }
      return {
        ...base,
        workspace: workspace.id,
        user,
        role,
        project: null,
        locale: localeOf(args.request, person.locale),
      }
    }
  }
  const guest = await guestFor(app, guests, slug, args.params['project'])
  if (!guest) throw notFound()
  return {
    ...base,
    workspace: guest.workspaceId,
    user: { id: `guest:${guest.id}`, name: guest.name, email: null },
    role: 'guest',
    project: guest.projectId,
    locale: localeOf(args.request, person?.locale ?? null),
  }
}

/** Of the links this browser came by, the one for this project; on the workspace's own pages, the latest. */
async function guestFor(
  app: App,
  guests: readonly Guest[],
  slug: string,
  project: string | undefined,
): Promise<Guest | undefined> {
  const here = guests.filter((guest) => guest.slug === slug)
  if (project === undefined || here.length === 0) return here[0]
  const named = await app.db
    .selectFrom('projects')
    .select('id')
    .where('workspaceId', '=', here[0]?.workspaceId ?? '')
    .where('slug', '=', project)
    .executeTakeFirst()
  return here.find(({ projectId }) => projectId === named?.id)
}

/** The project named in an address. @throws notFound when it is not this reader's */
export async function projectNamed(scope: Scope, slug: string | undefined) {
  const project = await scope.db
    .selectFrom('projects')
    .select(['id', 'slug', 'timeZone'])
    .where('workspaceId', '=', scope.workspace)
    .where('slug', '=', slug ?? '')
    .executeTakeFirst()
  if (!project || (scope.project !== null && scope.project !== project.id)) throw notFound()
  return project
}

/** @throws forbidden when the role is not among those named */
export function requireRole(scope: Scope, roles: readonly Role[]): void {
  if (!roles.includes(scope.role)) throw forbidden()
}

export const guestCookie = 'filrouge_guest'

/** Secrets of the guest links this browser came by, latest last. */
export const guestSecrets = (request: Request): string[] => secretsIn(request, guestCookie)

/** The cookie of a browser that came by one more link. */
export const guestCookieWith = (request: Request, secret: string, publicUrl: string): string =>
  closedCookie(withSecret(request, guestCookie, secret), publicUrl, 365 * 24 * 3600)
