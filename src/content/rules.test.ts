import { describe, expect, it, test } from 'vitest'
import { budgetLine } from '../budget/budget-lines.ts'
import { budgetRules } from '../budget/rules.ts'
import { action } from '../planning/actions.ts'
import { planningRules } from '../planning/rules.ts'
import type { FileObject, ProjectFile } from '../projects/coverage.ts'
import type { Kind } from '../projects/kind.ts'
import { mayLink } from '../projects/thread.ts'
import { strategyRules } from '../strategy/rules.ts'
import { aim, persona, strategicObjective, support } from '../strategy/strategy.ts'
import { content, editorialLine } from './contents.ts'
import { contentRules } from './rules.ts'

// Every rule of Décider and Produire, on one small project that satisfies them all: each case breaks one thing.

const rules = [...strategyRules, ...budgetRules, ...planningRules, ...contentRules]
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
const today = '2026-11-23'

const emptyOf = (kind: string) =>
  Object.fromEntries(Object.keys(kinds.find(({ name }) => name === kind)?.fields ?? {}).map((name) => [name, null]))

const object = (
  kind: string,
  id: string,
  values: Record<string, unknown> = {},
  state: string | null = null,
): FileObject => ({
  id,
  kind,
  title: id,
  state,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  values: { ...emptyOf(kind), title: id, ...values },
  derived: {},
})

const blog = '00000000-0000-4000-8000-000000000001'
const grid = [{ support: blog, moment: 'week-evening', device: 'mobile', format: 'article', intensity: 2 }]
const amount = { quantity: 1, unitPriceCents: 10_000, vatRate: 0.2, justification: 'devis', actualCents: 10_000 }

const whole: ProjectFile = {
  project: {
    id: 'p',
    startsOn: null,
    endsOn: null,
    envelopeCents: 30_000,
    vatReference: 'excl',
    timeZone: 'Europe/Paris',
  },
  today,
  objects: [
    object('aim', 'aim'),
    object('strategicObjective', 'objective', { measure: 'visites', target: 100, dueOn: '2027-06-30' }),
    object('persona', 'claire', { source: 'entretiens', grid }),
    object('support', blog),
    object('budgetLine', 'team', { ...amount, nature: 'human' }, 'invoiced'),
    object('budgetLine', 'stand', { ...amount, nature: 'material' }, 'paid'),
    object('budgetLine', 'licence', { ...amount, nature: 'intangible', actualCents: null }, 'estimated'),
    object(
      'action',
      'action',
      { owner: 'Nadia', startsOn: '2026-11-01', endsOn: today, deliverable: 'page', deliverableDueOn: today },
      'doing',
    ),
    object('editorialLine', 'line'),
    object('content', 'draft', { plannedOn: today }, 'drafting'),
    object('content', 'out', { plannedOn: '2026-11-02', scheduledAt: '2026-11-02T18:00:00Z' }, 'published'),
    object('kpi', 'kpi'),
  ],
  links: [
    ['aim', 'objective'], ['objective', 'action'], ['objective', 'kpi'], ['objective', 'team'], ['objective', 'stand'],
    ['objective', 'licence'], ['claire', blog], ['claire', 'draft'], ['claire', 'out'], [blog, 'line'], [blog, 'team'],
    ['line', 'draft'], ['line', 'out'],
  ].map(([from = '', to = '']) => ({ from, to })), // prettier-ignore
}

type Change = (file: ProjectFile) => ProjectFile
const set =
  (id: string, values: Record<string, unknown>, state?: string): Change =>
  (file) => ({
    ...file,
    objects: file.objects.map((each) =>
      each.id === id ? { ...each, state: state ?? each.state, values: { ...each.values, ...values } } : each,
    ),
  })
const cut =
  (from: string, to: string): Change =>
  (file) => ({
    ...file,
    links: file.links.filter((link) => link.from !== from || link.to !== to),
  })
const without =
  (id: string): Change =>
  (file) => ({ ...file, objects: file.objects.filter((each) => each.id !== id) })
const plus =
  (added: FileObject, ...links: [string, string][]): Change =>
  (file) => ({
    ...file,
    objects: [...file.objects, added],
    links: [...file.links, ...links.map(([from, to]) => ({ from, to }))],
  })
const project =
  (change: Partial<ProjectFile['project']>): Change =>
  (file) => ({ ...file, project: { ...file.project, ...change } })
const both =
  (...changes: Change[]): Change =>
  (file) =>
    changes.reduce((so, change) => change(so), file)

