import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shownRanking, shownTable } from './small-figures.ts'

const rows = [
  { name: '/', count: 40 },
  { name: '/miel', count: 7 },
  { name: '/cire', count: 5 },
  { name: '/jeanne', count: 4 },
  { name: '/paul', count: 1 },
  { name: '/vide', count: 0 },
]
const of = (shown: ReturnType<typeof shownRanking>) => shown.rows.map(({ name, count, share }) => [name, count, share])

describe('a ranking', () => {
  test('without a rule is as it is', () => {
    expect(shownRanking(rows, 100, null).hidden).toBe(0)
    expect(of(shownRanking(rows, 100, null))).toEqual(rows.map(({ name, count }) => [name, count, count / 100]))
  })

  test('hides what is under the threshold, says how many rows that is, and shows that nobody came', () => {
    const shown = shownRanking(rows, 100, { below: 5, how: 'hide' })
    expect(of(shown)).toEqual([['/', 40, 0.4], ['/miel', 7, 0.07], ['/cire', 5, 0.05], ['/vide', 0, 0]])
    expect(shown.hidden).toBe(2)
  }) // prettier-ignore

  test('rounds to the threshold, shares included: an exact share would tell the count', () => {
    const shown = shownRanking(rows, 100, { below: 5, how: 'round' })
    expect(of(shown)).toEqual([
      ['/', 40, 0.4], ['/miel', 5, 0.05], ['/cire', 5, 0.05], ['/jeanne', 5, 0.05], ['/paul', 0, 0], ['/vide', 0, 0],
    ]) // prettier-ignore
    expect(shown.hidden).toBe(0)
  })

  test('has no share of nothing, and none over the whole', () => {
    expect(shownRanking([{ name: 'a', count: 4 }], 0, null).rows[0]?.share).toBeNull()
    expect(shownRanking([{ name: 'a', count: 4 }], 4, { below: 5, how: 'round' }).rows[0]?.share).toBe(1)
  })

  test('never shows a count between nobody and the threshold, whatever the rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(60)),
        fc.integer({ min: 2, max: 50 }),
        fc.constantFrom('hide' as const, 'round' as const),
        (all, below, how) => {
          const ranked = all.map((count, i) => ({ name: String(i), count }))
          const { rows: shown, hidden } = shownRanking(ranked, 100, { below, how })
          for (const { count } of shown) expect(count === 0 || count >= below).toBe(true)
          expect(shown.length + hidden).toBe(all.length)
        },
      ),
    )
  })
})

describe('a table for download', () => {
  const table = [
    { channel: 'Direct', visits: 40, visitors: 33, bounceRate: 0.5 },
    { channel: 'Email', visits: 3, visitors: 2, bounceRate: 1 },
  ]

  test.each([
    ['as it is without a rule', null, table],
    ['without the small rows', { below: 5, how: 'hide' } as const, [table[0]]],
    ['rounded, without what was computed from few', { below: 5, how: 'round' } as const, [
      { channel: 'Direct', visits: 40, visitors: 35, bounceRate: 0.5 },
      { channel: 'Email', visits: 5, visitors: 0, bounceRate: null },
    ]],
  ])('comes %s', (_, rule, expected) => {
    expect(shownTable(table, 'visits', rule)).toEqual(expected)
  }) // prettier-ignore
})
