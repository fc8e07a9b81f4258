import type { ColumnType, Insertable } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { conflict, forbidden, notFound } from '../errors.ts'
import type { Db } from './coverage.ts'
import { mustBeVersion } from './objects.store.ts'
import type { ProjectValues } from './project.ts'
import { slugOf } from './project.ts'

interface ProjectTable {
  id: string
  workspaceId: string
  slug: string
  name: string
  company: string
  sector: string | null
  size: string | null
  offer: string | null
  area: string | null
  positioning: string | null
  startsOn: string | null
  endsOn: string | null
  envelopeCents: number | null
  vatReference: 'excl' | 'incl'
  timeZone: string
  currency: string
  version: ColumnType<number, number | undefined, number>
  createdAt: ColumnType<Date, Date | undefined, never>
  updatedAt: ColumnType<Date, Date | undefined, Date>
  archivedAt: ColumnType<Date | null, Date | null | undefined, Date | null>
}

declare module '../postgres.ts' {
  interface Tables {
    projects: ProjectTable
  }
}

const columns = [
  'id', 'slug', 'name', 'company', 'sector', 'size', 'offer', 'area', 'positioning', 'startsOn', 'endsOn',
  'envelopeCents', 'vatReference', 'timeZone', 'currency', 'version', 'createdAt', 'updatedAt', 'archivedAt',
] as const // prettier-ignore

export type Project = Omit<
  { [K in keyof ProjectTable]: ProjectTable[K] extends ColumnType<infer S, infer _I, infer _U> ? S : ProjectTable[K] },
  'workspaceId'
>

/** The projects one may open: a guest sees only the one he was invited to. */
function visibleProjects(scope: Scope) {
  const query = scope.db.selectFrom('projects').select(columns).where('workspaceId', '=', scope.workspace)
  return scope.project === null ? query : query.where('id', '=', scope.project)
}

export const listProjects = (scope: Scope): Promise<Project[]> =>
  visibleProjects(scope)
    .orderBy('archivedAt', (order) => order.desc().nullsFirst())
    .orderBy('createdAt')
    .execute()

/** @throws notFound when the slug is of no project of the workspace, or not open to this guest */
export async function projectBySlug(scope: Scope, slug: string | undefined): Promise<Project> {
  const project = await visibleProjects(scope)
    .where('slug', '=', slug ?? '')
    .executeTakeFirst()
  if (!project) throw notFound()
  return project
}

/** @throws notFound like `projectBySlug` */
export async function projectById(scope: Scope, id: string): Promise<Project> {
  const project = await visibleProjects(scope).where('id', '=', id).executeTakeFirst()
  if (!project) throw notFound()
  return project
}

const mayManageProjects = (scope: Scope) => scope.role === 'owner' || scope.role === 'lead'

/** Creates a project; a slug already taken gets a number. */
export async function createProject(scope: Scope, values: ProjectValues): Promise<Project> {
  if (!mayManageProjects(scope)) throw forbidden()
  const id = crypto.randomUUID()
  // Two at once may find the same slug free: the index on slugs lets one in, the other looks again.
  for (;;) {
    const { numInsertedOrUpdatedRows } = await scope.db
      .insertInto('projects')
      .values({
        id,
        workspaceId: scope.workspace,
        slug: await freeSlug(scope.db, scope.workspace, slugOf(values.name)),
        ...values,
      } satisfies Insertable<ProjectTable>)
      .onConflict((conflict) => conflict.columns(['workspaceId', 'slug']).doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 1n) return projectById(scope, id)
  }
}

async function freeSlug(db: Db, workspace: string, wanted: string): Promise<string> {
  const taken = await db
    .selectFrom('projects')
    .select('slug')
    .where('workspaceId', '=', workspace)
    .where('slug', 'like', `${wanted}%`)
    .execute()
  const slugs = new Set(taken.map((row) => row.slug))
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    if (!slugs.has(slug)) return slug
  }
}

/** @throws conflict when someone saved since `version` was read */
export async function updateProject(scope: Scope, id: string, version: number, values: ProjectValues): Promise<void> {
  if (!(mayManageProjects(scope) || scope.role === 'management')) throw forbidden()
  mustBeVersion(version)
  const { numUpdatedRows } = await scope.db
    .updateTable('projects')
    .set({ ...values, updatedAt: scope.now, version: version + 1 })
    .where('workspaceId', '=', scope.workspace)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  await projectById(scope, id)
  throw conflict('changedMeanwhile', {
    fr: 'Quelqu’un a enregistré ces réglages pendant que vous écriviez. Relisez-les, puis enregistrez de nouveau.',
    en: 'Someone saved these settings while you were writing. Read them again, then save.',
  })
}

/** Puts a project away, or takes it out again: nothing is deleted. */
export async function archiveProject(scope: Scope, id: string, archived: boolean): Promise<void> {
  if (!mayManageProjects(scope)) throw forbidden()
  await scope.db
    .updateTable('projects')
    .set({ archivedAt: archived ? scope.now : null })
    .where('workspaceId', '=', scope.workspace)
    .where('id', '=', id)
    .execute()
}
