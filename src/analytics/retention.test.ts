import { describe, expect, test } from 'vitest'
import { cohortsOf, gridOf, mostCohorts, startOf, wholeShares } from './retention.ts'

describe('cohorts of a period', () => {
  test('weeks begin on Monday, and the first holds the first day', () =>
    expect(cohortsOf('week', { from: '2026-10-29', to: '2026-11-10' })).toEqual([
      '2026-10-26',
      '2026-11-02',
      '2026-11-09',
    ]))
  test('months across a year', () =>
    expect(cohortsOf('month', { from: '2025-12-31', to: '2026-02-01' })).toEqual([
      '2025-12-01',
      '2026-01-01',
      '2026-02-01',
    ]))
  test('the latest ones when they are too many', () => {
    const days = cohortsOf('day', { from: '2024-01-01', to: '2026-11-24' })
    expect(days).toHaveLength(mostCohorts.day)
    expect(days.at(-1)).toBe('2026-11-24')
  })
  test.each([
    ['day', '2026-11-25', '2026-11-25'],
    ['week', '2026-11-01', '2026-10-26'],
    ['month', '2026-11-25', '2026-11-01'],
  ] as const)('the %s of %s begins on %s', (size, day, start) => expect(startOf(size, day)).toBe(start))
})

describe('the grid', () => {
  const starts = ['2026-11-02', '2026-11-09', '2026-11-16']
  const grid = gridOf(
    'week',
    starts,
    [
      { first: '2026-11-02', then: '2026-11-02', visitors: 8 },
      { first: '2026-11-02', then: '2026-11-09', visitors: 4 },
      { first: '2026-11-09', then: '2026-11-09', visitors: 2 },
    ],
    '2026-11-16',
  )
  test('what has not begun is nothing, what nobody did is 0', () =>
    expect(grid.map(({ size, back }) => [size, back])).toEqual([
      [8, [8, 4, 0]],
      [2, [2, 0, null]],
      [0, [0, null, null]],
    ]))
  test('the whole leaves out cohorts that are too young', () => expect(wholeShares(grid)).toEqual([1, 4 / 10, 0]))
  test('of nobody there is no share', () =>
    expect(wholeShares(gridOf('week', starts, [], '2026-11-16'))).toEqual([null, null, null]))
})
