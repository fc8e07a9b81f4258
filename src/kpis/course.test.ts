import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addingUp, daysAhead } from './course.ts'

test.each<[string, (number | null)[], number | null, (number | null)[]]>([
  ['days that add up stay as they are', [10, 0, 20], 30, [10, 0, 20]],
  ['hidden days share what is left', [10, null, null, 20], 36, [10, 3, 3, 20]],
  ['rounded days are scaled', [10, 20], 33, [11, 22]],
  ['days all rounded to nothing share the total', [0, 0], 6, [3, 3]],
  ['hidden days of which nothing is left are nothing', [null, 8], 8, [0, 8]],
  ['of a hidden total nothing is known', [null, 8], null, [null, null]],
  ['no day, no course', [], 0, []],
])('%s', (_, values, total, wanted) => expect(addingUp(values, total)).toEqual(wanted))

test('whatever is hidden, the days come to the total', () => {
  const days = fc.array(fc.option(fc.nat(1000)), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(days, fc.nat(100_000), (values, total) => {
      const sum = addingUp(values, total).reduce<number>((all, one) => all + (one ?? Number.NaN), 0)
      expect(sum).toBeCloseTo(total, 6)
    }),
  )
})

test.each<[string, string[], string, string[]]>([
  ['day by day', ['2026-11-01', '2026-11-02'], '2026-11-05', ['2026-11-03', '2026-11-04', '2026-11-05']],
  ['by the week, the end in any case', ['2026-11-01', '2026-11-08'], '2026-11-24', ['2026-11-15', '2026-11-22', '2026-11-24']],
  ['with one point, the end alone', ['2026-11-01'], '2026-11-05', ['2026-11-05']],
  ['with none, the end alone', [], '2026-11-05', ['2026-11-05']],
  ['at the end, none', ['2026-11-01', '2026-11-05'], '2026-11-05', []],
])('the days to come go %s', (_, past, end, wanted) => expect(daysAhead(past, end)).toEqual(wanted)) // prettier-ignore
