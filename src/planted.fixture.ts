import { addAlert } from './alerts/alerts.store.ts'
import { addSite } from './collect/sites.store.ts'
import { tell } from './analytics/visits.fixture.ts'
import { addComment } from './projects/comments.store.ts'
import type { FieldSpec } from './projects/field.ts'
import { type Kind, checkValues } from './projects/kind.ts'
import { createObject, deleteObject, updateObject } from './projects/objects.store.ts'
import { checkProject, projectFields } from './projects/project.ts'
import { type Project, createProject } from './projects/projects.store.ts'
import { addLink } from './projects/thread.store.ts'
import { mayLink } from './projects/thread.ts'
import { cardOf } from './dashboards/cards.ts'
import { createDashboard } from './dashboards/dashboards.store.ts'
import type { TestInstance } from './testing.ts'
import { makeMember } from './accounts/fixtures.ts'
import { addGuestLink } from './accounts/guests.store.ts'
import { invite } from './accounts/invitations.store.ts'
import { addKey } from './accounts/keys.store.ts'
import { addShare } from './accounts/shares.store.ts'
import type { Scope } from './accounts/scope.ts'
import type { Workspace } from './accounts/workspaces.store.ts'

/** Words that stand in everything of workspace A and nowhere else. */
export const marks = {
  /** In all of them. */
  any: 'zqx',
  /** In what a guest of the project may read. */
  open: 'zqx-ouvert',
  /** In what only members may read. */
  inside: 'zqx-interne',
  /** In the workspace's other project. */
  elsewhere: 'zqx-ailleurs',
} as const

export interface Planted {
  readonly workspace: Workspace
  readonly owner: Scope
  readonly project: Project
  readonly other: Project
  /** An object of each kind of `project`, by path of the kind. */
  readonly objects: ReadonlyMap<string, string>
  /** The same in the other project. */
  readonly otherObjects: ReadonlyMap<string, string>
  /** An alert of each project, by the project’s uuid. */
  readonly alerts: ReadonlyMap<string, string>
  /** A dashboard of each, with one card of id `zqx-carte`. */
  readonly dashboards: ReadonlyMap<string, string>
}

/** A workspace with two projects that hold something of everything the catalogue knows, each with its mark. */
export async function plant(t: TestInstance): Promise<Planted> {
  const workspace = await t.workspace(`${marks.any} espace`)
  // A guest reads the names of those who comment.
  const owner = await makeMember(t.app, workspace, 'owner', `${marks.open} Odile`)
  const project = await plantProject(t, owner, marks.open, marks.inside)
  const other = await plantProject(t, owner, marks.elsewhere, marks.elsewhere)
  await addKey(owner, `${marks.inside} clé`, ['stats:read'])
  await invite(owner, `${marks.inside}@exemple.fr`, 'contributor')
  const alerts = new Map([project, other].map((one) => [one.project.id, one.alert]))
  const dashboards = new Map([project, other].map((one) => [one.project.id, one.dashboard]))
  return {
    workspace,
    owner,
    project: project.project,
    objects: project.objects,
    other: other.project,
    otherObjects: other.objects,
    alerts,
    dashboards,
  }
}

