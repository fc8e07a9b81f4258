import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkValues } from '../projects/kind.ts'
import { coverage } from '../projects/coverage.ts'
import type { FileObject } from '../projects/coverage.ts'
import { figureKind } from './compiled.ts'
import { goal, kpi, kpiMetrics } from './kpis.ts'
import { rules } from './rules.ts'
import { shownValue } from './show.ts'
import { kpiStatus } from './status.ts'
import type { KpiFacts, KpiState } from './status.ts'
import { inUnit, kpiUnit } from './unit.ts'

const aim: KpiFacts = {
  actual: 150,
  baseline: 100,
  target: 200,
  elapsed: 0.5,
  direction: 'up',
  threshold: 0.1,
  nature: 'aim',
}

describe('a KPI against its path', () => {
  test.each<[string, Partial<KpiFacts>, KpiState, number | null, number | null]>([
    ['halfway, half of the way done', {}, 'onTarget', 150, 0],
    ['halfway, a little late: 140 for 150, 6.7 % off', { actual: 140 }, 'watch', 150, -10],
    ['halfway, far behind: 120 for 150, 20 % off', { actual: 120 }, 'offTarget', 150, -30],
    ['exactly at the threshold is still tolerated', { actual: 135 }, 'watch', 150, -15],
    ['at the end, above', { elapsed: 1, actual: 201 }, 'reached', 200, 1],
    ['at the end, below, however little', { elapsed: 1, actual: 199 }, 'missed', 200, -1],
    ['not begun', { elapsed: 0 }, 'notStarted', null, null],
    ['without a target', { target: null }, 'unknown', null, null],
    ['without a baseline', { baseline: null }, 'unknown', null, null],
    ['nothing measured yet', { actual: null }, 'unknown', 150, null],
    [
      'a figure that must go down and does',
      { baseline: 60, target: 40, direction: 'down', actual: 49 },
      'onTarget',
      50,
      -1,
    ],
    [
      'a figure that must go down and goes up',
      { baseline: 60, target: 40, direction: 'down', actual: 62 },
      'offTarget',
      50,
      12,
    ],
    [
      'an alert is a limit all along: 55 for at most 50',
      { nature: 'alert', baseline: null, target: 50, direction: 'down', actual: 58, elapsed: 0.1 },
      'offTarget',
      50,
      8,
    ],
    [
      'an alert kept at the end is not "reached"',
      { nature: 'alert', baseline: null, target: 50, direction: 'down', actual: 45, elapsed: 1 },
      'onTarget',
      50,
      -5,
    ],
    ['a path from zero on its first day', { baseline: 0, target: 0, actual: 5, direction: 'up' }, 'onTarget', 0, 5],
  ])('%s', (_, change, state, expected, deviation) => {
    const found = kpiStatus({ ...aim, ...change })
    expect(found).toMatchObject({ state, expected, deviation })
    expect(found.sentence.fr).not.toBe(found.sentence.en)
  })

  test('doing better never gives a worse state, and no figure gives NaN or infinity', () => {
    const worth: Record<KpiState, number> = {
      unknown: 0,
      notStarted: 0,
      missed: 1,
      offTarget: 1,
      watch: 2,
      onTarget: 3,
      reached: 3,
    }
    const figure = fc.integer({ min: -1000, max: 1000 })
    fc.assert(
      fc.property(
        figure,
        figure,
        figure,
        fc.nat(1000),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom('aim' as const, 'alert' as const),
        (baseline, target, actual, more, percent, nature) => {
          const facts: KpiFacts = {
            baseline,
            target,
            actual,
            elapsed: percent / 100,
            direction: 'up',
            threshold: 0.1,
            nature,
          }
          const found = kpiStatus(facts)
          expect(worth[kpiStatus({ ...facts, actual: actual + more }).state]).toBeGreaterThanOrEqual(worth[found.state])
          for (const n of [found.expected, found.deviation, found.relative])
            expect(n === null || Number.isFinite(n)).toBe(true)
          expect(`${found.sentence.fr}${found.sentence.en}`).not.toMatch(/NaN|∞|null|undefined/)
        },
      ),
    )
  })
})

