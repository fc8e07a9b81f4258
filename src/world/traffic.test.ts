import { beforeAll, describe, expect, test } from 'vitest'
import { channelOf } from '../collect/channel.ts'
import { type EventRow, instantOf } from '../collect/event-row.ts'
import { silence } from '../collect/visit.ts'
import { addDays, dayIn, daysOf, lengthOf, startOfDay } from '../period.ts'
import { campaignDates, domain, linkRows } from './measure.ts'
import { datesFrom, timeZone } from './piece.ts'
import { drawer, randomFrom } from './random.ts'
import { season, trafficModel, trafficOf, wholeTraffic } from './traffic.ts'

const dates = datesFrom('2026-11-24')
/** A twentieth of the whole: every shape is there, in half a second. */
const model = trafficModel(dates, wholeTraffic / 20)
let rows: EventRow[]
let people: EventRow[]
let visits: Map<string, EventRow[]>

beforeAll(() => {
  rows = daysOf(dates.measured).flatMap((day) => trafficOf(model, 7, day).rows)
  people = rows.filter((row) => row.bot_reason === undefined)
  visits = Map.groupBy(people, (row) => row.visit_id)
})

const views = (of: readonly EventRow[]) => of.filter((row) => row.name === 'pageview').length
const localDay = (row: EventRow) => dayIn(timeZone, new Date(instantOf(row.ts)))
const count = (of: readonly EventRow[], name: string) => of.filter((row) => row.name === name).length

describe('how much', () => {
  test('a part asked for is made, within a few per cent', () => {
    expect(views(people) / (wholeTraffic / 20)).toBeGreaterThan(0.95)
    expect(views(people) / (wholeTraffic / 20)).toBeLessThan(1.05)
  })

  test('about 400,000 page views in thirteen months, whatever the day they end', { timeout: 120_000 }, () => {
    // One day in nine stands for the whole: seven weekdays are met in turn.
    for (const today of ['2026-11-24', '2027-07-14']) {
      const told = datesFrom(today)
      const whole = trafficModel(told)
      const sample = daysOf(told.measured).filter((_, i) => i % 9 === 4)
      const seen = sample.reduce((sum, day) => {
        const day_ = trafficOf(whole, 7, day).rows.filter((row) => row.bot_reason === undefined)
        return sum + views(day_)
      }, 0)
      const share = sample.length / lengthOf(told.measured)
      expect(Math.abs(seen / share / 400_000 - 1), today).toBeLessThan(0.05)
    }
  })

  test('nothing after the instant it is told, nothing before its first day', () => {
    const noon = startOfDay(timeZone, '2026-11-24').getTime() + 12 * 3_600_000
    const cut = trafficOf(model, 7, '2026-11-24', noon)
    const whole = trafficOf(model, 7, '2026-11-24')
    expect(cut.rows.length).toBeGreaterThan(0)
    expect(cut.rows.length).toBeLessThan(whole.rows.length)
    expect(cut.rows.every((row) => instantOf(row.ts) <= noon)).toBe(true)
    expect(rows.every((row) => localDay(row) >= dates.measured.from)).toBe(true)
  })
})

describe('the same seed', () => {
  test('gives the same day, event for event; another seed gives another', () => {
    const day = '2026-03-29'
    expect(trafficOf(trafficModel(dates, 20_000), 7, day)).toEqual(trafficOf(trafficModel(dates, 20_000), 7, day))
    expect(trafficOf(trafficModel(dates, 20_000, 'other'), 7, day).rows[0]).not.toEqual(trafficOf(model, 7, day).rows[0])
  }) // prettier-ignore

  test('a day does not depend on the days made before it', () => {
    const alone = trafficOf(model, 7, '2026-06-01').rows
    const after = rows.filter((row) => alone.some((other) => other.event_id === row.event_id))
    expect(after).toEqual(alone)
  })

  test('numbers of a text are spread evenly, and differ from those of its neighbour', () => {
    const draw = (text: string) => {
      const random = randomFrom(text)
      return Array.from({ length: 20_000 }, random)
    }
    const [a, b] = [draw('ruchers 2026-11-24'), draw('ruchers 2026-11-25')]
    for (let tenth = 0; tenth < 10; tenth++) {
      const inside = a.filter((n) => n >= tenth / 10 && n < (tenth + 1) / 10).length
      expect(inside).toBeGreaterThan(1_800)
      expect(inside).toBeLessThan(2_200)
    }
    expect(a.filter((n, i) => n === b[i])).toEqual([])
    expect(a.every((n) => n >= 0 && n < 1)).toBe(true)
  })

  test('a draw follows its weights, and never gives what weighs nothing', () => {
    const random = randomFrom('draw')
    const draw = drawer(['a', 'b', 'never'], (name) => ({ a: 3, b: 1, never: 0 })[name] ?? 0)
    const drawn = Array.from({ length: 8_000 }, () => draw(random))
    expect(drawn).not.toContain('never')
    expect(drawn.filter((name) => name === 'a').length / 8_000).toBeCloseTo(0.75, 1)
  })
})

