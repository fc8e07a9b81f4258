import type { Generated, JSONColumnType, Kysely } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { conflict, notFound, type Words } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import type { Site } from './site.ts'

export const importKinds = ['log', 'history'] as const
export type ImportKind = (typeof importKinds)[number]

/** How an import stands. A trial is read and reported before anything is written. */
export type ImportState =
  | 'checking' | 'checked' | 'waiting' | 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed' | 'removing' | 'removed' // prettier-ignore

export interface RunFile {
  readonly name: string
  readonly bytes: number
}

export interface RunProgress {
  readonly file: string
  readonly lines: number
  readonly bytes: number
  readonly totalBytes: number
}

interface ImportRunRow {
  id: Generated<number>
  siteId: number
  workspaceId: string
  kind: ImportKind
  state: ImportState
  format: string | null
  folder: string | null
  startedBy: string
  files: JSONColumnType<readonly RunFile[]>
  progress: JSONColumnType<RunProgress> | null
  report: JSONColumnType<Record<string, unknown>> | null
  problem: JSONColumnType<Words> | null
  createdAt: Generated<Date>
  changedAt: Generated<Date>
  finishedAt: Date | null
}

declare module '../postgres.ts' {
  interface Tables {
    importRuns: ImportRunRow
  }
}

const columns = [
  'id', 'siteId', 'workspaceId', 'kind', 'state', 'format', 'folder', 'startedBy', 'files', 'progress', 'report', 'problem', 'createdAt',
  'changedAt', 'finishedAt',
] as const // prettier-ignore

/** An import as it is stored. `report` is of its kind. */
export interface ImportRun {
  readonly id: number
  readonly siteId: number
  readonly workspaceId: string
  readonly kind: ImportKind
  readonly state: ImportState
  readonly format: string | null
  readonly folder: string | null
  readonly startedBy: string
  readonly files: readonly RunFile[]
  readonly progress: RunProgress | null
  readonly report: Readonly<Record<string, unknown>> | null
  readonly problem: Words | null
  readonly createdAt: Date
  readonly changedAt: Date
  readonly finishedAt: Date | null
}

