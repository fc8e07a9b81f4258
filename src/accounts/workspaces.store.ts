import { type ColumnType, type Kysely, sql } from 'kysely'
import { forbidden, invalid } from '../errors.ts'
import type { Locale } from '../i18n.ts'
import type { Tables } from '../postgres.ts'
import { addMember } from './members.store.ts'
import { nameProblem } from './people.store.ts'
import type { Scope } from './scope.ts'

interface WorkspaceTable {
  id: string
  slug: string
  name: string
  locale: ColumnType<Locale, Locale | undefined, Locale>
  createdAt: ColumnType<Date, Date | undefined, never>
}

declare module '../postgres.ts' {
  interface Tables {
    workspaces: WorkspaceTable
  }
}

export interface Workspace {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly locale: Locale
}

const columns = ['id', 'slug', 'name', 'locale'] as const

/** Addresses that a workspace's slug must not look like. */
const reserved = new Set([
  'new',
  'api',
  'admin',
  'w',
  'p',
  'g',
  'l',
  'js',
  'ui',
  'account',
  'welcome',
  'join',
  'sign-in',
  'sign-out',
])

/** "Les Ruchers du Ventoux" gives les-ruchers-du-ventoux. */
export function workspaceSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '')
  return slug === '' || reserved.has(slug) ? `espace${slug && `-${slug}`}` : slug
}

/**
 * Makes a workspace without members; a slug already taken gets a number.
 * @throws invalid when the name cannot be kept
 */
export async function addWorkspace(db: Kysely<Tables>, name: string, locale: Locale): Promise<Workspace> {
  const { name: problem } = nameProblem(name)
  if (problem) throw invalid({ workspace: problem })
  const base = workspaceSlug(name)
  for (let n = 1; ; n++) {
    const row = await db
      .insertInto('workspaces')
      .values({ id: crypto.randomUUID(), slug: n === 1 ? base : `${base}-${n}`, name: name.trim(), locale })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning(columns)
      .executeTakeFirst()
    if (row) return row
  }
}

/** Workspaces a person belongs to, by name: what the switch in the left bar shows. */
export const workspacesOf = (db: Kysely<Tables>, userId: string): Promise<Workspace[]> =>
  db
    .selectFrom('workspaces')
    .innerJoin('members', 'members.workspaceId', 'workspaces.id')
    .select(['workspaces.id', 'workspaces.slug', 'workspaces.name', 'workspaces.locale'])
    .where('members.userId', '=', userId)
    .orderBy('workspaces.name')
    .execute()

export const workspaceBySlug = (db: Kysely<Tables>, slug: string): Promise<Workspace | undefined> =>
  db.selectFrom('workspaces').select(columns).where('slug', '=', slug).executeTakeFirst()

/**
 * Keeps the name of the workspace and the language of what it sends; its address stays.
 * @throws forbidden for all but owners; invalid for the name
 */
export async function updateWorkspace(scope: Scope, name: string, locale: Locale): Promise<void> {
  if (scope.role !== 'owner') throw forbidden()
  const { name: problem } = nameProblem(name)
  if (problem) throw invalid({ workspace: problem })
  await scope.db
    .updateTable('workspaces')
    .set({ name: name.trim(), locale })
    .where('id', '=', scope.workspace)
    .execute()
}

/**
 * An owner opens one more workspace, and owns it.
 * @throws forbidden for all but owners; invalid for the name
 */
export function openWorkspace(scope: Scope, name: string): Promise<Workspace> {
  const { id } = scope.user
  if (scope.role !== 'owner' || id === null) throw forbidden()
  return scope.db.transaction().execute(async (trx) => {
    const workspace = await addWorkspace(trx, name, scope.locale)
    await addMember(trx, workspace.id, id, 'owner')
    return workspace
  })
}

/**
 * The workspace the command line works in: the only one, or one made on an empty instance, which the first owner
 * then takes over (`first-owner.ts`).
 * @throws Error when there are several: the command must name one
 */
export async function commandLineWorkspace(db: Kysely<Tables>, name = 'Mon espace'): Promise<Workspace> {
  return db.transaction().execute(async (trx) => {
    await lockInstance(trx)
    const found = await trx.selectFrom('workspaces').select(columns).orderBy('createdAt').execute()
    if (found.length > 1)
      throw new Error(
        `Plusieurs espaces : précisez lequel / several workspaces: name one (${found.map((w) => w.slug).join(', ')}).`,
      )
    return found[0] ?? (await addWorkspace(trx, name, 'fr'))
  })
}

/** One at a time makes the first workspace or the first owner, whatever the number of processes. */
export async function lockInstance(trx: Kysely<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${firstOwnerLock})`.execute(trx)
}

/** Any number, the same in every process: "filr" in ASCII. */
const firstOwnerLock = 0x66696c72
