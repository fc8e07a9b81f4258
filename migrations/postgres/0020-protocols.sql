-- What lets a site move over from Plausible, Umami or Matomo, and what tells its owner why an event was not counted.

-- Umami's clients name a site by a UUID and send nothing else.
alter table sites add column public_id uuid not null default gen_random_uuid();
create unique index on sites (public_id);

-- What stands behind the totals of collect_drops: which rule, on what, how often, and one example. Neither address nor visitor.
-- A site and day keep a bounded number of rows (src/collect/tally.ts): what comes after is added to the row whose detail is ''.
create table drop_details (
  site_id integer not null references sites (id) on delete cascade,
  day date not null,
  reason text not null,
  rule text not null,
  -- The user agent of a machine, the host of a page, the host of a referrer.
  detail text not null,
  -- Path of the latest event of this row.
  sample text not null,
  count bigint not null,
  primary key (site_id, day, reason, rule, detail)
);
create index on drop_details (day);
