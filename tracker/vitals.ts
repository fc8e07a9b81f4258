/**
 * Web vitals of the document's first page, as https://web.dev/articles/vitals defines them: asked for by the whole tracker where
 * data-measure says so, and sent once, when the page first goes out of view. A page opened out of view is not measured.
 * Coming back from the browser's own memory, or going on without loading, is no loading: nothing more is sent then.
 */

/** What these entries have that TypeScript does not know yet. */
interface Entry extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
  readonly interactionId: number
  readonly responseStart: number
  readonly activationStart?: number
}

const vitals: Record<string, number> = {}
const slowest: Record<number, number> = {}
const url = location.href
const [load] = performance.getEntriesByType('navigation') as Entry[]
/** A page prepared before it was asked for starts when it is shown. */
const sinceStart = (ms: number) => Math.max(0, Math.round(ms - (load?.activationStart || 0)))

const observe = (type: string, each: (entry: Entry) => void) =>
  new PerformanceObserver((list) => (list.getEntries() as Entry[]).forEach(each)).observe({
    type,
    buffered: true,
    // The shortest there is: an interaction faster than this is no slow one.
    durationThreshold: 16,
  } as PerformanceObserverInit)

if (!document.hidden) {
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
  document.addEventListener('visibilitychange', () => window.filrouge?.('web-vitals', { props: vitals, url }), {
    once: true,
  })
}

export {}
