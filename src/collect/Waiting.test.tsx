import { expect, test } from 'vitest'
import { html, words } from '../ui/render.fixture.tsx'
import { Waiting } from './Waiting.tsx'

const shown = (waiting: { events: number; bytes: number; since: string | null }, locale: 'fr' | 'en' = 'fr') => {
  const markup = html(<Waiting waiting={{ limit: 2 ** 31, ...waiting }} timeZone="Europe/Paris" />, { locale })
  return words(markup).replaceAll(/[\u00a0\u202f]/g, ' ')
}
const since = '2026-11-25T12:02:00.000Z'

test.each([
  ['fr', { events: 0, bytes: 0, since: null }, /^Ce qui attend d’être compté Rien n’attend .* peut occuper 2 Gio\./],
  [
    'fr',
    { events: 1, bytes: 2 ** 19, since },
    /1 événement reçu attend .* depuis le .*13[:h ]+02 \(0,5 Mio\)\. Il sera compté/,
  ],
  [
    'fr',
    { events: 12_345, bytes: 3 * 2 ** 29, since },
    /12 345 événements reçus attendent .* \(1,5 Gio\)\. Ils seront comptés/,
  ],
  ['en', { events: 0, bytes: 0, since: null }, /^What waits to be counted Nothing waits.* may take 2 GiB\./],
  [
    'en',
    { events: 2, bytes: 2 ** 20, since },
    /2 events received wait .* the oldest since .*\(1 MiB\)\. They will be counted/,
  ],
] as const)('in %s, what waits is said with its age and its bound: %o', (locale, waiting, said) => {
  expect(shown(waiting, locale)).toMatch(said)
  expect(shown(waiting, locale)).not.toMatch(/limite est atteinte|limit is reached/)
})

test('once the bound is passed, it says that events are refused', () => {
  expect(shown({ events: 9, bytes: 2 ** 31 + 1, since })).toContain('La limite est atteinte')
  expect(shown({ events: 9, bytes: 2 ** 31 + 1, since }, 'en')).toContain('The limit is reached')
})
