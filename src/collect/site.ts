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
  }
  /** Parameters of the address in which the site's own search writes what is looked for: q, s. */
  readonly searchParams?: readonly string[]
  /** Obey Do-Not-Track and Global Privacy Control. */
  readonly obeySignals?: boolean
  /** Whole months figures are kept: `monthsKept`. */
  readonly retentionMonths?: number
  readonly smallFigures?: SmallFigures
}

/** What becomes of a count of a panel that is small enough to show one person. */
export interface SmallFigures {
  /** Counts under it are small. */
  readonly below: number
  /** Left out of the panel, or written as the nearest multiple of `below`. */
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

/** Whether the owner asked not to count visits from here. */
export type Shield = (ip: string, path: string, country: string) => boolean

/** Reads a site's shield once, so that asking is cheap. Ranges that cannot be read are left out. */
export function shieldOf(settings: SiteSettings): Shield | null {
  const { ips = [], paths = [], countries = [] } = settings.shield ?? {}
  if (ips.length + paths.length + countries.length === 0) return null
  const blocked = new BlockList()
  for (const given of ips) {
    const [ip = '', bits] = given.trim().split('/')
    const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(ip) === 0) continue
    const most = family === 'ipv6' ? 128 : 32
    const length = bits === undefined ? most : Number(bits)
    if (Number.isInteger(length) && length >= 0 && length <= most) blocked.addSubnet(ip, length, family)
  }
  const patterns = paths.map(
    (path) =>
      new RegExp(
        `^${path
          .split('*')
          .map((part) => RegExp.escape(part))
          .join('.*')}$`,
      ),
  )
  return (ip, path, country) =>
    (ips.length > 0 && isIP(ip) !== 0 && blocked.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4')) ||
    (country !== '' && countries.includes(country)) ||
    patterns.some((pattern) => pattern.test(path))
}
