import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Parameter, hasType, parameterTypes, readParameters } from './parameters.ts'
import { planPaper } from './plan-paper.ts'
import type { CheckedPlan } from './plan.store.ts'
import { type Arrived, type EventFacts, type Planned, checkPlan, expectation, planSheet } from './tracking-plan.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('parameters', () => {
  const samples: Readonly<Record<Parameter['type'], readonly string[]>> = {
    text: ['miel', '250 g', 'à la une'],
    number: ['12', '-3', '2.5'],
    boolean: ['oui', 'no', '1'],
    date: ['2026-11-24', '2024-02-29'],
    url: ['/boutique', 'https://a.example/?x=1'],
  }
  const parameter = fc.constantFrom(...parameterTypes).chain((type) =>
    fc.record({
      name: fc.string({ unit: fc.constantFrom('a', 'z', '7', '_', '.', '-'), minLength: 1, maxLength: 9 }),
      type: fc.constant(type),
      required: fc.boolean(),
      allowed: fc.subarray([...samples[type]]),
    }),
  )

  test.each(['fr', 'en'] as const)('copied from what the page says of them (%s) are the same', (locale) => {
    const several = fc.uniqueArray(parameter, { selector: ({ name }) => name, maxLength: 5 })
    fc.assert(
      fc.property(several, fc.constantFrom('\n', '\r\n', '\n\n'), (given, end) => {
        const text = given.map((one) => `${one.name} : ${expectation(one, locale)}`).join(end)
        expect(readParameters(text)).toEqual({ parameters: given, problems: {} })
      }),
    )
  })

  test.each([
    ['date', '2026-02-30', false], ['date', '2026-13-01', false], ['date', '2026-11-24T10:00:00Z', true], ['date', '2026-11-24 10:00', true],
    ['date', '2026-11-24bis', false], ['number', '-12.50', true], ['number', '1 200', false], ['number', '1e5', false], ['number', '.5', false],
    ['boolean', 'TRUE', true], ['boolean', '2', false], ['boolean', '', false], ['url', 'https://a.example', true], ['url', '', false],
  ] as const)('a %s may be %j: %s', (type, value, fit) => expect(hasType(value, type)).toBe(fit)) // prettier-ignore

  test('are told wrong in the reader’s language, by their line, and those before are kept', () => {
    const { parameters, problems } = readParameters('a : texte\n\nb c : texte')
    expect(parameters.map(({ name }) => name)).toEqual(['a'])
    expect(problems['parameters']?.en).toMatch(/^Line 3: start with the parameter’s name/)
    expect(readParameters('a : texte\na').problems['parameters']?.en).toBe('Line 2: “a” is declared already.')
    expect(readParameters('j : date, 2026-02-30').problems['parameters']?.en).toMatch(/“2026-02-30” is not of the type/)
  })
})

const planned = (eventName: string, parameters = ''): Planned => ({
  id: eventName,
  title: `Événement ${eventName}`,
  eventName,
  parameters: readParameters(parameters).parameters,
})

describe('the check', () => {
  test('counts no value that is allowed as wrong, and misses no event that should carry one', () => {
    const value = fc.record({ value: fc.constantFrom('250 g', '500 g', 'grand', ''), count: fc.integer({ min: 1, max: 9 }) }) // prettier-ignore
    const values = fc.uniqueArray(value, { selector: (one) => one.value })
    fc.assert(
      fc.property(values, fc.nat(20), (came, without) => {
        const carried = came.reduce((sum, { count }) => sum + count, 0)
        const [event] = checkPlan([planned('panier', 'taille : texte, obligatoire, 250 g | 500 g')], {
          events: [{ name: 'panier', count: carried + without }],
          carried: [{ name: 'panier', parameter: 'taille', count: carried }],
          values: came.map((one) => ({ name: 'panier', parameter: 'taille', ...one })),
        }).events
        const odd = came.filter(({ value: text }) => !['250 g', '500 g'].includes(text))
        if (carried + without === 0) expect(event).toMatchObject({ state: 'unseen', verdicts: [] })
        else
          expect(event?.verdicts[0]).toMatchObject({
            missing: without,
            wrong: odd.reduce((sum, { count }) => sum + count, 0),
          })
        if (event?.state === 'fine') expect([odd.length, without]).toEqual([0, 0])
      }),
    )
  })

  test('names undeclared events the most frequent first, equal ones by name, page views never', () => {
    const events = [['b', 2], ['pageview', 90], ['a', 2], ['c', 7]].map(([name, count]) => ({ name: String(name), count: Number(count) })) // prettier-ignore
    const { undeclared } = checkPlan([], { events, carried: [], values: [] })
    expect(undeclared.map(({ name }) => name)).toEqual(['c', 'a', 'b'])
  })
})

