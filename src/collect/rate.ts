/** Keys with less than their full reserve that are remembered at once. */
const mostBuckets = 200_000

/** So many a second, with a reserve for bursts; keys are forgotten once their reserve is full again. */
export class RateLimit {
  readonly #perSecond: number
  readonly #burst: number
  #buckets = new Map<string | number, { left: number; at: number }>()

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
  }

  /** Seconds to wait, 0 when it may pass. */
  take(key: string | number, now: number): number {
    const bucket = this.#buckets.get(key)
    if (!bucket) {
      // Addresses made up by the million: the one that came first has had its turn.
      if (this.#buckets.size >= mostBuckets)
        for (const first of this.#buckets.keys()) if (this.#buckets.delete(first)) break
      this.#buckets.set(key, { left: this.#burst - 1, at: now })
      return 0
    }
    bucket.left = Math.min(this.#burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * this.#perSecond)
    bucket.at = now
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / this.#perSecond))
    bucket.left--
    return 0
  }

  get size(): number {
    return this.#buckets.size
  }

  sweep(now: number): void {
    const full = (this.#burst / this.#perSecond) * 1000
    for (const [key, bucket] of this.#buckets) {
      if (now - bucket.at > full) this.#buckets.delete(key)
      // The clock was set back.
      else if (bucket.at > now) bucket.at = now
    }
  }
}
