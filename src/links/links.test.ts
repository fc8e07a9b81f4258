import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkValues } from '../projects/kind.ts'
import { campaign, conventional, trackedLink } from './links.ts'
import { destinationTrouble, landingAddress } from './address.ts'
import type { Utm } from './utm.ts'
import { predict } from './prediction.ts'
import { followerOf } from './robots.ts'

const none: Utm = { utmSource: null, utmMedium: null, utmCampaign: null, utmContent: null, utmTerm: null }
const letter: Utm = { ...none, utmSource: 'lettre', utmMedium: 'email', utmCampaign: 'noel' }

describe('the landing address', () => {
  test.each([
    ['https://a.example', 'https://a.example/?utm_source=lettre&utm_medium=email&utm_campaign=noel'],
    [
      'https://a.example/p?id=3&b=x%20y',
      'https://a.example/p?id=3&b=x%20y&utm_source=lettre&utm_medium=email&utm_campaign=noel',
    ],
    ['https://a.example/p#avis', 'https://a.example/p?utm_source=lettre&utm_medium=email&utm_campaign=noel#avis'],
    [
      'https://a.example/p?x=1#/route?y=2',
      'https://a.example/p?x=1&utm_source=lettre&utm_medium=email&utm_campaign=noel#/route?y=2',
    ],
    [
      'https://a.example/?utm_source=old&k=v&UTM_Medium=cpc',
      'https://a.example/?k=v&utm_source=lettre&utm_medium=email&utm_campaign=noel',
    ],
    [
      'https://élan.example/été',
      'https://xn--lan-9la.example/%C3%A9t%C3%A9?utm_source=lettre&utm_medium=email&utm_campaign=noel',
    ],
  ])('of %s is %s', (destination, landing) => expect(landingAddress(destination, letter)).toBe(landing))

  test('a link without parameters changes nothing', () => {
    expect(landingAddress('https://a.example/p?x=1#y', none)).toBe('https://a.example/p?x=1#y')
  })

  test('what the destination held is still there, and what was added reads back, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.string({ minLength: 1 }),
        (destination, source) => {
          const before = new URL(destination)
          const after = new URL(landingAddress(destination, { ...none, utmSource: source.toWellFormed() }))
          expect(after.hash).toBe(before.hash)
          expect(after.pathname).toBe(before.pathname)
          expect(after.searchParams.get('utm_source')).toBe(source.toWellFormed())
          expect(landingAddress(destination, none)).not.toMatch(/[^\x21-\x7e]/)
        },
      ),
    )
  })
})

test.each([
  ['javascript:alert(1)', 'scheme'],
  ['data:text/html,x', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['//evil.example', 'unreadable'],
  ['not an address', 'unreadable'],
  ['https://user:pass@a.example', 'credentials'],
  ['https://me.example/l/abc', 'loop'],
  ['https://me.example//L/abc', 'loop'],
  ['https://me.example/list', null],
  ['https://other.example/l/abc', null],
])('%s as a destination: %s', (destination, trouble) =>
  expect(destinationTrouble(destination, ['me.example'])).toBe(trouble),
)

describe('the naming convention', () => {
  test.each([
    ['Noël & Coffrets', 'noel-coffrets'],
    ['ÉTÉ  2026', 'ete-2026'],
    ['newsletter_nov', 'newsletter_nov'],
    ['œuf', 'oeuf'],
    ['!!!', ''],
  ])('%s becomes %j', (typed, kept) => expect(conventional(typed)).toBe(kept))

  test('what was once put right stays as it is', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(conventional(conventional(typed))).toBe(conventional(typed))
      }),
    )
  })

  test('a campaign in capitals is refused with a proposal', () => {
    const checked = checkValues(campaign, { title: 'Noël', utmCampaign: 'Noël 2026', state: 'planned' })
    expect(checked).toMatchObject({ ok: false })
    if (!checked.ok) expect(checked.problems['utmCampaign']?.fr).toContain('noel-2026')
  })

  test('a link to javascript:, a bad slug and an accent are each named', () => {
    const checked = checkValues(trackedLink, {
      title: 'x',
      destination: 'javascript:alert(1)',
      slug: 'É té',
      utmSource: 'Été',
    })
    expect(checked.ok).toBe(false)
    if (!checked.ok) expect(Object.keys(checked.problems)).toContain('destination')
    const second = checkValues(trackedLink, {
      title: 'x',
      destination: 'https://a.example',
      slug: 'É té',
      utmSource: 'Été',
    })
    if (!second.ok) expect(Object.keys(second.problems).sort()).toEqual(['slug', 'utmSource'])
  })
})

describe('the channel is told before publishing, with its traps', () => {
  test.each<[string, Partial<Utm>, string, RegExp | null]>([
    ['a newsletter', letter, 'Email', null],
    ['a newsletter named summer-shop', { ...letter, utmCampaign: 'summer-shop' }, 'Organic Shopping', /shop/],
    ['cpm on a search engine', { utmSource: 'google', utmMedium: 'cpm', utmCampaign: 'a' }, 'Paid Search', /cpm/],
    [
      'an e-mail whose source is facebook.com',
      { utmSource: 'facebook.com', utmMedium: 'email', utmCampaign: 'a' },
      'Organic Social',
      /réseau social/,
    ],
    ['a capital', { ...letter, utmSource: 'Lettre' }, 'Email', /deux lignes/],
    ['no medium', { utmSource: 'lettre' }, 'Unassigned', /utm_medium/],
    ['no source', { utmMedium: 'email' }, 'Email', /utm_source/],
    ['a paid medium that is not known', { utmSource: 'facebook', utmMedium: 'sponsored' }, 'Organic Social', /payant/],
  ])('%s', (_, utm, channel, warning) => {
    const found = predict({ ...none, ...utm })
    expect(found.channel).toBe(channel)
    if (warning) expect(found.warnings.map((words) => words.fr).join(' ')).toMatch(warning)
    else expect(found.warnings).toEqual([])
  })

  test('on a site in exempt mode the campaign will not be seen, and it is said', () => {
    expect(predict(letter, 'exempt').warnings).toHaveLength(1)
  })
})

test.each([
  ['GET', 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', '', false, 'person'],
  ['HEAD', 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0', '', false, 'bot'],
  ['GET', '', '', false, 'bot'],
  ['GET', 'Googlebot/2.1', '', true, 'bot'],
  ['GET', 'facebookexternalhit/1.1', '', true, 'preview'],
  ['GET', 'LinkedInBot/1.0', '', true, 'preview'],
  ['GET', 'WhatsApp/2.23.20.0', '', false, 'preview'],
  ['GET', 'Mozilla/5.0 Chrome/140', 'prefetch;prerender', false, 'preview'],
] as const)('%s by %j (%s) is a %5$s', (method, agent, purpose, isRobot, kind) => {
  expect(followerOf(method, agent, purpose, isRobot).kind).toBe(kind)
})

test.each([
  ['Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0', 'iMessage'],
  ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'Slack'],
  ['LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)', 'LinkedIn'],
  ['Mozilla/5.0 (Windows NT 6.1) BarracudaCentral/1.0', 'Barracuda'],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Google'],
  ['unknown crawler', 'Other'],
  ['', 'Unnamed'],
])('the robot %s is called %s', (agent, robot) => {
  expect(followerOf('GET', agent, '', agent !== '').robot).toBe(robot)
})
