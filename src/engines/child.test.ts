import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { processesIn, temporaryFolder } from '../server.fixture.ts'
import { startChild, startReady } from './child.ts'

const home = temporaryFolder('filrouge enfant é ')
const log = pino({ level: 'silent' })
const env = { PATH: '/usr/bin:/bin' }

/** A program that says when it is ready, then writes down that it was asked to stop; a deaf one does not hear it. */
const program = (name: string, { deaf = false } = {}) => [
  process.execPath,
  '--eval',
  `const { writeFileSync } = require('node:fs')
   const [file] = process.argv.slice(1)
   for (const signal of ['SIGINT', 'SIGTERM'])
     process.on(signal, () => { if (${String(!deaf)}) { writeFileSync(file + '.end', signal); process.exit(7) } })
   setInterval(() => {}, 1000)
   process.stdout.write('ready')
   writeFileSync(file, 'ready')`,
  join(home, name),
]

const options = (name: string, command: readonly string[], stopSignal: 'INT' | 'KILL' | 'TERM' = 'INT') => ({
  name, command, stopSignal, env, cwd: home, log,
}) // prettier-ignore

const isReady = (name: string) => () =>
  Promise.resolve(existsSync(join(home, name)) && readFileSync(join(home, name), 'utf8') !== '')

test('told to stop, it gets the signal it takes for that, and its exit code is told', async () => {
  const child = await startReady(options('poli', program('poli')), isReady('poli'), undefined)
  expect(child.lastWords()).toBe('ready')
  await child.stop()
  expect(await child.exited).toBe(7)
  expect(readFileSync(join(home, 'poli.end'), 'utf8')).toBe('SIGINT')
  expect(processesIn(home)).toEqual([])
})

test('one that does not want to stop is killed, with all that it started', async () => {
  const child = await startReady(options('sourd', program('sourd', { deaf: true })), isReady('sourd'), undefined)
  await child.stop(50)
  await expect.poll(() => processesIn(home)).toEqual([])
})

test('one that ends by itself is told', async () => {
  const child = startChild(options('bref', ['/bin/sh', '-c', 'echo assez >&2; exit 3']))
  expect(await child.exited).toBe(3)
  await expect.poll(() => child.lastWords()).toBe('assez')
})

test('it gives way to the application when both want the same core', async () => {
  const child = startChild(options('doux', ['nice']))
  expect(await child.exited).toBe(0)
  await expect.poll(() => Number(child.lastWords())).toBe(Math.min(getPriority() + 10, 19))
})

test('one that cannot be started, or stops while starting, says why in both languages', async () => {
  const never = () => Promise.resolve(false)
  await expect(
    startReady(options('Moteur', ['/bin/sh', '-c', 'echo "no space left" >&2; exit 1']), never, undefined),
  ).rejects.toThrow(/Moteur s’est arrêté en démarrant.*no space left\nMoteur stopped while starting: .*no space left/)
  await expect(startReady(options('Absent', [join(home, 'rien')]), never, undefined)).rejects.toThrow(/Absent stopped/)
})

test('one that never answers, whose question fails or who is wanted no more, is stopped', async () => {
  const long = (name: string) => options(name, program(name), 'TERM')
  await expect(startReady(long('muet'), () => Promise.resolve(false), undefined, 500)).rejects.toThrow('not ready')
  await expect(startReady(long('faux'), () => Promise.reject(new Error('mot de passe')), undefined)).rejects.toThrow(
    'mot de passe',
  )
  const wanted = new AbortController()
  const starting = startReady(long('inutile'), () => Promise.resolve(wanted.abort()).then(() => false), wanted.signal)
  await expect(starting).rejects.toThrow()
  await expect.poll(() => processesIn(home)).toEqual([])
})

test.each(['INT', 'KILL'] as const)('when its parent is killed outright, it is stopped by %s', async (signal) => {
  const name = `orphelin-${signal}`
  const parent = join(home, `${name}.mjs`)
  writeFileSync(
    parent,
    `import { startChild } from ${JSON.stringify(join(import.meta.dirname, 'child.ts'))}
     const log = { debug() {} }
     startChild({ ...${JSON.stringify({ name, command: program(name), stopSignal: signal, env, cwd: home })}, log })
     setInterval(() => {}, 1000)`,
  )
  const launcher = spawn(process.execPath, ['--no-warnings', parent], { stdio: 'inherit' })
  await expect.poll(isReady(name), { timeout: 15_000 }).toBe(true)
  launcher.kill('SIGKILL')
  await expect.poll(() => processesIn(home), { timeout: 10_000 }).toEqual([])
  expect(existsSync(join(home, `${name}.end`))).toBe(signal === 'INT')
})
