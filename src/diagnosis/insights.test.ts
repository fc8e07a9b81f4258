import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkValues } from '../projects/kind.ts'
import { boxes, insight, swot } from './insights.ts'

test('each box of the SWOT goes from the heaviest line to the lightest', () => {
  const matrix = swot([
    { box: 'threat', weight: 2, title: 'b' },
    { box: 'threat', weight: 5, title: 'z' },
    { box: 'threat', weight: 2, title: 'a' },
    { box: 'strength', weight: 1, title: 's' },
  ])
  expect(matrix.threat.map(({ title }) => title)).toEqual(['z', 'a', 'b'])
  expect(matrix.strength).toHaveLength(1)
})

test('no line is lost or doubled', () => {
  const line = fc.record({ box: fc.constantFrom(...boxes), weight: fc.integer({ min: 1, max: 5 }), title: fc.string() })
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const matrix = swot(lines)
      expect(boxes.flatMap((box) => matrix[box])).toHaveLength(lines.length)
    }),
  )
})

test('an insight needs a box and a weight', () => {
  const checked = checkValues(insight, { title: 'x' })
  expect(checked.ok).toBe(false)
  expect(checked.ok ? [] : Object.keys(checked.problems).sort()).toEqual(['box', 'weight'])
})
