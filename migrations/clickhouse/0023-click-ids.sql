-- The name of the click id a visit came with (gclid, fbclid…), never its value: without it a channel cannot be worked out again from
-- what is stored, since a paid click and a free one from google.com look alike. Kept only where campaign parameters are: in consent mode.
--
-- For what was measured before, the id is found again from the source and the channel it had given, which only the product's own
-- rules had sorted until now. Every statement may be run again after a crash in the middle.

alter table events add column if not exists click_id LowCardinality(String);
alter table events add column if not exists visit_click_id LowCardinality(String);
alter table visits add column if not exists visit_click_id SimpleAggregateFunction(any, LowCardinality(String));

drop table if exists visits_of_events;

create materialized view if not exists visits_of_events to visits as
select
    site_id,
    visit_started_at,
    visit_id,
    any(visitor_id) as visitor_id,
    min(ts) as first_at,
    max(ts) as last_at,
    count() as events,
    countIf(name = 'pageview') as pageviews,
    sum(interactive) as interactions,
    sum(revenue_cents) as revenue_cents,
    any(entry_path) as entry_path,
    max((ts, toString(path))) as exit,
    any(hostname) as hostname,
    any(visit_referrer_host) as visit_referrer_host,
    any(visit_source) as visit_source,
    any(visit_channel) as visit_channel,
    any(visit_click_id) as visit_click_id,
    any(visit_utm_source) as visit_utm_source,
    any(visit_utm_medium) as visit_utm_medium,
    any(visit_utm_campaign) as visit_utm_campaign,
    any(visit_utm_content) as visit_utm_content,
    any(visit_utm_term) as visit_utm_term,
    any(country) as country,
    any(region) as region,
    any(city) as city,
    any(language) as language,
    any(device) as device,
    any(browser) as browser,
    any(os) as os,
    max(consent) as consent,
    any(origin) as origin
from events
where bot_reason = ''
group by site_id, visit_started_at, visit_id;

alter table events update
    click_id = if(channel = 'Display', 'dclid', transform(toString(source),
        ['Google', 'Bing', 'TikTok', 'LinkedIn', 'X', 'Reddit', 'Facebook', 'Instagram', 'Pinterest'],
        ['gclid', 'msclkid', 'ttclid', 'li_fat_id', 'twclid', 'rdt_cid', 'fbclid', 'igshid', 'epik'], ''))
where click_id = '' and consent = 1 and utm_source = '' and utm_medium = '' and source != ''
    and (channel in ('Paid Search', 'Paid Social', 'Display') or (is_entry = 1 and referrer_host = ''))
settings mutations_sync = 0;

alter table events update
    visit_click_id = if(visit_channel = 'Display', 'dclid', transform(toString(visit_source),
        ['Google', 'Bing', 'TikTok', 'LinkedIn', 'X', 'Reddit', 'Facebook', 'Instagram', 'Pinterest'],
        ['gclid', 'msclkid', 'ttclid', 'li_fat_id', 'twclid', 'rdt_cid', 'fbclid', 'igshid', 'epik'], ''))
where visit_click_id = '' and visit_utm_source = '' and visit_utm_medium = '' and visit_source != ''
    and (visit_channel in ('Paid Search', 'Paid Social', 'Display') or visit_referrer_host = '')
settings mutations_sync = 0;

alter table visits update
    visit_click_id = if(visit_channel = 'Display', 'dclid', transform(toString(visit_source),
        ['Google', 'Bing', 'TikTok', 'LinkedIn', 'X', 'Reddit', 'Facebook', 'Instagram', 'Pinterest'],
        ['gclid', 'msclkid', 'ttclid', 'li_fat_id', 'twclid', 'rdt_cid', 'fbclid', 'igshid', 'epik'], ''))
where visit_click_id = '' and visit_utm_source = '' and visit_utm_medium = '' and visit_source != ''
    and (visit_channel in ('Paid Search', 'Paid Social', 'Display') or visit_referrer_host = '')
settings mutations_sync = 0;
