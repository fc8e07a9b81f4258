/**
 * What runs in a measured site's pages: a page view when the address changes, and `filrouge(name, { props, revenue })`.
 * No cookie; nothing is stored but what the visitor chose and, once the visitor consented, an event that could not leave until it can. Two files are made of
 * this one (build.ts): the whole, and the core, without what stands under WHOLE. docs/decisions/0096 says what each holds and weighs.
 *
 *   <script defer data-site="example.com" src="https://…/js/filrouge.js"></script>
 *   data-measure   what is measured besides page views: outbound downloads forms 404 hash scroll time vitals, in any order;
 *                  left out, it is "outbound downloads". Only those two are in this file; the others come with more.ts
 *   data-status    "404" on a page that says that there is none here, for browsers that do not tell the status of a page
 *   data-consent   hold the first page view until filrouge.consent(true or false) is called, or the page is left
 *   data-signals   send nothing when the browser says Do-Not-Track or Global Privacy Control
 *   data-api       another address for the events
 *
 *   filrouge.consent(true, 3)   the visitor accepts version 3 of the notice (left out: the latest): a number of his own is kept
 *                               in this browser, 13 months at most; consent(false) forgets it
 *   filrouge.visitor()          that number, to show to whom it belongs
 *   filrouge.optOut(true)       nothing is sent from this browser any more; optOut(false) takes it back
 *
 * The core is for sites in exempt mode: it counts page views and events, and obeys the visitor's choices.
 */
