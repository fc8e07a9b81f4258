import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Judged, shownCount, shownRows, shownShare } from './small-figures.ts'

const hide = { below: 5, how: 'hide' } as const
const round = { below: 5, how: 'round' } as const
const pages = [
  { name: '/', count: 40 },
  { name: '/miel', count: 7 },
  { name: '/jeanne', count: 4 },
  { name: '/paul', count: 1 },
  { name: '/vide', count: 0 },
]
const by: Judged = { counts: ['count'] }

describe('a list', () => {
  test('without a rule is as it is', () => expect(shownRows(pages, by, null)).toEqual(pages))

  test('loses its small rows; nobody is not few', () => {
    expect(shownRows(pages, by, hide).map(({ name }) => name)).toEqual(['/', '/miel', '/vide'])
  })

  test('loses one more row where the total would give back the only small one', () => {
    const alone = pages.filter(({ name }) => name !== '/paul')
    expect(shownRows(alone, by, hide).map(({ name }) => name)).toEqual(['/', '/vide'])
  })

  test('of days or goals keeps its rows, without their figures', () => {
    const shown = shownRows(pages, { ...by, keepsRows: true }, hide)
    expect(shown.map(({ count }) => count)).toEqual([40, 7, null, null, 0])
  })

  test('comes in multiples of the threshold when it is rounded', () => {
    expect(shownRows(pages, by, round).map(({ count }) => count)).toEqual([40, 5, 5, 0, 0])
  })
})

const channels: Judged = {
  counts: ['visits', 'bounces'],
  ratios: { rate: ['bounces', 'visits'] },
  rests: { seconds: ['visits'], revenue: ['paid'] },
}
const row = (visits: number, bounces: number) => ({ visits, bounces, rate: visits === 0 ? null : bounces / visits, seconds: 61.5 }) // prettier-ignore

test.each([
  ['an ordinary row', hide, row(40, 20), { visits: 40, bounces: 20, rate: 0.5, seconds: 61.5 }],
  ['a rate of few', hide, row(40, 2), { visits: 40, bounces: null, rate: null, seconds: 61.5 }],
  ['a rate of all but few', hide, row(40, 38), { visits: 40, bounces: 38, rate: null, seconds: 61.5 }],
  ['a rate of all', hide, row(40, 40), { visits: 40, bounces: 40, rate: 1, seconds: 61.5 }],
  ['few visits', hide, row(3, 3), undefined],
  ['a rate made anew from what is shown', round, row(41, 13), { visits: 40, bounces: 15, rate: 0.375, seconds: 61.5 }],
  ['a part rounded over its whole', round, row(22, 22), { visits: 20, bounces: 20, rate: 1, seconds: 61.5 }],
  ['a mean of few', round, row(3, 0), { visits: 5, bounces: 0, rate: 0, seconds: null }],
  ['a rate of nothing that is shown', round, row(2, 1), { visits: 0, bounces: 0, rate: null, seconds: null }],
] as const)('%s', (_, rule, given, expected) => {
  expect(shownRows([given], { ...channels, rests: { seconds: ['visits'] } }, rule)[0]).toEqual(expected)
})

test('an amount goes with the number of those who paid it', () => {
  const orders = [{ paid: 2, revenue: 9_900 }, { paid: 30, revenue: 90_000 }, { paid: 9, revenue: 1 }] // prettier-ignore
  const judged: Judged = { counts: ['paid'], rests: { revenue: ['paid'] }, keepsRows: true }
  expect(shownRows(orders, judged, hide).map(({ revenue }) => revenue)).toEqual([null, 90_000, null])
})

test('one figure, and one share', () => {
  expect([shownCount(4, hide), shownCount(5, hide), shownCount(0, hide), shownCount(4, round), shownCount(4, null)]).toEqual([null, 5, 0, 5, 4])
  expect([shownShare(4, 40, hide), shownShare(38, 40, hide), shownShare(20, 40, hide), shownShare(0, 0, hide), shownShare(13, 41, round)]).toEqual([null, null, 0.5, null, 0.375])
}) // prettier-ignore

test('whatever the rows, no figure lies under the threshold, and the total less the rows in sight gives none back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(60), { minLength: 1 }),
      fc.integer({ min: 2, max: 50 }),
      fc.constantFrom('hide' as const, 'round' as const),
      fc.boolean(),
      (all, below, how, keepsRows) => {
        const rows = all.map((count, i) => ({ name: String(i), count }))
        const shown = shownRows(rows, { counts: ['count'], keepsRows }, { below, how })
        const counts = shown.map(({ count }) => count as number | null)
        for (const count of counts) expect(count === null || count === 0 || count >= below).toBe(true)
        if (how === 'round') return
        const rest = all.reduce((a, b) => a + b, 0) - counts.reduce<number>((a, b) => a + (b ?? 0), 0)
        const inSight = counts.filter((count) => (count ?? 0) > 0).length
        // Less than the threshold is hidden only where there is nothing else to hide.
        expect(rest === 0 || rest >= below || inSight === 0).toBe(true)
      },
    ),
  )
})
