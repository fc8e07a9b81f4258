-- Imports as things that are followed, cancelled and taken back: one row an import, by the command line or by the page. `imports` keeps
-- its row a log file. Figures of another tool are aggregates: they have a table of their own, and never mix with events.

create table import_runs (
  -- Also events.import_id, a UInt32.
  id integer generated always as identity primary key,
  site_id integer not null references sites (id) on delete cascade,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  kind text not null check (kind in ('log', 'history')),
  state text not null check (
    state in ('checking', 'checked', 'waiting', 'running', 'cancelling', 'done', 'cancelled', 'failed', 'removing', 'removed')
  ),
  -- The form asked for; null when it is recognised.
  format text,
  -- Where a node keeps what the page sent it; null for the command line, which reads its files where they are.
  folder text,
  started_by text not null,
  -- [{ "name", "bytes" }]
  files jsonb not null default '[]',
  -- { "file", "lines", "bytes", "totalBytes" } of the reading under way.
  progress jsonb,
  -- Of the trial, then of the import: see src/collect/import-log.ts and src/analytics/history.ts
  report jsonb,
  -- { "fr", "en" }: why it failed.
  problem jsonb,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  finished_at timestamptz
);
create index on import_runs (site_id, created_at desc);
create index on import_runs (state) where state in ('checking', 'waiting', 'running', 'cancelling', 'removing');

-- Null for the files of imports made before this table.
alter table imports add column run_id integer references import_runs (id) on delete cascade;

-- A day of a site as another tool counted it: the whole day, then by value of each dimension that the tool tells apart.
create table imported_days (
  run_id integer not null references import_runs (id) on delete cascade,
  site_id integer not null references sites (id) on delete cascade,
  day date not null,
  -- '' for the whole day.
  dimension text not null,
  value text not null check (length(value) <= 2000),
  -- Null for what the tool does not tell.
  visitors bigint check (visitors >= 0),
  visits bigint check (visits >= 0),
  pageviews bigint check (pageviews >= 0),
  bounces bigint check (bounces >= 0),
  seconds bigint check (seconds >= 0),
  primary key (run_id, dimension, day, value)
);
create index on imported_days (site_id, dimension, day);
