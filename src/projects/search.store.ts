import { mayRead } from './kind.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../accounts/scope.ts'
import type { Kind } from './kind.ts'

export interface Found {
  readonly id: string
  readonly title: string
  readonly kind: string
  /** Slug of its project. */
  readonly project: string
  readonly projectName: string
}

/** Objects whose title holds every word typed, whatever its accents and capitals; the latest first. At most 20. */
export async function searchObjects(scope: Scope, kinds: readonly Kind[], typed: string): Promise<Found[]> {
  const open = kinds.filter((kind) => mayRead(scope, kind)).map((kind) => kind.name)
  if (open.length === 0) return []
  const { rows } = await sql<Found>`
    select o.id, o.title, o.kind, p.slug as project, p.name as project_name
    from objects as o
    join projects as p on p.id = o.project_id
    where o.workspace_id = ${scope.workspace}
      and o.deleted_at is null
      and o.kind = any(${open})
      ${scope.project === null ? sql`` : sql`and o.project_id = ${scope.project}`}
      and ${titleHolds(typed)}
    order by o.updated_at desc
    limit 20
  `.execute(scope.db)
  return rows
}

/** Whether the title of `objects as o` holds every word typed, whatever its accents and capitals. */
export function titleHolds(typed: string): RawBuilder<unknown> {
  const words = typed
    .trim()
    .split(/\s+/)
    .slice(0, 8)
    .map((word) => `%${fold(word).replace(/[%_\\]/g, '\\$&')}%`)
  return sql.join(
    words.map((word) => sql`${folded} like ${word}`),
    sql` and `,
  )
}

const fold = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')

// Folding in SQL without an extension, so that any PostgreSQL serves: Unicode decomposition, then marks dropped.
const folded = sql`regexp_replace(normalize(lower(o.title), NFD), '[\\u0300-\\u036f]', '', 'g')`
