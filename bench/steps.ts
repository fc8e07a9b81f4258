/**
 * Where the time goes: each step of an event's way, then of the audience page's, beside the least that any program would pay for it.
 *   npm run bench -- steps
 *   node bench/steps.ts --events 20000 --dry
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { audience } from '../src/analytics/audience.store.ts'
import { viewOf } from '../src/analytics/audience.ts'
import type { ClickHouse } from '../src/clickhouse.ts'
import { defaultChannels } from '../src/collect/channel-rules.ts'
import { agents } from '../src/collect/device.ts'
import { enrich, type Hit } from '../src/collect/enrich.ts'
import { type EventBody, readEventBody } from '../src/collect/event-body.ts'
import type { EventRow } from '../src/collect/event-row.ts'
import { insertEvents } from '../src/collect/events.store.ts'
import { countries } from '../src/collect/place.ts'
import type { Site } from '../src/collect/site.ts'
import { LiveVisits } from '../src/collect/visit.ts'
import { hash64, visitorId } from '../src/collect/visitor.ts'
import { Journal } from '../src/journal.ts'
import { dayIn } from '../src/period.ts'
import { arrival, domain } from './arrivals.fixture.ts'
import { lastDays, opener, openStore, times } from './audience.fixture.ts'
import { machine, percentile, record } from './record.fixture.ts'

const { values: options } = parseArgs({
  options: { events: { type: 'string', default: '100000' }, dry: { type: 'boolean', default: false } },
})
/** Events that reach the disk together under load: 64 connections, each waiting for its answer. */
const together = 64
const count = Math.ceil(Number(options.events) / together) * together

type Store = Awaited<ReturnType<typeof openStore>>

interface Step {
  readonly what: string
  readonly ms: number
  readonly floor: string
  readonly floorMs: number
}

const spent = async (work: () => unknown): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Milliseconds of `count` events at each step. */
async function eventSteps(folder: string, store: Store): Promise<Step[]> {
  const arrivals = Array.from({ length: count }, (_, n) => arrival(n))
  const bodies: EventBody[] = []
  const rows: EventRow[] = []
  const parse = await spent(() => {
    for (const { body } of arrivals) bodies.push(readEventBody(JSON.parse(body)))
  })
  const bareParse = await spent(() => arrivals.map(({ body }) => new URL((JSON.parse(body) as { url: string }).url)))
  const line = enriching(store.site)
  const enriched = await spent(() => {
    for (const [n, body] of bodies.entries()) rows.push(line(body, n))
  })
  const bareHash = await spent(() => arrivals.map(({ ip, userAgent }) => hash64(`salt ${ip} ${userAgent}`)))

  const written: Buffer[] = rows.map((row) => Buffer.from(JSON.stringify(row)))
  const journal = await Journal.open({ dir: join(folder, 'journal'), send: async () => {} })
  const kept = await spent(async () => {
    for (let n = 0; n < rows.length; n += together)
      await Promise.all(rows.slice(n, n + together).map((row) => journal.append(row)))
  })
  await journal.close()
  const file = openSync(join(folder, 'bare'), 'w')
  const bareDisk = await spent(() => {
    for (let n = 0; n < written.length; n += together) {
      writeSync(file, Buffer.concat(written.slice(n, n + together)))
      fdatasyncSync(file)
    }
  })
  closeSync(file)

  const { clickhouse } = store.app
  const batch = 5_000
  const inserted = await spent(async () => {
    for (let n = 0; n < written.length; n += batch)
      await insertEvents(clickhouse, written.slice(n, n + batch), `steps-${n}`)
  })
  await clickhouse.command({ query: 'create table nowhere as events engine = Null' })
  const bareInsert = await spent(async () => {
    for (let n = 0; n < rows.length; n += batch)
      await clickhouse.insert({ table: 'nowhere', values: rows.slice(n, n + batch), format: 'JSONEachRow' })
  })
  await clickhouse.command({ query: 'drop table nowhere' })
  return [
    { what: 'parse: read and check the body', ms: parse, floor: 'JSON.parse and the address', floorMs: bareParse },
    {
      what: 'enrich: place, device, source, channel, visitor, visit, row',
      ms: enriched,
      floor: 'the visitor’s hash alone',
      floorMs: bareHash,
    },
    {
      what: `journal: on disk for good, ${together} together`,
      ms: kept,
      floor: 'one write and one fdatasync of the same bytes',
      floorMs: bareDisk,
    },
    {
      what: `insert: ${batch} at a time, events, visits and hours`,
      ms: inserted,
      floor: 'the same rows read by ClickHouse and thrown away',
      floorMs: bareInsert,
    },
  ]
}

