import { expect, test } from 'vitest'
import { asFormula, compile, definitionOf, isCompiled } from './compiled.ts'

const read = { metric: 'conversions', formula: null, unit: null, filterDimension: null, filterValue: null } as const
const campaign = { ...read, filterDimension: 'utmCampaign', filterValue: 'coffret-decouverte' } as const

test.each([
  [read, [], 'conversions', 'conversions'],
  [campaign, [], 'conversions[campagne = "coffret-decouverte"]', 'conversions[campaign = "coffret-decouverte"]'],
  [campaign, ['Commande', 'Devis'], 'conversions[campagne = "coffret-decouverte"; objectif = "Commande" | "Devis"]', 'conversions[campaign = "coffret-decouverte"; goal = "Commande" | "Devis"]'],
  [{ ...read, filterDimension: 'page', filterValue: '/dit-"le-miel"' } as const, [], 'conversions[page = “/dit-"le-miel"”]', 'conversions[page = “/dit-"le-miel"”]'],
  [{ ...read, metric: 'formula', formula: 'revenue ÷ visits' } as const, [], 'revenue ÷ visits', 'revenue ÷ visits'],
  [{ ...read, metric: 'manual' } as const, [], '', ''],
])('%j for the goals %j is written as the formula that reads the same', (values, goals, french, english) => {
  expect([asFormula(values, goals, 'fr'), asFormula(values, goals, 'en')]).toEqual([french, english])
  const known = compile(values, goals)
  for (const formula of isCompiled(known) ? [french, english] : []) {
    const again = compile({ ...read, metric: 'formula', formula }, [])
    expect(isCompiled(again) && isCompiled(known) && definitionOf(again, null) === definitionOf(known, null)).toBe(true)
  }
}) // prettier-ignore