// rule, what breaks it, the object it names (null: the project)
const cases: [string, Change, string | null][] = [
  ['no-aim', both(without('aim'), plus(object('insight', 'i'), ['i', 'objective'])), null],
  ['objective-without-origin', cut('aim', 'objective'), 'objective'],
  [
    'objective-without-action',
    both(cut('objective', 'action'), plus(object('recommendation', 'r'), ['r', 'action'])),
    'objective',
  ],
  ['objective-not-measurable', set('objective', { target: null }), 'objective'],
  ['objective-not-measurable', set('objective', { dueOn: null }), 'objective'],
  ['objective-not-measurable', set('objective', { measure: null }), 'objective'],
  [
    'objective-without-resource',
    plus(
      object('strategicObjective', 'second', { measure: 'x', target: 1, dueOn: today }),
      ['aim', 'second'],
      ['second', 'action'],
      ['second', 'kpi'],
    ),
    'second',
  ],
  [
    'persona-without-support',
    both(
      cut('claire', blog),
      plus(object('persona', 'paul', { source: 's', grid }), ['paul', blog], ['paul', 'draft']),
    ),
    'claire',
  ],
  ['persona-without-moment', set('claire', { grid: [] }), 'claire'],
  ['persona-without-source', set('claire', { source: null }), 'claire'],
  [
    'support-without-persona',
    both(
      cut('claire', blog),
      plus(object('support', 'stand2'), ['claire', 'stand2'], ['stand2', 'team'], ['stand2', 'line2']),
      plus(object('editorialLine', 'line2'), ['line2', 'draft2']),
      plus(object('content', 'draft2', { plannedOn: today }, 'idea'), ['claire', 'draft2']),
    ),
    blog,
  ],
  ['no-envelope', project({ envelopeCents: null }), null],
  ['budget-over-envelope', project({ envelopeCents: 29_999 }), null],
  ['budget-over-envelope', project({ envelopeCents: 35_999, vatReference: 'incl' }), null],
  ['resource-nature-missing', without('licence'), null],
  ['budget-line-without-justification', set('stand', { justification: null }), 'stand'],
  ['budget-line-without-purpose', cut('objective', 'stand'), 'stand'],
  ['support-without-budget', cut(blog, 'team'), blog],
  ['invoiced-line-without-actual', set('stand', { actualCents: null }), 'stand'],
  [
    'action-without-objective',
    plus(object('action', 'alone', { owner: 'N', startsOn: today, endsOn: today }, 'todo')),
    'alone',
  ],
  ['action-without-owner', set('action', { owner: null }), 'action'],
  ['action-without-dates', set('action', { startsOn: null }), 'action'],
  ['deliverable-without-date', set('action', { deliverableDueOn: null }), 'action'],
  ['late-action', set('action', { endsOn: '2026-11-22' }), 'action'],
  ['persona-without-content', plus(object('persona', 'paul', { source: 's', grid }), ['paul', blog]), 'paul'],
  [
    'support-without-editorial-line',
    plus(object('support', 'stand2'), ['claire', 'stand2'], ['stand2', 'team']),
    'stand2',
  ],
  ['support-with-two-lines', plus(object('editorialLine', 'line2'), [blog, 'line2']), blog],
  [
    'support-without-content',
    both(
      plus(object('editorialLine', 'empty')),
      plus(object('support', 'stand2'), ['claire', 'stand2'], ['stand2', 'team'], ['stand2', 'empty']),
    ),
    'stand2',
  ],
  ['content-without-line', cut('line', 'draft'), 'draft'],
  ['published-content-without-line', cut('line', 'out'), 'out'],
  ['content-without-persona', cut('claire', 'draft'), 'draft'],
  ['content-without-planned-day', set('draft', { plannedOn: null }), 'draft'],
  ['content-outside-moments', set('draft', { plannedOn: '2026-11-28' }), 'draft'],
  ['content-outside-moments', set('out', { scheduledAt: '2026-11-02T08:00:00Z' }), 'out'],
  ['late-content', set('draft', { plannedOn: '2026-11-20' }), 'draft'],
]

test('a whole project breaks no rule', () => {
  expect(rules.flatMap((rule) => rule.find(whole).map(({ sentence }) => sentence.fr))).toEqual([])
})

describe('each rule fires when its one thing is missing', () => {
  it.each(cases)('%s', (id, change, named) => {
    const rule = rules.find((each) => each.id === id)
    const findings = rule?.find(change(whole)) ?? []
    expect(findings.map((finding) => finding.object?.id ?? null)).toContain(named)
  })

  it('and most changes wake one rule only', () => {
    const woken = cases.map(([, change]) => rules.filter((rule) => rule.find(change(whole)).length > 0).length)
    expect(woken.filter((count) => count === 1).length).toBeGreaterThan(cases.length / 2)
    expect(Math.min(...woken)).toBe(1)
  })
})

test('every rule is shown firing, has both languages, and leads somewhere', () => {
  expect([...new Set(cases.map(([id]) => id))].toSorted()).toEqual(rules.map(({ id }) => id).toSorted())
  for (const rule of rules) {
    expect(rule.criterion).toMatch(/^C(R)?\d\.\d/)
    expect(rule.words.fr).not.toBe(rule.words.en)
  }
  for (const [id, change] of cases)
    for (const finding of rules.find((rule) => rule.id === id)?.find(change(whole)) ?? []) {
      expect(finding.mend.to).toMatch(/^[a-z-]+(\/|\?|$)/)
      expect(finding.sentence.fr.length * finding.sentence.en.length).toBeGreaterThan(0)
    }
})

test('nothing is asked of a dropped action', () => {
  const dropped = set(
    'action',
    { owner: null, endsOn: '2026-01-01', startsOn: null, deliverableDueOn: null },
    'cancelled',
  )(whole)
  expect(planningRules.flatMap((rule) => rule.find(dropped))).toEqual([])
})

test('a line reached through an action is a resource of the objective', () => {
  const through = both(cut('objective', 'team'), cut('objective', 'stand'), cut('objective', 'licence'))(whole)
  const rule = strategyRules.find(({ id }) => id === 'objective-without-resource')
  expect(rule?.find(through)).toHaveLength(1)
  expect(rule?.find({ ...through, links: [...through.links, { from: 'team', to: 'action' }] })).toHaveLength(0)
})

test('every link the rules ask for is one the thread allows', () => {
  const kindOf = new Map(whole.objects.map(({ id, kind }) => [id, kind]))
  for (const { from, to } of whole.links) expect(mayLink(kindOf.get(from) ?? '', kindOf.get(to) ?? '')).toBe(true)
})
