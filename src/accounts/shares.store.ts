import { hashPassword } from 'better-auth/crypto'
import { type ColumnType, type Kysely, sql } from 'kysely'
import { forbidden, invalid, notFound } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import { isUuid } from '../uuid.ts'
import { passwordMaximum, passwordMinimum } from './password.ts'
import { nameProblem } from './people.store.ts'
import { mayShare } from './roles.ts'
import type { Scope } from './scope.ts'
import { hashSecret, newSecret } from './secret.ts'
import { type ShareView, isShareView, shareDays } from './share-views.ts'

interface ShareTable {
  id: string
  workspaceId: string
  projectId: string
  view: string
  name: string
  pinned: string
  changesPeriod: boolean
  tokenHash: string
  passwordHash: string | null
  createdBy: string | null
  createdAt: ColumnType<Date, Date | undefined, never>
  expiresAt: Date | null
  revokedAt: ColumnType<Date | null, Date | null | undefined, Date | null>
  openings: ColumnType<number, undefined, number>
  openedAt: ColumnType<Date | null, undefined, Date | null>
}

declare module '../postgres.ts' {
  interface Tables {
    shares: ShareTable
  }
}

export interface NewShare {
  readonly view: string
  readonly name: string
  /** What an address of the view says. */
  readonly pinned: string
  readonly changesPeriod: boolean
  /** One of `shareDays`. */
  readonly days: number
  /** Empty for none. */
  readonly password: string
}

const longestPinned = 4_000

/**
 * Makes a link that shows one view to whoever has it.
 * @param projectId a project of the workspace, read by the caller with this scope
 * @returns the token, which is not kept
 */
export async function addShare(scope: Scope, projectId: string, share: NewShare): Promise<string> {
  if (!mayShare(scope.role)) throw forbidden()
  const { view, name, pinned, changesPeriod, days, password } = share
  const problems = {
    ...nameProblem(name),
    ...(isShareView(view) && pinned.length <= longestPinned
      ? {}
      : {
          view: {
            fr: 'Cette vue ne se partage pas. Revenez à la page à montrer et choisissez « Partager ».',
            en: 'This view cannot be shared. Go back to the page to show and choose “Share”.',
          },
        }),
    ...(shareDays.some((allowed) => allowed === days)
      ? {}
      : { days: { fr: 'Choisissez une durée.', en: 'Choose a duration.' } }),
    ...(password === '' || (password.length >= passwordMinimum && password.length <= passwordMaximum)
      ? {}
      : {
          password: {
            fr: `De ${passwordMinimum} à ${passwordMaximum} caractères, ou rien.`,
            en: `From ${passwordMinimum} to ${passwordMaximum} characters, or nothing.`,
          },
        }),
  }
  if (Object.keys(problems).length > 0) throw invalid(problems)
  const token = newSecret()
  await scope.db
    .insertInto('shares')
    .values({
      id: crypto.randomUUID(),
      workspaceId: scope.workspace,
      projectId,
      view,
      name: name.trim(),
      pinned,
      changesPeriod,
      tokenHash: hashSecret(token),
      passwordHash: password === '' ? null : await hashPassword(password),
      createdBy: scope.user.id,
      expiresAt: days === 0 ? null : new Date(scope.now.getTime() + days * 24 * 3600_000),
    })
    .execute()
  return token
}

/** How a share stands: only an open one shows anything. */
export type ShareState = 'open' | 'expired' | 'closed'

const stateOf = (share: { readonly revokedAt: Date | null; readonly expiresAt: Date | null }, now: Date): ShareState =>
  share.revokedAt ? 'closed' : share.expiresAt && share.expiresAt <= now ? 'expired' : 'open'

const states: readonly ShareState[] = ['open', 'expired', 'closed']

/** Every share of a project: those that open, then those past their date, then those that were closed; newest first in each. */
export async function listShares(scope: Scope, projectId: string) {
  const rows = await scope.db
    .selectFrom('shares')
    .select(['id', 'view', 'name', 'pinned', 'expiresAt', 'revokedAt', 'openings', 'openedAt'])
    .select((of) => of('passwordHash', 'is not', null).as('hasPassword'))
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .orderBy('createdAt', 'desc')
    .execute()
  return rows
    .map((row) => ({ ...row, state: stateOf(row, scope.now) }))
    .toSorted((a, b) => states.indexOf(a.state) - states.indexOf(b.state))
}

/**
 * Closes a share, at once and for good; one that is closed already keeps its date.
 * @throws notFound when the project has no such share
 */
export async function revokeShare(scope: Scope, projectId: string, id: string): Promise<void> {
  if (!mayShare(scope.role)) throw forbidden()
  const { numUpdatedRows } = await scope.db
    .updateTable('shares')
    .set((of) => ({ revokedAt: of.fn.coalesce('revokedAt', of.val(scope.now)) }))
    .where('workspaceId', '=', scope.workspace)
    .where('projectId', '=', projectId)
    .where('id', '=', isUuid(id) ? id : null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
}

export interface Share {
  readonly id: string
  readonly workspaceId: string
  readonly projectId: string
  readonly project: string
  readonly view: ShareView
  readonly name: string
  readonly pinned: string
  readonly changesPeriod: boolean
  readonly passwordHash: string | null
}

/** What a token opens; null once it was revoked or is past its date, as for one that never was. */
export async function shareOf(db: Kysely<Tables>, token: string, now: Date): Promise<Share | null> {
  const row = await db
    .selectFrom('shares as s')
    .innerJoin('projects as p', (on) =>
      on.onRef('p.id', '=', 's.projectId').onRef('p.workspaceId', '=', 's.workspaceId'),
    )
    .select(['s.id', 's.workspaceId', 's.projectId', 'p.name as project', 's.view', 's.name', 's.pinned'])
    .select(['s.changesPeriod', 's.passwordHash'])
    .where('s.tokenHash', '=', hashSecret(token))
    .where('s.revokedAt', 'is', null)
    .where((of) => of.or([of('s.expiresAt', 'is', null), of('s.expiresAt', '>', now)]))
    .executeTakeFirst()
  return row && isShareView(row.view) ? { ...row, view: row.view } : null
}

/** Counts an opening; who opens is kept nowhere. */
export async function noteOpening(db: Kysely<Tables>, id: string, now: Date): Promise<void> {
  await db
    .updateTable('shares')
    .set({ openings: sql<number>`openings + 1`, openedAt: now })
    .where('id', '=', id)
    .execute()
}
