import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { en } from './audience.en.ts'
import { fr } from './audience.fr.ts'
import { dimensionNames } from './catalog.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { deepest, readCondition, writeCondition } from './filters.ts'
import { conditionText } from './labels.ts'
import { type Condition, type FilterDimension, levels, operators } from './query.ts'

const names: readonly string[] = dimensionNames.filter((name) => name !== 'date' && name !== 'goal')
const property = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).map((name) => `property.${name}`)
const leaf = fc.record({
  dimension: fc.oneof(fc.constantFrom(...names), property) as fc.Arbitrary<FilterDimension>,
  operator: fc.constantFrom(...operators),
  values: fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }),
})
const { tree } = fc.letrec<{ tree: Condition; list: Condition[] }>((tie) => ({
  list: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
  tree: fc.oneof(
    { maxDepth: deepest - 2 },
    leaf,
    tie('list').map((all): Condition => ({ all })),
    tie('list').map((any): Condition => ({ any })),
    fc.record({ of: fc.constantFrom(...levels), has: fc.boolean(), where: tie('tree') }),
  ),
}))

test('an address says a condition and gives it back, whatever its values hold', () => {
  fc.assert(
    fc.property(tree, (condition) => {
      const address = new URLSearchParams([['f', writeCondition(condition)]])
      expect(readCondition(new URLSearchParams(String(address)).get('f') ?? '')).toEqual(condition)
    }),
  )
})

test('no text breaks the reader', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('all', '(', ')', ',', '!', 'visit', ':', 'page:is:/', '%', '|') }),
      (text) => {
        const condition = readCondition(text)
        if (condition) expect(readCondition(writeCondition(condition))).toEqual(condition)
      },
    ),
  )
})

test.each([
  'any()',
  'all(',
  'all(page:is:/,)',
  'visit(page:is:/,page:is:/a)',
  '!any(page:is:/)',
  'house(page:is:/)',
  'property.:is:x',
  `${'visit('.repeat(deepest)}page:is:/${')'.repeat(deepest)}`,
  `any(${Array.from({ length: 80 }, () => 'page:is:/').join(',')})`,
])('%j is no condition', (written) => expect(readCondition(written)).toBeNull())

describe('in words', () => {
  const said = (written: string) => {
    const condition = readCondition(written)
    if (!condition) throw new Error(written)
    return [
      conditionText(condition, catalogFr.dimensions, fr, 'fr'),
      conditionText(condition, catalogEn.dimensions, en, 'en'),
    ]
  }
  test.each([
    ['channel:is:Email', 'Canal est E-mail', 'Channel is Email'],
    ['property.plan:is:pro', 'Propriété plan est pro', 'Property plan is pro'],
    ['any(page:is:/a,event:is:b)', 'Page est /a ou Événement est b', 'Page is /a or Event is b'],
    ['!visitor(all(page:is:/a,event:is:b))', 'visiteurs dont aucune visite n’a (Page est /a et Événement est b)', 'visitors with no visit where (Page is /a and Event is b)'],
  ])('%s', (written, french, english) => expect(said(written)).toEqual([french, english])) // prettier-ignore
})
