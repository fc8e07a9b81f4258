import type { Words } from '../errors.ts'
import { readProducts } from './products.ts'

/** Limits of what a page may send. Anything over is refused with the name of its field; nothing is cut short. */
export const limits = {
  bodyBytes: 64 * 1024,
  url: 2000,
  referrer: 2000,
  title: 500,
  name: 120,
  id: 64,
  props: 30,
  propName: 300,
  propValue: 2000,
  userAgent: 1000,
  ip: 64,
} as const

/** An event as a page or a server sent it, checked and nothing more. Absent texts are empty. */
export interface EventBody {
  readonly site: string
  readonly url: URL
  readonly name: string
  readonly referrer: string
  readonly title: string
  readonly id: string
  readonly props: Readonly<Record<string, string>>
  readonly revenue: { readonly cents: number; readonly currency: string } | null
  readonly consent: boolean
  /** The number the browser keeps once its visitor consented; '' without one. */
  readonly visitor: string
  /** The visitor objects to being measured: a page or a server that knows may say so instead of sending nothing. */
  readonly optOut: boolean
  /** What only a caller with a key may say; null when absent. */
  readonly time: Date | null
  readonly ip: string | null
  readonly userAgent: string | null
}

/** What is wrong with a body: which field, why. */
export class BadBody extends Error {
  readonly field: string
  readonly words: Words
  constructor(field: string, words: Words) {
    super(words.en)
    this.field = field
    this.words = words
  }
}

type Bag = Readonly<Record<string, unknown>>

/**
 * Reads a parsed JSON value. By hand rather than by schema: this is the hot path, and each refusal has its own sentence.
 * @throws BadBody
 */
export function readEventBody(value: unknown): EventBody {
  if (!isBag(value))
    throw new BadBody('', { fr: 'Le corps doit être un objet JSON.', en: 'The body must be a JSON object.' })
  const site = text(value, 'site', 253)
  if (site === '') throw required('site')
  return {
    site,
    url: address(value),
    name: text(value, 'name', limits.name) || 'pageview',
    referrer: text(value, 'referrer', limits.referrer),
    title: text(value, 'title', limits.title),
    id: text(value, 'id', limits.id),
    props: withProducts(properties(value['props']), value['products']),
    revenue: revenue(value['revenue']),
    consent: flag(value, 'consent'),
    visitor: text(value, 'visitor', limits.id),
    optOut: flag(value, 'optOut'),
    time: time(value),
    ip: optional(value, 'ip', limits.ip),
    userAgent: optional(value, 'userAgent', limits.userAgent),
  }
}

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value)

const required = (field: string) =>
  new BadBody(field, { fr: `« ${field} » est obligatoire.`, en: `"${field}" is required.` })
const wrongType = (field: string, fr: string, en: string) =>
  new BadBody(field, { fr: `« ${field} » doit être ${fr}.`, en: `"${field}" must be ${en}.` })
const tooLong = (field: string, max: number) =>
  new BadBody(field, { fr: `« ${field} » dépasse ${max} caractères.`, en: `"${field}" is over ${max} characters.` })

function text(bag: Bag, field: string, max: number): string {
  const value = bag[field]
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw wrongType(field, 'un texte', 'a text')
  if (value.length > max) throw tooLong(field, max)
  return value.isWellFormed() ? value : value.toWellFormed()
}

const optional = (bag: Bag, field: string, max: number): string | null => text(bag, field, max) || null

function flag(bag: Bag, field: string): boolean {
  const value = bag[field]
  if (value !== undefined && value !== null && typeof value !== 'boolean')
    throw wrongType(field, 'true ou false', 'true or false')
  return value === true
}

function address(bag: Bag): URL {
  const given = text(bag, 'url', limits.url)
  if (given === '') throw required('url')
  const url = URL.parse(given)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw wrongType('url', 'une adresse complète en http ou https', 'a full http or https address')
  }
  return url
}

function withProducts(props: EventBody['props'], value: unknown): EventBody['props'] {
  const products = readProducts(value)
  if (products === null) return props
  if (typeof products !== 'string') throw new BadBody(products.field, products.words)
  return { ...props, products }
}

const noProps: Readonly<Record<string, string>> = {}

function properties(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return noProps
  if (!isBag(value)) throw wrongType('props', 'un objet', 'an object')
  const entries = Object.entries(value)
  if (entries.length > limits.props) {
    throw new BadBody('props', {
      fr: `« props » dépasse ${limits.props} propriétés.`,
      en: `"props" has over ${limits.props} properties.`,
    })
  }
  const props: Record<string, string> = {}
  for (const [name, given] of entries) {
    const field = `props.${name.slice(0, 60)}`
    if (name.length > limits.propName) throw tooLong(field, limits.propName)
    if (given === null || given === undefined) continue
    if (typeof given === 'object')
      throw wrongType(field, 'un texte, un nombre ou un booléen', 'a text, a number or a boolean')
    const written = String(given as string | number | boolean)
    if (written.length > limits.propValue) throw tooLong(field, limits.propValue)
    props[name.toWellFormed()] = written.toWellFormed()
  }
  return props
}

function revenue(value: unknown): EventBody['revenue'] {
  if (value === undefined || value === null) return null
  if (!isBag(value)) throw wrongType('revenue', 'un objet { amount, currency }', 'an object { amount, currency }')
  const amount = typeof value['amount'] === 'string' ? Number(value['amount']) : value['amount']
  // A billion is beyond any order and safely within integer cents.
  if (typeof amount !== 'number' || !Number.isFinite(amount) || amount < 0 || amount > 1e9) {
    throw wrongType('revenue.amount', 'un nombre entre 0 et 1 milliard', 'a number between 0 and 1 billion')
  }
  const currency = value['currency']
  if (typeof currency !== 'string' || !/^[A-Za-z]{3}$/.test(currency)) {
    throw wrongType('revenue.currency', 'un code de trois lettres (EUR)', 'a three-letter code (EUR)')
  }
  return { cents: Math.round(amount * 100), currency: currency.toUpperCase() }
}

/** Calendar date, time, and an offset or Z: without one an instant would be a guess. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/

function time(bag: Bag): Date | null {
  const given = text(bag, 'time', 40)
  if (given === '') return null
  const date = new Date(given)
  const roundTrip = instant.test(given) && !Number.isNaN(date.getTime()) && isDayOfCalendar(given.slice(0, 10))
  if (!roundTrip)
    throw wrongType('time', 'un instant ISO 8601 (2026-11-24T10:00:00Z)', 'an ISO 8601 instant (2026-11-24T10:00:00Z)')
  return date
}

const isDayOfCalendar = (day: string) => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)

/** Before it there were no such measures: an event of an earlier day has a wrong clock. */
export const earliest = Date.UTC(2000, 0, 1)
const clockSkew = 10 * 60_000

/** An event of the last century or of tomorrow is a mistake of the caller's, and would lie in every figure. */
export function checkTime(time: Date, now: Date): void {
  if (time.getTime() < earliest || time.getTime() > now.getTime() + clockSkew) {
    throw new BadBody('time', {
      fr: '« time » doit être entre le 1er janvier 2000 et maintenant.',
      en: '"time" must be between 1 January 2000 and now.',
    })
  }
}
