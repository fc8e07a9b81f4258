import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channelOf, channels, defaultRules, whyChannel } from './channel.ts'
import { dropRule, entryKey, isOwn, moveEntry, type OwnRule, putRule, readEntries, type RuleEntry, ruleFinder, ruleProblems, rulesInForce, sameList, siteChannels, standardEntries, toggleEntry, wholeList } from './channel-rules.ts' // prettier-ignore

const rule = (more: Partial<OwnRule> = {}): OwnRule => ({
  id: 'r1',
  channel: 'Salons',
  join: 'all',
  conditions: [{ on: 'medium', how: 'is', value: 'salon' }],
  ...more,
})
const origin = (source: string, medium = '', campaign = '', referrerHost = '') => ({
  source,
  medium,
  campaign,
  referrerHost,
})

describe('each pattern of the product’s rules', () => {
  const cases: [channel: string, medium: string, campaign: string, isTaken: boolean][] = [
    ['Paid Other', 'cpc', '', true],
    ['Paid Other', 'CPC', '', true],
    ['Paid Other', 'my-cpc-test', '', true],
    ['Paid Other', 'ppc', '', true],
    ['Paid Other', 'xppc', '', false],
    ['Paid Other', 'retargeting', '', true],
    ['Paid Other', 'retargeting-2', '', false],
    ['Paid Other', 'paid_social', '', true],
    ['Paid Other', 'unpaid', '', false],
    ['Organic Shopping', 'x', 'shop', true],
    ['Organic Shopping', 'x', 'summer-shop', true],
    ['Organic Shopping', 'x', 'eshop', true],
    ['Organic Shopping', 'x', 'workshop', false],
    ['Organic Shopping', 'x', 'eshopping', true],
    ['Organic Shopping', 'x', 'boutique', false],
    ['Organic Video', 'video', '', true],
    ['Organic Video', 'in-video-ad', '', true],
    ['Organic Video', 'vide', '', false],
    ['Mobile Push', 'web-push', '', true],
    ['Mobile Push', 'push', '', true],
    ['Mobile Push', 'pushed', '', false],
    ['Mobile Push', 'mobile-app', '', true],
    ['Mobile Push', 'a notification', '', true],
    ['Cross-network', 'x', 'my cross-network campaign', true],
    ['Cross-network', 'x', 'crossnetwork', false],
  ]
  test.each(cases)('%s: medium "%s", campaign "%s": %s', (channel, medium, campaign, isTaken) => {
    expect(channelOf(origin('inconnu', medium, campaign)) === channel).toBe(isTaken)
  })
})

const text = fc.constantFrom(
  '',
  'google',
  'facebook.com',
  'lettre',
  'email',
  'cpc',
  'social',
  'salon',
  'referral',
  'summer-shop',
  'video',
  'Mobile',
)
const anyOrigin = fc.record({ source: text, medium: text, campaign: text, referrerHost: text })
const condition = fc.record({
  on: fc.constantFrom('source', 'medium', 'campaign', 'referrerHost'),
  how: fc.constantFrom('is', 'contains', 'starts', 'matches'),
  value: fc.constantFrom('google', 'E', 'sa', '^c.c$', 'mail', '.'),
} as const)
const ownRule = fc.record({
  id: fc.uuid(),
  channel: fc.constantFrom('Salons', 'Email', 'Presse'),
  join: fc.constantFrom('all', 'any'),
  conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
} as const)
/** A list as a person makes one: rules added, moved, switched off. */
const list = fc
  .tuple(
    fc.array(ownRule, { maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(22), fc.constantFrom('up', 'down', 'toggle')), { maxLength: 8 }),
  )
  .map(([rules, steps]) => {
    let entries = rules.reduce<readonly RuleEntry[]>(putRule, standardEntries)
    for (const [place, step] of steps) {
      const key = entryKey(entries[place % entries.length] as RuleEntry)
      entries = step === 'toggle' ? toggleEntry(entries, key) : moveEntry(entries, key, step === 'up' ? -1 : 1)
    }
    return entries
  })

describe('whatever the list', () => {
  test('capitals and blanks around change nothing, and the first rule that applies wins', () => {
    fc.assert(
      fc.property(list, anyOrigin, (entries, given) => {
        const { of } = siteChannels(1, entries)
        const loud = {
          source: ` ${given.source.toUpperCase()}`,
          medium: given.medium.toUpperCase(),
          campaign: `${given.campaign.toUpperCase()} `,
          referrerHost: given.referrerHost.toUpperCase(),
        }
        expect(of(loud)).toBe(of(given))
        const verdicts = whyChannel(rulesInForce(entries), given)
        // What is explained is what is done: none before the last applied, and it gives the channel.
        expect(verdicts.slice(0, -1).every(({ applies }) => !applies)).toBe(true)
        const last = verdicts.at(-1)
        expect(of(given)).toBe(last?.applies ? last.rule.channel : 'Unassigned')
        expect(ruleFinder(entries)(given)?.channel).toBe(last?.applies ? last.rule.channel : undefined)
      }),
      { numRuns: 500 },
    )
  })

  test('every rule of the product has one place in it, and storing it loses nothing', () => {
    fc.assert(
      fc.property(list, (entries) => {
        const standard = entries.flatMap((entry) => (isOwn(entry) ? [] : [entry.standard]))
        expect(standard.toSorted()).toEqual(defaultRules.map(({ channel }) => channel).toSorted())
        expect(sameList(readEntries(JSON.parse(JSON.stringify(entries))), entries)).toBe(true)
      }),
    )
  })
})

