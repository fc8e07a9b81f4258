import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fr as audienceFr } from '../analytics/audience.fr.ts'
import { putRule, ruleFinder, siteChannels, standardEntries, toggleEntry } from '../collect/channel-rules.ts'
import { channelOf, channels } from '../collect/channel.ts'
import { provenance } from '../collect/enrich.ts'
import { conventional } from './links.ts'
import { landingAddress } from './address.ts'
import type { Utm } from './utm.ts'
import { predict } from './prediction.ts'

const none: Utm = { utmSource: null, utmMedium: null, utmCampaign: null, utmContent: null, utmTerm: null }
const of = (utmSource: string | null, utmMedium: string | null, utmCampaign: string | null = 'noel'): Utm => ({
  ...none,
  utmSource,
  utmMedium,
  utmCampaign,
})

const word = fc.oneof(
  fc.constantFrom(
    'google', 'facebook', 'facebook.com', 'lettre', 'newsletter', 'youtube', 'amazon', 'chatgpt.com', 'partenaire', 'direct', '(direct)',
    'email', 'e-mail', 'cpc', 'cpm', 'ppc', 'paid_social', 'social', 'display', 'referral', 'affiliate', 'sms', 'push', 'organic', 'video',
    'noel', 'summer-shop', 'cross-network', 'workshop', 'shopping',
  ),
  fc.string({ minLength: 1, maxLength: 12 }).map(conventional),
) // prettier-ignore
const utm = fc.record({
  utmSource: fc.option(word),
  utmMedium: fc.option(word),
  utmCampaign: fc.option(word),
  utmContent: fc.option(word),
  utmTerm: fc.option(word),
})

describe('what is predicted', () => {
  test('is the channel that a visit through the link gets, whatever its parameters', () => {
    fc.assert(
      fc.property(utm, (given) => {
        const landing = new URL(landingAddress('https://boutique.example/coffrets', given))
        expect(predict(given).channel).toBe(provenance(landing, '', true, channelOf).channel)
      }),
      { numRuns: 2_000 },
    )
  })

  test('follows the rules of the site that the link leads to', () => {
    const letters = {
      id: 'r',
      channel: 'Lettres',
      join: 'all',
      conditions: [{ on: 'medium', how: 'is', value: 'email' }],
    } as const
    const entries = toggleEntry(putRule(standardEntries, letters), 'Organic Shopping')
    fc.assert(
      fc.property(utm, (given) => {
        const landing = new URL(landingAddress('https://boutique.example/coffrets', given))
        const measured = provenance(landing, '', true, siteChannels(1, entries).of).channel
        expect(predict(given, null, ruleFinder(entries)).channel).toBe(measured)
      }),
      { numRuns: 500 },
    )
    // What the site chose is no trap: "facebook.com" with medium "email" is a letter there.
    expect(predict(of('facebook.com', 'email'), null, ruleFinder(entries))).toEqual({
      channel: 'Lettres',
      warnings: [],
    })
  })

  test('is a channel of the table, and has its name in French', () => {
    for (const channel of channels) expect(audienceFr.channels[channel]).toBeTruthy()
    fc.assert(fc.property(utm, (given) => channels.some((channel) => channel === predict(given).channel)))
  })

  test('comes with warnings in both languages, that quote nothing but what was typed', () => {
    fc.assert(
      fc.property(utm, (given) => {
        for (const { fr, en } of predict(given, 'exempt').warnings) {
          expect(fr.length).toBeGreaterThan(20)
          expect(en.length).toBeGreaterThan(20)
          expect(`${fr} ${en}`).not.toMatch(/undefined|null|\[object/)
        }
      }),
    )
  })
})

describe('a trap is told, and how to avoid it', () => {
  test.each([
    ['an e-mail whose campaign has a shop in it', of('lettre', 'email', 'summer-shop'), /Changez son nom/],
    ['an e-mail whose source is a network', of('facebook.com', 'email'), /Prenez pour source le nom de la lettre/],
    ['a newsletter with a medium of its own making', of('newsletter', 'campagne'), /le medium doit être/],
    ['thousands of views on a search engine', of('google', 'cpm'), /prenez le medium « display »/],
    ['an advertisement that does not say it is paid', of('facebook', 'sponsored'), /paid_social/],
    ['a boosted post', of('instagram', 'boost'), /paid_social/],
    ['a medium that fits nowhere', of('presse', 'article'), /Non classée/],
    ['a link that says by what means, not from where', of(null, 'email'), /Sans utm_source/],
    ['a link that says from where, not by what means', of('lettre', null), /Sans utm_medium/],
    ['capitals', of('Lettre', 'email'), /« Lettre » et « lettre »/],
    ['accents', of('lettre', 'email', 'été'), /« été » et « ete »/],
  ])('%s', (_, given, sentence) => {
    const said = predict(given)
      .warnings.map(({ fr }) => fr.replace(/[\u00a0\u202f]/g, ' '))
      .join('\n')
    expect(said).toMatch(sentence)
  })

  test.each([
    ['a newsletter', of('lettre', 'email')],
    ['a paid search', of('google', 'cpc', 'marque')],
    ['a paid post', of('instagram', 'paid_social', 'coffrets')],
    ['a post', of('instagram', 'social', 'coffrets')],
    ['a banner', of('lemonde', 'display', 'coffrets')],
    ['a partner', of('partenaire', 'referral', 'coffrets')],
    ['nothing at all', none],
  ])('%s has none', (_, given) => {
    expect(predict(given).warnings).toEqual([])
  })

  test('the site’s mode adds its own, once', () => {
    expect(predict(of('lettre', 'email'), 'consent').warnings).toEqual([])
    expect(predict(of('lettre', 'email'), 'exempt').warnings.map(({ fr }) => fr)).toEqual([
      expect.stringContaining('mode exempté'),
    ])
  })
})
