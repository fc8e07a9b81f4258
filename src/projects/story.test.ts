import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileObject } from './coverage.ts'
import { storyOf } from './story.ts'
import { mayLink, threadRules } from './thread.ts'

const now = new Date('2026-11-24T10:00:00Z')
const object = (id: string, kind: string, more: Partial<FileObject> = {}): FileObject => ({
  id, kind, title: id, state: null, createdAt: now, updatedAt: now, values: {}, derived: {}, ...more,
}) // prettier-ignore

/** 'a>b c>d' as links. */
const links = (told: string) =>
  told.split(' ').filter(Boolean).map((pair) => {
    const [from = '', to = ''] = pair.split('>')
    return { from, to }
  }) // prettier-ignore

const told = (objects: readonly FileObject[], pairs: string) =>
  storyOf({ objects, links: links(pairs) }).map(
    ({ stage, objects: of }) => `${stage}: ${of.map(({ id }) => id).join(' ')}`,
  )

const whole = [
  object('finding', 'insight'),
  object('aim', 'strategicObjective'),
  object('claire', 'persona'),
  object('post', 'content'),
  object('ads', 'campaign'),
  object('orders', 'kpi'),
  object('stop', 'recommendation'),
]
const chain = 'finding>aim aim>ads ads>orders orders>stop aim>claire claire>ads ads>post claire>post'

describe('the story of a project', () => {
  test('goes through the five stages, with the persona and the content beside', () => {
    expect(told(whole, chain)).toEqual([
      'understand: finding',
      'decide: aim claire',
      'produce: post',
      'measure: ads orders',
      'recommend: stop',
    ])
  })

  test('ends with the action, once a recommendation was approved', () => {
    const objects = [...whole, object('less', 'action')]
    expect(told(objects, `${chain} stop>less`).at(-1)).toBe('recommend: stop less')
  })

  test('leaves out a kind that is not linked: an objective may go straight to its KPI', () => {
    expect(told(whole, 'finding>aim aim>orders orders>stop')).toEqual([
      'understand: finding',
      'decide: aim',
      'measure: orders',
      'recommend: stop',
    ])
  })

  test('of two threads as long, tells the one where a KPI is off target', () => {
    const objects = [...whole, object('calm', 'kpi'), object('advice', 'recommendation')]
    const pairs = `${chain} ads>calm calm>advice`
    expect(told(objects, pairs)).toContain('measure: ads calm')
    const off = objects.map((one) => (one.id === 'orders' ? { ...one, derived: { state: 'offTarget' } } : one))
    expect(told(off, pairs)).toContain('measure: ads orders')
  })

  test('prefers a recommendation that awaits its decision', () => {
    const objects = [...whole, object('draft', 'recommendation')]
    const waiting = objects.map((one) => (one.id === 'stop' ? { ...one, state: 'submitted' } : one))
    expect(told(objects, `${chain} orders>draft`)).toContain('recommend: draft')
    expect(told(waiting, `${chain} orders>draft`)).toContain('recommend: stop')
  })

  test.each([
    ['nothing at all', [], ''],
    ['objects without a link', whole, ''],
    ['two stages only', whole, 'finding>aim aim>claire'],
    ['a persona and its contents', whole, 'claire>post'],
  ])('is not told of %s', (_, objects, pairs) => {
    expect(told(objects, pairs)).toEqual([])
  })

  test('does not turn round where a decision becomes an action that leads to a campaign', () => {
    const objects = [...whole, object('less', 'action')]
    expect(told(objects, `${chain} stop>less less>ads`).at(-1)).toBe('recommend: stop less')
  })

  test('whatever the links: steps are in order, tied to each other, and told the same twice', () => {
    const kinds = [...new Set(threadRules.flatMap(({ from, to }) => [from, to]))]
    const files = fc
      .array(fc.constantFrom(...kinds), { minLength: 2, maxLength: 24 })
      .chain((of) =>
        fc.record({
          objects: fc.constant(of.map((kind, i) => object(`${kind}-${i}`, kind))),
          pairs: fc.array(fc.tuple(fc.nat(of.length - 1), fc.nat(of.length - 1)), { maxLength: 60 }),
        }),
      )
      .map(({ objects, pairs }) => ({
        objects,
        links: pairs.flatMap(([a, b]) => {
          const [from, to] = [objects[a], objects[b]]
          return from && to && mayLink(from.kind, to.kind) ? [{ from: from.id, to: to.id }] : []
        }),
      }))
    fc.assert(
      fc.property(files, (file) => {
        const steps = storyOf(file)
        expect(storyOf({ objects: file.objects.toReversed(), links: file.links.toReversed() })).toEqual(steps)
        const ids = steps.flatMap(({ objects }) => objects.map(({ id }) => id))
        expect(new Set(ids).size).toBe(ids.length)
        expect(steps.length === 0 || steps.length >= 3).toBe(true)
        for (const id of ids)
          expect(file.links.some(({ from, to }) => (from === id && ids.includes(to)) || (to === id && ids.includes(from)))).toBe(true)
      }),
      { numRuns: 200 },
    ) // prettier-ignore
  })
})
