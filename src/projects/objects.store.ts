import type { ColumnType } from 'kysely'
import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { badRequest, forbidden, invalid, notFound } from '../errors.ts'
import { addDays, type Period } from '../period.ts'
import { isUuid } from '../uuid.ts'
import { titleHolds } from './search.store.ts'
import { type Kind, columnName, ownFields, mayRead, mayWrite } from './kind.ts'
import { isSame } from './merge.ts'

interface ObjectTable {
  id: string
  workspaceId: string
  projectId: string
  kind: string
  title: string
  state: string | null
  version: ColumnType<number, number | undefined, number>
  createdBy: string | null
  createdAt: ColumnType<Date, Date | undefined, never>
  updatedAt: ColumnType<Date, Date | undefined, Date>
  deletedAt: ColumnType<Date | null, Date | null | undefined, Date | null>
}

interface ChangeTable {
  objectId: string
  workspaceId: string
  version: number
  byId: string | null
  byName: string
  at: ColumnType<Date, Date | undefined, never>
  before: unknown
  after: unknown
}

declare module '../postgres.ts' {
  interface Tables {
    objects: ObjectTable
    changes: ChangeTable
  }
}

/** An object of a project, with every value of its kind. */
export interface ProjectObject {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly state: string | null
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly values: Readonly<Record<string, unknown>>
}

/** Runs several store calls as one: all are kept or none is. */
export function inTransaction<T>(scope: Scope, work: (scope: Scope) => Promise<T>): Promise<T> {
  if (scope.db.isTransaction) return work(scope)
  return scope.db.transaction().execute((db) => work({ ...scope, db }))
}

export interface ListOptions {
  /** Values that choice fields must have. */
  readonly where?: Readonly<Record<string, string>>
  /** Words looked for in the title. */
  readonly search?: string
  /** Days that a date or an instant of theirs lies in, or a day beside: an instant is on another day elsewhere. */
  readonly during?: Period
  readonly sort?: { readonly field: string; readonly descending: boolean }
  readonly limit?: number
  readonly offset?: number
}

/** Objects of a kind in a project, newest first unless sorted. */
export async function listObjects(
  scope: Scope,
  kind: Kind,
  projectId: string,
  options: ListOptions = {},
): Promise<ProjectObject[]> {
  if (!mayRead(scope, kind)) return []
  const { rows } = await sql<Record<string, unknown>>`
    ${selectOf(scope, kind, projectId)}
    ${conditions(kind, options)}
    order by ${orderOf(kind, options.sort)}
    limit ${options.limit ?? 10_000} offset ${options.offset ?? 0}
  `.execute(scope.db)
  return rows.map((row) => objectFrom(kind, row))
}

