import { dimensionNamed, goalOperators, isFilter } from './filters.ts'
import { type Condition, type Filter, type Level, levels, operators } from './query.ts'

/** Conditions as a form shows them: groups of rows, each group about one thing. What no group can show is kept as it is. */

export interface FormGroup {
  /** What the rows speak of; null leaves it to each reading. */
  readonly of: Level | null
  readonly has: boolean
  readonly join: 'all' | 'any'
  readonly rows: readonly Filter[]
}

export interface FormConditions {
  /** Whether all groups hold, or any of them. */
  readonly join: 'all' | 'any'
  readonly groups: readonly FormGroup[]
  /** Conditions too deep for the form. */
  readonly kept: readonly Condition[]
}

export const mostGroups = 4
export const mostRows = 5

const plain: FormGroup = { of: null, has: true, join: 'all', rows: [] }

/** What a form can show of a view's filters. */
export function formOf(conditions: readonly Condition[]): FormConditions {
  const [only, more] = conditions
  if (only && !more && !isFilter(only) && 'any' in only) {
    const groups = only.any.map(groupOf)
    // An "any" of filters alone is one group; of groups, it joins them.
    if (!only.any.every(isFilter) && groups.every((group) => group !== null) && groups.length <= mostGroups)
      return { join: 'any', groups, kept: [] }
  }
  const filters = conditions.filter(isFilter).filter(isShowable)
  const first = filters.length > 0 ? [{ ...plain, rows: filters.slice(0, mostRows) }] : []
  const others = conditions
    .filter((one) => !isFilter(one) || !isShowable(one))
    .map((one) => ({ one, group: groupOf(one) }))
  const shown = others.flatMap(({ group }) => group ?? []).slice(0, mostGroups - first.length)
  return {
    join: 'all',
    groups: [...first, ...shown],
    kept: [
      ...filters.slice(mostRows),
      ...others.filter(({ group }) => !group || !shown.includes(group)).map(({ one }) => one),
    ],
  }
}

function groupOf(condition: Condition): FormGroup | null {
  if (isFilter(condition)) return isShowable(condition) ? { ...plain, rows: [condition] } : null
  if ('of' in condition) {
    const inside = groupOf(condition.where)
    return inside && inside.of === null ? { ...inside, of: condition.of, has: condition.has } : null
  }
  const [join, parts] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const)
  return parts.every(isFilter) && parts.every(isShowable) && parts.length <= mostRows
    ? { ...plain, join, rows: parts }
    : null
}

/** The conditions of a filled form. */
export function conditionsOf({ join, groups, kept }: FormConditions): readonly Condition[] {
  const filled = groups.filter(({ rows }) => rows.length > 0)
  if (join === 'any' && filled.length > 1) return [...kept, { any: filled.map(conditionOf) }]
  const each = filled.flatMap((group): readonly Condition[] =>
    group.of === null && group.join === 'all' ? group.rows : [conditionOf(group)],
  )
  return [...kept, ...each]
}

function conditionOf({ of, has, join, rows }: FormGroup): Condition {
  const [row, more] = rows
  const where: Condition = row && !more ? row : join === 'all' ? { all: rows } : { any: rows }
  return of === null ? where : { of, has, where }
}

const between = ' | '
const longestRow = 2000

/** Values as the one field of a row shows them. */
export const rowText = ({ values }: Filter): string => values.join(between)

/** Whether the fields of a row give a filter back: no value that is nothing, no bar, no new line, no space at the ends, not too long. */
const isShowable = (filter: Filter) =>
  filter.values.every((value) => value !== '' && value === value.trim() && !/[|\r\n]/.test(value)) &&
  filter.dimension === filter.dimension.trim() &&
  !/^property\.\s|[\r\n]/.test(filter.dimension) &&
  rowText(filter).length <= longestRow

/** Names of the fields of a group of the form. */
export const fieldOf = (group: number, name: 'of' | 'join' | 'dim' | 'prop' | 'op' | 'val') => `g${group}${name}`

/** Whether an entry of an address is of the form, and not of the page it goes back to. */
export const isOfForm = (name: string) => /^(g\d(of|join|dim|prop|op|val)|join|apply|back)$/.test(name)

/** The groups that a form says; a row without a value is no row. */
export function formFilled(search: URLSearchParams): Pick<FormConditions, 'join' | 'groups'> {
  const groups = Array.from({ length: mostGroups }, (_, g): FormGroup => {
    const all = (name: Parameters<typeof fieldOf>[1]) => search.getAll(fieldOf(g, name))
    const [of = ''] = all('of')
    const [props, ops, values] = [all('prop'), all('op'), all('val')]
    return {
      of: levels.find((level) => level === of.replace('!', '')) ?? null,
      has: !of.startsWith('!'),
      join: all('join')[0] === 'any' ? 'any' : 'all',
      rows: all('dim').slice(0, mostRows).flatMap((dim, i) => rowOf(dim, props[i] ?? '', ops[i] ?? '', values[i] ?? '') ?? []),
    } // prettier-ignore
  })
  return { join: search.get('join') === 'any' ? 'any' : 'all', groups }
}

function rowOf(dim: string, property: string, op: string, value: string): Filter | null {
  const dimension = dimensionNamed(dim === 'property' ? `property.${property.trim()}` : dim)
  const asked = operators.find((name) => name === op) ?? 'is'
  const operator = dimension === 'goal' && !goalOperators.includes(asked) ? 'is' : asked
  const values = value
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .slice(0, 50)
  return dimension === null || values.length === 0 || value.length > longestRow ? null : { dimension, operator, values }
}
