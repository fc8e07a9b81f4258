-- Events as they were collected, and the visits they add up to.
--
-- Every event carries what its visit started with (source, campaign, entry page), so that no query ever has to look for a
-- visit's first event. Bots are kept, with the reason, and left out of visits.
--
-- The journal sends each batch under an insert_deduplication_token: the window below is how many of the last blocks are
-- remembered, per table, so a batch sent twice adds nothing. deduplicate_blocks_in_dependent_materialized_views (set by the
-- journal with each insert) makes the view check for itself: a server that died between the two tables is mended by the
-- second sending. fsync_after_insert: the journal forgets a batch once it is acknowledged, so it must be on disk by then.

create table if not exists events
(
    site_id UInt32,
    ts DateTime64(3, 'UTC') codec(Delta(8), ZSTD(1)),
    -- When we received it: what bounds the memory of ids and of live visits after a restart.
    received_at DateTime64(3, 'UTC') codec(Delta(8), ZSTD(1)),
    event_id String codec(ZSTD(1)),
    -- 1 when the caller chose the id: only those can come twice.
    id_given UInt8,
    name LowCardinality(String),
    -- 1 when it keeps its visit from being a bounce: everything but a page view.
    interactive UInt8,
    visitor_id UInt64 codec(ZSTD(1)),
    visit_id UInt64 codec(ZSTD(1)),
    visit_started_at DateTime64(3, 'UTC') codec(ZSTD(1)),
    is_entry UInt8,
    hostname LowCardinality(String),
    path String codec(ZSTD(1)),
    title String codec(ZSTD(1)),
    referrer_host LowCardinality(String),
    source LowCardinality(String),
    channel LowCardinality(String),
    utm_source LowCardinality(String),
    utm_medium LowCardinality(String),
    utm_campaign LowCardinality(String),
    utm_content LowCardinality(String),
    utm_term LowCardinality(String),
    entry_path String codec(ZSTD(1)),
    visit_referrer_host LowCardinality(String),
    visit_source LowCardinality(String),
    visit_channel LowCardinality(String),
    visit_utm_source LowCardinality(String),
    visit_utm_medium LowCardinality(String),
    visit_utm_campaign LowCardinality(String),
    visit_utm_content LowCardinality(String),
    visit_utm_term LowCardinality(String),
    country LowCardinality(String),
    region LowCardinality(String),
    city LowCardinality(String),
    language LowCardinality(String),
    device LowCardinality(String),
    browser LowCardinality(String),
    os LowCardinality(String),
    -- 1 when the visitor gave consent to a site in consent mode.
    consent UInt8,
    bot_reason LowCardinality(String),
    revenue_cents Int64,
    currency LowCardinality(String),
    props Map(LowCardinality(String), String),
    origin LowCardinality(String) default 'live',
    link_id String,
    index received_at received_at type minmax granularity 1
)
engine = MergeTree
partition by toYYYYMM(ts)
order by (site_id, toDate(ts), visitor_id, visit_id, ts)
settings non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

-- One row a visit once merged; until then, read with group by visit_id and the merge of each column.
create table if not exists visits
(
    site_id UInt32,
    -- Part of the key as it is: every event of a visit carries the same instant.
    visit_started_at DateTime64(3, 'UTC') codec(Delta(8), ZSTD(1)),
    visit_id UInt64 codec(ZSTD(1)),
    visitor_id SimpleAggregateFunction(any, UInt64) codec(ZSTD(1)),
    first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    events SimpleAggregateFunction(sum, UInt64),
    pageviews SimpleAggregateFunction(sum, UInt64),
    interactions SimpleAggregateFunction(sum, UInt64),
    revenue_cents SimpleAggregateFunction(sum, Int64),
    entry_path AggregateFunction(argMin, String, DateTime64(3, 'UTC')),
    exit_path AggregateFunction(argMax, String, DateTime64(3, 'UTC')),
    hostname SimpleAggregateFunction(any, LowCardinality(String)),
    visit_referrer_host SimpleAggregateFunction(any, LowCardinality(String)),
    visit_source SimpleAggregateFunction(any, LowCardinality(String)),
    visit_channel SimpleAggregateFunction(any, LowCardinality(String)),
    visit_utm_source SimpleAggregateFunction(any, LowCardinality(String)),
    visit_utm_medium SimpleAggregateFunction(any, LowCardinality(String)),
    visit_utm_campaign SimpleAggregateFunction(any, LowCardinality(String)),
    visit_utm_content SimpleAggregateFunction(any, LowCardinality(String)),
    visit_utm_term SimpleAggregateFunction(any, LowCardinality(String)),
    country SimpleAggregateFunction(any, LowCardinality(String)),
    region SimpleAggregateFunction(any, LowCardinality(String)),
    city SimpleAggregateFunction(any, LowCardinality(String)),
    language SimpleAggregateFunction(any, LowCardinality(String)),
    device SimpleAggregateFunction(any, LowCardinality(String)),
    browser SimpleAggregateFunction(any, LowCardinality(String)),
    os SimpleAggregateFunction(any, LowCardinality(String)),
    consent SimpleAggregateFunction(max, UInt8),
    origin SimpleAggregateFunction(any, LowCardinality(String))
)
engine = AggregatingMergeTree
partition by toYYYYMM(visit_started_at)
order by (site_id, visit_started_at, visit_id)
settings non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

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
    argMinState(path, ts) as entry_path,
    argMaxState(path, ts) as exit_path,
    any(hostname) as hostname,
    any(visit_referrer_host) as visit_referrer_host,
    any(visit_source) as visit_source,
    any(visit_channel) as visit_channel,
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
