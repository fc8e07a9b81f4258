-- Projects and the thread. Every object of every kind has one row here and one in its kind's own table, so that
-- links, comments, search and undo are one mechanism, and a foreign key can hold both ends of a link.

create table projects (
  id uuid primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  slug text not null,
  name text not null,
  company text not null,
  sector text,
  size text,
  offer text,
  area text,
  positioning text,
  starts_on date,
  ends_on date,
  envelope_cents bigint,
  vat_reference text not null default 'excl' check (vat_reference in ('excl', 'incl')),
  time_zone text not null default 'Europe/Paris',
  currency text not null default 'EUR',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  archived_at timestamptz,
  unique (workspace_id, slug),
  unique (id, workspace_id),
  check (ends_on >= starts_on)
);

alter table guest_links
  add foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade;

create table objects (
  id uuid primary key,
  workspace_id uuid not null,
  project_id uuid not null,
  kind text not null,
  title text not null,
  state text,
  version integer not null default 1,
  created_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (id, workspace_id, project_id),
  foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade
);
create index objects_by_kind on objects (project_id, kind) where deleted_at is null;
create index objects_in_trash on objects (deleted_at) where deleted_at is not null;
create index objects_by_title on objects using gin (to_tsvector('simple', title));

-- Both ends are objects of the same project of the same workspace: the database refuses anything else.
create table links (
  workspace_id uuid not null,
  project_id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  created_by text,
  created_at timestamptz not null default now(),
  primary key (from_id, to_id),
  foreign key (from_id, workspace_id, project_id) references objects (id, workspace_id, project_id) on delete cascade,
  foreign key (to_id, workspace_id, project_id) references objects (id, workspace_id, project_id) on delete cascade,
  check (from_id <> to_id)
);
create index links_backward on links (to_id, from_id);
create index links_of_project on links (project_id);

-- What each save changed: says what happened between two tabs, and lets nothing be lost.
create table changes (
  object_id uuid not null references objects (id) on delete cascade,
  workspace_id uuid not null,
  version integer not null,
  by_id text,
  by_name text not null,
  at timestamptz not null default now(),
  before jsonb not null,
  after jsonb not null,
  primary key (object_id, version)
);

create table comments (
  id uuid primary key,
  workspace_id uuid not null,
  project_id uuid not null,
  object_id uuid not null,
  author_id text,
  author_name text not null,
  is_guest boolean not null default false,
  body text not null,
  created_at timestamptz not null default now(),
  foreign key (object_id, workspace_id, project_id) references objects (id, workspace_id, project_id) on delete cascade
);
create index comments_by_object on comments (object_id, created_at);
