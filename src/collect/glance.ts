import type { EventRow } from './event-row.ts'

/** What a start needs of most rows that an earlier run left behind, looked up without parsing them. */
export interface Glance {
  readonly siteId: number
  /** The id its caller chose; null when it is ours. */
  readonly givenId: string | null
  /** The number its visit is found by. */
  readonly visitor: string
  /** As written, so that they compare as texts. */
  readonly at: string
  readonly receivedAt: string
  readonly isLive: boolean
}

/**
 * Looks at one row as `JSON.stringify` wrote it. After hours without the event store a start has a million of them to look at,
 * and parsing each would keep the first page waiting. A quote inside a text is escaped, so `"name":` is only ever a name.
 */
export function glance(record: Buffer): Glance {
  const text = record.toString('latin1')
  const given = text.includes('"id_given":1')
  const lasting = textAt(text, '"lasting_id":"')
  return {
    siteId: Number.parseInt(text.slice(text.indexOf('"site_id":') + 10), 10),
    givenId: given ? idOf(record, textAt(text, '"event_id":"')) : null,
    visitor: lasting === '' || lasting === '0' ? textAt(text, '"visitor_id":"') : lasting,
    at: textAt(text, '"ts":"'),
    receivedAt: textAt(text, '"received_at":"'),
    isLive: !text.includes('"origin":"') || text.includes('"origin":"live"'),
  }
}

/** The text from after `name` to the next quote; '' where the row does not say it. */
function textAt(text: string, name: string): string {
  const found = text.indexOf(name)
  return found < 0 ? '' : text.slice(found + name.length, text.indexOf('"', found + name.length))
}

/** An id of other letters than plain ones is read properly: they are few. */
const idOf = (record: Buffer, plain: string): string =>
  /^[\w .:@/+=-]+$/.test(plain) ? plain : (JSON.parse(record.toString()) as EventRow).event_id

/**
 * Of rows looked at from the newest to the oldest, those that say how the visits under way stand: the last of each visitor, and any that
 * tells of a later instant than those received after it.
 */
export class LatestOfEach {
  readonly #seen = new Map<string, string>()

  has(visitor: string, at: string): boolean {
    const seen = this.#seen.get(visitor)
    if (seen !== undefined && seen >= at) return true
    this.#seen.set(visitor, at)
    return false
  }
}
