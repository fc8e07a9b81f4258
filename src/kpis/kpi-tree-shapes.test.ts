import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type TreeNode, kpiTree } from './kpi-tree.ts'
import { type KpiState, byUrgency, isOffTarget } from './status.ts'

// What holds of the tree whatever is tied to what: links are drawn at random, rings among them.

const kinds = ['strategicObjective', 'digitalObjective', 'kpi', 'kpi', 'campaign'] as const
const objects = ['o', 'd', 'k', 'q', 'c', 'p'].flatMap((letter, i) =>
  [1, 2].map((n) => ({ id: `${letter}${n}`, title: `${letter}${n}`, kind: i === 5 ? 'kpi' : (kinds[i] ?? 'kpi') })),
)
const told = objects.filter(({ kind }) => kind !== 'campaign')
const graph = fc.record({
  links: fc.array(
    fc.record({ from: fc.constantFrom(...objects), to: fc.constantFrom(...objects) }).map(({ from, to }) => ({ from: from.id, to: to.id })),
    { maxLength: 14 },
  ),
  states: fc.array(fc.constantFrom(...byUrgency), { minLength: objects.length, maxLength: objects.length }),
}) // prettier-ignore

const nodesOf = (node: TreeNode): TreeNode[] => [node, ...node.children.flatMap(nodesOf)]
const drawn = ({ links, states }: { links: readonly { from: string; to: string }[]; states: readonly KpiState[] }) => {
  const stateOf = (id: string) => states[objects.findIndex((one) => one.id === id)] ?? 'unknown'
  return { ...kpiTree(objects, links, stateOf), stateOf }
}

describe('any tree of KPIs', () => {
  test('tells every objective and every KPI, and nothing of another kind', () => {
    fc.assert(
      fc.property(graph, (given) => {
        const { objectives, loose } = drawn(given)
        const found = new Set([...objectives, ...loose].flatMap(nodesOf).map(({ object }) => object.id))
        expect([...found].toSorted()).toEqual(told.map(({ id }) => id).toSorted())
        expect(objectives.map(({ object }) => object.id)).toEqual(['o1', 'o2'])
      }),
      { numRuns: 400 },
    )
  })

  test('leaves nobody with nothing below who has something', () => {
    fc.assert(
      fc.property(graph, (given) => {
        const { objectives } = drawn(given)
        for (const { object, children, missing } of objectives) {
          const own = given.links.filter(
            ({ from, to }) => from === object.id && to !== from && told.some(({ id }) => id === to),
          )
          expect(children.length > 0, `${object.id} of ${JSON.stringify(given.links)}`).toBe(own.length > 0)
          expect(missing).toBe(own.length > 0 ? null : 'digitalObjective')
        }
      }),
      { numRuns: 400 },
    )
  })

  test('goes down along links, never through the same object twice', () => {
    fc.assert(
      fc.property(graph, (given) => {
        const { objectives, loose } = drawn(given)
        const walk = ({ object, children }: TreeNode, above: readonly string[]): void => {
          expect(above).not.toContain(object.id)
          const parent = above.at(-1)
          if (parent !== undefined) expect(given.links).toContainEqual({ from: parent, to: object.id })
          for (const child of children) walk(child, [...above, object.id])
        }
        for (const root of [...objectives, ...loose]) walk(root, [])
      }),
    )
  })

  test('counts each KPI below once, and shows the most pressing of their states', () => {
    fc.assert(
      fc.property(graph, (given) => {
        const { objectives, loose, stateOf } = drawn(given)
        for (const node of [...objectives, ...loose].flatMap(nodesOf)) {
          const ids = new Set(nodesOf(node).flatMap(({ object }) => (object.kind === 'kpi' ? [object.id] : [])))
          const states = [...ids].map(stateOf)
          expect(Object.values(node.counts).reduce((sum, n) => sum + n, 0)).toBe(ids.size)
          expect(node.state).toBe(byUrgency.find((state) => states.includes(state)) ?? null)
        }
      }),
    )
  })

  test('is the same in whatever order its links were made', () => {
    fc.assert(
      fc.property(graph, (given) => {
        const ids = (links: typeof given.links) => {
          const { objectives, loose } = drawn({ ...given, links })
          return [...objectives, ...loose].flatMap(nodesOf).map(({ object }) => object.id)
        }
        expect(ids(given.links.toReversed())).toEqual(ids(given.links))
      }),
    )
  })
})

test('an objective of three KPIs that hold each other in a ring still shows all three', () => {
  const three = ['o1', 'k1', 'k2', 'q1'].map((id) => objects.find((one) => one.id === id)).filter((one) => !!one)
  const links = ['o1 k1', 'o1 k2', 'o1 q1', 'k1 k2', 'k2 q1', 'q1 k1'].map((pair) => {
    const [from = '', to = ''] = pair.split(' ')
    return { from, to }
  })
  const { objectives, loose } = kpiTree(three, links, () => 'watch')
  expect(objectives[0]).toMatchObject({ missing: null, state: 'watch', counts: { watch: 3 } })
  expect(loose).toEqual([])
})

test('what asks for attention comes first, and only what is off asks for a cause', () => {
  const off = byUrgency.filter(isOffTarget)
  expect(byUrgency.slice(0, off.length)).toEqual(off)
  expect(new Set(byUrgency).size).toBe(byUrgency.length)
})
