import { describe, expect, it, test } from 'vitest'
import type { FileObject, ProjectFile } from '../projects/coverage.ts'
import { diagnosisRules } from './rules.ts'

type Line = Partial<Record<'box' | 'weight' | 'source' | 'observedOn', unknown>>

const insight = (id: string, values: Line = {}): FileObject => ({
  id,
  kind: 'insight',
  title: id,
  state: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  values: { box: 'threat', weight: 3, source: 'étude', observedOn: '2026-10-01', ...values },
  derived: {},
})
const other = (id: string, kind: string): FileObject => ({ ...insight(id), kind, values: {} })

const file = (objects: readonly FileObject[], links: [string, string][] = []): ProjectFile => ({
  project: { id: 'p', startsOn: null, endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris' },
  today: '2026-11-24',
  objects,
  links: links.map(([from, to]) => ({ from, to })),
}) // prettier-ignore

/** "rule: object" or "rule: address", for every finding. */
const found = (objects: readonly FileObject[], links?: [string, string][]) =>
  diagnosisRules.flatMap((rule) =>
    rule.find(file(objects, links)).map(({ object, mend }) => `${rule.id}: ${object?.id ?? mend.to}`),
  )

const four = ['strength', 'weakness', 'opportunity', 'threat'].map((box) => insight(box, { box }))

test('a diagnosis with its four boxes, sourced and light, breaks no rule', () => {
  expect(found(four)).toEqual([])
})

test('an empty project lacks all four boxes, each with the way to fill it', () => {
  expect(found([])).toEqual([
    'study-box-empty: insights/new?box=opportunity',
    'study-box-empty: insights/new?box=threat',
    'audit-box-empty: insights/new?box=strength',
    'audit-box-empty: insights/new?box=weakness',
  ])
})

describe('each rule reads its own half of the matrix', () => {
  it.each<[string, Line, string[]]>([
    ['a threat without source', { box: 'threat', source: null }, ['insight-without-source: x']],
    ['an opportunity without date', { box: 'opportunity', observedOn: null }, ['insight-without-source: x']],
    ['a strength without source', { box: 'strength', source: null }, ['audit-insight-without-source: x']],
    ['a weakness without date', { box: 'weakness', observedOn: null }, ['audit-insight-without-source: x']],
    ['a heavy threat that founds nothing', { box: 'threat', weight: 4 }, ['insight-unused: x']],
    ['a heavy weakness that founds nothing', { box: 'weakness', weight: 5 }, ['audit-insight-unused: x']],
    ['a light weakness that founds nothing', { box: 'weakness', weight: 3 }, []],
  ])('%s', (_, values, expected) => expect(found([...four, insight('x', values)])).toEqual(expected))
})

test.each(['strategicObjective', 'persona'])('a heavy insight is of use once a %s comes from it', (kind) => {
  const objects = [...four, insight('x', { box: 'opportunity', weight: 5 }), other('y', kind)]
  expect(found(objects)).toEqual(['insight-unused: x'])
  expect(found(objects, [['x', 'y']])).toEqual([])
})

test('what is missing is named in both languages', () => {
  const [first] = diagnosisRules.flatMap((rule) => rule.find(file([])))
  expect(first?.sentence).toEqual({ fr: 'Il manque une opportunité.', en: 'There is no opportunity.' })
})
