import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Step, fold, gaps, mayLink, originsOf, resultsOf, threadRules } from './thread.ts'

const step = (id: string, kind: string, depth: number): Step => ({ id, kind, title: id, depth })

test('the thread runs one way: what may be linked forward may not be linked back', () => {
  for (const { from, to } of threadRules) {
    expect(mayLink(from, to)).toBe(true)
    expect(mayLink(to, from)).toBe(false)
  }
  expect(mayLink('insight', 'report')).toBe(false)
})

test('a rule is written once', () => {
  const pairs = threadRules.map(({ from, to }) => `${from} ${to}`)
  expect(new Set(pairs).size).toBe(pairs.length)
})

test('from an insight one can walk to a recommendation and back to the plan', () => {
  const reached = new Set(['insight'])
  for (const kind of reached) for (const next of resultsOf(kind)) reached.add(next)
  for (const kind of [
    'strategicObjective',
    'persona',
    'budgetLine',
    'content',
    'trackedLink',
    'kpi',
    'recommendation',
    'action',
  ])
    expect(reached, kind).toContain(kind === 'budgetLine' ? 'strategicObjective' : kind)
  expect(originsOf('action')).toContain('recommendation')
})

test('a gap is a kind expected next to the object and not there at one link', () => {
  const found = gaps('strategicObjective', [step('i', 'insight', 1)], [step('a', 'action', 2), step('k', 'kpi', 1)])
  expect(found.before).toEqual(['aim'])
  expect(found.after).toEqual(['action'])
})

test('the strip folds many objects of a kind into one item, nearest first', () => {
  const folded = fold([
    step('c1', 'content', 2),
    step('a', 'action', 1),
    step('c2', 'content', 2),
    step('c1', 'content', 4),
  ])
  expect(folded.map(({ kind, depth, objects }) => [kind, depth, objects.length])).toEqual([
    ['action', 1, 1],
    ['content', 2, 2],
  ])
})

test('folding loses no object and counts none twice', () => {
  const steps = fc.array(
    fc
      .record({ id: fc.constantFrom('a', 'b', 'c', 'd'), depth: fc.integer({ min: 1, max: 6 }) })
      .map(({ id, depth }) => step(id, `kind ${id}`, depth)),
  )
  fc.assert(
    fc.property(steps, (walked) => {
      const ids = fold(walked).flatMap(({ objects }) => objects.map(({ id }) => id))
      expect(new Set(ids)).toEqual(new Set(walked.map(({ id }) => id)))
      expect(ids).toHaveLength(new Set(ids).size)
    }),
  )
})
