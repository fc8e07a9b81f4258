import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channelOf, channels, type Condition, conditionFields, defaultRules } from '../collect/channel.ts'
import {
  entryKey,
  putRule,
  rulesInForce,
  siteChannels,
  standardEntries,
  toggleEntry,
} from '../collect/channel-rules.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import { channelOfPast, type PastVisits, previewOf, visitsByRule } from './channel-preview.ts'
import { channelLabel, channelLabels, channelMeant, conditionText, groupTexts } from './channel-text.ts'
import { en } from './channels.en.ts'
import { fr } from './channels.fr.ts'
import { valueLabel } from './labels.ts'

const both = [fr, en]

describe('a rule in words', () => {
  test.each(defaultRules)('$channel is said in both languages, and no sentence shows a regular expression', (rule) => {
    for (const t of both) {
      const groups = groupTexts(rule, t)
      expect(groups).toHaveLength(rule.all.length)
      for (const sentence of groups) expect(sentence).toMatch(/^[^\\^$*|]+$/)
    }
  })

  test.each<[Condition, string, string]>([
    [{ sourceIs: 'ai' }, 'la source est un assistant IA', 'the source is an AI assistant'],
    [{ on: 'medium', isOneOf: ['salon'] }, 'medium\u00a0: salon', 'medium: salon'],
    [{ on: 'campaign', isOneOf: [''] }, 'campagne\u00a0: vide', 'campaign: empty'],
    [{ on: 'source', isOneOf: ['', 'direct'] }, 'source\u00a0: vide, direct', 'source: empty, direct'],
    [{ on: 'referrerHost', contains: 'ventoux' }, 'référent contient «\u00a0ventoux\u00a0»', 'referrer contains “ventoux”'],
    [{ on: 'campaign', starts: 'noel' }, 'campagne commence par «\u00a0noel\u00a0»', 'campaign starts with “noel”'],
    // What a site wrote is shown as it was written, even where the product's own rule has the same words.
    [{ on: 'medium', pattern: 'push$' }, 'medium suit le motif push$', 'medium matches push$'],
    [{ on: 'medium', matches: 'push$' }, 'medium finit par «\u00a0push\u00a0»', 'medium ends in “push”'],
  ])('%j', (condition, french, english) => {
    expect(both.map((t) => conditionText(condition, t))).toEqual([french, english])
  }) // prettier-ignore

  test('conditions of which one is enough are one sentence, those that must all hold are several', () => {
    const email = defaultRules.find(({ channel }) => channel === 'Email')
    if (!email) throw new Error('no such rule')
    expect(groupTexts(email, en)).toEqual([
      'source: email, e-mail, e_mail, e mail or medium: email, e-mail, e_mail, e mail',
    ])
    const direct = defaultRules.find(({ channel }) => channel === 'Direct')
    if (!direct) throw new Error('no such rule')
    expect(groupTexts(direct, fr)).toEqual([
      'source\u00a0: vide, (direct), direct',
      'medium\u00a0: vide, (none), (not set)',
    ])
  })
})

describe('the name of a channel', () => {
  test('each of the product has one of its own in each language', () => {
    for (const locale of ['fr', 'en'] as const) {
      expect(new Set(channelLabels(locale)).size).toBe(channels.length)
      for (const channel of channels) expect(channelMeant(channelLabel(channel, locale), [])).toBe(channel)
    }
  })

  test.each([
    ['recherche naturelle', [], 'Organic Search'],
    ['  ORGANIC   search ', [], 'Organic Search'],
    ['e-mail', [], 'Email'],
    ['Email', [], 'Email'],
    ['salons', ['Salons'], 'Salons'],
    ['SALONS ', ['Presse', 'Salons'], 'Salons'],
    ['Salons', [], 'Salons'],
    // One's own does not hide the product's.
    ['Vidéo', ['vidéo'], 'Organic Video'],
    ['', ['Salons'], ''],
  ])('"%s", where a site has %j, is %s', (typed, own, channel) => expect(channelMeant(typed, own)).toBe(channel))

  test.each(['Salons', 'constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
    'a site may call one %s: it is read as it was written',
    (name) => {
      expect([channelLabel(name, 'fr'), channelLabel(name, 'en')]).toEqual([name, name])
      expect(channelMeant(name, [])).toBe(name)
      for (const [words, locale] of [[audienceFr, 'fr'], [audienceEn, 'en']] as const)
        for (const dimension of ['channel', 'device'] as const) expect(valueLabel(dimension, name, words, locale)).toBe(name)
    },
  ) // prettier-ignore
})

const word = fc.constantFrom('', 'google', 'facebook.com', 'lettre', 'email', 'cpc', 'salon', 'referral', 'video')
const past: fc.Arbitrary<PastVisits> = fc.record({
  utmSource: word,
  utmMedium: word,
  utmCampaign: word,
  clickId: fc.constantFrom('', '', 'gclid', 'fbclid', 'unknown'),
  referrerHost: fc.constantFrom('', 'google.com', 'lemonde.fr', 'chatgpt.com', 'mail.google.com'),
  channel: fc.constantFrom('Direct', 'Email', 'Referral', 'Salons', 'Unassigned'),
  visits: fc.integer({ min: 1, max: 5_000 }),
})
const entries = fc
  .tuple(
    fc.array(
      fc.record({
        id: fc.uuid(),
        channel: fc.constantFrom('Salons', 'Email', 'Presse'),
        join: fc.constantFrom('all', 'any'),
        conditions: fc.array(
          fc.record({
            on: fc.constantFrom(...conditionFields),
            how: fc.constantFrom('is', 'contains', 'starts'),
            value: word.filter((text) => text !== ''),
          } as const),
          { minLength: 1, maxLength: 2 },
        ),
      } as const),
      { maxLength: 3 },
    ),
    fc.array(fc.constantFrom(...standardEntries.map(entryKey)), { maxLength: 4 }),
  )
  .map(([own, off]) => off.reduce(toggleEntry, own.reduce(putRule, standardEntries)))

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)

