import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, definitionOf, isCompiled } from './compiled.ts'
import { type Expr, figureKey, parseFormula } from './formula.ts'
import { type Computed, checkFormula, formulaValue } from './formula-value.ts'

// What holds of any formula, whatever is in it: formulas are drawn at random and written out as a person would type them.

/** A formula as a text, for a currency in which one of ours is worth `rate`. */
type Written = (rate: number) => string

// Factors are powers of two: what is scaled or halved stays exact.
const leaf = fc.constantFrom<Written>(
  ...['visits', 'conversions', 'clics', 'chiffreAffaires', 'campaignCost', 'tauxDeRebond', 'duréeDeVisite'].map((name) => () => name),
  ...['2', '4', '0,5', '25 %'].map((number) => () => number),
  (rate) => `${3 * rate} €`,
  (rate) => `${2 * rate} €`,
) // prettier-ignore
const { formula } = fc.letrec<{ formula: Written; pair: Written; call: Written; minus: Written; bare: Written }>((tie) => ({
  formula: fc.oneof({ maxDepth: 3, depthSize: 'small' }, leaf, tie('pair'), tie('call'), tie('minus'), tie('bare')),
  pair: fc
    .tuple(tie('formula'), fc.constantFrom('+', '−', '×', '÷'), tie('formula'))
    .map(([a, op, b]): Written => (rate) => `(${a(rate)} ${op} ${b(rate)})`),
  bare: fc.tuple(leaf, fc.constantFrom('+', '-', '*', ':'), tie('formula')).map(([a, op, b]): Written => (rate) => `${a(rate)}${op}${b(rate)}`),
  call: fc
    .tuple(fc.constantFrom('min', 'max'), tie('formula'), tie('formula'))
    .map(([name, a, b]): Written => (rate) => `${name}(${a(rate)}; ${b(rate)})`),
  minus: tie('formula').map((a): Written => (rate) => `(-(${a(rate)}))`),
})) // prettier-ignore

type Values = Readonly<Record<string, number>>
const valueOf = (expr: Expr, text: string, values: (name: string, unit: string) => number): Computed => {
  const found = new Map<string, number>()
  for (const part of partsOf(expr))
    if (part.kind === 'figure') found.set(figureKey(part), values(part.figure.written.en, part.figure.unit))
  return formulaValue(expr, text, (key) => ({ value: found.get(key) ?? Number.NaN, reason: null }))
}

function partsOf(expr: Expr): Expr[] {
  const below =
    expr.kind === 'binary' ? [expr.left, expr.right] : expr.kind === 'call' ? expr.of : expr.kind === 'minus' ? [expr.of] : []
  return [expr, ...below.flatMap(partsOf)]
} // prettier-ignore

