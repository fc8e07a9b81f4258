import { timingSafeEqual } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import * as z from 'zod'
import { jsonObject, wrongBody } from './accounts/api.ts'
import type { App } from './app.ts'
import { type CommandName, commands } from './commands.ts'
import { type AppError, isAppError, notFound } from './errors.ts'
import { keptSecret } from './engines/ground.ts'
import { holderOf } from './engines/lock.ts'
import { StartError } from './start-error.ts'

const tokenFile = (dataDir: string) => join(dataDir, 'control.token')
const addressFile = (dataDir: string) => join(dataDir, 'control.json')

/** Tells the command line where this instance answers, and removes the word when it stops. */
export function announceControl(dataDir: string, address: string): () => void {
  writeFileSync(addressFile(dataDir), JSON.stringify({ address, pid: process.pid }), { mode: 0o600 })
  return () => rmSync(addressFile(dataDir), { force: true })
}

export interface Announced {
  readonly address: string
  readonly token: string
}

/** The instance that has this folder open and answers; null while none does, or while it starts. */
export function announcedControl(dataDir: string): Announced | null {
  try {
    const { address, pid } = JSON.parse(readFileSync(addressFile(dataDir), 'utf8')) as { address: string; pid: number }
    // A word left by one that was killed: somebody else may listen there now.
    if (holderOf(dataDir) !== pid) return null
    return { address, token: readFileSync(tokenFile(dataDir), 'utf8').trim() }
  } catch {
    return null
  }
}

const asked = z.object({ command: z.string(), args: z.record(z.string(), z.unknown()), locale: z.enum(['fr', 'en']) })

function read(body: unknown): z.infer<typeof asked> {
  const parsed = asked.safeParse(body)
  if (!parsed.success) throw wrongBody(parsed.error.issues[0]?.path.join('.'))
  return parsed.data
}

/** A line of what a command answers: progress while it works, then a result or an error. */
export type ControlLine =
  | { readonly progress: string }
  | { readonly result: unknown }
  | { readonly error: { readonly id: string; readonly message: string } }

/**
 * `POST /-/control`: the command line of the same machine, which proves itself with the token kept in the data folder.
 * Without it the address does not exist.
 */
export function controlRoutes(app: App): Hono {
  const token = Buffer.from(`Bearer ${keptSecret(tokenFile(app.config.dataDir))}`)
  return new Hono().post('/-/control', async (c) => {
    const given = Buffer.from(c.req.header('authorization') ?? '')
    if (given.length !== token.length || !timingSafeEqual(given, token)) throw notFound()
    const { command, args, locale } = read(await jsonObject(c.req.raw))
    if (!Object.hasOwn(commands, command)) throw notFound()
    return stream(c, async (out) => {
      const say = (line: ControlLine) => out.write(`${JSON.stringify(line)}\n`)
      try {
        const result = await commands[command as CommandName].run(app, args, (progress) => void say({ progress }))
        await say({ result })
      } catch (error) {
        if (!isAppError(error)) app.log.error({ err: error, command }, 'command failed')
        await say({ error: problemOf(error, locale) })
      }
    })
  })
}

/** An error as the command line shows it: the field's own sentence where there is one. */
export function problemOf(error: unknown, locale: 'fr' | 'en'): { id: string; message: string } {
  if (error instanceof StartError) return { id: 'notOpened', message: error.message }
  if (!isAppError(error)) return { id: 'unexpected', message: (error as Error).message }
  const { id, words, fields }: AppError = error
  const details = Object.entries(fields).map(([name, field]) => `${name}: ${field[locale]}`)
  return { id, message: details.length > 0 ? details.join('\n') : words[locale] }
}
