import { expect, test } from 'vitest'
import { change, ratio } from './ratio.ts'

test('a ratio over zero has no value', () => {
  expect(ratio(3, 0)).toBeNull()
  expect(ratio(0, 0)).toBeNull()
  expect(ratio(null, 4)).toBeNull()
  expect(ratio(3, 4)).toBe(0.75)
})

test('a change is relative to where it starts, whatever its sign', () => {
  expect(change(112, 100)).toBeCloseTo(0.12)
  expect(change(-50, -100)).toBe(0.5)
  expect(change(5, 0)).toBeNull()
})
