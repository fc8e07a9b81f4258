import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { vatRates } from '../money.ts'
import { categories, lineStates, resourceNatures } from './budget-lines.ts'
import {
  type Line, actual, againstEnvelope, byCategory, byMonth, byNature, byRate, byState, inReference, phased, planned, total, variance,
} from './budget.ts' // prettier-ignore

const line = (change: Partial<Line> = {}): Line => ({
  nature: 'human',
  category: null,
  state: 'estimated',
  quantity: 1,
  unitPriceCents: 10_000,
  vatRate: 0.2,
  actualCents: null,
  months: null,
  ...change,
})

describe('a line is exact to the cent', () => {
  it.each([
    // quantity, unit price, rate, excl. tax, VAT, incl. tax
    [12, 32_000, 0.2, 384_000, 76_800, 460_800],
    [0.5, 33_333, 0.2, 16_667, 3_333, 20_000],
    [3, 1_999, 0.055, 5_997, 330, 6_327],
    [1, 1_005, 0.021, 1_005, 21, 1_026],
    [7, 99, 0.1, 693, 69, 762],
    [1, 0, 0.2, 0, 0, 0],
    [0, 10_000, 0.2, 0, 0, 0],
    [2.25, 45_000, 0, 101_250, 0, 101_250],
  ] as const)('%d × %d at %d', (quantity, unitPriceCents, vatRate, exclTax, vat, inclTax) => {
    expect(planned(line({ quantity, unitPriceCents, vatRate }))).toEqual({ exclTax, vat, inclTax })
  })
})

const anyLine: fc.Arbitrary<Line> = fc.record({
  nature: fc.constantFrom(...resourceNatures),
  category: fc.option(fc.constantFrom(...categories), { nil: null }),
  state: fc.constantFrom(...lineStates),
  quantity: fc.integer({ min: 0, max: 100_000 }).map((n) => n / 100),
  unitPriceCents: fc.nat(10_000_000),
  vatRate: fc.constantFrom(...vatRates),
  actualCents: fc.option(fc.nat(10_000_000), { nil: null }),
  months: fc.option(
    fc.dictionary(fc.constantFrom('2026-09', '2026-11', '2027-01', '2027-02'), fc.integer({ min: 0, max: 10 }), {
      noNullPrototype: true,
    }),
    { nil: null },
  ),
})
const anyLines = fc.array(anyLine, { maxLength: 30 })
const references = fc.constantFrom('excl' as const, 'incl' as const)

test('excluding tax plus tax is including tax, on every line and every total', () => {
  fc.assert(
    fc.property(anyLines, (lines) => {
      for (const { exclTax, vat, inclTax } of [...lines.map(planned), total(lines)]) {
        expect(exclTax + vat).toBe(inclTax)
        expect(Number.isSafeInteger(inclTax)).toBe(true)
      }
    }),
  )
})

test('whatever the cut, the parts sum to the total', () => {
  fc.assert(
    fc.property(anyLines, references, (lines, reference) => {
      const whole = inReference(total(lines), reference)
      const sum = (parts: readonly { amounts: Parameters<typeof inReference>[0] }[]) =>
        parts.reduce((so, part) => so + inReference(part.amounts, reference), 0)
      expect(sum(byNature(lines))).toBe(whole)
      expect(sum(byCategory(lines))).toBe(whole)
      expect(sum(byState(lines))).toBe(whole)
      expect(sum(byRate(lines))).toBe(whole)
      const { months, unphased } = byMonth(lines, reference)
      expect(months.reduce((so, month) => so + month.cents, unphased)).toBe(whole)
      expect(months.at(-1)?.cumulated ?? 0).toBe(whole - unphased)
    }),
  )
})

test('a line over three months loses no cent', () => {
  const parts = phased(line({ unitPriceCents: 10_000, months: { '2026-10': 1, '2026-11': 1, '2026-12': 1 } }), 'excl')
  expect([...(parts ?? [])]).toEqual([['2026-10', 3334], ['2026-11', 3333], ['2026-12', 3333]]) // prettier-ignore
})

test('months of weight zero share equally, and no month means unphased', () => {
  expect([...(phased(line({ months: { '2026-10': 0, '2026-11': 0 } }), 'excl') ?? []).values()]).toEqual([5000, 5000])
  expect(phased(line(), 'excl')).toBeNull()
  expect(phased(line({ months: {} }), 'excl')).toBeNull()
  expect(byMonth([line()], 'incl')).toEqual({ months: [], unphased: 12_000 })
})

test('months between two costs are shown at zero', () => {
  const { months } = byMonth([line({ months: { '2026-11': 1 } }), line({ months: { '2027-01': 1 } })], 'excl')
  expect(months.map(({ month, cents }) => [month, cents])).toEqual([['2026-11', 10_000], ['2026-12', 0], ['2027-01', 10_000]]) // prettier-ignore
})

describe('the envelope', () => {
  const lines = [line({ unitPriceCents: 40_000 })]
  it.each([
    ['under, excluding tax', 50_000, 'excl', 10_000, false],
    ['spent to the cent is not over', 40_000, 'excl', 0, false],
    ['one cent over', 39_999, 'excl', -1, true],
    ['the tax makes it over', 45_000, 'incl', -3_000, true],
  ] as const)('%s', (_, envelope, reference, remainder, isOver) => {
    expect(againstEnvelope(lines, envelope, reference)).toMatchObject({ remainder, isOver })
  })

  it('has no share when it is zero', () => {
    expect(againstEnvelope(lines, 0, 'excl')).toMatchObject({ share: null, isOver: true })
  })
})

describe('planned against actual', () => {
  it('compares only lines whose invoice is there', () => {
    const lines = [line({ actualCents: 12_000 }), line({ unitPriceCents: 50_000 })]
    expect(variance(lines, 'excl')).toEqual({
      planned: 10_000,
      actual: 12_000,
      variance: 2_000,
      rate: 0.2,
      lines: 1,
      forecast: 62_000,
    })
    expect(variance(lines, 'incl')).toMatchObject({ planned: 12_000, actual: 14_400, forecast: 74_400 })
  })

  it('takes an invoice of zero as an amount', () => {
    expect(actual(line({ actualCents: 0 }))).toEqual({ exclTax: 0, vat: 0, inclTax: 0 })
    expect(variance([line({ actualCents: 0 })], 'excl')).toMatchObject({ variance: -10_000, rate: -1 })
  })

  it('gives no rate where nothing can be compared', () => {
    expect(variance([line()], 'excl')).toMatchObject({ lines: 0, rate: null, forecast: 10_000 })
  })

  it('forecasts the total when nothing is invoiced', () => {
    fc.assert(
      fc.property(anyLines, references, (lines, reference) => {
        const open = lines.map((each) => ({ ...each, actualCents: null }))
        expect(variance(open, reference).forecast).toBe(inReference(total(open), reference))
      }),
    )
  })
})

test('an absent nature of resource stays in the list', () => {
  expect(byNature([line()]).map(({ key, lines }) => [key, lines])).toEqual([['human', 1], ['material', 0], ['intangible', 0]]) // prettier-ignore
})

test('posts come dearest first', () => {
  const lines = [line({ category: 'tools' }), line({ category: 'media', unitPriceCents: 90_000 }), line()]
  expect(byCategory(lines).map(({ key }) => key)).toEqual(['media', 'tools', null])
})
