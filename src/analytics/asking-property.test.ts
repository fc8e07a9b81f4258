import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, lengthOf } from '../period.ts'
import { addressOf, isOfView, viewOf } from './audience.ts'
import { rowsOfBoth, sideEntries, sidesOf } from './compare.ts'
import { funnelEntries, funnelOf, maxSteps, readStep, stepsOfForm, writeStep } from './funnel.ts'
import { wildcard } from './goals.ts'
import { listRows, neighboursOf } from './journeys.ts'
import { cohortSizes, cohortsOf, gridOf, mostCohorts, startOf, wholeShares } from './retention.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
const day = fc.integer({ min: 0, max: 1_200 }).map((n) => addDays('2024-01-15', n))
const period = fc.tuple(day, fc.nat(400)).map(([from, length]) => ({ from, to: addDays(from, length) }))

describe('retention', () => {
  const size = fc.constantFrom(...cohortSizes)

  test('every day of the period is in one cohort, unless its cohort is too old to be shown', () => {
    fc.assert(
      fc.property(size, period, fc.nat(400), (by, asked, n) => {
        const starts = cohortsOf(by, asked)
        const one = addDays(asked.from, n % lengthOf(asked))
        expect(starts.filter((start) => start === startOf(by, one)).length).toBe(startOf(by, one) < (starts[0] ?? '') ? 0 : 1)
        expect(starts).toEqual(starts.toSorted())
        expect(starts.every((start) => startOf(by, start) === start)).toBe(true)
        expect(starts.length).toBeLessThanOrEqual(mostCohorts[by])
        expect(starts.at(-1)).toBe(startOf(by, asked.to))
      }),
    )
  }) // prettier-ignore

  test('of a cohort nothing follows what has not begun, and the whole never exceeds all of them', () => {
    fc.assert(
      fc.property(size, period, fc.integer({ min: 1, max: 500 }), fc.nat(20), (by, asked, first, ago) => {
        const starts = cohortsOf(by, asked)
        const last = starts[Math.max(0, starts.length - 1 - ago)] ?? ''
        const counted = starts.flatMap((from, i) =>
          starts.slice(i).map((then, n) => ({ first: from, then, visitors: Math.floor(first / (n + 1)) })),
        )
        const grid = gridOf(by, starts, counted, last)
        for (const { from, back, size: whole } of grid) {
          const lived = back.filter((n) => n !== null)
          expect(back.slice(0, lived.length)).toEqual(lived)
          expect(whole).toBe(back[0])
          // One column a cohort from this one to the one that runs today.
          expect(lived.length).toBe(Math.max(1, starts.filter((start) => start >= from && start <= last).length))
        }
        for (const share of wholeShares(grid)) expect(share ?? 0).toBeLessThanOrEqual(1)
        expect(wholeShares(grid)[0]).toBe(1)
      }),
      { numRuns: 60 },
    )
  })
})

describe('journeys', () => {
  const counted = fc
    .uniqueArray(fc.option(fc.webPath(), { nil: null }), { maxLength: 25 })
    .chain((paths) => fc.tuple(...paths.map((path) => fc.record({ path: fc.constant(path), views: fc.integer({ min: 1, max: 900 }) })))) // prettier-ignore

  test('the rows and the others are the whole, the largest first, in whatever order they were counted', () => {
    fc.assert(
      fc.property(counted, (list) => {
        const { rows, others, total } = neighboursOf(list)
        expect(sum(rows.map(({ views }) => views)) + others).toBe(total)
        expect(total).toBe(sum(list.map(({ views }) => views)))
        expect(rows).toHaveLength(Math.min(listRows, list.length))
        expect(rows.map(({ views }) => views)).toEqual(
          list.map(({ views }) => views).toSorted((a, b) => b - a).slice(0, listRows),
        )
        expect(sum(rows.map(({ share }) => share ?? 0)) + (total === 0 ? 0 : others / total)).toBeCloseTo(total === 0 ? 0 : 1, 9)
        expect(neighboursOf(list.toReversed())).toEqual({ rows, others, total })
      }),
    )
  }) // prettier-ignore
})

