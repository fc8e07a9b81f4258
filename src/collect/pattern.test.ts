import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPattern } from './pattern.ts'

const matches = (pattern: string, text: string): boolean => {
  const read = readPattern(pattern)
  if (!read.ok) throw new Error(read.problem.en)
  return read.test(text)
}

describe('a pattern', () => {
  test.each([
    ['^salon', 'Salon-2026', true],
    ['^salon', 'le salon', false],
    ['salon$', 'le salon', true],
    ['^(.*cp.*|ppc|retargeting|paid.*)$', 'CPC', true],
    ['^(.*cp.*|ppc|retargeting|paid.*)$', 'unpaid', false],
    ['noel-[0-9]{4}', 'noel-2026-b', true],
    ['noel-[0-9]{4}', 'noel-26', false],
    ['[^a-df-z]shop', 'work-shop', true],
    ['[^a-df-z]shop', 'workshop', false],
    ['ét[ée]', 'ÉTÉ', true],
    ['a{2,3}b', 'ab', false],
    ['a{2,3}b', 'aaab', true],
    ['a+?b|c\\.d', 'C.D', true],
    ['\\d+\\s\\w', '12 x', true],
    ['(?:a|b)*c', 'ababc', true],
    ['^$', '', true],
    ['^$', 'x', false],
    ['x|', 'anything', true],
    ['[]x]', 'anything', false],
    ['[a\\-z]', '-', true],
    ['[\\d-]', '-', true],
    ['🐝+', 'miel 🐝🐝', true],
  ])('%s on "%s": %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '[a-c]', '\\d', '\\.', '(?:a|bc)', '(ab|c)')
  const quantified = fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?')).map((p) => p.join(''))
  const pattern = fc
    .tuple(
      fc.constantFrom('', '^'),
      fc.array(quantified, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('', '$', '|b', '|^c$'),
    )
    .map(([start, parts, end]) => start + parts.join('') + end)
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'B', '.', '1', '-'), maxLength: 8 })

  test('finds what the language’s own regular expressions find', () => {
    fc.assert(
      fc.property(pattern, text, (source, given) => {
        expect(matches(source, given)).toBe(new RegExp(source, 'i').test(given))
      }),
      { numRuns: 2_000 },
    )
  })

  test('takes no longer for being written to be slow', () => {
    // Each of these keeps a backtracking engine busy for longer than the universe has lasted.
    for (const slow of ['^(a+)+$', '^(a|a)*$', '^(a*)*$', '(.*a){20}$']) {
      expect(matches(slow, `${'a'.repeat(1_900)}!`)).toBe(false)
      expect(matches(slow, 'a'.repeat(40))).toBe(true)
    }
  })
})

describe('a pattern is refused, and why is said', () => {
  test.each([
    ['', /vide/],
    ['a'.repeat(201), /200 caractères/],
    ['(a', /pas fermée/],
    ['a)', /sans avoir été ouverte/],
    ['[a', /crochet/],
    ['*a', /ne suit rien/],
    ['a**', /déjà une répétition/],
    ['^*', /ne se répètent pas/],
    ['a\\', /finit sur/],
    ['(a)\\1', /n’est pas admis/],
    ['\\bword', /n’est pas admis/],
    ['(?=a)', /\(\?:/],
    ['(?<n>a)', /\(\?:/],
    ['[z-a]', /à l’envers/],
    ['a{3,2}', /\{2,5\}/],
    ['a{', /\{2,5\}/],
    ['a{51}', /50 fois/],
    ['((a{50}){50}){50}', /trop long/],
    ['('.repeat(30) + ')'.repeat(30), /imbriquées/],
  ])('%s', (pattern, why) => {
    const read = readPattern(pattern)
    expect(read.ok ? null : read.problem.fr).toMatch(why)
    expect(read.ok ? '' : read.problem.en).not.toBe('')
  })

  test('whatever is typed, it is read or refused, never broken', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (source, given) => {
        const read = readPattern(source)
        expect(typeof (read.ok ? read.test(given) : read.problem.fr)).toBe(read.ok ? 'boolean' : 'string')
      }),
    )
  })
})
