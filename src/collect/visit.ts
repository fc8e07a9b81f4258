import type { Utm } from './source.ts'
import { hash64 } from './visitor.ts'

/** Silence after which a visit is over. At 30:00 it still goes on; a millisecond later it does not. */
export const silence = 30 * 60_000

/** Two machines' clocks differ by less. */
const clockSkew = 10 * 60_000

/** Visits under way on the instance: about half a gigabyte. */
const mostVisits = 1_000_000

/** What a visit keeps of its first event, and what every later event repeats. */
export interface VisitStart {
  readonly entryPath: string
  readonly referrerHost: string
  readonly source: string
  readonly channel: string
  /** Version of the site's rules that gave the channel. */
  readonly channelVersion: number
  /** Name of the click id the visit began with; '' without one. */
  readonly clickId: string
  readonly utm: Utm
  /** It began with its visitor's consent: what it keeps of its beginning may not be told of an event without. */
  readonly consented?: boolean
}

/** A visit as it stands. Instants in milliseconds. */
export interface Visit extends VisitStart {
  readonly id: string
  /** The visitor's number on the day the visit began: kept past midnight, so that a visit has one visitor. */
  readonly visitor: string
  readonly startedAt: number
  readonly lastAt: number
}

/** Whether an event belongs to a visit: never by the clock's hour or day, only by silence. */
export const goesOn = (visit: Visit, at: number): boolean =>
  at - visit.lastAt <= silence && visit.startedAt - at <= silence

/** The visit an event belongs to: the one before, prolonged, or a new one that starts with it. */
export function nextVisit(
  before: Visit | undefined,
  visitor: string,
  at: number,
  start: () => VisitStart,
): { visit: Visit; isEntry: boolean } {
  if (before && goesOn(before, at)) {
    return { visit: at > before.lastAt ? { ...before, lastAt: at } : before, isEntry: false }
  }
  return { visit: { ...start(), id: hash64(`${visitor}\n${at}`), visitor, startedAt: at, lastAt: at }, isEntry: true }
}

/**
 * The visits that may still go on, by visitor. Lives in memory; rebuilt at start from the last half hour of events.
 * A visitor has a number a day: past midnight the visit is found under the number of the day before.
 */
export class LiveVisits {
  #byVisitor = new Map<string, { visit: Visit; touched: number }>()
  readonly #most: number

  constructor(most = mostVisits) {
    this.#most = most
  }

  get size(): number {
    return this.#byVisitor.size
  }

  /**
   * The visit an event of this visitor prolongs, if any. `numbers`: the lasting one, today's, then the day before's. A visit without consent
   * goes on after it is given; one that began with it ends when it is withdrawn. @param now the clock's time: a visit nobody touched for the
   * length of a silence is over for good, whatever the time a late event claims
   */
  find(numbers: readonly string[], at: number, consent = false, now = at): Visit | undefined {
    for (const number of numbers) {
      const found = this.#byVisitor.get(number)
      if (!found || now - found.touched > silence) continue
      if (goesOn(found.visit, at) && (consent || !found.visit.consented)) return found.visit
    }
    return undefined
  }

  /** @param now the clock's time, which may differ from the event's: it decides what is forgotten. */
  keep(visitor: string, visit: Visit, now: number): void {
    const held = this.#byVisitor.get(visitor)
    // An older visit reported late does not hide the one that is going on; one of the future, from before the clock was set back, does not stay.
    if (held && held.visit.lastAt > visit.lastAt && held.visit.lastAt <= now + clockSkew) {
      held.touched = now
      return
    }
    if (held) {
      held.visit = visit
      held.touched = now
    } else {
      this.#byVisitor.set(visitor, { visit, touched: now })
      if (this.#byVisitor.size > this.#most) this.#forgetOldest()
    }
  }

  /** Visitors made up by the million must not fill the memory: those who came first are forgotten, and begin a visit anew. */
  #forgetOldest(): void {
    for (const visitor of this.#byVisitor.keys()) {
      this.#byVisitor.delete(visitor)
      return
    }
  }

  /** Forgets the visits nobody touched for the length of a silence. */
  sweep(now: number): void {
    for (const [visitor, held] of this.#byVisitor) {
      if (now - held.touched > silence) this.#byVisitor.delete(visitor)
      // The clock was set back: what it had touched is not kept until it has caught up.
      else if (held.touched > now) held.touched = now
    }
  }
}
