import type { EventBody } from './event-body.ts'

/** What a caller writes freely, and how many different values of it a site keeps a day. Few sites come near; an attacker does. */
export const mostValues = { path: 50_000, name: 1_000, hostname: 1_000, referrer: 20_000, prop: 1_000 } as const
export type BoundField = keyof typeof mostValues

/** What stands for all the values that came after. */
export const others = '(autres)'
/** The host that stands for the others; `.invalid` is nobody's (RFC 2606). */
export const othersReferrer = 'autres.invalid'

/** Of every site together: some sixteen megabytes. */
const mostOfAll = 4_000_000
const day = 86_400_000

/** Which values each site has had today, as numbers of 32 bits: two that meet count as one, which spares a value and loses none. */
export class DailyBounds {
  readonly #limits: Readonly<Record<BoundField, number>>
  readonly #most: number
  #today = 0
  #size = 0
  #seen = new Map<string, Numbers>()

  constructor(limits: Readonly<Record<BoundField, number>> = mostValues, most = mostOfAll) {
    this.#limits = limits
    this.#most = most
  }

  /** Whether a value may be kept as it is. */
  allows(siteId: number, field: BoundField, value: string, now: number): boolean {
    const today = Math.floor(now / day)
    if (today !== this.#today) {
      this.#today = today
      this.#size = 0
      this.#seen = new Map()
    }
    const key = `${siteId} ${field}`
    let seen = this.#seen.get(key)
    if (!seen) this.#seen.set(key, (seen = new Numbers()))
    const number = hash32(value)
    if (seen.has(number)) return true
    if (seen.size >= this.#limits[field] || this.#size >= this.#most) return false
    seen.add(number)
    this.#size++
    return true
  }

  get size(): number {
    return this.#size
  }
}

/** FNV-1a of the text's UTF-16 units; never 0, which marks a free place. */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0 || 1
}

/** A set of numbers of 32 bits, open addressing, at most half full. */
class Numbers {
  size = 0
  #at = new Uint32Array(64)

  #place(number: number): number {
    const mask = this.#at.length - 1
    // FNV's low bits of short texts are alike: the high ones are mixed in.
    let place = (number ^ (number >>> 15)) & mask
    while (this.#at[place] !== 0 && this.#at[place] !== number) place = (place + 1) & mask
    return place
  }

  has = (number: number): boolean => this.#at[this.#place(number)] === number

  add(number: number): void {
    if (this.size * 2 >= this.#at.length) {
      const old = this.#at
      this.#at = new Uint32Array(old.length * 2)
      for (const kept of old) if (kept !== 0) this.#at[this.#place(kept)] = kept
    }
    this.#at[this.#place(number)] = number
    this.size++
  }
}

export type Bounded = Pick<EventBody, 'url' | 'name' | 'referrer' | 'props'>

/**
 * The event with what is over the site's bounds put together: the page and the name become `(autres)`, the host the
 * site's own, a property too many is left out.
 * The same event when nothing is. @param onOver told of each field that is over
 */
export function bounded<T extends Bounded>(
  event: T,
  domain: string,
  allows: (field: BoundField, value: string) => boolean,
  onOver: (field: BoundField) => void,
): T {
  const over = (field: BoundField, value: string): boolean => {
    if (allows(field, value)) return false
    onOver(field)
    return true
  }
  let kept = event
  if (over('path', event.url.pathname))
    kept = { ...kept, url: urlWith(kept.url, (url) => (url.pathname = `/${others}`)) }
  if (over('name', event.name)) kept = { ...kept, name: others }
  if (over('hostname', event.url.hostname)) kept = { ...kept, url: urlWith(kept.url, (url) => (url.hostname = domain)) }
  const from = event.referrer === '' ? '' : (URL.parse(event.referrer)?.hostname ?? '')
  if (from !== '' && over('referrer', from)) kept = { ...kept, referrer: `https://${othersReferrer}/` }
  const tooMany = Object.keys(event.props).filter((name) => over('prop', name))
  if (tooMany.length > 0)
    kept = {
      ...kept,
      props: Object.fromEntries(Object.entries(event.props).filter(([name]) => !tooMany.includes(name))),
    }
  return kept
}

function urlWith(given: URL, change: (url: URL) => void): URL {
  const url = new URL(given)
  change(url)
  return url
}
