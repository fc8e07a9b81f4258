import { clickhouseInstant, type EventRow, eventRow } from '../collect/event-row.ts'
import { noUtm } from '../collect/source.ts'
import type { Visit } from '../collect/visit.ts'
import { hash64 } from '../collect/visitor.ts'
import { landingAddress } from '../links/address.ts'
import { type Day, addDays, daysBetween, daysOf, lengthOf, startOfDay } from '../period.ts'
import { abroad, anyScreen, anywhere, deskScreen, hourOf, nearby, type Origin, origins, phoneScreen, provenanceOf, type Rhythm, type Screen } from './audience.ts' // prettier-ignore
import { besides } from './besides.ts'
import { type Clicks, clicksOf } from './clicks.ts'
import { entryOf, journey, type Profile } from './journey.ts'
import { campaignDates, domain, type LinkKey, linkRows } from './measure.ts'
import { type Dates, timeZone } from './piece.ts'
import { around, drawer, type Random, randomFrom } from './random.ts'
import { titleOf } from './shop.ts'
import { knownAs, type Pool, returning } from './visitors.ts'

/** What the demonstration loads: about so many page views over its thirteen months. */
export const wholeTraffic = 400_000

/** Page views a visit has on average, by the journeys: what turns page views asked for into visits to make. */
const viewsPerVisit = 2.59
/** Share of visitors who accepted that campaign parameters be kept. */
const consentShare = 0.68

/** How each tracked link did: visits over the whole campaign, and what they were worth. */
const linkPlans: Readonly<Record<LinkKey, LinkPlan>> = {
  'k-christmas-search': { visits: 3_800, bounce: 0.44, order: 0.03, rhythm: 'week', ref: 'google.com' },
  'k-christmas-letter': { visits: 950, bounce: 0.26, order: 0.066, rhythm: 'letter', ref: '', letters: true },
  'k-christmas-insta': { visits: 720, bounce: 0.52, order: 0.018, rhythm: 'week', ref: 'l.instagram.com' },
  'k-summer-stand': { visits: 1_650, bounce: 0.34, order: 0.022, rhythm: 'market', ref: '', near: true },
  'k-summer-office': { visits: 740, bounce: 0.38, order: 0.02, rhythm: 'weekend', ref: 'ventoux-tourisme.example' },
  'k-summer-ads': { visits: 1_350, bounce: 0.58, order: 0.011, rhythm: 'week', ref: 'm.facebook.com', near: true },
  'k-recipes-letter': { visits: 2_700, bounce: 0.3, order: 0.026, rhythm: 'letter', ref: '', letters: true },
  'k-recipes-lot': { visits: 1_150, bounce: 0.24, order: 0.062, rhythm: 'letter', ref: '', letters: true },
  'k-recipes-insta': { visits: 820, bounce: 0.56, order: 0.01, rhythm: 'week', ref: 'l.instagram.com' },
  // Paid clicks that come and leave: what the recommendation is about.
  'k-gift-story': { visits: 3_100, bounce: 0.91, order: 0.0024, rhythm: 'week', ref: 'l.instagram.com' },
  'k-gift-film': { visits: 1_500, bounce: 0.88, order: 0.0032, rhythm: 'week', ref: 'l.instagram.com' },
  'k-gift-facebook': { visits: 1_300, bounce: 0.9, order: 0.0022, rhythm: 'week', ref: 'm.facebook.com' },
  // Printed, not yet sent: nobody has clicked it.
  'k-gift-card': { visits: 0, bounce: 0, order: 0, rhythm: 'week', ref: '' },
}

/** How a few people wrote a link otherwise: a capital that makes two rows of one, and a partner nobody declared. */
const strays: Partial<Record<LinkKey, { readonly utmSource: string }>> = {
  'k-recipes-letter': { utmSource: 'Lettre' },
  'k-recipes-insta': { utmSource: 'la-table-de-simone' },
}

