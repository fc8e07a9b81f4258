import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anchor,
  apart,
  areaPath,
  bands,
  extent,
  fitted,
  linePath,
  linear,
  spread,
  stack,
  textWidth,
  ticks,
} from './scale.ts'

const value = fc.double({ min: -1e9, max: 1e9, noNaN: true })

test.each([
  [0, 0],
  [50, 100],
  [100, 200],
  [-10, -20],
])('on 0–100 drawn over 0–200, %d lies at %d', (at, place) => {
  expect(linear([0, 100], [0, 200])(at)).toBe(place)
})

test('an axis drawn upwards turns its values round', () => {
  const y = linear([0, 10], [200, 0])
  expect([y(0), y(5), y(10)]).toEqual([200, 100, 0])
})

test('a domain of one point lies at the start of its range, and nothing is divided by zero', () => {
  expect(linear([5, 5], [10, 90])(5)).toBe(10)
})

test.each([
  { min: 0, max: 100, given: [0, 25, 50, 75, 100] },
  { min: 0, max: 720, given: [0, 200, 400, 600, 800] },
  { min: 0, max: 0, given: [0, 0.25] },
  { min: -480, max: 300, given: [-600, -400, -200, 0, 200, 400] },
  { min: 0, max: 0.482, given: [0, 0.2, 0.4, 0.6] },
  { min: 0, max: 15_100_000_000, given: [0, 5_000_000_000, 10_000_000_000, 15_000_000_000, 20_000_000_000] },
])('an axis for $min to $max is marked at round values', ({ min, max, given }) => {
  expect(ticks(min, max).slice(0, given.length)).toEqual(given)
})

test('what is counted in whole things has no half on its axis', () => {
  expect(ticks(0, 2, 4, true)).toEqual([0, 1, 2])
  expect(ticks(0, 1, 4, true)).toEqual([0, 1])
  fc.assert(fc.property(fc.nat(1e7), (max) => ticks(0, max, 4, true).every(Number.isInteger)))
})

test('an axis holds its values, in few and even steps, without a rounding error', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [min, max] = extent([a, b])
      const axis = ticks(min, max)
      expect(axis[0]).toBeLessThanOrEqual(min + (max - min) * 1e-6 + 1e-12)
      expect(axis.at(-1)).toBeGreaterThanOrEqual(max - (max - min) * 1e-6 - 1e-12)
      expect(axis.length).toBeGreaterThanOrEqual(2)
      expect(axis.length).toBeLessThanOrEqual(8)
      const steps = axis.slice(1).map((tick, i) => tick - (axis[i] ?? 0))
      for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 3)
    }),
  )
})

test('without a number there is an axis all the same', () => {
  expect(ticks(Number.NaN, 3)).toEqual([0, 1])
  expect(ticks(0, Number.POSITIVE_INFINITY)).toEqual([0, 1])
})

test.each([
  { values: [3, 9], given: [0, 9] },
  { values: [-4, -2], given: [-4, 0] },
  { values: [null, 5, null], given: [0, 5] },
  { values: [null, null], given: [0, 0] },
  { values: [], given: [0, 0] },
])('the values $values need an axis over $given: zero is always on it', ({ values, given }) => {
  expect(extent(values)).toEqual(given)
})

test('places along an axis are equal, in order and inside it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 10, max: 2000 }), (count, width) => {
      const places = bands(count, [0, width])
      expect(places).toHaveLength(count)
      for (const { start, width: size, middle } of places) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(start + size).toBeLessThanOrEqual(width + 1e-9)
        expect(middle).toBeCloseTo(start + size / 2, 9)
      }
      const ends = places.map(({ start, width: size }) => start + size)
      for (const [i, { start }] of places.slice(1).entries()) expect(start).toBeGreaterThan(ends[i] ?? 0)
    }),
  )
})

test('no label makes no place', () => {
  expect(bands(0, [0, 100])).toEqual([])
})

