import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Kind, checkValues } from '../projects/kind.ts'
import { boxes, insight, swot } from './insights.ts'

const line = fc.record({
  box: fc.constantFrom(...boxes, 'elsewhere'),
  weight: fc.integer({ min: 1, max: 5 }),
  title: fc.string({ maxLength: 5 }),
})

test('every line of a known box is in its box once, heaviest first', () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const matrix = swot(lines)
      expect(boxes.flatMap((box) => matrix[box]).length).toBe(lines.filter(({ box }) => box !== 'elsewhere').length)
      for (const box of boxes) {
        expect(matrix[box].every((each) => each.box === box)).toBe(true)
        const weights = matrix[box].map(({ weight }) => weight)
        expect(weights).toEqual(weights.toSorted((a, b) => b - a))
      }
    }),
  )
})

test('the order does not depend on the order of arrival', () => {
  const lines = [
    { box: 'threat', weight: 3, title: 'b' },
    { box: 'threat', weight: 3, title: 'a' },
    { box: 'threat', weight: 5, title: 'c' },
  ]
  expect(swot(lines)).toEqual(swot(lines.toReversed()))
  expect(swot(lines).threat.map(({ title }) => title)).toEqual(['c', 'a', 'b'])
})

describe('an insight', () => {
  const values = { title: 'Le prix du miel bio baisse', box: 'threat', weight: 4 }
  it.each([
    ['is enough with a sentence, a box and a weight', values, []],
    ['has a weight of 5 at most', { ...values, weight: 6 }, ['weight']],
    ['is in one of the four boxes', { ...values, box: 'luck' }, ['box']],
    ['has a real address as source', { ...values, sourceUrl: 'interprofession' }, ['sourceUrl']],
  ])('%s', (_, input, problems) => {
    const checked = checkValues(insight as unknown as Kind, input)
    expect(checked.ok ? [] : Object.keys(checked.problems)).toEqual(problems)
  })

  it('feeds the market study or the audit, by its box', () => {
    expect(['opportunity', 'threat'].map((box) => insight.competency({ box }))).toEqual(['C1.1', 'C1.1'])
    expect(['strength', 'weakness'].map((box) => insight.competency({ box }))).toEqual(['C1.2', 'C1.2'])
  })
})