describe('the document to hand over', () => {
  const arrived: Arrived = {
    events: [{ name: 'panier', count: 1_200 }, { name: 'essai', count: 3 }],
    carried: [{ name: 'panier', parameter: 'produit', count: 1_150 }],
    values: [{ name: 'panier', parameter: 'produit', value: 'miel', count: 1_150 }],
  } // prettier-ignore
  const facts: EventFacts = { trigger: 'Clic sur le bouton', page: '/produits', priority: 'must', owner: 'Léa', kpis: 'Ventes' } // prettier-ignore
  const plan = (events: readonly Planned[], more: Partial<CheckedPlan> = {}): CheckedPlan => ({
    check: checkPlan(events, arrived),
    facts: new Map([['panier', facts]]),
    period: { from: '2026-10-26', to: '2026-11-24' },
    sites: ['boutique.example'],
    small: null,
    ...more,
  })
  const paper = (checked: CheckedPlan, locale: 'fr' | 'en' = 'fr') =>
    planPaper(checked, { name: 'Ruchers', company: 'Les Ruchers' }, { today: '2026-11-24', author: 'Léa', locale })
  type Block = ReturnType<typeof paper>['blocks'][number]
  const rowsOf = (block: Block | undefined) => (block && 'rows' in block ? block.rows : [])
  const textsOf = (block: Block | undefined) => rowsOf(block).map((row) => row.map(({ text }) => plain(text)))
  const two = [planned('panier', 'produit : texte, obligatoire'), planned('avis', 'note : nombre, 1 | 2')]

  test('has a line an event with who, where and what for, then a line a parameter with its fault', () => {
    const [, events, , parameters] = paper(plan(two)).blocks
    expect(textsOf(events)).toEqual([
      ['Événement panier\npanier', 'Clic sur le bouton\n/produits', 'Léa', 'Ventes', '1 200', 'Écarts'],
      ['Événement avis\navis', '—', '—', 'Aucun', '0', 'Jamais reçu'],
    ])
    expect(textsOf(parameters)).toEqual([
      ['Événement panier', 'produit', 'texte, obligatoire', '1 150', 'Manque dans 50 événements'],
      // Of an event that never came, what it should have carried is told nevertheless.
      ['Événement avis', 'note', 'nombre, 1 | 2', '0', 'Aucun'],
    ])
  })

  test.each([
    ['fr', 'Le plan est vide'],
    ['en', 'The plan is empty'],
  ] as const)('of an empty plan says so in %s, and what arrived all the same', (locale, sentence) => {
    const document = paper(plan([], { sites: [] }), locale)
    expect(document.lang).toBe(locale)
    expect(document.blocks[1]).toMatchObject({ kind: 'text', text: expect.stringContaining(sentence) })
    expect(textsOf(document.blocks.at(-1)).map(([name]) => name)).toEqual(['panier', 'essai'])
    expect(document.cover.facts[1]?.value).toBe('—')
  })

  test('has as many cells as columns everywhere, on paper and in the sheet', () => {
    for (const locale of ['fr', 'en'] as const) {
      const checked = plan(two)
      for (const block of paper(checked, locale).blocks)
        if ('columns' in block) for (const row of block.rows) expect(row).toHaveLength(block.columns.length)
      const sheet = planSheet(checked.check, checked.facts, locale)
      for (const row of sheet.rows) expect(row).toHaveLength(sheet.columns.length)
    }
  })

  test('lets long names be cut, and changes none of their signs', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z_. -]{1,80}$/), (name) => {
        const [, events] = paper(plan([{ ...planned('x'), eventName: name }])).blocks
        const [cell = ''] = rowsOf(events)[0]?.map(({ text }) => text) ?? []
        expect(cell.replaceAll('\u200b', '')).toBe(`Événement x\n${name}`)
        for (const run of cell.split(/[\s\u200b-]/)) expect(run.length).toBeLessThan(25)
      }),
    )
  })
})
