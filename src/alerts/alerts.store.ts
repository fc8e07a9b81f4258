import type { ColumnType, Kysely } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import { conflict, forbidden, invalid, notFound } from '../errors.ts'
import type { Tables } from '../postgres.ts'
import { isUuid } from '../uuid.ts'
import type { Rule, Seen } from './rule.ts'

type Json<T> = ColumnType<T, string, string>

interface AlertTable {
  id: string
  workspaceId: string
  projectId: string
  siteId: number
  name: string
  rule: Json<Rule>
  members: string[]
  addresses: string[]
  webhookUrl: string | null
  webhookSalt: string | null
  paused: ColumnType<boolean, boolean | undefined, boolean>
  version: ColumnType<number, undefined, number>
  judged: ColumnType<string | null, undefined, string | null>
  createdBy: string
  createdAt: ColumnType<Date, Date, never>
}

interface FiringTable {
  id: string
  workspaceId: string
  alertId: string
  rule: Json<Rule>
  stretch: string
  seen: Json<Seen>
  firedAt: Date
  backStretch: ColumnType<string | null, undefined, string | null>
  backSeen: ColumnType<Seen | null, undefined, string | null>
  backAt: ColumnType<Date | null, undefined, Date | null>
}

declare module '../postgres.ts' {
  interface Tables {
    alerts: AlertTable
    alertFirings: FiringTable
  }
}

/** What a form decides of an alert. */
export interface AlertDraft {
  readonly siteId: number
  readonly name: string
  readonly rule: Rule
  readonly members: readonly string[]
  readonly addresses: readonly string[]
  readonly webhookUrl: string | null
}

/** Alerts of a project at most: each reads the events of its site. */
const most = 50

export const mayWriteAlerts = ({ role }: Pick<Scope, 'role'>): boolean =>
  role === 'owner' || role === 'lead' || role === 'contributor'

const alertsOf = (scope: Scope, projectId: string) =>
  scope.db
    .selectFrom('alerts')
    .innerJoin('sites', 'sites.id', 'alerts.siteId')
    .select([
      'alerts.id', 'alerts.name', 'alerts.rule', 'alerts.members', 'alerts.addresses', 'alerts.webhookUrl', 'alerts.webhookSalt',
      'alerts.paused', 'alerts.version', 'alerts.judged', 'alerts.createdBy', 'alerts.siteId', 'sites.domain', 'sites.timeZone',
      'sites.currency', 'sites.deletedAt as siteRemovedAt',
    ])
    .where('alerts.workspaceId', '=', scope.workspace)
    .where('alerts.projectId', '=', scope.role === 'guest' ? null : projectId) // prettier-ignore

/** Alerts of a project, by name. Guests see none. */
export const listAlerts = (scope: Scope, projectId: string) =>
  alertsOf(scope, projectId).orderBy('alerts.name').orderBy('alerts.id').execute()

export type Alert = Awaited<ReturnType<typeof listAlerts>>[number]

/** @throws notFound when the project has no such alert */
export async function readAlert(scope: Scope, projectId: string, id: string | undefined): Promise<Alert> {
  const row = isUuid(id ?? '')
    ? await alertsOf(scope, projectId)
        .where('alerts.id', '=', id ?? '')
        .executeTakeFirst()
    : undefined
  if (!row) throw notFound()
  return row
}

const firingsOf = (scope: Scope, projectId: string) =>
  scope.db
    .selectFrom('alertFirings as f')
    .innerJoin('alerts', 'alerts.id', 'f.alertId')
    .select([
      'f.id',
      'f.alertId',
      'f.rule',
      'f.stretch',
      'f.seen',
      'f.firedAt',
      'f.backStretch',
      'f.backSeen',
      'f.backAt',
    ])
    .where('alerts.workspaceId', '=', scope.workspace)
    .where('alerts.projectId', '=', scope.role === 'guest' ? null : projectId)
    .orderBy('f.firedAt', 'desc')
    .orderBy('f.id')

/** Firings of an alert, or of all those of a project, newest first. */
export function listFirings(scope: Scope, projectId: string, alertId: string | null, limit = 100) {
  const firings = firingsOf(scope, projectId).limit(limit)
  return (alertId === null ? firings : firings.where('f.alertId', '=', alertId)).execute()
}

export type Firing = Awaited<ReturnType<typeof listFirings>>[number]