describe('a list', () => {
  test('a step up and a step down come back; there is no step beyond its ends', () => {
    const moved = moveEntry(standardEntries, 'Email', -1)
    expect(moved.map(entryKey).indexOf('Email')).toBe(standardEntries.map(entryKey).indexOf('Email') - 1)
    expect(moveEntry(moved, 'Email', 1)).toEqual(standardEntries)
    expect(moveEntry(standardEntries, 'Direct', -1)).toEqual(standardEntries)
    expect(moveEntry(standardEntries, 'Mobile Push', 1)).toEqual(standardEntries)
    expect(moveEntry(standardEntries, 'inconnue', 1)).toEqual(standardEntries)
  })

  test('stored before the product had a rule, it gets it after the one it follows there', () => {
    const old = standardEntries.filter((entry) => entryKey(entry) !== 'AI Assistants')
    expect(wholeList([rule(), ...old]).map(entryKey)).toEqual(['r1', ...standardEntries.map(entryKey)])
    expect(wholeList([])).toEqual(standardEntries)
    expect(wholeList([{ standard: 'Gone since' }, ...standardEntries])).toEqual(standardEntries)
  })

  test('a rule mended keeps its place, a new one comes first, a dropped one is gone; the product’s are never dropped', () => {
    const two = putRule(putRule(standardEntries, rule()), rule({ id: 'r2', channel: 'Presse' }))
    expect(two.slice(0, 2).map(entryKey)).toEqual(['r2', 'r1'])
    expect(putRule(two, rule({ channel: 'Foires' }))[1]).toMatchObject({ id: 'r1', channel: 'Foires' })
    expect(dropRule(two, 'r2').map(entryKey)[0]).toBe('r1')
    expect(dropRule(two, 'Email')).toEqual(two)
  })

  test('a rule switched off leaves its visits to the next', () => {
    const off = toggleEntry(standardEntries, 'Organic Social')
    expect(siteChannels(1, off).of(origin('facebook.com', 'email'))).toBe('Email')
    expect(siteChannels(1, toggleEntry(off, 'Organic Social')).of(origin('facebook.com', 'email'))).toBe(
      'Organic Social',
    )
  })

  test.each([
    [null],
    ['text'],
    [[{ nonsense: 1 }]],
    [[{ id: 1, channel: 'x' }]],
    [[{ id: 'a', channel: 'x', join: 'none', conditions: [{ on: 'colour', how: 'is', value: 'red' }, 7] }]],
  ])('what is stored otherwise than ours is left out: %j', (stored) => {
    const read = readEntries(stored)
    expect(read.flatMap((entry) => (isOwn(entry) ? entry.conditions : []))).toEqual([])
    expect(channels).toContain(siteChannels(1, read).of(origin('google', 'cpc')))
  })
})

describe('the conditions of a rule', () => {
  test.each([
    ['is', 'Salon', 'salon', true],
    ['is', 'salon', 'salon-2', false],
    ['is', '', '', true],
    ['is', '', 'x', false],
    ['contains', 'ALO', 'salon', true],
    ['contains', 'alo', 'sln', false],
    ['starts', 'Sal', 'salon', true],
    ['starts', 'alon', 'salon', false],
    ['matches', '^s.l', 'Salon', true],
    ['matches', '^s.l$', 'salon', false],
  ] as const)('%s "%s" on "%s": %s', (how, value, medium, holds) => {
    const { of } = siteChannels(1, putRule(standardEntries, rule({ conditions: [{ on: 'medium', how, value }] })))
    expect(of(origin('inconnu', medium)) === 'Salons').toBe(holds)
  })

  test.each([
    ['all', 'sitl', 'salon', true],
    ['all', 'sitl', 'x', false],
    ['any', 'sitl', 'x', true],
    ['any', 'x', 'x', false],
  ] as const)('%s of two, source "%s", medium "%s": %s', (join, source, medium, holds) => {
    const two = rule({
      join,
      conditions: [
        { on: 'source', how: 'is', value: 'sitl' },
        { on: 'medium', how: 'is', value: 'salon' },
      ],
    })
    expect(siteChannels(1, putRule(standardEntries, two)).of(origin(source, medium)) === 'Salons').toBe(holds)
  })

  test('the referrer’s host is looked at even when a campaign gives the source', () => {
    const host = rule({ conditions: [{ on: 'referrerHost', how: 'contains', value: 'ventoux' }] })
    expect(siteChannels(1, putRule(standardEntries, host)).of(origin('lettre', 'email', '', 'www.Ventoux.fr'))).toBe(
      'Salons',
    )
  })

  test('a rule that could take everything, or be slow, is refused', () => {
    expect(Object.keys(ruleProblems(rule()))).toEqual([])
    expect(Object.keys(ruleProblems(rule({ conditions: [] })))).toEqual(['conditions'])
    expect(
      Object.keys(
        ruleProblems(
          rule({ conditions: Array.from({ length: 7 }, () => rule().conditions[0] as OwnRule['conditions'][number]) }),
        ),
      ),
    ).toEqual(['conditions'])
    expect(Object.keys(ruleProblems(rule({ conditions: [{ on: 'source', how: 'starts', value: '  ' }] })))).toEqual([
      'value-0',
    ])
    expect(
      Object.keys(ruleProblems(rule({ conditions: [{ on: 'source', how: 'matches', value: '(a)\\1' }] }))),
    ).toEqual(['value-0'])
  })
})
