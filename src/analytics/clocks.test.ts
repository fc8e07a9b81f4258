import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../accounts/scope.ts'
import { boundsOf } from '../period.ts'
import { testInstance } from '../testing.ts'
import { answer } from './analytics.store.ts'
import type { Site } from './analytics.store.ts'
import { query } from './query.ts'
import { tell } from './visits.fixture.ts'

/*
 * Days that are not 24 hours long, in the places where clocks do what they want: each has one visit at every quarter of an hour, from
 * two hours before the day to two hours after. What must come out is known from the calendar alone.
 */
const t = await testInstance()
let scope: Scope
beforeAll(async () => {
  scope = { ...(await t.scope('lead')), now: new Date('2026-12-31T10:00:00Z') }
})

const quarter = 15 * 60_000

interface Case {
  readonly timeZone: string
  readonly day: string
  readonly hours: number
  readonly rows: number
  /** Local hours that come twice, or once but at an odd minute. */
  readonly note: string
}

const cases: readonly Case[] = [
  { timeZone: 'Europe/Paris', day: '2026-03-29', hours: 23, rows: 23, note: 'the clock skips 2 o’clock' },
  { timeZone: 'Europe/Paris', day: '2026-10-25', hours: 25, rows: 25, note: '2 o’clock comes twice' },
  { timeZone: 'America/New_York', day: '2026-03-08', hours: 23, rows: 23, note: 'the clock skips 2 o’clock' },
  { timeZone: 'America/New_York', day: '2026-11-01', hours: 25, rows: 25, note: '1 o’clock comes twice' },
  { timeZone: 'America/Santiago', day: '2026-09-06', hours: 23, rows: 23, note: 'midnight does not exist' },
  { timeZone: 'America/Santiago', day: '2026-04-04', hours: 25, rows: 25, note: '23 o’clock comes twice' },
  { timeZone: 'Asia/Kolkata', day: '2026-06-15', hours: 24, rows: 24, note: 'half an hour off the world' },
  { timeZone: 'Asia/Kathmandu', day: '2026-06-15', hours: 24, rows: 24, note: 'three quarters off the world' },
  { timeZone: 'Pacific/Kiritimati', day: '2026-06-15', hours: 24, rows: 24, note: 'fourteen hours ahead' },
  { timeZone: 'UTC', day: '2026-03-29', hours: 24, rows: 24, note: 'no change at all' },
]

describe.each(cases)('$timeZone on $day: $note', ({ timeZone, day, hours, rows }) => {
  const site: Site = {
    id: 100 + cases.findIndex((one) => one.timeZone === timeZone && one.day === day),
    domain: 'heures.example', project: null, mode: 'consent', timeZone, currency: 'EUR', goals: [],
  } // prettier-ignore
  const { from, until } = boundsOf(timeZone, { from: day, to: day })

  beforeAll(async () => {
    const first = from.getTime() - 2 * 3_600_000
    const count = (until.getTime() - from.getTime() + 4 * 3_600_000) / quarter
    await tell(
      t.clickhouse,
      Array.from({ length: count }, (_, n) => {
        const at = new Date(first + n * quarter).toISOString()
        return { site: site.id, visitor: n, visit: n, at, startedAt: at, path: '/', entry: '/' }
      }),
    )
  })

  const ask = (granularity: 'hour' | 'day' | 'week' | 'month', metrics: readonly ('visits' | 'pageviews')[]) =>
    answer(scope, site, query({ period: { from: day, to: day }, metrics, dimensions: ['date'], granularity }))

  test(`the day is ${hours} hours long, and counts four visits for each`, async () => {
    expect((until.getTime() - from.getTime()) / 3_600_000).toBe(hours)
    expect((await ask('day', ['visits', 'pageviews'])).rows).toEqual([
      { date: day, visits: hours * 4, pageviews: hours * 4 },
    ])
  })

  test('by the hour, each has four visits and its own name, in order, and none is missing', async () => {
    const { rows: found, totals } = await ask('hour', ['visits', 'pageviews'])
    expect(found).toHaveLength(rows)
    expect(found.map((row) => [row.visits, row.pageviews])).toEqual(found.map(() => [4, 4]))
    expect(new Set(found.map((row) => row.date)).size).toBe(rows)
    expect(found.every((row) => row.date?.startsWith(day))).toBe(true)
    expect(found.map((row) => Date.parse(row.date ?? ''))).toEqual(
      Array.from({ length: rows }, (_, i) => from.getTime() + i * 3_600_000),
    )
    expect(totals).toEqual({ visits: hours * 4, pageviews: hours * 4 })
  })

  test('the week and the month that hold the day hold its visits', async () => {
    for (const granularity of ['week', 'month'] as const) {
      const { rows: found } = await ask(granularity, ['visits'])
      expect(found.reduce((sum, row) => sum + (row.visits ?? 0), 0)).toBe(hours * 4)
      expect(found).toHaveLength(1)
    }
  })
})

test('a visit across midnight is of the day it began, its pages each of their own', async () => {
  const site: Site = {
    id: 200, domain: 'minuit.example', project: null, mode: 'exempt', timeZone: 'Europe/Paris', currency: 'EUR', goals: [],
  } // prettier-ignore
  const visit = { site: 200, visitor: 1, visit: 1, startedAt: '2026-06-10T21:50:00Z', path: '/', entry: '/' }
  await tell(t.clickhouse, [
    { ...visit, at: '2026-06-10T21:50:00Z' },
    { ...visit, at: '2026-06-10T22:10:00Z' },
    { ...visit, at: '2026-06-10T22:20:00Z' },
  ])
  const { rows } = await answer(
    scope,
    site,
    query({
      period: { from: '2026-06-10', to: '2026-06-11' },
      metrics: ['visits', 'visitors', 'pageviews', 'visitDuration'],
      dimensions: ['date'],
    }),
  )
  expect(rows).toEqual([
    { date: '2026-06-10', visits: 1, visitors: 1, pageviews: 1, visitDuration: 1_800 },
    { date: '2026-06-11', visits: 0, visitors: 0, pageviews: 2, visitDuration: null },
  ])
})
