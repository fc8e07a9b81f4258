import { expect, test } from 'vitest'
import { insight } from '../diagnosis/insights.ts'
import { diagnosisRules } from '../diagnosis/rules.ts'
import type { FileObject, ProjectFile } from './coverage.ts'
import { date, text } from './field.ts'
import { defineKind } from './kind.ts'
import { mapOf } from './map.ts'

const words = { one: '', many: '', add: '', purpose: '', example: '', fields: {} }
const task = defineKind({
  name: 'task',
  table: 'tasks',
  path: 'tasks',
  stage: 'decide',
  fields: { title: text({ required: true }), endsOn: date() },
  competency: () => 'C1.4',
  lateAfter: ({ state, endsOn }) => (state === 'done' ? null : (endsOn as string | null)),
  words: { fr: words, en: words },
})

const now = new Date('2026-11-24T10:00:00Z')
const object = (id: string, kind: string, values: Record<string, unknown>, state: string | null = null): FileObject => ({
  id, kind, title: id, state, createdAt: now, updatedAt: new Date('2026-11-01'), values, derived: {},
}) // prettier-ignore

const file: ProjectFile = {
  project: {
    id: 'p',
    startsOn: null,
    endsOn: null,
    envelopeCents: null,
    vatReference: 'excl',
    timeZone: 'Europe/Paris',
  },
  today: '2026-11-24',
  objects: [
    object('threat', 'insight', { box: 'threat', weight: 2, source: null, observedOn: null }),
    object('strength', 'insight', { box: 'strength', source: 'Audit', observedOn: '2026-01-01' }),
    object('yesterday', 'task', { endsOn: '2026-11-23' }),
    object('today', 'task', { endsOn: '2026-11-24' }),
    object('done', 'task', { endsOn: '2026-01-01' }, 'done'),
  ],
  links: [],
}

test('the map has the 14 competencies in the order of the framework', () => {
  const codes = mapOf([insight, task], diagnosisRules, file, now).map(({ code }) => code)
  expect(codes).toHaveLength(14)
  expect(codes.slice(0, 3)).toEqual(['C1.1', 'C1.2', 'C1.3.1'])
})

test('an object feeds the competency its values say', () => {
  const states = new Map(mapOf([insight, task], diagnosisRules, file, now).map((state) => [state.code, state]))
  expect(states.get('C1.1')?.present).toEqual([{ kind: 'insight', count: 1 }])
  expect(states.get('C1.2')?.present).toEqual([{ kind: 'insight', count: 1 }])
  expect(states.get('C2.1')?.present).toEqual([])
})

test('an object is late the day after its day, unless it is done', () => {
  const plan = mapOf([insight, task], diagnosisRules, file, now).find(({ code }) => code === 'C1.4')
  expect(plan?.late.map(({ object: { id }, since }) => [id, since])).toEqual([['yesterday', '2026-11-23']])
})

test('what is missing names the rule and what it found', () => {
  const watch = mapOf([insight, task], diagnosisRules, file, now).find(({ code }) => code === 'C1.1')
  expect(watch?.missing.map(({ rule, findings }) => [rule.id, findings.length])).toEqual([
    ['study-box-empty', 1],
    ['insight-without-source', 1],
  ])
})
