import { type ChannelOf, firstRule } from '../collect/channel.ts'
import { entryKey, type RuleInForce } from '../collect/channel-rules.ts'
import { type Origin, originOf } from '../collect/source.ts'

/** All that a channel is worked out from, as visits keep it. */
export interface Provenances {
  readonly utmSource: string
  readonly utmMedium: string
  readonly utmCampaign: string
  readonly clickId: string
  readonly referrerHost: string
}

/** Past visits that came the same way, and the channel they are in. */
export interface PastVisits extends Provenances {
  readonly channel: string
  readonly visits: number
}

const originOfPast = ({ utmSource, utmMedium, utmCampaign, clickId, referrerHost }: Provenances): Origin =>
  originOf({ source: utmSource, medium: utmMedium, campaign: utmCampaign }, clickId, referrerHost)

/** The channel rules give to visits that came this way. */
export const channelOfPast = (of: ChannelOf, past: Provenances): string => of(originOfPast(past))

/** Past visits that each rule takes, by the key of its entry; those that none takes under ''. */
export function visitsByRule(past: readonly PastVisits[], rules: readonly RuleInForce[]): ReadonlyMap<string, number> {
  const first = firstRule(rules)
  const visits = new Map<string, number>()
  for (const one of past) {
    const rule = first(originOfPast(one))
    const key = rule ? entryKey(rule.entry) : ''
    visits.set(key, (visits.get(key) ?? 0) + one.visits)
  }
  return visits
}

export interface MovedVisits extends PastVisits {
  readonly to: string
}

export interface ChannelSum {
  readonly channel: string
  readonly before: number
  readonly after: number
}

export interface Preview {
  readonly visits: number
  readonly movedVisits: number
  /** Those whose channel would change, most visits first. */
  readonly moved: readonly MovedVisits[]
  /** Every channel that has visits before or after, most visits after first. */
  readonly sums: readonly ChannelSum[]
  /** Visits that kept a campaign parameter or a click id: the only ones that rules on source, medium or campaign can tell apart. */
  readonly tagged: number
}

/** What other rules would have made of past visits. */
export function previewOf(past: readonly PastVisits[], of: ChannelOf): Preview {
  const sums = new Map<string, { channel: string; before: number; after: number }>()
  const sumOf = (channel: string) => sums.getOrInsertComputed(channel, () => ({ channel, before: 0, after: 0 }))
  const moved: MovedVisits[] = []
  const total = { visits: 0, movedVisits: 0, tagged: 0 }
  for (const one of past) {
    const to = channelOfPast(of, one)
    sumOf(one.channel).before += one.visits
    sumOf(to).after += one.visits
    total.visits += one.visits
    if (one.utmSource || one.utmMedium || one.utmCampaign || one.clickId) total.tagged += one.visits
    if (to === one.channel) continue
    total.movedVisits += one.visits
    moved.push({ ...one, to })
  }
  return {
    ...total,
    moved: moved.toSorted((a, b) => b.visits - a.visits),
    sums: [...sums.values()].toSorted((a, b) => b.after - a.after || b.before - a.before),
  }
}
