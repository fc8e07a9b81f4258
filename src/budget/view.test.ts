import { describe, expect, it, test } from 'vitest'
import { budgetRow, budgetView, passes } from './view.ts'

const line = (id: string, values: Record<string, unknown> = {}, state = 'estimated') => ({
  id,
  title: id,
  state,
  values: {
    nature: 'human', category: null, quantity: 1, unit: null, unitPriceCents: 10_000, vatRate: 0.2, actualCents: null, months: null,
    supplier: null, justification: null, ...values,
  }, // prettier-ignore
})
const everything = { nature: '', category: '', state: '' }
const objects = [
  line('texts'),
  line('stand', { nature: 'material', category: 'events', unitPriceCents: 50_000 }, 'paid'),
]

test('a row holds its three amounts and its variance once the invoice is there', () => {
  expect(budgetRow(line('a'))).toMatchObject({ exclTax: 10_000, vat: 2_000, inclTax: 12_000, variance: null })
  expect(budgetRow(line('a', { actualCents: 9_000 })).variance).toBe(-1_000)
})

test('the dearest line comes first', () => {
  expect(budgetView(objects, null, 'excl', everything).rows.map(({ id }) => id)).toEqual(['stand', 'texts'])
})

describe('filters', () => {
  it.each([
    [{ nature: 'material' }, ['stand']],
    [{ state: 'estimated' }, ['texts']],
    [{ category: 'none' }, ['texts']],
    [{ category: 'events', state: 'estimated' }, []],
    [{}, ['stand', 'texts']],
  ])('%o', (filter, ids) => {
    const view = budgetView(objects, 100_000, 'excl', { ...everything, ...filter })
    expect(view.rows.map(({ id }) => id)).toEqual(ids)
    expect(view.rows.every((row) => passes(row, { ...everything, ...filter }))).toBe(true)
    // The envelope is compared with the whole budget, whatever the table shows.
    expect(view.envelope?.remainder).toBe(40_000)
  })
})

test('shares are of the whole budget, in the project’s reference', () => {
  const { natures } = budgetView(objects, null, 'incl', everything)
  expect(natures.map(({ key, cents }) => [key, cents])).toEqual([['human', 12_000], ['material', 60_000], ['intangible', 0]]) // prettier-ignore
  expect(natures.map(({ share }) => share?.toFixed(2))).toEqual(['0.17', '0.83', '0.00'])
})

test('an empty budget has no share, no envelope and no month', () => {
  expect(budgetView([], null, 'excl', everything)).toMatchObject({
    count: 0,
    envelope: null,
    months: { months: [], unphased: 0 },
    natures: [{ share: null }, { share: null }, { share: null }],
  })
})
