import type { ClickHouse } from '../clickhouse.ts'

/** An event as a test tells it; what is left out is empty. Times are ISO instants. */
export interface ToldEvent {
  readonly site: number
  readonly visitor: number
  readonly visit: number
  readonly at: string
  readonly startedAt: string
  readonly name?: string
  readonly path: string
  readonly entry: string
  readonly revenueCents?: number
  readonly currency?: string
  readonly bot?: string
  readonly props?: Readonly<Record<string, string>>
  /** Columns shared by the events of a visit: visit_channel, country… */
  readonly shared?: Readonly<Record<string, string>>
}

const clock = (iso: string) => new Date(iso).toISOString().replace('T', ' ').replace('Z', '')

/** Writes events straight into ClickHouse, as the collector would have. */
export async function tell(clickhouse: ClickHouse, events: readonly ToldEvent[]): Promise<void> {
  await clickhouse.insert({
    table: 'events',
    format: 'JSONEachRow',
    values: events.map((event, i) => ({
      site_id: event.site,
      ts: clock(event.at),
      received_at: clock(event.at),
      event_id: String(i).padStart(16, '0'),
      name: event.name ?? 'pageview',
      interactive: event.name === undefined || event.name === 'pageview' ? 0 : 1,
      visitor_id: event.visitor,
      visit_id: event.visit,
      visit_started_at: clock(event.startedAt),
      is_entry: event.at === event.startedAt ? 1 : 0,
      hostname: 'ruches.example',
      path: event.path,
      entry_path: event.entry,
      revenue_cents: event.revenueCents ?? 0,
      currency: event.currency ?? (event.revenueCents ? 'EUR' : ''),
      bot_reason: event.bot ?? '',
      props: event.props ?? {},
      ...event.shared,
    })),
  })
}
