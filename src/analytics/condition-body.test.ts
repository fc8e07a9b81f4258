import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { condition } from './condition-body.ts'
import { conditionsOf, fieldOf, formFilled, formOf, rowText } from './condition-form.ts'
import { deepest, isBounded, readCondition, toggled, widest, writeCondition } from './filters.ts'
import { parseQuery } from './query-body.ts'
import { type Condition, type Filter, type FilterDimension, levels, operators } from './query.ts'

const page: Filter = { dimension: 'page', operator: 'is', values: ['/'] }
const nest = (times: number, inside: Condition = page): Condition =>
  times === 0 ? inside : { all: [nest(times - 1, inside)] }

const leaf = fc.record({
  dimension: fc.constantFrom<FilterDimension>('page', 'channel', 'property.plan', 'event', 'exitPage'),
  operator: fc.constantFrom(...operators),
  values: fc.array(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 3 }),
})
const { tree } = fc.letrec<{ tree: Condition; list: Condition[] }>((tie) => ({
  list: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
  tree: fc.oneof(
    { maxDepth: deepest + 1 },
    leaf,
    tie('list').map((all): Condition => ({ all })),
    tie('list').map((any): Condition => ({ any })),
    fc.record({ of: fc.constantFrom(...levels), has: fc.boolean(), where: tie('tree') }),
  ),
}))

describe('a condition of the API', () => {
  test('within the bounds it is taken as it is, beyond them refused: the same bounds as in an address', () => {
    fc.assert(
      fc.property(tree, (asked) => {
        const parsed = condition.safeParse(JSON.parse(JSON.stringify(asked)))
        expect(parsed.success).toBe(isBounded(asked))
        if (parsed.success) expect(parsed.data).toEqual(asked)
        expect(readCondition(writeCondition(asked))).toEqual(isBounded(asked) ? asked : null)
      }),
      { numRuns: 150 },
    )
  })

  test('whatever JSON is sent, it is a condition or it is said why not, in two languages', () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('all', 'any', 'of', 'has', 'where', 'dimension', 'operator', 'values', 'x'), fc.oneof(fc.jsonValue({ maxDepth: 2 }), tree), { maxKeys: 4 }),
    ) // prettier-ignore
    fc.assert(
      fc.property(json, (sent) => {
        const parsed = parseQuery({ period: { from: '2026-11-01', to: '2026-11-07' }, metrics: ['visits'], filters: [sent] })
        if (parsed.ok) return expect(parsed.query.filters.every(isBounded)).toBe(true)
        expect(Object.keys(parsed.fields)).not.toEqual([])
        for (const [field, { fr, en }] of Object.entries(parsed.fields)) {
          expect(field).toMatch(/^filters/)
          expect([fr, en].every((words) => /^[^\0]{8,}$/.test(words)), `${field}: ${fr} ${en}`).toBe(true)
          expect(fr).not.toBe(en)
        }
      }),
      { numRuns: 300 },
    ) // prettier-ignore
  })

  test('a level speaks of those who have it, unless it says otherwise', () =>
    expect(condition.parse({ of: 'visitor', where: page })).toEqual({ of: 'visitor', has: true, where: page }))

  test.each<[unknown, string]>([
    [nest(deepest - 1), ''],
    [nest(deepest), 'filters.0'],
    [nest(3_000), 'filters.0'],
    [{ any: Array.from({ length: widest - 1 }, () => page) }, ''],
    [{ any: Array.from({ length: widest }, () => page) }, 'filters.0'],
    [{ any: Array.from({ length: widest + 1 }, () => page) }, 'filters.0.any'],
    [{ all: [] }, 'filters.0.all'],
    [{ any: page }, 'filters.0.any'],
    [{ all: [page], any: [page] }, 'filters.0.any'],
    [{ of: 'visit', has: 'yes', where: page }, 'filters.0.has'],
    [{ of: 'site', where: page }, 'filters.0.of'],
    [{ of: 'visit', where: page, who: 'me' }, 'filters.0.who'],
    [{ of: 'visit', where: { any: [page, { ...page, operator: 'like' }] } }, 'filters.0.where.any.1.operator'],
    [{ ...page, dimension: 'date' }, 'filters.0.dimension'],
    [{ ...page, dimension: 'property.' }, 'filters.0.dimension'],
    [{ ...page, dimension: 'constructor' }, 'filters.0.dimension'],
    [{ ...page, dimension: `property.${'x'.repeat(301)}` }, ''],
    [{ ...page, dimension: `property.${'x'.repeat(302)}` }, 'filters.0.dimension'],
    [{ ...page, values: Array.from({ length: 200 }, String) }, ''],
    [{ ...page, values: Array.from({ length: 201 }, String) }, 'filters.0.values'],
    [{ dimension: 'goal', operator: 'matches', values: ['A'] }, 'filters.0.operator'],
    [{ dimension: 'goal', operator: 'notOneOf', values: ['A'] }, ''],
    [[page], 'filters.0'],
    [null, 'filters.0'],
  ])('%j is wrong at "%s"', (sent, field) => {
    const parsed = parseQuery({ period: { from: '2026-11-01', to: '2026-11-07' }, metrics: ['visits'], filters: [sent] })
    expect(parsed.ok ? '' : Object.keys(parsed.fields)[0]).toBe(field)
  }) // prettier-ignore

  test.each(['constructor', 'toString', 'hasOwnProperty', 'colour'])('a field "%s" is said to be unknown', (name) => {
    const parsed = parseQuery({ period: { from: '2026-11-01', to: '2026-11-07' }, metrics: ['visits'], [name]: 1 })
    expect(parsed.ok ? null : Object.entries(parsed.fields)).toEqual([
      [name, { fr: 'Champ inconnu.', en: 'Unknown field.' }],
    ])
  })
})

