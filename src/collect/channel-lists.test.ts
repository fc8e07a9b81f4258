import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dropRule, entryKey, inForce, isOwn, mostConditions, moveEntry, type OwnCondition, type OwnRule, putRule, readEntries, type RuleEntry, ruleProblems, rulesInForce, sameList, standardEntries, toggleEntry, wholeList } from './channel-rules.ts' // prettier-ignore
import { readPattern } from './pattern.ts'

const rule = (id: string, conditions: readonly OwnCondition[] = [{ on: 'medium', how: 'is', value: id }]): OwnRule => ({
  id,
  channel: 'Salons',
  join: 'all',
  conditions,
})
const keys = (list: readonly RuleEntry[]) => list.map(entryKey)
const known = ['r1', 'r2', 'r3', ...keys(standardEntries)]
const key = fc.constantFrom(...known, 'inconnue')
const list = fc
  .array(fc.tuple(fc.constantFrom('put', 'up', 'down', 'toggle', 'drop'), key), { maxLength: 12 })
  .map((steps) =>
    steps.reduce<readonly RuleEntry[]>((now, [step, on]) => {
      if (step === 'put') return on.startsWith('r') && on.length === 2 ? putRule(now, rule(on)) : now
      if (step === 'toggle') return toggleEntry(now, on)
      return step === 'drop' ? dropRule(now, on) : moveEntry(now, on, step === 'up' ? -1 : 1)
    }, standardEntries),
  )

describe('whatever was done to a list', () => {
  test('it is whole already, and no entry is there twice', () => {
    fc.assert(
      fc.property(list, (entries) => {
        expect(wholeList(entries)).toEqual(entries)
        expect(new Set(keys(entries)).size).toBe(entries.length)
      }),
    )
  })

  test('a step keeps every entry, and the step back undoes it where there was one', () => {
    fc.assert(
      fc.property(list, key, fc.constantFrom(-1 as const, 1 as const), (entries, on, step) => {
        const moved = moveEntry(entries, on, step)
        expect(keys(moved).toSorted()).toEqual(keys(entries).toSorted())
        if (!sameList(moved, entries)) expect(moveEntry(moved, on, step === 1 ? -1 : 1)).toEqual(entries)
      }),
    )
  })

  test('switched twice it is as before; only the product’s rules switch', () => {
    fc.assert(
      fc.property(list, key, (entries, on) => {
        const once = toggleEntry(entries, on)
        expect(toggleEntry(once, on)).toEqual(entries)
        expect(sameList(once, entries)).toBe(!keys(standardEntries).includes(on))
        expect(rulesInForce(once).length - rulesInForce(entries).length).toBe(
          sameList(once, entries) ? 0 : entries.some((one) => entryKey(one) === on && 'off' in one) ? 1 : -1,
        )
      }),
    )
  })

  test('a new rule dropped leaves what was there, and a rule put again changes in its place', () => {
    fc.assert(
      fc.property(list, (entries) => {
        const added = putRule(entries, rule('neuve'))
        expect(keys(added)[0]).toBe('neuve')
        expect(dropRule(added, 'neuve')).toEqual(entries)
        const own = entries.find(isOwn)
        if (own) expect(keys(putRule(entries, { ...own, channel: 'Foires' }))).toEqual(keys(entries))
      }),
    )
  })

  test('a rule that an older version did not know enters after the one it follows, and moves no other', () => {
    fc.assert(
      fc.property(list, fc.constantFrom(...keys(standardEntries)), (entries, missing) => {
        const old = entries.filter((entry) => entryKey(entry) !== missing)
        const whole = wholeList(old)
        expect(whole.filter((entry) => entryKey(entry) !== missing)).toEqual(old)
        const before = keys(standardEntries)[keys(standardEntries).indexOf(missing) - 1]
        expect(keys(whole)[keys(whole).indexOf(missing) - 1]).toBe(before)
      }),
    )
  })

  test('whatever is stored, reading it gives rules that can be asked', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), list, (stored, entries) => {
        for (const one of [stored, [stored], [...entries, stored]]) {
          const read = readEntries(JSON.parse(JSON.stringify(one)))
          for (const entry of read) expect(inForce(entry).length).toBeLessThanOrEqual(1)
        }
        expect(readEntries(JSON.parse(JSON.stringify(entries)))).toEqual(entries)
      }),
    )
  })
})

