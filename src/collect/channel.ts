import { readPattern } from './pattern.ts'
import { knownSource, type Origin, type SourceKind } from './source.ts'

/**
 * The default channel groups of Google Analytics 4, in its order, and AI assistants before Referral.
 * Source: Google's help page "Default channel group", read in measurement.md §4.
 */
export const channels = [
  'Direct', 'Cross-network', 'Paid Shopping', 'Paid Search', 'Paid Social', 'Paid Video', 'Display', 'Paid Other',
  'Organic Shopping', 'Organic Social', 'Organic Video', 'Organic Search', 'AI Assistants', 'Referral', 'Email', 'Affiliates',
  'Audio', 'SMS', 'Mobile Push', 'Unassigned',
] as const // prettier-ignore
export type Channel = (typeof channels)[number]

/** What conditions look at. The referrer's host is '' where there is none. */
export const conditionFields = ['source', 'medium', 'campaign', 'referrerHost'] as const
export type ConditionField = (typeof conditionFields)[number]

/** One condition. Texts are compared in small letters. `matches` is ours, tried as it is; `pattern` is a site's own: see pattern.ts. */
export type Condition =
  | { readonly on: ConditionField; readonly matches: string }
  | { readonly on: ConditionField; readonly pattern: string }
  | { readonly on: ConditionField; readonly isOneOf: readonly string[] }
  | { readonly on: ConditionField; readonly contains: string }
  | { readonly on: ConditionField; readonly starts: string }
  | { readonly sourceIs: SourceKind }

/** A channel is given when every group holds; a group holds when one of its conditions does. */
export interface ChannelRule {
  readonly channel: string
  readonly all: readonly (readonly Condition[])[]
}

const paid: Condition = { on: 'medium', matches: '^(.*cp.*|ppc|retargeting|paid.*)$' }
const shopCampaign: Condition = { on: 'campaign', matches: '^(.*(([^a-df-z]|^)shop|shopping).*)$' }
const emailWords = ['email', 'e-mail', 'e_mail', 'e mail']

/** First match wins. Data: a site may put its own before, or order them otherwise. */
export const defaultRules: readonly ChannelRule[] = [
  {
    channel: 'Direct',
    all: [
      [{ on: 'source', isOneOf: ['', '(direct)', 'direct'] }],
      [{ on: 'medium', isOneOf: ['', '(none)', '(not set)'] }],
    ],
  },
  { channel: 'Cross-network', all: [[{ on: 'campaign', matches: 'cross-network' }]] },
  { channel: 'Paid Shopping', all: [[{ sourceIs: 'shopping' }, shopCampaign], [paid]] },
  { channel: 'Paid Search', all: [[{ sourceIs: 'search' }], [paid]] },
  { channel: 'Paid Social', all: [[{ sourceIs: 'social' }], [paid]] },
  { channel: 'Paid Video', all: [[{ sourceIs: 'video' }], [paid]] },
  {
    channel: 'Display',
    all: [[{ on: 'medium', isOneOf: ['display', 'banner', 'expandable', 'interstitial', 'cpm'] }]],
  },
  { channel: 'Paid Other', all: [[paid]] },
  { channel: 'Organic Shopping', all: [[{ sourceIs: 'shopping' }, shopCampaign]] },
  {
    channel: 'Organic Social',
    all: [
      [
        { sourceIs: 'social' },
        { on: 'medium', isOneOf: ['social', 'social-network', 'social-media', 'sm', 'social network', 'social media'] },
      ],
    ],
  },
  { channel: 'Organic Video', all: [[{ sourceIs: 'video' }, { on: 'medium', matches: '^(.*video.*)$' }]] },
  { channel: 'Organic Search', all: [[{ sourceIs: 'search' }, { on: 'medium', isOneOf: ['organic'] }]] },
  { channel: 'AI Assistants', all: [[{ sourceIs: 'ai' }]] },
  { channel: 'Referral', all: [[{ on: 'medium', isOneOf: ['referral', 'app', 'link'] }]] },
  {
    channel: 'Email',
    all: [
      [
        { on: 'source', isOneOf: emailWords },
        { on: 'medium', isOneOf: emailWords },
      ],
    ],
  },
  { channel: 'Affiliates', all: [[{ on: 'medium', isOneOf: ['affiliate'] }]] },
  { channel: 'Audio', all: [[{ on: 'medium', isOneOf: ['audio'] }]] },
  {
    channel: 'SMS',
    all: [
      [
        { on: 'source', isOneOf: ['sms'] },
        { on: 'medium', isOneOf: ['sms'] },
      ],
    ],
  },
  {
    channel: 'Mobile Push',
    all: [
      [
        { on: 'medium', matches: 'push$' },
        { on: 'medium', matches: 'mobile|notification' },
        { on: 'source', isOneOf: ['firebase'] },
      ],
    ],
  },
]

