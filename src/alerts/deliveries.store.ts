import { createHmac } from 'node:crypto'
import { type ColumnType, type Kysely, sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Tables } from '../postgres.ts'

interface DeliveryTable {
  id: string
  workspaceId: string
  alertId: string
  key: string
  event: 'fired' | 'back' | 'trial'
  body: string
  state: ColumnType<'waiting' | 'sent' | 'failed', undefined, 'waiting' | 'sent' | 'failed'>
  attempts: ColumnType<number, undefined, number>
  nextAt: Date
  status: ColumnType<number | null, undefined, number | null>
  reason: ColumnType<string | null, undefined, string | null>
  createdAt: ColumnType<Date, Date, never>
  doneAt: ColumnType<Date | null, undefined, Date | null>
}

declare module '../postgres.ts' {
  interface Tables {
    alertDeliveries: DeliveryTable
  }
}

export interface NewDelivery {
  readonly alertId: string
  /** What caused it: a second one under the same key is not added. */
  readonly key: string
  readonly event: 'fired' | 'back' | 'trial'
  readonly body: object
}

/** Puts a call to the alert's webhook in the queue, in the transaction of what caused it. @returns its number, or null */
export async function queueDelivery(
  db: Kysely<Tables>,
  scope: Pick<Scope, 'workspace' | 'now'>,
  { body, ...delivery }: NewDelivery,
): Promise<string | null> {
  const id = crypto.randomUUID()
  const row = await db
    .insertInto('alertDeliveries')
    .values({
      id,
      workspaceId: scope.workspace,
      ...delivery,
      body: JSON.stringify({ id, ...body }),
      nextAt: scope.now,
      createdAt: scope.now,
    })
    .onConflict((known) => known.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export interface Claimed {
  readonly id: string
  readonly alertId: string
  readonly body: string
  readonly attempts: number
  /** null: the alert has no webhook any more. */
  readonly webhookUrl: string | null
  readonly webhookSalt: string | null
}

/** Minutes a call belongs to the node that took it; far more than one try may take. */
const claimMinutes = 5

/** Takes the call that has waited longest, or the one named, so that no other node does. */
export async function claimDelivery(db: Kysely<Tables>, now: Date, id: string | null = null): Promise<Claimed | null> {
  const until = new Date(now.getTime() + claimMinutes * 60_000)
  const { rows } = await sql<Claimed>`
    update alert_deliveries as d set attempts = attempts + 1, next_at = ${until}
    from alerts as a
    where a.id = d.alert_id
      and d.id = (
        select id from alert_deliveries
        where state = 'waiting' and next_at <= ${now} and (${id}::uuid is null or id = ${id}::uuid)
        order by next_at, id
        limit 1
        for update skip locked
      )
    returning d.id, d.alert_id, d.body, d.attempts, a.webhook_url, a.webhook_salt
  `.execute(db)
  return rows[0] ?? null
}

/** What came of one try. @param again when it is tried next; null when it is over, well or not */
export async function noteAnswer(
  db: Kysely<Tables>,
  id: string,
  found: { readonly status: number | null; readonly reason: string | null },
  again: Date | null,
  now: Date,
): Promise<void> {
  const over = { state: found.reason === null ? 'sent' : 'failed', doneAt: now } as const
  await db
    .updateTable('alertDeliveries')
    .set({ ...found, ...(again ? { nextAt: again } : over) })
    .where('id', '=', id)
    .execute()
}

/** The last calls of an alert's webhook, newest first. */
export const lastDeliveries = (scope: Scope, alertId: string, most = 20) =>
  scope.db
    .selectFrom('alertDeliveries')
    .select(['id', 'event', 'state', 'attempts', 'status', 'reason', 'createdAt', 'nextAt', 'doneAt'])
    .where('workspaceId', '=', scope.workspace)
    .where('alertId', '=', alertId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()

/** Another secret for the webhook of an alert; the one before signs nothing any more. */
export async function renewSecret(scope: Scope, alertId: string, instanceSecret: string): Promise<string> {
  const salt = crypto.randomUUID()
  await scope.db
    .updateTable('alerts')
    .set({ webhookSalt: salt })
    .where('workspaceId', '=', scope.workspace)
    .where('id', '=', alertId)
    .execute()
  return webhookSecret(instanceSecret, alertId, salt)
}

/** Made from the instance's own secret each time, so that it is kept nowhere, a backup included. */
export const webhookSecret = (instanceSecret: string, alertId: string, salt: string): string =>
  `whsec_${createHmac('sha256', instanceSecret).update(`alert webhook\n${alertId}\n${salt}`).digest('base64url')}`

/** What the receiver computes again: HMAC-SHA256 of the timestamp, a full stop and the body, in hexadecimal. */
export const signatureOf = (secret: string, timestamp: number, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
