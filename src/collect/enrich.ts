import type { ChannelOf } from './channel.ts'
import type { SiteChannels } from './channel-rules.ts'
import { lastingNumber } from './consents.ts'
import type { AgentOf } from './device.ts'
import type { EventBody } from './event-body.ts'
import { type EventRow, eventRow } from './event-row.ts'
import { isClosing, propsOf } from './page-facts.ts'
import type { TownOf } from './geo.ts'
import type { CountryOf } from './place.ts'
import { isHostOf, type Shield, type Site } from './site.ts'
import { clickIdOf, noUtm, originOf, sourceName, type Utm, utmOf, withoutWww } from './source.ts'
import { isReferrerSpam } from './spam.ts'
import type { DropCause } from './tally.ts'
import { type LiveVisits, nextVisit, type Visit, type VisitStart } from './visit.ts'

/** Why an event is not counted. Each is counted in turn, by site and day, and shown on the site's page. */
export const dropReasons = [
  'host',
  'objection',
  'optOut',
  'shield',
  'bot',
  'referrerSpam',
  'repeat',
  'signal',
  'leftLate',
  'rate',
  'refused',
  'tooManyPaths',
  'tooManyNames',
] as const
export type DropReason = (typeof dropReasons)[number]

/** An event with what its transport says of it. */
export interface Hit extends Pick<EventBody, 'url' | 'name' | 'referrer' | 'title' | 'props' | 'revenue' | 'consent'> {
  /** The number the browser keeps, as sent; absent where nobody can have consented. */
  readonly lasting?: string
  /** The visitor objects to being measured. */
  readonly objects?: boolean
  readonly id: string
  readonly idGiven: boolean
  /** Milliseconds. */
  readonly at: number
  readonly receivedAt: number
  readonly ip: string
  readonly userAgent: string
  /** What the browser's client hints say, as `hintsOf` writes it. */
  readonly hints?: string
  /** Accept-Language as sent. */
  readonly language: string
  /** The browser says Do-Not-Track or Global Privacy Control. */
  readonly signalsOptOut: boolean
  readonly origin: 'live' | 'log' | 'demo'
}

/** What enrichment consults: tables and memory, no clock and no database. */
export interface Surroundings {
  readonly agentOf: AgentOf
  readonly countryOf: CountryOf
  /** Region and city, where the operator gave a table. */
  readonly townOf?: TownOf
  readonly shield: Shield | null
  readonly channels: SiteChannels
  /** The visitor's number on the event's day, then on the day before. */
  readonly visitorsOf: (hit: Hit) => readonly [today: string, before: string]
  readonly visits: LiveVisits
  /** Whether a lasting number is followed no more: its consent was withdrawn, or it was erased. */
  readonly isStopped?: (visitor: string) => boolean
}

export type Enriched =
  | { readonly status: 'kept'; readonly row: EventRow; readonly visitor: string; readonly visit: Visit }
  | { readonly status: 'dropped'; readonly reason: DropReason; readonly cause?: DropCause }

/**
 * The straight line from a hit to a row, in the order of measurement.md §1. Nothing is written here: the caller keeps the visit
 * (`visits.keep`) once it keeps the row. A bot's event is kept too, marked with the reason.
 */
export function enrich(hit: Hit, site: Site, around: Surroundings): Enriched {
  const host = hit.url.hostname
  if (!isHostOf(site, host)) return dropped('host', { detail: host })
  if (hit.objects) return dropped('objection')
  if (hit.signalsOptOut && site.settings.obeySignals) return dropped('optOut')
  const { consent, lasting } = consentOf(hit, site, around)
  const path = consent ? hit.url.pathname : withoutAddresses(hit.url.pathname)
  const country = around.countryOf(hit.ip)
  const shielded = around.shield?.(hit.ip, path, country)
  if (shielded) return dropped('shield', shielded)
  const referrerHost = outsideReferrer(hit.referrer, site)
  if (isReferrerSpam(referrerHost, site.settings.shield?.referrers))
    return dropped('referrerSpam', { detail: referrerHost })
  const agent = around.agentOf(hit.userAgent, hit.hints)
  const from = provenance(hit.url, referrerHost, consent, around.channels.of)
  const daily = around.visitorsOf(hit)
  const numbers = lasting === null ? daily : [lasting, ...daily]
  const visitor = lasting ?? daily[0]
  const start = (): VisitStart => ({
    entryPath: path,
    referrerHost,
    source: from.source,
    channel: from.channel,
    channelVersion: around.channels.version,
    clickId: from.clickId,
    utm: from.utm,
    consented: consent,
  })
  const under = around.visits.find(numbers, hit.at, consent, hit.origin === 'live' ? hit.receivedAt : hit.at)
  if (!under && isClosing(hit.name)) return dropped('leftLate')
  const { visit, isEntry } = nextVisit(under && inChannel(under, around.channels), visitor, hit.at, start)
  const told = (text: string) => (consent ? text : withoutAddresses(text))
  // A page reached from the site's own pages has no source of its own: it has its visit's.
  const own = from.isKnown ? from : visit
  const props = propsOf(hit, site)
  const row = eventRow({
    siteId: site.id, at: hit.at, receivedAt: hit.receivedAt, id: hit.id, idGiven: hit.idGiven, name: told(hit.name), visit, isEntry,
    hostname: host, path, title: told(hit.title), referrerHost, source: own.source, channel: own.channel, clickId: from.clickId,
    utm: from.utm, country, town: around.townOf?.(hit.ip),
    language: mainLanguage(hit.language), agent, consent, lasting, revenue: hit.revenue,
    props: consent ? props : withoutPersons(props), origin: hit.origin,
  }) // prettier-ignore
  return { status: 'kept', row, visitor, visit }
}

