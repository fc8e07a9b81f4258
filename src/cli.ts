import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import type { App } from './app.ts'
import { restore } from './backup.ts'
import { cliEn } from './cli.en.ts'
import { cliFr } from './cli.fr.ts'
import { type CommandName, commands } from './commands.ts'
import { type Config, loadConfig } from './config.ts'
import { type ControlLine, problemOf } from './control.http.ts'
import { startEngines } from './engines/engines.ts'
import { lockFolder } from './engines/lock.ts'
import type { Locale } from './i18n.ts'
import { openApp } from './open-app.ts'

/** The French of the machine, or English: LANG is the shell's, handed on by `main`. */
const words = (locale: Locale) => (locale === 'fr' ? cliFr : cliEn)

interface Asked {
  readonly command: CommandName | 'restore'
  readonly args: Record<string, unknown>
  readonly json: boolean
}

const options = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  site: { type: 'string' },
  scope: { type: 'string', multiple: true },
  timezone: { type: 'string' },
  mode: { type: 'string' },
  project: { type: 'string' },
} as const

/**
 * What the words of a command line ask.
 * @returns null when it is to be explained instead
 */
export function readCommand(argv: readonly string[], cwd: string): Asked | null {
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
  const [first = '', second = '', ...rest] = positionals
  const json = values.json === true
  const path = (name: string) => resolve(cwd, name)
  if (values.help || first === '') return null
  if (first === 'site' && second === 'add' && rest.length === 1) {
    const { timezone, mode, project } = values
    return { command: 'site add', json, args: { domain: rest[0], ...defined({ timezone, mode, project }) } }
  }
  if (first === 'key' && second === 'add' && rest.length === 1) {
    const scopes = (values.scope ?? []).flatMap((list) => list.split(',')).map((scope) => scope.trim())
    return { command: 'key add', json, args: { name: rest[0], scopes } }
  }
  const files = positionals.slice(1).map(path)
  if (first === 'import-log' && values.site && files.length > 0)
    return { command: 'import-log', json, args: { site: values.site, files } }
  if (first === 'journal' && files.length === 0) return { command: 'journal', json, args: {} }
  if ((first === 'backup' || first === 'restore') && files.length === 1)
    return { command: first, json, args: { file: files[0] } }
  return null
}

const defined = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** Runs a command and prints what it gives. @returns the exit code */
async function run({ command, args, json }: Asked, config: Config, locale: Locale): Promise<number> {
  const progress = (text: string) => void (json ? null : process.stderr.write(`\r\u001b[K${text}`))
  try {
    const result =
      (await askRunning(command, args, config, locale, progress)) ?? (await runHere(command, args, config, progress))
    if (!json) process.stderr.write('\r\u001b[K')
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : words(locale).result[command](result as never))
    return 0
  } catch (error) {
    const problem = error instanceof Refused ? error.problem : problemOf(error, locale)
    process.stderr.write(json ? `${JSON.stringify({ error: problem })}\n` : `\r\u001b[K${problem.message}\n`)
    return 1
  }
}

class Refused extends Error {
  readonly problem: { readonly id: string; readonly message: string }
  constructor(problem: { readonly id: string; readonly message: string }) {
    super(problem.message)
    this.problem = problem
  }
}

/** The answer of the instance that has this folder open, or null when none has. */
async function askRunning(
  command: Asked['command'],
  args: Record<string, unknown>,
  config: Config,
  locale: Locale,
  onProgress: (text: string) => void,
): Promise<unknown> {
  const file = join(config.dataDir, 'control.json')
  if (!existsSync(file)) return null
  const { port } = JSON.parse(readFileSync(file, 'utf8')) as { port: number }
  const token = readFileSync(join(config.dataDir, 'control.token'), 'utf8').trim()
  const answer = await fetch(`http://127.0.0.1:${port}/-/control`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'sec-fetch-site': 'none' },
    body: JSON.stringify({ command, args, locale }),
  }).catch(() => null)
  // Nobody there: the word was left by an instance that was killed.
  if (!answer) return null
  if (command === 'restore') throw new Refused({ id: 'running', message: words(locale).restoreRunning })
  if (!answer.ok || !answer.body)
    throw new Refused({ id: 'control', message: words(locale).notUnderstood(answer.status) })
  let rest = ''
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const said = JSON.parse(line) as ControlLine
      if ('progress' in said) onProgress(said.progress)
      else if ('error' in said) throw new Refused(said.error)
      else return said.result
    }
  }
  throw new Refused({ id: 'cut', message: words(locale).cut })
}

/** Opens the instance for the time of the command. */
async function runHere(
  command: Asked['command'],
  args: Record<string, unknown>,
  config: Config,
  onProgress: (text: string) => void,
): Promise<unknown> {
  const log = pino({ level: config.logLevel === 'info' ? 'error' : config.logLevel })
  const lock = lockFolder(config.dataDir)
  try {
    const engines = await startEngines(config, log)
    try {
      const { app, close } = await openApp(config, engines, log, config.url ?? `http://localhost:${config.port}`)
      try {
        const result = await perform(app, command, args, onProgress)
        await app.journal.drained()
        return result
      } finally {
        await close()
      }
    } finally {
      await engines.stop()
    }
  } finally {
    lock.release()
  }
}

const perform = (
  app: App,
  command: Asked['command'],
  args: Record<string, unknown>,
  onProgress: (text: string) => void,
): Promise<unknown> =>
  command === 'restore' ? restore(app, String(args['file']), onProgress) : commands[command].run(app, args, onProgress)

async function main(): Promise<number> {
  const locale: Locale = Intl.DateTimeFormat().resolvedOptions().locale.startsWith('fr') ? 'fr' : 'en'
  try {
    const asked = readCommand(process.argv.slice(2), process.cwd())
    if (asked) return await run(asked, loadConfig(), locale)
    process.stdout.write(words(locale).help)
    return process.argv.length > 2 && !process.argv.includes('--help') && !process.argv.includes('-h') ? 2 : 0
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    return 2
  }
}

if (import.meta.main) process.exit(await main())
