import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { locales } from '../i18n.ts'
import { sampleFigures } from './figures.fixture.ts'
import type { Figures } from './figures.ts'
import { highlightsOf, sectionsOf } from './sections.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

/** A chapter of the sample, or of figures that differ from it. */
const chapter = (id: string, over: Partial<Figures> = {}, locale: 'fr' | 'en' = 'fr') => {
  const found = sectionsOf({ ...sampleFigures, ...over }, locale).find((section) => section.id === id)
  if (!found) throw new Error(`there is no chapter ${id}`)
  return found
}
const rows = (id: string, over: Partial<Figures> = {}, at = 0) =>
  (chapter(id, over).tables[at]?.rows ?? []).map((row) => row.map(({ text }) => plain(text)))

test('chapters come in the order of the trade, each with what its figures rest on', () => {
  const sections = sectionsOf(sampleFigures, 'fr')
  expect(sections.map(({ id }) => id)).toEqual([
    'kpis', 'audience', 'channels', 'campaigns', 'budget', 'actions', 'contents', 'recommendations',
  ]) // prettier-ignore
  for (const { basis } of sections) expect(basis.length).toBeGreaterThan(20)
})

test('two sites have a chapter each, named', () => {
  const [site] = sampleFigures.sites
  const two = site ? [site, { ...site, domain: 'blog.example' }] : []
  const titles = sectionsOf({ ...sampleFigures, sites: two }, 'fr').map(({ id, title }) => [id, title])
  expect(titles).toContainEqual(['audience-2', 'Audience de blog.example'])
  expect(titles).toContainEqual(['channels-1', 'Canaux de ruchersduventoux.example'])
})

describe('captions say the finding', () => {
  test.each<[string, string]>([
    ['kpis', '1 KPI sur 3 dans la cible ou atteint'],
    ['actions', '1 action terminée sur 3, 1 en retard'],
    ['contents', '3 contenus publiés sur la période, pour 4 au calendrier'],
    ['recommendations', '2 préconisations, 1 approuvée'],
  ])('%s', (id, caption) => expect(plain(chapter(id).tables[0]?.caption ?? '')).toBe(caption))

  test.each<[string, string]>([
    ['audience', 'Visites par semaine : 12 412 au total, en hausse de 12,6 % sur la période précédente'],
    ['channels', 'Premier canal : Recherche naturelle, 42 % des visites'],
    ['campaigns', '1 campagne dépasse son coût prévu, sur 2'],
    ['budget', '46 550 € HT prévus sur une enveloppe de 48 000 € HT'],
  ])('%s, drawn', (id, title) => expect(plain(chapter(id).charts[0]?.title ?? '')).toBe(title))

  test.each<[number | null, string]>([
    [11_020, 'en hausse de 12,6 % sur la période précédente'],
    [15_000, 'en baisse de 17,3 % sur la période précédente'],
    [12_412, 'stables par rapport à la période précédente'],
    [0, 'sans comparaison possible'],
    [null, 'sans comparaison possible'],
  ])('visits against %s', (visits, said) => {
    const [site] = sampleFigures.sites
    const sites = site?.before ? [{ ...site, before: { ...site.before, visits } }] : []
    expect(plain(chapter('audience', { sites }).charts[0]?.title ?? '')).toContain(said)
  })

  test.each<[string, Partial<Figures['budget']>, string]>([
    ['over the envelope', { plannedCents: 4_900_000 }, '49 000 € HT prévus : plus que l’enveloppe de 48 000 € HT'],
    ['exactly the envelope', { plannedCents: 4_800_000 }, '48 000 € HT prévus sur une enveloppe de 48 000 € HT'],
    ['without an envelope', { envelopeCents: null }, '46 550 € HT prévus, sans enveloppe fixée'],
    ['with tax', { reference: 'incl' }, '46 550 € TTC prévus sur une enveloppe de 48 000 € TTC'],
  ])('a budget %s', (_, over, title) => {
    const budget = { ...sampleFigures.budget, ...over }
    expect(plain(chapter('budget', { budget }).charts[0]?.title ?? '')).toBe(title)
  })
})