/** Notes an import whose files were sent from the page; their trial comes next. */
export async function addRun(
  scope: Scope,
  site: Site,
  run: {
    readonly kind: ImportKind
    readonly format: string | null
    readonly folder: string
    readonly files: readonly RunFile[]
  },
): Promise<number> {
  const { id } = await scope.db
    .insertInto('importRuns')
    .values({
      siteId: site.id,
      workspaceId: scope.workspace,
      kind: run.kind,
      state: 'checking',
      format: run.format,
      folder: run.folder,
      startedBy: scope.user.name,
      files: JSON.stringify(run.files),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * The import of a command: a new one, or the one that the same command left unfinished when it was killed. Held under the site's lock
 * (`alone`), so that what is still said to run no longer does.
 */
export async function openCommandRun(
  db: Kysely<Tables>,
  site: Site,
  kind: ImportKind,
  files: readonly RunFile[],
): Promise<{ readonly id: number; readonly isResumed: boolean }> {
  const left = await db
    .selectFrom('importRuns')
    .select(['id', 'files'])
    .where('siteId', '=', site.id)
    .where('folder', 'is', null)
    .where('kind', '=', kind)
    .where('state', 'in', ['running', 'cancelling'])
    .orderBy('id', 'desc')
    .execute()
  const names = (list: readonly RunFile[]) => list.map(({ name }) => name).join('\n')
  const same = left.find((run) => names(run.files) === names(files))
  const others = left.filter((run) => run !== same).map(({ id }) => id)
  if (others.length > 0)
    await db
      .updateTable('importRuns')
      .set({ state: 'failed', problem: JSON.stringify(cut), finishedAt: new Date() })
      .where('id', 'in', others)
      .execute()
  if (same) return { id: same.id, isResumed: true }
  const { id } = await db
    .insertInto('importRuns')
    .values({
      siteId: site.id,
      workspaceId: site.workspaceId,
      kind,
      state: 'running',
      format: null,
      folder: null,
      startedBy: 'filrouge',
      files: JSON.stringify(files),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, isResumed: false }
}

const cut: Words = {
  fr: 'L’import a été interrompu. Ce qu’il avait écrit est gardé : relancez-le, rien ne comptera deux fois.',
  en: 'The import was cut short. What it had written is kept: run it again, nothing will count twice.',
}

/** Tells how far it is. @returns false when somebody asked to stop */
export async function noteProgress(db: Kysely<Tables>, id: number, progress: RunProgress): Promise<boolean> {
  const row = await db
    .updateTable('importRuns')
    .set({ progress: JSON.stringify(progress), changedAt: new Date() })
    .where('id', '=', id)
    .returning('state')
    .executeTakeFirst()
  return row !== undefined && row.state !== 'cancelling'
}

/** Moves an import on from one of some states. @returns whether it was in one of them */
export async function moveRun(
  db: Kysely<Tables>,
  id: number,
  from: readonly ImportState[],
  to: ImportState,
  more: { readonly report?: object; readonly problem?: Words } = {},
): Promise<boolean> {
  const isOver = to === 'done' || to === 'cancelled' || to === 'failed' || to === 'removed'
  const { numUpdatedRows } = await db
    .updateTable('importRuns')
    .set({
      state: to,
      changedAt: new Date(),
      progress: null,
      ...(more.report === undefined ? {} : { report: JSON.stringify(more.report) }),
      problem: more.problem === undefined ? null : JSON.stringify(more.problem),
      ...(isOver ? { finishedAt: new Date() } : {}),
    })
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The imports of a site, latest first; those dropped before they began are not among them. */
export const listRuns = (scope: Scope, siteId: number): Promise<ImportRun[]> =>
  scope.db
    .selectFrom('importRuns')
    .select(columns)
    .where('workspaceId', '=', scope.workspace)
    .where('siteId', '=', siteId)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()

/** @throws notFound */
export async function getRun(scope: Scope, siteId: number, id: number): Promise<ImportRun> {
  const run = Number.isSafeInteger(id)
    ? await scope.db
        .selectFrom('importRuns')
        .select(columns)
        .where('workspaceId', '=', scope.workspace)
        .where('siteId', '=', siteId)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined
  if (!run) throw notFound()
  return run
}

/** Asks for a step of an import: whoever works on it does it next. @throws conflict when it is not where that can be asked */
export async function askOf(scope: Scope, run: ImportRun, wish: 'import' | 'cancel' | 'remove'): Promise<void> {
  const db = scope.db
  const done =
    wish === 'import'
      ? await moveRun(db, run.id, ['checked'], 'waiting', run.report ? { report: run.report } : {})
      : wish === 'remove'
        ? await moveRun(db, run.id, ['done', 'cancelled', 'failed'], 'removing')
        : // What has not begun to write goes without a trace; what writes stops at its next step.
          (await moveRun(db, run.id, ['checked', 'waiting'], 'removing')) ||
          (await moveRun(db, run.id, ['checking', 'running'], 'cancelling'))
  if (!done)
    throw conflict('importMoved', {
      fr: 'Cet import a changé d’état entre-temps : voyez où il en est.',
      en: 'This import has moved on meanwhile: see where it stands.',
    })
}

/** What is to be done, oldest first: for the nodes, which know no workspace. */
export const runsToDo = (db: Kysely<Tables>): Promise<ImportRun[]> =>
  db
    .selectFrom('importRuns')
    .select(columns)
    .where('state', 'in', ['checking', 'waiting', 'running', 'cancelling', 'removing'])
    .where((on) => on.or([on('folder', 'is not', null), on('state', '=', 'removing')]))
    .orderBy('id')
    .execute()

/** Whether an import's files are still wanted: an upload that no import names was never finished. */
export const isFolderNamed = async (db: Kysely<Tables>, folder: string): Promise<boolean> =>
  (await db.selectFrom('importRuns').select('id').where('folder', '=', folder).executeTakeFirst()) !== undefined

/** Forgets an import that wrote nothing. */
export const dropRun = (db: Kysely<Tables>, id: number) => db.deleteFrom('importRuns').where('id', '=', id).execute()

/** The figures of an import that is taken back, other than events. */
export async function removeRows(db: Kysely<Tables>, id: number): Promise<void> {
  await db.deleteFrom('imports').where('runId', '=', id).execute()
  await db.deleteFrom('importedDays').where('runId', '=', id).execute()
}

/** The state an import is in at this moment; null once it is forgotten. */
export const stateOf = async (db: Kysely<Tables>, id: number): Promise<ImportState | null> =>
  (await db.selectFrom('importRuns').select('state').where('id', '=', id).executeTakeFirst())?.state ?? null
