-- A list's filters and order under a name, for the person who saved them. The query is text, as the address holds it: what
-- it names is checked when it is opened, so a field that a later version drops leaves a view that still opens.

create table saved_views (
  id uuid primary key,
  workspace_id uuid not null,
  project_id uuid not null,
  user_id text not null references users (id) on delete cascade,
  kind text not null,
  name text not null,
  query text not null,
  created_at timestamptz not null default now(),
  unique (project_id, user_id, kind, name),
  foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade
);
