import type { Words } from '../errors.ts'
import { type ChannelOf, type ChannelRule, channelOf, channelsBy, type Condition, type ConditionField, conditionFields, defaultRules, firstRule } from './channel.ts' // prettier-ignore
import type { Origin } from './source.ts'
import { readPattern } from './pattern.ts'

export const comparisons = ['is', 'contains', 'starts', 'matches'] as const
export type Comparison = (typeof comparisons)[number]

/** A condition as a person of the site wrote it. */
export interface OwnCondition {
  readonly on: ConditionField
  readonly how: Comparison
  readonly value: string
}

/** A rule of a site: its channel is given when all, or any, of its conditions hold. */
export interface OwnRule {
  readonly id: string
  readonly channel: string
  readonly join: 'all' | 'any'
  readonly conditions: readonly OwnCondition[]
}

/** A place in a site's list: one of the product's rules, by its channel, or one of the site's own. */
export type RuleEntry = { readonly standard: string; readonly off?: true } | OwnRule

export const isOwn = (entry: RuleEntry): entry is OwnRule => 'id' in entry
/** What names an entry on a page and in a form. */
export const entryKey = (entry: RuleEntry): string => (isOwn(entry) ? entry.id : entry.standard)

const standardNames = defaultRules.map(({ channel }) => channel)
export const standardEntries: readonly RuleEntry[] = standardNames.map((standard) => ({ standard }))

export const mostRules = 60
export const mostConditions = 6
const longestValue = 200
const longestChannel = 40

/** A stored list completed: a rule that a later version of the product adds comes after the one it follows there. */
export function wholeList(stored: readonly RuleEntry[]): readonly RuleEntry[] {
  const known = stored.filter((entry) => isOwn(entry) || standardNames.includes(entry.standard))
  const list = [...known]
  for (const [place, standard] of standardNames.entries()) {
    if (list.some((entry) => !isOwn(entry) && entry.standard === standard)) continue
    const before = standardNames[place - 1]
    const after = list.findIndex((entry) => !isOwn(entry) && entry.standard === before)
    list.splice(after + 1, 0, { standard })
  }
  return list
}

/** Finds the rule that takes an origin; none does where it is unassigned. */
export type RuleOf = (origin: Origin) => RuleInForce | undefined

export const ruleFinder = (entries: readonly RuleEntry[]): RuleOf => firstRule(rulesInForce(entries))

/** One of the product's rules, by its channel. */
export const standardRule = (name: string): ChannelRule | undefined =>
  defaultRules.find(({ channel }) => channel === name)

/** A rule in force, with the entry it comes from. */
export interface RuleInForce extends ChannelRule {
  readonly entry: RuleEntry
}

/** The rules of a list, in order, those switched off left out. */
export const rulesInForce = (entries: readonly RuleEntry[]): readonly RuleInForce[] =>
  wholeList(entries).flatMap(inForce)

/** One rule as it is asked; none where it is switched off. */
export function inForce(entry: RuleEntry): RuleInForce[] {
  if (isOwn(entry)) return [{ entry, channel: entry.channel, all: groupsOf(entry) }]
  const rule = standardRule(entry.standard)
  return rule && !entry.off ? [{ ...rule, entry }] : []
}

const groupsOf = ({ join, conditions }: OwnRule): readonly (readonly Condition[])[] => {
  const read = conditions.map(conditionOf)
  return join === 'any' ? [read] : read.map((condition) => [condition])
}

function conditionOf({ on, how, value }: OwnCondition): Condition {
  const plain = value.trim().toLowerCase()
  switch (how) {
    case 'is':
      return { on, isOneOf: [plain] }
    case 'contains':
      return { on, contains: plain }
    case 'starts':
      return { on, starts: plain }
    case 'matches':
      return { on, pattern: value }
  }
}

/** The rules by which a site's visits are sorted, and the number of their version: 0 before anyone changed them. */
export interface SiteChannels {
  readonly version: number
  readonly of: ChannelOf
}

export const defaultChannels: SiteChannels = { version: 0, of: channelOf }

export const siteChannels = (version: number, entries: readonly RuleEntry[]): SiteChannels => ({
  version,
  of: channelsBy(rulesInForce(entries)),
})

