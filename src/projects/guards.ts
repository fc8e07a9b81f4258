import type { Scope } from '../accounts/scope.ts'
import type { Words } from '../errors.ts'
import { type Catalog, type Checked, type Kind, checkValues } from './kind.ts'

/** Values by field, as they are stored. */
type Values = Readonly<Record<string, unknown>>

/**
 * What a project asks of its objects of a kind beyond the kind's own form: a convention it wrote, a name that must be free. Every door
 * asks it: forms, tables, the API.
 */
export interface Guard {
  readonly kind: string
  /** Problems by field. `before` holds what is stored, null for a new object. */
  readonly check: (
    scope: Scope,
    projectId: string,
    values: Values,
    object: { readonly id: string | null; readonly before: Values | null },
  ) => Promise<Readonly<Record<string, Words>>>
}

/** Values for an object of a project, checked by its kind and then by what the project asks. */
export async function checkInProject(
  scope: Scope,
  catalog: Pick<Catalog, 'guards'>,
  kind: Kind,
  projectId: string,
  object: { readonly id: string; readonly values: Values } | null,
  input: unknown,
): Promise<Checked> {
  const checked = checkValues(kind, input)
  if (!checked.ok) return checked
  const about = { id: object?.id ?? null, before: object?.values ?? null }
  const asked = catalog.guards.filter((guard) => guard.kind === kind.name)
  const found = await Promise.all(asked.map((guard) => guard.check(scope, projectId, checked.values, about)))
  const problems: Record<string, Words> = Object.assign({}, ...found)
  return Object.keys(problems).length === 0 ? checked : { ok: false, problems }
}
