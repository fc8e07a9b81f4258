import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { clientNetwork } from '../accounts/client-ip.ts'
import type { ClickHouse } from '../clickhouse.ts'
import { AppError, tooMany } from '../errors.ts'
import type { Journal } from '../journal.ts'
import { addDays, dayIn } from '../period.ts'
import type { Tables } from '../postgres.ts'
import { bounded, DailyBounds } from './bounds.ts'
import { type AgentOf, agents } from './device.ts'
import { stoppedSince } from './consents.store.ts'
import { lastingFor } from './consents.ts'
import { addDrops, detailDays, forgetDropDetails } from './drops.store.ts'
import { type DropReason, enrich, type Hit, withoutAddresses } from './enrich.ts'
import type { EventBody } from './event-body.ts'
import { clickhouseInstant, type EventRow, instantOf, visitOfRow } from './event-row.ts'
import { givenIds, lastEvents } from './events.store.ts'
import { type Geo, openGeo } from './geo.ts'
import { glance, LatestOfEach } from './glance.ts'
import { IdMemory } from './id-memory.ts'
import { countries, type CountryOf, isPrivateIp } from './place.ts'
import { RateLimit } from './rate.ts'
import { SaltRing, type SaltPair } from './salt-ring.ts'
import { destroyOldSalts } from './salts.store.ts'
import { type CachedSite, SiteCache } from './site-cache.ts'
import { isHostOf, type Site } from './site.ts'
import { type DropCause, DropTally } from './tally.ts'
import { LiveVisits, silence } from './visit.ts'
import { visitorId } from './visitor.ts'

export interface CollectorParts {
  readonly db: Kysely<Tables>
  readonly clickhouse: ClickHouse
  readonly journal: Journal
  readonly log: Logger
  readonly clock: () => Date
  /** Where the operator puts tables of places; none without it. */
  readonly geoDir?: string
}

/** What the transport says of a body. The address is used and forgotten: it is written nowhere. */
export interface Meta {
  readonly ip: string
  readonly userAgent: string
  /** What the browser's client hints say. */
  readonly hints?: string
  readonly language: string
  readonly signalsOptOut: boolean
  /** The workspace of the caller's key; null without a key. */
  readonly workspace: string | null
}

export type Answer = { readonly status: 'accepted' } | { readonly status: 'dropped'; readonly reason: DropReason }

const accepted: Answer = { status: 'accepted' }
const idLifetime = 12 * 3_600_000
const idsAGeneration = 4_000_000

/** Events a second one site may send, and one address to one site; then what may come at once. */
const perSite = { rate: 20_000, burst: 60_000 }
const perAddress = { rate: 50, burst: 500 }

export const unknownSite = (domain: string) =>
  new AppError(
    'unknownSite',
    404,
    { fr: '', en: '' },
    {
      fields: {
        site: {
          fr: `Le site « ${domain.slice(0, 100)} » n’est pas mesuré ici. Ajoutez-le à un projet.`,
          en: `The site "${domain.slice(0, 100)}" is not measured here. Add it to a project.`,
        },
      },
    },
  )

/** All that collection remembers between two events. One a process. */
export class Collector {
  readonly #parts: CollectorParts
  readonly #sites: SiteCache
  readonly #salts: SaltRing
  readonly #visits = new LiveVisits()
  readonly #ids: IdMemory
  readonly #inFlight = new Map<string, Promise<void>>()
  readonly #siteRate = new RateLimit(perSite.rate, perSite.burst)
  readonly #addressRate = new RateLimit(perAddress.rate, perAddress.burst)
  readonly #drops = new DropTally()
  readonly #bounds = new DailyBounds()
  /** Lasting numbers followed no more, as `site number`. */
  readonly #stopped = new Set<string>()
  readonly #timers: NodeJS.Timeout[] = []
  /** Until it is done no event is judged: a visit could be cut, or an id counted twice. */
  #recalling: Promise<void> | null = null
  readonly agentOf: AgentOf = agents()
  readonly countryOf: CountryOf = countries()
  readonly geo: Geo
  #serial = 0
  readonly #run = Math.floor(Math.random() * 2 ** 24)
    .toString(16)
    .padStart(6, '0')

