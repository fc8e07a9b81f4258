import type { Hono } from 'hono'
import { everything } from '../everything.fixture.ts'
import { type PagePart, type PageRoute, everyPage } from '../every-route.fixture.ts'
import { httpServer } from '../http.ts'
import { type Planted, marks, plant } from '../planted.fixture.ts'
import { checkValues } from '../projects/kind.ts'
import { checkProject, projectFields } from '../projects/project.ts'
import { createProject } from '../projects/projects.store.ts'
import type { TestInstance } from '../testing.ts'
import { guestBrowserCookie, makeMember, signedInCookie } from './fixtures.ts'
import { memberRoles } from './roles.ts'
import type { Scope } from './scope.ts'
import { shareViews } from './share-views.ts'

// Walks every page of routes.ts and every route of the HTTP server, whatever they are: a route that is added later is
// walked without a change here, unless it is open to all (`publicPages`, `publicRoutes`) or takes a parameter nobody has
// seen: the owner then finds no page at its address, and `addressesOf` must say what the parameter stands for.

export const publicPages = new Set([
  '/', '/ui', '/preferences', '/welcome', '/sign-in', '/sign-in/second-factor', '/sign-out', '/join/:token', '/g/:token',
  '/reset/:token', '/forgot', '/s/:token', ...Object.keys(shareViews).map((view) => `/s/:token/${view}`), '/*',
]) // prettier-ignore

export const publicRoutes = new Set([
  'GET /healthz', 'GET /js/filrouge.js', 'GET /js/filrouge.core.js', 'GET /js/filrouge.more.js', 'GET /pixel.gif', 'OPTIONS /api/event', 'POST /api/event', 'OPTIONS /api/consent', 'POST /api/consent', 'OPTIONS /api/send', 'POST /api/send', 'OPTIONS /api/batch',
  'POST /api/batch', 'OPTIONS /matomo.php', 'GET /matomo.php', 'POST /matomo.php', 'OPTIONS /piwik.php', 'GET /piwik.php', 'POST /piwik.php',
  'GET /opt-out/:domain', 'GET /l/:slug', 'POST /l/:slug', 'GET /assets/*',
  'GET /api/v1/openapi.json',
]) // prettier-ignore

export const outsiders = ['owner of another workspace', 'guest of another workspace'] as const

export interface Walk {
  readonly a: Planted
  readonly pages: readonly PageRoute[]
  /** Every loader and action by itself, layouts included. */
  readonly parts: readonly PagePart[]
  readonly missing: readonly string[]
  readonly http: Hono
  /** Cookie headers. */
  readonly people: Readonly<Record<string, string>>
  readonly stranger: Scope
  /** Addresses of A that a pattern stands for: one for each kind where the kind is a parameter. */
  addressesOf(pattern: string, project?: Planted['project'], objects?: Planted['objects']): string[]
  get(address: string, cookie?: string): Promise<Response>
  post(address: string, fields: Record<string, string>, cookie?: string): Promise<Response>
  closedPages(): PageRoute[]
  writingPages(): PageRoute[]
  /** Forms that a page's action could act upon: each intent it knows, and none. */
  formsOf(page: PageRoute): ({ intent: string } & Record<string, string>)[]
  /** A hash of every table. */
  everything(): Promise<Record<string, string>>
}

