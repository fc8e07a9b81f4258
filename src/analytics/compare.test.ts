import { describe, expect, test } from 'vitest'
import { differenceOf, rowsOfBoth, sideEntries, sidesOf } from './compare.ts'

const sides = (search: string) => sidesOf(new URLSearchParams(search))

describe('sides', () => {
  test.each([
    ['', {}],
    ['bfrom=2026-10-01&bto=2026-10-31', { periodB: { from: '2026-10-01', to: '2026-10-31' } }],
    ['bfrom=2026-10-31&bto=2026-10-01', {}],
    ['bfrom=2026-02-30&bto=2026-03-01', {}],
    ['asegment=x&bsegment=y&panel=page&metric=visits', { segmentA: 'x', segmentB: 'y', panel: 'page', metric: 'visits' }],
    ['panel=goal&metric=revenue', {}],
  ])('%j', (search, wanted) =>
    expect(sides(search)).toEqual({ segmentA: null, segmentB: null, periodB: null, metric: 'visitors', panel: 'channel', ...wanted })) // prettier-ignore

  test('go round by the address', () => {
    const asked = sides('asegment=x&bsegment=y&bfrom=2026-10-01&bto=2026-10-31&panel=page')
    expect(sides(String(new URLSearchParams(sideEntries(asked).map(([name, value]) => [name, value]))))).toEqual(asked)
  })
})

describe('a difference', () => {
  test.each([
    [12, 10, 2, 0.2],
    [8, 10, -2, -0.2],
    [5, 0, 5, null],
    [null, 10, null, null],
    [0.5, null, null, null],
  ])('%s against %s', (a, b, difference, change) => {
    const found = differenceOf(a, b)
    expect([found.difference, found.change === null ? null : Number(found.change.toFixed(9))]).toEqual([
      difference,
      change,
    ])
  })
})

test('rows of both sides stand under one name, and one that is on one side only counts 0 on the other', () => {
  const rows = rowsOfBoth(
    [{ name: 'Email', count: 5 }, { name: 'Direct', count: 9 }],
    [{ name: 'Direct', count: 4 }, { name: 'SMS', count: 2 }],
    10,
  ) // prettier-ignore
  expect(rows.map(({ name, a, b, difference }) => [name, a, b, difference])).toEqual([
    ['Direct', 9, 4, 5],
    ['Email', 5, 0, 5],
    ['SMS', 0, 2, -2],
  ])
  expect(rowsOfBoth([{ name: 'a', count: 1 }], [{ name: 'b', count: 1 }], 1)).toHaveLength(1)
})
