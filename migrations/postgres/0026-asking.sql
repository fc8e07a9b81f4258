-- Questions a project keeps under a name and asks again: funnels and segments. Shared by everyone who reads the project's audience.
-- The question is text, as the address holds it: what it names is checked when it is asked, so one that a later version
-- does not know any more still opens, without that part.

create table saved_questions (
  id uuid primary key,
  workspace_id uuid not null,
  project_id uuid not null,
  kind text not null check (kind in ('funnel', 'segment')),
  name text not null,
  question text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  unique (project_id, kind, name),
  foreign key (project_id, workspace_id) references projects (id, workspace_id) on delete cascade
);
