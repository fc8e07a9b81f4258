import type { Column } from '../xlsx.ts'
import type { FieldSpec } from './field.ts'
import type { Kind, KindWords } from './kind.ts'

/** What the address asks of a list. */
export interface ListQuery {
  readonly where: Readonly<Record<string, string>>
  readonly page: number
  readonly search?: string
  readonly sort?: { readonly field: string; readonly descending: boolean }
}

/** What the address asks of a list: filters on choices, words, order, page. Unknown names and values are left out. */
export function listQuery(kind: Kind, params: URLSearchParams): ListQuery {
  const where: Record<string, string> = {}
  for (const [name, { spec }] of Object.entries(kind.fields)) {
    const wanted = params.get(name)
    if (spec.type === 'choice' && wanted && spec.options?.includes(wanted)) where[name] = wanted
  }
  const field = params.get('sort')
  const page = Math.max(1, Math.min(10_000, Number.parseInt(params.get('page') ?? '1', 10) || 1))
  const search = params.get('q')?.trim().slice(0, 200)
  return {
    where,
    page,
    ...(search ? { search } : {}),
    ...(field && Object.hasOwn(kind.fields, field)
      ? { sort: { field, descending: params.get('dir') === 'desc' } }
      : {}),
  }
}

/** The same view of a list as an address, always written the same way: what two saved views are compared by. The page is left out. */
export function viewAddress({ where, search, sort }: ListQuery): string {
  const params = new URLSearchParams(Object.entries(where).toSorted(([a], [b]) => a.localeCompare(b)))
  if (search) params.set('q', search)
  if (sort) params.set('sort', sort.field)
  if (sort?.descending) params.set('dir', 'desc')
  return params.toString()
}

export const isNumeric = (spec: FieldSpec | undefined) =>
  spec !== undefined && ['integer', 'number', 'money', 'ratio'].includes(spec.type)

/** The columns of a kind's file: every field, in the order of the form. */
export const fileColumns = (kind: Kind, words: KindWords): (Column & { readonly name: string })[] =>
  Object.entries(kind.fields).map(([name, { spec }]) => ({
    name,
    label: words.fields[name]?.label ?? name,
    format: formatOf(spec),
    total: kind.totals.includes(name),
  }))

function formatOf({ type, numeric }: FieldSpec): Column['format'] {
  switch (type) {
    case 'money':
      return 'money'
    case 'ratio':
      return 'percent'
    case 'integer':
    case 'number':
      return 'number'
    case 'date':
      return 'day'
    case 'instant':
      return 'instant'
    default:
      return numeric ? 'number' : 'text'
  }
}
