import { expect, test } from 'vitest'
import { deviation } from '../kpis/kpi-kinds.ts'
import { fieldText } from './show.ts'

test.each([
  ['fr', 'relative', -12.5, '−12,5\u00a0%'],
  ['en', 'relative', -12.5, '−12.5\u00a0%'],
  ['fr', 'relative', 4, '4\u00a0%'],
  ['fr', 'actual', -3, '−3'],
  ['en', 'expected', 0, '0'],
  ['fr', 'relative', null, ''],
] as const)('in %s, the field %s of %j reads "%s"', (locale, name, value, wanted) => {
  const manner = { locale, currency: 'EUR', timeZone: 'UTC' }
  expect(fieldText(name, deviation.fields[name].spec, value, deviation.words[locale], manner)).toBe(wanted)
})
