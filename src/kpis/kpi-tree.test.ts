import { describe, expect, test } from 'vitest'
import { type KpiContext, type SmartReason, held, smartKpi, smartObjective } from './kpi-smart.ts'
import { type TreeNode, type TreeObject, kpiTree } from './kpi-tree.ts'
import type { Kpi } from './kpis.ts'
import type { KpiState } from './status.ts'

const object = (id: string): TreeObject => ({
  id,
  title: id,
  kind: id.startsWith('o') ? 'strategicObjective' : id.startsWith('d') ? 'digitalObjective' : 'kpi',
})
const link = (pair: string) => {
  const [from = '', to = ''] = pair.split('>')
  return { from, to }
}
const told = ({ object: { id }, state, missing, children }: TreeNode): string =>
  `${id}${state ? `:${state}` : ''}${missing ? `!${missing}` : ''}${children.length > 0 ? `(${children.map(told).join(' ')})` : ''}`

describe('the tree of KPIs', () => {
  const tree = (ids: string, pairs: string, states: Record<string, KpiState> = {}) => {
    const links = pairs.split(' ').filter(Boolean).map(link)
    const { objectives, loose } = kpiTree(ids.split(' ').map(object), links, (id) => states[id] ?? 'onTarget')
    return [objectives.map(told).join(' '), loose.map(told).join(' ')]
  }

  test.each([
    ['each level in the level above', 'o d k', 'o>d d>k', {}, ['o:onTarget(d:onTarget(k:onTarget))', '']],
    ['what is missing, where it is missing', 'o1 o2 d', 'o2>d', {}, ['o1!digitalObjective o2(d!kpi)', '']],
    ['the most pressing state, all the way up', 'o d k1 k2', 'o>d d>k1 o>k2', { k1: 'watch', k2: 'reached' }, ['o:watch(d:watch(k1:watch) k2:reached)', '']],
    ['a KPI of a digital objective once, linked twice', 'o d k', 'o>d d>k o>k', {}, ['o:onTarget(d:onTarget(k:onTarget))', '']],
    ['a KPI of an objective and of another KPI once, under the nearest', 'o k1 k2', 'o>k1 o>k2 k1>k2', {}, ['o:onTarget(k1:onTarget(k2:onTarget))', '']],
    ['two KPIs that hold each other, under what holds both', 'o k1 k2', 'o>k1 o>k2 k1>k2 k2>k1', {}, ['o:onTarget(k1:onTarget(k2:onTarget) k2:onTarget(k1:onTarget))', '']],
    ['a KPI of two objectives under both', 'o1 o2 k', 'o1>k o2>k', { k: 'missed' }, ['o1:missed(k:missed) o2:missed(k:missed)', '']],
    ['a KPI that rests on another under it', 'o k1 k2', 'o>k1 k1>k2', { k2: 'offTarget' }, ['o:offTarget(k1:offTarget(k2:offTarget))', '']],
    ['apart, what no objective explains', 'o d k1 k2', 'd>k1', {}, ['o!digitalObjective', 'd:onTarget(k1:onTarget) k2:onTarget']],
    ['a ring of KPIs once, and stops', 'k1 k2', 'k1>k2 k2>k1', {}, ['', 'k1:onTarget(k2:onTarget)']],
  ] as const)('shows %s', (_, ids, pairs, states, expected) => expect(tree(ids, pairs, states)).toEqual(expected)) // prettier-ignore

  test('counts a KPI once at a level it reaches by two ways', () => {
    const links = ['o>d1', 'o>d2', 'd1>k', 'd2>k'].map(link)
    const { objectives } = kpiTree(['o', 'd1', 'd2', 'k'].map(object), links, () => 'watch')
    expect(objectives[0]?.counts).toEqual({ watch: 1 })
  })
})

describe('SMART', () => {
  const whole = {
    title: 'Visites du blog', metric: 'visits', nature: 'aim', direction: 'up', owner: 'Léa', baseline: 100, target: 150, unit: null,
    source: null, startsOn: '2026-01-01', endsOn: '2026-12-31',
  } as Kpi // prettier-ignore
  const context: KpiContext = { isComputable: true, before: 100, objectives: 1, means: 1, projectEnd: '2026-12-31' }
  test.each<[string, Partial<Kpi>, Partial<KpiContext>, SmartReason[]]>([
    ['nothing of a whole KPI', {}, {}, []],
    ['a title that only names a subject', { title: 'Notoriété' }, {}, ['vagueTitle']],
    ['nobody to answer for it', { owner: null }, {}, ['noOwner']],
    ['no target', { target: null }, {}, ['noTarget']],
    ['a typed figure without source nor unit', { metric: 'manual' }, {}, ['noSource', 'noUnit']],
    ['a formula that does not hold', { metric: 'formula' }, { isComputable: false }, ['badFormula']],
    ['a target already passed before', {}, { before: 180 }, ['notAmbitious']],
    ['a target beyond twice what was done', { target: 201 }, {}, ['outOfReach']],
    ['nothing to be compared with', { baseline: null }, { before: null }, ['noBaseline', 'noHistory']],
    ['the baseline, where nothing was measured before', {}, { before: null }, []],
    ['a cost that would go down by more than half', { direction: 'down', target: 40 }, {}, ['outOfReach']],
    ['a cost that would go down by a third', { direction: 'down', target: 66 }, {}, []],
    ['no ambition of an alert', { nature: 'alert', baseline: null }, { before: null }, []],
    ['no objective, no means', {}, { objectives: 0, means: 0 }, ['servesNothing', 'noMeans']],
    ['no period', { startsOn: null }, {}, ['noPeriod']],
    ['a period that goes beyond the project', { endsOn: '2027-01-31' }, {}, ['afterProject']],
  ])('says %s', (_, values, more, reasons) => {
    const states = smartKpi({ ...whole, ...values }, { ...context, ...more })
    expect(states.flatMap((one) => one.reasons)).toEqual(reasons)
    expect(held(states)).toBe(5 - new Set(states.filter((one) => one.reasons.length > 0)).size)
  })

  test('a digital objective is measured by KPIs that have a target', () => {
    const objective = { title: 'Faire s’abonner les clients', outcome: 'subscription', owner: 'Léa', dueOn: '2026-06-30', detail: null, achievable: 'Oui', relevant: 'Oui' } as const // prettier-ignore
    const around = { objectives: 1, kpis: 1, targets: 1, projectEnd: null }
    const lacks = (more: object) => smartObjective(objective, { ...around, ...more }).flatMap((one) => one.reasons)
    expect(lacks({})).toEqual([])
    expect(lacks({ kpis: 0, targets: 0 })).toEqual(['noKpi'])
    expect(lacks({ targets: 0 })).toEqual(['noKpiTarget'])
    expect(lacks({ objectives: 0, projectEnd: '2026-05-31' })).toEqual(['servesNothing', 'dueAfterProject'])
  })
})