describe('what is wrong in a rule is said where it is, in both languages', () => {
  const of = (how: OwnCondition['how'], value: string): OwnCondition => ({ on: 'campaign', how, value })
  const fine = of('is', 'noel')
  test.each<[string, Partial<OwnRule>, Record<string, [RegExp, RegExp]>]>([
    ['nothing', {}, {}],
    ['"is" nothing, which means absent', { conditions: [of('is', '')] }, {}],
    ['a channel of 40 characters', { channel: 'x'.repeat(40) }, {}],
    ['a channel of 41', { channel: 'x'.repeat(41) }, { channel: [/40 caractères/, /40 characters/] }],
    ['no channel', { channel: '' }, { channel: [/canal/, /channel/] }],
    ['as many conditions as may be', { conditions: Array.from({ length: mostConditions }, () => fine) }, {}],
    ['one more', { conditions: Array.from({ length: mostConditions + 1 }, () => fine) }, { conditions: [/au plus/, /at most/] }],
    ['no condition, for it would take every visit', { conditions: [] }, { conditions: [/toutes les visites/, /every visit/] }],
    ['a text of 200', { conditions: [of('contains', 'x'.repeat(200))] }, {}],
    ['a text of 201', { conditions: [fine, of('contains', 'x'.repeat(201))] }, { 'value-1': [/200/, /200/] }],
    ['a blank found everywhere', { conditions: [fine, fine, of('starts', ' ')] }, { 'value-2': [/partout/, /everywhere/] }],
    ['a pattern that is not closed', { conditions: [of('matches', '(a'), of('matches', '[a')] }, { 'value-0': [/parenthèse/, /parenthesis/], 'value-1': [/crochet/, /bracket/] }],
    ['all at once', { channel: '', conditions: [of('matches', ''), fine, of('contains', '')] }, { channel: [/canal/, /channel/], 'value-0': [/vide/, /empty/], 'value-2': [/partout/, /everywhere/] }],
  ])('%s', (_, more, expected) => {
    const problems = ruleProblems({ ...rule('r1', [fine]), ...more })
    expect(Object.keys(problems).toSorted()).toEqual(Object.keys(expected).toSorted())
    for (const [field, [french, english]] of Object.entries(expected)) {
      expect(problems[field]?.fr).toMatch(french)
      expect(problems[field]?.en).toMatch(english)
    }
  }) // prettier-ignore
})

describe('a pattern', () => {
  const part = fc.constantFrom('a', 'b', '.', '[^\\d]', '[\\W_]', '[a-c1-3]', '[^b-]', '\\S', '\\D', '(^a|b$)', '(?:(?:a*)*)', '(?:|b)', '(?:(a|b|)+)', '[\\]a]', '-', '_') // prettier-ignore
  const again = fc.constantFrom('', '', '*', '+?', '{0}', '{2,}', '{0,2}', '{3}')
  const source = fc
    .array(fc.tuple(part, again), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.map((one) => one.join('')).join(''))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'c', '1', '_', '-', ']', ' ', '\n'), maxLength: 7 })
  const read = (pattern: string) => {
    const found = readPattern(pattern)
    if (!found.ok) throw new Error(`${pattern}: ${found.problem.en}`)
    return found.test
  }

  test('with sets, opposites and repeated nothings finds what the language’s own finds', () => {
    fc.assert(
      fc.property(source, text, (pattern, given) => {
        expect(read(pattern)(given), pattern).toBe(new RegExp(pattern, 'i').test(given))
      }),
      { numRuns: 1_500 },
    )
  })

  test('any text, its signs escaped, is found in whatever holds it, in capitals too', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'azé09 .*+?()[]{}|^$\\-/🐝'.match(/./gu) ?? []), minLength: 1, maxLength: 8 }) // prettier-ignore
    fc.assert(
      fc.property(plain, text, text, (wanted, before, after) => {
        const test = read(wanted.replace(/[^\p{L}\p{N}]/gu, '\\$&'))
        expect(test(before + wanted + after)).toBe(true)
        expect(test(before + wanted.toUpperCase() + after)).toBe(true)
        expect(test('xyz'.repeat(3))).toBe(wanted === 'z')
      }),
    )
  })
})
