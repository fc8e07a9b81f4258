import { dimensionNames, isProperty } from './catalog.ts'
import type { Condition, Filter, FilterDimension, Operator } from './query.ts'
import { levels, operators } from './query.ts'

/** Filters and how an address writes them. */

export const isFilter = (condition: Condition): condition is Filter => 'dimension' in condition

/** A filter on goals, at the head of a query, also says which goals count as conversions. */
export const isOnGoal = (condition: Condition): condition is Filter =>
  isFilter(condition) && condition.dimension === 'goal'

/** Operators that a filter on goals may have: a goal is one of a few. */
export const goalOperators: readonly Operator[] = ['is', 'isNot', 'oneOf', 'notOneOf']

/** Bounds of what is asked in one go: deeper or wider is not a question of people. */
export const deepest = 6
export const widest = 60

/** Whether a condition keeps to these bounds. */
export const isBounded = (condition: Condition): boolean => depthOf(condition) <= deepest && sizeOf(condition) <= widest

const partsOf = (condition: Condition): readonly Condition[] =>
  isFilter(condition) ? [] : 'all' in condition ? condition.all : 'any' in condition ? condition.any : [condition.where]

const depthOf = (condition: Condition): number => 1 + Math.max(0, ...partsOf(condition).map(depthOf))
const sizeOf = (condition: Condition): number => 1 + partsOf(condition).reduce((sum, part) => sum + sizeOf(part), 0)

/**
 * A condition as one entry of an address. A filter alone is "channel:is:Email", several values separated by |. Put together:
 * "any(channel:is:Email,page:is:/miel)", "visitor(event:is:commande)", and "!visit(…)" for those who have none.
 */
export function writeCondition(condition: Condition): string {
  if (isFilter(condition)) return writeFilter(condition)
  if ('all' in condition) return `all(${condition.all.map(inGroup).join(',')})`
  if ('any' in condition) return `any(${condition.any.map(inGroup).join(',')})`
  return `${condition.has ? '' : '!'}${condition.of}(${inGroup(condition.where)})`
}

const inGroup = (condition: Condition): string =>
  isFilter(condition)
    ? writeFilter(condition).replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(',', '%2C')
    : writeCondition(condition)

const writeFilter = ({ dimension, operator, values }: Filter): string =>
  `${isProperty(dimension) ? escaped(dimension).replaceAll(':', '%3A') : dimension}:${operator}:${values.map(escaped).join('|')}`

const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('|', '%7C')

const unescaped = (text: string) =>
  text
    .replaceAll('%7C', '|')
    .replaceAll('%28', '(')
    .replaceAll('%29', ')')
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%25', '%')

/** What an entry of an address says; null when it says no condition, or one out of bounds. */
export function readCondition(written: string): Condition | null {
  if (written.length > 20_000) return null
  const condition = read(written, deepest)
  return condition && isBounded(condition) ? condition : null
}

function read(written: string, depth: number): Condition | null {
  const [, not = '', word = '', inside = ''] = /^(!?)(all|any|event|visit|visitor)\(([\s\S]*)\)$/.exec(written) ?? []
  if (word === '') return readFilter(written)
  if (depth <= 1) return null
  const parts = split(inside).map((part) => read(part, depth - 1))
  if (parts.length === 0 || parts.some((part) => part === null)) return null
  const known = parts.filter((part) => part !== null)
  const level = levels.find((name) => name === word)
  if (level === undefined) return not === '' ? (word === 'all' ? { all: known } : { any: known }) : null
  const [where, more] = known
  return where && !more ? { of: level, has: not === '', where } : null
}

/** Cuts at the commas that are in no bracket. */
function split(text: string): string[] {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '(') depth += 1
    if (text[i] === ')') depth -= 1
    if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(from, i))
      from = i + 1
    }
  }
  return [...parts, text.slice(from)]
}

function readFilter(written: string): Filter | null {
  const match = /^(property\.[^:]+|\w+):(\w+):([\s\S]*)$/.exec(written)
  const dimension = dimensionNamed(unescaped(match?.[1] ?? ''))
  const operator = operators.find((name) => name === match?.[2])
  if (!match || !dimension || !operator) return null
  if (dimension === 'goal' && !goalOperators.includes(operator)) return null
  const values = (match[3] ?? '').split('|').map(unescaped)
  return values.some((value) => value.length > 2000) || values.length > 50 ? null : { dimension, operator, values }
}

/** A dimension that may be filtered by; the date is chosen by the period. */
export const dimensionNamed = (text: string): FilterDimension | null =>
  isProperty(text) && text.length > 'property.'.length && text.length <= 310
    ? text
    : (dimensionNames.find((name) => name === text && name !== 'date') ?? null)

/** Adds a condition, or takes it away where the same one is already there. */
export function toggled(conditions: readonly Condition[], condition: Condition): readonly Condition[] {
  const written = writeCondition(condition)
  const others = conditions.filter((other) => writeCondition(other) !== written)
  return others.length < conditions.length ? others : [...conditions, condition]
}
