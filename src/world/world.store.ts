import { sql } from 'kysely'
import { makePerson, scopeFor } from '../accounts/fixtures.ts'
import { addGuestLink } from '../accounts/guests.store.ts'
import { addMember } from '../accounts/members.store.ts'
import { type MemberRole, memberRoles } from '../accounts/roles.ts'
import type { Scope } from '../accounts/scope.ts'
import { type Workspace, addWorkspace } from '../accounts/workspaces.store.ts'
import type { App } from '../app.ts'
import type { Site } from '../collect/site.ts'
import { addAlert } from '../alerts/alerts.store.ts'
import { addSite } from '../collect/sites.store.ts'
import { createDashboard } from '../dashboards/dashboards.store.ts'
import { cardsOf, templates } from '../dashboards/templates.ts'
import { action } from '../planning/actions.ts'
import { addComment } from '../projects/comments.store.ts'
import { checkValues } from '../projects/kind.ts'
import { createObject, readObject, updateObject } from '../projects/objects.store.ts'
import { type Project, createProject } from '../projects/projects.store.ts'
import { mayLink } from '../projects/thread.ts'
import { decide, submitRecommendation } from '../recommendations/decisions.store.ts'
import { company, guest, people, project as projectOf } from './company.ts'
import { alerts } from './alerts.ts'
import { kpi } from '../kpis/kpis.ts'
import { writeAsked } from './asked.store.ts'
import { domain, readings } from './measure.ts'
import { type Dates, type Piece, at, timeZone } from './piece.ts'
import { worldLinks, worldPieces } from './pieces.ts'
import { comments, course } from './recommend.ts'

/** The fictional company in an instance, and what tests and the demonstration need of it. */
export interface World {
  readonly dates: Dates
  readonly workspace: Workspace
  readonly project: Project
  readonly site: Site
  /** A scope of each member. */
  readonly as: Readonly<Record<MemberRole, Scope>>
  /** Opens the project to a guest: /g/:token. */
  readonly guestToken: string
  /** uuid of an object by its key. @throws Error for a key nothing has */
  readonly id: (key: string) => string
}

type Place = Pick<App, 'db' | 'clickhouse' | 'clock' | 'catalog'>

/** Writes everything but the traffic: the objects all or nothing, then what is kept beside them. */
export async function writeWorld(app: Place, dates: Dates): Promise<World> {
  const world = await writeObjects(app, dates)
  await writeAsked({ ...world.as.lead, now: new Date(at(dates.measured.from, 8)) }, world.project.id, world.site.id)
  await writeReadings(world.as.owner, dates, world.project.id, world.id)
  return world
}

function writeObjects(app: Place, dates: Dates): Promise<World> {
  return app.db.transaction().execute(async (db) => {
    const place = { ...app, db }
    const workspace = await addWorkspace(db, company, 'fr')
    const as = {} as Record<MemberRole, Scope>
    for (const role of memberRoles) {
      const person = await makePerson(place, people[role].name, people[role].email)
      await addMember(db, workspace.id, person.id, role)
      as[role] = scopeFor(place, workspace, role, person)
    }
    const project = await createProject(as.lead, projectOf(dates))
    const site = await addSite(as.lead, {
      domain,
      timeZone,
      currency: 'EUR',
      mode: 'consent',
      projectId: project.id,
      settings: { searchParams: ['q'] },
    })
    for (const alert of alerts) await addAlert(as.lead, project.id, { ...alert, siteId: site.id, members: [] })
    await db
      .insertInto('demonstrations')
      .values({ workspaceId: workspace.id, siteId: site.id, day: dates.today, finishedAt: null })
      .execute()
    const ids = new Map<string, string>()
    const idOf = (key: string) => ids.getOrInsertComputed(key, () => crypto.randomUUID())
    const pieces = worldPieces(dates, idOf)
    for (const piece of pieces) await createObject(as.owner, piece.kind, project.id, valuesOf(piece), idOf(piece.key))
    await writeLinks(as.owner, project, pieces, idOf)
    await backdate(as.owner, pieces, idOf)
    await decideAll(place, as, project, dates, ids)
    await writeComments(place, workspace, as, project, dates, pieces, idOf)
    await writeDashboards(as.lead, project, idOf)
    const guestToken = await addGuestLink(as.lead, project.id, guest.link, 365)
    const lasting = (scope: Scope): Scope => ({ ...scope, db: app.db })
    const known = new Set([...pieces.map(({ key }) => key), ...ids.keys()])
    return {
      dates,
      workspace,
      project,
      site,
      as: { owner: lasting(as.owner), lead: lasting(as.lead), management: lasting(as.management), contributor: lasting(as.contributor) },
      guestToken,
      id(key) {
        if (!known.has(key)) throw new Error(`nothing is called ${key}`)
        return idOf(key)
      },
    } // prettier-ignore
  })
}

