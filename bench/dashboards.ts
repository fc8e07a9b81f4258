/**
 * A dashboard of twelve cards over HTTP: session, figures, HTML. On a store in a process of its own: twelve million page views of 90 days in
 * visits of ten pages.
 *   npm run bench -- dashboards
 *   node bench/dashboards.ts --dry
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Card, type CardKind, cardOf } from '../src/dashboards/cards.ts'
import { createDashboard } from '../src/dashboards/dashboards.store.ts'
import { forked, lastDays, openStore, rowsOf, times } from './audience.fixture.ts'
import type { Timings } from './audience.fixture.ts'
import { against, machine, percentile, record } from './record.fixture.ts'

interface Ready {
  readonly page: string
  readonly cookie: string
}

const store = { pageviews: 12_000_000, days: 90, pages: 10, target: 500 }
const name = 'Banc de douze cartes'

const { values: options } = parseArgs({
  options: { child: { type: 'string' }, dry: { type: 'boolean', default: false } },
})

const card = (kind: CardKind, said: Partial<Card> = {}) => cardOf(kind, { id: crypto.randomUUID(), ...said })

/** What a lead looks at: every kind, two filters, dimensions of visits and of pages. */
const twelve: readonly Card[] = [
  card('number', { metrics: ['visitors'] }),
  card('number', { metrics: ['visits'] }),
  card('number', { metrics: ['pageviews'] }),
  card('number', { metrics: ['conversionRate'] }),
  card('line', { metrics: ['visits', 'visitors'] }),
  card('bars', { metrics: ['visits'], dimension: 'channel' }),
  card('bars', { metrics: ['visits'], dimension: 'device' }),
  card('table', { metrics: ['visits', 'bounceRate'], dimension: 'entryPage' }),
  card('table', { metrics: ['pageviews'], dimension: 'page' }),
  card('map', { metrics: ['visits'], dimension: 'region' }),
  card('bullet', { metrics: ['conversions'], target: 10_000 }),
  card('line', { metrics: ['visits'], filters: ['channel:is:Email'] }),
]

async function serve(dataDir: string): Promise<void> {
  const opened = await openStore(dataDir)
  const { scope, site, page, cookie } = opened
  await opened.load(0, store.days, store.pageviews / store.days, store.pages)
  const settings = { name, preset: '30d', startsOn: null, endsOn: null, site: null } as const
  const id = await createDashboard(scope, site.project ?? '', settings, twelve)
  process.send?.({ page: page.replace(/audience$/, `dashboards/${id}`), cookie } satisfies Ready)
}

async function measure(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
  const { child, next } = forked(import.meta.filename, ['--child', dataDir])
  try {
    const { page, cookie } = await next<Ready>()
    const open = (asked: string) => async () => {
      const reply = await fetch(page + asked, { headers: { cookie, 'accept-language': 'fr' } })
      const html = await reply.text()
      if (!reply.ok || !html.includes(name)) throw new Error(`${reply.status}: ${html.slice(0, 300)}`)
    }
    const all = lastDays(store.days)
    await times(3, open(all))
    const long = `${store.days} days`
    const pages: Timings = {
      [long]: await times(40, open(all)),
      '30 days': await times(40, open('')),
      '7 days': await times(20, open('?period=7d')),
    }
    record([
      `### ${machine()} · dashboard of ${twelve.length} cards · ${store.pageviews} page views over ${store.days} days`,
      '',
      `- the whole page over HTTP, ${long}: p95 ${against(percentile(pages[long] ?? [], 0.95), '<', store.target, 'ms')}`,
      '',
      '| page, over HTTP, whole | p50 ms | p95 ms |',
      '|---|---|---|',
      ...rowsOf(pages),
    ])
  } finally {
    child.kill()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await (options.child === undefined ? measure() : serve(options.child))
