import type { Agent } from './device.ts'
import type { Town } from './geo.ts'
import { isInteraction } from './page-facts.ts'
import type { Utm } from './source.ts'
import type { Visit } from './visit.ts'

/** A row of `events` as ClickHouse's JSONEachRow reads it. What is left out takes the column's default, '' or 0. */
export interface EventRow {
  site_id: number
  ts: string
  received_at: string
  event_id: string
  id_given?: 1
  name: string
  interactive?: 1
  visitor_id: string
  visit_id: string
  visit_started_at: string
  is_entry?: 1
  hostname?: string
  path?: string
  title?: string
  referrer_host?: string
  source?: string
  channel?: string
  click_id?: string
  utm_source?: string
  utm_medium?: string
  utm_campaign?: string
  utm_content?: string
  utm_term?: string
  entry_path?: string
  visit_referrer_host?: string
  visit_source?: string
  visit_channel?: string
  visit_click_id?: string
  visit_utm_source?: string
  visit_utm_medium?: string
  visit_utm_campaign?: string
  visit_utm_content?: string
  visit_utm_term?: string
  country?: string
  region?: string
  city?: string
  language?: string
  device?: string
  browser?: string
  os?: string
  consent?: 1
  lasting_id?: string
  bot_reason?: string
  revenue_cents?: number
  currency?: string
  props?: Readonly<Record<string, string>>
  origin?: 'live' | 'log' | 'demo'
  link_id?: string
  import_id?: number
}

/** Everything known of an event once it is enriched; instants in milliseconds. */
export interface EventFacts {
  readonly siteId: number
  readonly at: number
  readonly receivedAt: number
  readonly id: string
  readonly idGiven: boolean
  readonly name: string
  readonly visit: Visit
  readonly isEntry: boolean
  readonly hostname: string
  readonly path: string
  readonly title: string
  readonly referrerHost: string
  readonly source: string
  readonly channel: string
  readonly clickId: string
  readonly utm: Utm
  readonly country: string
  readonly town?: Town | undefined
  readonly language: string
  readonly agent: Agent
  readonly consent: boolean
  /** The lasting number of a visitor who consented. */
  readonly lasting?: string | null
  readonly revenue: { readonly cents: number; readonly currency: string } | null
  readonly props: Readonly<Record<string, string>>
  readonly origin: 'live' | 'log' | 'demo'
}

/** '2026-11-24 10:00:00.000', UTC. */
export function clickhouseInstant(ms: number): string {
  const iso = new Date(ms).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`
}

/** The row of an event. Live, import and demonstration all write through here. */
export function eventRow(f: EventFacts): EventRow {
  const { visit, utm, agent } = f
  const row: EventRow = {
    site_id: f.siteId,
    ts: clickhouseInstant(f.at),
    received_at: clickhouseInstant(f.receivedAt),
    event_id: f.id,
    name: f.name,
    visitor_id: visit.visitor,
    visit_id: visit.id,
    visit_started_at: clickhouseInstant(visit.startedAt),
    hostname: f.hostname,
    path: f.path,
    channel: f.channel,
    entry_path: visit.entryPath,
    visit_channel: visit.channel,
    country: f.country,
    device: agent.device,
    browser: agent.browser,
    os: agent.os,
  }
  if (f.idGiven) row.id_given = 1
  if (isInteraction(f.name)) row.interactive = 1
  if (f.isEntry) row.is_entry = 1
  if (f.title) row.title = f.title
  if (f.referrerHost) row.referrer_host = f.referrerHost
  if (f.source) row.source = f.source
  if (visit.referrerHost) row.visit_referrer_host = visit.referrerHost
  if (visit.source) row.visit_source = visit.source
  if (f.clickId) row.click_id = f.clickId
  if (visit.clickId) row.visit_click_id = visit.clickId
  addUtm(row, utm, visit.utm)
  if (f.town?.region) row.region = f.town.region
  if (f.town?.city) row.city = f.town.city
  if (f.language) row.language = f.language
  if (f.consent) row.consent = 1
  if (f.lasting) row.lasting_id = f.lasting
  if (agent.bot) row.bot_reason = agent.bot
  if (f.revenue) {
    row.revenue_cents = f.revenue.cents
    row.currency = f.revenue.currency
  }
  for (const _ in f.props) {
    row.props = f.props
    break
  }
  if (f.origin !== 'live') row.origin = f.origin
  return row
}

function addUtm(row: EventRow, own: Utm, first: Utm): void {
  if (own.source) row.utm_source = own.source
  if (own.medium) row.utm_medium = own.medium
  if (own.campaign) row.utm_campaign = own.campaign
  if (own.content) row.utm_content = own.content
  if (own.term) row.utm_term = own.term
  if (first.source) row.visit_utm_source = first.source
  if (first.medium) row.visit_utm_medium = first.medium
  if (first.campaign) row.visit_utm_campaign = first.campaign
  if (first.content) row.visit_utm_content = first.content
  if (first.term) row.visit_utm_term = first.term
}

/** The visit a stored row belongs to, as it stood after it: how live visits come back after a restart. */
export function visitOfRow(row: EventRow): Visit {
  return {
    id: row.visit_id,
    visitor: row.visitor_id,
    startedAt: instantOf(row.visit_started_at),
    lastAt: instantOf(row.ts),
    consented: row.consent === 1,
    entryPath: row.entry_path ?? '',
    referrerHost: row.visit_referrer_host ?? '',
    source: row.visit_source ?? '',
    channel: row.visit_channel ?? '',
    // Which rules gave it is not stored: it is asked again.
    channelVersion: -1,
    clickId: row.visit_click_id ?? '',
    utm: {
      source: row.visit_utm_source ?? '',
      medium: row.visit_utm_medium ?? '',
      campaign: row.visit_utm_campaign ?? '',
      content: row.visit_utm_content ?? '',
      term: row.visit_utm_term ?? '',
    },
  }
}

/** Milliseconds of an instant as ClickHouse writes it. */
export const instantOf = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`)