test('parts are laid end to end, and a negative one takes no room', () => {
  expect(stack([3, 0, -2, 4])).toEqual([
    { from: 0, to: 3 },
    { from: 3, to: 3 },
    { from: 3, to: 3 },
    { from: 3, to: 7 },
  ])
})

test.each([
  { count: 0, room: 5, given: [] },
  { count: 1, room: 5, given: [0] },
  { count: 5, room: 5, given: [0, 1, 2, 3, 4] },
  { count: 6, room: 5, given: [0, 2, 4] },
  { count: 30, room: 7, given: [0, 5, 10, 15, 20, 25] },
  { count: 30, room: 1, given: [0] },
  { count: 3, room: 0, given: [0] },
])('of $count labels in the room of $room, $given are written', ({ count, room, given }) => {
  expect(spread(count, room)).toEqual(given)
})

test('written labels are evenly spaced and never more than there is room for', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 60 }), (count, room) => {
      const written = spread(count, room)
      expect(written.length).toBeLessThanOrEqual(room)
      const steps = new Set(written.slice(1).map((at, i) => at - (written[i] ?? 0)))
      expect(steps.size).toBeLessThanOrEqual(1)
      expect(written.every((at) => at >= 0 && at < count)).toBe(true)
    }),
  )
})

test('labels that would touch are moved apart, as little as it takes', () => {
  expect(apart([10, 50], 15, [0, 100])).toEqual([10, 50])
  expect(apart([10, 12], 15, [0, 100])).toEqual([10, 25])
  expect(apart([95, 96], 15, [0, 100])).toEqual([85, 100])
  expect(apart([], 15, [0, 100])).toEqual([])
})

test('where there is room for all, labels keep their order, their distance and their edges', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 350 }), { maxLength: 12 }), (wanted) => {
      const placed = apart(wanted, 15, [0, 300])
      const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))
      for (const [n, i] of order.entries()) {
        expect(placed[i]).toBeGreaterThanOrEqual(0)
        expect(placed[i]).toBeLessThanOrEqual(300)
        const next = order[n + 1]
        if (next !== undefined) expect((placed[next] ?? 0) - (placed[i] ?? 0)).toBeGreaterThanOrEqual(15)
      }
    }),
  )
})

test.each([
  { points: [], path: '' },
  { points: [[0, 1]] as const, path: 'M0 1' },
  { points: [[0, 1], [2.26, 3]] as const, path: 'M0 1L2.3 3' }, // prettier-ignore
  { points: [[0, 1], null, [4, 5], [6, 7]] as const, path: 'M0 1M4 5L6 7' }, // prettier-ignore
  { points: [null, null] as const, path: '' },
])('the path $path breaks where a value is unknown', ({ points, path }) => {
  expect(linePath(points)).toBe(path)
})

test('an area goes along its top and comes back along its foot, in as many pieces as there are', () => {
  expect(areaPath([[0, 10, 5], [10, 12, 6]])).toBe('M0 5L10 6L10 12L0 10Z') // prettier-ignore
  expect(areaPath([[0, 10, 5], null, [20, 12, 6]])).toBe('M0 5L0 10ZM20 6L20 12Z') // prettier-ignore
  expect(areaPath([null, null])).toBe('')
})

test.each([
  { x: 0, size: 40, given: 'start' },
  { x: 50, size: 40, given: 'middle' },
  { x: 100, size: 40, given: 'end' },
  { x: 81, size: 40, given: 'end' },
  { x: 80, size: 40, given: 'middle' },
])('a text of $size at $x of 0–100 hangs by its $given', ({ x, size, given }) => {
  expect(anchor(x, size, 0, 100)).toBe(given)
})

test('a text that does not fit is cut where one can see it', () => {
  expect(fitted('Recherche', 200)).toBe('Recherche')
  expect(fitted('Recherche naturelle', 80)).toBe('Recherche…')
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 20, max: 400 }), (text, width) => {
      const shown = fitted(text, width)
      expect(shown.length).toBeLessThanOrEqual(Math.max(2, text.length))
      if (textWidth(text) > width + 7) expect(shown.endsWith('…')).toBe(true)
    }),
  )
})
