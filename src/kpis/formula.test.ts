import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metricNames } from '../analytics/catalog.ts'
import { figureKey, figuresIn, maxFormula, parseFormula } from './formula.ts'
import { figureNamed, figures } from './formula-names.ts'
import { type Computed, checkFormula, formulaValue } from './formula-value.ts'

/** Figures of a made-up month: cents, seconds, shares, counts. */
const month: Record<string, number> = {
  visits: 1_000, visitors: 800, conversions: 20, revenue: 120_000, bounceRate: 0.4, visitDuration: 95, campaignCost: 60_000, clicks: 250,
  tasksDone: 3, tasksPlanned: 0,
} // prettier-ignore

function computed(text: string): Computed {
  const parsed = parseFormula(text)
  if (!parsed.ok) throw new Error(parsed.problem.words.en)
  const byKey = new Map(
    figuresIn(parsed.expr).map((part) => [figureKey(part), month[part.figure.written.en] ?? Number.NaN]),
  )
  return formulaValue(parsed.expr, text, (key) => ({ value: byKey.get(key) ?? Number.NaN, reason: null }))
}

describe('a formula', () => {
  test.each([
    ['visits', 1_000, 'count'],
    ['campaignCost ÷ conversions', 3_000, 'money'],
    ['coûtCampagne / Conversions', 3_000, 'money'],
    ['COUTCAMPAGNE:conversions', 3_000, 'money'],
    ['chiffreAffaires ÷ coûtCampagne', 2, 'ratio'],
    ['(revenue − campaignCost) ÷ campaignCost', 1, 'ratio'],
    ['1 − tauxDeRebond', 0.6, 'ratio'],
    ['100 % - bounceRate', 0.6, 'ratio'],
    ['visites × tauxDeRebond', 400, 'count'],
    ['visits - 2 * visitors + 1', -599, 'count'],
    ['-visits + visitors', -200, 'count'],
    ['visits / visitors / 2', 0.625, 'ratio'],
    ['visits / (visitors / 2)', 2.5, 'ratio'],
    ['duréeDeVisite × 2', 190, 'duration'],
    ['revenue - 18 € × conversions', 84_000, 'money'],
    ['max(visits; 1 500)', 1_500, 'count'],
    ['min(0,5; bounceRate)', 0.4, 'ratio'],
    ['abs(visitors - visits)', 200, 'count'],
    ['arrondi(visits ÷ 3)', 333, 'count'],
    ['clicks[campaign = "Noël" | "Été"; lien ≠ « Lettre, bouton du haut »] ÷ visits', 0.25, 'ratio'],
    ['visits[page ~ "/blog"]', 1_000, 'count'],
  ])('%s is %s, %s', (text, value, unit) => {
    const checked = checkFormula(text)
    expect(checked.ok ? checked.kind.unit : checked.problem.words.en).toBe(unit)
    expect(computed(text).value).toBeCloseTo(value, 9)
  })

  test.each([
    ['', 1, 'vide'],
    ['   ', 1, 'vide'],
    ['visites +', 10, 'manque un chiffre'],
    ['visites + × 3', 11, 'manque un chiffre'],
    ['(visites', 1, 'ajoutez )'],
    ['visites)', 8, 'ne ferme rien'],
    ['visites visiteurs', 9, 'sans signe devant'],
    ['visits $ 2', 8, '« $ »'],
    ['visitse', 1, 'vouliez-vous écrire visites'],
    ['xyzzyx', 1, 'choisissez-en une'],
    ['1.5.2 × visits', 1, 'n’est pas un nombre'],
    ['visits[canl = "Email"]', 8, 'vouliez-vous écrire canal'],
    ['visits[canal "Email"]', 14, 'Un filtre s’écrit'],
    ['visits[canal = Email]', 16, 'entre guillemets'],
    ['visits[canal = "Email]', 16, 'ne sont pas refermés'],
    ['budgetSpent[canal = "Email"]', 13, 'ne se filtre pas par canal'],
    ['clicks[campaign ~ "No"]', 17, 'que = et ≠'],
    ['min(visits)', 1, 'deux valeurs'],
    ['abs(visits; 2)', 1, 'une valeur'],
    ['visits + revenue', 10, 'On n’additionne pas'],
    ['revenue × revenue', 11, 'vouliez-vous diviser'],
    ['visits ÷ revenue', 10, 'inversez la division'],
    ['max(visits; revenue)', 13, 'même unité'],
    ['2 + 3', 1, 'ne lit aucune mesure'],
    ['18 €', 1, 'ne lit aucune mesure'],
    [`visits${' + visits'.repeat(80)}`, maxFormula + 1, 'partagez-la'],
    [`${'('.repeat(25)}visits${')'.repeat(25)}`, 21, 'Trop de parenthèses'],
  ])('%j stops at sign %i: %s', (text, at, words) => {
    const checked = checkFormula(text)
    if (checked.ok) throw new Error('taken')
    expect(checked.problem.at).toBe(at)
    expect(checked.problem.words.fr.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain(
      words.replaceAll(/[\u00a0\u202f]/g, ' '),
    )
    expect(checked.problem.words.en).toMatch(/\S/)
  })

  test.each([
    ['visits ÷ tasksPlanned', 'tasksPlanned'],
    ['1 + visits / (conversions - 20)', 'conversions - 20'],
    ['max(visits ÷ (bounceRate × 0); 3)', 'bounceRate × 0'],
  ])('%s divides by nothing, and says by what: %s', (text, divisor) => {
    const { value, reason } = computed(text)
    expect(value).toBeNull()
    expect(reason?.fr).toContain(divisor)
  })

  test('adds up over days when all it adds does, and no longer once it divides', () => {
    const adds = (text: string) => {
      const checked = checkFormula(text)
      return checked.ok && checked.kind.adds
    }
    expect(['visits', 'visits + 2 × clicks', 'revenue ÷ 2', '-visits'].map(adds)).toEqual([true, true, true, true])
    expect(['visits ÷ visitors', 'bounceRate', 'visits + 1', 'budgetSpent'].map(adds)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  test('knows every metric of the catalogue and every fact, by its name in either language', () => {
    for (const name of metricNames) expect(figureNamed(name)?.of).toEqual({ metric: name })
    for (const figure of figures)
      for (const name of [figure.written.fr, figure.written.en]) {
        expect(figureNamed(name)).toBe(figure)
        expect(checkFormula(name)).toMatchObject({ ok: true, kind: { unit: figure.unit } })
      }
  })

  test('never breaks, whatever is typed: a value, or a problem at a sign of the text', () => {
    const signs = fc.constantFrom(
      ...'visits ÷×+−()[];=≠~|"€%1250,5.«»canal'.split(''),
      'visits',
      ' revenue ',
      'min(',
      '"Email"',
    )
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 40 }), (parts) => {
        const text = parts.join('')
        const checked = checkFormula(text)
        if (checked.ok) {
          expect(figuresIn(checked.expr).length).toBeGreaterThan(0)
          return
        }
        expect(checked.problem.at).toBeGreaterThanOrEqual(1)
        expect(checked.problem.at).toBeLessThanOrEqual(Math.max(1, text.length + 1))
        expect(checked.problem.words.fr).not.toMatch(/undefined|null/)
      }),
      { numRuns: 500 },
    )
  })

  test('computes what arithmetic says, whatever its numbers', () => {
    const number = fc.integer({ min: 0, max: 9_999 })
    const op = fc.constantFrom('+', '−', '×')
    fc.assert(
      fc.property(fc.array(fc.tuple(op, number), { minLength: 1, maxLength: 8 }), (terms) => {
        let [total, product, sign] = [0, 1_000, 1]
        for (const [one, n] of terms) {
          if (one === '×') product *= n
          else {
            total += sign * product
            product = n
            sign = one === '+' ? 1 : -1
          }
        }
        const text = terms.map(([one, n]) => ` ${one} ${n}`).join('')
        expect(computed(`visits${text}`).value).toBe(total + sign * product)
      }),
    )
  })
})
