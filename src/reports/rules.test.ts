import { describe, expect, test } from 'vitest'
import { type FileObject, type ProjectFile, coverage } from '../projects/coverage.ts'
import { sampleFrozen, sampleTexts } from './figures.fixture.ts'
import { reportRules } from './rules.ts'

// A project whose report of the last quarter is frozen, approved, written and cites: each case breaks one thing.

const today = '2026-11-24'
const approval = { at: '2026-10-09T06:00:00.000Z', by: 'Hélène', texts: sampleTexts }

const object = (kind: string, id: string, values: Record<string, unknown> = {}): FileObject => ({
  id, kind, title: id, state: null, createdAt: new Date(0), updatedAt: new Date(0), values, derived: {},
}) // prettier-ignore

const written = {
  startsOn: '2026-07-01',
  endsOn: '2026-09-30',
  summary: 'Un bon trimestre.',
  lessons: 'La lettre vend.',
  frozen: { ...sampleFrozen, approval },
}

interface Case {
  readonly values?: Record<string, unknown>
  readonly links?: ProjectFile['links']
  readonly startsOn?: string
  readonly today?: string
  readonly objects?: readonly FileObject[]
}

const fileOf = (given: Case): ProjectFile => ({
  project: {
    id: 'p', startsOn: given.startsOn ?? '2026-01-01', endsOn: null, envelopeCents: null, vatReference: 'excl', timeZone: 'Europe/Paris',
  },
  today: given.today ?? today,
  objects: given.objects ?? [
    object('kpi', 'k'),
    object('recommendation', 'r'),
    object('report', 'rapport', { ...written, ...given.values }),
  ],
  links: given.links ?? [{ from: 'r', to: 'rapport' }],
}) // prettier-ignore

const firing = (given: Case) =>
  coverage(reportRules, fileOf(given))
    .flatMap((group) => group.rules)
    .filter(({ findings }) => findings.length > 0)

describe('the coverage check of reports', () => {
  test.each<[string, Case, string[]]>([
    ['frozen, approved, written, citing, recent: nothing is said', {}, []],
    ['cites nothing', { links: [] }, ['report-without-recommendation']],
    ['has no summary', { values: { summary: null } }, ['report-without-words']],
    ['has no lessons', { values: { lessons: '' } }, ['report-without-words']],
    [
      'frozen on 6 October, still unapproved in November',
      { values: { frozen: sampleFrozen } },
      ['report-not-approved'],
    ],
    ['frozen fifteen days ago', { values: { frozen: sampleFrozen }, today: '2026-10-21' }, []],
    ['frozen sixteen days ago', { values: { frozen: sampleFrozen }, today: '2026-10-22' }, ['report-not-approved']],
    ['live long after its period', { values: { frozen: null } }, ['report-not-frozen', 'quarter-without-report']],
    [
      'live fifteen days after its period',
      { values: { frozen: null }, today: '2026-10-15' },
      ['quarter-without-report'],
    ],
    [
      'live sixteen days after',
      { values: { frozen: null }, today: '2026-10-16' },
      ['report-not-frozen', 'quarter-without-report'],
    ],
    [
      'a live report need not cite or be written yet',
      { values: { frozen: null, summary: null, endsOn: today }, links: [], startsOn: today },
      [],
    ],
    ['older than three months', { today: '2027-01-01' }, ['quarter-without-report']],
    ['three months old to the day', { today: '2026-12-31' }, []],
    ['a project too young to have a quarter', { objects: [object('kpi', 'k')], startsOn: '2026-09-01' }, []],
    ['a project where nothing is measured', { objects: [] }, []],
    ['a measured project without any report', { objects: [object('kpi', 'k')] }, ['quarter-without-report']],
  ])('%s', (_, given, expected) => {
    expect(firing(given).map(({ rule }) => rule.id)).toEqual(expected)
  })

  test('each finding names the report and leads to where it is mended', () => {
    const mends = (given: Case) =>
      firing(given).map(({ findings: [found] }) => [found?.object?.id ?? null, found?.mend.to])
    expect(mends({ links: [] })).toEqual([['rapport', 'reports/rapport']])
    expect(mends({ values: { frozen: sampleFrozen } })).toEqual([['rapport', 'reports/rapport/page']])
    expect(mends({ objects: [object('kpi', 'k')] })).toEqual([[null, 'reports/new']])
  })

  test('all of them serve CR3.4, and speak both languages', () => {
    for (const rule of reportRules) {
      expect(rule.criterion).toBe('CR3.4')
      expect(rule.words.fr).not.toBe(rule.words.en)
    }
    const [found] = firing({ links: [] })
    expect(found?.findings[0]?.sentence).toEqual({
      fr: '«\u202frapport\u202f» constate sans citer de préconisation.',
      en: '“rapport” finds without citing a recommendation.',
    })
  })
})
