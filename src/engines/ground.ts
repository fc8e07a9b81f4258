import { randomBytes, randomInt } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A TCP port of the loopback that nobody listens on now. Taken below those that systems give to outgoing connections, one of
 * which could otherwise sit on the port of an engine that restarts.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(16_000, 32_000)
    if (await canListen(port, '127.0.0.1')) return port
  }
  throw new Error('no free port on the loopback')
}

/** Whether a server could listen there now. */
export function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

/** A secret kept in a file only we may read: made the first time, then always the same. */
export function keptSecret(file: string): string {
  try {
    const kept = readFileSync(file, 'utf8').trim()
    if (kept !== '') {
      chmodSync(file, 0o600)
      return kept
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = randomBytes(24).toString('base64url')
  // Whole under its name, or not there: a power cut must not leave a database whose password nobody knows.
  const making = `${file}.${process.pid}`
  const descriptor = openSync(making, 'w', 0o600)
  try {
    writeSync(descriptor, secret)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(making, file)
  return secret
}

/** Waits for something to hold. @throws after `patience` ms, or what the question throws */
export async function until(holds: () => Promise<boolean>, patience: number): Promise<void> {
  const end = Date.now() + patience
  for (let pause = 10; ; pause = Math.min(200, pause * 1.5)) {
    if (await holds()) return
    if (Date.now() > end) throw new Error(`not ready after ${patience / 1000} s`)
    await sleep(pause)
  }
}

export const isAlive = (pid: number): boolean => {
  // 0 and below name groups of processes.
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