/** How many objects a list has before paging. */
export async function countObjects(
  scope: Scope,
  kind: Kind,
  projectId: string,
  options: ListOptions = {},
): Promise<number> {
  if (!mayRead(scope, kind)) return 0
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (${selectOf(scope, kind, projectId)} ${conditions(kind, options)}) as listed
  `.execute(scope.db)
  return rows[0]?.n ?? 0
}

/** Sums of fields over a whole list, not over the page shown; null where no object has a value. */
export async function sumObjects(
  scope: Scope,
  kind: Kind,
  projectId: string,
  fields: readonly string[],
  options: ListOptions = {},
): Promise<Record<string, number | null>> {
  if (!mayRead(scope, kind) || fields.length === 0) return {}
  const sums = fields.map((name) => sql`sum(${sql.ref(columnName(name))}) as ${sql.ref(columnName(name))}`)
  const { rows } = await sql<Record<string, number | null>>`
    select ${sql.join(sums)} from (${selectOf(scope, kind, projectId)} ${conditions(kind, options)}) as listed
  `.execute(scope.db)
  return Object.fromEntries(fields.map((name) => [name, rows[0]?.[name] ?? null]))
}

/** @throws notFound when there is no such object of this kind in this project, or it is not open to this role */
export async function readObject(scope: Scope, kind: Kind, projectId: string, id: string): Promise<ProjectObject> {
  if (!mayRead(scope, kind) || !isUuid(id)) throw notFound()
  const { rows } = await sql<Record<string, unknown>>`
    ${selectOf(scope, kind, projectId)} and o.id = ${id}
  `.execute(scope.db)
  if (!rows[0]) throw notFound()
  return objectFrom(kind, rows[0])
}

/** Whether there is such an object, deleted or not. */
export async function objectExists(scope: Scope, kind: Kind, projectId: string, id: string): Promise<boolean> {
  if (!isUuid(id)) return false
  const row = await scope.db
    .selectFrom('objects')
    .select('id')
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('kind', '=', kind.name)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Adds an object. `values` have passed `checkValues`.
 * @returns its id
 * @throws forbidden; invalid for a value that must be unlike all others and that somebody took since it was checked
 */
export function createObject(
  scope: Scope,
  kind: Kind,
  projectId: string,
  values: Readonly<Record<string, unknown>>,
  id: string = crypto.randomUUID(),
): Promise<string> {
  return inTransaction(scope, async ({ db, workspace, user, role, project }) => {
    if (!kind.writers.includes(role) || (project !== null && project !== projectId)) throw forbidden()
    await db
      .insertInto('objects')
      .values({ id, workspaceId: workspace, projectId, kind: kind.name, createdBy: user.id, ...headOf(kind, values) })
      .execute()
    const own = ownFields(kind)
    const names = [sql.ref('id'), ...own.map(([name]) => sql.ref(columnName(name)))]
    const cells = [sql`${id}`, ...own.map(([name, spec]) => cell(spec.type, values[name]))]
    await sql`insert into ${sql.table(kind.table)} (${sql.join(names)}) values (${sql.join(cells)})`
      .execute(db)
      .catch(taken(kind))
    return id
  })
}

/** Two people may ask for one value at once, after both were told that it is free: the second is told by its field. */
const taken =
  (kind: Kind) =>
  (error: unknown): never => {
    const { code, detail } = error as { code?: string; detail?: string }
    const column = /^Key \((\w+)\)/.exec(detail ?? '')?.[1]
    const field = ownFields(kind).find(([name]) => columnName(name) === column)?.[0]
    if (code !== '23505' || field === undefined) throw error
    throw invalid({
      [field]: {
        fr: 'Quelqu’un vient de prendre cette valeur : choisissez-en une autre.',
        en: 'Somebody just took this value: choose another.',
      },
    })
  }

/** One save by somebody else, between what was read and what is written. */
export interface Change {
  readonly version: number
  readonly byName: string
  readonly at: Date
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}

/** @throws a 400 for what is no version: a form that was cut or written by hand */
export function mustBeVersion(version: number): void {
  if (Number.isInteger(version) && Math.abs(version) < 2 ** 31) return
  throw badRequest(
    'badVersion',
    {
      fr: 'La version n’est pas un nombre entier. Relisez la page.',
      en: 'The version is no whole number. Read the page again.',
    },
    'version',
  )
}

export type Saved =
  | { readonly saved: true; readonly version: number }
  /** Someone else saved since: nothing was written; here is what he changed. */
  | { readonly saved: false; readonly current: ProjectObject; readonly changes: readonly Change[] }

/**
 * Saves an object that was read at `version`. Values that did not change write nothing.
 * @throws notFound, forbidden; invalid for a value that somebody took since it was checked
 */
export function updateObject(
  scope: Scope,
  kind: Kind,
  projectId: string,
  id: string,
  version: number,
  values: Readonly<Record<string, unknown>>,
): Promise<Saved> {
  return inTransaction(scope, async (scope): Promise<Saved> => {
    if (!mayWrite(scope, kind)) throw forbidden()
    if (!isUuid(id)) throw notFound()
    mustBeVersion(version)
    const { db, workspace } = scope
    await sql`select 1 from objects where id = ${id} and workspace_id = ${workspace} for update`.execute(db)
    const current = await readObject(scope, kind, projectId, id)
    if (current.version !== version) {
      const changes = await changesSince(scope, id, version)
      return { saved: false, current, changes }
    }
    const changed = Object.keys(values).filter((name) => !isSame(values[name], current.values[name]))
    if (changed.length === 0) return { saved: true, version }
    await db
      .updateTable('objects')
      .set({ ...headOf(kind, { ...current.values, ...values }), version: version + 1, updatedAt: scope.now })
      .where('id', '=', id)
      .where('workspaceId', '=', workspace)
      .execute()
    const own = ownFields(kind).filter(([name]) => changed.includes(name))
    if (own.length > 0) {
      const assignments = own.map(
        ([name, spec]) => sql`${sql.ref(columnName(name))} = ${cell(spec.type, values[name])}`,
      )
      await sql`update ${sql.table(kind.table)} set ${sql.join(assignments)} where id = ${id}`
        .execute(db)
        .catch(taken(kind))
    }
    const pick = (source: Readonly<Record<string, unknown>>) =>
      JSON.stringify(Object.fromEntries(changed.map((name) => [name, source[name] ?? null])))
    await db
      .insertInto('changes')
      .values({
        objectId: id,
        workspaceId: workspace,
        version: version + 1,
        byId: scope.user.id,
        byName: scope.user.name,
        before: pick(current.values),
        after: pick(values),
      })
      .execute()
    return { saved: true, version: version + 1 }
  })
}

/** What was saved after a version, oldest first. */
export async function changesSince(scope: Scope, id: string, version: number): Promise<Change[]> {
  const rows = await scope.db
    .selectFrom('changes')
    .select(['version', 'byName', 'at', 'before', 'after'])
    .where('workspaceId', '=', scope.workspace)
    .where('objectId', '=', id)
    .where('version', '>', version)
    .orderBy('version')
    .execute()
  return rows as Change[]
}

/** Puts an object in the bin: it leaves every list and thread, and can be taken back for 30 days. */
export async function deleteObject(scope: Scope, kind: Kind, projectId: string, id: string): Promise<void> {
  await setDeleted(scope, kind, projectId, id, scope.now)
}

/** Takes an object back from the bin, links and all. */
export async function restoreObject(scope: Scope, kind: Kind, projectId: string, id: string): Promise<void> {
  await setDeleted(scope, kind, projectId, id, null)
}

async function setDeleted(scope: Scope, kind: Kind, projectId: string, id: string, at: Date | null) {
  if (!mayWrite(scope, kind)) throw forbidden()
  if (!isUuid(id)) throw notFound()
  const { numUpdatedRows } = await scope.db
    .updateTable('objects')
    .set({ deletedAt: at })
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('kind', '=', kind.name)
    .where('id', '=', id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
}

function selectOf(scope: Scope, kind: Kind, projectId: string): RawBuilder<unknown> {
  const own = ownFields(kind).map(([name]) => sql.ref(`k.${columnName(name)}`))
  return sql`
    select o.id, o.title, o.state, o.version, o.created_at, o.updated_at${own.length > 0 ? sql`, ${sql.join(own)}` : sql``}
    from objects as o
    join ${sql.table(kind.table)} as k on k.id = o.id
    where o.workspace_id = ${scope.workspace}
      and o.project_id = ${projectId}
      and o.kind = ${kind.name}
      and o.deleted_at is null
      ${scope.project === null ? sql`` : sql`and o.project_id = ${scope.project}`}`
}

function conditions(kind: Kind, { where = {}, search, during }: ListOptions): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = []
  for (const [name, value] of Object.entries(where)) {
    const spec = Object.hasOwn(kind.fields, name) ? kind.fields[name]?.spec : undefined
    if (spec?.type === 'choice') parts.push(sql`and ${columnOf(name)} = ${spec.numeric ? Number(value) : value}`)
  }
  if (search) parts.push(sql`and ${titleHolds(search)}`)
  if (during) {
    const [from, until] = [addDays(during.from, -1), addDays(during.to, 2)]
    const dated = ownFields(kind).filter(([, { type }]) => type === 'date' || type === 'instant')
    const inside = dated.map(([name]) => sql`(${columnOf(name)} >= ${from} and ${columnOf(name)} < ${until})`)
    parts.push(sql`and (${inside.length > 0 ? sql.join(inside, sql` or `) : sql`false`})`)
  }
  return parts.length > 0 ? sql.join(parts, sql` `) : sql``
}

function orderOf(kind: Kind, sort: ListOptions['sort']): RawBuilder<unknown> {
  const spec = sort && Object.hasOwn(kind.fields, sort.field) ? kind.fields[sort.field]?.spec : undefined
  if (!sort || !spec) return sql`o.created_at desc, o.id`
  // A choice goes in the order of its options: a state from first to last, not by the letters of its code.
  const by =
    spec.options && !spec.numeric
      ? sql`array_position(${[...spec.options]}::text[], ${columnOf(sort.field)})`
      : columnOf(sort.field)
  return sql`${by} ${sort.descending ? sql`desc` : sql`asc`} nulls last, o.title, o.id`
}

const columnOf = (name: string) =>
  name === 'title' || name === 'state' ? sql.ref(`o.${name}`) : sql.ref(`k.${columnName(name)}`)

function objectFrom(kind: Kind, row: Record<string, unknown>): ProjectObject {
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(kind.fields)) {
    const value = row[name]
    values[name] = value instanceof Date ? value.toISOString() : (value ?? null)
  }
  return {
    id: row['id'] as string,
    kind: kind.name,
    title: row['title'] as string,
    state: (row['state'] ?? null) as string | null,
    version: row['version'] as number,
    createdAt: row['createdAt'] as Date,
    updatedAt: row['updatedAt'] as Date,
    values,
  }
}

const headOf = (kind: Kind, values: Readonly<Record<string, unknown>>) => ({
  title: String((values['title'] as string | null | undefined) ?? ''),
  ...('state' in kind.fields ? { state: (values['state'] ?? null) as string | null } : {}),
})

const cell = (type: string, value: unknown): RawBuilder<unknown> =>
  (type === 'json' || type === 'months') && value !== null && value !== undefined
    ? sql`${JSON.stringify(value)}::jsonb`
    : sql`${value ?? null}`
