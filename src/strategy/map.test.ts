import { expect, test } from 'vitest'
import { strategyMap } from './map.ts'

const blank = {
  nature: 'conative', owner: null, measure: null, unit: null, baseline: null, target: null, achievable: null, relevant: null,
  startsOn: null, dueOn: null,
} // prettier-ignore
const full = {
  ...blank, owner: 'N', measure: 'visites', unit: 'visites', baseline: 1, target: 2, achievable: 'oui', relevant: 'oui', dueOn: '2027-06-30',
} // prettier-ignore
const named = (id: string, values: Record<string, unknown> = {}) => ({ id, title: `Faire connaître ${id}`, values })

const aims = [named('grow'), named('stay')]
const objectives = [named('b', full), named('a', blank), named('alone', full)]
const links = [
  { from: 'grow', to: 'b' },
  { from: 'grow', to: 'a' },
  { from: 'stay', to: 'b' },
  { from: 'insight', to: 'alone' },
]

test('objectives stand under every aim they serve, the least complete first', () => {
  const map = strategyMap(aims, objectives, links, null)
  expect(map.aims.map(({ id, objectives: own }) => [id, own.map((each) => each.id)])).toEqual([
    ['grow', ['a', 'b']],
    ['stay', ['b']],
  ])
})

test('an objective that serves no aim is set apart, whatever else it comes from', () => {
  expect(strategyMap(aims, objectives, links, null).unattached.map(({ id }) => id)).toEqual(['alone'])
})

test('an objective counts as whole once, when all five facets hold', () => {
  expect(strategyMap(aims, objectives, links, null)).toMatchObject({ objectives: 3, whole: 1 })
  expect(strategyMap(aims, objectives, links, '2027-01-01').whole).toBe(0)
})

test('an empty project gives an empty map', () => {
  expect(strategyMap([], [], [], null)).toEqual({ aims: [], unattached: [], objectives: 0, whole: 0 })
})
