// A small application for clicks.crash.test.ts: it appends clicks without end and says on its output which are acknowledged.
import { connectPostgres } from '../postgres.ts'
import { addDays } from '../period.ts'
import { openClicks } from './clicks-journal.store.ts'

const order = JSON.parse(process.argv[2] ?? '{}') as { dir: string; url: string; link: string; from: string | null }
const db = connectPostgres(order.url)
const journal = await openClicks(order.dir, db, { drainEvery: 40 })
let day = order.from ?? ''

/** Each click has a day of its own, so that one lost or one counted twice shows. */
async function write(): Promise<never> {
  for (;;) {
    const own = (day = addDays(day, 1))
    await journal.append({ link: order.link, day: own, kind: 'person' })
    process.stdout.write(`${own}\n`)
  }
}

if (order.from !== null) await Promise.all(Array.from({ length: 16 }, write))
await journal.drained()
await journal.close()
await db.destroy()