describe('conditions through their form', () => {
  const applied = (conditions: readonly Condition[]) => {
    const { join, groups, kept } = formOf(conditions)
    const entries = groups.flatMap(({ of, has, join: rowsJoin, rows }, g): [string, string][] => [
      [fieldOf(g, 'of'), of === null ? '' : `${has ? '' : '!'}${of}`],
      [fieldOf(g, 'join'), rowsJoin],
      ...rows.flatMap((row): [string, string][] => {
        const property = /^property\.([\s\S]*)$/.exec(row.dimension)?.[1]
        return [
          [fieldOf(g, 'dim'), property === undefined ? row.dimension : 'property'],
          [fieldOf(g, 'prop'), property ?? ''],
          [fieldOf(g, 'op'), row.operator],
          // A field of one line takes new lines away.
          [fieldOf(g, 'val'), rowText(row).replace(/[\r\n]/g, '')],
        ]
      }),
    ])
    return conditionsOf({ ...formFilled(new URLSearchParams([['join', join], ...entries])), kept })
  }
  const many = Array.from({ length: 30 }, (_, n) => `/article-${n}-${'x'.repeat(80)}`)

  test.each<[string, Filter]>([
    ['more text than a field takes', { ...page, operator: 'oneOf', values: many }],
    ['a new line', { ...page, values: ['/a\n/b'] }],
    ['a property with a space at its end', { ...page, dimension: 'property.plan ' }],
    ['a property with a space at its beginning', { ...page, dimension: 'property. plan' }],
    ['no value', { ...page, values: [''] }],
    ['a bar', { ...page, values: ['a | b', 'c'] }],
    ['as much text as a field takes', { ...page, values: ['x'.repeat(2_000)] }],
    ['an accent, an emoji, quotes', { ...page, values: ['é', '🐝', '"', "'"] }],
  ])('one with %s comes back as it was', (_, filter) => {
    expect(applied([filter])).toEqual([filter])
    expect(applied([page, { of: 'visit', has: false, where: filter }])).toEqual(
      expect.arrayContaining([page, { of: 'visit', has: false, where: filter }]),
    )
  })

  const typed = (op: string, val: string) =>
    conditionsOf({ ...formFilled(new URLSearchParams({ g0dim: 'page', g0op: op, g0val: val })), kept: [] })

  test.each([
    ['miel | ', ['miel']],
    ['| miel ||  cire |', ['miel', 'cire']],
  ])('"%s" holds no empty value, which would be found in everything', (val, values) =>
    expect(typed('contains', val)).toEqual([{ dimension: 'page', operator: 'contains', values }]),
  )
  test.each([' ', '|', ' | | '])('"%s" is no filter', (val) => expect(typed('is', val)).toEqual([]))
  test('an operator that does not exist is "is"', () =>
    expect(typed('like', '/')).toEqual([{ ...page, operator: 'is' }]))
})

test('a condition toggled twice is as before, whichever way it was built', () => {
  fc.assert(
    fc.property(fc.uniqueArray(tree.filter(isBounded), { maxLength: 4, selector: writeCondition }), tree.filter(isBounded), (list, one) => {
      const again = readCondition(writeCondition(one)) ?? page
      const sorted = (conditions: readonly Condition[]) => conditions.map(writeCondition).toSorted()
      expect(sorted(toggled(toggled(list, one), again))).toEqual(sorted(list))
    }),
    { numRuns: 60 },
  ) // prettier-ignore
})