interface Details {
  readonly props?: Record<string, string | number | boolean | undefined>
  readonly revenue?: { readonly amount: number; readonly currency: string }
  /** What an order is made of, at the price of one piece. */
  readonly products?: readonly { readonly name: string; readonly price?: number; readonly quantity?: number }[]
  /** Makes a second sending count once: the number of an order, for a page of thanks that is opened again. */
  readonly id?: string
  /** The page it happened on, when it is not the one shown; the one before. */
  readonly url?: string
  readonly referrer?: string
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
  /** Whether the extensions are in the file. */
  const WHOLE: boolean
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
const api = (WHOLE && data['api']) || new URL('/api/event', script.src).href
const site = data['site'] || location.hostname
const early = window.filrouge?.q || []
/** What waits to leave, and where to: for an answer about consent, for the network, for a server that restarts. */
const queue: [body: object, to: string][] = []
let holding = WHOLE && 'consent' in data
let consent = false
let wait = 0
let seen = ''

const measures = (name: string) => (data['measure'] ?? 'outbound downloads').includes(name)

/** What this browser keeps under a name; a text changes it, and an empty one takes it away. */
const keep = (name: string, value?: string) => {
  try {
    if (WHOLE && value) localStorage[name] = value
    if (WHOLE && value === '') delete localStorage[name]
    return localStorage[name] as string | undefined
  } catch {
    // A browser that keeps nothing.
  }
}

/** The lasting number, for 395 days from the millisecond it begins with, which nothing prolongs. */
const visitor = () => {
  const id = keep('filrouge.visitor')
  return id && Date.now() - parseInt(id) < 34128e6 ? id : ''
}

const flush = () => queue.splice(0).forEach((waiting) => post(...waiting))

/** A body with what its visitor says of consent now, unless it says so itself. */
const signed = (body: object) => ({ consent, visitor: consent ? visitor() : '', ...body })

const post = (body: object, to = api) => {
  const later = () => setTimeout(flush, (wait += 5000), queue.push([body, to]))
  if (holding || (WHOLE && !navigator.onLine)) queue.push([body, to])
  // Plain text and no credentials: no preflight, no cookie. The id in the body makes the second try count once.
  else
    fetch(to, {
      method: 'POST',
      body: JSON.stringify(WHOLE ? signed(body) : body),
      keepalive: true,
      credentials: 'omit',
    }).then((answer) => answer.status > 428 && later(), later)
}

const send = (name: string, details?: Details) => {
  if (WHOLE && 'signals' in data && (navigator.globalPrivacyControl || navigator.doNotTrack === '1')) return
  if (keep('filrouge.ignore')) return
  post({
    site,
    url: address(),
    name,
    title: document.title,
    id: `${Math.random()}${Date.now()}`,
    ...details,
  })
}

/** Where a site writes its pages after a #, they are paths like others. */
const path = () =>
  WHOLE && measures('hash') && location.hash
    ? location.pathname.replace(/\/$/, '') + location.hash.replace(/^#!?/, '')
    : location.pathname

const address = () => (WHOLE ? location.origin + path() + location.search : location.href)

const page = () => {
  if (document.prerendering || seen === path()) return
  // What is read of a page ends here: more.ts listens.
  if (WHOLE) dispatchEvent(new CustomEvent('filrouge', { detail: address() }))
  // The router sets the title after the address.
  if (seen) setTimeout(send, 30, 'pageview', { url: address() })
  else send('pageview', { referrer: document.referrer })
  seen = path()
}

const release = () => {
  holding = false
  flush()
}

const filrouge: Filrouge = send
window.filrouge = filrouge

for (const method of ['pushState', 'replaceState'] as const) {
  const original = history[method]
  history[method] = (...args) => {
    original.apply(history, args)
    page()
  }
}
addEventListener('popstate', page)
addEventListener('online', flush)
// A page that comes back as it was left is seen once more.
addEventListener('pageshow', page)
addEventListener('pagehide', () => {
  seen = ''
  if (WHOLE && holding) release()
  // Written in this browser only by the visitor's leave: without it, one more try, then memory.
  if (WHOLE)
    if (consent && queue[0])
      keep('filrouge.unsent', JSON.stringify(queue.splice(0).map(([body, to]) => [signed(body), to])))
    else flush()
})

/** Our file of that name, put into the page with what lets it run there. */
const add = (name: string) => {
  const tag = document.createElement('script')
  tag.src = new URL(name, script.src).href
  tag.nonce = script.nonce
  Object.assign(tag.dataset, data)
  script.after(tag)
}

// What follows, down to the last lines, is in the whole file only.

const click = ({ target }: Event) => {
  const link = (target as Element).closest?.('a')
  if (!link?.protocol.startsWith('http')) return
  const isFile =
    link.hasAttribute('download') ||
    /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|csv|zip|rar|7z|gz|dmg|exe|msi|apk|mp[34]|mov|epub|ics)$/i.test(link.pathname)
  const name = isFile ? 'download' : 'outbound'
  if ((isFile || link.host !== location.host) && measures(name))
    send(name, { props: { url: link.origin + link.pathname } })
}

if (WHOLE) {
  filrouge.consent = (given, notice) => {
    const old = visitor()
    const id =
      old || (given && keep('filrouge.visitor', Date.now() + '.' + crypto.getRandomValues(new Uint32Array(4)).join('')))
    consent = given
    // What could not leave from another page of the site, by the same leave.
    if (given) queue.push(...JSON.parse(keep('filrouge.unsent') || '[]'))
    else keep('filrouge.visitor', '')
    keep('filrouge.unsent', '')
    release()
    // The proof: when, on which notice.
    if (id && given !== !!old) post({ site, visitor: id, given, notice }, api.replace(/event$/, 'consent'))
  }
  filrouge.visitor = visitor
  filrouge.optOut = (out) => {
    if (out) {
      queue.length = 0
      filrouge.consent!(false)
    }
    keep('filrouge.ignore', out ? '1' : '')
  }
  document.addEventListener('click', click, true)
  document.addEventListener('auxclick', click, true)
}
for (const [first, details] of early) {
  if (WHOLE && typeof first === 'boolean') filrouge.consent!(first)
  else filrouge(first as string, details)
}
document.addEventListener('prerenderingchange', page)
// A visitor who comes from our page of choices is seen once his choice is made, by more.ts; the core has the whole do it.
const chooses = location.hash.startsWith('#filrouge-')
if (chooses) add(WHOLE ? 'filrouge.more.js' : 'filrouge.js')
else {
  page()
  if (WHOLE && /forms|404|scroll|time|vitals/.test(data['measure']!)) add('filrouge.more.js')
}

export {}
