import { expect, test } from 'vitest'
import { catalog } from '../catalog.ts'
import { kindNamed } from './kind.ts'
import { stripOf } from './object-thread.ts'
import type { Scope } from '../accounts/scope.ts'
import type { Step } from './thread.ts'

const step = (kind: string, depth: number, n = 1): Step => ({ id: `${kind} ${n}`, kind, title: `${kind} ${n}`, depth })

function strip(role: Scope['role'], name: string, before: readonly Step[], after: readonly Step[]) {
  const kind = kindNamed(catalog, name)
  if (!kind) throw new Error(name)
  const scope = { role, locale: 'fr' } as Scope
  return stripOf(scope, catalog, '/w/a/p/b', { id: 'here', kind, title: 'Ici' }, before, after)
}

test('each side of the strip reads as the trade goes, whatever the distance', () => {
  const { before } = strip(
    'lead',
    'recommendation',
    [step('kpi', 1), step('campaign', 2), step('action', 3), step('strategicObjective', 2), step('insight', 3)],
    [],
  )
  expect(before.map(({ title }) => title)).toEqual([
    'insight 1',
    'strategicObjective 1',
    'action 1',
    'campaign 1',
    'kpi 1',
  ])
})

test('several objects of a kind are one step that leads to them on the whole thread', () => {
  const { after } = strip('lead', 'persona', [], [step('content', 1, 1), step('support', 1), step('content', 1, 2)])
  expect(after).toEqual([
    { to: '/w/a/p/b/supports/support 1', title: 'support 1', kindLabel: 'support' },
    { to: '/w/a/p/b/personas/here/thread#after-content', title: 'Contenus', kindLabel: 'Contenus', count: 2 },
  ])
})

test('a gap is offered to those who can fill it, and a guest reads no kind that is closed to him', () => {
  const around = [[step('persona', 1), step('editorialLine', 1)], [step('trackedLink', 1)]] as const
  expect(strip('contributor', 'content', [], []).gaps.map(({ to }) => to)).toEqual([
    '#before-persona',
    '#before-editorialLine',
  ])
  const guest = strip('guest', 'content', ...around)
  expect(guest.before.map(({ title }) => title)).toEqual(['editorialLine 1'])
  expect([...guest.after, ...guest.gaps]).toEqual([])
})
