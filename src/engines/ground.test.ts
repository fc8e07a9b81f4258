import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../server.fixture.ts'
import { canListen, freePort, isAlive, keptSecret, until } from './ground.ts'

const home = temporaryFolder('filrouge-secret ')

test('a secret is made once, long, and read by its owner alone', () => {
  const file = join(home, 'postgres.password')
  const secret = keptSecret(file)
  expect(secret).toMatch(/^[\w-]{32}$/)
  expect(keptSecret(file)).toBe(secret)
  expect(keptSecret(join(home, 'other'))).not.toBe(secret)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(home).toSorted()).toEqual(['other', 'postgres.password'])
})

test('a secret that others could read is closed again, and stays the same', () => {
  const file = join(home, 'ouvert')
  const secret = keptSecret(file)
  chmodSync(file, 0o644)
  expect(keptSecret(file)).toBe(secret)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('an empty file is no secret', () => {
  const file = join(home, 'vide')
  writeFileSync(file, '\n')
  expect(keptSecret(file)).toHaveLength(32)
  expect(readFileSync(file, 'utf8')).toHaveLength(32)
})

test('a free port is free, and below those of outgoing connections', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, freePort))
  const [first] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/).map(Number)
  for (const port of ports) {
    expect(port).toBeGreaterThan(1024)
    expect(port).toBeLessThan(first ?? 32_768)
  }
})

test('a port is told apart from one that is taken and from an address that is not ours', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  expect(await canListen(port, '127.0.0.1')).toBe(false)
  await new Promise((resolve) => server.close(resolve))
  expect(await canListen(port, '127.0.0.1')).toBe(true)
  await expect(canListen(port, '203.0.113.7')).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' })
})

test.each([
  [process.pid, true],
  [1, true],
  [999_999_999, false],
  [0, false],
  [-1, false],
  [Number.NaN, false],
])('process %d alive: %s', (pid, alive) => {
  expect(isAlive(pid)).toBe(alive)
})

test('what is waited for is asked until it holds, and what the question throws is not swallowed', async () => {
  let asked = 0
  await until(() => Promise.resolve(++asked === 4), 10_000)
  expect(asked).toBe(4)
  await expect(until(() => Promise.reject(new Error('jamais')), 10_000)).rejects.toThrow('jamais')
  await expect(until(() => Promise.resolve(false), 20)).rejects.toThrow('not ready after 0.02 s')
})
