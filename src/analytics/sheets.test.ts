import { describe, expect, test } from 'vitest'
import { toCsv } from '../csv.ts'
import type { Sheet, XlsxCell } from '../xlsx.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { reportAt, reports, shapes } from './behaviour.ts'
import { cellText, figureText } from './behaviour-cell.ts'
import { en as behaviourEn } from './behaviour.en.ts'
import { fr as behaviourFr } from './behaviour.fr.ts'
import { behaviourSheet } from './behaviour-sheet.ts'
import { en as catalogEn } from './catalog.en.ts'
import { fr as catalogFr } from './catalog.fr.ts'
import { en as compareEn } from './compare.en.ts'
import { fr as compareFr } from './compare.fr.ts'
import { differenceOf } from './compare.ts'
import { compareSheet } from './compare-sheet.ts'
import type { FunnelAnswer, Reached } from './funnel.store.ts'
import type { Breakdown, Step } from './funnel.ts'
import { funnelSheet, stepText } from './funnel-sheet.ts'
import { en as funnelEn } from './funnels.en.ts'
import { fr as funnelFr } from './funnels.fr.ts'
import { en as goalsEn } from './goals.en.ts'
import { fr as goalsFr } from './goals.fr.ts'
import { goalSheet, goalsSheet } from './goals-sheet.ts'
import { en as journeysEn } from './journeys.en.ts'
import { fr as journeysFr } from './journeys.fr.ts'
import { listRows, neighboursOf } from './journeys.ts'
import { exitsSheet, journeysSheet, pathsSheet } from './journeys-sheet.ts'
import { metricText, valueLabel } from './labels.ts'
import { en as realTimeEn } from './real-time.en.ts'
import { realTimeSheet } from './real-time-sheet.ts'
import { en as retentionEn } from './retention.en.ts'
import { fr as retentionFr } from './retention.fr.ts'
import { retentionSheet } from './retention-sheet.ts'

// What leaves for a spreadsheet: every figure of the screen, in units a spreadsheet knows.

const rowsOf = ({ rows }: Sheet) => rows.map((row) => [...row])

/** A sheet that a file can hold: a cell a column, no two heads alike (a JSON row would lose one). */
function whole(sheet: Sheet): Sheet {
  const heads = sheet.columns.map(({ label }) => label)
  expect(new Set(heads).size).toBe(heads.length)
  for (const row of sheet.rows) {
    expect(row).toHaveLength(heads.length)
    for (const [i, { format }] of sheet.columns.entries())
      if (row[i] !== null) expect(typeof row[i]).toBe(format === 'text' || format === 'day' ? 'string' : 'number')
  }
  return sheet
}

