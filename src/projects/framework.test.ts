import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { competencies, criterionOf, framework, frameworkNotes } from './framework.ts'
import held from './framework.json' with { type: 'json' }

/** Beside the checkout, or beside the folder that holds the worktrees. */
const source = ['../../..', '../../../..']
  .map((up) => resolve(import.meta.dirname, up, 'shared/referential/referential.json'))
  .find(existsSync)

test.skipIf(source === undefined)('the framework is its source, word for word (skipped without ../shared)', () => {
  expect(held).toEqual(JSON.parse(readFileSync(source ?? '', 'utf8')))
})

test('it has 3 blocks, 11 activities, 14 competencies, 13 criteria and 35 statements', () => {
  const activities = framework.blocks.flatMap((block) => block.activities)
  const criteria = competencies.flatMap((competency) => competency.criteria)
  expect([framework.blocks.length, activities.length, competencies.length, criteria.length]).toEqual([3, 11, 14, 13])
  expect(criteria.flatMap(({ statements }) => statements)).toHaveLength(35)
})

test('the criterion its source lacks is said to be missing, not invented', () => {
  expect(criterionOf('C1.2')).toBeNull()
  expect(frameworkNotes['CR1.2']).toContain('absent de la source')
})