type Given = Readonly<Record<ConditionField, string>>
type Test = (given: Given, kind: SourceKind | null) => boolean
export type ChannelOf = (origin: Origin) => string

const plain = (text: string) => text.trim().toLowerCase()
const givenOf = ({ source, medium, campaign, referrerHost = '' }: Origin): Given => ({
  source: plain(source),
  medium: plain(medium),
  campaign: plain(campaign),
  referrerHost: plain(referrerHost),
})
const kindOf = ({ source }: Given) => (source === '' ? null : (knownSource(source)?.kind ?? null))

interface ReadRule<Rule> {
  readonly rule: Rule
  readonly all: readonly (readonly Test[])[]
}

const readRules = <Rule extends ChannelRule>(rules: readonly Rule[]): readonly ReadRule<Rule>[] =>
  rules.map((rule) => ({ rule, all: rule.all.map((any) => any.map(testOf)) }))

const holds = (any: readonly Test[], given: Given, kind: SourceKind | null) => any.some((test) => test(given, kind))

/** Rules read once into a function that finds the first that applies: cheap to ask for every event. */
export function firstRule<Rule extends ChannelRule>(rules: readonly Rule[]): (origin: Origin) => Rule | undefined {
  const read = readRules(rules)
  return (origin) => {
    const given = givenOf(origin)
    const kind = kindOf(given)
    return read.find(({ all }) => all.every((any) => holds(any, given, kind)))?.rule
  }
}

/** The channel of what no rule takes. */
export const unassigned = 'Unassigned'

export function channelsBy(rules: readonly ChannelRule[]): ChannelOf {
  const first = firstRule(rules)
  return (origin) => first(origin)?.channel ?? unassigned
}

/** How one rule judged a source, a medium and a campaign: whether each of its groups of conditions held. */
export interface Verdict<Rule> {
  readonly rule: Rule
  readonly groups: readonly boolean[]
  readonly applies: boolean
}

/** Every rule tried, in order, down to the one that gives the channel: why a visit is in this channel and in no other. */
export function whyChannel<Rule extends ChannelRule>(rules: readonly Rule[], origin: Origin): readonly Verdict<Rule>[] {
  const given = givenOf(origin)
  const kind = kindOf(given)
  const verdicts: Verdict<Rule>[] = []
  for (const { rule, all } of readRules(rules)) {
    const groups = all.map((any) => holds(any, given, kind))
    const applies = groups.every(Boolean)
    verdicts.push({ rule, groups, applies })
    if (applies) break
  }
  return verdicts
}

function testOf(condition: Condition): Test {
  if ('sourceIs' in condition) return (_, kind) => kind === condition.sourceIs
  const { on } = condition
  if ('isOneOf' in condition) return (given) => condition.isOneOf.includes(given[on])
  if ('contains' in condition) return (given) => given[on].includes(condition.contains)
  if ('starts' in condition) return (given) => given[on].startsWith(condition.starts)
  if ('pattern' in condition) {
    const read = readPattern(condition.pattern)
    // A pattern is read before it is kept: one that no longer can be holds for nothing.
    return (given) => read.ok && read.test(given[on])
  }
  const pattern = new RegExp(condition.matches)
  return (given) => pattern.test(given[on])
}

/** The channel of a source, a medium and a campaign by the default rules. */
export const channelOf: ChannelOf = channelsBy(defaultRules)
