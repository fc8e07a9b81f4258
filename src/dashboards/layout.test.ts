import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MetricName } from '../analytics/catalog.ts'
import { groupsOf } from './asks.ts'
import { readCard, targetText } from './card-form.ts'
import { cardOf, widths } from './cards.ts'
import { changeOf } from './changes.ts'
import { columns, moved, placed, resized } from './layout.ts'
import { tileOf, tiles } from './regions.ts'
import { cardsOf, templateNames } from './templates.ts'

const board = fc.array(fc.constantFrom(...widths), { minLength: 1, maxLength: 24 }).map((sizes) => sizes.map((width, i) => cardOf('number', { id: String(i), width }))) // prettier-ignore
const ids = (cards: readonly { readonly id: string }[]) => cards.map(({ id }) => id)

describe('where cards stand', () => {
  test('no two share a cell, none passes the edge, and reading order is theirs', () => {
    fc.assert(
      fc.property(board, (cards) => {
        const places = placed(cards)
        const cells = places.flatMap(({ row, column, width }) => Array.from({ length: width }, (_, i) => row * 100 + column + i)) // prettier-ignore
        expect(new Set(cells).size).toBe(cells.length)
        expect(places.every(({ column, width }) => column >= 1 && column + width - 1 <= columns)).toBe(true)
        expect(cells).toEqual(cells.toSorted((a, b) => a - b))
      }),
    )
  })

  test('a card moves to where it is told, and the others keep their order', () => {
    fc.assert(
      fc.property(board, fc.nat(30), fc.integer({ min: -5, max: 30 }), (cards, which, to) => {
        const id = String(which % cards.length)
        const after = moved(cards, id, to)
        expect(ids(after).indexOf(id)).toBe(Math.min(Math.max(0, to), cards.length - 1))
        expect(ids(after).filter((one) => one !== id)).toEqual(ids(cards).filter((one) => one !== id))
      }),
    )
  })

  test('a card grows and shrinks by steps, within the grid', () => {
    const steps = (width: (typeof widths)[number], step: 1 | -1) => resized([cardOf('number', { id: 'a', width })], 'a', step)[0]?.width // prettier-ignore
    expect(widths.map((width) => steps(width, 1))).toEqual([4, 6, 8, 12, 12])
    expect(widths.map((width) => steps(width, -1))).toEqual([3, 3, 4, 6, 8])
  })
})

describe('a gesture', () => {
  const cards = ['a', 'b', 'c'].map((id) => cardOf('number', { id }))
  const after = (intent: string, id: string, to = 0) => changeOf({ cards, removed: [] }, intent, id, to)

  test.each([
    ['up', 'b', 0, 'bac'],
    ['up', 'a', 0, 'abc'],
    ['down', 'b', 0, 'acb'],
    ['move', 'a', 2, 'bca'],
    ['remove', 'b', 0, 'ac'],
  ])('%s of %s to %i gives %s', (intent, id, to, order) => {
    expect(ids(after(intent, id, to)?.cards ?? []).join('')).toBe(order)
  })

  test('what was removed comes back where it was, once', () => {
    const without = after('remove', 'b')
    const back = without && changeOf(without, 'restore', 'b', 0)
    expect(back).toEqual({ cards, removed: [] })
    expect(back && changeOf(back, 'restore', 'b', 0)).toBeNull()
  })

  test('a copy stands beside its original with a name of its own', () => {
    const copied = after('duplicate', 'b')?.cards ?? []
    expect(copied).toHaveLength(4)
    expect(new Set(ids(copied)).size).toBe(4)
    expect({ ...copied[2], id: 'b' }).toEqual(cards[1])
  })

  test.each([['fly', 'a'], ['up', 'z'], ['move', 'a', Number.NaN]] as const)('%s of %s changes nothing', (intent, id, to = 0) => {
    expect(after(intent, id, to)).toBeNull()
  })
}) // prettier-ignore

