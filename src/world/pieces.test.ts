import { describe, expect, test } from 'vitest'
import { againstEnvelope, byNature, lineFrom, total, variance } from '../budget/budget.ts'
import { catalog } from '../catalog.ts'
import { addDays, daysBetween, weekStart } from '../period.ts'
import { checkValues } from '../projects/kind.ts'
import { isSingle, mayLink } from '../projects/thread.ts'
import { checkProject, projectFields } from '../projects/project.ts'
import { devices, formats, gridFrom, moments } from '../strategy/grid.ts'
import { facetsHeld, smart } from '../strategy/smart.ts'
import type { StrategicObjective } from '../strategy/strategy.ts'
import { envelopeCents, project } from './company.ts'
import { type Dates, type Piece, datesFrom } from './piece.ts'
import { worldLinks, worldPieces } from './pieces.ts'
import { comments, course } from './recommend.ts'

const uuid = (key: string) => `00000000-0000-4000-8000-${Buffer.from(key).toString('hex').padStart(12, '0').slice(-12)}`

const told = (today: string): { dates: Dates; pieces: Piece[] } => {
  const dates = datesFrom(today)
  return { dates, pieces: worldPieces(dates, uuid) }
}

// Days that a careless date would break: the ends of a year, of February, a Sunday, the middle of each season told.
const days = ['2026-11-24', '2026-12-31', '2027-01-01', '2028-02-29', '2026-07-15', '2026-12-19', '2027-03-28']
const { pieces } = told('2026-11-24')
const of = (kind: string) => pieces.filter((piece) => piece.kind.name === kind)
const byKey = new Map(pieces.map((piece) => [piece.key, piece]))
const lines = of('budgetLine').map(({ values }) =>
  lineFrom({ state: values['state'] as string, values: { actualCents: null, months: null, ...values } }),
)

describe('whatever the day it is told', () => {
  test.each(days)('on %s every object passes the checks of its form', (today) => {
    const refused = told(today).pieces.flatMap((piece) => {
      const checked = checkValues(piece.kind, piece.values)
      return checked.ok ? [] : [{ key: piece.key, problems: checked.problems }]
    })
    expect(refused).toEqual([])
    expect(checkValues({ fields: projectFields, check: checkProject }, project(datesFrom(today))).ok).toBe(true)
  })

  test.each(days)('on %s nothing was written after that day, and what is over is in the past', (today) => {
    for (const { key, madeOn, values } of told(today).pieces) {
      expect(madeOn <= today, key).toBe(true)
      if (values['state'] === 'done' || values['state'] === 'over') expect(values['endsOn'], key).toSatisfy((day) => day < today)
      if (values['state'] === 'published') expect(values['plannedOn'], key).toSatisfy((day) => day < today)
      if (values['state'] === 'scheduled') expect(values['scheduledAt'], key).toSatisfy((at) => at > today)
    } // prettier-ignore
  })

  test.each(days)('on %s the traffic covers thirteen months that end that day, and the project covers the traffic', (today) => {
    const { measured, project: frame } = datesFrom(today)
    expect(measured.to).toBe(today)
    expect(daysBetween(measured.from, today)).toBeGreaterThanOrEqual(392)
    expect(daysBetween(measured.from, today)).toBeLessThanOrEqual(397)
    expect(frame.from <= measured.from).toBe(true)
    expect(frame.to > addDays(today, 60)).toBe(true)
  }) // prettier-ignore
})

