import { BlockList, isIP } from 'node:net'

export const siteModes = ['exempt', 'consent'] as const
export type SiteMode = (typeof siteModes)[number]

/** What a site's owner may set beyond its mode. */
export interface SiteSettings {
  /** Other hosts whose pages count as this site's (a shop, a staging domain). */
  readonly hosts?: readonly string[]
  readonly shield?: {
    /** Addresses or ranges (192.0.2.0/24) whose visits are not wanted: the team's own. */
    readonly ips?: readonly string[]
    /** Paths, with * for any text: /admin/* */
    readonly paths?: readonly string[]
    /** ISO 3166 codes. */
    readonly countries?: readonly string[]
    /** Hosts that send made-up visits, beside those of our own list. */
    readonly referrers?: readonly string[]
  }
  /** Parameters of the address in which the site's own search writes what is looked for: q, s. */
  readonly searchParams?: readonly string[]
  /** Obey Do-Not-Track and Global Privacy Control. */
  readonly obeySignals?: boolean
  /** Whole months figures are kept: `monthsKept`. */
  readonly retentionMonths?: number
  readonly smallFigures?: SmallFigures
}

/** What becomes of a count that is small enough to show one person, wherever figures are given. */
export interface SmallFigures {
  /** Counts under it are small. */
  readonly below: number
  /** Left out, or written as the nearest multiple of `below`. */
  readonly how: 'hide' | 'round'
}

/** What the guidance on measurement without consent allows, which holds for part of the visits in either mode. */
export const longestRetention = 25

/** Whole months a site keeps its figures. */
export const monthsKept = ({ settings }: Pick<Site, 'settings'>): number =>
  Math.min(longestRetention, settings.retentionMonths ?? longestRetention)

/** A site as the collector needs it. */
export interface Site {
  readonly id: number
  /** The UUID by which Umami's clients name it. */
  readonly publicId: string
  readonly workspaceId: string
  readonly projectId: string | null
  /** Lower case, without "www.". */
  readonly domain: string
  readonly timeZone: string
  readonly currency: string
  readonly mode: SiteMode
  readonly settings: SiteSettings
}

/** A domain as people type it ("https://www.Example.com/"), made comparable; '' when it is not one. */
export function plainDomain(given: string): string {
  const typed = given.trim().toLowerCase()
  const url = URL.parse(/^[a-z]+:\/\//.test(typed) ? typed : `http://${typed}`)
  if (!url) return ''
  const host = url.hostname.replace(/^www\./, '').replace(/\.$/, '')
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host) && host.length <= 253 && !host.includes('..') ? host : ''
}

/** Whether a time zone is one this machine knows (IANA name). */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && name.length <= 64
  } catch {
    return false
  }
}

/** A page counts for a site on its domain, on a sub-domain of it, or on a host its owner listed. */
export const isHostOf = (site: Pick<Site, 'domain' | 'settings'>, host: string): boolean =>
  host === site.domain ||
  host.endsWith(`.${site.domain}`) ||
  (site.settings.hosts?.some((own) => host === own || host.endsWith(`.${own}`)) ?? false)

/** Which rule of the owner's keeps a visit from counting, and on what; null when none does. The address itself is not told. */
export type Shield = (ip: string, path: string, country: string) => ShieldRule | null

export interface ShieldRule {
  readonly rule: 'ip' | 'country' | 'path'
  /** The country, or the pattern as the owner wrote it. */
  readonly detail: string
}

/** Reads a site's shield once, so that asking is cheap. Ranges that cannot be read are left out. */
export function shieldOf(settings: SiteSettings): Shield | null {
  const { ips = [], paths = [], countries = [] } = settings.shield ?? {}
  if (ips.length + paths.length + countries.length === 0) return null
  const blocked = new BlockList()
  for (const given of ips) {
    const range = rangeOf(given)
    if (range) blocked.addSubnet(range.ip, range.bits, range.family)
  }
  const patterns = paths.map((path) => ({ path, parts: path.split(/\*+/) }))
  return (ip, path, country) => {
    if (ips.length > 0 && isIP(ip) !== 0 && blocked.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4'))
      return { rule: 'ip', detail: '' }
    if (country !== '' && countries.includes(country)) return { rule: 'country', detail: country }
    const matched = patterns.find(({ parts }) => isLike(path, parts))
    return matched ? { rule: 'path', detail: matched.path } : null
  }
}

/**
 * Whether a path is made of these parts, in order, with any text between them. Not by a regular expression: several stars of one
 * could be made to try a long path again and again.
 */
function isLike(path: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts
  const last = others.pop()
  if (last === undefined) return path === first
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const part of others) {
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return path.length - last.length >= at && path.endsWith(last)
}

/** An address, or a range of them in the notation of networks (192.0.2.0/24, 2001:db8::/32); null when it is neither. */
export function rangeOf(given: string): { ip: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [ip = '', bits, ...more] = given.trim().split('/')
  const version = isIP(ip)
  if (version === 0 || more.length > 0 || ip.includes('%')) return null
  const most = version === 6 ? 128 : 32
  if (bits === undefined) return { ip, bits: most, family: version === 6 ? 'ipv6' : 'ipv4' }
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most
    ? { ip, bits: Number(bits), family: version === 6 ? 'ipv6' : 'ipv4' }
    : null
}
