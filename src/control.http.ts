import { timingSafeEqual } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import * as z from 'zod'
import type { App } from './app.ts'
import { type CommandName, commands } from './commands.ts'
import { type AppError, isAppError, notFound } from './errors.ts'
import { keptSecret } from './engines/ground.ts'

const tokenFile = (dataDir: string) => join(dataDir, 'control.token')
const addressFile = (dataDir: string) => join(dataDir, 'control.json')

/** Tells the command line where this instance listens, and removes the word when it stops. */
export function announceControl(dataDir: string, port: number): () => void {
  writeFileSync(addressFile(dataDir), JSON.stringify({ port, pid: process.pid }), { mode: 0o600 })
  return () => rmSync(addressFile(dataDir), { force: true })
}

const asked = z.object({ command: z.string(), args: z.record(z.string(), z.unknown()), locale: z.enum(['fr', 'en']) })

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
    const { command, args, locale } = asked.parse(await c.req.json())
    if (!(command in commands)) throw notFound()
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
  if (!isAppError(error)) return { id: 'unexpected', message: (error as Error).message }
  const { id, words, fields }: AppError = error
  const details = Object.entries(fields).map(([name, field]) => `${name}: ${field[locale]}`)
  return { id, message: details.length > 0 ? details.join('\n') : words[locale] }
}