describe('the thread', () => {
  test('runs only where the product lets it, and never twice where one link is allowed', () => {
    const links = worldLinks(pieces)
    const refused = links.filter(({ from, to }) => !mayLink(from.kind.name, to.kind.name))
    expect(refused.map(({ from, to }) => `${from.key} → ${to.key}`)).toEqual([])
    const twice = (side: 'before' | 'after') => {
      const seen = links.map(({ from, to }) => (side === 'after' ? `${from.key} ${to.kind.name}` : `${from.kind.name} ${to.key}`))
      return links.filter(({ from, to }, i) => isSingle(from.kind.name, to.kind.name, side) && seen.indexOf(seen[i] ?? '') !== i)
    } // prettier-ignore
    expect(twice('after')).toEqual([])
    expect(twice('before')).toEqual([])
  })

  test('a link told twice is a mistake', () => {
    for (const { key, from } of pieces) expect(new Set(from).size, key).toBe(from.length)
  })

  test('goes whole from an insight to a recommendation by at least five ways', () => {
    const after = new Map<string, Piece[]>()
    for (const { from, to } of worldLinks(pieces)) after.set(from.key, [...(after.get(from.key) ?? []), to])
    const reaches = (key: string, kinds: readonly string[]): number =>
      kinds.length === 0
        ? 1
        : (after.get(key) ?? [])
            .filter((next) => next.kind.name === kinds[0])
            .reduce((sum, next) => sum + reaches(next.key, kinds.slice(1)), 0)
    const ways = of('insight').map(({ key }) => reaches(key, ['strategicObjective', 'campaign', 'kpi', 'recommendation']))
    expect(ways.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(5)
  }) // prettier-ignore

  test('keys are told once', () => {
    expect(byKey.size).toBe(pieces.length)
  })

  test('comments and decisions are about things that are there', () => {
    for (const key of [...comments.map(({ on }) => on), ...Object.keys(course)]) expect(byKey.has(key), key).toBe(true)
    const refusals = Object.values(course).filter(({ decided }) => decided?.outcome === 'refused')
    expect(refusals.every(({ decided }) => (decided?.note.length ?? 0) > 20)).toBe(true)
  })
})

describe('what the issue asks of the company', () => {
  test.each([
    ['persona', 3, 3],
    ['strategicObjective', 8, 8],
    ['aim', 2, 4],
    ['insight', 14, 20],
    ['budgetLine', 24, 28],
    ['action', 13, 15],
    ['support', 9, 11],
    ['content', 40, 50],
    ['campaign', 4, 4],
    ['goal', 4, 6],
    ['kpi', 10, 12],
    ['recommendation', 3, 4],
    ['report', 1, 3],
  ])('%s: between %i and %i', (kind, least, most) => {
    expect(of(kind).length).toBeGreaterThanOrEqual(least)
    expect(of(kind).length).toBeLessThanOrEqual(most)
  })

  test('every kind of the catalogue has something to show', () => {
    const missing = catalog.kinds.map(({ name }) => name).filter((name) => of(name).length === 0)
    expect(missing).toEqual([])
  })

  test('each persona has a full grid: supports, moments of the week and of the weekend, devices, formats', () => {
    const grids = of('persona').map(({ values }) => gridFrom(values['grid']))
    for (const grid of grids) {
      expect(new Set(grid.map(({ support }) => support)).size).toBeGreaterThanOrEqual(3)
      expect(new Set(grid.map(({ moment }) => moment)).size).toBeGreaterThanOrEqual(7)
      expect(new Set(grid.map(({ intensity }) => intensity))).toEqual(new Set([1, 2, 3]))
    }
    const all = grids.flat()
    expect(new Set(all.map(({ device }) => device))).toEqual(new Set(devices))
    expect(new Set(all.map(({ moment }) => moment)).size).toBe(moments.length)
    expect(new Set(all.map(({ format }) => format)).size).toBeGreaterThanOrEqual(formats.length - 1)
  })

  test('objectives are SMART, and all three natures are aimed at', () => {
    const { project: frame } = datesFrom('2026-11-24')
    for (const { key, values, from } of of('strategicObjective')) {
      const aims = from.filter((origin) => byKey.get(origin)?.kind.name === 'aim').length
      expect(facetsHeld(smart({ ...(values as StrategicObjective), aims }, frame.to)), key).toBe(5)
    }
    expect(new Set(of('strategicObjective').map(({ values }) => values['nature'])).size).toBe(3)
  })

  test('one editorial line a support, but for one that the coverage check names', () => {
    const told = of('editorialLine').flatMap(({ from }) => from)
    expect(new Set(told).size).toBe(told.length)
    expect(of('support').map(({ key }) => key).filter((key) => !told.includes(key))).toEqual(['s-reviews']) // prettier-ignore
  })

  test('one task is late, and only one', () => {
    const { today } = datesFrom('2026-11-24')
    const late = of('action').filter(({ values }) => values['state'] === 'doing' && (values['endsOn'] as string) < today)
    expect(late.map(({ key }) => key)).toEqual(['a-after-sale'])
  }) // prettier-ignore

  test('contents are spread: published, scheduled and still to write', () => {
    const count = (state: string) => of('content').filter(({ values }) => values['state'] === state).length
    expect(count('published')).toBeGreaterThan(20)
    expect(count('scheduled')).toBeGreaterThanOrEqual(4)
    expect(count('drafting') + count('review') + count('approved') + count('idea')).toBeGreaterThanOrEqual(8)
  })

  test('contents keep the days of their lines: blog on Tuesdays, letter on Thursdays', () => {
    const weekday = (day: string) => daysBetween(weekStart(day), day) + 1
    const planned = (line: string) =>
      of('content')
        .filter(({ from }) => from.includes(line))
        .map(({ values }) => weekday(values['plannedOn'] as string))
    expect(new Set(planned('l-blog'))).toEqual(new Set([2]))
    expect(new Set(planned('l-newsletter'))).toEqual(new Set([4]))
  })
})

describe('the budget', () => {
  test('holds within the envelope as planned, and passes it where the money is heading', () => {
    const planned = againstEnvelope(lines, envelopeCents, 'excl')
    expect(planned).toMatchObject({ planned: 47_560_00, remainder: 440_00, isOver: false })
    const { forecast } = variance(lines, 'excl')
    expect(forecast).toBe(48_627_00)
    expect(forecast).toBeGreaterThan(envelopeCents)
  })

  test('one line is clearly over: the market stand, by two fifths', () => {
    const over = of('budgetLine').filter(({ values }) => {
      const planned = (values['quantity'] as number) * (values['unitPriceCents'] as number)
      return ((values['actualCents'] as number | undefined) ?? 0) > planned * 1.1
    })
    expect(over.map(({ key }) => key)).toEqual(['b-stand'])
    expect(over[0]?.values).toMatchObject({ unitPriceCents: 3_200_00, actualCents: 4_480_00 })
  })

  test('has the three natures, several rates and all five states', () => {
    expect(byNature(lines).every(({ lines: count }) => count >= 5)).toBe(true)
    expect(new Set(lines.map(({ vatRate }) => vatRate))).toEqual(new Set([0.2, 0.055, 0]))
    expect(new Set(lines.map(({ state }) => state)).size).toBe(5)
    expect(total(lines).inclTax).toBeGreaterThan(total(lines).exclTax)
  })

  test('what campaigns spent is what their lines were invoiced', () => {
    const spent = (campaign: string) => byKey.get(campaign)?.values['spentCents']
    const invoiced = (line: string) => byKey.get(line)?.values['actualCents']
    expect(spent('m-gift')).toBe(invoiced('b-social-ads'))
    expect(spent('m-christmas')).toBe(invoiced('b-search-ads'))
    expect(spent('m-summer')).toBe(invoiced('b-summer-ads'))
  })
})

test('the French of the company keeps its typography', () => {
  const texts = pieces.flatMap(({ values }) => Object.values(values).filter((value) => typeof value === 'string'))
  const wrong = texts.filter((text) => !/^https?:/.test(text) && /'|« | »|[a-zé] [;:!?]|\d [%€]/.test(text))
  expect(wrong).toEqual([])
})
