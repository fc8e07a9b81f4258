import { BadBody } from './event-body.ts'

export type Bag = Readonly<Record<string, unknown>>

/** Whom an event is for: the name its client gives, and the host of its page for when that name is the old tool's own. */
export interface Addressee {
  readonly name: string
  readonly host: string
}

/** What a translation needs of the site: what the other tool leaves out. */
export interface SiteWords {
  readonly domain: string
  readonly currency: string
}

/** An event of another tool's client in our own words. */
export interface Translated {
  /** Our own body, still to be checked by `readEventBody`; null for what is no event of ours: a ping, an identification. */
  readonly body: Bag | null
  /** Our fields by the name the caller gave them, so that a refusal speaks of what he wrote. */
  readonly names: Readonly<Record<string, string>>
  /** What the caller says instead of the headers. */
  readonly userAgent?: string
  readonly language?: string
  readonly hints?: string
}

export const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A text, or '' for anything else: numbers count as they are written. */
export const textIn = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''

/** Host of an address; '' when it is none. */
export const hostOf = (address: string): string => URL.parse(address)?.hostname.toLowerCase() ?? ''

/** JSON written in a text, as several clients send objects; the value itself when it is no text or no JSON. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** A refusal in the caller's words: `url` is `u` for Plausible's clients. */
export function inTheirWords(error: BadBody, names: Translated['names']): BadBody {
  const [ours = '', ...rest] = error.field.split('.')
  const theirs = names[ours]
  if (theirs === undefined) return error
  const field = [theirs, ...rest].join('.')
  return new BadBody(field, {
    fr: error.words.fr.replace(`« ${error.field} »`, `« ${field} »`),
    en: error.words.en.replace(`"${error.field}"`, `"${field}"`),
  })
}

/** Properties as we hold them: without what is empty, objects flattened with dots, lists as they are written. */
export function flat(value: unknown, prefix = ''): Record<string, unknown> {
  if (!isBag(value)) return {}
  const props: Record<string, unknown> = {}
  for (const [name, given] of Object.entries(value)) {
    if (given === null || given === undefined || given === '') continue
    if (isBag(given) && prefix.length < 200) Object.assign(props, flat(given, `${prefix}${name}.`))
    else props[prefix + name] = typeof given === 'object' ? JSON.stringify(given) : given
  }
  return props
}

/** Whole seconds of a number of milliseconds; undefined when it is none. */
export const secondsOf = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 ? Math.round(value / 1000) : undefined

/** What other tools call an exit or a download is what our own tracker calls so: goals and figures go on. */
export const ownNames: ReadonlyMap<unknown, string> = new Map([
  ['Outbound Link: Click', 'outbound'],
  ['File Download', 'download'],
])
