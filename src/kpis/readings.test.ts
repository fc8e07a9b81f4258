import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readingsOf } from './readings.ts'

describe('the readings of a KPI typed by hand', () => {
  test.each([
    ['none, nothing was ever typed', { measured: null, measuredOn: null }, [], []],
    ['one, the one in force', { measured: 12, measuredOn: '2026-11-03' }, [], [['2026-11-03', 12]]],
    [
      'two, the figure and its day having changed together',
      { measured: 15, measuredOn: '2026-11-10' },
      [{ before: { measured: 12, measuredOn: '2026-11-03' } }],
      [['2026-11-03', 12], ['2026-11-10', 15]],
    ],
    [
      'one, its figure having been corrected',
      { measured: 13, measuredOn: '2026-11-03' },
      [{ before: { measured: 12 } }],
      [['2026-11-03', 13]],
    ],
    [
      'two of one figure, the day alone having changed',
      { measured: 12, measuredOn: '2026-11-10' },
      [{ before: { measuredOn: '2026-11-03' } }],
      [['2026-11-03', 12], ['2026-11-10', 12]],
    ],
    [
      'one, whatever else was changed meanwhile',
      { measured: 12, measuredOn: '2026-11-03' },
      [{ before: { title: 'Ancien nom' } }, { before: { target: 4 } }],
      [['2026-11-03', 12]],
    ],
    [
      'one, the first having had no figure',
      { measured: 12, measuredOn: '2026-11-03' },
      [{ before: { measured: null, measuredOn: null } }],
      [['2026-11-03', 12]],
    ],
    [
      'the one before, the last having been erased',
      { measured: null, measuredOn: null },
      [{ before: { measured: 12, measuredOn: '2026-11-03' } }],
      [['2026-11-03', 12]],
    ],
  ] as const)('are %s', (_, current, changes, expected) => {
    expect(readingsOf(current, changes).map(({ day, actual }) => [day, actual])).toEqual(expected)
  }) // prettier-ignore

  test('typed day after day, come back as they were typed', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(
        days,
        fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 12, maxLength: 12 }),
        (list, figures) => {
          const typed = list.map((day, i) => ({
            measured: figures[i] ?? 0,
            measuredOn: `2026-11-${String(day).padStart(2, '0')}`,
          }))
          const current = typed.at(-1) ?? { measured: null, measuredOn: null }
          // A change keeps, of what was before it, only the fields that it changed.
          const changes = typed.slice(1).map((next, i) => {
            const last = typed[i]
            return { before: last?.measured === next.measured ? { measuredOn: last.measuredOn } : { ...last } }
          })
          const expected = typed.toSorted((a, b) => (a.measuredOn < b.measuredOn ? -1 : 1))
          expect(readingsOf(current, changes)).toEqual(
            expected.map(({ measured, measuredOn }) => ({ day: measuredOn, actual: measured })),
          )
        },
      ),
    )
  })
})
