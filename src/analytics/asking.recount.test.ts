import { beforeAll, describe, expect, test } from 'vitest'
import { makeMember } from '../accounts/fixtures.ts'
import type { Scope } from '../accounts/scope.ts'
import { addSite } from '../collect/sites.store.ts'
import { createObject } from '../projects/objects.store.ts'
import { goal } from '../kpis/kpis.ts'
import { createProject, type Project } from '../projects/projects.store.ts'
import { addDays, addMonths, boundsOf, dayIn, monthStart, weekStart } from '../period.ts'
import { testInstance } from '../testing.ts'
import { type Site, sitesOf } from './analytics.store.ts'
import { compareSides } from './compare.store.ts'
import type { Sides } from './compare.ts'
import { askCutFunnel, askFunnel } from './funnel.store.ts'
import type { Funnel, Step } from './funnel.ts'
import type { Condition } from './query.ts'
import { askAround, askExits, askPaths } from './journeys.store.ts'
import { longestPath } from './journeys.ts'
import { tally } from './recount.fixture.ts'
import { askRetention } from './retention.store.ts'
import type { CohortSize } from './retention.ts'
import { keepQuestion, savedQuestions } from './saved.store.ts'
import { type Seen, groupsOf, paths, randomVisits, toldOf } from './random-visits.fixture.ts'
import { tell } from './visits.fixture.ts'

/*
 * Funnels, retention and journeys of 500 visits made at random, against counts that share nothing with them but the events:
 * every way through is tried, one event after the other.
 */
const t = await testInstance()
const app = { ...t.app, clock: () => new Date('2026-11-24T11:00:00Z') }
const timeZone = 'Europe/Paris'
const seen = randomVisits('2026-08-24T22:00:00Z', 500, 7)
let scope: Scope
let site: Site
let reached: string
let project: Project

const frame = {
  name: 'Ruchers', company: 'Les Ruchers', sector: null, size: null, offer: null, area: null, positioning: null, startsOn: null, endsOn: null,
  envelopeCents: null, vatReference: 'excl', timeZone, currency: 'EUR',
} as const // prettier-ignore

beforeAll(async () => {
  scope = await makeMember(app, await t.workspace(), 'lead')
  project = await createProject(scope, frame)
  await addSite(scope, { domain: 'hasard.example', projectId: project.id, mode: 'consent', timeZone })
  reached = await createObject(scope, goal, project.id, {
    title: 'Merci', match: 'page', pattern: '/merci', valueCents: null, site: null,
  }) // prettier-ignore
  const [found] = await sitesOf(scope, { project: project.id })
  if (!found) throw new Error('no site')
  site = found
  await tell(t.clickhouse, [
    ...toldOf(site.id, seen),
    // A robot and another site, which must change nothing.
    ...toldOf(site.id, seen.slice(0, 60)).map((one) => ({ ...one, visit: one.visit + 10_000, bot: 'agent' })),
    ...toldOf(site.id + 999, seen.slice(0, 60)),
  ])
})

const periods = [
  { from: '2026-08-25', to: '2026-11-15' },
  { from: '2026-09-07', to: '2026-09-20' },
] as const

const isStep = (one: Seen, step: Step) =>
  step.kind === 'page'
    ? one.name === 'pageview' &&
      (step.pattern.endsWith('*') ? one.path.startsWith(step.pattern.slice(0, -1)) : one.path === step.pattern)
    : step.kind === 'goal'
      ? one.name === 'pageview' && one.path === '/merci'
      : one.name === step.name && (step.property === null || one.props[step.property] === step.value)

/** The longest way through the steps from an event of the first, trying every event that follows. */
function deepest(events: readonly Seen[], steps: readonly Step[], at: number, until: number): number {
  const [next, ...rest] = steps
  if (!next) return 0
  const ways = events.filter((one) => isStep(one, next) && one.at > at && one.at <= until)
  return Math.max(0, ...ways.map((one) => 1 + deepest(events, rest, one.at, until)))
}

