import type { Kysely } from 'kysely'
import { defaultChannels, type SiteChannels, siteChannels } from './channel-rules.ts'
import { everyRuleList, type RuleList } from './channel-rules.store.ts'
import { isHostOf, plainDomain, type Shield, shieldOf, type Site } from './site.ts'
import { everySite } from './sites.store.ts'
import type { Tables } from '../postgres.ts'

export interface CachedSite {
  readonly site: Site
  readonly shield: Shield | null
  readonly channels: SiteChannels
}

/** The rules of a site: those held, as long as their version is the one in force. */
function channelsOf(held: CachedSite | undefined, list: RuleList | undefined): SiteChannels {
  if (!list) return defaultChannels
  return held?.site.id === list.siteId && held.channels.version === list.version
    ? held.channels
    : siteChannels(list.version, list.entries)
}

/** How long a change to a site may go unnoticed. */
const refreshEvery = 5_000
const mostUnknown = 10_000

/** The instance's sites by domain, in memory: asked for every event, read from the database every few seconds. */
export class SiteCache {
  readonly #db: Kysely<Tables>
  #sites = new Map<string, CachedSite>()
  /** By UUID and by number, as other tools' clients name them. */
  #byKey = new Map<string, CachedSite>()
  #unknown = new Map<string, number>()
  #loading: Promise<void> | null = null
  #loadedAt = 0

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** The site a body names; null when there is none. Answers at once when it is known. */
  get(name: string, now: number): CachedSite | null | Promise<CachedSite | null> {
    this.#refresh(now)
    const found = this.#sites.get(name)
    if (found) return found
    const domain = plainDomain(name)
    const typed = this.#sites.get(domain)
    if (typed || domain === '' || Math.abs(now - (this.#unknown.get(domain) ?? 0)) < 1_000) return typed ?? null
    return this.#find(domain, now)
  }

  /** A site by its domain if it is in memory: nothing is asked of the database. */
  held = (domain: string): CachedSite | undefined => this.#sites.get(plainDomain(domain))

  /**
   * The site another tool's client means. A site that has just moved over still sends the name its old tool gave it, which says
   * nothing here: then it is known by the host of its pages. A number counts only for its own pages, since each tool begins at 1.
   */
  async meant(name: string, host: string, now: number): Promise<CachedSite | null> {
    this.#refresh(now)
    const keyed = this.#byKey.get(name.toLowerCase())
    if (keyed && (host === '' || !/^\d+$/.test(name) || isHostOf(keyed.site, host))) return keyed
    if (name.includes('.')) {
      const named = await this.get(name, now)
      if (named) return named
    }
    for (let at = plainDomain(host); at.includes('.'); at = at.slice(at.indexOf('.') + 1)) {
      const found = this.#sites.get(at)
      if (found) return found
    }
    return host === ''
      ? null
      : ([...this.#sites.values()].find(({ site }) => isHostOf(site, host)) ?? this.get(host, now))
  }

  /** A clock set back must not keep old settings for longer. */
  #refresh(now: number): void {
    if (Math.abs(now - this.#loadedAt) > refreshEvery) void this.load(now).catch(() => {})
  }

  /** A domain nobody knew may have been added a moment ago. */
  async #find(domain: string, now: number): Promise<CachedSite | null> {
    await this.#loading
    await this.load(now)
    const found = this.#sites.get(domain)
    if (!found) {
      if (this.#unknown.size >= mostUnknown) this.#unknown.clear()
      this.#unknown.set(domain, now)
    }
    return found ?? null
  }

  /** What is being read may have begun before the change: it is waited for, and read again. */
  async reload(now: number): Promise<void> {
    await this.#loading
    await this.load(now)
  }

  load(now: number): Promise<void> {
    this.#loadedAt = now
    this.#loading ??= Promise.all([everySite(this.#db), everyRuleList(this.#db)])
      .then(([sites, lists]) => {
        const rulesOf = new Map(lists.map((list) => [list.siteId, list]))
        const cached = sites.map((site) => ({
          site,
          shield: shieldOf(site.settings),
          channels: channelsOf(this.#sites.get(site.domain), rulesOf.get(site.id)),
        }))
        this.#sites = new Map(cached.map((one) => [one.site.domain, one]))
        this.#byKey = new Map(
          cached.flatMap((one) => [
            [one.site.publicId, one],
            [String(one.site.id), one],
          ]),
        )
      })
      .finally(() => {
        this.#loading = null
      })
    return this.#loading
  }
}