/** @throws Error that names what a form would have refused */
function valuesOf(piece: Piece): Readonly<Record<string, unknown>> {
  const checked = checkValues(piece.kind, piece.values)
  if (!checked.ok) throw new Error(`${piece.key}: ${JSON.stringify(checked.problems)}`)
  return checked.values
}

/** In one statement: the pairs are the thread's, and a test holds them to its rules. */
async function writeLinks(scope: Scope, project: Project, pieces: readonly Piece[], idOf: (key: string) => string) {
  const rows = worldLinks(pieces).map(({ from, to }) => {
    if (!mayLink(from.kind.name, to.kind.name)) throw new Error(`${from.key} → ${to.key}: the thread does not go there`)
    return {
      workspaceId: scope.workspace,
      projectId: project.id,
      fromId: idOf(from.key),
      toId: idOf(to.key),
      createdBy: scope.user.id,
    }
  })
  await scope.db.insertInto('links').values(rows).execute()
}

/** Figures that somebody reads once a month, each noted on its day: the last one stands. */
async function writeReadings(scope: Scope, dates: Dates, project: string, id: (key: string) => string) {
  for (const [key, values] of Object.entries(readings))
    for (const [n, measured] of values.entries()) {
      const read = await readObject(scope, kpi, project, id(key))
      const day = dates.ago(8 + 30 * (values.length - 1 - n))
      const noted = { ...scope, now: new Date(at(day, 16)) }
      await updateObject(noted, kpi, project, read.id, read.version, { ...read.values, measured, measuredOn: day })
    }
}

/** Objects were written over a year, not in one second: "changed in the last seven days" must mean something. */
async function backdate({ db, workspace }: Scope, pieces: readonly Piece[], idOf: (key: string) => string) {
  const rows = pieces.map(({ key, madeOn }) => ({ id: idOf(key), at: at(madeOn, 10) }))
  await sql`
    update objects
    set created_at = told.at, updated_at = told.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told (id uuid, at timestamptz)
    where objects.id = told.id and workspace_id = ${workspace}
  `.execute(db)
}

/** Recommendations are submitted and decided as the pages do it, each on its day. */
async function decideAll(
  app: Place,
  as: Readonly<Record<MemberRole, Scope>>,
  project: Project,
  dates: Dates,
  ids: Map<string, string>,
) {
  for (const [key, { submittedAgo, decided }] of Object.entries(course)) {
    const id = ids.get(key) ?? ''
    await submitRecommendation(on(as.lead, dates.ago(submittedAgo)), project, id)
    if (!decided) continue
    const decision = await decide(on(as.management, dates.ago(decided.ago)), app.catalog.kinds, project, id, {
      decisionId: crypto.randomUUID(),
      outcome: decided.outcome,
      note: decided.note,
    })
    if (decision.actionId === null) continue
    // What was approved is under way by now.
    ids.set('a-landing', decision.actionId)
    const lead = on(as.lead, dates.ago(2))
    const made = await readObject(lead, action, project.id, decision.actionId)
    await updateObject(lead, action, project.id, made.id, made.version, {
      ...made.values,
      state: 'doing',
      progress: 0.5,
      deliverable: 'Page du coffret sous 800 Ko',
      deliverableDueOn: made.values['endsOn'],
    })
  }
}

const on = (scope: Scope, day: string): Scope => ({ ...scope, now: new Date(at(day, 11)) })

async function writeComments(
  app: Place,
  workspace: Workspace,
  as: Readonly<Record<MemberRole, Scope>>,
  project: Project,
  dates: Dates,
  pieces: readonly Piece[],
  idOf: (key: string) => string,
) {
  const visitor = scopeFor(app, workspace, 'guest', { id: 'guest:demo', name: guest.name, email: null }, project.id)
  for (const comment of comments) {
    const about = pieces.find(({ key }) => key === comment.on)
    if (!about) throw new Error(`nothing is called ${comment.on}`)
    const scope = comment.by === 'guest' ? visitor : as[comment.by]
    await addComment(scope, about.kind, project.id, idOf(comment.on), comment.body)
    await sql`
      update comments
      set created_at = ${at(dates.ago(comment.ago), 15)}
      where workspace_id = ${workspace.id} and object_id = ${idOf(comment.on)} and body = ${comment.body}
    `.execute(app.db)
  }
}

const dashboardKpis = ['kpi-visits', 'kpi-revenue', 'kpi-gift', 'kpi-letter']

/** Two dashboards, from the templates of those who look at them most. */
async function writeDashboards(scope: Scope, project: Project, idOf: (key: string) => string) {
  const kpis = dashboardKpis.map(idOf)
  for (const name of ['lead', 'management'] as const) {
    const { preset, words } = templates[name]
    const settings = { name: words.fr.name, preset, startsOn: null, endsOn: null, site: null }
    await createDashboard(scope, project.id, settings, cardsOf(name, kpis, 'fr'))
  }
}
