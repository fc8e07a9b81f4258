import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unbzip2 } from './bzip2.ts'

// Any bytes, packed here in the plainest way the format allows, come out as they were. The packer shares nothing with what unpacks.

class Writer {
  #bits: string[] = []
  put(value: number | bigint, count: number): this {
    this.#bits.push(value.toString(2).padStart(count, '0').slice(-count))
    return this
  }
  bytes(): Buffer {
    const all = this.#bits.join('')
    return Buffer.from(Array.from({ length: Math.ceil(all.length / 8) }, (_, i) => parseInt(all.slice(i * 8, i * 8 + 8).padEnd(8, '0'), 2)))
  } // prettier-ignore
}

/** Bit by bit, as the standard words it, where the reader goes by a table. */
function crc(bytes: readonly number[]): number {
  let value = 0xffffffff
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit--) {
      const top = ((value >>> 31) ^ (byte >> bit)) & 1
      value = ((value << 1) ^ (top === 1 ? 0x04c11db7 : 0)) >>> 0
    }
  return ~value >>> 0
}

/** Four equal bytes are followed by how many more of them there are. */
function runsOf(bytes: readonly number[]): number[] {
  const out: number[] = []
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0
    let length = 1
    while (length < 259 && bytes[at + length] === byte) length++
    out.push(...Array<number>(Math.min(4, length)).fill(byte), ...(length >= 4 ? [length - 4] : []))
    at += length
  }
  return out
}

function sorted(bytes: readonly number[]): { last: number[]; origin: number } {
  const n = bytes.length
  const compare = (a: number, b: number) => {
    for (let i = 0; i < n; i++) {
      const apart = (bytes[(a + i) % n] ?? 0) - (bytes[(b + i) % n] ?? 0)
      if (apart !== 0) return apart
    }
    return a - b
  }
  const order = bytes.map((_, i) => i).sort(compare)
  return { last: order.map((i) => bytes[(i + n - 1) % n] ?? 0), origin: order.indexOf(0) }
}

/** Places in a list where what was used last comes first; zeros by their count, in base two with the digits 1 and 2. */
function movesOf(last: readonly number[], used: readonly number[]): number[] {
  const front = [...used]
  const moves: number[] = []
  let zeros = 0
  const flush = () => {
    for (; zeros > 0; zeros = (zeros - 1) >> 1) moves.push((zeros - 1) & 1)
  }
  for (const byte of last) {
    const at = front.indexOf(byte)
    if (at === 0) zeros++
    else {
      flush()
      moves.push(at + 1)
      front.unshift(...front.splice(at, 1))
    }
  }
  flush()
  return [...moves, used.length + 1]
}

/** Codes by their lengths, shortest first. */
function codesOf(lengths: readonly number[]): number[] {
  const codes: number[] = []
  let code = 0
  for (let length = 1; length <= 20; length++) {
    lengths.forEach((one, symbol) => {
      if (one === length) codes[symbol] = code++
    })
    code <<= 1
  }
  return codes
}

function putBlock(out: Writer, bytes: readonly number[], tables: number): void {
  const packed = runsOf(bytes)
  const used = [...new Set(packed)].sort((a, b) => a - b)
  const { last, origin } = sorted(packed)
  out.put(0x314159265359n, 48).put(crc(bytes), 32).put(0, 1).put(origin, 24)
  const groups = Array.from({ length: 16 }, (_, group) => used.filter((byte) => byte >> 4 === group))
  for (const group of groups) out.put(group.length > 0 ? 1 : 0, 1)
  for (const group of groups.filter(({ length }) => length > 0))
    for (let i = 0; i < 16; i++) out.put(group.some((byte) => (byte & 15) === i) ? 1 : 0, 1)
  const moves = movesOf(last, used)
  const size = used.length + 2
  // Each table has lengths of its own: one symbol in two or three takes a bit more.
  const plain = Math.ceil(Math.log2(size))
  const lengths = Array.from({ length: tables }, (_, table) =>
    Array.from({ length: size }, (_one, symbol) => plain + (symbol % (table + 2) === 0 ? 1 : 0)),
  )
  const selectors = Array.from({ length: Math.ceil(moves.length / 50) }, (_, i) => i % tables)
  out.put(tables, 3).put(selectors.length, 15)
  const recent = Array.from({ length: tables }, (_, i) => i)
  for (const selector of selectors) {
    const rank = recent.indexOf(selector)
    for (let i = 0; i < rank; i++) out.put(1, 1)
    out.put(0, 1)
    recent.unshift(...recent.splice(rank, 1))
  }
  for (const table of lengths) {
    let length = table[0] ?? 0
    out.put(length, 5)
    for (const wanted of table) {
      for (; length < wanted; length++) out.put(0b10, 2)
      for (; length > wanted; length--) out.put(0b11, 2)
      out.put(0, 1)
    }
  }
  const codes = lengths.map(codesOf)
  moves.forEach((symbol, i) => {
    const table = selectors[Math.floor(i / 50)] ?? 0
    out.put(codes[table]?.[symbol] ?? 0, lengths[table]?.[symbol] ?? 0)
  })
}

interface Made {
  readonly blocks: readonly (readonly number[])[]
  readonly tables: number
  readonly level: number
}

function pack({ blocks, tables, level }: Made): Buffer {
  const out = new Writer()
  out.put(0x425a68, 24).put(0x30 + level, 8)
  let whole = 0
  for (const block of blocks) {
    putBlock(out, block, tables)
    whole = (((whole << 1) | (whole >>> 31)) ^ crc(block)) >>> 0
  }
  return out.put(0x177245385090n, 48).put(whole, 32).bytes()
}

async function unpack(bytes: Buffer, piece: number): Promise<number[]> {
  async function* source() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  const out: number[] = []
  for await (const part of unbzip2(source())) out.push(...part)
  return out
}

const run = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 600 })))
const block = fc
  .array(run, { minLength: 1, maxLength: 40 })
  .map((runs) => runs.flatMap(([byte, length]) => Array<number>(length).fill(byte)).slice(0, 1_500))
const made = fc.record({
  blocks: fc.array(block, { maxLength: 3 }),
  tables: fc.integer({ min: 2, max: 6 }),
  level: fc.integer({ min: 1, max: 9 }),
})

test('any bytes, in any number of blocks and streams, with any tables, come out as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(made, { minLength: 1, maxLength: 2 }), fc.integer({ min: 1, max: 400 }), async (streams, piece) => {
      expect(await unpack(Buffer.concat(streams.map(pack)), piece)).toEqual(streams.flatMap(({ blocks }) => blocks.flat()))
    }),
    { numRuns: 40 },
  )
}) // prettier-ignore

test('every byte there is, once and in runs about the lengths where the coding turns', async () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte)
  const runs = [3, 4, 5, 254, 255, 256, 258, 259, 260, 263].flatMap((length, i) => Array<number>(length).fill(i % 2))
  for (const bytes of [all, all.toReversed(), runs, [0], [255]])
    expect(await unpack(pack({ blocks: [bytes], tables: 2, level: 9 }), 64)).toEqual(bytes)
})
