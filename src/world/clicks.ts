import type { Facet } from '../links/clicks.store.ts'
import type { ClickKind } from '../links/robots.ts'
import type { anywhere, Screen } from './audience.ts'
import type { LinkKey } from './measure.ts'
import { drawer, type Random } from './random.ts'

/** Somebody who is about to arrive by a link. */
interface Clicking {
  /** Milliseconds. */
  readonly at: number
  readonly host: string
  readonly link: { readonly key: LinkKey; readonly rhythm: string } | null
  readonly screenOf: (random: Random) => Screen
  readonly placeOf: typeof anywhere
}

export interface Clicks {
  readonly totals: readonly { readonly link: LinkKey; readonly kind: ClickKind; readonly count: number }[]
  /** Of people: hour, device, country, referrer and outcome, each adding up to their clicks; of the others, their name. */
  readonly facets: readonly { readonly link: LinkKey; readonly facet: Facet; readonly value: string; readonly count: number }[] // prettier-ignore
}

/** Networks fetch a preview of what is posted, and mail servers look into what is sent. */
const posted = drawer([['Facebook', 6], ['WhatsApp', 5], ['iMessage', 3], ['Slack', 1], ['LinkedIn', 1]] as const, ([, weight]) => weight) // prettier-ignore
const mailed = drawer(
  [
    ['Gmail', 6],
    ['Yahoo Mail', 2],
    ['WhatsApp', 1],
  ] as const,
  ([, weight]) => weight,
)
const crawling = drawer(
  [
    ['Google', 6],
    ['Bing', 3],
    ['OpenAI', 2],
    ['Ahrefs', 1],
  ] as const,
  ([, weight]) => weight,
)
const scanning = drawer(
  [
    ['Microsoft Defender', 5],
    ['Vade', 3],
    ['Proofpoint', 2],
  ] as const,
  ([, weight]) => weight,
)

/**
 * The clicks of a day: every visit by a link is one; some never become a page; robots come too.
 * @param hourAt hour of the project's clock, '00' to '23'
 * @param random decides how many; `apart` what they were, so that visits stay what they are
 */
export function clicksOf(
  coming: readonly Clicking[],
  random: Random,
  apart: Random,
  hourAt: (at: number) => string,
): Clicks {
  const byLink = Map.groupBy(coming, ({ link }) => link?.key)
  const totals: Clicks['totals'][number][] = []
  const facets: Clicks['facets'][number][] = []
  for (const [key, visits] of byLink) {
    if (key === undefined) continue
    const share = (most: number) => Math.round(visits.length * most * random())
    const counts = { person: visits.length + share(0.12), preview: share(0.1), bot: share(0.06) }
    for (const [kind, count] of Object.entries(counts) as [ClickKind, number][])
      if (count > 0) totals.push({ link: key, kind, count })
    const seen = new Map<string, number>()
    const note = (facet: Facet, value: string) =>
      seen.set(`${facet} ${value}`, (seen.get(`${facet} ${value}`) ?? 0) + 1)
    for (let n = 0; n < counts.person; n++) {
      const one = visits[n % visits.length]
      if (!one) continue
      note('hour', hourAt(one.at))
      note('device', one.screenOf(apart).device)
      note('country', one.placeOf(apart).country)
      note('referrer', one.host)
      note('outcome', 'page')
    }
    const isLetter = visits[0]?.link?.rhythm === 'letter'
    for (let n = 0; n < counts.preview; n++) note('robot', (isLetter ? mailed : posted)(apart)[0])
    for (let n = 0; n < counts.bot; n++) note('robot', (isLetter ? scanning : crawling)(apart)[0])
    for (const [name, count] of seen) {
      const space = name.indexOf(' ')
      facets.push({ link: key, facet: name.slice(0, space) as Facet, value: name.slice(space + 1), count })
    }
  }
  return { totals, facets }
}
