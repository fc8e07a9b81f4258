import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { addSite } from '../collect/sites.store.ts'
import { boundsOf } from '../period.ts'
import { testInstance } from '../testing.ts'
import { type Site, answer, sitesOf } from './analytics.store.ts'
import { isFilter } from './filters.ts'
import { type Condition, type Filter, type FilterDimension, levels, operators, query } from './query.ts'
import { type Seen, channels, devices, groupsOf, names, paths, randomVisits, toldOf } from './random-visits.fixture.ts'
import { tell } from './visits.fixture.ts'

/*
 * What a condition keeps of 250 visits made at random, against what a reader keeps who goes through them one by one: each operator at
 * each level, then trees of conditions at random.
 */
const t = await testInstance()
const timeZone = 'Europe/Paris'
const period = { from: '2026-09-01', to: '2026-11-10' }
const seen = randomVisits('2026-08-24T22:00:00Z', 250, 11)
const told = toldOf(1, seen)
let scope: Scope
let site: Site

beforeAll(async () => {
  scope = await makeMember(t.app, await t.workspace(), 'lead')
  await addSite(scope, { domain: 'hasard.example', mode: 'consent', timeZone })
  const [found] = await sitesOf(scope)
  if (!found) throw new Error('no site')
  site = found
  await tell(t.clickhouse, toldOf(site.id, seen))
})

interface Walked {
  readonly visitor: number
  readonly startedAt: number
  readonly events: readonly Seen[]
}

const visits: Walked[] = [...groupsOf(seen, ({ visit }) => visit).values()].map((events) => ({
  events,
  startedAt: events[0]?.startedAt ?? 0,
  visitor: told.find(({ visit }) => visit === events[0]?.visit)?.visitor ?? 0,
}))
const { from, until } = boundsOf(timeZone, period)
const isIn = (at: number) => at >= from.getTime() && at < until.getTime()
const inPeriod = visits.filter(({ startedAt }) => isIn(startedAt))

const fits = (text: string, { operator, values }: Filter): boolean => {
  const low = text.toLowerCase()
  switch (operator) {
    case 'is':
    case 'oneOf':
      return values.includes(text)
    case 'isNot':
    case 'notOneOf':
      return !values.includes(text)
    case 'contains':
      return values.some((value) => low.includes(value.toLowerCase()))
    case 'doesNotContain':
      return !values.some((value) => low.includes(value.toLowerCase()))
    case 'matches':
      // Only patterns that end in a star are tried here.
      return values.some((value) => (value.endsWith('*') ? text.startsWith(value.slice(0, -1)) : text === value))
  }
}

const isRefusal = ({ operator }: Filter) =>
  operator === 'isNot' || operator === 'notOneOf' || operator === 'doesNotContain'

const last = ({ events }: Walked) => events.toSorted((a, b) => a.at - b.at || (a.path < b.path ? -1 : 1)).at(-1)

/** The text of a whole visit, or null where each event has its own. */
function ofVisit(visit: Walked, dimension: FilterDimension): string | null {
  const [first] = visit.events
  if (dimension === 'channel') return first?.channel ?? ''
  if (dimension === 'device') return first?.device ?? ''
  if (dimension === 'entryPage') return first?.path ?? ''
  return dimension === 'exitPage' ? (last(visit)?.path ?? '') : null
}

const ofEvent = (event: Seen, dimension: FilterDimension): string =>
  dimension === 'page'
    ? event.path
    : dimension === 'event'
      ? event.name
      : (event.props[dimension.slice('property.'.length)] ?? '')

function holdsFor(visit: Walked, condition: Condition): boolean {
  if (isFilter(condition)) {
    const text = ofVisit(visit, condition.dimension)
    if (text !== null) return fits(text, condition)
    const each = visit.events.map((event) => fits(ofEvent(event, condition.dimension), condition))
    return isRefusal(condition) ? each.every(Boolean) : each.some(Boolean)
  }
  if ('all' in condition) return condition.all.every((one) => holdsFor(visit, one))
  if ('any' in condition) return condition.any.some((one) => holdsFor(visit, one))
  const { of, has, where } = condition
  if (of === 'visit') return holdsFor(visit, where) === has
  if (of === 'visitor') return has === isOfVisitor(visit, where)
  return visit.events.some((event) => holdsOn(event, visit, where)) === has
}

