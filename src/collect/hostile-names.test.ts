import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countryCode } from './country-names.ts'
import { readAgent } from './device.ts'
import { BadBody, readEventBody } from './event-body.ts'
import { hintsOf, withHints } from './hints.ts'
import { customReader } from './log-custom.ts'
import { bulkParameters, fromMatomo, parametersOf } from './matomo.ts'
import { fromPlausible, isPlausible, plausibleSites } from './plausible.ts'
import { sourceName } from './source.ts'
import { flat } from './translated.ts'
import { fromUmami } from './umami.ts'

// A table of ours, asked with a word of a stranger's, must not answer with what every object of JavaScript has.

const site = { domain: 'ruches.example', currency: 'EUR' }
const inherited = Object.getOwnPropertyNames(Object.prototype)
const url = 'https://ruches.example/miel'

describe.each(inherited)('"%s"', (word) => {
  test('is the name of an event like any other', () => {
    const { body } = fromPlausible({ n: word, u: url, d: 'ruches.example' }, 'ruches.example')
    expect(readEventBody(body).name).toBe(word)
    const umami = fromUmami({ type: 'event', payload: { url, name: word, hostname: 'ruches.example' } }, site)
    expect(readEventBody(umami.body).name).toBe(word)
  })

  test('as the type of an event is none that Umami knows: what it says is an event', () => {
    const { body } = fromUmami({ type: word, payload: { url, name: 'clic', props: 'x', data: { lot: 3 } } }, site)
    expect(readEventBody(body)).toMatchObject({ name: 'clic', props: { lot: '3' } })
  })

  test('as a platform, a browser or a brand leaves a text in each field', () => {
    const chrome = { device: 'desktop', browser: 'Chrome', os: 'Windows', bot: '' }
    const said: Record<string, string> = {
      'sec-ch-ua': `"${word}";v="1"`,
      'sec-ch-ua-mobile': '?0',
      'sec-ch-ua-platform': `"${word}"`,
    }
    const hints = hintsOf((name) => said[name] ?? '')
    expect(hints).toBe(`${word}|?0|${word}`)
    expect(withHints(chrome, hints)).toEqual(chrome)
    for (const value of Object.values(readAgent(`${word}/1.0 (Windows NT 10.0) ${word}/2.0`)))
      expect(typeof value).toBe('string')
  })

  test('is no country and no known source', () => {
    expect(countryCode(word)).toBeNull()
    expect(sourceName(word)).toBe(word.toLowerCase())
  })
})

describe('an object where a number is awaited', () => {
  /** JSON can say it, and asking it for its number throws. */
  const trap = { toString: 1, valueOf: 1 }
  const fieldOf = (body: unknown) => {
    try {
      readEventBody(body)
    } catch (error) {
      if (error instanceof BadBody) return error.field
      throw error
    }
    return null
  }

  test.each([trap, {}, [], [1_795_600_000], true])('%j is no time of Umami’s', (timestamp) => {
    const { body } = fromUmami({ type: 'event', payload: { url, hostname: 'ruches.example', timestamp } }, site)
    expect(fieldOf(body)).toBe('time')
  })

  test.each([trap, [3], {}])('%j is no quantity, no price and no amount', (value) => {
    const order = { site: 'ruches.example', url, name: 'order' }
    expect(fieldOf({ ...order, products: [{ name: 'Miel', quantity: value }] })).toBe('products.0.quantity')
    expect(fieldOf({ ...order, products: [{ name: 'Miel' }, { name: 'Cire', price: value }] })).toBe('products.1.price')
    expect(fieldOf({ ...order, revenue: { amount: value, currency: 'EUR' } })).toBe('revenue.amount')
    expect(fieldOf({ ...order, revenue: { amount: 1, currency: value } })).toBe('revenue.currency')
  })

  test('is no parameter of Matomo’s: what it holds is not written', () => {
    expect(bulkParameters({ idsite: trap, url: [url], rec: true, e_v: null })).toEqual({ idsite: '', url: '', rec: '', e_v: '' }) // prettier-ignore
  })

  test.each([
    ['u', { n: 'pageview', u: trap, d: 'x' }],
    ['n', { n: [trap], u: url, d: 'x' }],
    ['r', { n: 'pageview', u: url, r: trap, d: 'x' }],
    ['$.amount', { n: 'achat', u: url, d: 'x', $: { amount: trap, currency: 'EUR' } }],
  ])('in "%s" of Plausible’s is refused by that name', (field, bag) => {
    const { body, names } = fromPlausible(bag, 'ruches.example')
    const [ours = '', ...rest] = (fieldOf(body) ?? '').split('.')
    expect([names[ours], ...rest].join('.')).toBe(field)
  })
})

