/**
 * The demonstration: seconds to load it in an empty folder and to open it again, and the resident memory of all our processes once
 * its pages have been read.
 *   npm run bench -- demo
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { against, machine, memoryOf, record } from './record.fixture.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'filrouge-bench-'))
const server = resolve(import.meta.dirname, '../src/server.ts')

/** Starts the product as `npm run demo` does, until it gives its address. */
async function open(): Promise<{ child: ChildProcess; url: string; seconds: number; said: string }> {
  const from = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', server, '--demo'], {
    env: { ...process.env, FILROUGE_DATA: dataDir, FILROUGE_LOG: 'warn', PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const url = await new Promise<string>((found, failed) => {
    child.once('exit', () => failed(new Error(`the demonstration did not open:\n${said}`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const address = /is open: (\S+)/.exec(said)?.[1]
      if (address) found(address)
    })
  })
  return { child, url, seconds: (performance.now() - from) / 1000, said }
}

async function close(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  await gone
}

/** Enters as the lead and reads what a visitor reads, a few times. */
async function visit(url: string): Promise<void> {
  const headers = { origin: url, 'sec-fetch-site': 'same-origin' }
  const body = new URLSearchParams({ door: 'lead', next: '/' })
  const entered = await fetch(`${url}/sign-in`, { method: 'POST', headers, body, redirect: 'manual' })
  const home = entered.headers.get('location')
  if (entered.status !== 302 || !home) throw new Error(`the door answered ${entered.status}`)
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  for (let turn = 0; turn < 5; turn++)
    for (const page of ['', '/swot', '/budget', '/calendar', '/audience', '/kpi-board', '/coverage']) {
      const answer = await fetch(url + home + page, { headers: { cookie } })
      if (!answer.ok) throw new Error(`${page} answered ${answer.status}`)
      await answer.arrayBuffer()
    }
}

try {
  const first = await open()
  await visit(first.url)
  const { resident, proportional, processes } = memoryOf(first.child.pid ?? 0)
  await close(first.child)
  const again = await open()
  await close(again.child)
  const loaded = /([\d\s\u202f,]+) (?:pages vues en|page views in)/.exec(first.said)?.[1]?.trim() ?? '?'
  record([
    `### ${machine()} · demonstration`,
    '',
    `- loaded in an empty folder, engines included: ${against(first.seconds, '<', 60, 's')} (${loaded} page views)`,
    `- opened again: ${against(again.seconds, '<', 8, 's')}`,
    // PostgreSQL's processes share their buffers: added up process by process they would count twenty times.
    `- resident memory after 35 pages, ${processes} processes, shared pages once: ${against(proportional, '<', 1_200, 'MB')}; ${Math.round(resident)} MB added up process by process`,
  ])
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