interface LinkPlan {
  readonly visits: number
  readonly bounce: number
  readonly order: number
  readonly rhythm: Rhythm
  /** Host a visit without consent still says. */
  readonly ref: string
  /** Comes with a letter, every second Thursday. */
  readonly letters?: true
  readonly near?: true
}

/** All that decides the traffic: the same model gives the same rows. */
export interface Model {
  readonly seed: string
  readonly dates: Dates
  /** Share of the whole traffic to make, 0–1 and more. */
  readonly scale: number
  readonly visitsAt: (day: Day) => number
  readonly links: readonly LinkRun[]
  /** People that a pool met on a day for the first time, at least. */
  readonly newOn: (pool: Pool, day: Day) => number
}

interface LinkRun extends LinkPlan {
  readonly key: LinkKey
  readonly landing: URL
  /** The same as somebody posted it in his own spelling, or on his own; the audit of links finds it. */
  readonly astray: URL | null
  readonly visitsAt: (day: Day) => number
}

/** The plan of thirteen months of visits. @param pageviews how many to make in all, within a few per cent */
export function trafficModel(dates: Dates, pageviews = wholeTraffic, seed = 'ruchers'): Model {
  const scale = pageviews / wholeTraffic
  const links = linkRuns(dates, scale)
  const days = daysOf(dates.measured)
  const planned = links.reduce((sum, link) => sum + days.reduce((all, day) => all + link.visitsAt(day), 0), 0)
  const weight = (day: Day) => season(day) * weekdays[weekdayOf(day)]! * (0.9 + 0.2 * progressOf(dates, day)) // prettier-ignore
  const whole = days.reduce((sum, day) => sum + weight(day), 0)
  const rest = pageviews / viewsPerVisit - planned
  const visitsAt = (day: Day) => (rest * weight(day)) / whole
  // Less than are met, so that who comes back was there: 9 in 10 come by themselves, and some of them twice a day.
  const newOn = (pool: Pool, day: Day) => {
    const ordinary = { any: isSummer(day) ? 0 : 0.8, abroad: isSummer(day) ? 0.8 : 0, desk: 0.01, phone: 0, near: 0 }
    const byLink = links.reduce((sum, link) => sum + (poolOf(link) === pool ? link.visitsAt(day) : 0), 0)
    return 0.6 * consentShare * (ordinary[pool] * visitsAt(day) + 0.8 * byLink)
  }
  return { seed, dates, scale, links, visitsAt, newOn }
}

/** Letters are read by those who come by themselves too. */
const poolOf = (link: LinkPlan): Pool => (link.letters ? 'any' : link.near ? 'near' : 'phone')

const progressOf = ({ measured }: Dates, day: Day) => daysBetween(measured.from, day) / lengthOf(measured)

// Monday first: articles come out on Tuesdays, the letter on Thursdays, markets take the Saturdays.
const weekdays = [1.02, 1.1, 1, 1.12, 0.9, 0.82, 1.04] as const
/** 0 for Monday. */
const weekdayOf = (day: Day) => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6

/** Days from one day of the year to another, the shorter way round. */
function apart(day: Day, monthDay: string): number {
  const away = Math.abs(daysBetween(`2027-${monthDay}`, `2027${day.slice(4).replace('-02-29', '-02-28')}`))
  return Math.min(away, 365 - away)
}
const bump = (day: Day, monthDay: string, width: number) => Math.exp(-((apart(day, monthDay) / width) ** 2) / 2)

const isSummer = (day: Day) => bump(day, '07-27', 25) > 0.4

/** Gifts before Christmas. */
const giftSeason = (day: Day) => bump(day, '12-10', 13)
/** How many come on a day of the year: gifts, summer on the markets, honey fairs, Easter, and a hollow February. */
export const season = (day: Day): number =>
  1 + 1.15 * giftSeason(day) + 0.42 * bump(day, '07-27', 25) + 0.4 * bump(day, '09-28', 11) + 0.1 * bump(day, '04-08', 10) - 0.2 * bump(day, '02-08', 18) // prettier-ignore

