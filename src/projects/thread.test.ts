import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Branch,
  type Step,
  branches,
  fold,
  gaps,
  mayLink,
  maxDepth,
  originsOf,
  resultsOf,
  threadRules,
} from './thread.ts'

const step = (id: string, kind: string, depth: number): Step => ({ id, kind, title: id, depth })

test('the thread runs one way: what may be linked forward may not be linked back', () => {
  for (const { from, to } of threadRules) {
    expect(mayLink(from, to)).toBe(true)
    // Two of one kind may rest on each other, in the order their author says.
    if (from !== to) expect(mayLink(to, from)).toBe(false)
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

test('what stands between two kinds closes the gap between them', () => {
  expect(gaps('kpi', [step('d', 'digitalObjective', 1)], []).before).toEqual([])
  expect(gaps('kpi', [step('d', 'digitalObjective', 2)], []).before).toEqual(['strategicObjective'])
  expect(gaps('recommendation', [step('d', 'deviation', 1)], []).before).toEqual([])
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

test('a walk unfolds each object once, under its nearest neighbour, and names it where it is met again', () => {
  const steps = [step('b', 'x', 1), step('c', 'x', 1), step('d', 'x', 2)]
  const links = [{ from: 'a', to: 'b' }, { from: 'a', to: 'c' }, { from: 'b', to: 'd' }, { from: 'c', to: 'd' }, { from: 'd', to: 'b' }] // prettier-ignore
  const drawn = (list: readonly Branch[]): unknown[] =>
    list.map(({ step: { id }, again, beyond }) => [again ? `${id}…` : id, ...drawn(beyond)])
  expect(drawn(branches('a', 'after', steps, links))).toEqual([
    ['b', ['d', ['b…']]],
    ['c', ['d…']],
  ])
})

test('the way up reads links backward', () => {
  const steps = [step('b', 'x', 1), step('a', 'x', 2)]
  const tree = branches('c', 'before', steps, [{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }]) // prettier-ignore
  expect(tree[0]?.step.id).toBe('b')
  expect(tree[0]?.beyond[0]?.step.id).toBe('a')
})

/** What a walk in SQL gives, in memory: objects within `maxDepth` links, nearest first. */
function walked(start: string, links: readonly { from: string; to: string }[]): Step[] {
  const depths = new Map([[start, 0]])
  for (let depth = 1; depth <= maxDepth; depth++)
    for (const { from, to } of links) if (depths.get(from) === depth - 1 && !depths.has(to)) depths.set(to, depth)
  depths.delete(start)
  return [...depths].map(([id, depth]) => step(id, 'x', depth)).toSorted((a, b) => a.depth - b.depth)
}

test('whatever the links, cycles too, the tree holds every object met, each unfolded exactly once', () => {
  const id = fc.integer({ min: 0, max: 12 }).map(String)
  const graph = fc.uniqueArray(fc.record({ from: id, to: id }).filter(({ from, to }) => from !== to), { maxLength: 40, selector: ({ from, to }) => `${from} ${to}` }) // prettier-ignore
  fc.assert(
    fc.property(graph, (links) => {
      const steps = walked('0', links)
      const unfolded: string[] = []
      const visit = (list: readonly Branch[]) => {
        for (const branch of list) {
          if (!branch.again) unfolded.push(branch.step.id)
          visit(branch.beyond)
        }
      }
      visit(branches('0', 'after', steps, links))
      expect(unfolded.toSorted()).toEqual(steps.map((one) => one.id).toSorted())
    }),
  )
})