function holdsOn(event: Seen, visit: Walked, condition: Condition): boolean {
  if (isFilter(condition))
    return fits(ofVisit(visit, condition.dimension) ?? ofEvent(event, condition.dimension), condition)
  if ('all' in condition) return condition.all.every((one) => holdsOn(event, visit, one))
  if ('any' in condition) return condition.any.some((one) => holdsOn(event, visit, one))
  const { of, has, where } = condition
  if (of === 'event') return holdsOn(event, visit, where) === has
  return has === (of === 'visit' ? holdsFor(visit, where) : isOfVisitor(visit, where))
}

const isOfVisitor = (visit: Walked, where: Condition): boolean =>
  inPeriod.some((other) => other.visitor === visit.visitor && holdsFor(other, where))

async function check(condition: Condition): Promise<number> {
  const { totals } = await answer(
    scope,
    site,
    query({ period, metrics: ['visits', 'visitors', 'pageviews', 'events'], filters: [condition] }),
  )
  const kept = inPeriod.filter((visit) => holdsFor(visit, condition))
  const events = visits.flatMap((visit) =>
    visit.events.filter((event) => isIn(event.at) && holdsOn(event, visit, condition)),
  )
  expect(totals).toEqual({
    visits: kept.length,
    visitors: new Set(kept.map(({ visitor }) => visitor)).size,
    pageviews: events.filter(({ name }) => name === 'pageview').length,
    events: events.length,
  })
  return kept.length
}

const some: Readonly<Record<string, readonly string[]>> = {
  channel: ['Email', 'DIR', 'Organic*'],
  page: ['/miel', 'MIEL', '/miel*'],
  'property.plan': ['pro', 'LI', 'p*'],
}
const written = (dimension: string, operator: Filter['operator']): Filter => {
  const [exact = '', part = '', star = ''] = some[dimension] ?? []
  const value = operator === 'matches' ? star : operator.toLowerCase().includes('contain') ? part : exact
  return {
    dimension: dimension as FilterDimension,
    operator,
    values: operator.includes('neOf') ? [value, exact, ''] : [value],
  }
}

describe.each(Object.keys(some))('%s', (dimension) => {
  test.each(operators)('%s, at every level, in force or not', async (operator) => {
    const filter = written(dimension, operator)
    const kept = [await check(filter)]
    for (const of of levels) for (const has of [true, false]) kept.push(await check({ of, has, where: filter }))
    expect(kept.some((n) => n > 0 && n < inPeriod.length)).toBe(true)
  })
})

describe('put together', () => {
  const lavande: Filter = { dimension: 'page', operator: 'is', values: ['/miel/lavande'] }
  const order: Filter = { dimension: 'event', operator: 'is', values: ['commande'] }

  test('“visits that saw A and did B” is not “one event on A that is B”', async () => {
    const both = await check({ all: [lavande, order] })
    const one = await check({ of: 'event', has: true, where: { all: [lavande, order] } })
    expect(one).toBeGreaterThan(0)
    expect(both).toBeGreaterThan(one)
  })

  test('“visitors who ordered, but not in this visit”', async () => {
    expect(
      await check({
        all: [
          { of: 'visitor', has: true, where: order },
          { of: 'visit', has: false, where: order },
        ],
      }),
    ).toBeGreaterThan(0)
  })

  const leaf = fc
    .tuple(
      fc.constantFrom('channel', 'device', 'entryPage', 'exitPage', 'page', 'event', 'property.plan'),
      fc.constantFrom(...operators),
    )
    .chain(([dimension, operator]) =>
      fc
        .array(fc.constantFrom(...channels, ...devices, ...paths, ...names, 'pro', '', '/miel*'), {
          minLength: 1,
          maxLength: 3,
        })
        .map((values): Condition => ({ dimension: dimension as FilterDimension, operator, values })),
    )
  const { tree } = fc.letrec<{ tree: Condition; list: Condition[] }>((tie) => ({
    list: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      tie('list').map((all): Condition => ({ all })),
      tie('list').map((any): Condition => ({ any })),
      fc.record({ of: fc.constantFrom(...levels), has: fc.boolean(), where: tie('tree') }),
    ),
  }))

  test('trees at random keep what is kept by hand', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (condition) => void (await check(condition))),
      { numRuns: 20, seed: 5 },
    )
  })
})