function treeOf(text: string): Expr {
  const parsed = parseFormula(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.words.en}`)
  return parsed.expr
}

/** What a formula means, wherever it is written. */
const meaning = (expr: Expr) =>
  definitionOf({ text: '', expr, unit: 'number', accumulates: false, isNow: false }, 'a.example')

const integers: fc.Arbitrary<Values> = fc.record(
  Object.fromEntries(
    ['visits', 'conversions', 'clicks', 'revenue', 'campaignCost', 'bounceRate', 'visitDuration'].map((name) => [
      name,
      fc.integer({ min: 0, max: 5_000 }),
    ]),
  ),
)

describe('any formula', () => {
  test('each of its parts, cut out of the text, means the same alone: what a page quotes is whole', () => {
    fc.assert(
      fc.property(formula, (written) => {
        const text = written(1)
        for (const part of partsOf(treeOf(text))) {
          const quoted = text.slice(part.at - 1, part.to)
          expect(meaning(treeOf(quoted)), `« ${quoted} » in ${text}`).toBe(meaning(part))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('in another currency: amounts change as the rate does, shares and counts do not', () => {
    let judged = 0
    fc.assert(
      fc.property(formula, integers, (written, values) => {
        const [ours, theirs] = [checkFormula(written(1)), checkFormula(written(4))]
        expect(ours.ok).toBe(theirs.ok)
        if (!ours.ok || !theirs.ok) return
        const at = (name: string) => values[name] ?? 0
        const one = valueOf(ours.expr, written(1), at)
        const other = valueOf(theirs.expr, written(4), (name, unit) => at(name) * (unit === 'money' ? 4 : 1))
        expect(other.value === null).toBe(one.value === null)
        const rate = ours.kind.unit === 'money' ? 4 : 1
        expect((other.value ?? 0) === (one.value ?? 0) * rate, `${written(1)}: ${one.value}, ${other.value}`).toBe(true)
        judged += 1
      }),
      { numRuns: 1_000 },
    )
    expect(judged).toBeGreaterThan(100)
  })

  test('said to add up gives for two days what it gives for each, together', () => {
    let judged = 0
    fc.assert(
      fc.property(formula, integers, integers, (written, monday, tuesday) => {
        const text = written(1)
        const checked = checkFormula(text)
        if (!checked.ok || !checked.kind.adds) return
        const over = (...days: Values[]) =>
          valueOf(checked.expr, text, (name) => days.reduce((sum, day) => sum + (day[name] ?? 0), 0)).value ?? Number.NaN
        expect(over(monday, tuesday), text).toBe(over(monday) + over(tuesday) + 0)
        judged += 1
      }),
      { numRuns: 1_000 },
    )
    expect(judged).toBeGreaterThan(30)
  }) // prettier-ignore
})

test('the opposite of nothing is nothing, without a sign', () => {
  for (const text of ['-visits', 'visits × -1', 'round(-0.4)'])
    expect(valueOf(treeOf(text), text, () => 0).value, text).toBe(0)
})

describe('a formula quotes', () => {
  const noneOf = (text: string) => {
    const expr = treeOf(text)
    return valueOf(expr, text, (name) => (name === 'visits' ? 1 : 0)).reason?.en
  }
  test.each([
    ['revenue ÷ ((visits − 1) × 2)', '(visits − 1) × 2 is 0'],
    ['revenue ÷ (2 × (visits − 1))', '2 × (visits − 1) is 0'],
    ['revenue ÷ -(visits - 1)', '-(visits - 1) is 0'],
    ['revenue / visits / conversions', 'conversions is 0'],
    ['revenue ÷ min(visits; clicks)', 'min(visits; clicks) is 0'],
    ['revenue ÷ clicks[campaign = "Noël (2)"]', 'clicks[campaign = "Noël (2)"] is 0'],
  ])('all of its divisor, parentheses and brackets closed: %s', (text, said) => expect(noneOf(text)).toContain(said))
})

describe('a filter', () => {
  test.each([
    ['a sign between quotes is a value, not a sign', 'visits[channel "=" "Email"]', 16],
    ['a sign twice', 'visits[channel = = "Email"]', 18],
    ['nothing between the quotes', 'visits[channel = " "]', 18],
    ['a value missing after |', 'visits[channel = "Email" | ]', 28],
    ['no filter at all', 'visits[]', 8],
    ['never closed', 'visits[channel = "Email"', 7],
    ['a number for a name', 'visits[12 = "Email"]', 8],
  ])('stops at its own sign: %s', (_, text, at) => {
    const parsed = parseFormula(text)
    expect(parsed.ok ? 'taken' : parsed.problem.at).toBe(at)
  })

  test('reads quotes of any shape, spaces inside French ones aside', () => {
    const values = ['"Été, 2e"', '«\u00a0Été, 2e\u00a0»', '« Été, 2e »', '“Été, 2e”'].map((quoted) => {
      const expr = treeOf(`visites[canal = ${quoted}]`)
      return expr.kind === 'figure' ? expr.filters : []
    })
    for (const filters of values) expect(filters).toEqual([{ name: 'channel', operator: 'is', values: ['Été, 2e'] }])
  })
})

describe('what a KPI reads', () => {
  const bare = { metric: 'formula', formula: null, unit: null, filterDimension: null, filterValue: null } as const
  const of = (formula: string, site: string | null = null) => {
    const found = compile({ ...bare, formula }, [])
    if (!isCompiled(found)) throw new Error(found?.words.en ?? 'nothing')
    return definitionOf(found, site)
  }

  test.each([
    ['coûtCampagne ÷ conversions', 'campaignCost/conversions'],
    ['visites', ' ( Visits ) '],
    ['min(visites; 1 000)', 'min(visits;1000)'],
    ['arrondi(visites × 50 %)', 'round(visits*50%)'],
    ['visites[canal ≠ "Email"]', 'visits[channel != « Email »]'],
  ])('is the same however it is written: %s, %s', (french, english) => expect(of(english)).toBe(of(french)))

  test.each([
    ['visits', 'visitors'],
    ['visits ÷ clicks', 'clicks ÷ visits'],
    ['visits[channel = "Email"]', 'visits[channel ≠ "Email"]'],
    ['visits[channel = "Email"]', 'visits[channel = "email"]'],
    ['visits × 50 %', 'visits × 0,25'],
    ['visits × 18', 'visits × 18 €'],
    ['min(visits; clicks)', 'max(visits; clicks)'],
    ['-visits + clicks', '-(visits + clicks)'],
  ])('is another figure, not a correction, once it is changed: %s, %s', (one, other) =>
    expect(of(other)).not.toBe(of(one)),
  )

  test('is another figure on another site', () => expect(of('visits', 'a.example')).not.toBe(of('visits', 'b.example')))

  test.each([
    ['a metric of the catalogue', { metric: 'visits' }, [], { unit: 'number', accumulates: true, isNow: false }, []],
    ['a metric narrowed by its filter', { metric: 'revenue', filterDimension: 'channel', filterValue: 'Email' }, [], { unit: 'money', accumulates: true }, ['channel']],
    ['the conversions of its goals', { metric: 'conversions' }, ['Devis', 'Achat'], { unit: 'number' }, ['goal']],
    ['both', { metric: 'conversionRate', filterDimension: 'device', filterValue: 'mobile' }, ['Devis'], { unit: 'percent', accumulates: false }, ['device', 'goal']],
    ['half a filter is none', { metric: 'visits', filterDimension: 'channel' }, [], {}, []],
    ['a share, in per cent', { formula: 'visits ÷ visitors' }, [], { unit: 'percent', accumulates: false }, null],
    ['a share that has a name, as a number', { formula: 'pageviews ÷ visits', unit: 'pages par visite' }, [], { unit: 'number' }, null],
    ['an amount keeps its unit, whatever the name', { formula: 'revenue ÷ visits', unit: 'points' }, [], { unit: 'money' }, null],
    ['what is known as of now', { formula: 'budgetSpent' }, [], { unit: 'money', accumulates: false, isNow: true }, null],
    ['one figure as of now makes all of it so', { formula: 'campaignCost ÷ visits' }, [], { isNow: true }, null],
  ] as const)('%s', (_, values, goals, expected, filters) => {
    const found = compile({ ...bare, ...values }, goals)
    expect(found).toMatchObject(expected)
    const names = isCompiled(found) && found.expr.kind === 'figure' ? found.expr.filters.map(({ name }) => name) : null
    expect(names).toEqual(filters ?? (isCompiled(found) && found.expr.kind === 'figure' ? [] : null))
  }) // prettier-ignore

  test('typed by hand is no formula; a formula that is gone or wrong says so', () => {
    expect(compile({ ...bare, metric: 'manual' }, [])).toBeNull()
    expect(compile(bare, [])).toMatchObject({ at: 1, words: { en: expect.stringContaining('empty') } })
    expect(isCompiled(compile({ ...bare, formula: 'visits +' }, []))).toBe(false)
  })
})
