-- What leaves the instance, and what it leaves for. A message or a call to a webhook is written in the transaction of what
-- caused it, under a key that says so: twice adds nothing, and a crash loses nothing. The text is emptied once it was sent:
-- it may hold a link that opens a door. Alerts watch one figure of one site; a firing keeps the rule as it was.

create table outbox (
  id uuid primary key,
  -- null: a message that belongs to a person, not to a workspace.
  workspace_id uuid references workspaces (id) on delete cascade,
  key text not null unique,
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  headers jsonb not null default '{}',
  attachments jsonb not null default '[]',
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  -- When it is tried next; moved ahead by whoever takes it, so that no other node does.
  next_at timestamptz not null,
  reason text,
  created_at timestamptz not null default now(),
  done_at timestamptz
);
create index outbox_waiting on outbox (next_at) where state = 'waiting';
create index outbox_of_workspace on outbox (workspace_id, created_at desc);

create table alerts (
  id uuid primary key,
  workspace_id uuid not null,
  project_id uuid not null,
  site_id integer not null references sites (id) on delete cascade,
  name text not null,
  rule jsonb not null,
  -- Members told, by their number, and addresses typed.
  members text[] not null default '{}',
  addresses text[] not null default '{}',
  webhook_url text,
  -- Changed to change the secret, which is made from it and from the instance's own: it is kept nowhere.
  webhook_salt text,
  paused boolean not null default false,
  version integer not null default 1,
  -- Last stretch of time that was judged: its label in the site's time zone.
  judged text,
  created_by text not null,
  created_at timestamptz not null default now(),
  foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade
);
create index alerts_of_project on alerts (project_id);

create table alert_firings (
  id uuid primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  alert_id uuid not null references alerts (id) on delete cascade,
  rule jsonb not null,
  stretch text not null,
  -- What was seen, and what it was held against.
  seen jsonb not null,
  fired_at timestamptz not null,
  back_stretch text,
  back_seen jsonb,
  back_at timestamptz,
  unique (alert_id, stretch)
);
create unique index alert_firings_open on alert_firings (alert_id) where back_at is null;

create table alert_deliveries (
  id uuid primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  alert_id uuid not null references alerts (id) on delete cascade,
  key text not null unique,
  event text not null check (event in ('fired', 'back', 'trial')),
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  -- HTTP status of the last answer; null when there was none.
  status integer,
  reason text,
  created_at timestamptz not null default now(),
  done_at timestamptz
);
create index alert_deliveries_waiting on alert_deliveries (next_at) where state = 'waiting';
create index alert_deliveries_of_alert on alert_deliveries (alert_id, created_at desc);