describe('visits keep the rules of measurement', () => {
  test('never thirty minutes of silence inside one, and at least as much between two of one visitor', () => {
    for (const [id, events] of visits) {
      const times = events.map((row) => instantOf(row.ts))
      times.forEach((time, i) => i > 0 && expect(time - (times[i - 1] ?? 0), id).toBeLessThanOrEqual(silence))
      expect(times.toSorted((a, b) => a - b), id).toEqual(times)
    }
    for (const [visitor, events] of Map.groupBy(people, (row) => row.visitor_id)) {
      const each = [...Map.groupBy(events, (row) => row.visit_id).values()]
      const spans = each.map((of) => [instantOf(of[0]?.ts ?? ''), instantOf(of.at(-1)?.ts ?? '')] as const)
      spans.sort(([a], [b]) => a - b)
      spans.forEach(([start], i) => i > 0 && expect(start - (spans[i - 1]?.[1] ?? 0), visitor).toBeGreaterThan(silence))
    }
  }) // prettier-ignore

  test('some visitors come back the same day; only those who accepted keep their number on another, and their browser with it', () => {
    const byVisitor = Map.groupBy(visits.values(), ([first]) => first?.visitor_id)
    expect([...byVisitor.values()].some((of) => of.length > 1)).toBe(true)
    let back = 0
    for (const of of byVisitor.values()) {
      const days = new Set(of.map(([first]) => first && localDay(first)))
      const [lasting = '0', ...others] = new Set(of.map(([first]) => first?.lasting_id ?? '0'))
      expect(others).toEqual([])
      if (lasting === '0') expect(days.size).toBe(1)
      else {
        expect(of.every(([first]) => first?.consent === 1 && first.visitor_id === lasting)).toBe(true)
        expect(new Set(of.map(([first]) => `${first?.device} ${first?.browser} ${first?.city}`)).size).toBe(1)
        if (days.size > 1) back += 1
      }
    }
    expect(back / byVisitor.size).toBeGreaterThan(0.06)
    expect(back / byVisitor.size).toBeLessThan(0.3)
  })

  test('each has one entry, its first event, and keeps what it started with', () => {
    for (const events of visits.values()) {
      const [first] = events
      expect(events.filter((row) => row.is_entry === 1)).toEqual([first])
      expect(first?.path).toBe(first?.entry_path)
      for (const key of ['visit_started_at', 'entry_path', 'visit_source', 'visit_channel', 'visit_utm_campaign', 'device', 'city', 'visitor_id'] as const)
        expect(new Set(events.map((row) => row[key])).size, key).toBe(1)
    }
  }) // prettier-ignore

  test('ids are never given twice', () => {
    expect(new Set(rows.map((row) => row.event_id)).size).toBe(rows.length)
  })

  test('campaign parameters are kept only of those who accepted, and give the channel of the product’s rules', () => {
    const tagged = people.filter((row) => row.utm_source)
    expect(tagged.length).toBeGreaterThan(100)
    expect(tagged.every((row) => row.consent === 1)).toBe(true)
    for (const { utm_source: source = '', utm_medium: medium = '', utm_campaign: campaign = '', channel } of tagged)
      expect(channel).toBe(channelOf({ source, medium, campaign }))
  })

  test('bots are marked, say why, and are nobody’s visit', () => {
    const bots = rows.filter((row) => row.bot_reason !== undefined)
    expect(bots.length / rows.length).toBeGreaterThan(0.02)
    expect(bots.every((row) => row.bot_reason !== '' && !visits.has(row.visit_id))).toBe(true)
  })
})

