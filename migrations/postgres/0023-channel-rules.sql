-- The rules by which a site's visits are sorted into channels: each version published, the one being prepared, and the
-- rewriting of the visits already measured that follows each publication.

-- What is in force is the highest version; a site without a row follows the product's own rules. Older versions are what
-- figures were sorted by, and what an undo goes back to.
create table channel_rules (
  site_id integer not null references sites (id) on delete cascade,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  version integer not null check (version > 0),
  -- [{ standard, off? } | { id, channel, join, conditions: [{ on, how, value }] }]: see src/collect/channel-rules.ts
  entries jsonb not null,
  published_by text not null,
  published_at timestamptz not null,
  primary key (site_id, version)
);

-- One a site, shared by those who may write: nothing is sorted by it until it is published.
create table channel_drafts (
  site_id integer primary key references sites (id) on delete cascade,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  entries jsonb not null,
  -- What the last change replaced: its undo.
  entries_before jsonb not null,
  -- One more at each change, so that the second of two people is told.
  step integer not null check (step > 0),
  changed_by text not null,
  changed_at timestamptz not null
);

create table channel_rewrites (
  site_id integer not null,
  version integer not null,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  -- 0–1; null before it begins.
  done double precision,
  -- Visits that change channel, counted before any is changed: a rewriting cut short and taken up again counts none twice.
  moved bigint,
  asked_at timestamptz not null,
  finished_at timestamptz,
  problem text,
  primary key (site_id, version),
  foreign key (site_id, version) references channel_rules (site_id, version) on delete cascade
);
