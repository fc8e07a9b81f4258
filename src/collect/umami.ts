import {
  type Addressee,
  type Bag,
  flat,
  hostOf,
  isBag,
  secondsOf,
  type SiteWords,
  textIn,
  type Translated,
} from './translated.ts'

/** What tells how a page was read, under the names of our own tracker: neither an interaction nor a visit by itself. */
const readings = {
  engagement: ({ engagement }: Bag) => ({ name: 'engagement', props: { time: secondsOf(engagement) } }),
  performance: ({ lcp, inp, cls, fcp, ttfb }: Bag) => ({ name: 'web-vitals', props: { lcp, inp, cls, fcp, ttfb } }),
} as const satisfies Record<string, (payload: Bag) => { readonly name: string; readonly props: Bag }>

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
  const type = textIn(bag['type'])
  if (type === 'identify') return { body: null, names, ...said }
  const reading = type === 'engagement' || type === 'performance' ? readings[type](payload) : null
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
      name: reading?.name ?? (payload['name'] || undefined),
      referrer: referrer === '' ? '' : (URL.parse(referrer, base)?.href ?? referrer),
      title: payload['title'],
      props: reading?.props ?? { ...flat(data), ...(textIn(payload['tag']) ? { tag: payload['tag'] } : {}) },
      ...(hasRevenue ? { revenue: { amount: revenue, currency: currency ?? site.currency } } : {}),
      time: instant(payload['timestamp']),
      ip: payload['ip'],
    },
  }
}

/** Seconds since 1970, as Umami has it; anything else goes on to be refused by name. */
function instant(value: unknown): unknown {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' && typeof value !== 'string') return value
  const seconds = Number(value)
  return Number.isFinite(seconds) && Math.abs(seconds) < 1e11 ? new Date(seconds * 1000).toISOString() : value
}
