import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Key, commandOf } from './shortcuts.ts'

const here = { isTyping: false, singleKeys: true, isGoing: false }
const press = (key: string, held: Partial<Key> = {}): Key => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

test.each([
  ['Ctrl K', press('k', { ctrlKey: true }), { does: 'palette' }],
  ['⌘ K', press('k', { metaKey: true }), { does: 'palette' }],
  ['Ctrl K with capitals on', press('K', { ctrlKey: true }), { does: 'palette' }],
  ['/', press('/'), { does: 'palette' }],
  ['?', press('?'), { does: 'help' }],
  ['n', press('n'), { does: 'create' }],
  ['t', press('t'), { does: 'tables' }],
  ['g', press('g'), { does: 'go' }],
])('%s has its command', (_, key, command) => {
  expect(commandOf(key, here)).toEqual(command)
})

test('after g, a figure names a stage and a second g the home; anything else is nothing', () => {
  const going = { ...here, isGoing: true }
  expect(['1', '2', '3', '4', '5'].map((key) => commandOf(press(key), going))).toEqual(
    [0, 1, 2, 3, 4].map((stage) => ({ does: 'stage', stage })),
  )
  expect(commandOf(press('g'), going)).toEqual({ does: 'home' })
  for (const key of ['0', '6', 'n', '?', 'Escape']) expect(commandOf(press(key), going)).toBeNull()
})

test('in a field every key is text, but for the palette', () => {
  const typing = { ...here, isTyping: true }
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (key) => commandOf(press(key), typing) === null))
  expect(commandOf(press('k', { ctrlKey: true }), typing)).toEqual({ does: 'palette' })
})

test('who turned single keys off keeps the palette and nothing else', () => {
  const off = { ...here, singleKeys: false }
  for (const key of ['/', '?', 'n', 't', 'g']) expect(commandOf(press(key), off)).toBeNull()
  expect(commandOf(press('k', { metaKey: true }), off)).toEqual({ does: 'palette' })
})

test('keys held with Ctrl, ⌘ or Alt belong to the browser', () => {
  for (const key of ['n', 't', 'g', '?', '/', 's', 'p'])
    for (const held of ['ctrlKey', 'metaKey', 'altKey'] as const)
      expect(commandOf(press(key, { [held]: true }), here)).toBeNull()
  expect(commandOf(press('k', { ctrlKey: true, altKey: true }), here)).toBeNull()
})