test('a form of logs knows only the variables it names', () => {
  const line = '90.1.2.3 [24/Nov/2026:10:00:00 +0100] "GET /miel HTTP/1.1" 200 x'
  const read = (variable: string) => customReader(`$remote_addr [$time_local] "$request" $status ${variable}`)(line)
  const known = read('$http_accept')
  expect(known).toMatchObject({ ip: '90.1.2.3' })
  for (const word of inherited.filter((name) => /^[a-z]+$/.test(name))) expect(read(`$${word}`)).toEqual(known)
})

describe('objects within objects', () => {
  const tree = fc.letrec<{ value: unknown; bag: Record<string, unknown> }>((tie) => ({
    bag: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie('value'), { maxKeys: 4 }),
    value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, '', 0, 1, true, 'miel'), fc.array(fc.nat(9), { maxLength: 3 }), tie('bag')),
  })).bag // prettier-ignore

  test('become one level; each leaf is found again at its path, and what is empty is left out', () => {
    fc.assert(
      fc.property(tree, (bag) => {
        for (const [path, value] of Object.entries(flat(bag))) {
          const found = path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], bag)
          expect(value).toEqual(Array.isArray(found) ? JSON.stringify(found) : found)
          expect([null, undefined, '']).not.toContain(value)
        }
      }),
    )
  })

  test('ten thousand deep end: the rest is one text, refused for its length by its name', () => {
    let bag: Record<string, unknown> = { a: 1 }
    for (let i = 0; i < 10_000; i++) bag = { a: bag }
    const [name = '', ...more] = Object.keys(flat(bag))
    expect([name.length < 300, more]).toEqual([true, []])
    const { body } = fromUmami({ type: 'event', payload: { url, hostname: 'ruches.example', data: bag } }, site)
    expect(() => readEventBody(body)).toThrow(BadBody)
  })
})

describe('whatever is typed in an address', () => {
  const target = fc
    .tuple(fc.array(fc.string()), fc.option(fc.string()), fc.option(fc.string()))
    .map(([path, query, hash]) => {
      const given = new URL(`https://a.example/${path.map(encodeURIComponent).join('/')}`)
      if (query !== null) given.search = query
      if (hash !== null) given.hash = hash
      return given.href
    })

  test('parameters written are parameters read, the last of a name that comes twice', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))), (pairs) => {
        const query = new URLSearchParams(pairs).toString()
        expect(parametersOf(`?${query}`)).toEqual(Object.fromEntries(pairs))
        expect(parametersOf(`/matomo.php?${query}`)).toEqual(Object.fromEntries(pairs))
      }),
    )
  })

  test('a click told by Matomo names no query string, and keeps its page', () => {
    fc.assert(
      fc.property(target, (address) => {
        for (const click of [{ link: address }, { download: address }]) {
          const { body } = fromMatomo({ url, ...click }, site)
          const read = readEventBody(body)
          expect(read.props['url']).not.toMatch(/[?#]/)
          expect(address.startsWith(read.props['url'] ?? '?')).toBe(true)
          expect(read.url.href).toBe(url)
        }
      }),
    )
  })

  test('each domain of a body of Plausible’s is named once trimmed, none is empty', () => {
    fc.assert(
      fc.property(fc.array(fc.domain(), { minLength: 1, maxLength: 5 }), fc.constantFrom(',', ' , ', ',,'), (domains, comma) => {
        const body = { n: 'pageview', u: url, d: domains.join(comma) }
        expect(isPlausible(body)).toBe(true)
        expect(plausibleSites(body)).toEqual(domains)
      }),
    ) // prettier-ignore
  })
})
