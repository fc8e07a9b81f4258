import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { buildTracker } from './build.ts'

test('the whole tracker is at most 1,500 bytes once compressed', async () => {
  const code = await buildTracker()
  expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(1_500)
  expect(readFileSync(resolve(import.meta.dirname, '../build/tracker/filrouge.js'), 'utf8')).toBe(code)
})

test('it writes no cookie, and stores nothing but what the visitor chose', async () => {
  const code = await buildTracker()
  expect(code).not.toMatch(/cookie|sessionStorage|indexedDB/)
  // One door, for two names: the lasting number after a consent, and the refusal to be measured.
  expect(code.match(/setItem/g)).toHaveLength(1)
  expect(code.match(/filrouge\.(?:ignore|visitor)\b(?=[`'"])/g)).toHaveLength(2)
  expect(code).toContain('omit')
})

test('it leaves nothing behind but its one name', async () => {
  const code = await buildTracker()
  expect(code).toMatch(/^\(function\(\)\{|^\(\(\)=>\{/)
  expect(code.match(/window\.(\w+)\s*=/g)).toEqual(['window.filrouge='])
})