describe('funnels', () => {
  const miel: Step = { kind: 'page', pattern: '/miel*' }
  const panier: Step = { kind: 'event', name: 'ajout', property: null, value: null }
  const pro: Step = { kind: 'event', name: 'commande', property: 'plan', value: 'pro' }
  const home: Step = { kind: 'page', pattern: '/' }
  const mobile: Condition = { dimension: 'device', operator: 'is', values: ['mobile'] }

  const byHand = (funnel: Funnel, period: (typeof periods)[number], keeps: (one: Seen) => boolean) => {
    const { from, until } = boundsOf(timeZone, period)
    const isIn = (at: number) => at >= from.getTime() && at < until.getTime()
    const spanMs = funnel.within === 'visit' ? Infinity : funnel.within * 86_400_000
    const owners =
      funnel.within === 'visit'
        ? groupsOf(
            seen.filter(({ startedAt }) => isIn(startedAt)),
            ({ visit }) => visit,
          )
        : groupsOf(
            seen.filter(({ consent, at }) => consent && at >= from.getTime()),
            ({ visitor }) => visitor,
          )
    const [first, ...rest] = funnel.steps
    const depths = [...owners.values()].map((events) => {
      const starts = events.filter(
        (one) => first && isStep(one, first) && keeps(one) && (funnel.within === 'visit' || isIn(one.at)),
      )
      return Math.max(0, ...starts.map((one) => 1 + deepest(events, rest, one.at, one.at + spanMs)))
    })
    return funnel.steps.map((_, i) => depths.filter((depth) => depth > i).length)
  }

  const cases: [string, Funnel][] = [
    ['two pages in a visit', { steps: [home, miel], within: 'visit', by: 'none' }],
    ['the same page twice', { steps: [home, home, home], within: 'visit', by: 'none' }],
    ['an event and one with a property', { steps: [miel, panier, pro], within: 'visit', by: 'none' }],
    ['a page, an event and a goal over seven days', { steps: [miel, panier, { kind: 'goal', goal: '' }], within: 7, by: 'none' }],
    ['thirty days', { steps: [home, miel, panier, pro], within: 30, by: 'none' }],
    ['one day', { steps: [pro, home], within: 1, by: 'none' }],
    ['ten steps', { steps: Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? home : { kind: 'page', pattern: '/*' })), within: 'visit', by: 'none' }],
  ] // prettier-ignore

  describe.each(periods)('from $from to $to', (period) => {
    test.each(cases)('%s: arrivals at each step are those of every way tried', async (_, told) => {
      const funnel = {
        ...told,
        steps: told.steps.map((step) => (step.kind === 'goal' ? { ...step, goal: reached } : step)),
      }
      const [all, filtered] = await Promise.all([
        askFunnel(scope, site, { period }, [], funnel),
        askFunnel(scope, site, { period }, [mobile], funnel),
      ])
      const wanted = byHand(funnel, period, () => true)
      expect(wanted[0]).toBeGreaterThan(0)
      expect(all?.all.map(({ count }) => count)).toEqual(wanted)
      expect(filtered?.all.map(({ count }) => count)).toEqual(
        byHand(funnel, period, ({ device }) => device === 'mobile'),
      )
    })
  })

  test('each group counts its own, and together they are the whole', async () => {
    const [period] = periods
    const funnel: Funnel = { steps: [home, miel], within: 'visit', by: 'channel' }
    const answer = await askFunnel(scope, site, { period }, [], funnel)
    for (const { name, steps } of answer?.groups ?? [])
      expect(steps.map(({ count }) => count)).toEqual(byHand(funnel, period, ({ channel }) => channel === name))
    expect(answer?.groups).toHaveLength(3)
    expect(answer?.groups.reduce((sum, { steps }) => sum + (steps[1]?.count ?? 0), 0)).toBe(answer?.all[1]?.count)
  })

  test('each segment is a funnel of its own, which may share visits with another', async () => {
    const [period] = periods
    for (const [name, f] of [
      ['Mobiles', 'device:is:mobile'],
      ['Tous', 'device:isNot:x'],
    ] as const)
      await keepQuestion(scope, project.id, 'segment', { name, question: String(new URLSearchParams({ f })) })
    const funnel: Funnel = { steps: [home, miel], within: 'visit', by: 'segment' }
    const answer = await askCutFunnel(scope, site, project.id, { period, filters: [] }, funnel)
    expect(answer?.groups.map(({ name, steps }) => [name, steps.map(({ count }) => count)])).toEqual([
      ['Mobiles', byHand(funnel, period, ({ device }) => device === 'mobile')],
      ['Tous', byHand(funnel, period, () => true)],
    ])
    expect(answer?.groups[1]?.steps).toEqual(answer?.all)
  })

  test('the time of a step is half way through those taken, from the first beginning to the earliest event after it', async () => {
    const [period] = periods
    const answer = await askFunnel(scope, site, { period }, [], { steps: [home, miel], within: 'visit', by: 'none' })
    const { from, until } = boundsOf(timeZone, period)
    const inPeriod = seen.filter(({ startedAt }) => startedAt >= from.getTime() && startedAt < until.getTime())
    const times = [...groupsOf(inPeriod, ({ visit }) => visit).values()].flatMap((events) => {
      const start = events.find((one) => isStep(one, home))
      const then = start && events.find((one) => isStep(one, miel) && one.at > start.at)
      return then ? [then.at - start.at] : []
    })
    const middle = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
    expect(answer?.all[1]?.median).toBe(middle / 1000)
    expect(answer?.all[1]).toMatchObject({ count: times.length, lost: (answer?.all[0]?.count ?? 0) - times.length })
  })

  test('those who came last are said to have time left, where a visitor has days', async () => {
    const isOpen = async (to: string, within: Funnel['within']) =>
      (
        await askFunnel(scope, site, { period: { from: '2026-10-01', to } }, [], {
          steps: [home, miel],
          within,
          by: 'none',
        })
      )?.isOpen
    expect(await isOpen('2026-11-20', 7)).toBe(true)
    expect(await isOpen('2026-11-10', 7)).toBe(false)
    expect(await isOpen('2026-11-20', 'visit')).toBe(false)
  })

  test('one step is no funnel', async () =>
    expect(
      await askFunnel(scope, site, { period: periods[0] }, [], { steps: [home], within: 'visit', by: 'none' }),
    ).toBeNull())
})

