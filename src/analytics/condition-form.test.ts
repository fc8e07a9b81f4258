import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FormConditions, conditionsOf, fieldOf, formFilled, formOf, isOfForm } from './condition-form.ts'
import { readCondition, writeCondition } from './filters.ts'
import { isProperty } from './catalog.ts'
import { type Condition, type FilterDimension, levels, operators } from './query.ts'

/** What a browser sends of a form as it was shown. */
const sent = ({ join, groups }: FormConditions) =>
  new URLSearchParams([
    ['join', join],
    ...groups.flatMap(({ of, has, join: rowsJoin, rows }, g): [string, string][] => [
      [fieldOf(g, 'of'), of === null ? '' : `${has ? '' : '!'}${of}`],
      [fieldOf(g, 'join'), rowsJoin],
      ...[...rows, null].flatMap((row): [string, string][] => {
        const property = row && isProperty(row.dimension) ? row.dimension.slice('property.'.length) : ''
        return [
          [fieldOf(g, 'dim'), property === '' ? (row?.dimension ?? 'page') : 'property'],
          [fieldOf(g, 'prop'), property],
          [fieldOf(g, 'op'), row?.operator ?? 'is'],
          [fieldOf(g, 'val'), row?.values.join(' | ') ?? ''],
        ]
      }),
    ]),
  ])

const word = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text.trim() === text && text !== '')
const leaf = fc.record({
  dimension: fc.constantFrom<FilterDimension>('page', 'channel', 'property.plan', 'event', 'exitPage'),
  operator: fc.constantFrom(...operators),
  values: fc.array(fc.oneof(word, fc.constantFrom('', 'a|b', ' x')), { minLength: 1, maxLength: 3 }),
})
const { tree } = fc.letrec<{ tree: Condition; list: Condition[] }>((tie) => ({
  list: fc.array(tie('tree'), { minLength: 1, maxLength: 6 }),
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    tie('list').map((all): Condition => ({ all })),
    tie('list').map((any): Condition => ({ any })),
    fc.record({ of: fc.constantFrom(...levels), has: fc.boolean(), where: tie('tree') }),
  ),
}))

/** "all" of one is that one: the form need not tell them apart. */
const plainly = (condition: Condition): Condition => {
  if ('dimension' in condition) return condition
  if ('of' in condition) return { ...condition, where: plainly(condition.where) }
  const parts = ('all' in condition ? condition.all : condition.any).map(plainly)
  const [only, more] = parts
  return only && !more ? only : 'all' in condition ? { all: parts } : { any: parts }
}
/** At the head all hold, in whatever order. */
const headOf = (conditions: readonly Condition[]) =>
  conditions
    .map(plainly)
    .flatMap((one): readonly Condition[] =>
      'all' in one && one.all.every((part) => 'dimension' in part) ? one.all : [one],
    )
    .map(writeCondition)
    .toSorted()

test('applying a form that nobody touched changes nothing, however deep the conditions are', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 6 }), (conditions) => {
      const form = formOf(conditions)
      expect(headOf(conditionsOf({ ...formFilled(sent(form)), kept: form.kept }))).toEqual(headOf(conditions))
    }),
    { numRuns: 300 },
  )
})

describe('a filled form', () => {
  const filled = (fields: Record<string, string | string[]>) =>
    conditionsOf({
      ...formFilled(
        new URLSearchParams(
          Object.entries(fields).flatMap(([name, texts]) => [texts].flat().map((text) => [name, text])),
        ),
      ),
      kept: [],
    }).map(writeCondition)

  test('one row is one filter', () =>
    expect(filled({ g0dim: 'channel', g0op: 'isNot', g0val: 'Email' })).toEqual(['channel:isNot:Email']))
  test('rows of a group that speaks of visits', () =>
    expect(filled({ g0of: '!visit', g0join: 'any', g0dim: ['page', 'event'], g0op: ['is', 'is'], g0val: ['/a', 'b'] })).toEqual(['!visit(any(page:is:/a,event:is:b))'])) // prettier-ignore
  test('groups of which one is enough', () =>
    expect(filled({ join: 'any', g0dim: 'page', g0val: '/a', g1of: 'visitor', g1dim: 'event', g1val: 'b | c' })).toEqual(['any(page:is:/a,visitor(event:is:b|c))'])) // prettier-ignore
  test('a property has its name beside it', () =>
    expect(filled({ g0dim: 'property', g0prop: ' plan ', g0op: 'is', g0val: 'pro' })).toEqual(['property.plan:is:pro']))
  test.each([
    ['no value', { g0dim: 'page', g0val: ' ' }],
    ['no criterion', { g0dim: 'colour', g0val: 'red' }],
    ['a property without a name', { g0dim: 'property', g0prop: ' ', g0val: 'x' }],
    ['nothing', {}],
  ])('%s is no filter', (_, fields) => expect(filled(fields)).toEqual([]))
  test('a goal is one of a few', () =>
    expect(filled({ g0dim: 'goal', g0op: 'contains', g0val: 'x' })).toEqual(['goal:is:x']))
})

test('what a form adds can be read back, and its fields are told from a page’s', () => {
  expect(readCondition('!visit(any(page:is:/a,event:is:b))')).toMatchObject({ of: 'visit', has: false })
  expect(['g0of', 'g3val', 'join', 'apply', 'back'].every(isOfForm)).toBe(true)
  expect(['f', 'site', 'from', 'step', 'kind', 'gain'].some(isOfForm)).toBe(false)
})
