import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { ensureFirstOwner } from './accounts/first-owner.ts'
import { logRedaction } from './accounts/redaction.ts'
import { type Config, loadConfig, root } from './config.ts'
import { announceControl } from './control.http.ts'
import { startEngines } from './engines/engines.ts'
import { freePort } from './engines/ground.ts'
import { FolderTaken, lockFolder } from './engines/lock.ts'
import { type Pages, httpServer } from './http.ts'
import { startJobs } from './jobs.ts'
import { WrongVersion } from './migrate.ts'
import { openApp } from './open-app.ts'

export interface Running {
  /** Address to open: the public one when it is set. */
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

/** The whole start, top to bottom: lock → engines → migrate → application → first owner → listen → jobs. */
export async function start(asked: Config, { demo = false } = {}): Promise<Running> {
  // The links that the product writes name its port, so a free one is found before anything is opened.
  const config = asked.port === 0 ? { ...asked, port: await freePort() } : asked
  const log = pino({ level: config.logLevel, redact: logRedaction })
  const pages = await builtPages()
  const lock = lockFolder(config.dataDir)
  const undo: (() => unknown)[] = [() => lock.release()]
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const engines = await startEngines(config, log)
    undo.push(() => engines.stop())
    const url = config.url ?? `http://localhost:${config.port}`
    const { app, close } = await openApp(config, engines, log, url)
    undo.push(close)
    await ensureFirstOwner(app)
    if (demo) {
      // Thirteen months of a fictional company: read only when it is asked for.
      const { loadDemo } = await import('./world.ts')
      await loadDemo(app, (text) => process.stdout.write(`  ${text}\n`))
    }
    const http = httpServer(app, pages)
    const server = await listen(http.fetch, config)
    undo.push(() => closeServer(server))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : config.port
    undo.push(announceControl(config.dataDir, port))
    const jobs = await startJobs(app)
    undo.push(() => jobs.stop())
    return { url: config.url ?? `http://localhost:${port}`, port, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Fetch = Parameters<typeof serve>[0]['fetch']
type Server = ReturnType<typeof serve>

const listen = (fetch: Fetch, { port, host }: Config) =>
  new Promise<Server>((resolve, reject) => {
    const server = serve({ fetch, port, hostname: host, overrideGlobalObjects: false }, () => resolve(server))
    server.once('error', reject)
  })

/** Lets answers under way finish, for two seconds at most. */
const closeServer = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    if ('closeIdleConnections' in server) {
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 2_000).unref()
    }
  })

async function builtPages(): Promise<Pages> {
  const file = join(root, 'build/server/index.js')
  if (!existsSync(file))
    throw new Error('Les pages ne sont pas construites : lancez npm start. / Pages are not built: run npm start.')
  const bundle = (await import(pathToFileURL(file).href)) as { handlePage: Pages }
  return bundle.handlePage
}

/** Runs until it is told to stop; a start that fails says why in a sentence. */
async function main() {
  const demo = process.argv.includes('--demo')
  const began = Date.now()
  let running: Running
  try {
    running = await start(loadConfig(), { demo })
    await answers(running.port)
  } catch (error) {
    const isPlain = error instanceof FolderTaken || error instanceof WrongVersion || isPortTaken(error)
    process.stderr.write(`\n${isPlain ? (error as Error).message : (error as Error).stack}\n`)
    process.exit(1)
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  process.stdout.write(`\nFilrouge est ouvert / is open: ${running.url}  (${seconds} s)\n`)
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    process.stdout.write('\nArrêt… / Stopping…\n')
    setTimeout(() => process.exit(1), 9_000).unref()
    void running.stop().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

/** The address is given when the page really answers, not when the port is open. */
async function answers(port: number) {
  const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } })
  if (page.status >= 500) throw new Error(`the first page answered ${page.status}`)
}

const isPortTaken = (error: unknown) => (error as { code?: string }).code === 'EADDRINUSE'

if (import.meta.main) await main()
