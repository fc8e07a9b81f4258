import type { Kysely } from 'kysely'
import type { ClickHouse } from '../clickhouse.ts'
import type { Locale } from '../i18n.ts'
import type { Tables } from '../postgres.ts'

export const roles = ['owner', 'lead', 'contributor', 'management', 'guest'] as const
export type Role = (typeof roles)[number]

/**
 * Who asks, where, and with which connections. Made once per request and given first to every store
 * function, whose queries it narrows: no scope, no rows.
 */
export interface Scope {
  readonly db: Kysely<Tables>
  readonly clickhouse: ClickHouse
  /** uuid of the workspace: every query carries it. */
  readonly workspace: string
  readonly user: { readonly id: string | null; readonly name: string; readonly email: string | null }
  readonly role: Role
  /** uuid of the only project a guest may see; null for members. */
  readonly project: string | null
  readonly locale: Locale
  readonly now: Date
}