test.each([
  ['conversionRate', 0.0234, 2.34],
  ['revenue', 125050, 1250.5],
  ['visits', 12, 12],
  ['visitDuration', 95, 95],
  ['manual', 7, 7],
  ['visits', null, null],
])('%s: %s in the figures becomes %s in the target’s unit', (metric, value, expected) =>
  expect(inUnit(kpiUnit(metric), value)).toBe(expected),
)

test('sums and unique visitors add up over a period; rates and typed figures do not', () => {
  const bare = { formula: null, unit: null, filterDimension: null, filterValue: null }
  const adding = kpiMetrics.filter((metric) => figureKind({ ...bare, metric }).accumulates)
  expect(adding).toEqual(expect.arrayContaining(['visits', 'visitors', 'revenue', 'conversions']))
  for (const metric of ['bounceRate', 'conversionRate', 'manual', 'formula']) expect(adding).not.toContain(metric)
})

test('a figure is shown with its unit, in French', () => {
  expect(shownValue('conversionRate', null, 2.3, 'EUR', 'fr')).toMatch(/^2,3\s%$/)
  expect(shownValue('revenue', null, 1250.5, 'EUR', 'fr')).toMatch(/^1\s250,50\s€$/)
  expect(shownValue('visitDuration', null, 95, 'EUR', 'fr')).toMatch(/^1\smin 35\ss$/)
  expect(shownValue('manual', 'abonnés', 840, 'EUR', 'fr')).toMatch(/^840 abonnés$/)
  expect(shownValue('visits', null, null, 'EUR', 'fr')).toBe('—')
})

const whole = {
  title: 'Visites',
  metric: 'visits',
  nature: 'aim',
  direction: 'up',
  baseline: 100,
  target: 200,
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
}
test.each<[string, object, string[]]>([
  ['a whole KPI', whole, []],
  ['an end before the start', { ...whole, endsOn: '2025-12-31' }, ['endsOn']],
  ['a target below the baseline for a figure that must rise', { ...whole, target: 50 }, ['target']],
  ['half a filter', { ...whole, filterDimension: 'channel' }, ['filterValue']],
  ['a metric that does not exist', { ...whole, metric: 'likes' }, ['metric']],
  ['a threshold of 500 %', { ...whole, threshold: 5 }, ['threshold']],
  ['a formula that holds', { ...whole, metric: 'formula', formula: 'visites ÷ visiteurs' }, []],
  ['a formula that does not', { ...whole, metric: 'formula', formula: 'visites ÷' }, ['formula']],
  ['no formula where one is announced', { ...whole, metric: 'formula' }, ['formula']],
  ['a formula beside another metric', { ...whole, formula: 'visites' }, ['formula']],
  [
    'a filter beside a formula',
    { ...whole, metric: 'formula', formula: 'visites', filterDimension: 'channel', filterValue: 'Email' },
    ['filterDimension'],
  ],
  ['a seasonal path of what adds up', { ...whole, pathShape: 'seasonal' }, []],
  ['a seasonal path of a rate', { ...whole, metric: 'bounceRate', pathShape: 'seasonal' }, ['pathShape']],
  ['a point on no day', { ...whole, pathShape: 'drawn', path: [{ day: '2026-02-30', value: 3 }] }, ['path']],
])('%s: %j', (_, values, fields) => {
  const checked = checkValues(kpi, values)
  expect(checked.ok ? [] : Object.keys(checked.problems)).toEqual(fields)
})

test('a goal on a page starts with a slash or a star', () => {
  expect(checkValues(goal, { title: 'Merci', match: 'page', pattern: 'merci' }).ok).toBe(false)
  expect(checkValues(goal, { title: 'Merci', match: 'page', pattern: '/merci*' }).ok).toBe(true)
  expect(checkValues(goal, { title: 'Achat', match: 'event', pattern: 'commande' }).ok).toBe(true)
})