describe('rows, worked out by hand', () => {
  test('a KPI with its gap, its sign and its state', () => {
    expect(rows('kpis')[0]).toEqual([
      'Taux de conversion de la boutique',
      '1,62 %',
      '2,1 %',
      '2,4 %',
      '−0,48 %',
      'Hors cible',
    ])
    expect(rows('kpis')[2]?.slice(4)).toEqual(['−140 abonnés', 'À surveiller'])
  })

  test('only what is off target is asked for its cause', () => {
    expect(rows('kpis', {}, 1).map(([title]) => title)).toEqual(['Taux de conversion de la boutique'])
    const [kpi] = sampleFigures.kpis
    expect(rows('kpis', { kpis: kpi ? [{ ...kpi, cause: null }] : [] }, 1)[0]?.[2]).toBe('Aucune cause notée.')
  })

  test('every KPI says its formula, its source and its period', () => {
    const sources = rows('kpis', {}, 2)
    expect(sources[0]?.[1]).toContain('visites converties ÷ visites')
    expect(sources[2]).toEqual([
      'Abonnés à la lettre', 'relevé à la main', 'Outil d’envoi de la lettre, relevé le 28 sept. 2026', 'du 1 janv. 2026 au 31 déc. 2026',
    ]) // prettier-ignore
  })

  test('a campaign costs what it spent over what it brought', () => {
    expect(rows('campaigns').map((row) => row.at(-1))).toEqual(['283,68 €', '8,94 €'])
  })

  test.each<[string, Partial<Figures['campaigns'][number]>, string]>([
    ['no conversion', { conversions: 0 }, '—'],
    ['conversions unknown', { conversions: null }, '—'],
    ['nothing spent', { spentCents: 0 }, '0 €'],
    ['spending unknown', { spentCents: null }, '—'],
  ])('a campaign with %s', (_, over, cost) => {
    const campaigns = sampleFigures.campaigns.slice(0, 1).map((one) => ({ ...one, ...over }))
    expect(rows('campaigns', { campaigns })[0]?.at(-1)).toBe(cost)
  })

  test('the budget sums: what is not invoiced has no gap', () => {
    expect(rows('budget').map((row) => row.slice(2))).toEqual([
      ['2 sur 5', '9 000 €', '8 640 €', '−360 €'],
      ['2 sur 4', '6 100 €', '7 815 €', '+1 715 €'],
      ['0 sur 3', '—', '—', '—'],
      ['4 sur 12', '15 100 €', '16 455 €', '+1 355 €'],
    ])
    expect(chapter('budget').tables[0]?.hasTotal).toBe(true)
  })

  test('a decision is the last one, with its author, its day and its reason', () => {
    expect(rows('recommendations')[0]?.at(-1)).toBe('Approuvée par Hélène Vial, 5 oct. 2026')
    const [first] = sampleFigures.recommendations
    const recommendations = first ? [{ ...first, state: 'postponed', decisions: first.decisions.slice(0, 1) }] : []
    expect(rows('recommendations', { recommendations })[0]?.at(-1)).toBe(
      'Reportée par Hélène Vial, 21 sept. 2026\nAprès le salon.',
    )
  })

  test('an exempt site says that its visitors are a sum of days', () => {
    const sites = sampleFigures.sites.map((site) => ({ ...site, mode: 'exempt' as const }))
    expect(chapter('audience', { sites }).notes.join(' ')).toContain('somme des visiteurs de chaque jour')
    expect(chapter('campaigns', { sites }).notes.join(' ')).toContain('mode exempté')
    expect(chapter('campaigns').notes).toEqual([])
  })
})

test('four figures say in a glance how the period went', () => {
  expect(highlightsOf(sampleFigures, 'fr').map(({ value, note }) => plain(`${value} ${note}`))).toEqual([
    '1 sur 3 dans la cible ou atteints',
    '12 412 +12,6 % sur la période précédente',
    '47 905 € HT pour une enveloppe de 48 000 € HT',
    '1 sur 3 actions suivies',
  ])
  const nothing = {
    ...sampleFigures,
    kpis: [],
    sites: [],
    actions: [],
    budget: { ...sampleFigures.budget, envelopeCents: null },
  }
  expect(
    highlightsOf(nothing, 'en')
      .map(({ value }) => value)
      .slice(0, 2),
  ).toEqual(['—', '—'])
})

test('every chart has its table: the same labels, and as many values a series', () => {
  for (const { charts } of sectionsOf(sampleFigures, 'fr'))
    for (const { labels, series, alt, title } of charts) {
      expect(alt.length).toBeGreaterThan(title.length)
      for (const { values } of series) expect(values).toHaveLength(labels.length)
    }
})

test('a table has a cell a column, on screen and in its export, whatever is in it', () => {
  for (const locale of locales)
    for (const { tables, annexes } of sectionsOf(sampleFigures, locale))
      for (const { columns, rows: shown, csv } of [...tables, ...annexes]) {
        expect(csv).toHaveLength(shown.length)
        for (const row of [...shown, ...csv]) expect(row).toHaveLength(columns.length)
      }
})

test('whatever the numbers, no figure is NaN, infinite or undefined', () => {
  const amount = fc.option(fc.integer({ min: 0, max: 1_000_000_000_000 }), { nil: null })
  const figure = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: null })
  const given = fc.record({
    target: figure,
    actual: figure,
    expected: figure,
    deviation: figure,
    planned: amount,
    spent: amount,
    conversions: amount,
    visits: fc.nat(),
  })
  fc.assert(
    fc.property(given, fc.constantFrom(...locales), (n, locale) => {
      const figures: Figures = {
        ...sampleFigures,
        kpis: sampleFigures.kpis.map((kpi) => ({
          ...kpi,
          target: n.target,
          actual: n.actual,
          expected: n.expected,
          deviation: n.deviation,
        })),
        campaigns: sampleFigures.campaigns.map((one) => ({
          ...one,
          plannedCents: n.planned,
          spentCents: n.spent,
          conversions: n.conversions,
        })),
        sites: sampleFigures.sites.map((site) => ({ ...site, totals: { ...site.totals, visits: n.visits } })),
        budget: { ...sampleFigures.budget, envelopeCents: n.planned, plannedCents: n.visits },
      }
      const said = JSON.stringify([
        sectionsOf(figures, locale).map(({ tables, notes, basis, charts }) => [
          tables,
          notes,
          basis,
          charts.map(({ title, alt }) => [title, alt]),
        ]),
        highlightsOf(figures, locale),
      ])
      expect(said).not.toMatch(/NaN|Infinity|∞|undefined|\[object/)
    }),
    { numRuns: 100 },
  )
})
