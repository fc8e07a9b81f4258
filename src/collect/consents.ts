import { BadBody } from './event-body.ts'
import { hash64 } from './visitor.ts'

/** What a consent on a site in consent mode allows, and nothing does without it. */
export const purposes = ['campaigns', 'clickIds', 'lastingVisitor', 'journeys'] as const

/** Thirteen months, from the instant the number begins with: a new consent to the same number does not prolong it. */
export const lastingFor = 395 * 86_400_000
const clockSkew = 86_400_000

/** What a browser keeps once its visitor consented: the millisecond it was made, and 128 bits of chance. */
const lastingForm = /^(\d{13})\.(\d{16,40})$/

/** Whether a text has the form of what filrouge.visitor() gives. */
export const isLasting = (given: string): boolean => lastingForm.test(given)

/**
 * The 64 bits under which events know the number a browser keeps: the number itself is not stored, so that only who holds the browser can
 * ask for what belongs to it.
 * @returns null when the number is not one of ours, has expired, or says it was made in the future
 */
export function lastingNumber(siteId: number, given: string, at: number): string | null {
  const [, born] = lastingForm.exec(given) ?? []
  if (born === undefined) return null
  const age = at - Number(born)
  return age > lastingFor || age < -clockSkew ? null : lastingHash(siteId, given)
}

/** The same whatever its age: what was stored under it may still be asked for. */
export const lastingHash = (siteId: number, given: string): string => hash64(`${siteId}\n${given}`)

/** A visitor's answer to the notice, as his browser sends it. */
export interface ConsentBody {
  readonly site: string
  readonly visitor: string
  readonly given: boolean
  /** Version of the notice he read; null: the latest. */
  readonly notice: number | null
}

/** Reads a parsed JSON value. @throws BadBody */
export function readConsentBody(value: unknown): ConsentBody {
  const bag = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  const { site, visitor, given, notice = null } = bag
  if (typeof site !== 'string' || site === '' || site.length > 253) throw wrong('site', 'un domaine', 'a domain')
  if (typeof visitor !== 'string' || !isLasting(visitor))
    throw wrong('visitor', 'le numéro que rend filrouge.visitor()', 'the number that filrouge.visitor() gives')
  if (typeof given !== 'boolean') throw wrong('given', 'true ou false', 'true or false')
  if (notice !== null && (typeof notice !== 'number' || !Number.isInteger(notice) || notice < 1 || notice > 1e6))
    throw wrong('notice', 'une version de la notice', 'a version of the notice')
  return { site, visitor, given, notice }
}

const wrong = (field: string, fr: string, en: string) =>
  new BadBody(field, { fr: `« ${field} » doit être ${fr}.`, en: `"${field}" must be ${en}.` })
