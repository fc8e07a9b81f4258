import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { buildTracker, type TrackerName, trackerNames, weightOf } from './build.ts'

const built = new Map<TrackerName, string>()
for (const name of trackerNames) built.set(name, await buildTracker(name))
const whole = built.get('filrouge.js') ?? ''
const core = built.get('filrouge.core.js') ?? ''

test.each([
  ['filrouge.js', 1_500],
  ['filrouge.core.js', 700],
  ['filrouge.more.js', 1_200],
] as const)('%s is at most %i bytes once compressed, and written where it is served from', (name, most) => {
  const code = built.get(name) ?? ''
  expect(code.length).toBeGreaterThan(500)
  expect(weightOf(code)).toBeLessThanOrEqual(most)
  expect(readFileSync(resolve(import.meta.dirname, '../build/tracker', name), 'utf8')).toBe(code)
})

test('it writes no cookie, and stores nothing but what the visitor chose and, once consented, what could not leave', () => {
  for (const code of built.values()) expect(code).not.toMatch(/cookie|sessionStorage|indexedDB/)
  // One door, for three names: the lasting number after a consent, the refusal to be measured, events without a network.
  expect(whole.match(/localStorage\[\w+\]=/g)).toHaveLength(1)
  expect(new Set(whole.match(/filrouge\.(?:ignore|visitor|unsent)\b(?=[`'"])/g)).size).toBe(3)
  // What could not leave is written under a condition, that of the consent.
  expect(whole).toMatch(/&&\w+\[0\]\?\w+\([`'"]filrouge\.unsent/)
  expect(whole).toContain('omit')
})

test('the core stores nothing at all', () => {
  expect(core).not.toMatch(/localStorage\[\w+\]=|setItem/)
  expect(core).toContain('filrouge.ignore')
})

test('it leaves nothing behind but its one name', () => {
  for (const code of [whole, core]) {
    expect(code).toMatch(/^\(\(\)=>\{.*\}\)\(\);$/s)
    expect(code.match(/window\.(\w+)\s*=/g)).toEqual(['window.filrouge='])
  }
})
