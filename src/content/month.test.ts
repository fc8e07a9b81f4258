import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, monthStart, weekStart } from '../period.ts'
import type { Grid } from '../strategy/grid.ts'
import { type Entry, framed, isMoved, momentClashes, monthFrom, monthGrid, weekGaps } from './month.ts'

const entry = (change: Partial<Entry> = {}): Entry => ({
  id: 'e',
  title: 'Trois recettes',
  state: 'drafting',
  format: 'article',
  plannedOn: '2026-12-01',
  scheduledAt: null,
  support: 'blog',
  personas: [],
  ...change,
})
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1990-01-01', n))

test('a month is whole weeks, Monday first, that hold all its days', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const weeks = monthGrid(day, [])
      expect(weeks.length).toBeGreaterThanOrEqual(4)
      expect(weeks.length).toBeLessThanOrEqual(6)
      for (const week of weeks) expect(week[0]?.day).toBe(weekStart(week[6]?.day ?? ''))
      expect(weeks.flat().some((cell) => cell.day === day && cell.inMonth)).toBe(true)
      expect(weeks.flat().filter((cell) => cell.inMonth).length).toBeGreaterThanOrEqual(28)
    }),
  )
})

describe('weeks of a month', () => {
  it.each([
    ['2026-02-10', '2026-01-26', '2026-03-01', 5],
    ['2027-02-10', '2027-02-01', '2027-02-28', 4],
    ['2026-08-01', '2026-07-27', '2026-09-06', 6],
    ['2024-02-29', '2024-01-29', '2024-03-03', 5],
  ])('%s', (day, from, to, weeks) => {
    expect(framed(day)).toEqual({ from, to })
    expect(monthGrid(day, [])).toHaveLength(weeks)
  })
})

const cellOf = (day: string, entries: Entry[]) =>
  monthGrid(day, entries)
    .flat()
    .find((cell) => cell.day === day)

test('a content is on the day it is planned for', () => {
  expect(cellOf('2026-12-01', [entry()])).toMatchObject({ planned: [{ id: 'e' }], scheduledOnly: [] })
})

test('a content scheduled for another day shows on both days, told apart', () => {
  const moved = entry({ scheduledAt: '2026-12-03T09:30' })
  expect(isMoved(moved)).toBe(true)
  expect(cellOf('2026-12-01', [moved])).toMatchObject({ planned: [{ id: 'e' }], scheduledOnly: [] })
  expect(cellOf('2026-12-03', [moved])).toMatchObject({ planned: [], scheduledOnly: [{ id: 'e' }] })
  expect(isMoved(entry({ scheduledAt: '2026-12-01T09:30' }))).toBe(false)
})

test('contents of a day come by hour, then by title', () => {
  const day = [
    entry({ title: 'c' }),
    entry({ title: 'b', scheduledAt: '2026-12-01T18:00' }),
    entry({ title: 'a', scheduledAt: '2026-12-01T07:00' }),
  ]
  expect(cellOf('2026-12-01', day)?.planned.map(({ title }) => title)).toEqual(['a', 'b', 'c'])
})

test('a planned content is in its month exactly once', () => {
  fc.assert(
    fc.property(fc.array(anyDay.map((plannedOn) => entry({ plannedOn })), { maxLength: 10 }), anyDay, (entries, month) => {
      const inMonth = monthGrid(month, entries).flat().filter((cell) => cell.inMonth).flatMap((cell) => cell.planned)
      expect(inMonth).toHaveLength(entries.filter((each) => monthStart(each.plannedOn ?? '') === monthStart(month)).length)
    }),
  ) // prettier-ignore
})

describe('weeks without content', () => {
  it('are listed by support, by their Monday', () => {
    expect(weekGaps('2026-12-01', ['blog', 'stand'], [entry()])).toEqual([
      { support: 'blog', weeks: ['2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28'] },
      { support: 'stand', weeks: ['2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28'] },
    ])
  })

  it('are filled by a planned day or a scheduled one', () => {
    const entries = ['2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21'].map((plannedOn) => entry({ plannedOn }))
    const scheduled = entry({ plannedOn: null, scheduledAt: '2027-01-03T10:00' })
    expect(weekGaps('2026-12-01', ['blog'], [...entries, scheduled])).toEqual([])
  })

  it('belong to one month only', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const monday = weekStart(day)
        const months = [-31, 0, 31].map((shift) => monthStart(addDays(monday, shift)))
        const holders = new Set(months)
          .values()
          .filter((month) => weekGaps(month, ['x'], [])[0]?.weeks.includes(monday))
        expect([...holders].length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('a content outside the persona’s moments', () => {
  const evenings: Grid = [
    { support: 'blog', moment: 'week-evening', device: 'mobile', format: 'article', intensity: 2 },
  ]
  const grids = new Map([['claire', evenings]])
  it.each([
    ['a Tuesday without an hour suits', { plannedOn: '2026-12-01' }, 0],
    ['a Saturday does not', { plannedOn: '2026-12-05' }, 1],
    ['a Tuesday evening suits', { scheduledAt: '2026-12-01T19:00' }, 0],
    ['a Tuesday morning does not', { scheduledAt: '2026-12-01T08:00' }, 1],
    ['the hour set wins over the day aimed at', { plannedOn: '2026-12-05', scheduledAt: '2026-12-01T19:00' }, 0],
    ['a support the persona says nothing of is no clash', { plannedOn: '2026-12-05', support: 'stand' }, 0],
    ['without a support nothing can be said', { plannedOn: '2026-12-05', support: null }, 0],
    ['without a date either', { plannedOn: null }, 0],
  ])('%s', (_, change, clashes) => {
    expect(momentClashes([entry({ personas: ['claire'], ...change })], grids)).toHaveLength(clashes)
  })

  it('is not held against a content for someone else', () => {
    expect(momentClashes([entry({ personas: ['paul'], plannedOn: '2026-12-05' })], grids)).toEqual([])
  })
})

test('a month of the URL is believed when it is one', () => {
  expect(monthFrom('2027-02', '2026-11-23')).toBe('2027-02-01')
  for (const wrong of [null, '', '2026-13', 'hier', '2026-11-23'])
    expect(monthFrom(wrong, '2026-11-23')).toBe('2026-11-01')
})
