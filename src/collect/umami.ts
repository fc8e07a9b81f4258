import { type Addressee, type Bag, flat, hostOf, isBag, type SiteWords, textIn, type Translated } from './translated.ts'

/** What is sent beside events: who somebody is, how fast a page was, that it is still read. */
const signals = new Set(['identify', 'performance', 'engagement'])

const payloadOf = (bag: Bag): Bag => (isBag(bag['payload']) ? bag['payload'] : {})

/** Whom a body is for: the UUID of its site, or a domain; else the host of its page. */
export function umamiSite(bag: Bag): Addressee {
  const payload = payloadOf(bag)
  const host = textIn(payload['hostname']).toLowerCase() || hostOf(textIn(payload['url']))
  return { name: textIn(payload['website']), host }
}

const names = {
  site: 'payload.website',
  url: 'payload.url',
  name: 'payload.name',
  referrer: 'payload.referrer',
  title: 'payload.title',
  props: 'payload.data',
  revenue: 'payload.data.revenue',
  time: 'payload.timestamp',
  ip: 'payload.ip',
}

/** An event as Umami's clients write it, `{ type, payload }`, in our own words. */
export function fromUmami(bag: Bag, site: SiteWords): Translated {
  const payload = payloadOf(bag)
  const base = `https://${textIn(payload['hostname']) || site.domain}`
  const said = {
    ...(textIn(payload['userAgent']) ? { userAgent: textIn(payload['userAgent']) } : {}),
    ...(textIn(payload['language']) ? { language: textIn(payload['language']) } : {}),
  }
  if (signals.has(textIn(bag['type']))) return { body: null, names, ...said }
  const referrer = textIn(payload['referrer'])
  const { revenue, currency, ...data } = isBag(payload['data']) ? payload['data'] : {}
  const hasRevenue = revenue !== undefined && revenue !== null && revenue !== ''
  return {
    names,
    ...said,
    body: {
      site: site.domain,
      // From a server there may be no page at all: then the event is the site's.
      url: URL.parse(textIn(payload['url']) || '/', base)?.href ?? payload['url'],
      name: payload['name'] || undefined,
      referrer: referrer === '' ? '' : (URL.parse(referrer, base)?.href ?? referrer),
      title: payload['title'],
      props: { ...flat(data), ...(textIn(payload['tag']) ? { tag: payload['tag'] } : {}) },
      ...(hasRevenue ? { revenue: { amount: revenue, currency: currency ?? site.currency } } : {}),
      time: instant(payload['timestamp']),
      ip: payload['ip'],
    },
  }
}

/** Seconds since 1970, as Umami has it; anything else goes on to be refused by name. */
function instant(value: unknown): unknown {
  if (value === undefined || value === null) return undefined
  const seconds = Number(value)
  return Number.isFinite(seconds) && Math.abs(seconds) < 1e11 ? new Date(seconds * 1000).toISOString() : value
}
