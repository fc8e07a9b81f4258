import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { isOfView } from './audience.ts'
import {
  type Funnel, type Step, breakdowns, funnelEntries, funnelOf, maxSteps, readStep, spans, stepsOfForm, withinMode, writeStep,
} from './funnel.ts' // prettier-ignore

const text = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .filter((one) => one.trim() === one && one !== '')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('page' as const), pattern: text.map((one) => `/${one}`) }),
  fc.record({ kind: fc.constant('event' as const), name: text, property: fc.constant(null), value: fc.constant(null) }),
  fc.record({ kind: fc.constant('event' as const), name: text, property: text, value: text }),
  fc.record({ kind: fc.constant('goal' as const), goal: fc.uuid() }),
)
const funnel: fc.Arbitrary<Funnel> = fc.record({
  steps: fc.array(step, { maxLength: maxSteps }),
  within: fc.constantFrom('visit' as const, ...spans),
  by: fc.constantFrom(...breakdowns),
})

test('an address says a funnel and gives it back, whatever people call their events', () => {
  fc.assert(
    fc.property(funnel, (one) => {
      const address = new URLSearchParams(funnelEntries(one).map(([name, value]) => [name, value]))
      expect(funnelOf(new URLSearchParams(String(address)))).toEqual(one)
    }),
  )
})

test('no address breaks the page: a step that is none is refused by its number, the rest is left out', () => {
  const name = fc.constantFrom('step', 'within', 'by', 'kind', 'what')
  const value = fc.oneof(fc.string(), step.map(writeStep))
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 30 }), (entries) => {
      const given = entries.filter(([n, v]) => n === 'step' && !isOfView(n, v)).map(([, v]) => v)
      const wrong = given.findIndex((written, i) => i >= maxSteps || readStep(written) === null)
      const read = () => funnelOf(new URLSearchParams(entries)).steps
      if (wrong >= 0) expect(read).toThrow(`Step ${wrong + 1} `)
      else expect(read()).toEqual(given.map(readStep))
    }),
  )
})

test('a step too long is refused, and not left out of the funnel', () => {
  const search = new URLSearchParams([['step', 'page:/'], ['step', `page:/${'x'.repeat(2_000)}`]]) // prettier-ignore
  expect(() => funnelOf(search)).toThrow('Step 2 ')
})

test('where nobody is known from a day to the next, a funnel is of one visit', () => {
  const days: Funnel = { steps: [], within: 7, by: 'none' }
  expect([withinMode(days, 'exempt').within, withinMode(days, 'consent').within]).toEqual(['visit', 7])
})

describe('the form', () => {
  type Row = readonly [kind: string, what: string, property?: string, value?: string]
  const filled = (...rows: readonly Row[]) =>
    stepsOfForm(
      new URLSearchParams(
        rows.flatMap(([kind, what, property = '', value = '']) => [
          ['kind', kind],
          ['what', what],
          ['property', property],
          ['value', value],
        ]),
      ),
    )

  test('is no form without its fields', () => expect(stepsOfForm(new URLSearchParams('step=page:/'))).toBeNull())

  test.each<[string, Row, readonly Step[]]>([
    ['a page', ['page', '/miel*'], [{ kind: 'page', pattern: '/miel*' }]],
    ['a page without its bar', ['page', ' miel '], [{ kind: 'page', pattern: '/miel' }]],
    ['an empty row', ['page', '  '], []],
    ['an event', ['event', 'commande'], [{ kind: 'event', name: 'commande', property: null, value: null }]],
    [
      'an event with a property',
      ['event', 'commande', 'plan', 'pro'],
      [{ kind: 'event', name: 'commande', property: 'plan', value: 'pro' }],
    ],
    [
      'a value without a property',
      ['event', 'commande', '', 'pro'],
      [{ kind: 'event', name: 'commande', property: null, value: null }],
    ],
    ['a goal', ['goal:abc', ''], [{ kind: 'goal', goal: 'abc' }]],
  ])('reads %s', (_, row, steps) => expect(filled(row)).toEqual(steps))

  test('has ten steps at most', () =>
    expect(filled(...Array.from({ length: 14 }, () => ['page', '/'] as const))).toHaveLength(maxSteps))
})