/** How many alerts of a project ring and are not back: what the left bar shows. */
export async function ringing(scope: Scope, projectId: string): Promise<number> {
  if (scope.role === 'guest') return 0
  const row = await scope.db
    .selectFrom('alertFirings as f')
    .innerJoin('alerts', 'alerts.id', 'f.alertId')
    .innerJoin('sites', 'sites.id', 'alerts.siteId')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('alerts.workspaceId', '=', scope.workspace)
    .where('alerts.projectId', '=', projectId)
    .where('alerts.paused', '=', false)
    .where('sites.deletedAt', 'is', null)
    .where('f.backAt', 'is', null)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

const columnsOf = ({ rule, members, addresses, ...draft }: AlertDraft) => ({
  ...draft,
  rule: JSON.stringify(rule),
  members: [...members],
  addresses: [...addresses],
})

/**
 * Keeps an alert. It is judged from the last stretch that is over.
 * @throws forbidden for those who only read; invalid when the project has too many
 */
export async function addAlert(scope: Scope, projectId: string, draft: AlertDraft): Promise<string> {
  if (!mayWriteAlerts(scope)) throw forbidden()
  if ((await listAlerts(scope, projectId)).length >= most)
    throw invalid({
      name: {
        fr: `${most} alertes au plus par projet : supprimez-en.`,
        en: `${most} alerts at most per project: delete some.`,
      },
    })
  const id = crypto.randomUUID()
  await scope.db
    .insertInto('alerts')
    .values({
      id,
      workspaceId: scope.workspace,
      projectId,
      ...columnsOf(draft),
      webhookSalt: draft.webhookUrl === null ? null : crypto.randomUUID(),
      createdBy: scope.user.name,
      createdAt: scope.now,
    })
    .execute()
  return id
}

/**
 * Changes an alert. With another rule or another site, what rings is forgotten and it is judged afresh.
 * @throws conflict when somebody saved first; forbidden; notFound
 */
export async function updateAlert(
  scope: Scope,
  projectId: string,
  id: string,
  version: number,
  draft: AlertDraft,
): Promise<void> {
  if (!mayWriteAlerts(scope)) throw forbidden()
  const before = await readAlert(scope, projectId, id)
  const isOther = before.siteId !== draft.siteId || JSON.stringify(before.rule) !== JSON.stringify(draft.rule)
  await scope.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('alerts')
      .set({
        ...columnsOf(draft),
        ...(isOther ? { judged: null } : {}),
        webhookSalt: draft.webhookUrl === null ? null : (before.webhookSalt ?? crypto.randomUUID()),
        version: before.version + 1,
      })
      .where('workspaceId', '=', scope.workspace)
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst()
    if (numUpdatedRows === 0n)
      throw conflict('changedMeanwhile', {
        fr: `Quelqu’un a modifié cette alerte entre-temps (« ${before.name} »). Rien n’a été enregistré : vos saisies sont ci-dessous, rechargez la page pour voir les siennes.`,
        en: `Somebody changed this alert meanwhile (“${before.name}”). Nothing was saved: what you typed is below; reload the page to see theirs.`,
      })
    if (isOther) await closeFiring(trx, id, scope.now)
  })
}

/** An alert that was changed or paused no longer says anything of the breach it rang for. */
const closeFiring = (trx: Kysely<Tables>, alertId: string, now: Date) =>
  trx
    .updateTable('alertFirings')
    .set({ backAt: now })
    .where('alertId', '=', alertId)
    .where('backAt', 'is', null)
    .execute()

/** Stops or takes up an alert; taken up, it is judged afresh. @throws forbidden; notFound */
export async function pauseAlert(scope: Scope, projectId: string, id: string, paused: boolean): Promise<void> {
  if (!mayWriteAlerts(scope)) throw forbidden()
  await readAlert(scope, projectId, id)
  await scope.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('alerts')
      .set({ paused, judged: null })
      .where('workspaceId', '=', scope.workspace)
      .where('id', '=', id)
      .execute()
    if (paused) await closeFiring(trx, id, scope.now)
  })
}

/** Removes an alert with its history. @returns its name @throws forbidden; notFound */
export async function removeAlert(scope: Scope, projectId: string, id: string): Promise<string> {
  if (!mayWriteAlerts(scope)) throw forbidden()
  const { name } = await readAlert(scope, projectId, id)
  await scope.db.deleteFrom('alerts').where('workspaceId', '=', scope.workspace).where('id', '=', id).execute()
  return name
}
