/**
 * Log import: lines a second, through the whole pipeline, until every event is in the event store.
 *   npm run bench -- import-log                    300,000 lines of each form, made up
 *   node bench/import-log.ts --file access.log     a log of yours
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { gzipSync, zstdCompressSync } from 'node:zlib'
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
function hitOf(n: number): Hit {
  const who = Math.imul(n, 2_654_435_761) >>> 0
  return {
    at: new Date(Date.UTC(2026, 0, 1) + n * 900).toISOString(),
    ip: `90.${who % 200}.${(who >>> 8) % 250}.7`,
    target: n % 10 < 4 ? `/article-${who % 500}.html` : `/files/picture-${who % 900}.png`,
    status: n % 37 === 0 ? 404 : 200,
    referrer: n % 3 === 0 ? 'https://www.google.fr/' : '-',
    agent: agents[who % 4] ?? '',
  }
}

interface Hit {
  readonly at: string
  readonly ip: string
  readonly target: string
  readonly status: number
  readonly referrer: string
  readonly agent: string
}

const clf = (at: string) =>
  `${at.slice(8, 10)}/${['Jan', 'Feb', 'Mar', 'Apr'][Number(at.slice(5, 7)) - 1]}/${at.slice(0, 4)}:${at.slice(11, 19)} +0000`
const w3cTime = (at: string, separator: string) => `${at.slice(0, 10)}${separator}${at.slice(11, 19)}`

/** How each server writes one: its head, then its lines. */
const forms: Readonly<Record<string, { readonly head?: string; readonly line: (hit: Hit) => string }>> = {
  combined: { line: (h) => `${h.ip} - - [${clf(h.at)}] "GET ${h.target} HTTP/1.1" ${h.status} 5120 "${h.referrer}" "${h.agent}"` },
  common: { line: (h) => `${h.ip} - - [${clf(h.at)}] "GET ${h.target} HTTP/1.1" ${h.status} 5120` },
  vhost: {
    line: (h) => `bench.example:443 ${h.ip} - - [${clf(h.at)}] "GET ${h.target} HTTP/1.1" ${h.status} 5120 "${h.referrer}" "${h.agent}"`,
  },
  nginx: {
    line: (h) =>
      JSON.stringify({ time_iso8601: h.at, remote_addr: h.ip, request: `GET ${h.target} HTTP/1.1`, status: String(h.status), http_referer: h.referrer, http_user_agent: h.agent }),
  },
  caddy: {
    line: (h) =>
      JSON.stringify({
        level: 'info', ts: Date.parse(h.at) / 1000, logger: 'http.log.access', msg: 'handled request',
        request: { remote_ip: h.ip, proto: 'HTTP/2.0', method: 'GET', host: 'bench.example', uri: h.target, headers: { 'User-Agent': [h.agent], Referer: [h.referrer] } },
        duration: 0.002, size: 5120, status: h.status,
      }),
  },
  iis: {
    head: '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status time-taken',
    line: (h) => `${w3cTime(h.at, ' ')} 10.0.0.4 GET ${h.target} - 443 - ${h.ip} ${h.agent.replaceAll(' ', '+')} ${h.referrer} ${h.status} 31`,
  },
  cloudfront: {
    head: '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-host-header',
    line: (h) =>
      [w3cTime(h.at, '\t'), 'CDG50-C1', '5120', h.ip, 'GET', 'd1.cloudfront.net', h.target, h.status, h.referrer, encodeURIComponent(h.agent), '-', 'bench.example'].join('\t'),
  },
  alb: {
    line: (h) =>
      `https ${h.at} app/lb/50dc 10.0.0.9:1 10.0.0.1:80 0.086 0.048 0.037 ${h.status} 200 34 5120 "GET https://bench.example:443${h.target} HTTP/2.0" "${h.agent}" ECDHE TLSv1.2 arn:aws "Root=1-5" "bench.example" "-" 0 ${h.at} "forward" "-"`.replace('10.0.0.9', h.ip),
  },
} // prettier-ignore

async function write(path: string, lines: number, form: string): Promise<void> {
  const { head, line } = forms[form] ?? {}
  const file = createWriteStream(path)
  if (head) file.write(`${head}\n`)
  for (let n = 0; n < lines; n++) if (!file.write(`${line?.(hitOf(n))}\n`)) await once(file, 'drain')
  file.end()
  await once(file, 'close')
}

/** Ways to pack a log; bzip2 only where the machine has its program, since Node cannot. */
const packings: Readonly<Record<string, (from: string, to: string) => void>> = {
  gz: (from, to) => writeFileSync(to, gzipSync(readFileSync(from))),
  zst: (from, to) => writeFileSync(to, zstdCompressSync(readFileSync(from))),
  ...(spawnSync('bzip2', ['--help']).error
    ? {}
    : {
        bz2: (from: string, to: string) =>
          writeFileSync(to, execFileSync('bzip2', ['-c', from], { maxBuffer: 2 ** 30 })),
      }),
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
  const scope = await makeScope(app, 'owner')
  await addSite(scope, { domain: 'bench.example' })
  const time = async (path: string) => {
    const from = performance.now()
    const report = await importLog(app, { site: 'bench.example', files: [path] })
    return { report, seconds: (performance.now() - from) / 1000 }
  }
  const row = ({ report: { lines, kept, bots, known }, seconds }: Awaited<ReturnType<typeof time>>) =>
    `${lines} lines in ${seconds.toFixed(1)} s: ${against(Math.round(lines / seconds), '≥', 30_000, 'lines/s')}; kept ${kept}, bots ${bots}, known ${known}`
  const head = [`### ${machine()} · log import`, '']
  if (values.file) {
    record([
      ...head,
      `- a real log, first time: ${row(await time(values.file))}`,
      `- the same file again: ${row(await time(values.file))}`,
    ])
  } else {
    const rows: string[] = []
    for (const form of Object.keys(forms)) {
      const path = join(dataDir, `${form}.log`)
      await write(path, Number(values.lines), form)
      rows.push(`- ${form}, made up, 4 page views in 10 lines: ${row(await time(path))}`)
    }
    const plain = join(dataDir, 'combined.log')
    rows.push(`- combined again: ${row(await time(plain))}`)
    for (const [ending, pack] of Object.entries(packings)) {
      const path = `${plain}.${ending}`
      pack(plain, path)
      rows.push(`- combined again, packed as .${ending}: ${row(await time(path))}`)
    }
    record([...head, ...rows])
  }
} finally {
  await close()
  await engines.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
