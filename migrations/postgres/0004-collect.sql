-- Sites measured, the salts that make visitor ids, what was dropped and why, log files already read.

create table sites (
  id integer generated always as identity primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  project_id uuid references projects (id) on delete set null,
  -- Lower case, without "www.": unique on the instance, since the collector knows a site by its domain alone.
  domain text not null unique check (domain = lower(domain) and length(domain) between 1 and 253),
  time_zone text not null default 'Europe/Paris',
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  mode text not null default 'exempt' check (mode in ('exempt', 'consent')),
  -- { hosts?: string[], shield?: { ips?, paths?, countries? } }: see src/collect/site.ts
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index on sites (workspace_id, project_id);

-- Two days are kept for a site, older rows are deleted: yesterday's visitor ids cannot be made again.
create table salts (
  site_id integer not null references sites (id) on delete cascade,
  day date not null,
  salt bytea not null check (length(salt) = 32),
  primary key (site_id, day)
);

-- Totals only: neither address nor visitor.
create table collect_drops (
  site_id integer not null references sites (id) on delete cascade,
  day date not null,
  reason text not null,
  count bigint not null default 0,
  primary key (site_id, day, reason)
);

create table imports (
  id bigint generated always as identity primary key,
  site_id integer not null references sites (id) on delete cascade,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  name text not null,
  -- SHA-256 of the lines once unpacked: the same log, packed or not, is the same import.
  fingerprint text not null,
  lines bigint not null,
  kept bigint not null,
  bots bigint not null,
  known bigint not null,
  refused jsonb not null default '{}',
  finished_at timestamptz not null default now()
);
create index on imports (site_id, finished_at desc);
