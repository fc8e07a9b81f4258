/**
 * A start like every other but the first: from nothing running to the first page that answers, in a folder that holds events.
 *   npm run bench -- start
 *   node bench/start.ts --events 10000000 --times 9 --dry
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { loadConfig, root } from '../src/config.ts'
import { startEngines } from '../src/engines/engines.ts'
import { freePort } from '../src/engines/ground.ts'
import { openApp } from '../src/open-app.ts'
import { against, machine, percentile, record } from './record.fixture.ts'

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    times: { type: 'string', default: '5' },
    dry: { type: 'boolean' },
  },
})

/** A year of events of one site, as many as asked. */
async function fill(dataDir: string, events: number): Promise<void> {
  const config = loadConfig({ FILROUGE_DATA: dataDir, FILROUGE_LOG: 'error' })
  const log = pino({ level: 'error' })
  const engines = await startEngines(config, log)
  const { app, close } = await openApp(config, engines, log, 'http://localhost')
  // A part at a time: the engine keeps to a memory of its own.
  const batch = 100_000
  for (let from = 0; from < events; from += batch)
    await app.clickhouse.command({
      query: `
      insert into events (site_id, ts, received_at, event_id, name, visitor_id, visit_id, visit_started_at, path)
      select
          1, now64(3) - toIntervalSecond(number * 31536000 / {events:UInt64}) as at, at, toString(number), 'pageview',
          intDiv(number, 8), intDiv(number, 4), toStartOfHour(at), concat('/page-', toString(number % 400))
      from numbers({from:UInt64}, {batch:UInt64})`,
      query_params: { events, from, batch: Math.min(batch, events - from) },
      clickhouse_settings: { max_execution_time: 3_600 },
    })
  await close()
  await engines.stop()
}

/** The first page is the one `/` leads to. */
const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } }).then(
    async (page) => (await page.text()) !== '' && page.status === 200,
    () => false,
  )

/** Starts as `npm start` does. @returns seconds to the first page, and to the end once told to stop */
async function startOnce(dataDir: string): Promise<{ open: number; stop: number }> {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, [join(root, 'bin/start.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], PORT: String(port), FILROUGE_DATA: dataDir, FILROUGE_LOG: 'error' },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  while (!(await answers(port))) await pause(20)
  const open = (performance.now() - began) / 1000
  const told = performance.now()
  child.kill('SIGTERM')
  await ended
  return { open, stop: (performance.now() - told) / 1000 }
}

const [events, times] = [Number(options.events), Number(options.times)]
const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
try {
  await fill(dataDir, events)
  // The first reads the program from the disk; it is no second start.
  await startOnce(dataDir)
  const starts: { open: number; stop: number }[] = []
  for (let n = 0; n < times; n++) starts.push(await startOnce(dataDir))
  const open = starts.map((one) => one.open)
  const stop = starts.map((one) => one.stop)
  record([
    `### ${machine()} · second start, ${events.toLocaleString('en')} events stored, ${times} times`,
    '',
    `- to the first answered page: median ${against(percentile(open, 0.5), '<', 8, 's')}, worst ${percentile(open, 1).toFixed(1)} s`,
    `- to nothing left running once told to stop: worst ${against(percentile(stop, 1), '<', 10, 's')}`,
  ])
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
