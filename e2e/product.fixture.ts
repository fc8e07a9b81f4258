import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** The whole product, as `npm start` runs it, in a process of its own with a data folder of its own. */
export interface Product {
  readonly url: string
  /** Address of the fictional company's project; empty without it. */
  readonly world: string
  /** What its log holds of unexpected errors since it started. */
  complaints(): string[]
  stop(): Promise<void>
}

/** The owner of a product that is started with one. */
export const owner = { email: 'camille@ruchers.example', password: 'quatre mots faciles ici' }

interface Wanted {
  readonly withOwner: boolean
  /** The project of the fictional company, open to the owner. */
  readonly withWorld?: boolean
}

/** Starts the product and waits until it says where it answers. @throws with what it printed when it stops before */
export async function startProduct({ withOwner, withWorld = false }: Wanted): Promise<Product> {
  const data = mkdtempSync(join(tmpdir(), 'filrouge-e2e-'))
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    FILROUGE_DATA: data,
    FILROUGE_LOG: 'error',
    PORT: '0',
    ...(withOwner ? { FILROUGE_ADMIN_EMAIL: owner.email, FILROUGE_ADMIN_PASSWORD: owner.password } : {}),
  }
  const world = withWorld ? makeWorld(env) : ''
  const child = spawn(process.execPath, ['bin/start.js'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env })
  let said = ''
  const ended = new Promise<void>((end) => child.once('exit', () => end()))
  const url = await new Promise<string>((found, fail) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /is open: (http:\/\/\S+)/.exec(said)?.[1]
      if (address) found(address)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', (code) => fail(new Error(`the product stopped with ${code} before it answered:\n${said}`)))
  })
  return {
    url,
    world,
    complaints: () => said.split('\n').filter((line) => line.startsWith('{') && line.includes('"level":50')),
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}

function makeWorld(env: NodeJS.ProcessEnv): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['e2e/make-world.ts'], { cwd: root, env, encoding: 'utf8' })
  const address = /^world: (\S+)$/m.exec(stdout)?.[1]
  if (!address) throw new Error(`the fictional company was not made:\n${stdout}\n${stderr}`)
  return address
}
