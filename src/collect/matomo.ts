import { hintsOfData } from './hints.ts'
import {
  type Addressee,
  type Bag,
  hostOf,
  isBag,
  type SiteWords,
  textIn,
  type Translated,
  unpacked,
} from './translated.ts'

/** Parameters of one tracking request: every value a text, the last of a name that comes twice. */
export type Parameters = Readonly<Record<string, string>>

/** The parameters of a query string or a form, with or without its question mark. */
export const parametersOf = (query: string): Parameters =>
  Object.fromEntries(new URLSearchParams(query.replace(/^[^?]*\?/, '')))

/** A request of a bulk body: a query string, or an object of its parameters. */
export function bulkParameters(request: unknown): Parameters | null {
  if (typeof request === 'string') return parametersOf(request)
  if (!isBag(request)) return null
  return Object.fromEntries(Object.entries(request).map(([name, value]) => [name, textIn(value)]))
}

/** A body of bulk tracking, `{"requests": […]}`; null for any other. */
export function bulkOf(
  text: string,
): { readonly requests: readonly unknown[]; readonly key: string; readonly image: string } | null {
  const value: unknown = text.trimStart().startsWith('{') ? unpacked(text) : null
  if (!isBag(value) || !Array.isArray(value['requests'])) return null
  return { requests: value['requests'], key: textIn(value['token_auth']), image: textIn(value['send_image']) }
}

/** Whom a request is for: `idsite`, which may be our number, a UUID or a domain; else the host of its page. */
export const matomoSite = (given: Parameters): Addressee => ({
  name: given['idsite']?.trim() ?? '',
  host: hostOf(given['url'] ?? ''),
})

const names = {
  site: 'idsite',
  url: 'url',
  name: 'e_a',
  referrer: 'urlref',
  title: 'action_name',
  id: 'ec_id',
  time: 'cdt',
  ip: 'cip',
  revenue: 'revenue',
}

/** A tracking request of Matomo's clients in our own words. */
export function fromMatomo(given: Parameters, site: SiteWords): Translated {
  const action = actionOf(given, site)
  const hints = hintsOfData(unpacked(given['uadata'] ?? ''))
  const said = {
    ...(given['ua'] ? { userAgent: given['ua'] } : {}),
    ...(given['lang'] ? { language: given['lang'] } : {}),
    ...(hints ? { hints } : {}),
  }
  if (!action) return { body: null, names, ...said }
  return {
    names,
    ...said,
    body: {
      site: site.domain,
      referrer: given['urlref'] ?? '',
      title: given['action_name'] ?? '',
      time: instant(given['cdt'] ?? ''),
      ip: given['cip'] || undefined,
      url: pageOf(given, site),
      ...action,
    },
  }
}

/** A click on a link or a file is told with the target in `url` too: the page it was on is then its referrer. */
function pageOf(given: Parameters, site: SiteWords): string {
  const target = given['link'] ?? given['download']
  if (target === undefined || given['url'] !== target) return given['url'] || `https://${site.domain}/`
  return given['urlref'] || `https://${site.domain}/`
}

const amountOf = (given: Parameters, site: SiteWords) =>
  given['revenue'] ? { revenue: { amount: given['revenue'], currency: site.currency } } : {}
const withoutQuery = (address: string) => address.replace(/[?#].*$/s, '')
const only = (props: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined && value !== ''))

/** What was done: a page view, an event, an order…; null for what is no event of ours. */
function actionOf(given: Parameters, site: SiteWords): Bag | null {
  const { e_c: category, e_a: action, link, download, search, idgoal } = given
  if (given['ping'] === '1') return null
  // The name of what was acted on is no person's name: `e_n`, since a property called "name" is dropped in exempt mode.
  if (category?.trim() && action?.trim())
    return {
      name: `${category.trim()} / ${action.trim()}`,
      props: only({ e_n: given['e_n']?.trim(), e_v: given['e_v'] }),
    }
  if (link) return { name: 'outbound', props: { url: withoutQuery(link) } }
  if (download) return { name: 'download', props: { url: withoutQuery(download) } }
  if (search)
    return {
      name: 'search',
      props: only({ term: search, category: given['search_cat'], results: given['search_count'] }),
    }
  if (idgoal === '0') return purchase(given, site)
  if (idgoal) return { name: `goal ${idgoal}`, props: {}, ...amountOf(given, site) }
  if (given['c_i'] && given['c_n'])
    return { name: `content / ${given['c_i']}`, props: only({ content: given['c_n'], piece: given['c_p'] }) }
  // Contents shown, media, crashes, heat maps: `ca` marks what is no page view.
  if (given['c_n'] || given['ca'] === '1' || given['ma_id'] || given['cra']) return null
  return { name: 'pageview', props: dimensions(given) }
}

/** An order counts once whatever the retries, since its number is its id; a basket has none. */
function purchase(given: Parameters, site: SiteWords): Bag {
  const order = given['ec_id'] ?? ''
  const items: unknown = unpacked(given['ec_items'] ?? '')
  const props = only({
    items: Array.isArray(items) ? String(items.length) : undefined,
    discount: given['ec_dt'],
    shipping: given['ec_sh'],
    tax: given['ec_tx'],
  })
  if (order === '') return { name: 'cart', props: only({ ...props, amount: given['revenue'] }) }
  return { name: 'order', id: order, props: { ...props, order }, ...amountOf(given, site) }
}

const dimensions = (given: Parameters) =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => /^dimension\d{1,3}$/.test(name) && value !== ''))

/** 'YYYY-MM-DD HH:MM:SS' in UTC, or seconds since 1970. */
function instant(text: string): string | undefined {
  if (text === '') return undefined
  if (/^\d{1,11}$/.test(text)) return new Date(Number(text) * 1000).toISOString()
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text
}