describe('the shape of the year', () => {
  const perDay = (from: string, to: string) => {
    const period = { from, to }
    const inside = people.filter((row) => localDay(row) >= from && localDay(row) <= to)
    return views(inside) / lengthOf(period)
  }

  test('December and the summer stand out, February is hollow', () => {
    expect(perDay('2025-12-01', '2025-12-20')).toBeGreaterThan(1.6 * perDay('2026-01-15', '2026-03-10'))
    expect(perDay('2026-07-10', '2026-08-15')).toBeGreaterThan(1.2 * perDay('2026-03-01', '2026-05-31'))
    expect(season('2026-02-08')).toBeLessThan(season('2026-05-20'))
    expect(season('2028-02-29')).toBeGreaterThan(0)
  })

  test('Thursdays, when the letter leaves, are fuller than Saturdays', () => {
    const on = (weekday: number) =>
      views(people.filter((row) => new Date(`${localDay(row)}T00:00:00Z`).getUTCDay() === weekday))
    expect(on(4)).toBeGreaterThan(1.2 * on(6))
  })

  test('evenings are fuller than nights, by the clock of the site', () => {
    const hourOf = (row: EventRow) =>
      Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(instantOf(row.ts)))
    const hours = people.filter((row) => row.is_entry).map(hourOf)
    const between = (from: number, to: number) => hours.filter((hour) => hour >= from && hour < to).length
    expect(between(18, 22)).toBeGreaterThan(10 * between(1, 5))
  }) // prettier-ignore

  test('a day of 25 hours has no hole and no overflow', () => {
    const whole = trafficOf(trafficModel(dates), 7, '2026-10-25').rows
    const [from, until] = ['2026-10-25', '2026-10-26'].map((day) => startOfDay(timeZone, day).getTime())
    const starts = whole.filter((row) => row.is_entry).map((row) => instantOf(row.ts))
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(from ?? 0)
    expect(Math.max(...starts)).toBeLessThan(until ?? 0)
    expect(Math.max(...starts)).toBeGreaterThan((until ?? 0) - 2 * 3_600_000)
  })

  test('phones, computers and tablets, in that order; the region first, then Paris', () => {
    const share = (key: 'device' | 'region', value: string) =>
      [...visits.values()].filter(([first]) => first?.[key] === value).length / visits.size
    expect(share('device', 'mobile')).toBeGreaterThan(share('device', 'desktop'))
    expect(share('device', 'desktop')).toBeGreaterThan(share('device', 'tablet'))
    expect(share('region', 'Provence-Alpes-Côte d’Azur')).toBeGreaterThan(share('region', 'Île-de-France'))
  })
})

describe('what visits do', () => {
  test('orders have a revenue, come after their thanks page, and nothing else has one', () => {
    const paid = people.filter((row) => row.revenue_cents !== undefined)
    expect(paid.length).toBeGreaterThan(50)
    expect(paid.every((row) => row.name === 'commande' && row.currency === 'EUR' && row.path === '/commande/merci')).toBe(true)
    expect(count(people, 'commande')).toBe(paid.length)
    expect(paid.every((row) => (row.revenue_cents ?? 0) >= 6_50 && (row.revenue_cents ?? 0) < 250_00)).toBe(true)
  }) // prettier-ignore

  test('every order was in a basket first', () => {
    for (const events of visits.values()) {
      const names = events.map(({ name }) => name)
      if (names.includes('commande')) expect(names.indexOf('ajout-panier')).toBeLessThan(names.indexOf('commande'))
      if (names.includes('commande')) expect(names.indexOf('ajout-panier')).toBeGreaterThan(0)
    }
  })

  test('about one visit in two bounces, and one in sixty orders', () => {
    const isBounce = (events: readonly EventRow[]) => views(events) === 1 && events.every((row) => !row.interactive)
    const bounces = [...visits.values()].filter(isBounce).length
    expect(bounces / visits.size).toBeGreaterThan(0.38)
    expect(bounces / visits.size).toBeLessThan(0.58)
    expect(count(people, 'commande') / visits.size).toBeGreaterThan(0.011)
    expect(count(people, 'commande') / visits.size).toBeLessThan(0.023)
  })

  test('the tracker tells the rest of some: reading, speed, searches, dead links, what orders are made of', () => {
    for (const name of ['engagement', 'web-vitals', 'search', '404']) {
      const share = new Set(people.filter((row) => row.name === name).map((row) => row.visit_id)).size / visits.size
      expect(share, name).toBeGreaterThan(0.003)
      expect(share, name).toBeLessThan(0.16)
    }
    for (const row of people.filter(({ name }) => name === 'commande')) {
      const lines = JSON.parse(row.props?.['products'] ?? '[]') as { quantity: number; cents: number }[]
      expect(lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0)).toBe(row.revenue_cents)
    }
  })

  test('newsletter sign-ups, downloads, links that leave and quotes are all there', () => {
    for (const name of ['inscription-newsletter', 'download', 'outbound', 'ajout-panier']) expect(count(people, name), name).toBeGreaterThan(0)
    expect(people.some((row) => row.path === '/cadeaux-entreprise/merci')).toBe(true)
    expect(people.every((row) => row.hostname === domain)).toBe(true)
  }) // prettier-ignore
})

