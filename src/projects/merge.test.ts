import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSame, merge } from './merge.ts'

const start = { title: 'Miel', weight: 3, source: null, detail: 'avant' }

/** The object after one save of other people, and the change as it is kept. */
function saved(after: Record<string, unknown>, from: Record<string, unknown> = start) {
  const before = Object.fromEntries(Object.keys(after).map((name) => [name, from[name]]))
  const current: Record<string, unknown> = { ...from, ...after }
  return { current, change: { before, after } }
}

describe('two people on one object', () => {
  test('who changed another field keeps it, and does not put the old values back', () => {
    const { current, change } = saved({ weight: 5 })
    expect(merge(current, [change], { ...start, detail: 'après' })).toEqual({
      values: { ...start, weight: 5, detail: 'après' },
      clashes: [],
    })
  })

  test('a field that both changed is a clash, shown with the value of the one who sends', () => {
    const { current, change } = saved({ title: 'Miel bio', weight: 4 })
    expect(merge(current, [change], { ...start, title: 'Miel de lavande' })).toEqual({
      values: { ...start, title: 'Miel de lavande', weight: 4 },
      clashes: ['title'],
    })
  })

  test('both writing the same value agree', () => {
    const { current, change } = saved({ title: 'Miel bio' })
    expect(merge(current, [change], { ...start, title: 'Miel bio' }).clashes).toEqual([])
  })

  test('several saves are undone back to the version the form began at', () => {
    const first = saved({ weight: 4 })
    const second = saved({ weight: 5, source: 'Presse' }, first.current)
    const changes = [first.change, second.change]
    expect(merge(second.current, changes, { ...start, weight: 2 }).clashes).toEqual(['weight'])
    expect(merge(second.current, changes, start)).toEqual({ values: second.current, clashes: [] })
  })

  test('a field that others changed and changed back is nobody’s', () => {
    const there = saved({ title: 'Cire' })
    const back = saved({ title: 'Miel' }, there.current)
    const merged = merge(back.current, [there.change, back.change], { ...start, title: 'Propolis' })
    expect(merged).toEqual({ values: { ...start, title: 'Propolis' }, clashes: [] })
  })

  test('nothing that either changed is lost, whatever they touched', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null))
    const fields = fc.record({ a: value, b: value, c: value, d: value })
    const touched = fc.record({ a: value, b: value, c: value, d: value }, { requiredKeys: [] })
    fc.assert(
      fc.property(fields, touched, touched, (from, theirs, mine) => {
        const { current, change } = saved(theirs, from)
        const { values, clashes } = merge(current, [change], { ...from, ...mine })
        for (const name of Object.keys(from) as (keyof typeof from)[]) {
          const iTouched = name in mine && mine[name] !== from[name]
          const theyTouched = name in theirs && theirs[name] !== from[name]
          expect(values[name]).toEqual(iTouched ? mine[name] : current[name])
          expect(clashes.includes(name)).toBe(iTouched && theyTouched && mine[name] !== theirs[name])
        }
      }),
    )
  })
})

describe('two values of a field', () => {
  test.each([
    ['2026-10-25T08:00:00.000Z', '2026-10-25T10:00:00+02:00', true],
    ['2026-10-25T08:00:00Z', '2026-10-25T08:00Z', true],
    ['2026-10-25T08:00:00Z', '2026-10-25T09:00:00Z', false],
    // Date.parse reads both as the first of January 2001: a title would never change.
    ['Test 1', 'Tome 1', false],
    ['T', 'T', true],
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [null, {}, false],
    [null, '', false],
    [0.2, 0.2, true],
  ])('%j and %j: the same is %s', (a, b, expected) => {
    expect(isSame(a, b)).toBe(expected)
  })
})
