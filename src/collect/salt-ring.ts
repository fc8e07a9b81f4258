import type { Kysely } from 'kysely'
import { addDays, dayIn, startOfDay } from '../period.ts'
import { saltFor } from './salts.store.ts'
import type { Site } from './site.ts'
import { derivedSalt } from './visitor.ts'
import type { Tables } from '../postgres.ts'

/** The two salts a visitor may be known under: that of the event's day and that of the day before. */
export interface SaltPair {
  readonly day: string
  readonly today: string
  readonly before: string
}

interface Window extends SaltPair {
  readonly timeZone: string
  readonly from: number
  readonly until: number
}

/** Today's and yesterday's salts of each site, in memory while they are valid. Days are the site's own. */
export class SaltRing {
  readonly #db: Kysely<Tables>
  #windows = new Map<number, Window>()
  #loading = new Map<string, Promise<Window>>()

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** The salts for an event of this site at this instant; at once when they are in memory. */
  pair(site: Site, at: number, now: number): SaltPair | Promise<SaltPair> {
    const window = this.#windows.get(site.id)
    if (!window || now >= window.until || now < window.from || window.timeZone !== site.timeZone) {
      return this.#load(site, now).then((loaded) => pairAt(loaded, at))
    }
    return at >= window.from && at < window.until ? window : pairAt(window, at)
  }

  #load(site: Site, now: number): Promise<Window> {
    const day = dayIn(site.timeZone, new Date(now))
    const key = `${site.id} ${day} ${site.timeZone}`
    const running = this.#loading.get(key)
    if (running) return running
    const loading = this.#read(site, day).finally(() => this.#loading.delete(key))
    this.#loading.set(key, loading)
    return loading
  }

  async #read(site: Site, day: string): Promise<Window> {
    const yesterday = addDays(day, -1)
    const window = {
      day,
      today: await saltFor(this.#db, site.id, day, yesterday),
      before: await saltFor(this.#db, site.id, yesterday, yesterday),
      timeZone: site.timeZone,
      from: startOfDay(site.timeZone, day).getTime(),
      until: startOfDay(site.timeZone, addDays(day, 1)).getTime(),
    }
    this.#windows.set(site.id, window)
    return window
  }

  /** Nothing of a day that has passed stays in memory. */
  sweep(now: number): void {
    for (const [id, window] of this.#windows) if (now >= window.until) this.#windows.delete(id)
  }
}

/** An event of another day, sent late by a server: yesterday's salt if it is that day's, else one that dies with today's. */
function pairAt(window: Window, at: number): SaltPair {
  if (at >= window.from && at < window.until) return window
  const day = dayIn(window.timeZone, new Date(at))
  const saltOf = (wanted: string) => {
    if (wanted === window.day) return window.today
    return wanted === addDays(window.day, -1) ? window.before : derivedSalt(window.today, wanted)
  }
  return { day, today: saltOf(day), before: saltOf(addDays(day, -1)) }
}
