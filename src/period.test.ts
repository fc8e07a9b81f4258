import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, addMonths, boundsOf, dayIn, daysBetween, daysOf, elapsedShare, isDay, lengthOf, monthEnd, monthsOf, previous, startOfDay, weekStart } from './period.ts' // prettier-ignore

const hours = (zone: string, day: string) => {
  const { from, until } = boundsOf(zone, { from: day, to: day })
  return (until.getTime() - from.getTime()) / 3_600_000
}

test.each([
  ['2026-02-30', false],
  ['2026-02-28', true],
  ['0026-02-28', false],
  ['9999-01-01', false],
  ['2026-2-8', false],
])('%s is a day: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected)
})

test('days of clock changes in Paris have 23 and 25 hours', () => {
  expect(hours('Europe/Paris', '2026-03-29')).toBe(23)
  expect(hours('Europe/Paris', '2026-10-25')).toBe(25)
  expect(hours('Europe/Paris', '2026-06-01')).toBe(24)
})

test('a day whose midnight does not exist begins when the clock first shows it', () => {
  // Chile, 2024-09-08: 00:00 became 01:00.
  expect(startOfDay('America/Santiago', '2024-09-08').toISOString()).toBe('2024-09-08T04:00:00.000Z')
  expect(hours('America/Santiago', '2024-09-08')).toBe(23)
})

test('an instant belongs to the day of its zone', () => {
  const late = new Date('2026-06-30T22:30:00Z')
  expect(dayIn('Europe/Paris', late)).toBe('2026-07-01')
  expect(dayIn('America/Martinique', late)).toBe('2026-06-30')
})

test('the previous period has the same length and ends the day before', () => {
  expect(previous({ from: '2026-03-01', to: '2026-03-31' })).toEqual({ from: '2026-01-29', to: '2026-02-28' })
})

test('adding months keeps to the end of a shorter month', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2024-03-31', -1)).toBe('2024-02-29')
  expect(monthEnd('2026-11-24')).toBe('2026-11-30')
  expect(monthsOf({ from: '2025-11-24', to: '2026-01-02' })).toEqual(['2025-11', '2025-12', '2026-01'])
})

test('weeks begin on Monday', () => {
  expect(weekStart('2026-11-24')).toBe('2026-11-23')
  expect(weekStart('2026-11-22')).toBe('2026-11-16')
})

test('the share that has passed stays between 0 and 1', () => {
  const year = { from: '2026-01-01', to: '2026-12-31' }
  expect(elapsedShare(year, '2025-12-31')).toBe(0)
  expect(elapsedShare(year, '2026-12-31')).toBe(1)
  expect(elapsedShare(year, '2027-06-01')).toBe(1)
  expect(elapsedShare({ from: '2026-01-01', to: '2026-01-10' }, '2026-01-05')).toBe(0.5)
})

test('days of a period touch one another, in every zone', () => {
  const day = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1990-01-01', n))
  const zone = fc.constantFrom('Europe/Paris', 'America/Santiago', 'Pacific/Apia', 'Asia/Kolkata', 'America/Martinique')
  fc.assert(
    fc.property(day, zone, (d, z) => {
      const here = boundsOf(z, { from: d, to: d })
      expect(boundsOf(z, { from: addDays(d, 1), to: addDays(d, 1) }).from).toEqual(here.until)
      expect(lengthOf({ from: d, to: addDays(d, 9) })).toBe(10)
      expect(daysOf({ from: d, to: addDays(d, 2) })).toHaveLength(3)
      expect(daysBetween(d, addDays(d, 5))).toBe(5)
    }),
    { numRuns: 200 },
  )
})
