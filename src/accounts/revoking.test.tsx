import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import type { Locale } from '../i18n.ts'
import { html, words } from '../ui/render.fixture.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import GuestsPage from './guests.page.tsx'
import KeysPage from './keys.page.tsx'

const key = { id: 'k1', name: 'Caisse', hint: 'fr_abc', scopes: ['events:write'], created: '1 mars', used: null }
const link = (guests: readonly string[]) => ({ id: 'l1', name: 'Comité', guests, until: '1 avril' })

const pages: [
  name: string,
  Page: () => ReactNode,
  data: unknown,
  said: (t: typeof fr) => { sure: string; button: string },
][] = [
  ['a key', KeysPage, { keys: [key] }, (t) => ({ sure: t.keys.revokeSure, button: t.keys.revokeOf('Caisse') })],
  ...[[], ['Léa'], ['Léa', 'Paul']].map((guests): (typeof pages)[number] => [
    `a link that ${guests.length} used`,
    GuestsPage,
    { links: [link(guests)] },
    (t) => ({ sure: t.guests.revokeSure(guests.length), button: t.guests.revokeOf('Comité') }),
  ]),
]

test.each(pages)(
  '%s is closed by a second press, under what follows from it, without any script',
  (_, Page, data, said) => {
    for (const [locale, t] of Object.entries({ fr, en }) as [Locale, typeof fr][]) {
      const shown = html(<Page />, { locale, data })
      const asked = shown.match(/<details[^>]*><summary>[^<]*<\/summary>.*?<\/details>/gs) ?? []
      expect(asked).toHaveLength(1)
      const { sure, button } = said(t)
      const [first = '', then = ''] = (asked[0] ?? '').split('</summary>')
      expect(first).not.toContain('<button')
      expect(words(then)).toBe(words(`${sure} ${button}`))
      expect(then).toContain('value="revoke"')
      // No other way on the page.
      expect(shown.replace(asked[0] ?? '', '')).not.toContain('value="revoke"')
    }
  },
)
