import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressTraps } from './address-traps.ts'
import { landingAddress, withoutUtm } from './address.ts'
import { siteOfDestination } from './links.ts'
import { type Utm, noUtm, utmFields } from './utm.ts'

const letter: Utm = { ...noUtm, utmSource: 'lettre', utmMedium: 'email', utmCampaign: 'noel' }
/** Pages with anything in their path, query and fragment. */
const pages = fc
  .record({
    path: fc.string({ maxLength: 12 }),
    query: fc.array(fc.tuple(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 })), { maxLength: 3 }),
    hash: fc.string({ maxLength: 8 }),
  })
  .map(({ path, query, hash }) => {
    const page = new URL('https://boutique.example/')
    page.pathname = path
    page.search = new URLSearchParams(query).toString()
    page.hash = hash
    return page.href
  })
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('an address copied with its campaign', () => {
  test.each<[copied: string, destination: string, utm: Partial<Utm>]>([
    [
      'https://a.example/p?id=3&utm_source=lettre&utm_medium=email#avis',
      'https://a.example/p?id=3#avis',
      { utmSource: 'lettre', utmMedium: 'email' },
    ],
    ['https://a.example/?UTM_Source=Lettre', 'https://a.example/', { utmSource: 'Lettre' }],
    ['https://a.example/?utm_source=&utm_term=%20miel%20', 'https://a.example/', { utmTerm: 'miel' }],
    ['https://a.example/?utm_source=a&x=1&utm_source=b', 'https://a.example/?x=1', { utmSource: 'b' }],
    // A parameter of the family that we do not keep apart stays where it is.
    ['https://a.example/?utm_id=7&utm_source=a', 'https://a.example/?utm_id=7', { utmSource: 'a' }],
    ['https://a.example/p?x=a%20b', 'https://a.example/p?x=a%20b', {}],
    ['boutique', 'boutique', {}],
    ['', '', {}],
  ])('%s leaves %s', (copied, destination, utm) => {
    expect(withoutUtm(copied)).toEqual({ destination, utm: { ...noUtm, ...utm } })
  })

  test('gives back what a link of ours publishes', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'z', '7', '_', '.', '-', '&', 'é'),
      minLength: 1,
      maxLength: 12,
    })
    const given = fc.record(Object.fromEntries(utmFields.map((name) => [name, fc.option(word)])))
    fc.assert(
      fc.property(pages, given, (destination, utm) => {
        const back = withoutUtm(landingAddress(destination, utm as Utm))
        expect(back.utm).toEqual(utm)
        expect(back.destination).toBe(destination)
      }),
    )
  })

  test('lands the same, taken apart or not', () => {
    fc.assert(
      fc.property(pages, (address) => {
        const once = landingAddress(address, letter)
        expect(landingAddress(once, letter)).toBe(once)
        expect(withoutUtm(once).utm).toEqual(letter)
      }),
    )
  })
})

describe('a trap of an address', () => {
  const told = (destination: string, utm: Utm = letter) => addressTraps(destination, utm)

  test.each<[destination: string, french: RegExp, english: RegExp]>([
    ['https://a.example/#utm_source=x', /« utm_source » est écrit après le #/, /“utm_source” is written after the #/],
    ['https://a.example/#/p?a=1&ref=x', /« ref » est écrit après le #/, /“ref” is written after the #/],
    [
      'https://a.example/?utm_term=a&utm_source=b',
      /déjà utm_term, utm_source :/,
      /already carries utm_term, utm_source:/,
    ],
    ['https://a.example/?source=salon', /« source », qui sert aussi/, /“source”, which is a source too/],
    ['https://a.example/?GCLID=1', /« gclid »/, /“gclid”/],
    ['https://www.tinyurl.com/x', /« tinyurl.com » raccourcit/, /“tinyurl.com” shortens/],
    ['https://a.example/?contact_id=88', /« contact_id » semble/, /“contact_id” seems/],
    // A plus in a query is a space once it is read: the number is one nevertheless.
    ['https://a.example/?r=+33612345678', /« r » semble/, /“r” seems/],
    ['https://a.example/?r=0033%206.12.34.56.78', /« r » semble/, /“r” seems/],
  ])('%s is told in both languages', (destination, french, english) => {
    const found = told(destination)
    expect(found).toHaveLength(1)
    expect(plain(found[0]?.fr ?? '')).toMatch(french)
    expect(found[0]?.en).toMatch(english)
  })

  test.each([
    'https://a.example/#avis',
    'https://a.example/#/produits?taille=2',
    'https://not-bit.ly.example/x',
    'https://a.example/?ean=3760123456789',
    'https://a.example/?nom=',
    'https://a.example/?q=prix%20@%20la%20ferme',
    'https://a.example/?t=0612',
  ])('is not seen in %s', (destination) => expect(told(destination)).toEqual([]))

  test('comes one a kind, all of them at once, whatever the address holds', () => {
    const all = told('https://bit.ly/x?fbclid=1&utm_source=a&email=b#?utm_medium=c')
    expect(all).toHaveLength(5)
    fc.assert(
      fc.property(pages, (address) => {
        const found = told(address)
        expect(found.length).toBeLessThanOrEqual(5)
        // What is quoted from the address stays short enough to be read.
        for (const { fr, en } of found) expect(Math.max(fr.length, en.length)).toBeLessThan(400)
      }),
    )
  })
})

test.each([
  ['https://boutique.exemple.fr/miel', 'boutique.exemple.fr'],
  ['https://www.boutique.exemple.fr/', 'boutique.exemple.fr'],
  ['https://blog.exemple.fr/', 'exemple.fr'],
  ['https://exemple.fr:8443/', 'exemple.fr'],
  ['https://contre-exemple.fr/', null],
  ['https://exemple.fr.ailleurs.example/', null],
  ['exemple.fr', null],
])('%s is measured by the nearest of the sites: %s', (destination, domain) => {
  const sites = [{ domain: 'exemple.fr' }, { domain: 'boutique.exemple.fr' }]
  expect(siteOfDestination(sites, destination)?.domain ?? null).toBe(domain)
  expect(siteOfDestination(sites.toReversed(), destination)?.domain ?? null).toBe(domain)
})
