-- Dashboards of a project: cards on a grid, for everyone who reads its audience. Cards are data that only their own page reads whole:
-- what they name (a metric, a segment, a KPI) is checked when they are shown, so one that is gone says so and leaves the rest standing.

create table dashboards (
  id uuid primary key,
  workspace_id uuid not null,
  project_id uuid not null,
  name text not null,
  -- A preset of the audience ('30d', 'month'…), or 'custom' with both days.
  preset text not null,
  starts_on date,
  ends_on date,
  -- Domain of the site looked at; null is the project's first.
  site text,
  cards jsonb not null,
  -- Cards taken away last, each with its place: what "undo" puts back.
  removed jsonb not null default '[]',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_by text not null,
  deleted_at timestamptz,
  check ((preset = 'custom') = (starts_on is not null and ends_on is not null)),
  foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade
);

create index dashboards_of_project on dashboards (project_id, created_at);
