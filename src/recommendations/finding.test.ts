import { describe, expect, test } from 'vitest'
import { checkValues } from '../projects/kind.ts'
import { type Deviating, fieldsFromKpi } from './finding.ts'
import { checkDecision, recommendation } from './recommendations.ts'

const kpi: Deviating = {
  title: 'Coût par commande',
  metric: 'manual',
  unit: 'euros',
  target: 18,
  endsOn: '2026-12-31',
  cause: 'Ciblage trop large.',
  actual: 46,
  status: { expected: 20, deviation: 26, relative: -1.3 },
}

const from = (over: Partial<Deviating>, locale: 'fr' | 'en' = 'fr') =>
  fieldsFromKpi({ ...kpi, ...over }, '2026-11-24', 'EUR', locale)

describe('what a KPI’s deviation writes of a recommendation', () => {
  test.each<[string, Partial<Deviating>, string]>([
    [
      'value, expected, gap and target',
      {},
      'Coût par commande : 46 euros au 24 nov. 2026, pour 20 euros attendus. Écart : +26 euros, soit 130 % de l’attendu. Cible : 18 euros au 31 déc. 2026.',
    ],
    [
      'a rate speaks in per cent, and a shortfall has its sign',
      {
        metric: 'conversionRate',
        unit: null,
        actual: 1.62,
        target: 2.4,
        status: { expected: 2.1, deviation: -0.48, relative: -0.229 },
      },
      'Coût par commande : 1,62 % au 24 nov. 2026, pour 2,1 % attendus. Écart : −0,48 %, soit 22,9 % de l’attendu. Cible : 2,4 % au 31 déc. 2026.',
    ],
    [
      'an amount speaks in euros',
      {
        metric: 'revenue',
        unit: null,
        actual: 1_250.5,
        target: 4_500,
        endsOn: null,
        status: { expected: null, deviation: null, relative: null },
      },
      'Coût par commande : 1 250,50 € au 24 nov. 2026, pour — attendus. Cible : 4 500 €.',
    ],
    [
      'nothing measured is said, not invented',
      { actual: null, target: null, status: { expected: null, deviation: null, relative: null } },
      'Coût par commande : rien n’a été mesuré sur la période.',
    ],
    [
      'a gap from nothing expected has no share',
      { status: { expected: 0, deviation: 26, relative: null } },
      'Coût par commande : 46 euros au 24 nov. 2026, pour 0 euros attendus. Écart : +26 euros. Cible : 18 euros au 31 déc. 2026.',
    ],
  ])('%s', (_, over, finding) => {
    expect(from(over).finding.replace(/[\u00a0\u202f]/g, ' ')).toBe(finding)
  })

  test('in English for an English reader', () => {
    expect(from({}, 'en').finding).toBe(
      'Coût par commande: 46 euros on 24 Nov 2026, against 20 euros expected. Deviation: +26 euros, 130% of what was expected. Target: 18 euros by 31 Dec 2026.',
    )
  })

  test('the cause already noted comes along; an unknown one is left to a person', () => {
    expect([from({}).cause, 'cause' in from({ cause: null })]).toEqual(['Ciblage trop large.', false])
  })

  test('what it fills always passes the form, however long the title', () => {
    const fields = from({ title: 'é'.repeat(200), unit: 'u'.repeat(40) })
    expect(checkValues(recommendation, fields)).toMatchObject({ ok: true })
  })
})

describe('what a decision form sends', () => {
  test.each<[string, string, string, ReturnType<typeof checkDecision> | string]>([
    ['an approval needs no reason', 'approved', '', { ok: true, outcome: 'approved', note: null }],
    [
      'spaces around a reason go',
      'postponed',
      '  Après Noël. \n',
      { ok: true, outcome: 'postponed', note: 'Après Noël.' },
    ],
    ['a refusal has its reason', 'refused', 'Trop cher.', { ok: true, outcome: 'refused', note: 'Trop cher.' }],
    ['a refusal without one is asked for it', 'refused', ' ', 'note'],
    ['an unknown outcome is asked for again', 'oui', 'Trop cher.', 'outcome'],
    ['a reason of 5,001 characters is too long', 'approved', 'a'.repeat(5_001), 'note'],
  ])('%s', (_, outcome, note, expected) => {
    const checked = checkDecision(outcome, note)
    if (typeof expected === 'string') expect(checked.ok ? [] : Object.keys(checked.problems)).toEqual([expected])
    else expect(checked).toEqual(expected)
  })
})
