import { type Bag, flat, hostOf, isBag, ownNames, secondsOf, textIn, type Translated, unpacked } from './translated.ts'

/** A body of Plausible's clients, which goes to the same address as ours: it has no `site`, and one of their fields. */
export const isPlausible = (value: unknown): value is Bag =>
  isBag(value) && !('site' in value) && ['d', 'domain', 'n', 'u'].some((field) => field in value)

/** The sites of a body, by domain: one event may be for several. */
export function plausibleSites(bag: Bag): string[] {
  const named = textIn(bag['d'] ?? bag['domain'])
  const domains = named.split(',').map((domain) => domain.trim())
  return named === '' ? [hostOf(textIn(bag['u'] ?? bag['url']))] : domains.filter((domain) => domain !== '')
}

/** An event as Plausible's clients write it, short (`n u d r p m $ h`) or long, in our own words. */
export function fromPlausible(bag: Bag, domain: string): Translated {
  const called = (short: string, long: string) => (short in bag ? short : long)
  const names = {
    site: called('d', 'domain'),
    url: called('u', 'url'),
    name: called('n', 'name'),
    referrer: called('r', 'referrer'),
    props: ['m', 'meta', 'p', 'props'].find((name) => name in bag) ?? 'props',
    revenue: called('$', 'revenue'),
  }
  const name = bag[names.name]
  const read = name === 'engagement' ? { time: secondsOf(bag['e']), scroll: bag['sd'] } : null
  return {
    names,
    body: {
      site: domain,
      url: withHash(bag[names.url], bag['h'] ?? bag['hashMode']),
      name: ownNames.get(name) ?? name,
      referrer: bag[names.referrer],
      // How a page was read, as our own tracker tells it: neither an interaction nor a visit by itself.
      props: read ?? (isBag(unpacked(bag[names.props])) ? plainOnly(unpacked(bag[names.props])) : undefined),
      revenue: revenueOf(unpacked(bag[names.revenue])),
    },
  }
}

/** Plausible leaves out lists and objects. */
const plainOnly = (value: unknown) =>
  Object.fromEntries(Object.entries(flat(value)).filter(([name]) => isBag(value) && typeof value[name] !== 'object'))

/** Their own script sends `{}` for an element that carries no amount. */
const revenueOf = (value: unknown) => (isBag(value) && Object.keys(value).length === 0 ? undefined : value)

/** Where the hash is the page, as in `/#/miels`, it becomes a path. */
function withHash(given: unknown, hashMode: unknown): unknown {
  if (hashMode !== 1 && hashMode !== true && hashMode !== '1') return given
  const url = URL.parse(textIn(given))
  if (!url || url.hash.length < 2) return given
  const [path = '', query] = url.hash.replace(/^#!?\/?/, '').split('?')
  url.hash = ''
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`
  if (query) url.search = url.search === '' ? query : `${url.search}&${query}`
  return url.href
}