function linkRuns(dates: Dates, scale: number): LinkRun[] {
  const periods = campaignDates(dates)
  return linkRows.map(([key, campaign, , path, , utmSource, utmMedium, utmContent]) => {
    const plan = linkPlans[key]
    const { from, to } = periods[campaign]
    const lived = daysOf({ from, to: to < dates.today ? to : dates.today })
    const weight = (day: Day) => (plan.letters ? letterWeight(from, day) : plan.rhythm === 'market' ? marketWeight(day) : 1)
    const whole = lived.reduce((sum, day) => sum + weight(day), 0)
    const utmCampaign = { 'm-christmas': 'noel-aux-ruchers', 'm-summer': 'ete-en-provence', 'm-recipes': 'recettes-de-saison', 'm-gift': 'coffret-decouverte' }[campaign]
    const landing = new URL(landingAddress(`https://${domain}${path}`, { utmSource, utmMedium, utmCampaign, utmContent, utmTerm: null }))
    const utm = strays[key]
    const astray = utm ? new URL(landingAddress(`https://${domain}${path}`, { utmMedium, utmCampaign, utmContent: null, utmTerm: null, ...utm })) : null
    const visitsAt = (day: Day) =>
      day < from || day > to || day > dates.today || whole === 0 ? 0 : (scale * plan.visits * weight(day)) / whole
    return { ...plan, key, landing, astray, visitsAt }
  })
} // prettier-ignore

/** A letter leaves every second Thursday and is read for four days. */
function letterWeight(from: Day, day: Day): number {
  const since = (daysBetween(from, day) - ((3 - weekdayOf(from) + 7) % 7) + 140) % 14
  return [1, 0.34, 0.16, 0.1, 0.04][since] ?? 0
}
const marketWeight = (day: Day) => [0, 0.6, 0.2, 0.3, 1, 1.8, 0.9][weekdayOf(day)] ?? 0

export interface DayOfTraffic {
  /** In no order; bots among them. */
  readonly rows: readonly EventRow[]
  readonly clicks: Clicks
}

/** A visit to come: where from, when, for what. */
interface Coming {
  readonly at: number
  readonly host: string
  readonly link: LinkRun | null
  readonly profile: Profile
  readonly screenOf: (random: Random) => Screen
  readonly placeOf: typeof anywhere
  readonly pool: Pool
}

/** Everything that happened on one day of the company's time zone, until an instant (milliseconds). */
export function trafficOf(model: Model, siteId: number, day: Day, until = Infinity): DayOfTraffic {
  const random = randomFrom(`${model.seed} ${day}`)
  const start = startOfDay(timeZone, day).getTime()
  // A day of 23 or 25 hours is as full as another.
  const hour = (startOfDay(timeZone, addDays(day, 1)).getTime() - start) / 24
  const clock = (hours: number) => Math.floor(start + hours * hour)
  const coming = [...ordinary(model, day, random, clock), ...byLinks(model, day, random, clock)]
  coming.sort((a, b) => a.at - b.at)
  const rows = visitsOf(model, coming, siteId, day, random)
  const bots = botsOf(model, siteId, day, random, clock)
  const limit = until === Infinity ? null : clickhouseInstant(until)
  return {
    rows: [...rows, ...bots].filter((row) => limit === null || row.ts <= limit),
    clicks: clicksOf(
      coming.filter(({ at }) => at <= until),
      random,
      randomFrom(`clicks ${model.seed} ${day}`),
      (at) => String(Math.min(23, Math.floor((at - start) / hour))).padStart(2, '0'),
    ),
  }
}

