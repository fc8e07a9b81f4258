import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isAppError } from './errors.ts'
import { Journal, type JournalOptions, RefusedRows } from './journal.ts'

let dir: string
const opened: Journal[] = []
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'journal-'))
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((journal) => journal.close()))
  await rm(dir, { recursive: true })
})

/** An event store that remembers tokens, as ClickHouse does. */
function store() {
  const rows: string[] = []
  const tokens: string[] = []
  return {
    rows,
    tokens,
    send: async (batch: readonly Buffer[], token: string) => {
      if (tokens.includes(token)) return
      tokens.push(token)
      rows.push(...batch.map(String))
    },
  }
}

async function journal(send: JournalOptions['send'], more: Partial<JournalOptions> = {}): Promise<Journal> {
  const one = await Journal.open({ dir, send, drainEvery: 20, ...more })
  opened.push(one)
  return one
}
const down = () => Promise.reject(new Error('the store is down'))
const events = (count: number) => Array.from({ length: count }, (_, i) => ({ i }))
const segments = async () => (await readdir(dir)).filter((name) => name.endsWith('.seg'))

describe('the journal', () => {
  test('sends every event once, in order, and then keeps nothing', async () => {
    const { rows, send } = store()
    const one = await journal(send)
    for (const event of events(50)) await one.append(event)
    await Promise.all(events(200).map((event) => one.append(event)))
    await one.drained()
    expect(rows).toEqual([...events(50), ...events(200)].map((event) => JSON.stringify(event)))
    expect(one.pending()).toMatchObject({ events: 0, bytes: 0, segments: 0, since: null })
  })

  test('an event that comes as another is acknowledged waits for the disk, and for no clock', async () => {
    const { rows, send } = store()
    const one = await journal(send, { drainEvery: 600_000 })
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      // However many turns its caller takes after the acknowledgement.
      for (const { i } of events(20)) {
        await one.append({ i })
        for (let turns = 0; turns < i; turns += 1) await Promise.resolve()
      }
    } finally {
      vi.useRealTimers()
    }
    await one.drained()
    expect(rows).toHaveLength(20)
  })

  test('what was appended together is written with one sync', async () => {
    const { tokens, send } = store()
    const one = await journal(send, { drainEvery: 10_000 })
    await Promise.all(events(1_000).map((event) => one.append(event)))
    await one.drained()
    expect(tokens).toHaveLength(1)
  })

  test('an event that was acknowledged is on disk', async () => {
    const one = await journal(down)
    await one.append({ name: 'ruche' })
    const [file = ''] = await segments()
    expect(await readFile(join(dir, file), 'utf8')).toContain('{"name":"ruche"}')
    expect((await stat(join(dir, file))).mode & 0o077).toBe(0)
  })

  test('events wait while the store is down, and arrive when it comes back', async () => {
    const { rows, send } = store()
    let isUp = false
    const one = await journal((batch, token) => (isUp ? send(batch, token) : down()))
    for (const event of events(20)) await one.append(event)
    await pause(60)
    expect(one.pending().events).toBe(20)
    expect(one.pending().since).toBeInstanceOf(Date)
    isUp = true
    await one.drained()
    expect(rows).toHaveLength(20)
  })

  test('what a run leaves behind is sent by the next, under the same token', async () => {
    const first = await journal(down)
    await first.appendAll(events(10))
    await first.close()
    const [left = ''] = await segments()
    const { rows, tokens, send } = store()
    const next = await journal(send)
    await next.drained()
    expect(rows).toHaveLength(10)
    expect(tokens).toEqual([left.replace('.seg', '')])
  })

  test('a journal that is held sends nothing until what was left is read, newest first', async () => {
    for (const [from, to] of [
      [0, 3],
      [3, 5],
    ] as const) {
      const earlier = await journal(down)
      await earlier.appendAll(events(5).slice(from, to))
      await earlier.close()
    }
    const { rows, send } = store()
    const next = await journal(send, { isHeld: true })
    await next.append({ n: 'new' })
    await pause(30)
    expect(rows).toEqual([])
    const read: unknown[] = []
    for await (const part of next.left()) read.push(...part.map((row) => JSON.parse(String(row))))
    expect(read).toEqual(events(5).toReversed())
    next.begin()
    await next.drained()
    expect(rows).toHaveLength(6)
  })

  test('a batch that had arrived before the crash adds nothing when it is sent again', async () => {
    const { rows, send } = store()
    const first = await journal(async (batch, token) => {
      await send(batch, token)
      throw new Error('died before the answer')
    })
    await first.appendAll(events(5))
    await pause(50)
    await first.close()
    const next = await journal(send)
    await next.drained()
    expect(rows).toHaveLength(5)
  })

  test('a record half written is cut and counted; those before it arrive', async () => {
    const first = await journal(down)
    await first.appendAll(events(3))
    await first.close()
    const [left = ''] = await segments()
    await appendFile(join(dir, left), Buffer.from([40, 0, 0, 0, 1, 2]))
    const { rows, send } = store()
    const next = await journal(send)
    await next.drained()
    expect(rows).toHaveLength(3)
    expect(next.pending().torn).toBe(1)
  })

  test('over its limit it refuses with a time to wait, and keeps what it had taken', async () => {
    let isUp = false
    const { rows, send } = store()
    const one = await journal((batch, token) => (isUp ? send(batch, token) : down()), { limitBytes: 1_000 })
    let taken = 0
    const refused = await (async () => {
      for (;;) {
        try {
          await one.append({ text: 'x'.repeat(50) })
          taken++
        } catch (error) {
          return error
        }
      }
    })()
    expect(isAppError(refused) && [refused.status, refused.retryAfter]).toEqual([503, 5])
    isUp = true
    await one.drained()
    expect(rows).toHaveLength(taken)
    await one.append({ text: 'there is room again' })
  })

  test('a row the store will not take is set aside, and the others of its batch arrive', async () => {
    const { rows, send } = store()
    const one = await journal(async (batch, token) => {
      if (batch.some((row) => String(row).includes('"i":7'))) throw new RefusedRows('7 is refused')
      await send(batch, token)
    })
    await one.appendAll(events(20))
    await one.drained()
    expect(rows).toHaveLength(19)
    expect(one.pending().refused).toBe(1)
    expect(await readFile(join(dir, 'refused.ndjson'), 'utf8')).toBe('{"i":7}\n')
  })

  test('a long file is closed before it grows beyond a batch', async () => {
    const { tokens, rows, send } = store()
    const one = await journal(send, { segmentBytes: 1_000, drainEvery: 10_000 })
    for (let i = 0; i < 100; i++) await one.append({ text: 'y'.repeat(50) })
    await one.drained()
    expect(rows).toHaveLength(100)
    expect(tokens.length).toBeGreaterThan(5)
    expect(new Set(tokens).size).toBe(tokens.length)
  })

  test('acknowledged from the file, an event is in it as soon as it is said to be, and arrives once, in order', async () => {
    const { rows, send } = store()
    const one = await journal(send, { acknowledge: 'file', segmentBytes: 1_000, drainEvery: 600_000 })
    await one.append({ i: 0 })
    const texts = await Promise.all((await segments()).map((name) => readFile(join(dir, name), 'utf8')))
    expect(texts.join('')).toContain('{"i":0}')
    for (const { i } of events(200)) await one.append({ i: i + 1 })
    await one.drained()
    expect(rows).toEqual(events(201).map((event) => JSON.stringify(event)))
  })

  test.each(['file', 'disk'] as const)(
    'closed when it acknowledges from the %s, it leaves what waits and no empty file',
    async (acknowledge) => {
      const first = await journal(down, { acknowledge, segmentBytes: 100, drainEvery: 600_000 })
      for (const event of events(30)) await first.append(event)
      await first.close()
      const sizes = await Promise.all((await segments()).map(async (name) => (await stat(join(dir, name))).size))
      expect(sizes.length).toBeGreaterThan(1)
      expect(sizes).not.toContain(0)
      const { rows, send } = store()
      await (await journal(send)).drained()
      expect(rows).toEqual(events(30).map((event) => JSON.stringify(event)))
    },
  )

  test('once closed it takes nothing more', async () => {
    const one = await journal(store().send)
    await one.close()
    await expect(one.append({})).rejects.toSatisfy(isAppError)
  })
})
