import { describe, expect, test } from 'vitest'
import { checkValues } from '../projects/kind.ts'
import { report } from './reports.ts'

const given = { title: 'Troisième trimestre', startsOn: '2026-07-01', endsOn: '2026-09-30' }
const problemsOf = (more: object) => {
  const checked = checkValues(report, { ...given, ...more })
  return checked.ok ? [] : Object.keys(checked.problems)
}

describe('what a report may hold', () => {
  test.each<[string, object, string[]]>([
    ['a title and a period are enough', {}, []],
    ['one day is a period', { endsOn: '2026-07-01' }, []],
    ['an end before the start', { endsOn: '2026-06-30' }, ['endsOn']],
    ['three years', { startsOn: '2024-01-01', endsOn: '2026-12-31' }, []],
    ['more than three years', { startsOn: '2023-12-31', endsOn: '2026-12-31' }, ['endsOn']],
    ['no period', { startsOn: null, endsOn: null }, ['startsOn', 'endsOn']],
    ['a day that is not in the calendar', { startsOn: '2026-02-30' }, ['startsOn']],
    ['a title of 10,000 characters', { title: 'é'.repeat(10_000) }, ['title']],
    ['a summary of 5,000 characters', { summary: 'é'.repeat(5_000) }, []],
    ['a summary of 10,000 characters', { summary: 'é'.repeat(10_000) }, ['summary']],
    ['a field that does not exist', { conclusion: 'tout va bien' }, ['conclusion']],
  ])('%s', (_, more, expected) => {
    expect(problemsOf(more)).toEqual(expected)
  })

  test('state and figures are set by actions of the product alone', () => {
    const locked = Object.entries(report.fields).flatMap(([name, { spec }]) => (spec.locked ? [name] : []))
    expect(locked).toEqual(['state', 'frozen'])
  })
})
