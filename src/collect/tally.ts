/** What stands behind a dropped event, without its visitor: the rule that fired, on what, and the path of its page. */
export interface DropCause {
  readonly rule?: string
  /** A user agent, a host, a path pattern: never an address. */
  readonly detail?: string
  readonly sample?: string
}

export interface DropTotal {
  readonly siteId: number
  readonly day: string
  readonly reason: string
  count: number
}

export interface DropDetail extends DropTotal {
  readonly rule: string
  readonly detail: string
  sample: string
}

/** Rows of one site and day: what an attacker makes up is added to one row without a detail once so many are known. */
const mostDetails = 300
const longest = 300

/**
 * Counts what was dropped, until the next writing: a drop costs two additions in memory and no write. What is not written yet is lost
 * with a `kill -9`, two seconds of counts at most: a count of drops is not an event.
 */
export class DropTally {
  #totals = new Map<string, DropTotal>()
  #details = new Map<string, DropDetail>()
  /** Rows already known, by site and day. */
  #known = new Map<string, Set<string>>()

  add(siteId: number, day: string, reason: string, cause: DropCause = {}): void {
    const total = this.#totals.get(`${siteId} ${day} ${reason}`)
    if (total) total.count++
    else this.#totals.set(`${siteId} ${day} ${reason}`, { siteId, day, reason, count: 1 })
    const { rule = '', detail = '', sample = '' } = cause
    if (rule === '' && detail === '') return
    this.#addDetail(siteId, day, reason, rule.slice(0, 60), storable(detail), storable(sample))
  }

  #addDetail(siteId: number, day: string, reason: string, rule: string, detail: string, sample: string): void {
    const key = `${reason}\n${rule}\n${detail}`
    const place = `${siteId} ${day}`
    let known = this.#known.get(place)
    if (!known) this.#known.set(place, (known = new Set()))
    const isNew = !known.has(key)
    // One more row a reason, for all the rest.
    if (isNew && known.size >= mostDetails && (rule !== '' || detail !== ''))
      return this.#addDetail(siteId, day, reason, '', '', sample)
    known.add(key)
    const row = this.#details.get(`${place}\n${key}`)
    if (row) {
      row.count++
      row.sample = sample
    } else this.#details.set(`${place}\n${key}`, { siteId, day, reason, rule, detail, sample, count: 1 })
  }

  /** What was counted since the last time. */
  take(): { readonly totals: DropTotal[]; readonly details: DropDetail[] } {
    const taken = { totals: [...this.#totals.values()], details: [...this.#details.values()] }
    this.#totals = new Map()
    this.#details = new Map()
    return taken
  }

  /** What could not be written is counted with what comes next. */
  putBack({
    totals,
    details,
  }: {
    readonly totals: readonly DropTotal[]
    readonly details: readonly DropDetail[]
  }): void {
    for (const given of totals) {
      const key = `${given.siteId} ${given.day} ${given.reason}`
      const total = this.#totals.get(key)
      if (total) total.count += given.count
      else this.#totals.set(key, given)
    }
    for (const given of details) {
      const key = `${given.siteId} ${given.day}\n${given.reason}\n${given.rule}\n${given.detail}`
      const row = this.#details.get(key)
      if (row) row.count += given.count
      else this.#details.set(key, given)
    }
  }

  /** Forgets which rows the days before `oldest` had. */
  sweep(oldest: string): void {
    for (const place of this.#known.keys()) if ((place.split(' ')[1] ?? '') < oldest) this.#known.delete(place)
  }

  /** Rows remembered, of every site and day. */
  get size(): number {
    return [...this.#known.values()].reduce((sum, { size }) => sum + size, 0)
  }
}

/** What a caller wrote, as a database can hold it. */
const storable = (text: string) => text.slice(0, longest).toWellFormed().replaceAll('\u0000', '')
