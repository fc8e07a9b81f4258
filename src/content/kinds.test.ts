import { describe, expect, it, test } from 'vitest'
import { budgetLine } from '../budget/budget-lines.ts'
import { action } from '../planning/actions.ts'
import { type Kind, checkValues, stages } from '../projects/kind.ts'
import { aim, persona, strategicObjective, support } from '../strategy/strategy.ts'
import { content, editorialLine } from './contents.ts'

const kinds = [
  aim,
  strategicObjective,
  persona,
  support,
  budgetLine,
  action,
  editorialLine,
  content,
] as unknown as Kind[]

const problems = (kind: unknown, values: Record<string, unknown>) => {
  const checked = checkValues(kind as Kind, values)
  return checked.ok ? [] : Object.keys(checked.problems)
}

describe('each kind names every field, option and group in both languages', () => {
  it.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
    expect(stages).toContain(kind.stage)
    for (const locale of ['fr', 'en'] as const) {
      const words = kind.words[locale]
      for (const [name, { spec }] of Object.entries(kind.fields)) {
        if (spec.hidden) continue
        expect(words.fields[name]?.label, `${locale} ${name}`).toBeTruthy()
        if (spec.options)
          expect(Object.keys(words.options?.[name] ?? {}).toSorted()).toEqual([...spec.options].toSorted())
        if (spec.group) expect(words.groups?.[spec.group]).toBeTruthy()
      }
    }
    for (const column of kind.columns) expect(kind.fields).toHaveProperty(column)
    expect(kind.competency({})).toMatch(/^C[123]\./)
  })
})

const objective = { title: 'Fidéliser les clients', nature: 'conative' }
const line = { title: 'Articles', nature: 'human', state: 'estimated', quantity: 2, unitPriceCents: 100, vatRate: 0.2 }
const task = { title: 'Page', state: 'todo' }
const article = { title: 'Recettes', state: 'idea' }
const someone = { title: 'Claire', confidence: 'hypothesis' }

describe('what is refused, and where it is said', () => {
  it.each<[string, unknown, Record<string, unknown>, string[]]>([
    ['an objective is enough with a title and a nature', strategicObjective, objective, []],
    [
      'an objective due before it starts',
      strategicObjective,
      { ...objective, startsOn: '2027-02-01', dueOn: '2027-01-31' },
      ['dueOn'],
    ],
    [
      'an objective that starts and ends on one day',
      strategicObjective,
      { ...objective, startsOn: '2027-02-01', dueOn: '2027-02-01' },
      [],
    ],
    ['a target equal to the start', strategicObjective, { ...objective, baseline: 18, target: 18 }, ['target']],
    ['a day that does not exist', strategicObjective, { ...objective, dueOn: '2027-02-30' }, ['dueOn']],
    ['a title of 10,000 characters', aim, { title: 'a'.repeat(10_000) }, ['title']],
    ['a line', budgetLine, line, []],
    ['a VAT of 500 %', budgetLine, { ...line, vatRate: 5 }, ['vatRate']],
    ['a VAT that France does not have', budgetLine, { ...line, vatRate: 0.19 }, ['vatRate']],
    ['a negative price', budgetLine, { ...line, unitPriceCents: -1 }, ['unitPriceCents']],
    ['a price with half a cent', budgetLine, { ...line, unitPriceCents: 0.5 }, ['unitPriceCents']],
    ['a negative quantity', budgetLine, { ...line, quantity: -2 }, ['quantity']],
    ['a total beyond ten billion', budgetLine, { ...line, quantity: 1_000_000, unitPriceCents: 1e12 }, ['quantity']],
    ['a month that does not exist', budgetLine, { ...line, months: { '2026-13': 1 } }, ['months']],
    ['an unknown state', budgetLine, { ...line, state: 'given' }, ['state']],
    ['an action', action, task, []],
    [
      'an action that ends before it starts',
      action,
      { ...task, startsOn: '2026-12-02', endsOn: '2026-12-01' },
      ['endsOn'],
    ],
    ['a deliverable’s day without deliverable', action, { ...task, deliverableDueOn: '2026-12-02' }, ['deliverable']],
    ['a progress of 200 %', action, { ...task, progress: 2 }, ['progress']],
    ['a content', content, article, []],
    ['a scheduled content without its instant', content, { ...article, state: 'scheduled' }, ['scheduledAt']],
    ['an address that runs a script', content, { ...article, url: 'javascript:alert(1)' }, ['url']],
    ['a persona', persona, someone, []],
    ['data without source', persona, { ...someone, confidence: 'data' }, ['source']],
    ['an age of 0', persona, { ...someone, age: 0 }, ['age']],
    ['a grid that is not one', persona, { ...someone, grid: [{ support: 'x' }] }, ['grid']],
  ])('%s', (_, kind, values, expected) => expect(problems(kind, values)).toEqual(expected))
})

test('an action is late after its end unless it is over, a content unless it is published', () => {
  expect(action.lateAfter({ state: 'doing', endsOn: '2026-11-20' })).toBe('2026-11-20')
  expect(action.lateAfter({ state: 'done', endsOn: '2026-11-20' })).toBeNull()
  expect(content.lateAfter({ state: 'review', plannedOn: '2026-11-20' })).toBe('2026-11-20')
  expect(content.lateAfter({ state: 'published', plannedOn: '2026-11-20' })).toBeNull()
})

test('guests read what they sign off, and neither the budget nor the strategy', () => {
  const open = kinds.filter((kind) => kind.guests).map((kind) => kind.name)
  expect(open).toEqual(['action', 'editorialLine', 'content'])
})

test('the management writes its aims and not the budget', () => {
  expect(aim.writers).toContain('management')
  expect(budgetLine.writers).toEqual(['owner', 'lead'])
})
