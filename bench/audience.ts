/**
 * The audience page over HTTP: session, 12 panels, curve, HTML; and its readings one by one. On two stores, each in a process of its own:
 * two million page views of 30 days in visits of three pages, and twelve million of 90 days in visits of ten.
 *   npm run bench -- audience
 *   node bench/audience.ts --store quarter --dry
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { read, readGroupings } from '../src/analytics/analytics.store.ts'
import { audience } from '../src/analytics/audience.store.ts'
import { viewOf, visitPanels } from '../src/analytics/audience.ts'
import { query } from '../src/analytics/query.ts'
import { dayIn } from '../src/period.ts'
import { forked, lastDays, openStore, opener, rowsOf, times } from './audience.fixture.ts'
import type { Timings } from './audience.fixture.ts'
import { against, machine, memoryOf, percentile, record } from './record.fixture.ts'

interface Ready {
  readonly page: string
  readonly cookie: string
  readonly stored: number
  readonly writtenIn: number
  readonly mergedIn: number
}

const stores = {
  month: { pageviews: 2_000_000, days: 30, pages: 3, target: 300 },
  quarter: { pageviews: 12_000_000, days: 90, pages: 10, target: 500 },
} as const
type StoreName = keyof typeof stores

const { values: options } = parseArgs({
  options: { store: { type: 'string' }, child: { type: 'string' }, dry: { type: 'boolean', default: false } },
})
const wanted = (Object.keys(stores) as StoreName[]).filter((name) => (options.store ?? name) === name)

async function serve(dataDir: string, { pageviews, days, pages }: (typeof stores)[StoreName]): Promise<void> {
  const store = await openStore(dataDir)
  const { scope, site, page, cookie } = store
  const took = await store.load(0, days, pageviews / days, pages)
  const view = viewOf(new URLSearchParams(lastDays(days)), dayIn(site.timeZone, scope.now))
  const { totals } = await audience(scope, site, view)
  process.send?.({ page, cookie, stored: totals.pageviews ?? 0, ...took } satisfies Ready)
  process.once('message', () => void readAlone())

  async function readAlone() {
    const ask = (metrics: Parameters<typeof query>[0]['metrics'], dimensions: 'date' | 'page' | 'goal' | null = null) =>
      query({ period: view.period, metrics, dimensions: dimensions ? [dimensions] : [] })
    const readings: Record<string, () => Promise<unknown>> = {
      'visitors, visits, bounces, durations: totals and by day': () =>
        readGroupings(scope, site, ask(['visitors', 'visits', 'bounceRate', 'visitDuration']), [[], ['date']], 2000),
      'page views by day': () => read(scope, site, ask(['pageviews'], 'date')),
      'page views by page': () => read(scope, site, ask(['pageviews'], 'page')),
      'nine panels of visits': () =>
        readGroupings(
          scope,
          site,
          ask(['visits']),
          visitPanels.map((name) => [name]),
          8,
        ),
      'conversions by goal': () => read(scope, site, ask(['conversions'], 'goal')),
      'all of the page, without HTTP nor HTML': () => audience(scope, site, view),
    }
    const timings: Record<string, number[]> = {}
    for (const [name, reading] of Object.entries(readings)) timings[name] = await times(15, reading)
    process.send?.({ timings })
    await store.close()
    process.exit(0)
  }
}

async function measure(name: StoreName): Promise<void> {
  const store = stores[name]
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
  const { child, next } = forked(import.meta.filename, ['--child', dataDir, '--store', name])
  try {
    const ready = await next<Ready>()
    const open = opener(ready)
    const all = lastDays(store.days)
    await times(3, open(all))
    const long = `${store.days} days`
    const pages: Timings = {
      [long]: await times(40, open(all)),
      [`${long}, filtered on a channel`]: await times(20, open(`${all}&f=channel:is:Email`)),
      [`${long}, filtered on a page`]: await times(20, open(`${all}&f=page:is:/page-1`)),
      ...(store.days > 30 ? { '30 days': await times(40, open(lastDays(30))) } : {}),
      '7 days': await times(20, open('?period=7d')),
      today: await times(20, open('?period=today')),
    }
    const memory = memoryOf(child.pid ?? 0)
    child.send('measure')
    const { timings } = await next<{ timings: Timings }>()
    record([
      `### ${machine()} · audience page · ${ready.stored} page views shown over ${store.days} days`,
      '',
      `- the whole page over HTTP, 12 panels, ${long}: p95 ${against(percentile(pages[long] ?? [], 0.95), '<', store.target, 'ms')}`,
      `- all processes, shared pages once: ${against(memory.proportional, '<', 1_500, 'MB')}`,
      `- written in ${ready.writtenIn.toFixed(1)} s, a day at a time; visits of past weeks merged ${ready.mergedIn.toFixed(0)} s later`,
      '',
      '| page, over HTTP, whole | p50 ms | p95 ms |',
      '|---|---|---|',
      ...rowsOf(pages),
      '',
      '| reading, alone | p50 ms | p95 ms |',
      '|---|---|---|',
      ...rowsOf(timings),
    ])
  } finally {
    child.kill()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const [first] = wanted
if (options.child === undefined) for (const name of wanted) await measure(name)
else if (first) await serve(options.child, stores[first])
