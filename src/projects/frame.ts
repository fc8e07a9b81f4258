// From a request to the frame around its page: an edge by design.
import { type PageArgs, appOf, pageLocale, personOf, scopeOf } from '../accounts/request.ts'
import { mayShare } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import { workspacesOf } from '../accounts/workspaces.store.ts'
import { type NavItem, creationsOf, navOf, waitingIn } from './nav.ts'
import { type Project, listProjects } from './projects.store.ts'
import { en } from './projects.en.ts'
import { fr } from './projects.fr.ts'

/**
 * What the shell shows: the workspaces and projects one may switch to, the pages of the current ones.
 * @param project the project of the page, or null outside a project
 */
export async function frameOf(args: PageArgs, scope: Scope | null, project: Project | null) {
  const app = appOf(args)
  const person = await personOf(args)
  const locale = scope?.locale ?? (await pageLocale(args))
  const t = { fr, en }[locale]
  const slug = args.params['workspace']
  const workspaces = person ? await workspacesOf(app.db, person.id) : []
  const here = workspaces.find((workspace) => workspace.slug === slug) ?? null
  const projects = scope ? await listProjects(scope) : []
  const at = `/w/${slug}`
  const base = project ? `${at}/p/${project.slug}` : ''
  const isGuest = scope?.role === 'guest'
  const runs = scope?.role === 'owner' || scope?.role === 'lead'
  const item = (to: string, label: string, shown = true): NavItem[] => (shown ? [{ to, label }] : [])
  return {
    nav:
      project && scope
        ? navOf(app.catalog, scope.role, base, locale, t.stages, await waitingIn(app.catalog, scope, project.id))
        : [],
    workspaces: workspaces.map((workspace) => ({ to: `/w/${workspace.slug}`, label: workspace.name })),
    projects: projects.map((one) => ({ to: `${at}/p/${one.slug}`, label: one.name })),
    user: { name: person?.name ?? scope?.user.name ?? '', email: person?.email ?? null },
    current: {
      workspace: here ? { to: `/w/${here.slug}`, label: here.name } : null,
      project: project ? { to: base, label: project.name } : null,
    },
    projectNav: project ? [...item(base, t.nav.map), ...item(`${base}/coverage`, t.nav.coverage, !isGuest)] : [],
    settingsNav: project
      ? [
          ...item(`${base}/guests`, t.nav.guests, runs),
          ...item(`${base}/shares`, t.nav.shares, scope !== null && mayShare(scope.role)),
          ...item(`${base}/settings`, t.nav.settings, runs || scope?.role === 'management'),
          ...item(`${base}/trash`, t.nav.trash, !isGuest),
        ]
      : [],
    workspaceNav:
      scope && !isGuest
        ? [
            ...item(at, t.projects.title),
            ...item(`${at}/members`, t.nav.members),
            ...item(`${at}/keys`, t.nav.keys, scope.role === 'owner'),
            ...item(`${at}/settings`, t.nav.workspace, scope.role === 'owner'),
            ...item(`${at}/mail`, t.nav.mail, scope.role === 'owner'),
          ]
        : [],
    accountNav: person ? item('/account', t.nav.account) : [],
    createNav: project && scope ? creationsOf(app.catalog, scope.role, base, locale) : [],
    searchTo: scope ? [...(project && !isGuest ? [`${base}/audience/answer`] : []), `${at}/search`] : [],
    canSignOut: person !== null,
  }
}

/** The scope of the page when it is in a workspace; null for the pages of a person. */
export const scopeIfAny = (args: PageArgs): Promise<Scope | null> =>
  args.params['workspace'] === undefined ? Promise.resolve(null) : scopeOf(args)
