/**
 * Log import: lines a second, through the whole pipeline, until every event is in the event store.
 *   npm run bench -- import-log                    300,000 lines made up
 *   node bench/import-log.ts --file access.log     a log of yours
 */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { makeScope } from '../src/accounts/fixtures.ts'
import { importLog } from '../src/collect/import-log.ts'
import { addSite } from '../src/collect/sites.store.ts'
import { loadConfig } from '../src/config.ts'
import { startEngines } from '../src/engines/engines.ts'
import { openApp } from '../src/open-app.ts'
import { against, machine, record } from './record.fixture.ts'

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
]

/** Four lines in ten are page views, as in a real log: the rest are files, errors and redirections. */
async function write(path: string, lines: number): Promise<void> {
  const file = createWriteStream(path)
  for (let n = 0; n < lines; n++) {
    const who = Math.imul(n, 2_654_435_761) >>> 0
    const at = new Date(Date.UTC(2026, 0, 1) + n * 900).toISOString()
    const time = `${at.slice(8, 10)}/${['Jan', 'Feb', 'Mar', 'Apr'][Number(at.slice(5, 7)) - 1]}/${at.slice(0, 4)}:${at.slice(11, 19)} +0000`
    const target = n % 10 < 4 ? `/article-${who % 500}.html` : `/files/picture-${who % 900}.png`
    const line = `90.${who % 200}.${(who >>> 8) % 250}.7 - - [${time}] "GET ${target} HTTP/1.1" ${n % 37 === 0 ? 404 : 200} 5120 "${n % 3 === 0 ? 'https://www.google.fr/' : '-'}" "${agents[who % 4]}"\n`
    if (!file.write(line)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'close')
}

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    lines: { type: 'string', default: '300000' },
    dry: { type: 'boolean', default: false },
  },
})
const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
const log = pino({ level: 'warn' })
const config = loadConfig({ FILROUGE_DATA: dataDir, FILROUGE_LOG: 'warn' })
const engines = await startEngines(config, log)
const { app, close } = await openApp(config, engines, log, 'http://localhost')
try {
  await addSite(await makeScope(app, 'owner'), { domain: 'bench.example' })
  const path = values.file ?? join(dataDir, 'access.log')
  if (!values.file) await write(path, Number(values.lines))
  const time = async () => {
    const from = performance.now()
    const report = await importLog(app, { site: 'bench.example', files: [path] })
    return { report, seconds: (performance.now() - from) / 1000 }
  }
  const first = await time()
  const second = await time()
  const row = ({ report: { lines, kept, bots, known }, seconds }: typeof first) =>
    `${lines} lines in ${seconds.toFixed(1)} s: ${against(Math.round(lines / seconds), '≥', 30_000, 'lines/s')}; kept ${kept}, bots ${bots}, known ${known}`
  record([
    `### ${machine()} · log import`,
    '',
    `- ${values.file ? 'a real log' : 'made up, 4 page views in 10 lines'}, first time: ${row(first)}`,
    `- the same file again: ${row(second)}`,
  ])
} finally {
  await close()
  await engines.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
