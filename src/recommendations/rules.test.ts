import { describe, expect, test } from 'vitest'
import { type FileObject, type ProjectFile, type Rule, coverage } from '../projects/coverage.ts'
import { patience } from './outcomes.ts'
import { recommendationRules } from './recommendations.ts'

// One small project that satisfies every rule; each case breaks one thing and names the rule that says so.

const today = '2026-11-24'

const object = (
  kind: string,
  id: string,
  values: Record<string, unknown> = {},
  state: string | null = null,
): FileObject => ({
  id,
  kind,
  title: `« ${id} »`,
  state,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  values,
  derived: {},
})

const complete = {
  finding: '46 € par commande pour 18 € prévus.',
  cause: 'Ciblage trop large.',
  actionProposed: 'Recentrer.',
  costCents: 0,
  expectedEffect: '20 € en janvier',
  owner: 'Camille',
  dueOn: '2026-12-05',
  submittedOn: '2026-11-20',
}

interface Case {
  readonly values?: Record<string, unknown>
  readonly state?: string
  readonly unlinked?: 'kpi' | 'action'
}

function fileOf({ values = {}, state = 'approved', unlinked }: Case): ProjectFile {
  return {
    project: {
      id: 'p',
      startsOn: null,
      endsOn: null,
      envelopeCents: null,
      vatReference: 'excl',
      timeZone: 'Europe/Paris',
    },
    today,
    objects: [
      object('kpi', 'k'),
      object('recommendation', 'r', { ...complete, ...values }, state),
      object('action', 'a'),
    ],
    links: [
      { from: unlinked === 'kpi' ? 'a' : 'k', to: 'r' },
      { from: 'r', to: unlinked === 'action' ? 'k' : 'a' },
    ],
  }
}

const firing = (file: ProjectFile, rules: readonly Rule[] = recommendationRules) =>
  coverage(rules, file)
    .flatMap((group) => group.rules)
    .filter(({ findings }) => findings.length > 0)

const idsOf = (given: Case) => firing(fileOf(given)).map(({ rule }) => rule.id)

describe('the coverage check of recommendations', () => {
  test.each<[string, Case, string[]]>([
    ['all is there', {}, []],
    ['no KPI behind it', { unlinked: 'kpi' }, ['recommendation-without-kpi']],
    ['approved without an action', { unlinked: 'action' }, ['approval-without-action']],
    ['refused without an action is as it should be', { unlinked: 'action', state: 'refused' }, []],
    ['postponed without an action too', { unlinked: 'action', state: 'postponed' }, []],
    ['a cost of zero is a cost', { values: { costCents: 0 } }, []],
    ...(['finding', 'cause', 'actionProposed', 'costCents', 'expectedEffect', 'owner', 'dueOn'] as const).map(
      (name): [string, Case, string[]] => [
        `without ${name}`,
        { values: { [name]: null } },
        ['recommendation-incomplete'],
      ],
    ),
    ['submitted a few days ago', { state: 'submitted' }, []],
    ['submitted fourteen days ago', { state: 'submitted', values: { submittedOn: '2026-11-10' } }, []],
    [
      'submitted fifteen days ago',
      { state: 'submitted', values: { submittedOn: '2026-11-09' } },
      ['recommendation-waiting'],
    ],
    ['decided since, however long it took', { state: 'refused', values: { submittedOn: '2026-01-01' } }, []],
  ])('%s', (_, given, expected) => {
    expect(idsOf(given)).toEqual(expected)
  })

  test('says what is missing, by its name on the form, and where it is mended', () => {
    const [found] = firing(fileOf({ values: { cause: null, owner: null } }))
    expect(found?.findings[0]?.sentence.fr).toContain('cause, responsable')
    expect(found?.findings[0]?.sentence.en).toContain('cause, owner')
    expect(found?.findings[0]?.mend.to).toBe('recommendations/r')
  })

  test('what waits is mended where one decides', () => {
    const [found] = firing(fileOf({ state: 'submitted', values: { submittedOn: '2026-01-01' } }))
    expect(found?.findings[0]?.mend.to).toBe('recommendations/r/decision')
    expect(found?.rule.words.fr).toContain(`${patience} jours`)
  })

  test('a project without recommendations breaks none of these rules', () => {
    expect(firing({ ...fileOf({}), objects: [], links: [] })).toEqual([])
  })
})
