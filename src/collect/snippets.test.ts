import { describe, expect, test } from 'vitest'
import { measures, measuresOf, places, snippets } from './snippets.ts'

const site = { domain: 'ruches.example', currency: 'EUR', mode: 'exempt' as const, settings: {} }
const origin = 'https://fil.example'

test.each([
  ['', ['outbound', 'downloads']],
  ['x=none', []],
  ['x=none&x=vitals&x=forms', ['forms', 'vitals']],
  ['x=nonsense&x=time', ['time']],
])('%j asks for %j', (search, chosen) => expect(measuresOf(new URLSearchParams(search))).toEqual(chosen))

describe('the line', () => {
  test.each([
    ['as usual', ['outbound', 'downloads'], {}, 'data-site="ruches.example" src="https://fil.example/js/filrouge.js"'],
    ['with nothing more: the core', [], {}, 'data-site="ruches.example" data-measure="" src="https://fil.example/js/filrouge.core.js"'],
    ['with more', ['forms', '404'], {}, 'data-site="ruches.example" data-measure="forms 404" src="https://fil.example/js/filrouge.js"'],
    ['that asks for consent is never the core', [], { mode: 'consent' as const }, 'data-site="ruches.example" data-measure="" data-consent src="https://fil.example/js/filrouge.js"'],
    ['that obeys signals', ['outbound', 'downloads'], { settings: { obeySignals: true } }, 'data-site="ruches.example" data-signals src="https://fil.example/js/filrouge.js"'],
  ] as const)('%s', (_, chosen, more, attributes) =>
    expect(snippets({ ...site, ...more }, chosen, origin).html).toBe(`<script defer ${attributes}></script>`),
  ) // prettier-ignore

  test.each(places)('%s knows the site and where to send', (place) => {
    const text = snippets(site, measures, origin)[place]
    expect(text).toContain('ruches.example')
    expect(text).toContain('https://fil.example/')
  })

  test('of a tag manager, of WordPress and of Next.js says the same as the HTML', () => {
    const { html, wordpress, tagManager, next } = snippets(site, ['vitals'], origin)
    expect(wordpress).toContain(html)
    for (const text of [tagManager, next]) for (const part of ['data-measure', 'vitals', '/js/filrouge.js']) expect(text).toContain(part)
  }) // prettier-ignore
})
