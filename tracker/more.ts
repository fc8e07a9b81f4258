/**
 * What few sites ask for, in a file of its own that the others load where data-measure names it (forms, 404, scroll, time, vitals),
 * or where a visitor comes from our page of choices.
 */

/** What these entries have that TypeScript does not know yet. */
interface Entry extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
  readonly interactionId: number
  readonly responseStart: number
  readonly responseStatus?: number
  readonly activationStart?: number
}

const data = (document.currentScript as HTMLScriptElement).dataset
const home = new URL('/', (document.currentScript as HTMLScriptElement).src).href
const filrouge = window.filrouge!
const measures = (name: string) => data['measure']?.includes(name)
const [load] = performance.getEntriesByType('navigation') as Entry[]

// The visitor comes from our page of choices, which cannot write here; he goes back to it, to see that it is done.

const [, wish] = /^#filrouge-(out|in|me)$/.exec(location.hash) || []
if (wish && document.referrer === home) {
  if (wish !== 'me') filrouge.optOut!(wish === 'out')
  const site = data['site'] || location.hostname
  location.replace(
    home + 'opt-out/' + site + '?out=' + localStorage.getItem('filrouge.ignore') + '&me=' + filrouge.visitor!(),
  )
} else if (wish) dispatchEvent(new Event('popstate'))

// Forms, by their name; nothing of what is written in them.

if (measures('forms'))
  document.addEventListener(
    'submit',
    ({ target }) => {
      const form = target as Element
      filrouge('form', { props: { form: form.id || form.getAttribute('name') || form.getAttribute('action') || '' } })
    },
    true,
  )

if (measures('404') && Number(data['status'] || load?.responseStatus) === 404)
  filrouge('404', { referrer: document.referrer })

// Time in view and depth of reading of each page, told when it is left or goes out of view: what was added since the last time.

let url = location.href
let [spent, since, depth] = [0, document.hidden ? 0 : performance.now(), 0]

const look = () => {
  const { scrollHeight } = document.documentElement
  depth = Math.max(depth, Math.min(100, Math.round((100 * (scrollY + innerHeight)) / scrollHeight)))
}

const leave = () => {
  const now = performance.now()
  if (since) spent += now - since
  since = document.hidden ? 0 : now
  look()
  const time = measures('time') ? Math.round(spent / 1000) : undefined
  const scroll = measures('scroll') ? depth : undefined
  if (spent < 1000) return
  filrouge('engagement', { url, props: { time, scroll } })
  spent = 0
}

if (measures('time') || measures('scroll')) {
  addEventListener('scroll', look)
  document.addEventListener('visibilitychange', leave)
  // Before the whole writes down what could not leave.
  addEventListener('pagehide', leave, true)
  // Another page of a site that routes by itself: its address is already there, its content is not.
  addEventListener('filrouge', (event) => {
    leave()
    url = (event as CustomEvent<string>).detail
    spent = depth = 0
  })
}

// Web vitals of the document's first page, as https://web.dev/articles/vitals defines them: sent once, when it first goes out of
// view. A page opened out of view is not measured. Coming back from the browser's own memory, or going on without loading, is no
// loading: nothing more is sent then.

const vitals: Record<string, number> = {}
const slowest: Record<number, number> = {}
const first = url
/** A page prepared before it was asked for starts when it is shown. */
const sinceStart = (ms: number) => Math.max(0, Math.round(ms - (load?.activationStart || 0)))

const observe = (type: string, each: (entry: Entry) => void) =>
  new PerformanceObserver((list) => (list.getEntries() as Entry[]).forEach(each)).observe({
    type,
    buffered: true,
    // The shortest there is: an interaction faster than this is no slow one.
    durationThreshold: 16,
  } as PerformanceObserverInit)

if (measures('vitals') && !document.hidden) {
  if (load) vitals['ttfb'] = sinceStart(load.responseStart)
  observe('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') vitals['fcp'] = sinceStart(startTime)
  })
  observe('largest-contentful-paint', ({ startTime }) => {
    vitals['lcp'] = sinceStart(startTime)
  })
  // Shifts of one burst add up: a second at most between two, five in all. The worst burst counts.
  let [from, last, sum] = [0, 0, 0]
  if (PerformanceObserver.supportedEntryTypes.includes('layout-shift')) vitals['cls'] = 0
  observe('layout-shift', ({ startTime, value, hadRecentInput }) => {
    if (hadRecentInput) return
    if (startTime > last + 1000 || startTime > from + 5000) {
      from = startTime
      sum = 0
    }
    last = startTime
    sum += value
    vitals['cls'] = Math.max(vitals['cls'] || 0, Math.round(sum * 1e4) / 1e4)
  })
  // One interaction in fifty is forgiven.
  observe('event', ({ interactionId, duration }) => {
    if (!interactionId) return
    slowest[interactionId] = Math.max(slowest[interactionId] || 0, duration)
    const all = Object.values(slowest).sort((a, b) => b - a)
    vitals['inp'] = all[Math.floor(all.length / 50)]!
  })
  const tell = () => {
    if (told) return
    told = true
    filrouge('web-vitals', { props: vitals, url: first })
  }
  let told = false
  document.addEventListener('visibilitychange', tell)
  addEventListener('pagehide', tell, true)
}

export {}