/** A visit that began under rules changed since is sorted anew: its next events carry the channel of the rules in force. */
function inChannel(visit: Visit, { version, of }: SiteChannels): Visit {
  if (visit.channelVersion === version) return visit
  return { ...visit, channel: of(originOf(visit.utm, visit.clickId, visit.referrerHost)), channelVersion: version }
}

const dropped = (reason: DropReason, cause: DropCause = {}): Enriched => ({ status: 'dropped', reason, cause })

/**
 * Whether the visitor's consent holds, and for which number. Only on a site in consent mode, and never with a number that has expired
 * or was stopped, whatever the page says: the event is then measured as without consent.
 */
function consentOf(
  hit: Hit,
  site: Site,
  { isStopped }: Surroundings,
): { readonly consent: boolean; readonly lasting: string | null } {
  const none = { consent: false, lasting: null }
  if (!hit.consent || site.mode !== 'consent') return none
  if (!hit.lasting) return { consent: true, lasting: null }
  const lasting = lastingNumber(site.id, hit.lasting, hit.receivedAt)
  return lasting === null || isStopped?.(lasting) ? none : { consent: true, lasting }
}

/** Host of the referrer; '' when there is none, when it cannot be read, or when it is the site itself. */
export function outsideReferrer(referrer: string, site: Pick<Site, 'domain' | 'settings'>): string {
  if (referrer === '' || referrer === '-') return ''
  const url = URL.parse(referrer)
  // android-app://com.linkedin.android/ names an application where the others name a host.
  if (!url || !/^(https?|android-app|ios-app):$/.test(url.protocol)) return ''
  const host = withoutWww(url.hostname.toLowerCase())
  return isHostOf(site, host) ? '' : host
}

export interface Provenance {
  readonly source: string
  readonly channel: string
  /** Name of the click id parameter; '' without one. */
  readonly clickId: string
  readonly utm: Utm
  /** Whether the event says where it came from. */
  readonly isKnown: boolean
}

const noQuery = new URLSearchParams()

/**
 * Source and channel of one page view. Without consent, and always on a site in exempt mode, campaign parameters and click ids are
 * not read at all: only the referrer's host is.
 */
export function provenance(url: URL, referrerHost: string, consent: boolean, channelOf: ChannelOf): Provenance {
  const query = consent && url.search !== '' ? url.searchParams : noQuery
  const utm = query.size === 0 ? noUtm : utmOf(query)
  const clickId = clickIdOf(query)
  const origin = originOf(utm, clickId, referrerHost)
  return {
    source: origin.source === '' ? '' : sourceName(origin.source),
    channel: channelOf(origin),
    clickId,
    utm,
    isKnown: origin.source !== '' || origin.medium !== '' || origin.campaign !== '',
  }
}

const who = 'user|customer|client|contact|visitor|member|account|person|utilisateur|compte|adherent'
const what = 'id|uid|uuid|name|nom|prenom|e?-?mail|phone|tel|telephone'
/** An object that was flattened says a person too: `user.id`, `order.client.name`; not `product.id`. */
const personal = new RegExp(
  `^[_-]?(${what})$|(^|\\.)(${who})(\\.(.*\\.)?|[_-]?)(${what})$|\\.(e?-?mail|phone|tel|telephone|prenom)$`,
  'i',
)
const mailAddress = /[^\s@/]+(?:@|%40)[^\s@/]+\.[a-z]{2,}/i

/** A text without the e-mail addresses a page put in it: the path of an unsubscription, the title of an account. */
export const withoutAddresses = (text: string): string =>
  text.includes('@') || text.includes('%40') ? text.replace(new RegExp(mailAddress, 'gi'), '…') : text

/** The address of a page or a file without its query string, wherever a property holds one. */
const withoutQuery = (value: string): string => (/^https?:\/\//i.test(value) ? value.replace(/[?#].*$/s, '') : value)

/** Properties without those that name a person, and without query strings, whatever the page put in them: see docs/decisions/0012. */
export function withoutPersons(props: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(props)
  const kept = entries.filter(([name, value]) => !personal.test(name) && !mailAddress.test(value))
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutQuery(value)]))
}

/** 'fr' from 'fr-FR,fr;q=0.9': the language alone, since a region and an order of preference help to tell people apart. */
export const mainLanguage = (header: string): string => /^\s*([a-zA-Z]{2,3})\b/.exec(header)?.[1]?.toLowerCase() ?? ''