describe('campaigns and their links', () => {
  const days = daysOf(dates.measured)
  const whole = trafficModel(dates)
  const expected = (key: string) => days.reduce((sum, day) => sum + (whole.links.find((link) => link.key === key)?.visitsAt(day) ?? 0), 0)

  test('visits by a link come only while its campaign runs', () => {
    const periods = campaignDates(dates)
    for (const [key, campaign] of linkRows) {
      const run = whole.links.find((link) => link.key === key)
      expect(run?.visitsAt(addDays(periods[campaign].from, -1)), key).toBe(0)
      expect(run?.visitsAt(addDays(periods[campaign].to, 1)), key).toBe(0)
    }
  })

  test('the gift box brings many visits and hardly an order: at least ten times dearer than Christmas', () => {
    const orders = (prefix: string) =>
      whole.links.filter(({ key }) => key.startsWith(prefix)).reduce((sum, link) => sum + expected(link.key) * link.order, 0)
    expect(expected('k-gift-story') + expected('k-gift-film') + expected('k-gift-facebook')).toBeGreaterThan(5_000)
    expect(3_960 / orders('k-gift')).toBeGreaterThan(10 * (2_570 / orders('k-christmas')))
  })

  test('each facet of a link’s clicks adds up to them, and robots to theirs', () => {
    for (const day of ['2025-12-04', '2026-07-18', '2026-11-20']) {
      const { totals, facets } = trafficOf(whole, 7, day).clicks
      expect(totals.length).toBeGreaterThan(3)
      for (const key of new Set(totals.map(({ link }) => link))) {
        const sum = (of: readonly { readonly link: string; readonly count: number }[]) => of.reduce((all, one) => all + (one.link === key ? one.count : 0), 0)
        const people = sum(totals.filter(({ kind }) => kind === 'person'))
        for (const facet of ['hour', 'device', 'country', 'referrer', 'outcome']) expect(sum(facets.filter((one) => one.facet === facet)), facet).toBe(people)
        expect(sum(facets.filter(({ facet }) => facet === 'robot'))).toBe(sum(totals) - people)
      }
    }
  })

  test('clicks of people are at least the visits they became; a link not yet sent has none', () => {
    const clicks = new Map<string, number>()
    for (const day of days)
      for (const { link, kind, count: n } of trafficOf(model, 7, day).clicks.totals)
        if (kind === 'person') clicks.set(link, (clicks.get(link) ?? 0) + n)
    expect(clicks.get('k-gift-card')).toBeUndefined()
    const landed = people.filter((row) => row.utm_campaign === 'coffret-decouverte' && row.is_entry).length
    const clicked = [...clicks].filter(([key]) => key.startsWith('k-gift')).reduce((sum, [, n]) => sum + n, 0)
    expect(landed).toBeGreaterThan(0)
    expect(clicked).toBeGreaterThanOrEqual(landed)
    expect(clicked).toBeLessThan(landed * 2)
  })
}) // prettier-ignore
