import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Reason, type SmartInput, facets, facetsHeld, smart } from './smart.ts'

const whole: SmartInput = {
  title: 'Fidéliser les clients de la boutique',
  owner: 'Nadia',
  measure: 'part des commandes de clients connus',
  unit: '%',
  baseline: 18,
  target: 25,
  achievable: 'Une série d’e-mails a rapporté 3 points l’an dernier.',
  relevant: 'La direction veut vendre plus en ligne.',
  dueOn: '2027-06-30',
  aims: 1,
}

test('an objective with everything written holds on the five facets', () => {
  expect(facetsHeld(smart(whole, '2027-12-31'))).toBe(5)
})

const cases: [string, Partial<SmartInput>, string | null, Reason[]][] = [
  ['a subject is not a change', { title: 'Notoriété' }, null, ['noVerb']],
  ['nobody answers for it', { owner: null }, null, ['noOwner']],
  ['nothing says what is measured', { measure: null }, null, ['noMeasure']],
  ['no target: its missing unit is not held against it', { target: null, unit: null }, null, ['noTarget']],
  ['a target without unit', { unit: null }, null, ['noUnit']],
  ['a target of zero is a target', { target: 0 }, null, []],
  ['a start of zero is a start', { baseline: 0 }, null, []],
  ['no starting value', { baseline: null }, null, ['noBaseline']],
  ['no reason that it can be reached', { achievable: null }, null, ['noReasonItCanBeReached']],
  ['no reason that it matters', { relevant: null }, null, ['noReasonItMatters']],
  ['it serves no aim', { aims: 0 }, null, ['servesNoAim']],
  ['no due day', { dueOn: null }, '2027-12-31', ['noDueDay']],
  ['due on the last day of the project', { dueOn: '2027-12-31' }, '2027-12-31', []],
  ['due after the project', { dueOn: '2028-01-01' }, '2027-12-31', ['dueAfterProject']],
]

describe('each missing part is one reason', () => {
  it.each(cases)('%s', (_, change, end, reasons) => {
    expect(smart({ ...whole, ...change }, end).flatMap((state) => state.reasons)).toEqual(reasons)
  })
})

test('writing more never takes a facet away', () => {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
  const partial = fc.record({
    title: fc.constantFrom('Notoriété', 'Faire connaître la récolte'),
    owner: maybe(fc.constant('Nadia')),
    measure: maybe(fc.constant('visites')),
    unit: maybe(fc.constant('%')),
    baseline: maybe(fc.integer()),
    target: maybe(fc.integer()),
    achievable: maybe(fc.constant('oui')),
    relevant: maybe(fc.constant('oui')),
    dueOn: maybe(fc.constant('2027-06-30')),
    aims: fc.nat(3),
  })
  fc.assert(
    fc.property(partial, fc.constantFrom('achievable', 'relevant', 'owner', 'unit', 'measure'), (input, field) => {
      const before = facetsHeld(smart(input, null))
      const after = facetsHeld(smart({ ...input, [field]: 'écrit' }, null))
      expect(after).toBeGreaterThanOrEqual(before)
      expect(smart(input, null).map((state) => state.facet)).toEqual(facets)
    }),
  )
})
