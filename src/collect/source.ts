import { sourceHosts } from './source-hosts.ts'

export type SourceKind = keyof typeof sourceHosts

export interface KnownSource {
  readonly kind: SourceKind
  /** What it is called on screen. */
  readonly name: string
}

/** Where a page view came from, before any rule gives it a channel. Empty texts for what is not known. */
export interface Origin {
  readonly source: string
  readonly medium: string
  readonly campaign: string
  /** Host of the page that held the link; '' or absent when there is none. */
  readonly referrerHost?: string
}

const known: ReadonlyMap<string, KnownSource> = readHosts()

function readHosts(): Map<string, KnownSource> {
  const hosts = new Map<string, KnownSource>()
  for (const kind of Object.keys(sourceHosts) as SourceKind[]) {
    for (const line of sourceHosts[kind].split('\n')) {
      const [name, list] = line.split(' = ')
      if (!name || !list) continue
      for (const host of list.split(' | '))
        if (!hosts.has(host)) hosts.set(host, { kind, name: name === '-' ? host : name })
    }
  }
  return hosts
}

/** What a source is, from a host ('fr.m.wikipedia.org') or a campaign's word ('newsletter'); null when no list knows it. */
export function knownSource(source: string): KnownSource | null {
  const wanted = withoutWww(source.trim().toLowerCase())
  const exact = known.get(wanted)
  if (exact) return exact
  const labels = wanted.split('.')
  for (let i = 0; i < labels.length - 1; i++) {
    const found =
      known.get(labels.slice(i).join('.')) ??
      countryHost(labels[i] ?? '', labels.slice(i + 1)) ??
      countryHost(labels.slice(i, i + 2).join('.'), labels.slice(i + 2))
    if (found) return found
  }
  return null
}

/** 'google.*' answers for google.fr and google.co.uk, not for google.example.com. */
function countryHost(name: string, rest: readonly string[]): KnownSource | undefined {
  const isCountry = rest.length > 0 && rest.length <= 2 && rest.every((label) => /^[a-z]{2,3}$/.test(label))
  return isCountry ? known.get(`${name}.*`) : undefined
}

export const withoutWww = (host: string): string => (host.startsWith('www.') ? host.slice(4) : host)

/** The name a source is counted under: 'l.facebook.com', 'facebook' and 'Facebook' are one. */
export const sourceName = (source: string): string =>
  knownSource(source)?.name ?? withoutWww(source.trim().toLowerCase())

/** Click ids of advertisers: what they say when a link carries nothing else. fbclid is also put on free posts: no medium. */
export const clickIds: readonly (readonly [parameter: string, source: string, medium: string])[] = [
  ['gclid', 'google', 'cpc'],
  ['gbraid', 'google', 'cpc'],
  ['wbraid', 'google', 'cpc'],
  ['dclid', 'google', 'display'],
  ['msclkid', 'bing', 'cpc'],
  ['ttclid', 'tiktok', 'cpc'],
  ['ScCid', 'snapchat', 'cpc'],
  ['li_fat_id', 'linkedin', 'cpc'],
  ['twclid', 'twitter', 'cpc'],
  ['rdt_cid', 'reddit', 'cpc'],
  ['yclid', 'yandex', 'cpc'],
  ['awc', 'awin', 'affiliate'],
  ['tduid', 'tradedoubler', 'affiliate'],
  ['irclickid', 'impact', 'affiliate'],
  ['mc_cid', 'mailchimp', 'email'],
  ['epik', 'pinterest', ''],
  ['fbclid', 'facebook', ''],
  ['igshid', 'instagram', ''],
]

export const utmNames = ['source', 'medium', 'campaign', 'content', 'term'] as const
export type Utm = Readonly<Record<(typeof utmNames)[number], string>>
export const noUtm: Utm = { source: '', medium: '', campaign: '', content: '', term: '' }

/** The campaign parameters of an address, as written. `source` and `ref` stand in for utm_source. */
export function utmOf(query: URLSearchParams): Utm {
  if (query.size === 0) return noUtm
  const given = (name: string) => (query.get(name) ?? '').trim()
  return {
    source: given('utm_source') || given('source') || given('ref'),
    medium: given('utm_medium'),
    campaign: given('utm_campaign'),
    content: given('utm_content'),
    term: given('utm_term'),
  }
}

/** Name of the click id an address carries, never its value, which follows one click; '' when it carries none. */
export const clickIdOf = (query: URLSearchParams): string =>
  query.size === 0 ? '' : (clickIds.find(([parameter]) => query.has(parameter))?.[0] ?? '')

/**
 * Source and medium of a page view: campaign parameter, then click id, then referrer. A referrer alone has the medium Google
 * gives it, organic from a search engine, else referral; and email from a webmail, where Google says referral.
 */
export function originOf(
  utm: Pick<Utm, 'source' | 'medium' | 'campaign'>,
  clickId: string,
  referrerHost: string,
): Origin {
  const { campaign } = utm
  const click = clickId === '' ? undefined : clickIds.find(([parameter]) => parameter === clickId)
  if (utm.source !== '') return { source: utm.source, medium: utm.medium || (click?.[2] ?? ''), campaign, referrerHost }
  if (click) return { source: click[1], medium: utm.medium || click[2], campaign, referrerHost }
  if (referrerHost === '') return { source: '', medium: utm.medium, campaign, referrerHost }
  return { source: referrerHost, medium: utm.medium || mediumOfReferrer(referrerHost), campaign, referrerHost }
}

const referrerMediums: Partial<Record<SourceKind, string>> = { search: 'organic', mail: 'email' }
const mediumOfReferrer = (host: string): string => {
  const kind = knownSource(host)?.kind
  return (kind && referrerMediums[kind]) ?? 'referral'
}