describe('what a form says of a card', () => {
  const before = cardOf('note', { id: 'x', note: 'Gardée' })
  const id = crypto.randomUUID()
  const read = (fields: Record<string, string>, metrics: readonly MetricName[] = [], filters: readonly string[] | null = []) => readCard(before, (name) => fields[name] ?? '', metrics, filters) // prettier-ignore
  const cardRead = (...said: Parameters<typeof read>) => {
    const found = read(...said)
    return 'card' in found ? found.card : null
  }

  test.each([
    ['no form', { kind: 'pie' }, [], ['kind']],
    ['no figure', { kind: 'number', figure: 'metric.clics' }, [], ['figure']],
    ['a KPI that is no id', { kind: 'number', figure: 'kpi.1' }, [], ['figure']],
    ['nothing to show', { kind: 'table' }, [], ['metrics']],
    ['five metrics', { kind: 'table' }, ['visits', 'visitors', 'pageviews', 'events', 'revenue'], ['metrics']],
    ['a curve of two units', { kind: 'line' }, ['visits', 'bounceRate'], ['metrics']],
    ['a target of words', { kind: 'bullet', figure: 'metric.visits', target: 'beaucoup' }, [], ['target']],
    ['a target below zero', { kind: 'bullet', figure: 'metric.visits', target: '-3' }, [], ['target']],
    ['no target where none was planned', { kind: 'bullet', figure: 'fact.clicks' }, [], ['target']],
    ['an empty note', { kind: 'note', note: '  ' }, [], ['note']],
  ] as const)('%s is refused at its field', (_, fields, metrics, named) => {
    const found = read(fields, metrics)
    expect('problems' in found ? Object.keys(found.problems) : null).toEqual(named)
  })

  test('a filter that is not understood is refused, but not of a note, which counts nothing', () => {
    const bars = read({ kind: 'bars', metric: 'visits' }, [], null)
    expect('problems' in bars ? Object.keys(bars.problems) : null).toEqual(['filters'])
    expect(cardRead({ kind: 'note', note: 'Oui' }, [], null)?.note).toBe('Oui')
  })

  test.each([
    ['metric.visits', '1\u202f250,5', 1250.5],
    ['metric.bounceRate', '3 %', 0.03],
    ['metric.revenue', '1 250,50 €', 125_050],
    ['fact.budgetSpent', '100', 10_000],
    ['fact.budgetSpent', '', null],
    [`kpi.${id}`, '', null],
  ])('the target of %s typed as "%s" is %d, and is shown as it was typed', (figure, target, kept) => {
    const card = cardRead({ kind: 'bullet', figure, target })
    expect(card?.target).toBe(kept)
    const again = card && cardRead({ kind: 'bullet', figure, target: targetText(card) })
    expect(again?.target).toBe(kept)
  })

  test('what another kind asks is left as it was', () => {
    expect(cardRead({ kind: 'number', figure: 'fact.tasksDone', target: 'illisible', note: 'autre' })).toMatchObject({
      id: 'x', kind: 'number', fact: 'tasksDone', kpi: null, target: null, note: 'Gardée',
    }) // prettier-ignore
    expect(cardRead({ kind: 'line', course: id })).toMatchObject({ kpi: id, metrics: ['visits'] })
  })
})

test('visits are read once for all that visits know; pages and views apart', () => {
  const one = (by: 'channel' | 'date' | 'page' | null, metrics: ('visits' | 'visitors' | 'pageviews' | 'bounceRate')[]) => ({ when: 'now' as const, by, filters: [], metrics }) // prettier-ignore
  const groups = groupsOf([one(null, ['visitors']), one('date', ['visits']), one('channel', ['bounceRate']), one('page', ['pageviews']), one('date', ['pageviews'])]) // prettier-ignore
  const shared = groups.filter(({ isShared }) => isShared)
  expect(shared.map(({ bys, metrics }) => [bys, metrics])).toEqual([
    [
      [null, 'date', 'channel'],
      ['visits', 'visitors', 'bounceRate'],
    ],
  ])
  expect(groups.filter(({ isShared }) => !isShared).map(({ bys }) => bys)).toEqual([['page'], ['date']])
})

test('each region has a tile of its own, found by any of its names', () => {
  expect(new Set(tiles.map(({ column, row }) => `${column} ${row}`)).size).toBe(18)
  expect(['Brittany', 'ile-de-france', "Provence-Alpes-Cote d'Azur", 'Réunion'].map((name) => tileOf(name)?.code)).toEqual(['BRE', 'IDF', 'PAC', 'REU']) // prettier-ignore
  expect(tileOf('Bavière')).toBeNull()
})

test.each(templateNames)('the template %s fills its rows and names each card apart', (name) => {
  const cards = cardsOf(name, ['k1', 'k2', 'k3', 'k4'], 'fr')
  expect(new Set(ids(cards)).size).toBe(cards.length)
  const last = placed(cards).at(-1)
  expect(last ? last.column + last.width - 1 : columns).toBe(columns)
  expect(cards.filter(({ kind }) => kind === 'note').every(({ note }) => note !== '')).toBe(true)
})