describe('goals', () => {
  const goals = [
    { id: '1', name: 'Achat', conversions: 3, rate: 0.25, valueCents: null, revenueCents: 4_990 },
    { id: '2', name: 'Contact ; "devis"', conversions: 0, rate: null, valueCents: 0, revenueCents: 0 },
    { id: '3', name: '=cmd()', conversions: 7, rate: 1, valueCents: 35_050, revenueCents: 1 },
  ]
  test('amounts are in units of money, and what cannot be computed is empty, not 0', () => {
    expect(rowsOf(whole(goalsSheet(goals, goalsFr)))).toEqual([
      ['Achat', 3, 0.25, null, 49.9],
      ['Contact ; "devis"', 0, null, 0, 0],
      ['=cmd()', 7, 1, 350.5, 0.01],
    ])
    expect(goalsSheet(goals, goalsEn).columns.map(({ label, format }) => `${label}: ${format}`)).toEqual([
      'Goal: text', 'Conversions: number', 'Rate: percent', 'Estimated value: money', 'Revenue received: money',
    ]) // prettier-ignore
  })
  test('one goal is detailed by everything that the page details it by, in its words', () => {
    const one = { name: 'Email', conversions: 3, rate: 0.25, valueCents: 1_050 }
    const none = { name: '', conversions: null, rate: null, valueCents: null }
    const sheet = whole(
      goalSheet('Achat', { channel: [one], page: [], entryPage: [], device: [none] }, goalsFr, (by, name) => valueLabel(by, name, audienceFr, 'fr')),
    ) // prettier-ignore
    expect(rowsOf(sheet)).toEqual([
      ['par canal', 'E-mail', 3, 0.25, 10.5],
      ['par appareil', 'Inconnu', null, null, null],
    ])
  })
  test('a name written to be a formula is none in a CSV', () => {
    const { columns, rows } = goalsSheet(goals, goalsEn)
    const csv = toCsv(columns.map(({ label }) => label), rows as (string | number | null)[][], 'en') // prettier-ignore
    expect(csv).not.toMatch(/(^|[\n,])"?=/)
  })
})

describe('a comparison', () => {
  const comparison = {
    periods: [{ from: '2026-10-01', to: '2026-10-31' }, { from: '2026-09-01', to: '2026-09-30' }],
    granularity: 'day',
    series: [[], []],
    figures: [
      { metric: 'visits', ...differenceOf(12, 10) },
      { metric: 'bounceRate', ...differenceOf(0.5, null) },
      { metric: 'revenue', ...differenceOf(4_990, 2_495) },
      { metric: 'revenue', ...differenceOf(null, 100) },
    ],
    rows: [{ name: 'Email', ...differenceOf(5, 0) }, { name: '', ...differenceOf(0, 4) }],
  } as const // prettier-ignore
  test('money is in units of money as on screen, and the difference with it', () => {
    const sheet = whole(
      compareSheet(comparison, compareFr, (name) => catalogFr.metrics[name].label, (name) => audienceFr.channels[name] ?? '—'),
    ) // prettier-ignore
    expect(rowsOf(sheet)).toEqual([
      [catalogFr.metrics.visits.label, 12, 10, 2, 0.2],
      [catalogFr.metrics.bounceRate.label, 0.5, null, null, null],
      [catalogFr.metrics.revenue.label, 49.9, 24.95, 24.95, 1],
      [catalogFr.metrics.revenue.label, null, 1, null, null],
      ['E-mail', 5, 0, 5, null],
      ['—', 0, 4, -4, -1],
    ])
  })
  test('its heads are said in English', () =>
    expect(
      whole(compareSheet(comparison, compareEn, (name) => catalogEn.metrics[name].label, String)).columns[3]?.label,
    ).toBe('Difference (A − B)'))
})

describe('journeys', () => {
  const around = (views: readonly [string | null, number][]) =>
    neighboursOf(views.map(([path, count]) => ({ path, views: count })))
  test('what comes before, then after; beginnings and ends by their names; the small ones together', () => {
    const many = Array.from({ length: listRows + 3 }, (_, n): [string, number] => [`/p${n}`, 2])
    const sheet = whole(journeysSheet('/miel', around([[null, 6], ['/', 2]]), around([[null, 10], ...many]), journeysFr, String)) // prettier-ignore
    expect(rowsOf(sheet).slice(0, 3)).toEqual([
      ['/miel', 'Juste avant', 'Début de la visite', 6, 0.75],
      ['/miel', 'Juste avant', '/', 2, 0.25],
      ['/miel', 'Juste après', 'Fin de la visite', 10, 0.25],
    ])
    expect(rowsOf(sheet).at(-1)).toEqual(['/miel', 'Juste après', 'Autres pages', 8, 0.2])
    const shares = rowsOf(sheet).filter(([, side]) => side === 'Juste après').map(([, , , , share]) => Number(share)) // prettier-ignore
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
  })
  test('a page nobody saw has no row', () =>
    expect(whole(journeysSheet('/rien', around([]), around([]), journeysEn, String)).rows).toEqual([]))
})

describe('what is beside the journeys', () => {
  const english = (path: string) => valueLabel('page', path, audienceEn, 'en')
  test('a path is one cell, and says that it goes on', () =>
    expect(
      rowsOf(
        whole(pathsSheet([{ pages: ['/', '/(autres)'], goesOn: true, visits: 4, share: 0.5 }], journeysEn, english)),
      ),
    ).toEqual([['/ → /(others) → …', 4, 0.5]]))
  test('a rate of exits that cannot be told is empty', () =>
    expect(
      rowsOf(whole(exitsSheet([{ path: '/miel', exits: 2, visits: null, rate: null }], journeysEn, english))),
    ).toEqual([['/miel', 2, null, null]]))
})

describe('behaviour', () => {
  const tables = reports.flatMap((report) => Object.keys(shapes[report].tables).map((name) => [report, name] as const))
  test.each(tables)('%s, %s: each figure in a column of its own, in both languages', (report, name) => {
    const row = Object.fromEntries(
      (shapes[report].tables[name]?.columns ?? []).map(({ key, unit }) => [key, unit === 'text' && key !== 'p75' ? '' : unit === 'verdict' ? 'good' : 2]),
    ) // prettier-ignore
    const french = whole(behaviourSheet({ report, name }, [row], 'EUR', behaviourFr, audienceFr, 'fr'))
    const english = whole(behaviourSheet({ report, name }, [row], 'EUR', behaviourEn, audienceEn, 'en'))
    expect(english.columns.map(({ format }) => format)).toEqual(french.columns.map(({ format }) => format))
  })
  test('money is in units of money, a ratio is one, and an absence says what it means', () => {
    const rows = [{ channel: '', orders: 2, revenue: 4_990, basket: 2_495.4 }, { channel: 'Email', orders: 0, revenue: null, basket: null }] // prettier-ignore
    expect(
      rowsOf(whole(behaviourSheet({ report: 'orders', name: 'channels' }, rows, 'EUR', behaviourEn, audienceEn, 'en'))),
    ).toEqual([['Unknown', 2, 49.9, 24.95], ['Email', 0, null, null]]) // prettier-ignore
  })
  test.each([
    ['event', '(autres)', '(autres)', '(others)'],
    ['page', '/(autres)', '/(autres)', '/(others)'],
    ['referrerHost', 'autres.invalid', '(autres)', '(others)'],
    ['value', '(autres)', '(autres)', '(others)'],
    ['page', '/(autres)/miel', '/(autres)/miel', '/(autres)/miel'],
    ['next', '', 'Fin de la visite', 'End of the visit'],
    ['vital', 'lcp', behaviourFr.vitals['lcp'], behaviourEn.vitals['lcp']],
  ])('%s "%s" is read in the reader’s language', (key, value, french, english) =>
    expect([
      cellText(key, value, behaviourFr, audienceFr, 'fr'),
      cellText(key, value, behaviourEn, audienceEn, 'en'),
    ]).toEqual([french, english]),
  )
})

test('the last half hour, by minute or by list', () => {
  const live = { now: 1, visitors: 2, pageviews: 3, minutes: [{ at: '12:00', pageviews: 3 }, { at: '12:01', pageviews: null }], lists: { page: [{ name: '/miel', count: 3 }], source: [], event: [], country: [] } } // prettier-ignore
  const upper = (_: string, name: string) => name.toUpperCase()
  expect(rowsOf(whole(realTimeSheet(live, null, realTimeEn, upper)))).toEqual([['12:00', 3], ['12:01', null]]) // prettier-ignore
  expect(rowsOf(whole(realTimeSheet(live, 'page', realTimeEn, upper)))).toEqual([['/MIEL', 3]])
})

describe('retention', () => {
  const cohorts = [
    { from: '2026-11-02', size: 8, back: [8, 2, 0] },
    { from: '2026-11-09', size: 0, back: [0, 0, null] },
  ]
  test.each([retentionFr, retentionEn])('a row a cohort and a time, none for what has not begun (%#)', (t) => {
    expect(rowsOf(whole(retentionSheet(cohorts, t)))).toEqual([
      ['2026-11-02', 8, 0, 8, 1],
      ['2026-11-02', 8, 1, 2, 0.25],
      ['2026-11-02', 8, 2, 0, 0],
      ['2026-11-09', 0, 0, 0, null],
      ['2026-11-09', 0, 1, 0, null],
    ])
  })
})

describe('a funnel', () => {
  const steps: readonly Step[] = [
    { kind: 'page', pattern: '/miel*' },
    { kind: 'event', name: 'commande', property: 'plan', value: 'pro' },
    { kind: 'goal', goal: 'g1' },
  ]
  const goals = [{ id: 'g1', name: 'Achat' }]
  const reached = (count: number, before: number | null): Reached => ({
    count,
    ofFirst: count / 10,
    ofPrevious: before === null ? null : count / before,
    lost: before === null ? 0 : before - count,
    median: before === null ? null : 42,
  })
  const all = [reached(10, null), reached(5, 10), reached(1, 5)]
  const answer: FunnelAnswer = {
    all,
    groups: [
      { name: 'Email', steps: all },
      { name: '', steps: all.slice(0, 1) },
    ],
    isOpen: false,
  }
  const sheet = (by: Breakdown, within: 'visit' | 7 = 'visit', locale: 'fr' | 'en' = 'fr') =>
    whole(
      locale === 'fr'
        ? funnelSheet({ steps, within, by }, answer, goals, funnelFr, audienceFr, 'fr')
        : funnelSheet({ steps, within, by }, answer, goals, funnelEn, audienceEn, 'en'),
    )

  test('a row a step; nobody stops before the first', () => {
    expect(rowsOf(sheet('none'))).toEqual([
      [1, 'Page vue /miel*', 10, 1, null, null, null],
      [2, 'Événement commande, plan = pro', 5, 0.5, 0.5, 5, 42],
      [3, 'Objectif\u00a0: Achat', 1, 0.1, 0.2, 4, 42],
    ])
  })
  test('detailed, every group follows the whole, by its name', () => {
    const first = (rows: XlsxCell[][]) => rows.map(([name]) => name)
    expect(first(rowsOf(sheet('channel')))).toEqual(['', '', '', 'E-mail', 'E-mail', 'E-mail', 'Inconnu'])
    expect(first(rowsOf(sheet('channel', 'visit', 'en')))[3]).toBe('Email')
    expect(sheet('device', 'visit', 'en').columns[0]?.label).toBe(funnelEn.group.device)
  })
  test('within days it counts visitors', () => {
    const heads = (within: 'visit' | 7) => sheet('none', within).columns.map(({ label }) => label)
    expect([heads('visit')[2], heads(7)[2]]).toEqual(['Visites', 'Visiteurs'])
  })
  test.each<[Step, string, string]>([
    [{ kind: 'goal', goal: 'gone' }, 'Objectif supprimé', 'Deleted goal'],
    [{ kind: 'event', name: 'ajout', property: null, value: null }, 'Événement ajout', 'Event ajout'],
    [{ kind: 'event', name: 'ajout', property: 'plan', value: '' }, 'Événement ajout, plan = ', 'Event ajout, plan = '],
  ])('%j in words', (step, french, english) =>
    expect([stepText(step, goals, funnelFr), stepText(step, goals, funnelEn)]).toEqual([french, english]))
}) // prettier-ignore

describe('a figure of behaviour with its unit', () => {
  test.each([
    [0.1234, 'ratio', '12,3\u00a0%', '12.3%'],
    [80.4, 'percent', '80\u00a0%', '80%'],
    [75, 'second', '1\u202fmin 15\u202fs', '1 min 15 s'],
    [34_80, 'cents', '34,80\u00a0€', '€34.80'],
    [180.4, 'ms', '180\u202fms', '180 ms'],
    [999.6, 'ms', '1\u202fs', '1 s'],
    [2_450, 'ms', '2,45\u202fs', '2.45 s'],
    [0.1256, 'score', '0,126', '0.126'],
    [1_234.567, 'number', '1\u202f234,57', '1,234.57'],
    [1_234, 'count', '1\u202f234', '1,234'],
    ['texte', 'text', 'texte', 'texte'],
    [null, 'ms', null, null],
    [undefined, 'count', null, null],
    [0, 'ratio', '0\u00a0%', '0%'],
  ] as const)('%s in %s', (value, unit, french, english) => {
    expect([figureText(value, unit, 'EUR', 'fr'), figureText(value, unit, 'EUR', 'en')]).toEqual([
      french === null ? null : expect.stringMatching(plain(french)),
      english === null ? null : expect.stringMatching(plain(english)),
    ])
  })
  /** Which no-break space stands before a sign is the locale's affair. */
  const plain = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s')}$`)

  test.each([
    ['visits', 1_234.4, '1,234'],
    ['bounceRate', 0.5, '50%'],
    ['viewsPerVisit', 1.75, '1.75'],
    ['visitDuration', 3_725, '1 h 02 min'],
  ] as const)('%s of the audience', (metric, value, text) => expect(metricText(metric, value, 'en')).toBe(text))
})

test.each([
  ['/w/a/p/b/audience/events', 'events'],
  ['/w/a/p/b/audience/events/', 'events'],
  ['/w/a/p/b/audience/site-search.data', 'search'],
  ['/w/a/p/b/audience', null],
  ['/w/a/p/b/audience/constructor', null],
  ['/', null],
])('%s shows %s', (path, report) => expect(reportAt(path)).toBe(report))
