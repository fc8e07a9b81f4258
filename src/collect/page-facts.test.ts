import { describe, expect, test } from 'vitest'
import { isClosing, isInteraction, propsOf } from './page-facts.ts'
import { readProducts } from './products.ts'

const site = { domain: 'ruches.example', settings: { searchParams: ['q', 's'] } }
const seen = (url: string, name = 'pageview', more: { referrer?: string; props?: Record<string, string> } = {}) =>
  propsOf({ url: new URL(url, 'https://ruches.example'), name, referrer: '', props: {}, ...more }, site)

describe('what was searched for on the site', () => {
  test.each([
    ['/recherche?q=miel', 'miel'],
    ['/recherche?q=%20%20Miel%20%20de%20Lavande%20', 'miel de lavande'],
    ['/recherche?s=cire&page=2', 'cire'],
    ['/recherche?q=&s=cire', 'cire'],
    ['/recherche?q=cha%CC%82taignier', 'châtaignier'],
    ['/recherche?Q=miel', undefined],
    ['/recherche?q=%20', undefined],
    ['/recherche', undefined],
  ])('%s looks for %j', (url, term) => expect(seen(url)['search']).toBe(term))

  test('is not read where the site does not say which parameter holds it, nor on another event', () => {
    const silent = { domain: 'ruches.example', settings: {} }
    const hit = { url: new URL('https://ruches.example/?q=miel'), name: 'pageview', referrer: '', props: {} }
    expect(propsOf(hit, silent)).toEqual({})
    expect(seen('/?q=miel', 'commande')).toEqual({})
  })

  test('is written one way, whoever says it', () =>
    expect(seen('/', 'search', { props: { term: ' Miel  BIO ', results: '0' } })).toEqual({
      term: 'miel bio',
      results: '0',
    }))
})

test.each([
  ['https://ruches.example/blog/miel?utm_source=a#b', '/blog/miel'],
  ['https://www.ruches.example/', '/'],
  ['https://boutique.ruches.example/panier', '/panier'],
  ['https://www.gites.example/page/privee?client=4', 'gites.example'],
  ['', undefined],
  ['android-app://com.linkedin.android/', undefined],
])('a dead link met from %j stands on %j', (referrer, from) =>
  expect(seen('/perdue', '404', { referrer })['from']).toBe(from),
)

test.each([
  ['pageview', false, false],
  ['404', false, false],
  ['engagement', false, true],
  ['web-vitals', false, true],
  ['form', true, false],
  ['search', true, false],
  ['commande', true, false],
])('%s: somebody did something %j, it can only end a visit %j', (name, interaction, closing) =>
  expect([isInteraction(name), isClosing(name)]).toEqual([interaction, closing]),
)

describe('the products of an order', () => {
  test('are kept as lines, in cents', () =>
    expect(
      readProducts([
        { name: ' Miel ', price: 12.9, quantity: 3, category: 'x' },
        { name: 'Cire', price: '8.50' },
      ]),
    ).toBe('[{"name":"Miel","quantity":3,"cents":1290},{"name":"Cire","quantity":1,"cents":850}]'))

  test.each([[undefined], [null], [[]]])('%j is none', (value) => expect(readProducts(value)).toBeNull())

  test.each([
    ['miel', 'products'],
    [Array.from({ length: 101 }, () => ({ name: 'x' })), 'products'],
    [['miel'], 'products.0'],
    [[{ name: 'Miel' }, { name: ' ' }], 'products.1.name'],
    [[{ name: 'x'.repeat(301) }], 'products.0.name'],
    [[{ name: 'Miel', quantity: 0 }], 'products.0.quantity'],
    [[{ name: 'Miel', quantity: 1.5 }], 'products.0.quantity'],
    [[{ name: 'Miel', price: -1 }], 'products.0.price'],
    [[{ name: 'Miel', price: 'cher' }], 'products.0.price'],
  ])('%j is refused by its field', (value, field) => expect(readProducts(value)).toMatchObject({ field }))
})