export async function makeWalk(t: TestInstance): Promise<Walk> {
  const a = await plant(t)
  const { pages, parts, missing, answer } = await everyPage()
  const http = httpServer(t.app, answer)
  const b = await t.workspace('Beta')
  const stranger = await makeMember(t.app, b, 'owner')
  const theirs = await plantEmptyProject(stranger)
  const people: Record<string, string> = {
    'owner of another workspace': await signedInCookie(t.app, stranger.user.id ?? ''),
    'guest of another workspace': await guestBrowserCookie(t.app, b.id, theirs.id),
    guest: await guestBrowserCookie(t.app, a.workspace.id, a.project.id),
  }
  for (const role of memberRoles)
    people[role] = await signedInCookie(t.app, (await makeMember(t.app, a.workspace, role)).user.id ?? '')
  const closedPages = () => pages.filter(({ pattern }) => !publicPages.has(pattern))
  return {
    a,
    pages,
    parts,
    missing,
    http,
    people,
    stranger,
    addressesOf: (pattern, project = a.project, objects = a.objects) => addressesOf(a, pattern, project, objects),
    get: async (address, cookie) =>
      http.request(`http://localhost:3000${address}`, {
        headers: { accept: 'text/html', ...(cookie ? { cookie } : {}) },
      }),
    post: async (address, fields, cookie) =>
      http.request(`http://localhost:3000${address}`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', accept: 'text/html', ...(cookie ? { cookie } : {}) },
        body: new URLSearchParams(fields),
      }),
    closedPages,
    writingPages: () => closedPages().filter(({ writes }) => writes),
    formsOf: ({ intents }) =>
      [...intents, ''].map((intent) => ({
        intent, version: '1', title: 'pirate', name: 'pirate', email: 'pirate@exemple.fr', role: 'owner', body: 'pirate', days: '30',
        user: a.owner.user.id ?? '', side: 'after', other: a.objects.get('actions') ?? '', id: a.objects.get('actions') ?? '',
        object: a.objects.get('actions') ?? '', scopes: 'stats:read', domain: 'pirate.example', timeZone: 'Europe/Paris',
        workspace: 'pirate', currency: 'EUR', company: 'pirate', outcome: 'approved',
      })), // prettier-ignore
    everything: () => everything(t.db),
  }
}

async function plantEmptyProject(scope: Scope) {
  const checked = checkValues(
    { fields: projectFields, check: checkProject },
    {
      ...Object.fromEntries(Object.keys(projectFields).map((name) => [name, null])),
      name: 'Projet de B',
      company: 'Beta',
      vatReference: 'excl',
      timeZone: 'Europe/Paris',
      currency: 'EUR',
    },
  )
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return createProject(scope, checked.values)
}

function addressesOf(a: Planted, pattern: string, project: Planted['project'], objects: Planted['objects']): string[] {
  const kinds = pattern.includes(':kind') ? [...objects.keys()] : [undefined]
  return kinds.map((kind) => {
    const segments = pattern.split('/')
    return segments
      .map((segment, i) => {
        if (!segment.startsWith(':')) return segment
        const before = segments[i - 1] === ':kind' ? kind : segments[i - 1]
        const values: Record<string, string | undefined> = {
          ':workspace': a.workspace.slug,
          ':project': project.slug,
          ':kind': kind,
          ':id':
            before === 'alerts'
              ? a.alerts.get(project.id)
              : before === 'dashboards'
                ? a.dashboards.get(project.id)
                : objects.get(before ?? ''),
          ':card': 'zqx-carte',
          ':token': 'x'.repeat(43),
          ':slug': 'zqx-inconnu',
          ':domain': `${project === a.project ? marks.inside : marks.elsewhere}.example`,
          ':format': 'svg',
          ':panel': 'page',
          ':kpi': objects.get('kpis'),
          ':table': 'budget',
        }
        return values[segment] ?? 'inconnu'
      })
      .join('/')
  })
}

/** All an answer says: status, headers and body. */
export async function said(answer: Response): Promise<string> {
  const bytes = Buffer.from(await answer.arrayBuffer()).toString('utf8')
  // A nonce is 22 random letters: one in some thousand of them holds the mark by chance.
  const headers = [...answer.headers].join(' ').replaceAll(/'nonce-[^']*'/g, '')
  // In a PDF a % is a byte like any other.
  if (answer.headers.get('content-type') === 'application/pdf') return `${answer.status} ${headers} ${bytes}`
  return `${answer.status} ${headers} ${decoded(bytes)}`
}

/** A text with its percent-encoded parts read; a % that encodes nothing ("5 %de remise", a byte of a picture) stays. */
const decoded = (text: string) =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })

/** The words a mark stands in, so that a failure says what leaked. */
export const around = (text: string, mark: string) =>
  text.slice(Math.max(0, text.indexOf(mark) - 60), text.indexOf(mark) + 60)
