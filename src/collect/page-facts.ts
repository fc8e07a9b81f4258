import type { EventBody } from './event-body.ts'
import { isHostOf, type Site } from './site.ts'
import { withoutWww } from './source.ts'

/** Events the tracker sends of itself: nobody did anything, so that they keep no visit from being a bounce. */
const automatic = new Set(['pageview', 'engagement', 'web-vitals', '404'])
export const isInteraction = (name: string): boolean => !automatic.has(name)

/** Events that tell how a page was read, once it is left: they end a visit and never begin one. */
const closing = new Set(['engagement', 'web-vitals'])
export const isClosing = (name: string): boolean => closing.has(name)

type Seen = Pick<EventBody, 'url' | 'name' | 'referrer' | 'props'>

/** The properties of an event, with what its address and its referrer say: what was searched for, where a dead link stands. */
export function propsOf(hit: Seen, site: Pick<Site, 'domain' | 'settings'>): Readonly<Record<string, string>> {
  if (hit.name === 'pageview') {
    const search = searchTerm(hit.url, site.settings.searchParams ?? [])
    return search === '' ? hit.props : { ...hit.props, search }
  }
  if (hit.name === 'search' && hit.props['term'] !== undefined)
    return { ...hit.props, term: plainTerm(hit.props['term']) }
  if (hit.name === '404') {
    const from = linkPlace(hit.referrer, site)
    return from === '' ? hit.props : { ...hit.props, from }
  }
  return hit.props
}

/** What was searched for on the site: the first of its parameters that says something. Words differ by neither case nor spaces. */
function searchTerm(url: URL, params: readonly string[]): string {
  if (params.length === 0 || url.search === '') return ''
  for (const name of params) {
    const term = plainTerm(url.searchParams.get(name) ?? '')
    if (term !== '') return term
  }
  return ''
}

const plainTerm = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()

/** The page that holds the link: its path on the site itself, its host elsewhere. */
function linkPlace(referrer: string, site: Pick<Site, 'domain' | 'settings'>): string {
  const url = URL.parse(referrer)
  if (!url || !/^https?:$/.test(url.protocol)) return ''
  const host = withoutWww(url.hostname.toLowerCase())
  return isHostOf(site, host) ? url.pathname : host
}
