import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { openBackup } from './backup-file.ts'
import { restore } from './backup.ts'
import { cliEn } from './cli.en.ts'
import { cliFr } from './cli.fr.ts'
import { type Asked, readCommand } from './command-line.ts'
import { commands } from './commands.ts'
import { type Config, loadConfig } from './config.ts'
import { type Announced, announcedControl, type ControlLine, problemOf } from './control.http.ts'
import { startEngines } from './engines/engines.ts'
import { FolderTaken, lockFolder } from './engines/lock.ts'
import type { Locale } from './i18n.ts'
import { pendingIn } from './journal-pending.ts'
import { journalDir, openApp } from './open-app.ts'

/** A command of one who starts at the same time as the instance, or beside another command, waits this long. */
const patience = 120_000

/** An error as it was said by the instance that did the work. */
class Refused extends Error {
  readonly problem: { readonly id: string; readonly message: string }
  constructor(problem: { readonly id: string; readonly message: string }) {
    super(problem.message)
    this.problem = problem
  }
}

/** One command: what it needs to know of where it runs. */
interface Run extends Asked {
  readonly config: Config
  readonly locale: Locale
  readonly words: typeof cliFr
  readonly progress: (text: string) => void
}

/** Asks the instance that has the folder open; when nobody has, opens it for the time of the command. */
async function perform(run: Run): Promise<unknown> {
  const end = Date.now() + patience
  for (;;) {
    const running = announcedControl(run.config.dataDir)
    const answer = running && (await ask(running, run))
    if (answer) return answer.result
    try {
      return await openFor(run)
    } catch (error) {
      // It starts, or another command has it: both pass.
      if (!(error instanceof FolderTaken) || Date.now() > end) throw error
      run.progress(run.words.waiting)
      await sleep(250)
    }
  }
}

/** @returns null when nobody answers */
async function ask({ address, token }: Announced, run: Run): Promise<{ result: unknown } | null> {
  const { command, args, locale, words } = run
  if (command === 'restore') throw new Refused({ id: 'running', message: words.restoreRunning })
  const answer = await fetch(`${address}/-/control`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'sec-fetch-site': 'none' },
    body: JSON.stringify({ command, args, locale }),
  }).catch(() => null)
  if (!answer) return null
  if (!answer.ok || !answer.body) throw new Refused({ id: 'control', message: words.notUnderstood(answer.status) })
  let rest = ''
  try {
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + part).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const said = JSON.parse(line) as ControlLine
        if ('progress' in said) run.progress(said.progress)
        else if ('error' in said) throw new Refused(said.error)
        else return { result: said.result }
      }
    }
  } catch (error) {
    if (error instanceof Refused) throw error
  }
  throw new Refused({ id: 'cut', message: words.cut })
}

async function openFor({ command, args, config, progress }: Run): Promise<unknown> {
  // A file that is no backup is refused before the folder is touched.
  const saved = command === 'restore' ? await openBackup(String(args['file'])) : null
  const lock = lockFolder(config.dataDir)
  try {
    // Without the engines: opening the journal would begin to send what waits.
    if (command === 'journal') return await pendingIn(journalDir(config.dataDir))
    const log = pino({ level: config.logLevel === 'info' ? 'error' : config.logLevel }, pino.destination(2))
    const engines = await startEngines(config, log)
    try {
      const { app, close } = await openApp(config, engines, log, config.url ?? `http://localhost:${config.port}`)
      try {
        if (saved) return await restore(app, saved, progress)
        if (command === 'restore') return null
        const result = await commands[command].run(app, args, progress)
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

async function main(): Promise<number> {
  // What the shell says, LANG or LC_ALL, as Node understood it.
  const locale: Locale = Intl.DateTimeFormat().resolvedOptions().locale.startsWith('fr') ? 'fr' : 'en'
  const words = locale === 'fr' ? cliFr : cliEn
  const reading = readCommand(process.argv.slice(2), process.cwd())
  if ('help' in reading) {
    process.stdout.write(words.help)
    return 0
  }
  if ('problem' in reading) {
    const message = reading.problem[locale]
    const error = { id: 'usage', message }
    process.stderr.write(reading.json ? `${JSON.stringify({ error })}\n` : `${message}\n\n${words.help}`)
    return 2
  }
  const { asked } = reading
  const shown = !asked.json && process.stderr.isTTY
  const clear = shown ? '\r\u001b[K' : ''
  try {
    const progress = (text: string) => void (shown && process.stderr.write(`${clear}${text}`))
    const result = await perform({ ...asked, config: loadConfig(), locale, words, progress })
    process.stderr.write(clear)
    process.stdout.write(asked.json ? `${JSON.stringify(result)}\n` : words.result[asked.command](result as never))
    return 0
  } catch (error) {
    const problem = error instanceof Refused ? error.problem : problemOf(error, locale)
    process.stderr.write(asked.json ? `${JSON.stringify({ error: problem })}\n` : `${clear}${problem.message}\n`)
    return 1
  }
}

if (import.meta.main) {
  // Whoever launched us is gone without a word.
  process.on('disconnect', () => process.exit(1))
  process.exit(await main())
}