describe('a comparison', () => {
  const side = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', ''), count: fc.nat(50) }), { selector: ({ name }) => name }) // prettier-ignore

  test('turned round, every difference changes its sign and no row is lost', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const [there, back] = [rowsOfBoth(a, b, 100), rowsOfBoth(b, a, 100)]
        const turned = new Map(back.map((row) => [row.name, row]))
        expect(there).toHaveLength(turned.size)
        for (const row of there) {
          const other = turned.get(row.name)
          expect([other?.a, other?.b, (other?.difference ?? 0) + (row.difference ?? 0)]).toEqual([row.b, row.a, 0])
          expect(row.change === null).toBe(row.b === 0)
        }
        expect(sum(there.map((row) => row.difference ?? 0))).toBe(
          sum(a.map(({ count }) => count)) - sum(b.map(({ count }) => count)),
        )
      }),
    )
  })

  test.each([
    ['one end of the period only', 'bfrom=2026-10-01', null],
    ['a period of more than ten years', 'bfrom=2001-01-01&bto=2026-10-01', null],
    ['one day', 'bfrom=2026-10-01&bto=2026-10-01', { from: '2026-10-01', to: '2026-10-01' }],
  ])('%s', (_, search, periodB) => expect(sidesOf(new URLSearchParams(search)).periodB).toEqual(periodB))

  test('no address breaks it', () => {
    const name = fc.constantFrom('asegment', 'bsegment', 'bfrom', 'bto', 'metric', 'panel')
    const value = fc.oneof(fc.string(), fc.constantFrom('2026-10-01', 'constructor', 'page', 'goal', 'revenue'))
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (entries) => {
        const sides = sidesOf(new URLSearchParams(entries))
        const again = sidesOf(new URLSearchParams(sideEntries(sides).map(([n, v]) => [n, v])))
        // The figure of the curve is the view's, which writes it.
        expect({ ...again, metric: sides.metric }).toEqual(sides)
      }),
    )
  })
})

describe('a funnel', () => {
  const long = (text: string, most: number) => `${'x'.repeat(most - 1)}${text}`

  test.each([
    ['an event whose name is cut in the middle of an emoji', { what: long('🐝', 2_000) }],
    ['a property cut in the middle of an emoji', { property: long('🐝', 300) }],
    ['a value cut in the middle of an emoji', { property: 'plan', value: long('🐝', 2_000) }],
  ])('%s is still written in an address', (_, fields) => {
    const search = new URLSearchParams({ kind: 'event', what: 'achat', property: '', value: '', ...fields })
    const [step] = stepsOfForm(search) ?? []
    expect(step).toMatchObject({ kind: 'event' })
    expect(step && decodeURIComponent(writeStep(step))).not.toMatch(/\ufffd/)
  })

  test('whatever is typed in the form, its address says the same steps', () => {
    const typed = fc.string({ maxLength: 12, unit: fc.constantFrom('a', ':', '=', '%', ' ', '/', '*', '🐝', '&', '+') })
    const row = fc.tuple(fc.constantFrom('page', 'event', 'goal:g1'), typed, typed, typed)
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: maxSteps }), (rows) => {
        const names = ['kind', 'what', 'property', 'value']
        const search = new URLSearchParams(rows.flatMap((texts) => texts.map((text, i) => [names[i] ?? '', text])))
        const steps = stepsOfForm(search) ?? []
        const address = new URLSearchParams(funnelEntries({ steps, within: 'visit', by: 'none' }))
        expect(funnelOf(new URLSearchParams(String(address))).steps).toEqual(steps)
      }),
    )
  })

  test.each(['page:', 'event:', 'goal:', 'event::plan=pro', 'scroll:/', '', 'day', `page:${'x'.repeat(2_001)}`])(
    '"%s" is no step',
    (written) => expect(readStep(written)).toBeNull(),
  )

  test('its steps are told from the step of the curve, in the one address', () => {
    const search = 'period=7d&step=day&site=a.fr&step=page:/&step=event:achat&within=7&goal=g1'
    const own = [...new URLSearchParams(search)].filter(([name, value]) => !isOfView(name, value))
    expect(own.map((entry) => entry.join('='))).toEqual(['step=page:/', 'step=event:achat', 'within=7', 'goal=g1'])
    const view = viewOf(new URLSearchParams(search), '2026-11-25')
    expect(view.step).toBe('day')
    const next = new URLSearchParams(addressOf(view, { filters: [] }, own))
    expect(funnelOf(next).steps).toEqual(funnelOf(new URLSearchParams(search)).steps)
    expect(viewOf(next, '2026-11-25')).toEqual(view)
  })
})

test('a pattern of a goal takes what it is made of with anything for each star, and nothing that lacks a part', () => {
  const part = fc.string({ maxLength: 6, unit: fc.constantFrom('/', 'a', '.', '(', '[', '\\', '$', '^', '+', '?', '{', '|', 'é') }) // prettier-ignore
  const between = fc.string({ maxLength: 5, unit: fc.constantFrom('x', '/', '\n', '🐝') })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.array(between, { minLength: 3, maxLength: 3 }), (parts, fill) => {
      const pattern = new RegExp(wildcard(parts.join('*')))
      const made = parts.map((text, i) => (i === 0 ? text : `${fill[i - 1] ?? ''}${text}`)).join('')
      expect(pattern.test(made)).toBe(true)
      expect(pattern.test(`Z${made}`)).toBe(parts[0] === '' && parts.length > 1)
      expect(pattern.test(`${made}Z`)).toBe(parts.at(-1) === '' && parts.length > 1)
    }),
  ) // prettier-ignore
})
