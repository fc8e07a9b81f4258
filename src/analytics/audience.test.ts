import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf, comparedWith, periodOf, viewOf } from './audience.ts'
import { readCondition, toggled, writeCondition } from './filters.ts'
import { fr } from './audience.fr.ts'
import { fr as catalog } from './catalog.fr.ts'
import { conditionText, valueLabel } from './labels.ts'
import { dimensionNames } from './catalog.ts'
import { operators } from './query.ts'

const today = '2026-11-24'
const view = (search: string) => viewOf(new URLSearchParams(search), today)

describe('the address says the view', () => {
  test.each([
    ['', '2026-10-26', '2026-11-24'],
    ['period=today', '2026-11-24', '2026-11-24'],
    ['period=7d', '2026-11-18', '2026-11-24'],
    ['period=28d', '2026-10-28', '2026-11-24'],
    ['period=month', '2026-11-01', '2026-11-30'],
    ['period=12m', '2025-11-25', '2026-11-24'],
    ['from=2026-01-01&to=2026-01-31', '2026-01-01', '2026-01-31'],
    ['from=2026-02-31&to=2026-01-31', '2026-10-26', '2026-11-24'],
    ['from=2026-03-31&to=2026-01-31', '2026-10-26', '2026-11-24'],
    ['period=nonsense', '2026-10-26', '2026-11-24'],
  ])('%j is from %s to %s', (search, from, to) => expect(view(search).period).toEqual({ from, to }))

  test('written and read again, a view is the same', () => {
    const search =
      'period=7d&compare=year&metric=bounceRate&f=channel:is:Email&f=page:contains:/a|b%257C&site=a.example'
    const once = view(search)
    expect(view(addressOf(once).slice(1))).toEqual(once)
  })

  test('a filter goes round by the address, whatever its values', () => {
    const dimension = fc.constantFrom(...dimensionNames.filter((name) => name !== 'date' && name !== 'goal'))
    fc.assert(
      fc.property(
        dimension,
        fc.constantFrom(...operators),
        fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
        (name, operator, values) => {
          const filter = { dimension: name, operator, values }
          expect(readCondition(writeCondition(filter))).toEqual(filter)
        },
      ),
    )
  })

  test.each(['', 'channel', 'channel:is', 'colour:is:red', 'date:is:2026-11-01', 'channel:like:x', 'goal:contains:x'])(
    '%j is no filter',
    (written) => expect(readCondition(written)).toBeNull(),
  )

  test('pressing a row twice takes its filter away', () => {
    const email = { dimension: 'channel' as const, operator: 'is' as const, values: ['Email'] }
    expect(toggled([], email)).toEqual([email])
    expect(toggled([email], email)).toEqual([])
  })
})

describe('the days compared with', () => {
  test.each([
    ['seven days: the seven before', 'period=7d', { from: '2026-11-11', to: '2026-11-17' }],
    ['a month under way: as many days of the one before', 'period=month', { from: '2026-10-01', to: '2026-10-24' }],
    ['a past month: the whole month before', 'from=2026-03-01&to=2026-03-31', { from: '2026-02-01', to: '2026-02-28' }],
    ['the year before', 'period=7d&compare=year', { from: '2025-11-18', to: '2025-11-24' }],
    ['nothing', 'compare=none', null],
    ['a period not begun', 'from=2026-12-01&to=2026-12-31', null],
  ])('%s', (_, search, expected) => expect(comparedWith(view(search), today)).toEqual(expected))

  test('on the 31st, the month before is not longer than it is', () => {
    const view31 = viewOf(new URLSearchParams('period=month'), '2026-03-30')
    expect(comparedWith(view31, '2026-03-30')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
    expect(periodOf('month', '2026-02-10')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  })
})

test('values are read in the reader’s words', () => {
  expect(valueLabel('country', 'FR', fr, 'fr')).toBe('France')
  expect(valueLabel('country', 'not a code', fr, 'fr')).toBe('not a code')
  expect(valueLabel('source', '', fr, 'fr')).toBe('Accès direct')
  expect(valueLabel('channel', 'Organic Search', fr, 'fr')).toBe('Recherche naturelle')
  expect(valueLabel('channel', 'Own rule', fr, 'fr')).toBe('Own rule')
  expect(
    conditionText(
      { dimension: 'device', operator: 'oneOf', values: ['mobile', 'tablet'] },
      catalog.dimensions,
      fr,
      'fr',
    ),
  ).toBe('Appareil est l’un de Mobile ou Tablette')
})
