-- What reading costs, brought down once more. Processor time of one reading on this machine, 12 million page views of 90 days in
-- 1.2 million visits, before and after (bench/RESULTS.md has the page as a whole):
--   page views by page or by day   182-225 ms   50 ms    the projection: rows are counted by hour and page as they are written
--   entry and exit pages, channels and the other panels of visits   200 ms   107 ms   no merge while reading, see below
--   visits that reached a goal on an event   120 ms   15 ms    events of one name lie together in a day
--
-- A projection is kept by ClickHouse itself, part by part, through merges, deletions and corrections: it cannot disagree with its
-- table. It serves queries whose bounds are whole hours, which midnights are in all zones but a few; the others read the rows.
--
-- `final` merges the parts of a visit while it reads, unless a partition is one merged part. Visits of a week are brought to one part
-- a minute after the last of them was written; so only the week under way, and a day that has just been imported, costs a merge.
--
-- Both tables are made again from the events: about two seconds a million. May be run again after a crash in the middle.

drop table if exists visits_of_events;
drop table if exists visits;
drop table if exists events_in_order;

create table if not exists events_in_order
(
    site_id UInt32,
    ts DateTime64(3, 'UTC') codec(Delta(8), LZ4),
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
    visit_started_at DateTime64(3, 'UTC') codec(LZ4),
    is_entry UInt8,
    hostname LowCardinality(String),
    path LowCardinality(String),
    title String codec(ZSTD(1)),
    referrer_host LowCardinality(String),
    source LowCardinality(String),
    channel LowCardinality(String),
    utm_source LowCardinality(String),
    utm_medium LowCardinality(String),
    utm_campaign LowCardinality(String),
    utm_content LowCardinality(String),
    utm_term LowCardinality(String),
    entry_path LowCardinality(String),
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
    index received_at received_at type minmax granularity 1,
    projection events_by_hour
    (
        select site_id, bot_reason, name, toStartOfHour(ts), path, count()
        group by site_id, bot_reason, name, toStartOfHour(ts), path
    )
)
engine = MergeTree
partition by toYYYYMM(ts)
order by (site_id, toDate(ts), name, visitor_id, visit_id, ts)
settings non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1, lightweight_mutation_projection_mode = 'rebuild';

insert into events_in_order
select * from events
settings max_execution_time = 0, max_threads = 1, max_partitions_per_insert_block = 0, max_block_size = 16384,
    min_insert_block_size_rows = 131072, min_insert_block_size_bytes = 33554432;

exchange tables events and events_in_order;

drop table if exists events_in_order;

-- One row a visit once merged; until then, read with final.
create table if not exists visits
(
    site_id UInt32,
    -- Part of the key as it is: every event of a visit carries the same instant.
    visit_started_at DateTime64(3, 'UTC') codec(Delta(8), LZ4),
    visit_id UInt64 codec(LZ4),
    -- The number of the day the visit began: the same on all its events.
    visitor_id SimpleAggregateFunction(any, UInt64) codec(LZ4),
    first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) codec(Delta(8), LZ4),
    last_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) codec(Delta(8), LZ4),
    events SimpleAggregateFunction(sum, UInt64) codec(T64, LZ4),
    pageviews SimpleAggregateFunction(sum, UInt64) codec(T64, LZ4),
    interactions SimpleAggregateFunction(sum, UInt64) codec(T64, LZ4),
    revenue_cents SimpleAggregateFunction(sum, Int64) codec(T64, LZ4),
    entry_path SimpleAggregateFunction(any, LowCardinality(String)),
    exit SimpleAggregateFunction(max, Tuple(DateTime64(3, 'UTC'), String)),
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
partition by toMonday(visit_started_at)
order by (site_id, visit_started_at, visit_id)
settings non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1,
    min_age_to_force_merge_seconds = 60, min_age_to_force_merge_on_partition_only = 1;

insert into visits
select
    site_id, visit_started_at, visit_id, any(visitor_id), min(ts), max(ts), count(), countIf(name = 'pageview'), sum(interactive),
    sum(revenue_cents), any(entry_path), max((ts, toString(path))), any(hostname), any(visit_referrer_host), any(visit_source),
    any(visit_channel), any(visit_utm_source), any(visit_utm_medium), any(visit_utm_campaign), any(visit_utm_content),
    any(visit_utm_term), any(country), any(region), any(city), any(language), any(device), any(browser), any(os), max(consent),
    any(origin)
from events
where bot_reason = ''
group by site_id, visit_started_at, visit_id
settings max_execution_time = 0, max_threads = 1, max_bytes_before_external_group_by = 200000000, max_partitions_per_insert_block = 0;

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
