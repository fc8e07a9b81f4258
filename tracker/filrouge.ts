/**
 * What runs in a measured site's pages: a page view when the address changes, clicks that leave or download, and
 * `filrouge(name, { props, revenue })`. No cookie, nothing stored. The browser gets this file minified: see build.ts.
 *
 *   <script defer data-site="example.com" src="https://…/js/filrouge.js"></script>
 *   data-consent   hold the first page view until filrouge.consent(true or false) is called, or the page is left
 *   data-signals   send nothing when the browser says Do-Not-Track or Global Privacy Control
 *   data-api       another address for the events
 */
interface Details {
  readonly props?: Record<string, string | number | boolean>
  readonly revenue?: { readonly amount: number; readonly currency: string }
}
interface Filrouge {
  (name: string, details?: Details): void
  consent?: (given: boolean) => void
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
const api = data['api'] || new URL('/api/event', script.src).href
const early = window.filrouge?.q || []
let seen: string | undefined
let consent: boolean | undefined
let held: (() => void)[] | null = 'consent' in data ? [] : null

const isOut = () => {
  try {
    return localStorage.getItem('filrouge.ignore')
  } catch {
    return false
  }
}

const post = (body: string, again: boolean) => {
  const retry = () => again && setTimeout(post, 5000, body, false)
  // Plain text and no credentials: no preflight, no cookie. The id in the body makes the second try count once.
  fetch(api, { method: 'POST', body, keepalive: true, credentials: 'omit' }).then(
    (answer) => answer.status > 428 && retry(),
    retry,
  )
}

const send = (name: string, details?: Details, url = location.href, referrer?: string) => {
  if (isOut() || ('signals' in data && (navigator.globalPrivacyControl || navigator.doNotTrack === '1'))) return
  const go = () =>
    post(
      JSON.stringify({
        site: data['site'] || location.hostname,
        url,
        name,
        referrer,
        title: document.title,
        id: Math.random().toString(36).slice(2) + Date.now().toString(36),
        props: details?.props,
        revenue: details?.revenue,
        consent,
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
filrouge.consent = (given) => {
  consent = given
  release()
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
if (document.prerendering) document.addEventListener('prerenderingchange', page)
else page()

export {}
