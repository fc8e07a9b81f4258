import type { Kysely } from 'kysely'
import { plainDomain, type Shield, shieldOf, type Site } from './site.ts'
import { everySite } from './sites.store.ts'
import type { Tables } from '../postgres.ts'

export interface CachedSite {
  readonly site: Site
  readonly shield: Shield | null
}

/** How long a change to a site may go unnoticed. */
const refreshEvery = 5_000
const mostUnknown = 10_000

/** The instance's sites by domain, in memory: asked for every event, read from the database every few seconds. */
export class SiteCache {
  readonly #db: Kysely<Tables>
  #sites = new Map<string, CachedSite>()
  #unknown = new Map<string, number>()
  #loading: Promise<void> | null = null
  #loadedAt = 0

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** The site a body names; null when there is none. Answers at once when it is known. */
  get(name: string, now: number): CachedSite | null | Promise<CachedSite | null> {
    if (now - this.#loadedAt > refreshEvery) void this.load(now).catch(() => {})
    const found = this.#sites.get(name)
    if (found) return found
    const domain = plainDomain(name)
    const typed = this.#sites.get(domain)
    if (typed || domain === '' || now - (this.#unknown.get(domain) ?? 0) < 1_000) return typed ?? null
    return this.#find(domain, now)
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

  load(now: number): Promise<void> {
    this.#loadedAt = now
    this.#loading ??= everySite(this.#db)
      .then((sites) => {
        this.#sites = new Map(sites.map((site) => [site.domain, { site, shield: shieldOf(site.settings) }]))
      })
      .finally(() => {
        this.#loading = null
      })
    return this.#loading
  }
}
