import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exclToIncl, lineAmount, moneyInput, parseMoney, roundCents, shareOut, vatOf } from './money.ts'

test('half a cent goes away from zero', () => {
  expect(roundCents(100.5)).toBe(101)
  expect(roundCents(-100.5)).toBe(-101)
  expect(roundCents(1.005 * 100)).toBe(101)
  expect(Object.is(roundCents(-0.2), 0)).toBe(true)
})

test.each([
  [3, 33_33, 99_99],
  [0.5, 1_01, 51],
  [1.5, 350_00, 525_00],
])('%d × %d cents make %d cents', (quantity, unitPrice, expected) => {
  expect(lineAmount(quantity, unitPrice)).toBe(expected)
})

test.each([
  [100_00, 0.2, 20_00],
  [99_99, 0.2, 20_00],
  [100_00, 0.055, 5_50],
  [19_99, 0.021, 42],
  [50_00, 0, 0],
])('VAT on %d cents at %d is %d cents', (amount, rate, expected) => {
  expect(vatOf(amount, rate)).toBe(expected)
  expect(exclToIncl(amount, rate)).toBe(amount + expected)
})

test.each([
  ['1 250,50', 125_050],
  ['1\u202f250,5 €', 125_050],
  ['1250.50', 125_050],
  ['-3', -300],
  ['0', 0],
  ['', null],
  ['12,345', null],
  ['douze', null],
  ['=1+1', null],
  ['1e5', null],
])('"%s" reads as %s', (typed, expected) => {
  expect(parseMoney(typed)).toBe(expected)
})

test('what an input shows is read back as the same amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (cents) => {
      expect(parseMoney(moneyInput(cents))).toBe(cents)
      expect(parseMoney(moneyInput(cents, ','))).toBe(cents)
    }),
  )
})

test('shares always sum to the total, and none is a cent off its exact share', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 24 }),
      (total, weights) => {
        const parts = shareOut(total, weights)
        const sum = weights.reduce((a, b) => a + b, 0)
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
        parts.forEach((part, i) => {
          const exact = sum === 0 ? total / weights.length : (total * (weights[i] ?? 0)) / sum
          expect(Math.abs(part - exact)).toBeLessThan(1)
        })
      },
    ),
  )
})