describe('retention', () => {
  const today = '2026-11-24'
  const dayOf = (at: number) => dayIn(timeZone, new Date(at))
  const steps = { day: 1, week: 7, month: 0 } as const
  const next = (size: CohortSize, from: string, n: number) =>
    size === 'month' ? addMonths(from, n) : addDays(from, steps[size] * n)
  const bucket = (size: CohortSize, at: number) =>
    size === 'day' ? dayOf(at) : size === 'week' ? weekStart(dayOf(at)) : monthStart(dayOf(at))

  /** For each person known, when he first came; then who of them came in the n-th day, week or month after. */
  const byHand = (size: CohortSize, from: string, n: number, keeps: (one: Seen) => boolean) => {
    const people = groupsOf(
      seen.filter(({ consent }) => consent),
      ({ visitor }) => visitor,
    )
    return [...people.values()].filter((events) => {
      const first = events.toSorted((a, b) => a.startedAt - b.startedAt)[0]
      return (
        first !== undefined &&
        keeps(first) &&
        bucket(size, first.startedAt) === from &&
        events.some(({ startedAt }) => bucket(size, startedAt) === next(size, from, n))
      )
    }).length
  }

  test.each(['day', 'week', 'month'] as const)('by %s: who came back is who is found by hand', async (size) => {
    const period = { from: '2026-08-25', to: size === 'day' ? '2026-09-10' : '2026-11-15' }
    const cohorts = await askRetention(scope, site, { period }, [], size, today)
    const wanted = cohorts.map(({ from, back }) => back.map((_, n) => byHand(size, from, n, () => true)))
    expect(cohorts.map(({ back }) => back.map((n) => n ?? 0))).toEqual(wanted)
    expect(cohorts.reduce((sum, { size: n }) => sum + n, 0)).toBe(20)
    expect(wanted.flatMap((row) => row.slice(1)).some((n) => n > 0)).toBe(true)
  })

  test('a filter chooses the first visit, not the ones after', async () => {
    const period = { from: '2026-08-25', to: '2026-11-15' }
    const email: Condition = { dimension: 'channel', operator: 'is', values: ['Email'] }
    const cohorts = await askRetention(scope, site, { period }, [email], 'week', today)
    expect(cohorts.map(({ back }) => back.map((n) => n ?? 0))).toEqual(
      cohorts.map(({ from, back }) =>
        back.map((_, n) => byHand('week', from, n, ({ channel }) => channel === 'Email')),
      ),
    )
  })

  test('who came before the period is no newcomer in it', async () => {
    const period = { from: '2026-10-05', to: '2026-11-15' }
    const cohorts = await askRetention(scope, site, { period }, [], 'week', today)
    expect(cohorts.map(({ from, size }) => [from, size])).toEqual(
      cohorts.map(({ from }) => [from, byHand('week', from, 0, () => true)]),
    )
  })
})

