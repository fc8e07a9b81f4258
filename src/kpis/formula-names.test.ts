import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closest, figureNamed, figures, filterNamed, filterNames, folded } from './formula-names.ts'
import { parseFormula } from './formula.ts'

const named = (name: string) => {
  const figure = figureNamed(name)
  if (!figure) throw new Error(name)
  return figure
}

describe('the names of a formula', () => {
  test('no two figures share a name, in one language or across both', () => {
    const owners = new Map<string, string>()
    for (const { of, written } of figures)
      for (const name of new Set([folded(written.fr), folded(written.en)])) {
        expect(owners.get(name), `${name} names two figures`).toBeUndefined()
        owners.set(name, JSON.stringify(of))
      }
  })

  test('every filter a figure offers is read back, in either language, as that filter', () => {
    for (const figure of figures)
      for (const filter of figure.filters)
        for (const name of filterNames(filter)) {
          expect(filterNamed(name, figure), `${figure.written.en}[${name}]`).toBe(filter)
          const parsed = parseFormula(`${figure.written.fr}[${name} = "x"]`)
          expect(parsed.ok ? parsed.expr : parsed.problem.words.fr).toMatchObject({ filters: [{ name: filter }] })
        }
  })

  test.each([
    ['visits', 'campagne', 'utmCampaign'],
    ['visits', 'campaign', 'utmCampaign'],
    ['clicks', 'campagne', 'campaign'],
    ['campaignCost', 'utmCampaign', 'campaign'],
    // Known, but not of this figure: the page says which filter it is, not that it does not exist.
    ['budgetSpent', 'canal', 'channel'],
    ['budgetSpent', 'campagne', 'campaign'],
    ['visits', 'Responsable', 'owner'],
    ['visits', 'saison', undefined],
  ])('%s filtered by « %s » is by %s', (figure, name, filter) => expect(filterNamed(name, named(figure))).toBe(filter))

  test.each([
    ['Coût campagne', 'coutcampagne'],
    ['COÛT_CAMPAGNE', 'coutcampagne'],
    ['coût-de.la\u00a0campagne', 'coutdelacampagne'],
    ['œuvre', 'œuvre'],
  ])('« %s » is compared as %s', (typed, expected) => expect(folded(typed)).toBe(expected))

  test('capitals, accents, spaces and signs between words never make another figure', () => {
    const dress = fc.array(fc.constantFrom('up', 'down', 'mark', 'join'), { minLength: 30, maxLength: 30 })
    fc.assert(
      fc.property(fc.constantFrom(...figures), fc.constantFrom('fr' as const, 'en' as const), dress, (figure, locale, how) => {
        const typed = Array.from(figure.written[locale])
          .map((letter, i) => {
            const one = how[i % how.length]
            return one === 'up' ? letter.toUpperCase() : one === 'mark' ? letter.normalize('NFD') : one === 'join' ? `_${letter}` : letter
          })
          .join('')
        expect(figureNamed(typed)).toBe(figure)
      }),
    )
  }) // prettier-ignore
})

describe('a name that is mistyped', () => {
  const names = ['visites', 'visiteurs', 'chiffreAffaires', 'clics']
  test.each([
    ['visite', 'visites'],
    ['vistes', 'visites'],
    ['VISITEUR', 'visiteurs'],
    ['chifre affaire', 'chiffreAffaires'],
    ['clic', 'clics'],
    ['cli', null],
    ['', null],
    ['budget', null],
    ['visitesvisites', null],
  ])('« %s » is close to %s', (typed, expected) => expect(closest(typed, names)).toBe(expected))

  test('has no name near it where there is none', () => expect(closest('visites', [])).toBeNull())

  test('by one letter, of a long name, still finds it', () => {
    const long = figures.map(({ written }) => written.fr).filter((name) => name.length >= 8)
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), fc.constantFrom('x', 'w', 'z'), (name, where, letter) => {
        const at = where % name.length
        for (const typed of [
          name.slice(0, at) + name.slice(at + 1),
          name.slice(0, at) + letter + name.slice(at),
          name.slice(0, at) + letter + name.slice(at + 1),
        ])
          expect(closest(typed, ['clics', name, 'visites'])).toBe(name)
      }),
    )
  })
})
