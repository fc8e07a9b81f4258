/**
 * SQL that writes about `pageviews` page views of one site straight into ClickHouse, over `days` days before `until`: visits of three
 * pages on average (from one to five) or of as many as asked, a third by returning visitors, 300 pages with a long tail, 20 sources, an
 * order for one visit in twenty.
 */
export function trafficSql(site: number, pageviews: number, days: number, until: Date, pages = 3): string {
  const visits = Math.round(pageviews / pages)
  const fewest = Math.floor(pages / 2)
  const spread = 2 * (pages - fewest) + 1
  const from = until.getTime() - days * 86_400_000
  const pick = (seed: string, values: readonly string[]) =>
    `[${values.map((value) => `'${value}'`).join(', ')}][1 + toUInt32(pow(cityHash64(n, '${seed}') % 1000 / 1000, 2) * ${values.length})]`
  const page = (expression: string) =>
    `concat('/page-', toString(toUInt32(pow(cityHash64(${expression}) % 10000 / 10000, 3) * 300)))`
  return `insert into events (site_id, ts, received_at, event_id, name, interactive, visitor_id, visit_id, visit_started_at, is_entry,
  hostname, path, entry_path, visit_referrer_host, visit_source, visit_channel, visit_utm_campaign, country, region, city, device, browser, os, revenue_cents, currency, origin)
with
  number as n,
  ${from} + cityHash64(n, 'start') % ${days * 86_400_000 - 600_000} as started,
  arrayJoin(range(${fewest} + n % ${spread})) as step,
  n % 20 = 4 and step = 4 as is_order
select
  ${site},
  fromUnixTimestamp64Milli(toInt64(started + step * (20000 + cityHash64(n) % 60000)), 'UTC') as ts,
  ts as received_at,
  hex(cityHash64(n, step)) as event_id,
  if(is_order, 'order', 'pageview') as name,
  is_order as interactive,
  -- The id of a visitor lasts a day: one visit in three is the second of the day.
  cityHash64(intDiv(started, 86400000), n % 3 = 0 ? intDiv(n, 3) * 3 + 1 : n) as visitor_id,
  cityHash64(n, started) as visit_id,
  fromUnixTimestamp64Milli(toInt64(started), 'UTC') as visit_started_at,
  step = 0 as is_entry,
  'bench.example' as hostname,
  ${page("n, step, 'p'")} as path,
  ${page("n, 0, 'p'")} as entry_path,
  if(visit_channel = 'Direct', '', concat(visit_source, '.com')) as visit_referrer_host,
  ${pick('source', ['google', '', 'bing', 'facebook', 'newsletter', 'instagram', 'linkedin', 'qwant', 'duckduckgo', 'pinterest', 'ecosia', 'youtube', 'chatgpt', 'annuaire', 'blog-a', 'blog-b', 'blog-c', 'presse', 'mairie', 'salon'])} as visit_source,
  ${pick('source', ['Organic Search', 'Direct', 'Organic Search', 'Organic Social', 'Email', 'Organic Social', 'Organic Social', 'Organic Search', 'Organic Search', 'Organic Social', 'Organic Search', 'Organic Video', 'AI Assistants', 'Referral', 'Referral', 'Referral', 'Referral', 'Referral', 'Referral', 'Referral'])} as visit_channel,
  if(visit_channel = 'Email', concat('lettre-', toString(n % 12)), '') as visit_utm_campaign,
  ${pick('country', ['FR', 'BE', 'CH', 'CA', 'DE', 'ES', 'IT', 'GB', 'US', 'NL'])} as country,
  ${pick('region', ['Provence-Alpes-Côte d’Azur', 'Île-de-France', 'Occitanie', 'Bretagne', 'Grand Est'])} as region,
  ${pick('city', ['Carpentras', 'Paris', 'Avignon', 'Lyon', 'Marseille', 'Nantes', 'Rennes', 'Lille', 'Nice', 'Toulouse'])} as city,
  ${pick('device', ['mobile', 'desktop', 'tablet'])} as device,
  ${pick('browser', ['Chrome', 'Safari', 'Firefox', 'Edge', 'Samsung Internet', 'Opera'])} as browser,
  ${pick('os', ['Android', 'iOS', 'Windows', 'macOS', 'Linux'])} as os,
  if(is_order, 1500 + n % 9000, 0) as revenue_cents,
  if(is_order, 'EUR', '') as currency,
  'demo' as origin
from numbers(${visits})`
}
