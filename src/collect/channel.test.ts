import { describe, expect, test } from 'vitest'
import { channelOf, channels, channelsBy, defaultRules } from './channel.ts'
import { provenance } from './enrich.ts'
import { knownSource, sourceName } from './source.ts'

describe('the channel of a tagged link', () => {
  test.each([
    // source, medium, campaign, channel
    ['', '', '', 'Direct'],
    ['(direct)', '(none)', '', 'Direct'],
    ['google', 'cpc', '', 'Paid Search'],
    ['Google', 'CPC', '', 'Paid Search'],
    ['google', 'cpm', '', 'Paid Search'],
    ['lemonde.fr', 'cpm', '', 'Display'],
    ['lemonde.fr', 'banner', '', 'Display'],
    ['qwant', 'organic', '', 'Organic Search'],
    ['facebook', 'cpc', '', 'Paid Social'],
    ['facebook.com', 'email', '', 'Organic Social'],
    ['linkedin', 'social', 'rentree', 'Organic Social'],
    ['moi', 'social-media', '', 'Organic Social'],
    ['youtube', 'paid-video', '', 'Paid Video'],
    ['youtube', '', '', 'Organic Video'],
    ['partenaire', 'video', '', 'Organic Video'],
    ['newsletter', 'email', 'summer-shop', 'Organic Shopping'],
    ['newsletter', 'email', 'workshop', 'Email'],
    ['newsletter', 'cpc', 'shopping-noel', 'Paid Shopping'],
    ['amazon.fr', 'cpc', '', 'Paid Shopping'],
    ['cdiscount', '', '', 'Organic Shopping'],
    ['newsletter', 'e-mail', 'miel', 'Email'],
    ['e_mail', '', '', 'Email'],
    ['google', 'cpc', 'Cross-Network pmax', 'Cross-network'],
    ['blog-ami', 'referral', '', 'Referral'],
    ['chatgpt.com', 'referral', '', 'AI Assistants'],
    ['chatgpt.com', '', '', 'AI Assistants'],
    ['perplexity', '', '', 'AI Assistants'],
    ['regie', 'retargeting', '', 'Paid Other'],
    ['awin', 'affiliate', '', 'Affiliates'],
    ['podcast', 'audio', '', 'Audio'],
    ['sms', '', '', 'SMS'],
    ['appli', 'web-push', '', 'Mobile Push'],
    ['firebase', 'x', '', 'Mobile Push'],
    ['flyer', 'print', '', 'Unassigned'],
    ['newsletter', '', '', 'Unassigned'],
  ])('source "%s", medium "%s", campaign "%s" is %s', (source, medium, campaign, channel) => {
    expect(channelOf({ source, medium, campaign })).toBe(channel)
  })

  test('every rule leads to a channel of the list, in its order', () => {
    const order = defaultRules.map(({ channel }) => channels.indexOf(channel as (typeof channels)[number]))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order).not.toContain(-1)
  })

  test('a site can put a rule of its own before ours', () => {
    const own = channelsBy([{ channel: 'Salons', all: [[{ on: 'medium', matches: '^salon' }]] }, ...defaultRules])
    expect(own({ source: 'sitl', medium: 'Salon-2026', campaign: '' })).toBe('Salons')
    expect(own({ source: '', medium: '', campaign: '' })).toBe('Direct')
  })
})

describe('the channel of a page view', () => {
  test.each([
    // query of the page, referrer's host, consent, source, channel
    ['', '', true, '', 'Direct'],
    ['', 'google.fr', false, 'Google', 'Organic Search'],
    ['', 'google.co.uk', false, 'Google', 'Organic Search'],
    ['', 'lemoteur.orange.fr', false, 'Orange', 'Organic Search'],
    ['', 'l.facebook.com', false, 'Facebook', 'Organic Social'],
    ['', 't.co', false, 'X', 'Organic Social'],
    ['', 'com.linkedin.android', false, 'LinkedIn', 'Organic Social'],
    ['', 'gemini.google.com', false, 'Gemini', 'AI Assistants'],
    ['', 'chat.mistral.ai', false, 'Le Chat', 'AI Assistants'],
    ['', 'm.youtube.com', false, 'YouTube', 'Organic Video'],
    ['', 'ruche-voisine.fr', false, 'ruche-voisine.fr', 'Referral'],
    ['?utm_source=newsletter&utm_medium=email&utm_campaign=miel', 'mail.google.com', true, 'newsletter', 'Email'],
    ['?utm_source=newsletter&utm_medium=email&utm_campaign=miel', '', false, '', 'Direct'],
    ['?gclid=abc', 'google.com', true, 'Google', 'Paid Search'],
    ['?gclid=abc', 'google.com', false, 'Google', 'Organic Search'],
    ['?fbclid=abc', '', true, 'Facebook', 'Organic Social'],
    ['?msclkid=abc', 'bing.com', true, 'Bing', 'Paid Search'],
    ['?ref=salon-miel', '', true, 'salon-miel', 'Unassigned'],
    ['?utm_source=google&gclid=1', '', true, 'Google', 'Paid Search'],
  ])('%s from "%s", consent %s: %s, %s', (query, host, consent, source, channel) => {
    const from = provenance(new URL(`https://exemple.fr/${query}`), host, consent, channelOf)
    expect(from).toMatchObject({ source, channel })
  })

  test('without consent no campaign parameter is kept', () => {
    const from = provenance(
      new URL('https://exemple.fr/?utm_source=a&utm_medium=b&utm_campaign=c&utm_content=d&utm_term=e&gclid=f'),
      '',
      false,
      channelOf,
    )
    expect(Object.values(from.utm).join('')).toBe('')
  })
})

describe('known sources', () => {
  test('names that end alike are not the same host', () => {
    expect(knownSource('notgoogle.com')).toBeNull()
    expect(knownSource('google.evil-domain.com')).toBeNull()
    expect(sourceName('WWW.Ruche-Voisine.fr')).toBe('ruche-voisine.fr')
  })
})
