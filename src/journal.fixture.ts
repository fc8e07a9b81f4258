// A small application for journal.crash.test.ts: it appends events without end and says on its output which are acknowledged.
import { randomBytes } from 'node:crypto'
import { type ClickHouseAddress, connectClickHouse } from './clickhouse.ts'
import { clickhouseInstant } from './collect/event-row.ts'
import { insertEvents } from './collect/events.store.ts'
import { Journal } from './journal.ts'

const order = JSON.parse(process.argv[2] ?? '{}') as { dir: string; address: ClickHouseAddress; writes: boolean }
const clickhouse = connectClickHouse(order.address)
const journal = await Journal.open({
  dir: order.dir,
  send: (rows, token) => insertEvents(clickhouse, rows, token),
  drainEvery: 40,
})

/** Each writer waits for its event to be durable before it sends the next, as a page's visitor would. */
async function write(writer: number): Promise<never> {
  for (let turn = 0; ; turn++) {
    const id = randomBytes(8).toString('hex')
    const at = clickhouseInstant(Date.UTC(2026, 10, 24) + writer * 1000)
    const visit = String(writer * 1_000_000 + (turn % 7))
    await journal.append({
      site_id: 1, ts: at, received_at: at, event_id: id, name: 'pageview', visitor_id: String(writer), visit_id: visit, visit_started_at: at, path: '/',
    }) // prettier-ignore
    process.stdout.write(`${id}\n`)
  }
}

if (order.writes) await Promise.all(Array.from({ length: 16 }, (_, i) => write(i + 1)))
await journal.drained()
process.stdout.write(`drained torn=${journal.pending().torn} refused=${journal.pending().refused}\n`)
await journal.close()
await clickhouse.close()
