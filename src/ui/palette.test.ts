import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Place, matching, step } from './palette.ts'

const places: readonly Place[] = [
  { to: '/map', label: 'Carte du projet' },
  { to: '/swot', label: 'SWOT', hint: 'Comprendre' },
  { to: '/insights', label: 'Enseignements', hint: 'Comprendre' },
  { to: '/goals', label: 'Objectifs stratégiques', hint: 'Décider' },
  { to: '/personas', label: 'Personas', hint: 'Décider' },
  { to: '/calendar', label: 'Calendrier éditorial', hint: 'Produire' },
  { to: '/personas/new', label: 'Ajouter un persona', hint: 'Créer' },
  { to: '/insights/new', label: 'Ajouter un enseignement', hint: 'Créer' },
]

test.each([
  ['swot', ['/swot']],
  ['ÉDITORIAL', ['/calendar']],
  ['editorial', ['/calendar']],
  ['strategiques objectifs', ['/goals']],
  ['comprendre', ['/swot', '/insights']],
  ['persona', ['/personas', '/personas/new']],
  ['ajouter per', ['/personas/new']],
  ['créer', ['/personas/new', '/insights/new']],
  ['dri', ['/calendar']],
  ['zzz', []],
  ['persona zzz', []],
])('“%s” finds %j, in that order', (typed, found) => {
  expect(matching(places, typed).map(({ to }) => to)).toEqual(found)
})

test('nothing typed offers the first places as they come', () => {
  expect(matching(places, '  ', 3)).toEqual(places.slice(0, 3))
})

test('what is found was offered, once each, and every word typed is in it', () => {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const word = fc.constantFrom('per', 'ens', 'é', 'a', 'obj', 'comprendre', 'un', 'x')
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (typed) => {
      const found = matching(places, typed.join(' '))
      expect(new Set(found).size).toBe(found.length)
      for (const { label, hint = '' } of found)
        for (const each of typed) expect(plain(`${label} ${hint}`)).toContain(plain(each))
    }),
  )
})

test.each([
  ['ArrowDown', 0, 3, 1],
  ['ArrowDown', 2, 3, 0],
  ['ArrowUp', 0, 3, 2],
  ['ArrowUp', 2, 3, 1],
  ['PageDown', 0, 20, 5],
  ['PageDown', 18, 20, 19],
  ['PageUp', 3, 20, 0],
  ['ArrowDown', 0, 0, null],
  ['Enter', 1, 3, null],
  ['a', 1, 3, null],
])('%s from %d of %d leads to %s', (key, at, count, to) => {
  expect(step(key, at, count)).toBe(to)
})

test('every key leads inside the list', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'),
      fc.integer({ min: 1, max: 50 }),
      fc.nat(49),
      (key, count, at) => {
        const next = step(key, at % count, count)
        expect(next).toBeGreaterThanOrEqual(0)
        expect(next).toBeLessThan(count)
      },
    ),
  )
})
