import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../server.fixture.ts'
import { FolderTaken, holderOf, lockFolder } from './lock.ts'

const home = temporaryFolder('filrouge-verrou ')
const script = join(import.meta.dirname, 'lock.ts')

/** Another process that takes the folder when told to, says whether it has it, and keeps it until it is killed. */
function contender(folder: string): { child: ChildProcess; answer: Promise<string>; go: () => void } {
  const code = `
    import { lockFolder } from ${JSON.stringify(script)}
    process.stdin.once('data', () => {
      try { lockFolder(${JSON.stringify(folder)}); process.stdout.write('has it\\n') }
      catch (error) { process.stdout.write(error.name + ' ' + error.message.split('\\n')[0] + '\\n') }
    })
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '--eval', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answer = new Promise<string>((resolve) => {
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()))
  })
  return { child, answer, go: () => void child.stdin?.write('go\n') }
}

const gone = (child: ChildProcess) => new Promise((resolve) => child.once('close', resolve).kill('SIGKILL'))

test('a folder is made, held, and given back', () => {
  const folder = join(home, 'a', 'b')
  expect(holderOf(folder)).toBeNull()
  const lock = lockFolder(folder)
  expect(holderOf(folder)).toBe(process.pid)
  expect(statSync(join(folder, 'lock')).mode & 0o777).toBe(0o600)
  expect(() => lockFolder(folder)).toThrow(FolderTaken)
  expect(readdirSync(folder)).toEqual(['lock'])
  lock.release()
  expect(readdirSync(folder)).toEqual([])
  lockFolder(folder).release()
})

test('while its holder lives nobody else has it; once it is dead anybody may', async () => {
  const folder = join(home, 'mort')
  const first = contender(folder)
  first.go()
  expect(await first.answer).toBe('has it')
  expect(() => lockFolder(folder)).toThrow(`processus ${first.child.pid}`)
  expect(() => lockFolder(folder)).toThrow(`process ${first.child.pid}`)
  await gone(first.child)
  expect(existsSync(join(folder, 'lock'))).toBe(true)
  lockFolder(folder).release()
})

test('of many that find a dead lock together, one gets it', async () => {
  const folder = join(home, 'ruée')
  mkdirSync(folder)
  for (let round = 0; round < 2; round++) {
    writeFileSync(join(folder, 'lock'), '999999999 1')
    const all = Array.from({ length: 4 }, () => contender(folder))
    for (const { go } of all) go()
    const answers = await Promise.all(all.map(({ answer }) => answer))
    expect(answers.filter((answer) => answer === 'has it')).toHaveLength(1)
    expect(answers.filter((answer) => answer.includes('déjà ouvert'))).toHaveLength(3)
    await Promise.all(all.map(({ child }) => gone(child)))
  }
}, 30_000)

test.each([
  ['nothing, as a power cut leaves it', ''],
  ['no number', 'abc def'],
  ['a process that is gone', '999999999 12'],
  ['a number that was given to another process since', `${process.pid} 1`],
  ['a group of processes', '0 '],
  ['all processes', '-1 '],
])('a lock that holds %s is taken over', (_, content) => {
  const folder = join(home, 'reste')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'lock'), content)
  expect(holderOf(folder)).toBeNull()
  const lock = lockFolder(folder)
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} \\d+$`))
  lock.release()
})

test('a process that is dead but not buried holds nothing', async () => {
  const folder = join(home, 'spectre')
  // What the shell becomes never waits for its child, which stays in the table of processes. The child ends only once that is so.
  const parent = spawn('/bin/sh', ['-c', 'sh -c "read word <&3" & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  const pid = await new Promise<number>((resolve) =>
    parent.stdout?.once('data', (text: Buffer) => resolve(Number(text))),
  )
  await expect.poll(() => readFileSync(`/proc/${parent.pid}/cmdline`, 'utf8')).toMatch(/^sleep/)
  parent.stdio[3]?.destroy()
  const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  await expect.poll(() => stat()[0]).toBe('Z')
  mkdirSync(folder)
  writeFileSync(join(folder, 'lock'), `${pid} ${stat()[19]}`)
  expect(holderOf(folder)).toBeNull()
  lockFolder(folder).release()
  await gone(parent)
})
