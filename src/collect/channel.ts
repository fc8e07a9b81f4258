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

/** One condition on the source, medium or campaign. Patterns are tried on the lower-case text. */
export type Condition =
  | { readonly on: 'source' | 'medium' | 'campaign'; readonly matches: string }
  | { readonly on: 'source' | 'medium' | 'campaign'; readonly isOneOf: readonly string[] }
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

type Test = (origin: Origin, kind: SourceKind | null) => boolean
export type ChannelOf = (origin: Origin) => string

/** Rules read once into a function: cheap to ask for every event. */
export function channelsBy(rules: readonly ChannelRule[]): ChannelOf {
  const compiled = rules.map(({ channel, all }) => ({ channel, all: all.map((any) => any.map(testOf)) }))
  return (origin) => {
    const given: Origin = {
      source: origin.source.trim().toLowerCase(),
      medium: origin.medium.trim().toLowerCase(),
      campaign: origin.campaign.trim().toLowerCase(),
    }
    const kind = given.source === '' ? null : (knownSource(given.source)?.kind ?? null)
    return (
      compiled.find(({ all }) => all.every((any) => any.some((test) => test(given, kind))))?.channel ?? 'Unassigned'
    )
  }
}

function testOf(condition: Condition): Test {
  if ('sourceIs' in condition) return (_, kind) => kind === condition.sourceIs
  if ('isOneOf' in condition) return (origin) => condition.isOneOf.includes(origin[condition.on])
  const pattern = new RegExp(condition.matches)
  return (origin) => pattern.test(origin[condition.on])
}

/** The channel of a source, a medium and a campaign by the default rules. Also what the link builder predicts. */
export const channelOf: ChannelOf = channelsBy(defaultRules)
