import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Parameter, hasType, parameterTypes, readParameters } from './parameters.ts'
import { type Arrived, type Planned, checkPlan, expectation, faultText, planSheet, strictest } from './tracking-plan.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('parameters', () => {
  test.each<[string, Partial<Parameter>]>([
    ['produit', { name: 'produit', type: 'text', required: false, allowed: [] }],
    ['produit : texte, obligatoire', { type: 'text', required: true }],
    ['quantite: number', { type: 'number', required: false }],
    ['taille : texte, 250 g | 500 g', { allowed: ['250 g', '500 g'] }],
    ['page : adresse', { type: 'url' }],
  ])('of the line "%s" are read', (line, wanted) => {
    expect(readParameters(line)).toMatchObject({ problems: {}, parameters: [wanted] })
  })

  test.each([
    ['produit : texte\nnom du produit : texte', /^Ligne 2 : commencez par le nom/],
    ['a : texte\na : nombre', /^Ligne 2 : « a » est déjà déclaré/],
    ['a : texte, un, deux', /séparez les valeurs permises par « \| »/],
    ['n : nombre, un | 2', /« un » n’est pas du type/],
    [Array.from({ length: 31 }, (_, n) => `p${n}`).join('\n'), /30 paramètres au plus/],
  ])('%j is refused by its line', (text, sentence) => {
    expect(plain(readParameters(text).problems['parameters']?.fr ?? '')).toMatch(sentence)
  })

  test('told in a few words read back as they were', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/)
    const parameter = fc.record({
      name,
      type: fc.constantFrom(...parameterTypes),
      required: fc.boolean(),
      allowed: fc.constant([]),
    })
    fc.assert(
      fc.property(parameter, (given) => {
        const line = `${given.name} : ${expectation(given, 'en').replace('yes or no', 'yes-no')}`
        expect(readParameters(line).parameters).toEqual([given])
      }),
    )
  })

  test.each([
    ['text', 'miel', true], ['text', '', false], ['number', '12,5', true], ['number', 'douze', false], ['boolean', 'oui', true],
    ['boolean', 'peut-être', false], ['date', '2026-11-24', true], ['date', '24/11/2026', false], ['url', '/boutique', true], ['url', 'boutique', false],
  ] as const)('a %s may be %j: %s', (type, value, fits) => expect(hasType(value, type)).toBe(fits)) // prettier-ignore
})

describe('a plan against what arrived', () => {
  const event = (eventName: string, parameters = ''): Planned => ({
    id: eventName,
    title: eventName,
    eventName,
    parameters: readParameters(parameters).parameters,
  })
  const arrived: Arrived = {
    events: [
      { name: 'pageview', count: 900 },
      { name: 'panier', count: 10 },
      { name: 'commande', count: 4 },
      { name: 'essai', count: 2 },
    ],
    carried: [
      { name: 'panier', parameter: 'produit', count: 7 },
      { name: 'panier', parameter: 'taille', count: 10 },
      { name: 'panier', parameter: 'couleur', count: 1 },
    ],
    values: [
      { name: 'panier', parameter: 'produit', value: 'miel', count: 7 },
      { name: 'panier', parameter: 'taille', value: '250 g', count: 6 },
      { name: 'panier', parameter: 'taille', value: 'grand', count: 3 },
      { name: 'panier', parameter: 'taille', value: 'petit', count: 1 },
    ],
  }
  const check = checkPlan(
    [event('panier', 'produit : texte, obligatoire\ntaille : texte, 250 g | 500 g'), event('commande'), event('avis')],
    arrived,
  )

  test('says what was seen as planned, with differences, never, and what nobody declared', () => {
    expect(check.events.map(({ eventName, state, count }) => [eventName, state, count])).toEqual([
      ['panier', 'faults', 10],
      ['commande', 'fine', 4],
      ['avis', 'unseen', 0],
    ])
    expect(check.undeclared).toEqual([{ name: 'essai', count: 2 }])
  })

  test('names what is missing, wrong or undeclared of each parameter, with examples', () => {
    const [cart] = check.events
    expect(cart?.verdicts.map((verdict) => [verdict.name, verdict.count, plain(faultText(verdict, 'fr'))])).toEqual([
      ['produit', 7, 'Manque dans 3 événements'],
      ['taille', 10, 'Valeur inattendue dans 4 événements : grand, petit'],
      ['couleur', 1, 'Non déclaré'],
    ])
  })

  const few = checkPlan(
    [event('panier', 'produit : texte, obligatoire\ntaille : texte, 250 g | 500 g'), event('commande')],
    arrived,
    { below: 5, how: 'hide' },
  )

  test('finds the same where few are not told, without their numbers nor their words', () => {
    expect(few.events.map(({ count, state }) => [count, state])).toEqual([[10, 'faults'], [null, 'fine']]) // prettier-ignore
    expect(few.events[0]?.verdicts.map((one) => [one.count, plain(faultText(one, 'fr'))])).toEqual([
      [null, 'Manque dans quelques événements'], [10, 'Valeur inattendue dans quelques événements'], [null, 'Non déclaré'],
    ]) // prettier-ignore
    expect([few.undeclared, few.hidden]).toEqual([[], 1])
  })

  test('rounds what is to be rounded, and a fault stays one', () => {
    const { events } = checkPlan([event('panier', 'produit : texte, obligatoire')], arrived, { below: 8, how: 'round' })
    expect(events.map(({ count, verdicts }) => [count, verdicts.map((one) => [one.count, one.missing])])).toEqual([
      [8, [[8, null], [0, 0], [8, 0]]],
    ]) // prettier-ignore
  })

  test('of several sites follows the strictest', () => {
    expect(strictest([null, { below: 5, how: 'hide' }, { below: 10, how: 'round' }])).toEqual({
      below: 10,
      how: 'hide',
    })
    expect(strictest([null, undefined])).toBeNull()
  })

  test('comes out as a table, a line an event and a line a parameter', () => {
    const { rows } = planSheet(check, new Map(), 'fr')
    expect(rows.map((row) => [row[1], row[2], row[8]])).toEqual([
      ['panier', '', 10], ['panier', 'produit', 7], ['panier', 'taille', 10], ['panier', 'couleur', 1], ['commande', '', 4], ['avis', '', 0], ['essai', '', 2],
    ]) // prettier-ignore
  })
})