function ordinary(model: Model, day: Day, random: Random, clock: (hours: number) => number): Coming[] {
  const weekend = weekdayOf(day) > 4
  const gifts = giftSeason(day)
  const facts = { weekend, summer: isSummer(day), progress: progressOf(model.dates, day) }
  const anyOrigin = drawer(origins, ({ weight, on }: Origin) => weight * (on?.(facts) ?? 1))
  return Array.from({ length: around(random, model.visitsAt(day)) }, () => {
    const { host, lands, bounce, buys } = anyOrigin(random)
    const desk = lands === 'companies'
    return {
      at: clock(hourOf(random, desk ? 'office' : weekend ? 'weekend' : 'week')),
      host,
      link: null,
      profile: {
        entry: entryOf(random, lands),
        bounce,
        order: 0.0145 * buys * (1 + 0.5 * gifts),
        letter: 0.017,
        quote: desk ? 0.045 * (1 + 1.2 * gifts) : 0.0009,
        gifts,
      },
      screenOf: desk ? deskScreen : anyScreen,
      placeOf: desk ? nearby : facts.summer ? abroad : anywhere,
      pool: desk ? 'desk' : facts.summer ? 'abroad' : 'any',
    }
  })
}

function byLinks(model: Model, day: Day, random: Random, clock: (hours: number) => number): Coming[] {
  return model.links.flatMap((link) =>
    Array.from({ length: around(random, link.visitsAt(day)) }, () => ({
      at: clock(hourOf(random, link.rhythm)),
      host: link.ref,
      link,
      profile: {
        entry: link.landing.pathname,
        bounce: link.bounce,
        order: link.order,
        letter: link.bounce > 0.8 ? 0.002 : 0.02,
        quote: 0.0004,
        gifts: link.key.startsWith('k-gift') ? 0.8 : giftSeason(day),
      },
      screenOf: link.rhythm === 'letter' ? anyScreen : phoneScreen,
      placeOf: link.near ? nearby : anywhere,
      pool: poolOf(link),
    })),
  )
}

interface Person extends Screen {
  readonly visitor: string
  /** The number that lasts, of those who accepted. */
  readonly lasting: string | null
  readonly consent: boolean
  readonly place: ReturnType<typeof anywhere>
  /** Until when the visit under way lasts, silence included. */
  busyUntil: number
}

/** One thing a visit does, at its instant. */
interface Act {
  readonly name: string
  readonly path: string
  readonly at: number
  readonly revenueCents?: number
  readonly props?: Readonly<Record<string, string>>
}

/** Phones order less: the price comes after three screens. */
const devicePull: Readonly<Record<string, number>> = { mobile: 0.68, desktop: 1.55, tablet: 1.2 }
const silenceMs = 31 * 60_000

function visitsOf(model: Model, coming: readonly Coming[], siteId: number, day: Day, random: Random): EventRow[] {
  const people: Person[] = []
  const known = acquaintances(model, day)
  const apart = randomFrom(`besides ${day}`)
  return coming.flatMap((one, n) => {
    const { at, link, placeOf, screenOf } = one
    const before = random() < 0.09 ? people[Math.floor(random() * people.length)] : undefined
    const person: Person =
      before && before.busyUntil < at
        ? before
        : known({ ...screenOf(random), place: placeOf(random), consent: random() < consentShare, visitor: hash64(`${day} ${n} ${random()}`), lasting: null, busyUntil: 0 }, one) // prettier-ignore
    if (person !== before) people.push(person)
    const url = link
      ? link.astray && apart() < 0.05
        ? link.astray
        : link.landing
      : new URL(`https://${domain}${one.profile.entry}`)
    const from = provenanceOf(one.host, url, person.consent)
    const pull = devicePull[person.device] ?? 1
    const steps = journey(random, { ...one.profile, order: one.profile.order * pull })
    const entryPath = one.profile.entry
    const { source, channel, clickId, utm } = from
    const visit: Visit = { id: hash64(`${person.visitor}\n${at}`), visitor: person.visitor, startedAt: at, lastAt: at, entryPath, referrerHost: one.host, source, channel, channelVersion: 0, clickId, utm } // prettier-ignore
    let time = at
    const acts = steps.map((step) => ({ ...step, at: (time += step.after * 1000) }))
    const told = besides(apart, acts, person.device)
    const rows = [...acts, ...told]
      .sort((a, b) => a.at - b.at)
      .map((step: Act, i): EventRow => {
        const first = i === 0
        const row = eventRow({
        siteId, at: step.at, receivedAt: step.at, id: `${visit.id}-${i}`, idGiven: false, name: step.name, visit, isEntry: first,
        hostname: domain, path: step.path, title: titleOf(step.path), referrerHost: first ? one.host : '', source, channel, clickId: first ? clickId : '', utm: first ? utm : noUtm,
        country: person.place.country, language: person.place.language, agent: { device: person.device, browser: person.browser, os: person.os, bot: '' }, consent: person.consent, lasting: person.lasting,
        revenue: step.revenueCents === undefined ? null : { cents: step.revenueCents, currency: 'EUR' }, props: step.props ?? {}, origin: 'demo',
      }) // prettier-ignore
        row.region = person.place.region
        row.city = person.place.city
        return row
      })
    person.busyUntil = Math.max(time, ...told.map((one) => one.at)) + silenceMs
    return rows
  })
}

