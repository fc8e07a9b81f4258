import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays } from '../period.ts'
import { actionStates } from './action-states.ts'
import { type Planned, ownersOf, periodOf, punctuality, spanOf, timeline } from './timeline.ts'

const today = '2026-11-23'
const action = (change: Partial<Planned> = {}): Planned => ({
  id: 'a',
  title: 'Refaire la page des miels',
  state: 'doing',
  owner: 'Nadia',
  startsOn: '2026-11-02',
  endsOn: '2026-11-30',
  progress: 0.4,
  ...change,
})

describe('where an action stands today', () => {
  it.each([
    ['ends later', {}, { kind: 'onTime' }],
    ['ends today', { endsOn: today }, { kind: 'onTime' }],
    ['ended yesterday', { endsOn: '2026-11-22' }, { kind: 'late', days: 1 }],
    ['ended yesterday, done', { endsOn: '2026-11-22', state: 'done' }, { kind: 'over' }],
    ['ended yesterday, dropped', { endsOn: '2026-11-22', state: 'cancelled' }, { kind: 'over' }],
    ['should have begun three days ago', { state: 'todo', startsOn: '2026-11-20' }, { kind: 'lateStart', days: 3 }],
    ['begins today', { state: 'todo', startsOn: today }, { kind: 'onTime' }],
    ['never begun and ended: the end tells', { state: 'todo', endsOn: '2026-11-13' }, { kind: 'late', days: 10 }],
    ['no date', { startsOn: null, endsOn: null }, { kind: 'undated' }],
    ['an end only', { startsOn: null, endsOn: '2026-11-01' }, { kind: 'late', days: 22 }],
  ] as const)('%s', (_, change, expected) => expect(punctuality(action(change), today)).toEqual(expected))
})

describe('the span', () => {
  it('holds whole months, and today when it is near', () => {
    expect(spanOf([action()], today)).toEqual({ from: '2026-11-01', to: '2026-11-30' })
    expect(spanOf([action({ startsOn: '2026-12-05', endsOn: '2026-12-09' })], today)).toEqual({
      from: '2026-11-01',
      to: '2026-12-31',
    })
  })

  it('does not stretch to a day far away', () => {
    expect(spanOf([action({ startsOn: '2028-01-05', endsOn: '2028-02-09' })], today)).toEqual({
      from: '2028-01-01',
      to: '2028-02-29',
    })
  })

  it('is nothing without dates', () => {
    expect(spanOf([action({ startsOn: null, endsOn: null })], today)).toBeNull()
    expect(timeline([], today)).toEqual({ span: null, bars: [], undated: [], today: null })
  })
})

test('a bar takes the share of the span that its days take', () => {
  const { bars, today: mark } = timeline([action({ startsOn: '2026-11-01', endsOn: '2026-11-15' })], today)
  expect(bars[0]).toMatchObject({ start: 0, width: 0.5 })
  expect(mark).toBeCloseTo(22 / 30)
})

test('one date makes a bar of one day, contradicting dates make none', () => {
  expect(periodOf({ startsOn: null, endsOn: today })).toEqual({ from: today, to: today })
  expect(periodOf({ startsOn: '2026-11-24', endsOn: today })).toBeNull()
})

test('every action is a bar or is listed as undated, and bars stay inside the span in order', () => {
  const day = fc.option(
    fc.integer({ min: 0, max: 900 }).map((n) => addDays('2025-06-01', n)),
    { nil: null },
  )
  const actions = fc.array(
    fc
      .record({
        startsOn: day,
        endsOn: day,
        state: fc.constantFrom(...actionStates),
        title: fc.constantFrom('a', 'b', 'c'),
      })
      .map(action),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(actions, (plan) => {
      const { bars, undated } = timeline(plan, today)
      expect(bars.length + undated.length).toBe(plan.length)
      for (const bar of bars) {
        expect(bar.start).toBeGreaterThanOrEqual(0)
        expect(bar.width).toBeGreaterThan(0)
        expect(bar.start + bar.width).toBeLessThanOrEqual(1 + 1e-9)
      }
      const starts = bars.map((bar) => bar.period.from)
      expect(starts).toEqual(starts.toSorted())
    }),
  )
})

test('owners are named once, in order', () => {
  expect(ownersOf([action(), action({ owner: null }), action({ owner: 'Émile' }), action()])).toEqual([
    'Émile',
    'Nadia',
  ])
})
