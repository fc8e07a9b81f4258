/**
 * The demonstration: seconds to load it in an empty folder and to open it again, and the resident memory of all our processes once
 * its pages have been read.
 *   npm run bench -- demo
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { against, machine, record } from './record.fixture.ts'

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

interface Usage {
  readonly resident: number
  /** Pages that several processes share are counted once. */
  readonly proportional: number
  readonly processes: number
}

/** Megabytes of a process and of all that it started, as Linux counts them. */
function memoryOf(pid: number): Usage {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = read(`/proc/${name}/stat`)
    // The name of a process stands in parentheses and may hold spaces.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    if (stat !== '') parents.set(Number(name), parent)
  }
  const family = new Set([pid])
  for (let before = 0; before < family.size;) {
    before = family.size
    for (const [child, parent] of parents) if (family.has(parent)) family.add(child)
  }
  const total = (field: string) =>
    [...family].reduce((sum, member) => {
      const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${member}/smaps_rollup`))
      return sum + Number(found?.[1] ?? 0) / 1024
    }, 0)
  return { resident: total('Rss'), proportional: total('Pss'), processes: family.size }
}

/** '' for a process that is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
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