/** The straight line of collection with its real tables, for a site in its default mode. */
function enriching(known: Store['site']): (body: EventBody, n: number) => EventRow {
  const site: Site = {
    id: known.id, publicId: '', workspaceId: '', projectId: null, domain, timeZone: 'Europe/Paris', currency: 'EUR', mode: 'exempt', settings: {},
  } // prettier-ignore
  const [visits, agentOf, countryOf, begin] = [new LiveVisits(), agents(), countries(), Date.now()]
  const [today, before] = ['a'.repeat(64), 'b'.repeat(64)]
  const visitorsOf = ({ ip, userAgent }: Hit) =>
    [visitorId(today, site.id, ip, userAgent), visitorId(before, site.id, ip, userAgent)] as const
  const around = { agentOf, countryOf, shield: null, channels: defaultChannels, visits, visitorsOf }
  return (body, n) => {
    const { ip, userAgent, language } = arrival(n)
    const at = begin + n
    const hit: Hit = {
      url: body.url, name: body.name, referrer: body.referrer, title: body.title, props: body.props, revenue: body.revenue,
      consent: false, id: String(n), idGiven: false, at, receivedAt: at, ip, userAgent, language, signalsOptOut: false, origin: 'live',
    } // prettier-ignore
    const outcome = enrich(hit, site, around)
    if (outcome.status !== 'kept') throw new Error(outcome.reason)
    visits.keep(outcome.visitor, outcome.visit, at)
    return outcome.row
  }
}

/** A connection that says how long its queries waited for their first byte, and how long the rest took to come and be read. */
function timed(clickhouse: ClickHouse, spans: { asked: number; first: number; read: number }[]): ClickHouse {
  return new Proxy(clickhouse, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (name !== 'query' || typeof value !== 'function')
        return typeof value === 'function' ? value.bind(target) : value
      return async (...given: Parameters<ClickHouse['query']>) => {
        const asked = performance.now()
        const answer = await target.query(...given)
        const first = performance.now()
        return new Proxy(answer, {
          get(result, key) {
            const found: unknown = Reflect.get(result, key)
            if (key !== 'json' || typeof found !== 'function')
              return typeof found === 'function' ? found.bind(result) : found
            return async () => {
              const rows: unknown = await found.call(result)
              spans.push({ asked, first, read: performance.now() })
              return rows
            }
          },
        })
      }
    },
  })
}

/** Medians of the audience page over 30 days: until the last query began to answer, until it was read, until the page had come. */
async function pageSteps(store: Store): Promise<string[]> {
  const { scope, site } = store
  const view = viewOf(new URLSearchParams(lastDays(30)), dayIn(site.timeZone, scope.now))
  const [sql, transfer, rest, sums]: number[][] = [[], [], [], []]
  for (let turn = 0; turn < 25; turn += 1) {
    const spans: { asked: number; first: number; read: number }[] = []
    const began = performance.now()
    await audience({ ...scope, clickhouse: timed(scope.clickhouse, spans) }, site, view)
    const [first, read] = [Math.max(...spans.map((span) => span.first)), Math.max(...spans.map((span) => span.read))]
    sql?.push(first - began)
    transfer?.push(read - first)
    rest?.push(performance.now() - read)
    sums?.push(spans.reduce((sum, span) => sum + span.first - span.asked, 0))
  }
  const whole = await times(25, opener(store)(lastDays(30)))
  const onePass = await times(25, async () => {
    const answer = await scope.clickhouse.query({
      query: `select uniq(visitor_id), count() from visits
        where site_id = ${site.id} and visit_started_at >= now() - interval 30 day`,
      format: 'JSONEachRow',
    })
    await answer.json()
  })
  const half = (list: readonly number[] | undefined) => percentile(list ?? [], 0.5)
  const read = half(sql) + half(transfer) + half(rest)
  const row = (what: string, ms: number) =>
    `| ${what} | ${ms.toFixed(1)} | ${((ms / half(whole)) * 100).toFixed(0)} % |`
  return [
    '| audience page, 30 days, median | ms | of the whole |',
    '|---|---|---|',
    row('SQL: until the last query begins to answer', half(sql)),
    row('transfer: until the last answer is read', half(transfer)),
    row('rows to figures', half(rest)),
    row('session, React and HTTP: all the rest', half(whole) - read),
    row('whole', half(whole)),
    '',
    `The queries of one page, one after the other, would take ${half(sums).toFixed(0)} ms: the two cores do them side by side. ` +
      `Floor: one pass over the same visits for one figure takes ${half(onePass).toFixed(1)} ms.`,
  ]
}

const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
const folder = mkdtempSync(join(tmpdir(), 'filrouge-steps-'))
const store = await openStore(dataDir)
try {
  const steps = await eventSteps(folder, store)
  const { writtenIn } = await store.load(0, 30, 2_000_000 / 30, 3)
  const page = await pageSteps(store)
  const each = (ms: number) => ((ms / count) * 1000).toFixed(1)
  record([
    `### ${machine()} · where the time goes`,
    '',
    `${count} events, one step after the other, in one process; the page over 2,000,000 page views (written in ${writtenIn.toFixed(0)} s).`,
    '',
    '| step of an event | µs an event | floor | µs an event | times the floor |',
    '|---|---|---|---|---|',
    ...steps.map(
      ({ what, ms, floor, floorMs }) =>
        `| ${what} | ${each(ms)} | ${floor} | ${each(floorMs)} | ${(ms / floorMs).toFixed(1)} |`,
    ),
    '',
    ...page,
  ])
} finally {
  await store.close()
  for (const used of [dataDir, folder]) rmSync(used, { recursive: true, force: true })
}
process.exit(0)