describe('journeys', () => {
  const [period] = periods
  const { from, until } = boundsOf(timeZone, period)
  /** The pages of each visit of the period, one by one; a page seen twice running is one step. */
  const walks = (keeps: (one: Seen) => boolean = () => true) =>
    [
      ...groupsOf(
        seen.filter(({ startedAt }) => startedAt >= from.getTime() && startedAt < until.getTime()),
        ({ visit }) => visit,
      ).values(),
    ]
      .filter(([first]) => first !== undefined && keeps(first))
      .map((events) =>
        events
          .filter(({ name }) => name === 'pageview')
          .toSorted((a, b) => a.at - b.at || (a.path < b.path ? -1 : 1))
          .map(({ path }) => path)
          .filter((path, i, all) => path !== all[i - 1]),
      )
      .filter((pages) => pages.length > 0)

  test.each(paths)('before and after %s: what is found walking each visit', async (page) => {
    const { before, after } = await askAround(scope, site, { period }, [], page)
    const steps = walks().flatMap((pages) =>
      pages.flatMap((path, i) => (path === page ? [[pages[i - 1] ?? null, pages[i + 1] ?? null]] : [])),
    )
    const counted = (place: 0 | 1) => tally(steps, (step) => step[place] ?? '')
    expect(tallied(before.rows)).toEqual(counted(0))
    expect(tallied(after.rows)).toEqual(counted(1))
    expect([before.total, before.others]).toEqual([steps.length, 0])
  })

  const tallied = (rows: readonly { path: string | null; views: number }[]) =>
    rows.map(({ path, views }) => [path ?? '', views])

  test('the paths most taken are those of visitors who consented, cut where they are long', async () => {
    const { paths: found, visits, alone } = await askPaths(scope, site, { period }, [])
    const all = walks(({ consent }) => consent)
    expect(alone).toBe(all.filter((pages) => pages.length === 1).length)
    const wanted = tally(
      all.filter((pages) => pages.length > 1),
      (pages) => `${pages.slice(0, longestPath).join(' ')}${pages.length > longestPath ? ' …' : ''}`,
    )
    expect(visits).toBe(all.length)
    expect(found.map(({ visits: n }) => n)).toEqual(wanted.slice(0, found.length).map(([, n]) => n))
    for (const { pages, goesOn, visits: n } of found)
      expect(wanted.find(([name]) => name === `${pages.join(' ')}${goesOn ? ' …' : ''}`)?.[1]).toBe(n)
    expect(found.length).toBeGreaterThan(8)
  })

  test('exits, and their share of the visits that saw the page, filtered or not', async () => {
    for (const [filters, keeps] of [
      [[], () => true],
      [[{ dimension: 'channel', operator: 'is', values: ['Email'] }], (one: Seen) => one.channel === 'Email'],
    ] satisfies [Condition[], (one: Seen) => boolean][]) {
      const all = walks(keeps)
      const found = await askExits(scope, site, { period }, filters)
      expect(found.map(({ path, exits, visits }) => [path, exits, visits])).toEqual(
        tally(all, (pages) => pages.at(-1) ?? '').map(([path, n]) => [
          path,
          n,
          all.filter((pages) => pages.includes(path)).length,
        ]),
      )
    }
  })
})

describe('two sides compared', () => {
  const [all, part] = periods
  test('two periods: each counts its own visits, in the figures, the curve and the rows', async () => {
    const { figures, series, rows } = await compareSides(
      scope,
      site,
      project.id,
      { period: all, filters: [], step: 'day' },
      { ...sides, periodB: part },
    )
    const [a, b] = [all, part].map((period) => {
      const { from, until } = boundsOf(timeZone, period)
      const visits = [...groupsOf(seen, ({ visit }) => visit).values()].flatMap(([first]) => first ?? [])
      return visits.filter(({ startedAt }) => startedAt >= from.getTime() && startedAt < until.getTime())
    })
    expect(figures.find(({ metric }) => metric === 'visits')).toMatchObject({
      a: a?.length,
      b: b?.length,
      difference: (a?.length ?? 0) - (b?.length ?? 0),
    })
    expect(series.map((points) => points.reduce((sum, { value }) => sum + (value ?? 0), 0))).toEqual([
      a?.length,
      b?.length,
    ])
    const byHand = (list: Seen[] | undefined, name: string) => list?.filter(({ channel }) => channel === name).length
    expect(rows.map((row) => [row.a, row.b])).toEqual(rows.map(({ name }) => [byHand(a, name), byHand(b, name)]))
    expect(rows).toHaveLength(3)
  })

  test('two segments of one period', async () => {
    await keepQuestion(scope, project.id, 'segment', { name: 'Mobiles', question: 'f=device%3Ais%3Amobile' })
    const [mobiles] = await savedQuestions(scope, project.id, 'segment')
    const { figures } = await compareSides(
      scope,
      site,
      project.id,
      { period: all, filters: [], step: null },
      { ...sides, segmentA: mobiles?.id ?? '' },
    )
    const visits = figures.find(({ metric }) => metric === 'visits')
    const { from, until } = boundsOf(timeZone, all)
    const firsts = [...groupsOf(seen, ({ visit }) => visit).values()].flatMap(([first]) => first ?? [])
    const inAll = firsts.filter(({ startedAt }) => startedAt >= from.getTime() && startedAt < until.getTime())
    expect([visits?.a, visits?.b]).toEqual([inAll.filter(({ device }) => device === 'mobile').length, inAll.length])
  })

  const sides: Sides = { segmentA: null, segmentB: null, periodB: null, metric: 'visits', panel: 'channel' }
})