/** What is wrong in a rule, by field: `channel`, `conditions`, or `value-<n>` from 0. Empty when nothing is. */
export function ruleProblems({ channel, conditions }: Omit<OwnRule, 'id'>): Record<string, Words> {
  const problems: Record<string, Words> = {}
  if (channel === '') problems['channel'] = { fr: 'Indiquez le canal donné.', en: 'Say which channel is given.' }
  if (channel.length > longestChannel)
    problems['channel'] = { fr: `${longestChannel} caractères au plus.`, en: `${longestChannel} characters at most.` }
  if (isUnreadable(channel)) problems['channel'] = unreadable
  if (conditions.length === 0)
    problems['conditions'] = {
      fr: 'Écrivez au moins une condition : sans elle, la règle prendrait toutes les visites.',
      en: 'Write at least one condition: without one the rule would take every visit.',
    }
  if (conditions.length > mostConditions)
    problems['conditions'] = {
      fr: `${mostConditions} conditions au plus.`,
      en: `${mostConditions} conditions at most.`,
    }
  for (const [n, condition] of conditions.entries()) {
    const problem = valueProblem(condition)
    if (problem) problems[`value-${n}`] = problem
  }
  return problems
}

/** A null among others, which the database does not keep. */
// eslint-disable-next-line no-control-regex
const isUnreadable = (text: string) => /[\u0000-\u001f\u007f\ufffd]/.test(text)
const unreadable: Words = {
  fr: 'Des caractères sont illisibles : ressaisissez le texte.',
  en: 'Some characters cannot be read: type the text again.',
}

function valueProblem({ how, value }: OwnCondition): Words | null {
  if (isUnreadable(value)) return unreadable
  if (value.length > longestValue)
    return { fr: `${longestValue} caractères au plus.`, en: `${longestValue} characters at most.` }
  if (how === 'matches') {
    const read = readPattern(value)
    return read.ok ? null : read.problem
  }
  // "Is" nothing is a condition: no campaign, no referrer.
  return value.trim() === '' && how !== 'is'
    ? {
        fr: 'Un texte vide se trouve partout : écrivez ce qui doit s’y lire.',
        en: 'An empty text is found everywhere: write what must be there.',
      }
    : null
}

const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A list as it was stored, read with care: what is not of our form is left out. */
export function readEntries(stored: unknown): readonly RuleEntry[] {
  return (Array.isArray(stored) ? stored : []).flatMap((raw: unknown): RuleEntry[] => {
    const { standard, off, id, channel, join, conditions } = Object(raw) as Record<string, unknown>
    if (typeof standard === 'string') return [off === true ? { standard, off } : { standard }]
    const [key, name] = [asText(id), asText(channel)]
    if (key === null || name === null) return []
    return [{ id: key, channel: name, join: join === 'any' ? 'any' : 'all', conditions: readConditions(conditions) }]
  })
}

const readConditions = (stored: unknown): OwnCondition[] =>
  (Array.isArray(stored) ? stored : []).flatMap((raw: unknown) => {
    const { on, how, value } = Object(raw) as Record<string, unknown>
    const field = conditionFields.find((name) => name === on)
    const comparison = comparisons.find((name) => name === how)
    return field && comparison && typeof value === 'string' ? [{ on: field, how: comparison, value }] : []
  })

/** One step up or down; the list as it was where there is no further. */
export function moveEntry(entries: readonly RuleEntry[], key: string, step: -1 | 1): readonly RuleEntry[] {
  const list = [...wholeList(entries)]
  const from = list.findIndex((entry) => entryKey(entry) === key)
  const moved = list[from]
  const to = from + step
  if (!moved || to < 0 || to >= list.length) return list
  list.splice(from, 1)
  list.splice(to, 0, moved)
  return list
}

/** Switches one of the product's rules off, or on again. */
export const toggleEntry = (entries: readonly RuleEntry[], key: string): readonly RuleEntry[] =>
  wholeList(entries).map((entry) =>
    isOwn(entry) || entry.standard !== key ? entry : entry.off ? { standard: key } : { standard: key, off: true },
  )

/** A rule of the site put in its place, or first when it is new: the most exact rules are asked before the general ones. */
export function putRule(entries: readonly RuleEntry[], rule: OwnRule): readonly RuleEntry[] {
  const list = wholeList(entries)
  return list.some((entry) => entryKey(entry) === rule.id)
    ? list.map((entry) => (entryKey(entry) === rule.id ? rule : entry))
    : [rule, ...list]
}

export const dropRule = (entries: readonly RuleEntry[], id: string): readonly RuleEntry[] =>
  wholeList(entries).filter((entry) => !isOwn(entry) || entry.id !== id)

/** Whether two lists sort visits alike on paper: same entries, same order. */
export const sameList = (a: readonly RuleEntry[], b: readonly RuleEntry[]): boolean =>
  JSON.stringify(wholeList(a)) === JSON.stringify(wholeList(b))
