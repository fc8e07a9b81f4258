/** The packed text is cut short or damaged. */
export class BrokenBzip2 extends Error {}

/** More than any block takes once packed: with this much at hand, a block is whole. */
const mostPackedBlock = 1_200_000
const blockMagic = 0x314159265359
const endMagic = 0x177245385090

/** Raised inside when the bits run out: more must be read, or the file is cut. */
class NeedMore extends Error {}

class Bits {
  #bytes: Buffer
  #at: number
  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }
  /** Position in bits. */
  get at(): number {
    return this.#at
  }
  bit(): number {
    const byte = this.#bytes[this.#at >> 3]
    if (byte === undefined) throw new NeedMore()
    return (byte >> (7 - (this.#at++ & 7))) & 1
  }
  bits(count: number): number {
    let value = 0
    let left = count
    while (left > 0) {
      const byte = this.#bytes[this.#at >> 3]
      if (byte === undefined) throw new NeedMore()
      const free = 8 - (this.#at & 7)
      const take = Math.min(free, left)
      value = value * 2 ** take + ((byte >> (free - take)) & ((1 << take) - 1))
      this.#at += take
      left -= take
    }
    return value
  }
  align(): void {
    this.#at = (this.#at + 7) & ~7
  }
}

/**
 * Unpacks bzip2, block after block, several streams one after the other included (what `cat a.bz2 b.bz2` and parallel packers make).
 * Each block's checksum is verified. Source: the format as bzip2 1.0 writes it. @throws BrokenBzip2
 */
export async function* unbzip2(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  let at = 0
  let isEnded = false
  const chunks = source[Symbol.asyncIterator]()
  const state: { level: number } = { level: 0 }
  for (;;) {
    const parts: Buffer[] = [held.subarray(at >> 3)]
    let length = held.length - (at >> 3)
    while (!isEnded && length < mostPackedBlock) {
      const next = await chunks.next()
      if (next.done === true) isEnded = true
      else {
        parts.push(next.value)
        length += next.value.length
      }
    }
    held = Buffer.concat(parts)
    at &= 7
    const bits = new Bits(held, at)
    let block: Buffer | null
    try {
      if (state.level === 0 && isEnded && bits.at === 0 && held.length === 0) return
      block = step(bits, state)
    } catch (error) {
      if (error instanceof NeedMore || error instanceof RangeError) throw new BrokenBzip2()
      throw error
    }
    at = bits.at
    if (block) yield block
  }
}

/** Reads the head of a stream, a block or the end of a stream; only a block gives something. */
function step(bits: Bits, state: { level: number }): Buffer | null {
  if (state.level === 0) {
    const level = bits.bits(32) - 0x425a6830
    if (level < 1 || level > 9) throw new BrokenBzip2()
    state.level = level
    return null
  }
  const magic = bits.bits(48)
  if (magic === endMagic) {
    bits.bits(32)
    bits.align()
    state.level = 0
    return null
  }
  if (magic !== blockMagic) throw new BrokenBzip2()
  return readBlock(bits, state.level * 100_000)
}

function readBlock(bits: Bits, most: number): Buffer {
  const checksum = bits.bits(32)
  // Blocks once "randomised" have not been written since 1998.
  if (bits.bit() === 1) throw new BrokenBzip2()
  const origin = bits.bits(24)
  const symbols = readSymbols(bits)
  const tables = readTables(bits, symbols.length + 2)
  const { last, counts } = readMoves(bits, symbols, tables, most)
  const out = unsort(last, counts, origin)
  if (crcOf(out) !== checksum) throw new BrokenBzip2()
  return out
}

function readSymbols(bits: Bits): Uint8Array {
  const groups = bits.bits(16)
  const symbols: number[] = []
  for (let group = 0; group < 16; group++) {
    if (((groups >> (15 - group)) & 1) === 0) continue
    const used = bits.bits(16)
    for (let i = 0; i < 16; i++) if ((used >> (15 - i)) & 1) symbols.push(group * 16 + i)
  }
  if (symbols.length === 0) throw new BrokenBzip2()
  return Uint8Array.from(symbols)
}

/** One Huffman code: for each length, the greatest code of it and where its symbols begin. */
interface Code {
  readonly limit: Int32Array
  readonly base: Int32Array
  readonly order: Uint16Array
  readonly shortest: number
}

interface Tables {
  readonly codes: readonly Code[]
  readonly selectors: Uint8Array
}

function readTables(bits: Bits, size: number): Tables {
  const count = bits.bits(3)
  const selectorCount = bits.bits(15)
  if (count < 2 || count > 6 || selectorCount === 0) throw new BrokenBzip2()
  const recent = [0, 1, 2, 3, 4, 5]
  const selectors = new Uint8Array(selectorCount)
  for (let i = 0; i < selectorCount; i++) {
    let rank = 0
    while (bits.bit() === 1) if (++rank >= count) throw new BrokenBzip2()
    const [moved = 0] = recent.splice(rank, 1)
    recent.unshift(moved)
    selectors[i] = moved
  }
  return { selectors, codes: Array.from({ length: count }, () => readCode(bits, size)) }
}

function readCode(bits: Bits, size: number): Code {
  const lengths = new Uint8Array(size)
  let length = bits.bits(5)
  for (let i = 0; i < size; i++) {
    while (bits.bit() === 1) length += bits.bit() === 1 ? -1 : 1
    if (length < 1 || length > 20) throw new BrokenBzip2()
    lengths[i] = length
  }
  const limit = new Int32Array(22).fill(-1)
  const base = new Int32Array(22)
  const order = new Uint16Array(size)
  let code = 0
  let placed = 0
  for (let bitsLong = 1; bitsLong <= 20; bitsLong++) {
    base[bitsLong] = placed - code
    for (let symbol = 0; symbol < size; symbol++) {
      if (lengths[symbol] !== bitsLong) continue
      order[placed++] = symbol
      limit[bitsLong] = code++
    }
    code <<= 1
  }
  return { limit, base, order, shortest: Math.min(...lengths) }
}

function symbolOf(bits: Bits, { limit, base, order, shortest }: Code): number {
  let code = bits.bits(shortest)
  for (let length = shortest; length <= 20; length++) {
    const most = limit[length] ?? -1
    if (most >= 0 && code <= most) return order[code + (base[length] ?? 0)] ?? 0
    code = (code << 1) | bits.bit()
  }
  throw new BrokenBzip2()
}

/** Undoes the coding of runs and of moves to the front: the last column of the sorted rotations. */
function readMoves(
  bits: Bits,
  symbols: Uint8Array,
  { codes, selectors }: Tables,
  most: number,
): { last: Uint32Array; counts: Int32Array } {
  const last = new Uint32Array(most)
  const counts = new Int32Array(256)
  const front = symbols.slice()
  const end = symbols.length + 1
  let length = 0
  let run = 0
  let weight = 1
  const flush = () => {
    const byte = front[0] ?? 0
    if (length + run > most) throw new BrokenBzip2()
    last.fill(byte, length, length + run)
    counts[byte] = (counts[byte] ?? 0) + run
    length += run
    run = 0
    weight = 1
  }
  for (const selector of selectors) {
    const code = codes[selector]
    if (!code) throw new BrokenBzip2()
    for (let i = 0; i < 50; i++) {
      const symbol = symbolOf(bits, code)
      if (symbol <= 1) {
        run += weight * (symbol + 1)
        weight *= 2
        if (run > most) throw new BrokenBzip2()
        continue
      }
      if (run > 0) flush()
      if (symbol === end) return { last: last.subarray(0, length), counts }
      if (length >= most) throw new BrokenBzip2()
      const byte = front[symbol - 1] ?? 0
      front.copyWithin(1, 0, symbol - 1)
      front[0] = byte
      last[length++] = byte
      counts[byte] = (counts[byte] ?? 0) + 1
    }
  }
  throw new BrokenBzip2()
}

/** Undoes the sorting of rotations, then the first coding of runs: four equal bytes are followed by how many more there are. */
function unsort(last: Uint32Array, counts: Int32Array, origin: number): Buffer {
  if (origin >= last.length) throw new BrokenBzip2()
  let sum = 0
  for (let i = 0; i < 256; i++) {
    const count = counts[i] ?? 0
    counts[i] = sum
    sum += count
  }
  for (let i = 0; i < last.length; i++) {
    const byte = (last[i] ?? 0) & 0xff
    const place = counts[byte] ?? 0
    last[place] = (last[place] ?? 0) | (i << 8)
    counts[byte] = place + 1
  }
  let out = Buffer.allocUnsafe(last.length * 2)
  let size = 0
  let at = (last[origin] ?? 0) >>> 8
  let equal = 0
  let before = -1
  for (let i = 0; i < last.length; i++) {
    const entry = last[at] ?? 0
    const byte = entry & 0xff
    at = entry >>> 8
    if (size + 256 > out.length) out = Buffer.concat([out, Buffer.allocUnsafe(out.length)])
    if (equal === 4) {
      out.fill(before, size, size + byte)
      size += byte
      equal = 0
      before = -1
      continue
    }
    equal = byte === before ? equal + 1 : 1
    before = byte
    out[size++] = byte
  }
  return out.subarray(0, size)
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let i = 0; i < 8; i++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1
  return value
})

function crcOf(bytes: Buffer): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = (crc << 8) ^ (crcTable[((crc >>> 24) ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
  return ~crc >>> 0
}
