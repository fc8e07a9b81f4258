import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { landingAddress } from './address.ts'
import { goingPage, goneText, overText, passwordPage } from './redirect-page.ts'
import { noUtm } from './utm.ts'

// The few pages that a stranger who follows a link may see, before he belongs anywhere.

const read = (html: string) =>
  html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

describe('the page of a protected link', () => {
  test.each([
    ['fr', null, 'Suivre le lien', null],
    ['en', null, 'Follow the link', null],
    ['fr', 'wrong', 'Mot de passe', 'pas le bon'],
    ['en', 'wrong', 'Password', 'not the right password'],
    ['fr', { wait: 12 }, 'Mot de passe', 'réessayez dans 12\u202fs'],
    ['en', { wait: 12 }, 'Password', 'try again in 12 s'],
  ] as const)('in %s, after %j, says so', (locale, trouble, words, said) => {
    const html = passwordPage(locale, trouble)
    expect(html).toContain(`<html lang="${locale}">`)
    expect(html).toContain(words)
    // The trouble is tied to the field, for who hears the page; without one there is no empty alert.
    expect(html.includes('role="alert"')).toBe(said !== null)
    expect(html.includes('aria-invalid="true" aria-describedby="trouble"')).toBe(said !== null)
    if (said !== null) expect(html).toContain(said)
  })

  test('asks for nothing from outside, and runs nothing', () => {
    for (const html of [passwordPage('fr', 'wrong'), goingPage('en', 'https://a.example/')]) {
      expect(html).not.toMatch(/<script|\bsrc=|\bon\w+=|stylesheet/i)
      expect(html).toContain('<meta name="robots" content="noindex">')
    }
  })
})

describe('the page that sends on', () => {
  test.each([
    ['https://a.example/?a=1&b=2', '/?a=1&amp;b=2'],
    ['https://a.example/l’été?q="x"', '/l%E2%80%99%C3%A9t%C3%A9?q=%22x%22'],
    ['https://a.example/?q=</a><script>', '/?q=%3C/a%3E%3Cscript%3E'],
  ])('to %s writes %s', (destination, written) => {
    expect(goingPage('fr', landingAddress(destination, noUtm))).toContain(`<a href="https://a.example${written}">`)
  })

  test('leads by itself and by its link to the same address, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, value) => {
        const address = new URL('https://a.example/')
        address.pathname = path
        address.searchParams.set('q', value)
        const to = landingAddress(address.href, { ...noUtm, utmSource: value.toWellFormed() || null })
        const html = goingPage('en', to)
        const [, refresh = ''] = /http-equiv="refresh" content="0;url=([^"]*)"/.exec(html) ?? []
        const [, link = ''] = /<a href="([^"]*)"/.exec(html) ?? []
        expect(read(refresh)).toBe(to)
        expect(read(link)).toBe(to)
        expect(html.match(/<a /g)).toHaveLength(1)
      }),
    )
  })

  test('escapes what an address could hold, should it come unencoded', () => {
    const html = goingPage('en', 'https://a.example/"><script>alert(1)</script>')
    expect(html).not.toContain('<script>')
    expect(read(/href="([^"]*)"/.exec(html)?.[1] ?? '')).toBe('https://a.example/"><script>alert(1)</script>')
  })
})

test.each([goneText, overText])('what has no page is told in both languages, a line each: %s', (text) => {
  expect(text.trimEnd().split('\n')).toHaveLength(2)
  expect(text).toMatch(/^Ce lien .*\nThis link .*\n$/u)
})
