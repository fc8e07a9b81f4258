import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  type Cell, type Place, cellsIn, dayTypeOf, devices, formats, gridFrom, gridSchema, intensityAt, moments, momentsOf, slotOf,
  suits, summary, withIntensity, withLayer,
} from './grid.ts' // prettier-ignore

const blog = '00000000-0000-4000-8000-000000000001'
const instagram = '00000000-0000-4000-8000-000000000002'
const at = (
  support: string,
  moment: Place['moment'],
  device: Place['device'] = 'mobile',
  format: Place['format'] = 'article',
) => ({ support, moment, device, format }) satisfies Place

const grid: Cell[] = [
  { ...at(blog, 'week-evening'), intensity: 2 },
  { ...at(blog, 'week-evening', 'desktop', 'video'), intensity: 3 },
  { ...at(blog, 'weekend-morning'), intensity: 3 },
  { ...at(instagram, 'week-lunch', 'mobile', 'story'), intensity: 1 },
]

const place: fc.Arbitrary<Place> = fc.record({
  support: fc.constantFrom(blog, instagram),
  moment: fc.constantFrom(...moments),
  device: fc.constantFrom(...devices),
  format: fc.constantFrom(...formats),
})
const anyGrid = fc
  .array(fc.tuple(place, fc.integer({ min: 0, max: 3 })), { maxLength: 40 })
  .map((changes) => changes.reduce<Cell[]>((cells, [where, intensity]) => withIntensity(cells, where, intensity), []))

test('what is written at a place is what is read there, and nothing else moves', () => {
  fc.assert(
    fc.property(anyGrid, place, place, fc.integer({ min: 0, max: 3 }), (before, where, other, intensity) => {
      const after = withIntensity(before, where, intensity)
      expect(intensityAt(after, where)).toBe(intensity)
      const isOther = JSON.stringify(other) !== JSON.stringify(where)
      if (isOther) expect(intensityAt(after, other)).toBe(intensityAt(before, other))
      expect(gridSchema.safeParse(after).success).toBe(true)
    }),
  )
})

test('the order of the changes does not show in the value', () => {
  fc.assert(
    fc.property(anyGrid, place, place, (before, a, b) => {
      fc.pre(JSON.stringify(a) !== JSON.stringify(b))
      const one = withIntensity(withIntensity(before, a, 1), b, 2)
      const other = withIntensity(withIntensity(before, b, 2), a, 1)
      expect(one).toEqual(other)
    }),
  )
})

test('an intensity beyond 3 becomes 3, a negative one takes the cell out', () => {
  expect(intensityAt(withIntensity([], at(blog, 'week-dawn'), 9), at(blog, 'week-dawn'))).toBe(3)
  expect(withIntensity(grid, at(blog, 'weekend-morning'), -1)).toHaveLength(3)
})

test('a layer sent by the form replaces its own cells only', () => {
  const after = withLayer(grid, { device: 'mobile', format: 'article' }, { [blog]: { 'week-dawn': 1 } })
  expect(intensityAt(after, at(blog, 'week-dawn'))).toBe(1)
  expect(intensityAt(after, at(blog, 'week-evening'))).toBe(0)
  expect(intensityAt(after, at(blog, 'week-evening', 'desktop', 'video'))).toBe(3)
  expect(intensityAt(after, at(instagram, 'week-lunch', 'mobile', 'story'))).toBe(1)
})

test('a support the form did not show keeps its cells', () => {
  const after = withLayer(grid, { device: 'mobile', format: 'story' }, { [blog]: {} })
  expect(intensityAt(after, at(instagram, 'week-lunch', 'mobile', 'story'))).toBe(1)
})

test('the summary keeps the strongest cell over devices and formats', () => {
  expect(summary(grid).get(blog)?.get('week-evening')).toBe(3)
  expect(cellsIn(grid, { device: 'mobile', format: 'article' })).toBe(2)
})

test('the moments of a support come strongest first, then in the order of the day', () => {
  expect(momentsOf(grid, blog)).toEqual([
    { moment: 'week-evening', intensity: 3 },
    { moment: 'weekend-morning', intensity: 3 },
  ])
  expect(momentsOf(grid, 'nowhere')).toEqual([])
})

describe('hours fall in a part of the day', () => {
  it.each([
    [0, 'night'], [5, 'night'], [6, 'dawn'], [8, 'dawn'], [9, 'morning'], [11, 'morning'], [12, 'lunch'], [13, 'lunch'],
    [14, 'afternoon'], [17, 'afternoon'], [18, 'evening'], [21, 'evening'], [22, 'night'], [23, 'night'],
  ] as const)('%i h is %s', (hour, slot) => expect(slotOf(hour)).toBe(slot)) // prettier-ignore
})

describe('whether a date suits a persona', () => {
  it.each([
    ['a Monday, hour unknown', '2026-11-23', null, true],
    ['a Monday evening', '2026-11-23', 19, true],
    ['a Monday morning', '2026-11-23', 10, false],
    ['a Saturday morning', '2026-11-28', 10, true],
    ['a Saturday evening', '2026-11-28', 19, false],
  ] as const)('%s', (_, day, hour, expected) => expect(suits(grid, blog, day, hour)).toBe(expected))

  it('says nothing of a support the persona says nothing of', () => {
    expect(suits([], blog, '2026-11-23', 10)).toBeNull()
  })

  it('counts one in the morning with the night before', () => {
    const nights: Cell[] = [{ ...at(blog, 'week-night'), intensity: 1 }]
    expect(suits(nights, blog, '2026-11-28', 1)).toBe(true) // Friday night
    expect(suits(nights, blog, '2026-11-30', 1)).toBe(false) // Sunday night
  })
})

test('Saturday and Sunday are the weekend', () => {
  expect(['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'].map(dayTypeOf)).toEqual([
    'week',
    'weekend',
    'weekend',
    'week',
  ])
})

test('what is not a grid is read as an empty one', () => {
  expect(gridFrom(null)).toEqual([])
  expect(gridFrom([{ support: 'x' }])).toEqual([])
  expect(gridFrom([grid[0], grid[0]])).toEqual([])
  expect(gridFrom(grid)).toEqual(grid)
})
