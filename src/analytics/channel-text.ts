import { type ChannelRule, channels, type Condition } from '../collect/channel.ts'
import type { Locale } from '../i18n.ts'
import { en as audienceEn } from './audience.en.ts'
import { fr as audienceFr } from './audience.fr.ts'
import type { fr } from './channels.fr.ts'
import { ownName } from './labels.ts'

type Words = typeof fr

const labels: Record<Locale, Readonly<Record<string, string>>> = { fr: audienceFr.channels, en: audienceEn.channels }

/** What a channel is called: those of the product in the reader's language, those of a site as it named them. */
export const channelLabel = (channel: string, locale: Locale): string => ownName(labels[locale], channel)

/** Every channel of the product as it is called on screen. */
export const channelLabels = (locale: Locale): string[] => channels.map((channel) => channelLabel(channel, locale))

/** The channel somebody means by what was typed: one of the product's, by its name in either language, or one's own, spelt as before. */
export function channelMeant(typed: string, own: readonly string[]): string {
  const text = typed.trim().replace(/\s+/g, ' ')
  const same = (name: string) => name.toLowerCase() === text.toLowerCase()
  return (
    channels.find((channel) => [channel, channelLabel(channel, 'fr'), channelLabel(channel, 'en')].some(same)) ??
    own.find(same) ??
    text
  )
}

/** The patterns of the product's own rules, which nobody should have to read. */
const known: Readonly<Record<string, keyof Words['patterns']>> = {
  '^(.*cp.*|ppc|retargeting|paid.*)$': 'paid',
  '^(.*(([^a-df-z]|^)shop|shopping).*)$': 'shop',
  push$: 'push',
  'mobile|notification': 'mobile',
  '^(.*video.*)$': 'video',
  'cross-network': 'crossNetwork',
}

/** A condition as a sentence. */
export function conditionText(condition: Condition, t: Words): string {
  if ('sourceIs' in condition) return t.sourceIs(t.kinds[condition.sourceIs])
  const field = t.labels[condition.on]
  if ('isOneOf' in condition)
    return t.isOneOf(field, condition.isOneOf.map((text) => (text === '' ? t.nothing : text)).join(', '))
  if ('contains' in condition) return t.contains(field, condition.contains)
  if ('starts' in condition) return t.starts(field, condition.starts)
  if ('pattern' in condition) return t.matches(field, condition.pattern)
  const told = known[condition.matches]
  return told ? t.patterns[told] : t.matches(field, condition.matches)
}

/** Each group of conditions of a rule as a sentence; all must hold. */
export const groupTexts = ({ all }: ChannelRule, t: Words): string[] =>
  all.map((any) => any.map((condition) => conditionText(condition, t)).join(t.or))
