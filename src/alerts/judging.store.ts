import type { Kysely } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Locale } from '../i18n.ts'
import { queueMail } from '../outbox.store.ts'
import type { Tables } from '../postgres.ts'
import { queueDelivery } from './deliveries.store.ts'
import type { Turn } from './decision.ts'
import { grainOf } from './rule.ts'
import { endOf } from './series.store.ts'
import { mailOf, payloadOf, type Told } from './telling.ts'

/** Every alert that is at work, of all workspaces, with where it is: the job judges each in its own scope. */
export const alertsAtWork = (db: Kysely<Tables>) =>
  db
    .selectFrom('alerts')
    .innerJoin('sites', 'sites.id', 'alerts.siteId')
    .innerJoin('projects', 'projects.id', 'alerts.projectId')
    .innerJoin('workspaces', 'workspaces.id', 'alerts.workspaceId')
    .select([
      'alerts.id', 'alerts.workspaceId', 'alerts.projectId', 'alerts.siteId', 'alerts.name', 'alerts.rule', 'alerts.judged', 'alerts.version',
      'alerts.members', 'alerts.addresses', 'alerts.webhookUrl', 'sites.domain', 'sites.timeZone', 'sites.currency',
      'projects.slug as project', 'workspaces.slug as workspace', 'workspaces.locale',
    ])
    .where('alerts.paused', '=', false)
    .where('sites.deletedAt', 'is', null)
    .where('projects.archivedAt', 'is', null)
    .orderBy('alerts.id')
    .execute() // prettier-ignore

export type AtWork = Awaited<ReturnType<typeof alertsAtWork>>[number]

/** Whether the alert rings and is not back. */
export const isRinging = async (scope: Scope, alertId: string): Promise<boolean> =>
  (await scope.db
    .selectFrom('alertFirings')
    .select('id')
    .where('workspaceId', '=', scope.workspace)
    .where('alertId', '=', alertId)
    .where('backAt', 'is', null)
    .executeTakeFirst()) !== undefined

/**
 * Notes what was judged and tells it, in one transaction. Another process that judged the same meanwhile, or a rule that was
 * changed, makes it do nothing.
 * @param to the last stretch judged
 * @returns whether it was noted
 */
export const noteJudged = (
  scope: Scope,
  alert: AtWork,
  turns: readonly Turn[],
  to: string,
  url: string,
): Promise<boolean> =>
  scope.db.transaction().execute(async (trx) => {
    const locked = await trx
      .selectFrom('alerts')
      .select(['judged', 'version', 'paused'])
      .where('workspaceId', '=', scope.workspace)
      .where('id', '=', alert.id)
      .forUpdate()
      .executeTakeFirst()
    if (!locked || locked.paused || locked.judged !== alert.judged || locked.version !== alert.version) return false
    for (const turn of turns) await noteTurn(trx, scope, alert, turn, url)
    await trx.updateTable('alerts').set({ judged: to }).where('id', '=', alert.id).execute()
    return true
  })

async function noteTurn(trx: Kysely<Tables>, scope: Scope, alert: AtWork, turn: Turn, url: string): Promise<void> {
  const { stretch, seen } = turn
  const at = endOf(grainOf(alert.rule), alert.timeZone, stretch)
  if (turn.turn === 'fired') {
    const found = { rule: JSON.stringify(alert.rule), seen: JSON.stringify(seen), firedAt: at }
    await trx
      .insertInto('alertFirings')
      .values({ id: crypto.randomUUID(), workspaceId: scope.workspace, alertId: alert.id, stretch, ...found })
      // Judged again after a pause or a change, a stretch that rang rings on; whoever was told of it is not told twice.
      .onConflict((known) =>
        known
          .columns(['alertId', 'stretch'])
          .doUpdateSet({ ...found, backStretch: null, backSeen: null, backAt: null }),
      )
      .execute()
  } else
    await trx
      .updateTable('alertFirings')
      .set({
        backStretch: stretch,
        backSeen: JSON.stringify(seen),
        backAt: at,
      })
      .where('alertId', '=', alert.id)
      .where('backAt', 'is', null)
      .execute()
  await tell(trx, scope, alert, turn, url)
}

async function tell(trx: Kysely<Tables>, scope: Scope, alert: AtWork, turn: Turn, url: string): Promise<void> {
  const told: Told = { ...alert, ...turn, base: `${url}/w/${alert.workspace}/p/${alert.project}`, at: scope.now }
  const cause = `${alert.id} ${turn.turn} ${turn.stretch}`
  for (const { to, locale } of await readersOf(trx, alert))
    await queueMail(
      trx,
      { workspace: scope.workspace, key: `alert ${cause} ${to}`, now: scope.now },
      { to, ...mailOf(told, locale) },
    )
  if (alert.webhookUrl !== null)
    await queueDelivery(trx, scope, {
      alertId: alert.id,
      key: cause,
      event: turn.turn,
      body: payloadOf(told, alert.locale),
    })
}

/** Members who are still of the workspace, each in his language; then the addresses that were typed. */
async function readersOf(trx: Kysely<Tables>, alert: AtWork): Promise<{ to: string; locale: Locale }[]> {
  const members =
    alert.members.length === 0
      ? []
      : await trx
          .selectFrom('members')
          .innerJoin('users', 'users.id', 'members.userId')
          .select(['users.email', 'users.locale'])
          .where('members.workspaceId', '=', alert.workspaceId)
          .where('members.userId', 'in', alert.members)
          .execute()
  const known = members.map(({ email, locale }) => ({ to: email, locale: locale ?? alert.locale }))
  const typed = alert.addresses.filter((address) => !known.some(({ to }) => to === address))
  return [...known, ...typed.map((to) => ({ to, locale: alert.locale }))]
}
