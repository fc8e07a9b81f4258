import { type ColumnType, type Kysely, sql } from 'kysely'
import type { Scope } from './accounts/scope.ts'
import { invalid } from './errors.ts'
import { type Attachment, type Message, addressProblem } from './message.ts'
import type { Tables } from './postgres.ts'

interface OutboxTable {
  id: string
  workspaceId: string | null
  key: string
  recipient: string
  subject: string
  bodyText: string
  bodyHtml: string
  headers: ColumnType<Record<string, string>, string, string>
  attachments: ColumnType<Attachment[], string, string>
  state: ColumnType<'waiting' | 'sent' | 'failed', undefined, 'waiting' | 'sent' | 'failed'>
  attempts: ColumnType<number, undefined, number>
  nextAt: Date
  reason: ColumnType<string | null, undefined, string | null>
  createdAt: ColumnType<Date, Date, never>
  doneAt: ColumnType<Date | null, undefined, Date | null>
}

declare module './postgres.ts' {
  interface Tables {
    outbox: OutboxTable
  }
}

/** Where a message belongs, what caused it, and when. */
export interface Origin {
  /** null for a message that is a person's own, such as a new password. */
  readonly workspace: string | null
  /** Says what caused it, and for whom: a second message under the same key is not added. */
  readonly key: string
  readonly now: Date
}

/** One that a node has taken: no other will, until the claim ends. */
export interface Queued extends Required<Message> {
  readonly id: string
  /** This one included. */
  readonly attempts: number
}

/** How long a message belongs to the node that took it; one that died in the middle lets it go after that. */
const claimMinutes = 10

/** The longest subject a header may hold in practice. */
const longestSubject = 200
/** Attachments of one message, in base64. */
const heaviest = 20 * 1024 * 1024

/**
 * Puts a message in the outbox, in the transaction of what caused it.
 * @returns its number; null when that key is there already
 * @throws invalid under `to` for an address nothing can be sent to; RangeError when the attachments are too heavy
 */
export async function queueMail(db: Kysely<Tables>, origin: Origin, message: Message): Promise<string | null> {
  const problem = addressProblem(message.to)
  if (problem) throw invalid({ to: problem })
  const attachments = message.attachments ?? []
  if (attachments.reduce((sum, { base64 }) => sum + base64.length, 0) > heaviest)
    throw new RangeError('attachments too heavy for a message')
  const row = await db
    .insertInto('outbox')
    .values({
      id: crypto.randomUUID(),
      workspaceId: origin.workspace,
      key: origin.key,
      recipient: message.to,
      subject: message.subject.replace(/\s+/g, ' ').trim().slice(0, longestSubject),
      bodyText: message.text,
      bodyHtml: message.html,
      headers: JSON.stringify(message.headers ?? {}),
      attachments: JSON.stringify(attachments),
      nextAt: origin.now,
      createdAt: origin.now,
    })
    .onConflict((known) => known.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Takes the message that has waited longest, or the one named: one statement, so that two nodes never take the same. */
export async function claimMail(db: Kysely<Tables>, now: Date, id: string | null = null): Promise<Queued | null> {
  const until = new Date(now.getTime() + claimMinutes * 60_000)
  const { rows } = await sql<Queued>`
    update outbox set attempts = attempts + 1, next_at = ${until}
    where id = (
      select id from outbox
      where state = 'waiting' and next_at <= ${now} and (${id}::uuid is null or id = ${id}::uuid)
      order by next_at, id
      limit 1
      for update skip locked
    )
    returning id, attempts, recipient as "to", subject, body_text as text, body_html as html, headers, attachments
  `.execute(db)
  return rows[0] ?? null
}

/** The text goes: it may hold a link that opens a door. To whom, what about and when stay. */
export async function noteSent(db: Kysely<Tables>, id: string, now: Date): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ state: 'sent', doneAt: now, reason: null, bodyText: '', bodyHtml: '', attachments: '[]' })
    .where('id', '=', id)
    .execute()
}

/** @param again when it is tried next; null when it is given up */
export async function noteFailure(db: Kysely<Tables>, id: string, reason: string, again: Date | null): Promise<void> {
  await db
    .updateTable('outbox')
    .set(again ? { reason, nextAt: again } : { reason, state: 'failed', bodyText: '', bodyHtml: '', attachments: '[]' })
    .where('id', '=', id)
    .execute()
}

/** Days a line of the outbox is kept. */
export const keptDays = 90

/** @returns how many lines were old enough to go */
export async function forgetOldMail(db: Kysely<Tables>, now: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where('state', '<>', 'waiting')
    .where('createdAt', '<', new Date(now.getTime() - keptDays * 24 * 3600_000))
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** The last messages of the workspace, newest first. */
export const lastMail = (scope: Scope, most = 50) =>
  scope.db
    .selectFrom('outbox')
    .select(['id', 'recipient', 'subject', 'state', 'attempts', 'reason', 'createdAt', 'doneAt', 'nextAt'])
    .where('workspaceId', '=', scope.workspace)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()
