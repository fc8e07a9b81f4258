import type { ColumnType } from 'kysely'
import { sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { conflict, forbidden, notFound } from '../errors.ts'
import { isUuid } from '../uuid.ts'
import type { Kind } from './kind.ts'
import { type Step, isSingle, maxDepth, mayLink } from './thread.ts'

interface LinkTable {
  workspaceId: string
  projectId: string
  fromId: string
  toId: string
  createdBy: string | null
  createdAt: ColumnType<Date, Date | undefined, never>
}

declare module '../postgres.ts' {
  interface Tables {
    links: LinkTable
  }
}

interface End {
  readonly id: string
  readonly kind: string
  readonly projectId: string
}

async function endOf(scope: Scope, id: string): Promise<End> {
  const end = isUuid(id)
    ? await scope.db
        .selectFrom('objects')
        .select(['id', 'kind', 'projectId'])
        .where('workspaceId', '=', scope.workspace)
        .where('id', '=', id)
        .where('deletedAt', 'is', null)
        .executeTakeFirst()
    : undefined
  if (!end || (scope.project !== null && end.projectId !== scope.project)) throw notFound()
  return end
}

/**
 * Links two objects of a project, from the origin to what rests on it. Linking twice is linking once.
 * @throws notFound when an end is not of this workspace; conflict when these kinds are not linked by the thread;
 *   forbidden when the role may write neither end
 */
export async function addLink(scope: Scope, kinds: readonly Kind[], fromId: string, toId: string): Promise<void> {
  const [from, to] = await Promise.all([endOf(scope, fromId), endOf(scope, toId)])
  mustWriteOneEnd(scope, kinds, from, to)
  if (from.projectId !== to.projectId || !mayLink(from.kind, to.kind))
    throw conflict('linkRefused', {
      fr: 'Ces deux objets ne se relient pas : le fil ne va pas de l’un à l’autre.',
      en: 'These two objects are not linked: the thread does not run from one to the other.',
    })
  await mustBeFree(scope, from, to)
  await scope.db
    .insertInto('links')
    .values({ workspaceId: scope.workspace, projectId: from.projectId, fromId, toId, createdBy: scope.user.id })
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Where the thread allows one link only, a second is refused and the first is named. */
async function mustBeFree(scope: Scope, from: End, to: End) {
  const second = (side: 'before' | 'after') => {
    const [here, there, kind] = side === 'after' ? [from, to, to.kind] : [to, from, from.kind]
    const [near, far] = side === 'after' ? (['fromId', 'toId'] as const) : (['toId', 'fromId'] as const)
    return scope.db
      .selectFrom('links')
      .innerJoin('objects', 'objects.id', `links.${far}`)
      .select('objects.title')
      .where('links.workspaceId', '=', scope.workspace)
      .where(`links.${near}`, '=', here.id)
      .where(`links.${far}`, '<>', there.id)
      .where('objects.kind', '=', kind)
      .where('objects.deletedAt', 'is', null)
      .executeTakeFirst()
  }
  for (const side of ['after', 'before'] as const) {
    const taken = isSingle(from.kind, to.kind, side) ? await second(side) : undefined
    if (taken)
      throw conflict('linkTaken', {
        fr: `Un seul lien de ce genre est permis, et il va déjà à « ${taken.title} » : retirez-le d’abord.`,
        en: `Only one link of this kind is allowed, and it already goes to “${taken.title}”: remove it first.`,
      })
  }
}

/** Cuts a link; cutting one that is not there does nothing. */
export async function removeLink(scope: Scope, kinds: readonly Kind[], fromId: string, toId: string): Promise<void> {
  const [from, to] = await Promise.all([endOf(scope, fromId), endOf(scope, toId)])
  mustWriteOneEnd(scope, kinds, from, to)
  await scope.db
    .deleteFrom('links')
    .where('workspaceId', '=', scope.workspace)
    .where('fromId', '=', fromId)
    .where('toId', '=', toId)
    .execute()
}

function mustWriteOneEnd(scope: Scope, kinds: readonly Kind[], ...ends: readonly End[]) {
  const writable = (name: string) => kinds.find((kind) => kind.name === name)?.writers.includes(scope.role) === true
  if (!ends.some((end) => writable(end.kind))) throw forbidden()
}

export type Direction = 'before' | 'after'

/**
 * Walks the thread from an object, up to `maxDepth` links, in one query. A cycle (a recommendation becomes an action,
 * which goes back to the plan) ends where it meets an object again.
 * @returns each object met once, where it is nearest, nearest first
 */
export async function walk(scope: Scope, startId: string, direction: Direction, depth = maxDepth): Promise<Step[]> {
  const [here, there] =
    direction === 'after' ? [sql.ref('from_id'), sql.ref('to_id')] : [sql.ref('to_id'), sql.ref('from_id')]
  // `union` (not `union all`) drops a row met again at the same depth, so that a dense graph costs at most
  // depth × objects rows instead of one row a path.
  const { rows } = await sql<Step>`
    with recursive walked (id, depth) as (
      select ${startId}::uuid, 0
      union
      select l.${there}, w.depth + 1
      from walked as w
      join links as l on l.${here} = w.id
      join objects as met on met.id = l.${there} and met.deleted_at is null
      where w.depth < ${depth} and l.workspace_id = ${scope.workspace}
    ),
    nearest as (
      select id, min(depth) as depth from walked group by id
    )
    select o.id, o.kind, o.title, n.depth
    from nearest as n
    join objects as o on o.id = n.id
    where n.depth > 0
      and o.workspace_id = ${scope.workspace}
      and o.deleted_at is null
      ${scope.project === null ? sql`` : sql`and o.project_id = ${scope.project}`}
    order by n.depth, o.title
  `.execute(scope.db)
  return rows
}

/** The links among objects, such as those a walk met: what makes a tree of it. */
export function linksAmong(scope: Scope, ids: readonly string[]): Promise<{ from: string; to: string }[]> {
  if (ids.length === 0) return Promise.resolve([])
  return scope.db
    .selectFrom('links')
    .select(['fromId as from', 'toId as to'])
    .where('workspaceId', '=', scope.workspace)
    .where('fromId', 'in', ids)
    .where('toId', 'in', ids)
    .orderBy('createdAt')
    .execute()
}

/** Every link of a project whose two ends are there. */
export async function linksOf(scope: Scope, projectId: string): Promise<{ from: string; to: string }[]> {
  const { rows } = await sql<{ from: string; to: string }>`
    select l.from_id as "from", l.to_id as "to"
    from links as l
    join objects as f on f.id = l.from_id and f.deleted_at is null
    join objects as t on t.id = l.to_id and t.deleted_at is null
    where l.workspace_id = ${scope.workspace} and l.project_id = ${projectId}
      ${scope.project === null ? sql`` : sql`and l.project_id = ${scope.project}`}
  `.execute(scope.db)
  return rows
}

/** How many objects of each kind rest directly on each object of a project: id → kind → count. */
export async function resultCounts(scope: Scope, projectId: string): Promise<Map<string, Record<string, number>>> {
  const { rows } = await sql<{ id: string; kind: string; n: number }>`
    select l.from_id as id, t.kind, count(*)::int as n
    from links as l
    join objects as t on t.id = l.to_id and t.deleted_at is null
    where l.workspace_id = ${scope.workspace} and l.project_id = ${projectId}
      ${scope.project === null ? sql`` : sql`and l.project_id = ${scope.project}`}
    group by l.from_id, t.kind
  `.execute(scope.db)
  const counts = new Map<string, Record<string, number>>()
  for (const { id, kind, n } of rows) counts.set(id, { ...counts.get(id), [kind]: n })
  return counts
}
