/**
 * What runs in a measured site's pages: a page view when the address changes, clicks that leave or download, and
 * `filrouge(name, { props, revenue })`. No cookie; nothing is stored but what the visitor chose. The browser gets this file minified.
 *
 *   <script defer data-site="example.com" src="https://…/js/filrouge.js"></script>
 *   data-consent   hold the first page view until filrouge.consent(true or false) is called, or the page is left
 *   data-signals   send nothing when the browser says Do-Not-Track or Global Privacy Control
 *   data-api       another address for the events
 *
 *   filrouge.consent(true, 3)   the visitor accepts version 3 of the notice (left out: the latest): a number of his own is kept
 *                               in this browser, 13 months at most; consent(false) forgets it
 *   filrouge.visitor()          that number, to show to whom it belongs
 *   filrouge.optOut(true)       nothing is sent from this browser any more; optOut(false) takes it back
 */
interface Details {
  readonly props?: Record<string, string | number | boolean>
  readonly revenue?: { readonly amount: number; readonly currency: string }
}
interface Filrouge {
  (name: string, details?: Details): void
  consent?: (given: boolean, notice?: number) => void
  visitor?: () => string
  optOut?: (out: boolean) => void
  /** Calls made before this file arrived. */
  q?: (readonly [string | boolean, Details?])[]
}
declare global {
  interface Window {
    filrouge?: Filrouge
  }
  interface Navigator {
    readonly globalPrivacyControl?: boolean
  }
  interface Document {
    readonly prerendering?: boolean
  }
}

const script = document.currentScript as HTMLScriptElement
const data = script.dataset
const home = new URL('/', script.src).href
const api = data['api'] || home + 'api/event'
const site = data['site'] || location.hostname
const early = window.filrouge?.q || []
let seen: string | undefined
let consent: boolean | undefined
let held: (() => void)[] | null = 'consent' in data ? [] : null

/** What this browser keeps under a name; a text changes it, and an empty one takes it away. */
const keep = (name: string, value?: string) => {
  try {
    const kept = localStorage
    if (value) kept.setItem(name, value)
    if (value === '') kept.removeItem(name)
    return kept.getItem(name)
  } catch {
    // A browser that keeps nothing.
  }
}
const ignored = 'filrouge.ignore'
const lasting = 'filrouge.visitor'

/** The lasting number, for 395 days from the millisecond it begins with, which nothing prolongs. */
const visitor = () => {
  const id = keep(lasting)
  return id && Date.now() - parseInt(id) < 34128e6 ? id : ''
}

const post = (body: string, again: boolean, to = api) => {
  const retry = () => again && setTimeout(post, 5000, body, false, to)
  // Plain text and no credentials: no preflight, no cookie. The id in the body makes the second try count once.
  fetch(to, { method: 'POST', body, keepalive: true, credentials: 'omit' }).then(
    (answer) => answer.status > 428 && retry(),
    retry,
  )
}

const send = (name: string, details?: Details, url = location.href, referrer?: string) => {
  if (keep(ignored) || ('signals' in data && (navigator.globalPrivacyControl || navigator.doNotTrack === '1'))) return
  const go = () =>
    post(
      JSON.stringify({
        site,
        url,
        name,
        referrer,
        title: document.title,
        id: Math.random().toString(36).slice(2) + Date.now().toString(36),
        props: details?.props,
        revenue: details?.revenue,
        consent,
        visitor: consent ? visitor() : undefined,
      }),
      true,
    )
  if (held) held.push(go)
  else go()
}

const release = () => {
  const waiting = held || []
  held = null
  for (const go of waiting) go()
}

const page = () => {
  if (seen === location.pathname) return
  const first = seen === undefined
  seen = location.pathname
  const url = location.href
  // The router sets the title after the address.
  if (first) send('pageview', undefined, url, document.referrer)
  else setTimeout(send, 30, 'pageview', undefined, url)
}

const click = (event: MouseEvent) => {
  const link = (event.target as Element | null)?.closest?.('a')
  if (!link || !link.protocol.startsWith('http')) return
  const url = link.origin + link.pathname
  if (
    link.hasAttribute('download') ||
    /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|csv|zip|rar|7z|gz|dmg|exe|msi|apk|mp[34]|mov|epub|ics)$/i.test(link.pathname)
  )
    send('download', { props: { url } })
  else if (link.host !== location.host) send('outbound', { props: { url } })
}

const filrouge: Filrouge = (name, details) => send(name, details)
filrouge.consent = (given, notice) => {
  consent = given
  const old = visitor()
  const id = old || (given && keep(lasting, Date.now() + '.' + crypto.getRandomValues(new Uint32Array(4)).join('')))
  if (!given) keep(lasting, '')
  // The proof: when, on which notice.
  if (id && given !== !!old)
    post(JSON.stringify({ site, visitor: id, given, notice }), true, api.replace(/event$/, 'consent'))
  release()
}
filrouge.visitor = visitor
filrouge.optOut = (out) => {
  if (out) {
    held = null
    filrouge.consent!(false)
  }
  keep(ignored, out ? '1' : '')
}
window.filrouge = filrouge

for (const method of ['pushState', 'replaceState'] as const) {
  const original = history[method]
  history[method] = function (...args) {
    original.apply(this, args)
    page()
  }
}
addEventListener('popstate', page)
addEventListener('pageshow', (event) => {
  if (event.persisted) {
    seen = undefined
    page()
  }
})
addEventListener('pagehide', release)
document.addEventListener('click', click, true)
document.addEventListener('auxclick', click, true)

for (const [first, details] of early) {
  if (typeof first === 'boolean') filrouge.consent(first)
  else filrouge(first, details)
}
// The visitor comes from our page of choices, which cannot write here; he goes back to it, to see that it is done.
const [, wish] = /^#filrouge-(out|in|me)$/.exec(location.hash) || []
if (wish && document.referrer === home) {
  if (wish !== 'me') filrouge.optOut(wish === 'out')
  location.replace(home + 'opt-out/' + site + '?out=' + keep(ignored) + '&me=' + visitor())
} else if (document.prerendering) document.addEventListener('prerenderingchange', page)
else page()

export {}
