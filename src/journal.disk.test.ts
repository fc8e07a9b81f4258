import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { isAppError } from './errors.ts'
import { Journal } from './journal.ts'
import { pendingIn } from './journal-pending.ts'
import { encodeRecords } from './segment.ts'
import { temporaryFolder } from './server.fixture.ts'

const home = temporaryFolder('filrouge-disque ')
const disk = join(home, 'petit disque')
mkdirSync(disk)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status === 0
afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', disk])
})

describe.skipIf(!mounted)('on a disk that is full (skipped where no small disk can be mounted)', () => {
  test('what cannot be written is refused with a time to wait; what was acknowledged arrives, once', async () => {
    const arrived: string[] = []
    let open = false
    const journal = await Journal.open({
      dir: join(disk, 'journal'),
      drainEvery: 20,
      send: async (rows) => {
        if (!open) throw new Error('fermé')
        arrived.push(...rows.map((row) => (JSON.parse(row.toString()) as { id: string }).id))
        await Promise.resolve()
      },
    })
    const acknowledged: string[] = []
    const refused: unknown[] = []
    const write = async (id: string) =>
      journal.append({ id, padding: 'x'.repeat(4_000) }).then(
        () => void acknowledged.push(id),
        (error: unknown) => void refused.push(error),
      )
    for (let n = 0; n < 300; n++) await write(`a${n}`)
    expect(acknowledged.length).toBeGreaterThan(100)
    expect(refused.length).toBeGreaterThan(20)
    for (const error of refused) expect(isAppError(error) && [error.status, error.retryAfter]).toEqual([503, 5])
    expect(journal.pending().events).toBe(acknowledged.length)

    // Room again, by what leaves: it takes events as before.
    open = true
    await expect.poll(() => journal.pending().events, { timeout: 20_000 }).toBe(0)
    await write('après')
    await journal.drained()
    expect(acknowledged.at(-1)).toBe('après')
    expect(arrived.toSorted()).toEqual(acknowledged.toSorted())
    await journal.close()
  }, 30_000)

  test('killed while the disk is full, nothing that was acknowledged is missing and nothing is torn', async () => {
    const dir = join(disk, 'autre')
    const closed = { dir, drainEvery: 3_600_000, send: () => Promise.reject(new Error('fermé')) }
    const journal = await Journal.open(closed)
    let acknowledged = 0
    for (let n = 0; n < 280; n++)
      await journal.append({ n, padding: 'y'.repeat(4_000) }).then(
        () => acknowledged++,
        () => {},
      )
    // As `kill -9` leaves it: nothing is closed.
    expect(await pendingIn(dir)).toMatchObject({ events: acknowledged, torn: 0 })
    await journal.close()
  })
})

test('what waits is dated by its first event, not by its file, before and after a restart', async () => {
  const dir = join(home, 'date')
  const send = () => Promise.reject(new Error('fermé'))
  const journal = await Journal.open({ dir, send })
  expect(journal.pending().since).toBeNull()
  // Opened long before, as in a quiet night.
  await pause(20)
  const before = Date.now()
  await journal.append({ n: 1 })
  expect(journal.pending().since?.getTime()).toBeGreaterThanOrEqual(before)
  await journal.close()

  const left = (name: string, ...rows: object[]) =>
    writeFileSync(join(dir, name), encodeRecords(rows.map((row) => Buffer.from(JSON.stringify(row)))))
  const received = { n: 2, received_at: '2026-11-25 03:04:05.678' }
  for (const [name, rows, since] of [
    ['000000000000001-b.seg', [{ n: 1, text: '"received_at":"2020-01-01 00:00:00.000"' }], '1970-01-01T00:00:00.001Z'],
    [
      '000000000000001-a.seg',
      [received, { ...received, received_at: '2026-11-25 04:00:00.000' }],
      '2026-11-25T03:04:05.678Z',
    ],
  ] as const) {
    left(name, ...rows)
    expect((await pendingIn(dir)).since?.toISOString()).toBe(since)
    const next = await Journal.open({ dir, send, isHeld: true })
    expect(next.pending().since?.toISOString()).toBe(since)
    await next.close()
  }
  rmSync(dir, { recursive: true })
})

test('a folder is read without being changed: torn ends are counted, not cut', async () => {
  const dir = join(home, 'lu')
  expect(await pendingIn(dir)).toEqual({ events: 0, bytes: 0, segments: 0, since: null, torn: 0, refused: 0 })
  const journal = await Journal.open({ dir, send: () => Promise.reject(new Error('fermé')) })
  const before = Date.now()
  await journal.appendAll([{ n: 1 }, { n: 2 }])
  await journal.close()
  const { since, ...pending } = await pendingIn(dir)
  expect(pending).toMatchObject({ events: 2, segments: 1, torn: 0 })
  expect(Math.abs((since?.getTime() ?? 0) - before)).toBeLessThan(60_000)
  writeFileSync(join(dir, '000000000000001-x.seg'), Buffer.from([9, 0, 0, 0, 1, 2]))
  writeFileSync(join(dir, 'refused.ndjson'), '{"n":1}\n{"n":2}\n')
  expect(await pendingIn(dir)).toMatchObject({ events: 2, segments: 1, torn: 1, refused: 2 })
  expect(readFileSync(join(dir, '000000000000001-x.seg'))).toHaveLength(6)
  rmSync(dir, { recursive: true })
})
