import { hash } from 'node:crypto'

/**
 * Which ids were seen of late, in 8 bytes each. Three generations: the youngest takes new ids until it is full or its time is
 * up, the oldest is then forgotten. So an id is remembered for at least two lifetimes while fewer than `most` come in one.
 */
export class IdMemory {
  readonly #most: number
  readonly #lifetime: number
  #generations: Ids[]
  #bornAt: number

  /** @param lifetime milliseconds a generation takes new ids @param most ids of one generation */
  constructor(lifetime: number, most: number, now: number) {
    this.#most = most
    this.#lifetime = lifetime
    this.#generations = [new Ids()]
    this.#bornAt = now
  }

  has(siteId: number, id: string): boolean {
    const [a, b] = halves(siteId, id)
    return this.#generations.some((ids) => ids.has(a, b))
  }

  add(siteId: number, id: string, now: number): void {
    const [a, b] = halves(siteId, id)
    this.addHalves(a, b, now)
  }

  /** Adds an id by the two halves of its hash, as the event store computes them. */
  addHalves(a: number, b: number, now: number): void {
    // The clock was set back: a generation must not live until it has caught up.
    if (now < this.#bornAt) this.#bornAt = now
    if (now - this.#bornAt >= this.#lifetime || (this.#generations[0]?.size ?? 0) >= this.#most) {
      this.#generations = [new Ids(), ...this.#generations.slice(0, 2)]
      this.#bornAt = now
    }
    this.#generations[0]?.add(first(a), b)
  }

  forget(siteId: number, id: string): void {
    const [a, b] = halves(siteId, id)
    for (const ids of this.#generations) ids.remove(a, b)
  }

  get size(): number {
    return this.#generations.reduce((sum, ids) => sum + ids.size, 0)
  }
}

/** 64 bits of a strong hash: two of a hundred million ids meet once in some thousand years of use. */
function halves(siteId: number, id: string): [number, number] {
  const hex = hash('sha256', `${siteId}\n${id}`, 'hex')
  const a = Number.parseInt(hex.slice(0, 8), 16)
  return [first(a), Number.parseInt(hex.slice(8, 16), 16)]
}

/** 0 marks a free place and 0xffffffff one that was freed. */
const first = (a: number): number => (a === 0 || a === 0xffffffff ? 1 : a)

const free = 0
const freed = 0xffffffff

/** A set of pairs of 32-bit numbers, open addressing, at most half full. */
class Ids {
  size = 0
  #used = 0
  #a = new Uint32Array(1024)
  #b = new Uint32Array(1024)

  #find(a: number, b: number): number {
    const mask = this.#a.length - 1
    for (let at = b & mask; ; at = (at + 1) & mask) {
      const found = this.#a[at]
      if (found === free) return -1 - at
      if (found === a && this.#b[at] === b) return at
    }
  }

  has = (a: number, b: number): boolean => this.#find(a, b) >= 0

  add(a: number, b: number): void {
    if (this.#used * 2 >= this.#a.length) this.#grow()
    const at = this.#find(a, b)
    if (at >= 0) return
    this.#a[-1 - at] = a
    this.#b[-1 - at] = b
    this.size++
    this.#used++
  }

  remove(a: number, b: number): void {
    const at = this.#find(a, b)
    if (at < 0) return
    this.#a[at] = freed
    this.size--
  }

  #grow(): void {
    const [oldA, oldB] = [this.#a, this.#b]
    this.#a = new Uint32Array(oldA.length * 2)
    this.#b = new Uint32Array(oldA.length * 2)
    this.size = 0
    this.#used = 0
    for (const [i, a] of oldA.entries()) if (a !== free && a !== freed) this.add(a, oldB[i] ?? 0)
  }
}
