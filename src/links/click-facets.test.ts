import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byHour, clickSheet, facetText, spanOf, spans, totalsOf } from './click-facets.ts'
import { type Facet, type FacetDay, facets } from './clicks.store.ts'

const row = (facet: Facet, value: string, count = 1, day = '2026-11-23'): FacetDay => ({ day, facet, value, count })

test.each([['7', 7], ['365', 365], ['8', 90], ['07', 90], ['', 90], ['-7', 90], [null, 90]])('the period %j asked is %s days', (asked, days) => {
  expect(spanOf(asked)).toBe(days)
  expect(spans).toContain(spanOf(asked))
}) // prettier-ignore

describe('totals of a facet', () => {
  const rows = fc.array(
    fc.record({
      day: fc.constantFrom('2026-11-22', '2026-11-23'),
      facet: fc.constantFrom(...facets),
      value: fc.constantFrom('', '*', '00', '9', '23', 'mobile', 'FR', 'page', 'constructor'),
      count: fc.integer({ min: 1, max: 50 }),
    }),
  )

  test('add up to its clicks, each value once, the largest first', () => {
    fc.assert(
      fc.property(rows, (given) => {
        for (const facet of facets) {
          const totals = totalsOf(given, facet)
          const clicks = given.filter((one) => one.facet === facet).reduce((sum, { count }) => sum + count, 0)
          expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(clicks)
          expect(new Set(totals.map(({ value }) => value)).size).toBe(totals.length)
          expect(totals.map(({ count }) => count)).toEqual(totals.map(({ count }) => count).toSorted((a, b) => b - a))
        }
      }),
    )
  })

  test('stand in one order, whatever order their rows come in', () => {
    fc.assert(
      fc.property(rows, (given) => {
        expect(totalsOf(given.toReversed(), 'device')).toEqual(totalsOf(given, 'device'))
      }),
    )
  })

  test('by hour have all twenty-four, silent ones at zero, days together', () => {
    const hours = byHour([
      row('hour', '09', 2),
      row('hour', '09', 3, '2026-11-22'),
      row('hour', '23'),
      row('device', '9'),
    ])
    expect(hours).toHaveLength(24)
    expect(hours.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([[9, 5], [23, 1]]) // prettier-ignore
  })
})

describe('a value is told in words', () => {
  test.each<[Facet, string, string, string]>([
    ['outcome', 'over', 'Nulle part : lien terminé', 'Nowhere: the link is over'],
    ['outcome', 'rule', 'Adresse d’une règle', 'Address of a rule'],
    ['referrer', '*', 'Autres sites', 'Other sites'],
    ['referrer', 'linkedin.com', 'linkedin.com', 'linkedin.com'],
    ['robot', 'Unnamed', 'Programme sans nom', 'Program without a name'],
    ['robot', 'Slack', 'Slack', 'Slack'],
    ['country', '', 'Inconnu', 'Unknown'],
    ['country', 'BE', 'BE', 'BE'],
    // A word that every object answers to is a word like another.
    ['robot', 'constructor', 'constructor', 'constructor'],
  ])('%s "%s": %s, %s', (facet, value, french, english) => {
    expect(facetText(facet, value, 'fr').replace(/[\u00a0\u202f]/g, ' ')).toBe(french)
    expect(facetText(facet, value, 'en')).toBe(english)
  })

  test('in the file too, in the reader’s language, a line a day', () => {
    const clicks = [{ day: '2026-11-23', kind: 'bot', count: 4 } as const]
    const given = [row('outcome', 'fallback', 3), row('robot', 'Script', 1), row('device', 'tv', 2)]
    expect(clickSheet(clicks, given, 'fr').rows).toEqual([
      ['2026-11-23', 'Qui', 'Robots', 4],
      ['2026-11-23', 'Où le lien a mené', 'Adresse de repli', 3],
      ['2026-11-23', 'Robot ou aperçu', 'Programme (curl, Python…)', 1],
      ['2026-11-23', 'Appareil', 'tv', 2],
    ])
    const english = clickSheet(clicks, given, 'en')
    expect(english.rows.flat()).not.toContain('Adresse de repli')
    for (const line of english.rows) expect(line).toHaveLength(english.columns.length)
  })
})
