import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { ensureFirstOwner } from './accounts/first-owner.ts'
import type { App } from './app.ts'
import { logRedaction } from './accounts/redaction.ts'
import { type Config, loadConfig, root } from './config.ts'
import { announceControl } from './control.http.ts'
import { startEngines } from './engines/engines.ts'
import { canListen, freePort } from './engines/ground.ts'
import { lockFolder } from './engines/lock.ts'
import { type Pages, httpServer } from './http.ts'
import { startJobs } from './jobs.ts'
import { openApp } from './open-app.ts'
import { StartError } from './start-error.ts'

export interface Running {
  /** Address to open: the public one when it is set. */
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

/** The whole start, top to bottom: port → lock → engines → migrate → application → first owner → listen → jobs. */
export async function start(given: Config, { demo = false } = {}): Promise<Running> {
  // The links that the product writes name its port, so a free one is found before anything is opened.
  const config = { ...given, port: given.port === 0 ? await freePort() : given.port }
  const log = pino({ level: config.logLevel, redact: logRedaction })
  const pages = await builtPages()
  await requirePort(config)
  const lock = lockFolder(config.dataDir)
  const undo: (() => unknown)[] = [() => lock.release()]
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) {
      try {
        await step()
      } catch (error) {
        // What follows must be stopped all the same.
        log.error({ err: error }, 'a part did not stop as it should')
      }
    }
  }
  try {
    const engines = await startEngines(config, log)
    undo.push(() => engines.stop())
    const url = config.url ?? `http://${isLocal(config.host) ? 'localhost' : bracketed(config.host)}:${config.port}`
    const { app, close } = await openApp(config, engines, log, url)
    undo.push(close)
    await ensureFirstOwner(app)
    const http = httpServer(demo ? { ...app, demo: await opened(app) } : app, pages)
    const server = await listen(http.fetch, config)
    undo.push(() => closeServer(server))
    const self = `http://${isLocal(config.host) ? '127.0.0.1' : bracketed(config.host)}:${config.port}`
    await answers(self)
    undo.push(announceControl(config.dataDir, self))
    app.imports.start()
    const jobs = await startJobs(app)
    undo.push(() => jobs.stop())
    return { url, port: config.port, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Whether this machine reaches it by its loopback. */
const isLocal = (host: string) => ['0.0.0.0', '::', 'localhost', '127.0.0.1'].includes(host)
const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host)

/** Said before anything else is done, since a start takes seconds. */
async function requirePort({ port, host }: Config): Promise<void> {
  const free = await canListen(port, host).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(
      `Impossible d’écouter sur ${host}, port ${port} (${error.code ?? error.message}). Changez PORT ou HOST.`,
      `Cannot listen on ${host}, port ${port} (${error.code ?? error.message}). Change PORT or HOST.`,
    )
  })
  if (!free) throw portTaken(port)
}

const portTaken = (port: number) =>
  new StartError(
    `Le port ${port} est déjà pris par un autre programme, ou par un autre Filrouge. Arrêtez-le, ou choisissez un autre port : PORT=${port + 1} npm start.`,
    `Port ${port} is already taken by another program, or another Filrouge. Stop it, or choose another port: PORT=${port + 1} npm start.`,
  )

/** Thirteen months of a fictional company, and the doors into it: read only when they are asked for. */
async function opened(app: App) {
  const { loadDemo } = await import('./world.ts')
  return loadDemo(app, (text) => process.stdout.write(`  ${text}\n`))
}

type Fetch = Parameters<typeof serve>[0]['fetch']
type Server = ReturnType<typeof serve>

/** A client has this long to send its headers, and this long in all to send a request: a slow one must not hold a socket. */
const patience = { headersTimeout: 20_000, requestTimeout: 120_000 }

/** Listens on the address of the settings, and gives the server once it answers. */
export const listen = (fetch: Fetch, { port, host }: Pick<Config, 'port' | 'host'>, serverOptions = patience) =>
  new Promise<Server>((resolve, reject) => {
    const server = serve({ fetch, port, hostname: host, overrideGlobalObjects: false, serverOptions }, () =>
      resolve(server),
    )
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(port) : error),
    )
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
    throw new StartError('Les pages ne sont pas construites : lancez npm start.', 'Pages are not built: run npm start.')
  const bundle = (await import(pathToFileURL(file).href)) as { handlePage: Pages }
  return bundle.handlePage
}

/** The address is given when the page really answers, not when the port is open. */
async function answers(self: string) {
  const page = await fetch(`${self}/`, { headers: { accept: 'text/html' } })
  await page.body?.cancel()
  if (page.status >= 500) throw new Error(`the first page answered ${page.status}`)
}

/** Runs until it is told to stop; a start that fails says why in a sentence. */
async function main() {
  const began = Date.now()
  let running: Running | null = null
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    process.stdout.write('\nArrêt… / Stopping…\n')
    // During a start there is nothing to finish: the engines follow us by themselves.
    if (!running) process.exit(1)
    setTimeout(() => process.exit(1), 9_000).unref()
    void running.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  // Whoever launched us is gone without a word.
  process.on('disconnect', stop)
  try {
    running = await start(loadConfig(), { demo: process.argv.includes('--demo') })
  } catch (error) {
    process.stderr.write(`\n${error instanceof StartError ? error.message : (error as Error).stack}\n`)
    process.exit(1)
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  process.stdout.write(`\nFilrouge est ouvert / is open: ${running.url}  (${seconds} s)\n`)
}

if (import.meta.main) await main()