  constructor(parts: CollectorParts) {
    this.#parts = parts
    this.geo = openGeo(parts.geoDir ?? '', parts.log)
    this.#sites = new SiteCache(parts.db)
    this.#salts = new SaltRing(parts.db)
    this.#ids = new IdMemory(idLifetime, idsAGeneration, parts.clock().getTime())
  }

  /**
   * Brings back, from the event store and the journal, the visits still going on and the ids of the last day. What waits in the journal
   * may be a million rows: they are read while pages already answer, and events wait until it is done.
   */
  async start(): Promise<void> {
    const { clickhouse, clock } = this.#parts
    const now = clock().getTime()
    await this.#sites.load(now)
    await this.#learnStopped(new Date(now - lastingFor))
    for (const row of await lastEvents(clickhouse, new Date(now - silence))) this.#recall(row, now)
    await givenIds(clickhouse, new Date(now - 2 * idLifetime), idsAGeneration, (a, b) => this.#ids.addHalves(a, b, now))
    this.#recalling = this.#recallLeft(now)
    this.#every(2_000, () => this.flushDrops())
    // Those stopped on another node; twice the same is no matter.
    this.#every(5_000, () => this.#learnStopped(new Date(clock().getTime() - 60_000)))
    this.#every(60_000, () => {
      const at = clock().getTime()
      this.#visits.sweep(at)
      this.#salts.sweep(at)
      this.#siteRate.sweep(at)
      this.#addressRate.sweep(at)
    })
    this.#every(600_000, async () => {
      const today = dayIn('UTC', clock())
      this.#drops.sweep(addDays(today, -2))
      await destroyOldSalts(this.#parts.db, clock())
      await forgetDropDetails(this.#parts.db, addDays(today, -detailDays))
    })
  }

  async #learnStopped(since: Date): Promise<void> {
    for (const { siteId, visitor } of await stoppedSince(this.#parts.db, since)) this.stop(siteId, visitor)
  }

  /** Follows a lasting number no more: its events are measured as without consent from now on. */
  stop(siteId: number, visitor: string): void {
    this.#stopped.add(`${siteId} ${visitor}`)
  }

  async #recallLeft(now: number): Promise<void> {
    try {
      await this.#recallRows(now)
    } catch (error) {
      this.#parts.log.error({ err: error }, 'collect: what waits in the journal could not be read; visits begin anew')
    } finally {
      this.#recalling = null
      this.#parts.journal.begin()
    }
  }

  /** From the newest to the oldest: of most rows the id is all that is needed. */
  async #recallRows(now: number): Promise<void> {
    const latest = new LatestOfEach()
    const since = clickhouseInstant(now - silence)
    const rows: EventRow[] = []
    for await (const records of this.#parts.journal.left())
      for (const record of records) {
        const { siteId, givenId, isLive, visitor, at, receivedAt } = glance(record)
        if (givenId !== null) this.#ids.add(siteId, givenId, now)
        if (isLive && receivedAt >= since && !latest.has(visitor, at))
          rows.push(JSON.parse(record.toString()) as EventRow)
      }
    for (const row of rows.toReversed()) this.#recall(row, now)
  }

  #recall(row: EventRow, now: number): void {
    const { lasting_id: lasting = '0' } = row
    this.#visits.keep(
      lasting === '0' ? row.visitor_id : lasting,
      visitOfRow(row),
      Math.min(now, instantOf(row.received_at)),
    )
  }

  #every(ms: number, work: () => void | Promise<void>): void {
    const turn = async () => {
      try {
        await work()
      } catch (error) {
        this.#parts.log.warn({ err: error }, 'collect: housekeeping failed; tried again later')
      }
    }
    const timer = setInterval(() => void turn(), ms)
    timer.unref()
    this.#timers.push(timer)
  }

  /** The site of a domain, as events see it; null when nobody added it. */
  site(domain: string): CachedSite | null | Promise<CachedSite | null> {
    return this.#sites.get(domain, this.#parts.clock().getTime())
  }

  /** The site that another tool's client means, by its name there or by the host of its page. */
  siteFor(name: string, host: string): Promise<CachedSite | null> {
    return this.#sites.meant(name, host, this.#parts.clock().getTime())
  }

  /** Counts what is no event: it is answered, and shown with the reason. */
  drop(site: Site, reason: DropReason, cause?: DropCause): Answer {
    this.#drops.add(site.id, dayIn(site.timeZone, this.#parts.clock()), reason, cause)
    return { status: 'dropped', reason }
  }

  /** Counts a body that was refused, where it names a site that is known: `field` is what was wrong. */
  refused(domain: string, field: string): void {
    const known = this.#sites.held(domain)
    if (known) this.drop(known.site, 'refused', { rule: field === '' ? 'body' : field })
  }

  /** Reads the sites and their rules again, so that a change is obeyed here at once. */
  reloadSites(): Promise<void> {
    return this.#sites.reload(this.#parts.clock().getTime())
  }

  /**
   * Takes one event. Resolves once it is durable, or at once when it is dropped.
   * @throws AppError 404 for an unknown site, 429 over the rate, 503 when no more may wait on disk
   */
  async accept(body: EventBody, meta: Meta): Promise<Answer> {
    if (this.#recalling) await this.#recalling
    const now = this.#parts.clock().getTime()
    const known = this.#sites.get(body.site, now)
    const cached = known instanceof Promise ? await known : known
    if (!cached || (meta.workspace !== null && meta.workspace !== cached.site.workspaceId)) throw unknownSite(body.site)
    const { site } = cached
    this.#limit(site, meta, now)
    const at = body.time?.getTime() ?? now
    const pair = this.#salts.pair(site, at, now)
    const salts = pair instanceof Promise ? await pair : pair
    // From here to the end of #take nothing waits: two events of one visitor cannot cross.
    return body.id === ''
      ? this.#take(this.#hit(body, cached.site, salts.day, meta, at, now), cached, salts)
      : this.#once(body, meta, cached, salts, at, now)
  }

  #limit(site: Site, meta: Meta, now: number): void {
    const bySite = this.#siteRate.take(site.id, now)
    const isOneVisitor = meta.workspace === null && meta.ip !== '' && !isPrivateIp(meta.ip)
    const wait = bySite || (isOneVisitor ? this.#addressRate.take(`${site.id} ${clientNetwork(meta.ip)}`, now) : 0)
    if (wait === 0) return
    this.drop(site, 'rate', { rule: bySite > 0 ? 'site' : 'address', detail: meta.userAgent })
    throw tooMany(wait)
  }

  /** An event whose caller chose its id: the second time it is answered like the first, and counts nothing. */
  async #once(
    body: EventBody,
    meta: Meta,
    cached: CachedSite,
    salts: SaltPair,
    at: number,
    now: number,
  ): Promise<Answer> {
    const key = `${cached.site.id} ${body.id}`
    const first = this.#inFlight.get(key)
    if (first) await first
    if (this.#ids.has(cached.site.id, body.id)) {
      this.#drops.add(cached.site.id, salts.day, 'repeat')
      return accepted
    }
    this.#ids.add(cached.site.id, body.id, now)
    const taking = this.#take(this.#hit(body, cached.site, salts.day, meta, at, now), cached, salts)
    const settled = taking.then(
      () => {},
      () => {},
    )
    this.#inFlight.set(key, settled)
    try {
      const answer = await taking
      // What was dropped is not stored: sent again, it is judged again.
      if (answer.status === 'dropped' && answer.reason !== 'bot') this.#ids.forget(cached.site.id, body.id)
      return answer
    } catch (error) {
      this.#ids.forget(cached.site.id, body.id)
      throw error
    } finally {
      this.#inFlight.delete(key)
    }
  }

  /** What no site needs and a store pays for, made few before it is kept anywhere. An event of another host is dropped anyway. */
  #bounded(body: EventBody, site: Site, day: string, now: number): EventBody {
    if (!isHostOf(site, body.url.hostname)) return body
    return bounded(
      body,
      site.domain,
      (field, value) => this.#bounds.allows(site.id, field, value, now),
      (field) =>
        this.#drops.add(site.id, day, field === 'path' ? 'tooManyPaths' : 'tooManyNames', {
          rule: field,
          sample: withoutAddresses(body.url.pathname),
        }),
    )
  }

  #hit(given: EventBody, site: Site, day: string, meta: Meta, at: number, now: number): Hit {
    const body = this.#bounded(given, site, day, now)
    return {
      url: body.url,
      name: body.name,
      referrer: body.referrer,
      title: body.title,
      props: body.props,
      revenue: body.revenue,
      consent: body.consent,
      lasting: body.visitor,
      objects: body.optOut,
      id: body.id || this.#newId(now),
      idGiven: body.id !== '',
      at,
      receivedAt: now,
      ip: meta.ip,
      userAgent: meta.userAgent,
      hints: meta.hints ?? '',
      language: meta.language,
      signalsOptOut: meta.signalsOptOut,
      origin: 'live',
    }
  }

  /** 16 hexadecimal digits, never the same twice in a run, and by chance never in two. */
  #newId(now: number): string {
    this.#serial = (this.#serial + 1) % 2 ** 20
    return this.#run + (now % 2 ** 20).toString(16).padStart(5, '0') + this.#serial.toString(16).padStart(5, '0')
  }

  async #take(hit: Hit, { site, shield, channels }: CachedSite, salts: SaltPair): Promise<Answer> {
    const outcome = enrich(hit, site, {
      agentOf: this.agentOf,
      countryOf: this.countryOf,
      townOf: this.geo.townOf,
      shield,
      channels,
      visits: this.#visits,
      isStopped: (visitor) => this.#stopped.has(`${site.id} ${visitor}`),
      visitorsOf: ({ ip, userAgent }) => [
        visitorId(salts.today, site.id, ip, userAgent),
        visitorId(salts.before, site.id, ip, userAgent),
      ],
    })
    if (outcome.status === 'dropped') {
      this.#drops.add(site.id, salts.day, outcome.reason, {
        ...outcome.cause,
        sample: withoutAddresses(hit.url.pathname),
      })
      return { status: 'dropped', reason: outcome.reason }
    }
    this.#visits.keep(outcome.visitor, outcome.visit, hit.receivedAt)
    const { bot_reason: rule, path } = outcome.row
    const isBot = rule !== undefined
    if (isBot)
      this.#drops.add(site.id, salts.day, 'bot', { rule, detail: hit.userAgent, sample: withoutAddresses(path ?? '') })
    await this.#parts.journal.append(outcome.row)
    return isBot ? { status: 'dropped', reason: 'bot' } : accepted
  }

  /** Writes the totals of drops. What cannot be written is kept for the next time. */
  async flushDrops(): Promise<void> {
    const drops = this.#drops.take()
    try {
      await addDrops(this.#parts.db, drops)
    } catch (error) {
      this.#drops.putBack(drops)
      throw error
    }
  }

  get liveVisits(): number {
    return this.#visits.size
  }

  async close(): Promise<void> {
    await this.#recalling
    for (const timer of this.#timers) clearInterval(timer)
    await this.flushDrops().catch((error: unknown) =>
      this.#parts.log.warn({ err: error }, 'collect: the last drop totals were not written'),
    )
  }
}

/** A collector ready to take events. */
export async function createCollector(parts: CollectorParts): Promise<Collector> {
  const collector = new Collector(parts)
  await collector.start()
  return collector
}
