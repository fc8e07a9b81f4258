/**
 * What history costs: the audience page over 30 days of a site that keeps three months of figures, then of the same site once it keeps
 * thirty-six; and over a hundred million events, which that is.
 *   npm run bench -- growth
 *   node bench/growth.ts --aday 9000 --dry     smaller
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { forked, lastDays, openStore, opener, rowsOf, times } from './audience.fixture.ts'
import { against, machine, memoryOf, percentile, record } from './record.fixture.ts'

interface Ready {
  readonly page: string
  readonly cookie: string
  readonly events: number
  readonly writtenIn: number
}

const { values: options } = parseArgs({
  options: {
    aday: { type: 'string', default: '92600' },
    child: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
})
const [recent, all] = [90, 1_080]

async function serve(dataDir: string): Promise<void> {
  const store = await openStore(dataDir)
  const load = async (newest: number, oldest: number) => {
    const { writtenIn } = await store.load(newest, oldest, Number(options.aday), 10)
    const counted = await store.app.clickhouse.query({
      query: 'select count() as n from events',
      format: 'JSONEachRow',
    })
    const [row] = await counted.json<{ n: number }>()
    process.send?.({ page: store.page, cookie: store.cookie, events: Number(row?.n), writtenIn } satisfies Ready)
  }
  await load(0, recent)
  process.once('message', () => void load(recent, all))
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
  const { child, next } = forked(import.meta.filename, ['--child', dataDir, '--aday', options.aday])
  try {
    const young = await next<Ready>()
    const month = opener(young)(lastDays(30))
    await times(3, month)
    const before = await times(40, month)
    child.send('more')
    const old = await next<Ready>()
    await times(3, month)
    const after = await times(40, month)
    const year = await times(10, opener(old)(lastDays(365)))
    const memory = memoryOf(child.pid ?? 0)
    const growth = (percentile(after, 0.5) / percentile(before, 0.5) - 1) * 100
    record([
      `### ${machine()} · history kept · ${young.events} events of 3 months, then ${old.events} of 36`,
      '',
      `- 30 days of all that history, whole page: p95 ${against(percentile(after, 0.95), '<', 2_000, 'ms')}`,
      `- with 36 months kept, its median costs more than with 3 by ${against(growth, '≤', 20, '%')}`,
      `- all processes, shared pages once: ${against(memory.proportional, '<', 1_500, 'MB')}`,
      `- written in ${(young.writtenIn + old.writtenIn).toFixed(0)} s`,
      '',
      '| page, over HTTP, whole | p50 ms | p95 ms |',
      '|---|---|---|',
      ...rowsOf({ '30 days, 3 months kept': before, '30 days, 36 months kept': after, '365 days': year }),
    ])
  } finally {
    child.kill()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await (options.child === undefined ? main() : serve(options.child))