describe('the coverage', () => {
  const object = (id: string, kind: string, values: Record<string, unknown> = {}, derived: Record<string, unknown> = {}): FileObject => ({
    id, kind, title: id, state: null, createdAt: new Date(0), updatedAt: new Date(0), values, derived,
  }) // prettier-ignore
  const found = (objects: FileObject[], links: { from: string; to: string }[] = []) =>
    coverage(rules, {
      project: {
        id: 'p',
        startsOn: null,
        endsOn: null,
        envelopeCents: null,
        vatReference: 'excl',
        timeZone: 'Europe/Paris',
      },
      today: '2026-11-24',
      objects,
      links,
    })
      .flatMap(({ rules: list }) => list)
      .flatMap(({ rule, findings }) => findings.map((finding) => `${rule.id} ${finding.object?.id}`))

  test('an objective without KPI and a KPI without objective are named; the link settles both', () => {
    const objects = [object('o', 'strategicObjective'), object('k', 'kpi', { ...whole, owner: 'Léa' })]
    expect(found(objects)).toEqual(['objective-without-kpi o', 'kpi-without-objective k'])
    expect(found(objects, [{ from: 'o', to: 'k' }])).toEqual([])
  })

  test('a KPI off target wants a cause and a recommendation', () => {
    const off = object('k', 'kpi', { ...whole, owner: 'Léa', cause: null }, { state: 'offTarget' })
    const links = [{ from: 'o', to: 'k' }]
    const objective = object('o', 'strategicObjective')
    expect(found([objective, off], links)).toEqual([
      'kpi-off-target-without-recommendation k',
      'kpi-off-target-without-cause k',
    ])
    const explained = { ...off, values: { ...off.values, cause: 'Le formulaire est cassé sur mobile' } }
    expect(found([objective, explained, object('r', 'recommendation')], [...links, { from: 'k', to: 'r' }])).toEqual([])
  })

  test('a digital objective stands between its objective and its KPIs', () => {
    const objects = [object('o', 'strategicObjective'), object('d', 'digitalObjective'), object('k', 'kpi', { ...whole, owner: 'Léa' })]
    expect(found(objects)).toEqual([
      'objective-without-kpi o',
      'kpi-without-objective k',
      'digital-objective-without-kpi d',
      'digital-objective-without-strategy d',
    ])
    expect(found(objects, [{ from: 'o', to: 'd' }, { from: 'd', to: 'k' }])).toEqual([])
  }) // prettier-ignore

  test('a deviation wants an answer until it is closed, and answers for its KPI', () => {
    const off = object('k', 'kpi', { ...whole, owner: 'Léa', cause: null }, { state: 'offTarget' })
    const [objective, answer] = [object('o', 'strategicObjective'), object('a', 'action')]
    const gap = (state: string, cause: string | null) => ({ ...object('d', 'deviation', { cause }), state })
    const links = [{ from: 'o', to: 'k' }, { from: 'k', to: 'd' }]
    const unanswered = ['kpi-off-target-without-recommendation k', 'deviation-without-follow-up d']
    expect(found([objective, off, gap('open', null)], links)).toEqual(['kpi-off-target-without-recommendation k', 'kpi-off-target-without-cause k', 'deviation-without-follow-up d'])
    expect(found([objective, off, gap('explained', 'Ciblage')], links)).toEqual(unanswered)
    expect(found([objective, off, gap('explained', 'Ciblage'), answer], [...links, { from: 'd', to: 'a' }])).toEqual([])
    // A closed one is of the past: it explains nothing of today.
    expect(found([objective, off, gap('closed', 'Ciblage'), answer], [...links, { from: 'd', to: 'a' }])).toEqual(['kpi-off-target-without-recommendation k', 'kpi-off-target-without-cause k'])
  }) // prettier-ignore

  test('a KPI says what it lacks, and a goal never reached is named', () => {
    const objects = [
      object('o', 'strategicObjective'),
      object('k', 'kpi', { ...whole, target: null, owner: null }),
      object('g', 'goal', {}, { conversions: 0 }),
    ]
    expect(found(objects, [{ from: 'o', to: 'k' }])).toEqual(['kpi-incomplete k', 'goal-never-reached g'])
  })
})