describe('what other rules would have made of past visits', () => {
  test('no visit is lost or counted twice, and those that moved are those whose channel differs', () => {
    fc.assert(
      fc.property(fc.array(past, { maxLength: 12 }), entries, (visits, list) => {
        const { of } = siteChannels(1, list)
        const preview = previewOf(visits, of)
        const all = sum(visits.map((one) => one.visits))
        expect(preview.visits).toBe(all)
        expect(sum(preview.sums.map(({ before }) => before))).toBe(all)
        expect(sum(preview.sums.map(({ after }) => after))).toBe(all)
        expect(new Set(preview.sums.map(({ channel }) => channel)).size).toBe(preview.sums.length)
        expect(sum(preview.moved.map((one) => one.visits))).toBe(preview.movedVisits)
        expect(preview.moved.every(({ channel, to }) => channel !== to)).toBe(true)
        expect(preview.moved.map((one) => one.visits)).toEqual(
          preview.moved.map((one) => one.visits).toSorted((a, b) => b - a),
        )
        expect(preview.tagged).toBeLessThanOrEqual(all)
      }),
    )
  })

  test('once they are sorted by these rules, nothing moves any more', () => {
    fc.assert(
      fc.property(fc.array(past, { maxLength: 12 }), entries, (visits, list) => {
        const { of } = siteChannels(1, list)
        const sorted = visits.map((one) => ({ ...one, channel: channelOfPast(of, one) }))
        expect(previewOf(sorted, of)).toMatchObject({ movedVisits: 0, moved: [] })
      }),
    )
  })

  test('each rule’s visits are those of its channel, and what no rule takes is the rest', () => {
    fc.assert(
      fc.property(fc.array(past, { maxLength: 12 }), entries, (visits, list) => {
        const rules = rulesInForce(list)
        const taken = visitsByRule(visits, rules)
        expect(sum([...taken.values()])).toBe(sum(visits.map((one) => one.visits)))
        const { of } = siteChannels(1, list)
        const counted = new Map(previewOf(visits, of).sums.map(({ channel, after }) => [channel, after]))
        for (const channel of new Set(rules.map((rule) => rule.channel))) {
          const own = rules
            .filter((rule) => rule.channel === channel)
            .map(({ entry }) => taken.get(entryKey(entry)) ?? 0)
          expect(sum(own)).toBe(counted.get(channel) ?? 0)
        }
        expect(taken.get('') ?? 0).toBe(counted.get('Unassigned') ?? 0)
      }),
    )
  })

  test.each([
    ['a campaign over the referrer', { utmSource: 'lettre', utmMedium: 'email', referrerHost: 'google.com' }, 'Email'],
    ['a click over the referrer', { clickId: 'gclid', referrerHost: 'lemonde.fr' }, 'Paid Search'],
    ['a click put on free posts too', { clickId: 'fbclid' }, 'Organic Social'],
    ['a referrer alone', { referrerHost: 'chatgpt.com' }, 'AI Assistants'],
    ['a mailbox', { referrerHost: 'mail.google.com' }, 'Email'],
    ['nothing', {}, 'Direct'],
  ])('what a visit kept gives its channel again: %s', (_, kept, channel) => {
    const none = { utmSource: '', utmMedium: '', utmCampaign: '', clickId: '', referrerHost: '' }
    expect(channelOfPast(channelOf, { ...none, ...kept })).toBe(channel)
  })
})
