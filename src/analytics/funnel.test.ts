import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { type Funnel, type Step, breakdowns, funnelEntries, funnelOf, maxSteps, spans, stepsOfForm } from './funnel.ts'

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

test('no address breaks the page: what it does not say well is left out', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('step', 'within', 'by', 'kind', 'what'), fc.string())), (entries) => {
      const { steps } = funnelOf(new URLSearchParams(entries))
      expect(steps.length).toBeLessThanOrEqual(maxSteps)
      expect(
        funnelOf(new URLSearchParams(funnelEntries({ steps, within: 'visit', by: 'none' }).map(([n, v]) => [n, v])))
          .steps,
      ).toEqual(steps)
    }),
  )
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
