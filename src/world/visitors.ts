import { hash64 } from '../collect/visitor.ts'
import { type Day, addDays } from '../period.ts'
import { abroad, anyScreen, anywhere, deskScreen, nearby, phoneScreen, type Screen } from './audience.ts'
import { randomFrom, type Random } from './random.ts'

/** Where people are first met: it says what they hold and where they live. */
export type Pool = 'any' | 'abroad' | 'desk' | 'phone' | 'near'

interface Met {
  readonly pool: Pool
  readonly bornOn: Day
  readonly rank: number
}

/** Someone who accepted to be known again: a number that lasts, and what goes with the browser it was given to. */
export interface Known extends Screen {
  readonly number: string
  readonly bornOn: Day
  readonly place: ReturnType<typeof anywhere>
}

const screenOf: Readonly<Record<Pool, (random: Random) => Screen>> = { any: anyScreen, abroad: anyScreen, desk: deskScreen, phone: phoneScreen, near: phoneScreen } // prettier-ignore
const placeOf: Readonly<Record<Pool, typeof anywhere>> = { any: anywhere, abroad, desk: nearby, phone: anywhere, near: nearby } // prettier-ignore

/** The same person for the same words, on whatever day he is met. */
export function knownAs({ pool, bornOn, rank }: Met): Known {
  const number = hash64(`lasting ${pool} ${bornOn} ${rank}`)
  const own = randomFrom(number)
  return { ...screenOf[pool](own), place: placeOf[pool](own), number, bornOn }
}

/** Share of the visits of a pool that are made by somebody met on an earlier day. */
const comesBack: Readonly<Record<Pool, number>> = { any: 0.27, abroad: 0.2, desk: 0.34, phone: 0.08, near: 0.12 }

/** Days since one was first met: most come back within a week, some every season. */
const ages = [[0.5, 4], [0.83, 19], [1, 80]] as const // prettier-ignore

function ageOf(random: Random): number {
  const kind = random()
  const [, mean] = ages.find(([share]) => kind < share) ?? ages[2]
  return 1 + Math.floor(-Math.log(1 - random()) * mean)
}

/**
 * Somebody of an earlier day who comes back, without knowing what that day was: drawn among as many as it surely had, the first ones
 * more often, since some are more faithful than others.
 * @param newOn how many people a pool met on a day, at least
 * @returns null for somebody who was never met
 */
export function returning(
  random: Random,
  pool: Pool,
  day: Day,
  since: Day,
  newOn: (pool: Pool, day: Day) => number,
): Known | null {
  if (random() >= comesBack[pool]) return null
  const bornOn = addDays(day, -ageOf(random))
  // Who came by an advertisement comes back by himself, or not at all.
  const from = pool === 'any' && random() < 0.15 ? 'phone' : pool
  const rank = Math.floor(newOn(from, bornOn) * random() ** 2)
  return bornOn < since || newOn(from, bornOn) < 1 ? null : knownAs({ pool: from, bornOn, rank })
}