/**
 * Those who accepted are known again: a number of their own goes on from one day to the next, with the browser it was given to. Who
 * they are is drawn apart, so that visits stay what they are.
 */
function acquaintances(model: Model, day: Day): (person: Person, coming: Coming) => Person {
  const random = randomFrom(`known ${model.seed} ${day}`)
  const met = new Map<string, Person>()
  const ranks = new Map<Pool, number>()
  // A visit of last night may not be over yet.
  const morning = startOfDay(timeZone, day).getTime() + 2 * 3_600_000
  return (person, { pool, at }) => {
    if (!person.consent) return person
    const back = at < morning ? null : returning(random, pool, day, model.dates.measured.from, model.newOn)
    const before = back && met.get(back.number)
    if (before && before.busyUntil < at) return before
    const rank = ranks.get(pool) ?? 0
    const who = back && !before ? back : knownAs({ pool, bornOn: day, rank })
    if (who !== back) ranks.set(pool, rank + 1)
    const { number, device, browser, os, place } = who
    const known = { ...person, device, browser, os, place, visitor: number, lasting: number }
    met.set(number, known)
    return known
  }
}

const botAgents = ['userAgent: gptbot', 'userAgent: googlebot', 'userAgent: ahrefs', 'userAgent: bingbot', 'userAgent: uptime', 'noUserAgent'] // prettier-ignore

/** Machines: one page at a time, day and night, kept apart by the reason. */
function botsOf(model: Model, siteId: number, day: Day, random: Random, clock: (hours: number) => number): EventRow[] {
  return Array.from({ length: around(random, model.visitsAt(day) * 0.09) }, (_, n) => {
    const at = clock(random() * 24)
    const path = entryOf(random, random() < 0.6 ? 'blog' : 'shop')
    const visitor = hash64(`bot ${day} ${n}`)
    const visit: Visit = { id: hash64(`${visitor}\n${at}`), visitor, startedAt: at, lastAt: at, entryPath: path, referrerHost: '', source: '', channel: 'Direct', channelVersion: 0, clickId: '', utm: noUtm } // prettier-ignore
    const bot = botAgents[Math.floor(random() * botAgents.length)] ?? ''
    return eventRow({
      siteId, at, receivedAt: at, id: `${visit.id}-0`, idGiven: false, name: 'pageview', visit, isEntry: true, hostname: domain, path, title: titleOf(path),
      referrerHost: '', source: '', channel: 'Direct', clickId: '', utm: noUtm, country: 'US', language: '', agent: { device: '', browser: '', os: '', bot }, consent: false,
      revenue: null, props: {}, origin: 'demo',
    }) // prettier-ignore
  })
}
