import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { Child } from './child.ts'
import { keepUp, type Start } from './keep-up.ts'

/** A child that lives until it is told otherwise. */
class Puppet implements Child {
  readonly exited: Promise<number | null>
  fall: (code: number | null) => void = () => {}
  stopped = false
  constructor() {
    this.exited = new Promise((resolve) => (this.fall = resolve))
  }
  lastWords = () => ''
  async stop() {
    this.stopped = true
    this.fall(0)
    await this.exited
  }
}

/** What the supervisor said: one object a line. */
function notes() {
  const said: { msg: string; pause?: number }[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void said.push(JSON.parse(line) as (typeof said)[0]) })
  const pauses = () => said.flatMap(({ pause }) => (pause === undefined ? [] : [pause]))
  return { log, said, pauses }
}

const quick = { first: 1, longest: 8, steady: 60_000 }

test('a child that falls is replaced, and the state says when', async () => {
  const children: Puppet[] = []
  let open: () => void = () => {}
  let gate = Promise.resolve()
  const start: Start = async () => {
    await gate
    const child = new Puppet()
    children.push(child)
    return child
  }
  const { log, said } = notes()
  const kept = await keepUp('moteur', start, log, quick)
  expect(kept.state()).toBe('up')
  gate = new Promise((resolve) => (open = resolve))
  children[0]?.fall(137)
  await expect.poll(kept.state).toBe('restarting')
  open()
  await expect.poll(kept.state).toBe('up')
  expect(children).toHaveLength(2)
  expect(said.map(({ msg }) => msg)).toEqual(['engine stopped; starting it again', 'engine is back'])
  await kept.stop()
  expect(children.map(({ stopped }) => stopped)).toEqual([false, true])
})

test('one that keeps falling waits twice as long each time, up to a bound', async () => {
  const children: Puppet[] = []
  const { log, pauses } = notes()
  const kept = await keepUp(
    'moteur',
    () => Promise.resolve(children[children.push(new Puppet()) - 1] as Puppet),
    log,
    quick,
  )
  for (let fall = 1; fall <= 6; fall++) {
    children.at(-1)?.fall(1)
    await expect.poll(() => children.length).toBe(fall + 1)
  }
  expect(pauses()).toEqual([1, 2, 4, 8, 8, 8])
  await kept.stop()
})

test('one that ran for a while is back at the first pause', async () => {
  const children: Puppet[] = []
  const { log, pauses } = notes()
  const start: Start = () => Promise.resolve(children[children.push(new Puppet()) - 1] as Puppet)
  const kept = await keepUp('moteur', start, log, { ...quick, steady: 0 })
  for (let fall = 1; fall <= 3; fall++) {
    children.at(-1)?.fall(1)
    await expect.poll(() => children.length).toBe(fall + 1)
  }
  expect(pauses()).toEqual([1, 1, 1])
  await kept.stop()
})

test('a start that fails is tried again, longer and longer after', async () => {
  const first = new Puppet()
  let starts = 0
  const start: Start = () => {
    starts++
    if (starts === 1) return Promise.resolve(first)
    return starts < 6 ? Promise.reject(new Error('pas encore')) : Promise.resolve(new Puppet())
  }
  const { log, pauses, said } = notes()
  const kept = await keepUp('moteur', start, log, quick)
  first.fall(1)
  await expect.poll(() => said.at(-1)?.msg).toBe('engine is back')
  expect(pauses()).toEqual([1, 1, 2, 4, 8])
  await kept.stop()
})

test('the first start that fails is the caller’s business', async () => {
  const { log } = notes()
  await expect(keepUp('moteur', () => Promise.reject(new Error('absent')), log, quick)).rejects.toThrow('absent')
})

test('stopped during a pause or a start, it leaves nothing running', async () => {
  for (const long of ['pause', 'start'] as const) {
    const children: Puppet[] = []
    let asked = 0
    let deliver: () => void = () => {}
    const start: Start = async () => {
      asked++
      if (asked > 1) await new Promise<void>((resolve) => (deliver = resolve))
      children.push(new Puppet())
      return children.at(-1) as Puppet
    }
    const { log, said } = notes()
    const kept = await keepUp(
      'moteur',
      start,
      log,
      long === 'pause' ? { ...quick, first: 3_600_000, longest: 3_600_000 } : quick,
    )
    children[0]?.fall(1)
    await expect.poll(() => said.length).toBe(1)
    if (long === 'start') await expect.poll(() => asked).toBe(2)
    const stopped = kept.stop()
    deliver()
    await stopped
    expect(children.slice(1).map((child) => child.stopped)).toEqual(long === 'start' ? [true] : [])
  }
})
