import { expect, test } from 'vitest'
import { type FileObject, type ProjectFile, type Rule, Reader, coverage, eachWithout } from './coverage.ts'

const object = (id: string, kind: string): FileObject => ({
  id, kind, title: id, state: null, createdAt: new Date(0), updatedAt: new Date(0), values: {}, derived: {},
}) // prettier-ignore

const file = (objects: FileObject[], links: [string, string][] = []): ProjectFile => ({
  project: {
    id: 'p',
    startsOn: null,
    endsOn: null,
    envelopeCents: null,
    vatReference: 'excl',
    timeZone: 'Europe/Paris',
  },
  today: '2026-11-24',
  objects,
  links: links.map(([from, to]) => ({ from, to })),
})

const rule = (id: string, criterion: string): Rule => ({
  id,
  criterion,
  words: { fr: id, en: id },
  find: eachWithout(
    'objective',
    (reader, o) => reader.after(o, 'action').length > 0,
    (o) => ({
      sentence: { fr: o.title, en: o.title },
      mend: { to: `objectives/${o.id}`, words: { fr: 'Relier', en: 'Link' } },
    }),
  ),
})

test('a rule finds the objects that lack a link and no others', () => {
  const objects = [object('o1', 'objective'), object('o2', 'objective'), object('a1', 'action')]
  const found = rule('r', 'CR1.4').find(file(objects, [['o1', 'a1']]))
  expect(found.map((finding) => finding.object?.id)).toEqual(['o2'])
  expect(found[0]?.mend.to).toBe('objectives/o2')
})

test('a link to an object that is gone does not count', () => {
  expect(rule('r', 'CR1.4').find(file([object('o1', 'objective')], [['o1', 'gone']]))).toHaveLength(1)
})

test('the reader walks both ways', () => {
  const [o, a] = [object('o', 'objective'), object('a', 'action')]
  const reader = new Reader(file([o, a], [['o', 'a']]))
  expect(reader.after(o, 'action')).toEqual([a])
  expect(reader.before(a, 'objective')).toEqual([o])
  expect(reader.before(o, 'action')).toEqual([])
})

test('the report groups rules by criterion and keeps the satisfied ones', () => {
  const report = coverage([rule('a', 'CR1.4'), rule('b', 'CR3.1'), rule('c', 'CR1.4')], file([]))
  expect(report.map(({ criterion, rules }) => [criterion, rules.map((r) => r.rule.id)])).toEqual([
    ['CR1.4', ['a', 'c']],
    ['CR3.1', ['b']],
  ])
})
