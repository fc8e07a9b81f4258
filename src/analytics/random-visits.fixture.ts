import fc from 'fast-check'
import type { ToldEvent } from './visits.fixture.ts'

/** An event of a visit made at random, with what a count by hand needs of it. */
export interface Seen {
  readonly visitor: number
  readonly visit: number
  readonly at: number
  readonly startedAt: number
  readonly name: string
  readonly path: string
  readonly props: Readonly<Record<string, string>>
  readonly channel: string
  readonly device: string
  readonly consent: boolean
}

export const paths = ['/', '/miel', '/miel/lavande', '/panier', '/merci'] as const
export const names = ['pageview', 'pageview', 'pageview', 'ajout', 'commande'] as const
export const channels = ['Direct', 'Email', 'Organic Search'] as const
export const devices = ['mobile', 'desktop'] as const

/** Visits of 30 people over twelve weeks, from a seed: some events at the same millisecond, two people in three with a lasting number. */
export function randomVisits(from: string, visits: number, seed: number): Seen[] {
  const step = fc.record({
    name: fc.constantFrom(...names),
    path: fc.constantFrom(...paths),
    plan: fc.constantFrom('', 'pro', 'libre'),
    gap: fc.constantFrom(0, 1, 1_000, 40_000, 600_000),
  })
  const [made] = fc.sample(
    fc.array(
      fc.record({
        who: fc.nat(29),
        minute: fc.nat(12 * 7 * 1_440 - 1),
        channel: fc.constantFrom(...channels),
        steps: fc.array(step, { minLength: 1, maxLength: 7 }),
      }),
      { minLength: visits, maxLength: visits },
    ),
    { numRuns: 1, seed },
  )
  return (made ?? []).flatMap(({ who, minute, channel, steps }, visit): Seen[] => {
    const startedAt = Date.parse(from) + minute * 60_000
    let at = startedAt
    return steps.map(({ name, path, plan, gap }, i) => {
      at += i === 0 ? 0 : gap
      return {
        visitor: who + 1, visit: visit + 1, at, startedAt, name, path, channel, device: who % 2 === 0 ? 'mobile' : 'desktop',
        props: plan === '' ? {} : { plan }, consent: who % 3 !== 0,
      } // prettier-ignore
    })
  })
}

/** The same for `tell`. Without consent a visitor has a number a day, and no lasting one. */
export function toldOf(site: number, seen: readonly Seen[]): ToldEvent[] {
  const entries = new Map<number, string>()
  for (const { visit, path } of seen) if (!entries.has(visit)) entries.set(visit, path)
  return seen.map((one) => ({
    site, visit: one.visit, at: new Date(one.at).toISOString(), startedAt: new Date(one.startedAt).toISOString(), path: one.path,
    entry: entries.get(one.visit) ?? '', props: one.props, name: one.name,
    visitor: one.consent ? one.visitor : one.visitor * 100_000 + Math.floor(one.startedAt / 86_400_000),
    shared: {
      visit_channel: one.channel, device: one.device, consent: one.consent ? '1' : '0', lasting_id: one.consent ? String(one.visitor) : '0',
    },
  })) // prettier-ignore
}

export function groupsOf<T, K>(list: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return groups
}