async function plantProject(t: TestInstance, owner: Scope, open: string, inside: string) {
  const checked = checkValues({ fields: projectFields, check: checkProject }, valuesFor(projectFields, open))
  if (!checked.ok) throw new Error(`the project cannot be planted: ${JSON.stringify(checked.problems)}`)
  const project = await createProject(owner, checked.values)
  const objects = new Map<string, string>()
  for (const kind of t.app.catalog.kinds)
    objects.set(kind.path, await plantObject(owner, project, kind, kind.guests ? open : inside))
  for (const a of t.app.catalog.kinds)
    for (const b of t.app.catalog.kinds)
      if (a !== b && mayLink(a.name, b.name))
        await addLink(owner, t.app.catalog.kinds, objects.get(a.path) ?? '', objects.get(b.path) ?? '')
  await addGuestLink(owner, project.id, `${inside} lien`, 30)
  await addShare(owner, project.id, {
    view: 'audience',
    name: `${inside} partage`,
    pinned: `site=${inside}.example`,
    changesPeriod: true,
    days: 30,
    password: '',
  })
  const site = await addSite(owner, { domain: `${inside}.example`, projectId: project.id })
  const at = new Date(Date.now() - 24 * 3600_000).toISOString()
  await tell(t.clickhouse, [
    { site: site.id, visitor: 1, visit: 1, at, startedAt: at, path: `/${inside}`, entry: `/${inside}` },
  ])
  const alert = await addAlert(owner, project.id, {
    siteId: site.id,
    name: `${inside} alerte`,
    rule: { kind: 'silence', metric: 'events', filters: [], hours: 3, usual: true },
    members: [],
    addresses: [`${inside}@exemple.fr`],
    webhookUrl: `https://${inside}.example/alerte`,
  })
  const dashboard = await createDashboard(
    owner,
    project.id,
    { name: `${inside} tableau`, preset: '7d', startsOn: null, endsOn: null, site: null },
    [cardOf('note', { id: 'zqx-carte', note: `${inside} note` })],
  )
  return { project, objects, alert, dashboard }
}

/** An object with a history, a comment, and a twin in the bin. */
async function plantObject(owner: Scope, project: Project, kind: Kind, mark: string): Promise<string> {
  const values = valuesFor(kind.fields, `${mark} ${kind.name}`)
  const first = checkValues(kind, values)
  // A kind's own rules may refuse fields filled all at once: those it names are left out, if they may be.
  const refused = first.ok
    ? []
    : Object.keys(first.problems).filter((name) => kind.fields[name]?.spec.required === false)
  const checked = checkValues(kind, { ...values, ...Object.fromEntries(refused.map((name) => [name, null])) })
  if (!checked.ok) throw new Error(`${kind.name} cannot be planted: ${JSON.stringify(checked.problems)}`)
  const bin = await createObject(owner, kind, project.id, unique(kind, checked.values))
  await deleteObject(owner, kind, project.id, bin)
  const id = await createObject(owner, kind, project.id, unique(kind, checked.values))
  await updateObject(owner, kind, project.id, id, 1, { ...checked.values, title: `${mark} ${kind.name} v2` })
  await addComment(owner, kind, project.id, id, `${mark} commentaire`)
  return id
}

/** Two objects of a kind must not claim one slug. */
const unique = (kind: Kind, values: Readonly<Record<string, unknown>>) =>
  'slug' in kind.fields ? { ...values, slug: `zqx-${crypto.randomUUID().slice(0, 8)}` } : values

const valuesFor = (fields: Kind['fields'], mark: string) =>
  Object.fromEntries(Object.entries(fields).map(([name, { spec }]) => [name, valueFor(name, spec, mark)]))

/** A value that the field takes, with the mark in it where text goes. */
function valueFor(name: string, spec: FieldSpec, mark: string): unknown {
  switch (spec.type) {
    case 'text':
    case 'longText':
      return textFor(name, mark).slice(0, spec.maxLength)
    case 'url':
      return `https://${mark.replaceAll(' ', '-').toLowerCase()}.example/`
    case 'integer':
    case 'number':
    case 'money':
    case 'ratio':
      return (spec.min ?? 0) + (name === 'target' ? 1 : 0)
    case 'choice': {
      const option = spec.options?.[0]
      return spec.numeric ? Number(option) : (option ?? null)
    }
    case 'boolean':
      return false
    case 'date':
      return /end|due|deliverable/i.test(name) ? '2026-12-31' : '2026-01-01'
    case 'instant':
      return '2026-06-01T08:00:00.000Z'
    case 'months':
    case 'json':
      return null
  }
}

/** Texts that have a form of their own. */
function textFor(name: string, mark: string): string {
  if (name === 'timeZone') return 'Europe/Paris'
  if (name === 'currency') return 'EUR'
  if (name === 'pattern') return `/${mark.replaceAll(' ', '-')}`
  if (name === 'slug' || name.startsWith('utm')) return mark.replaceAll(' ', '-').toLowerCase()
  return mark
}
